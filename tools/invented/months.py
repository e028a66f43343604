# SPDX-License-Identifier: GPL-2.0-or-later
"""Months as `YYYY-MM`, and which of them the sample holds."""

from __future__ import annotations


def month_number(month: str) -> int:
    """Months since year 0."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def month_name(number: int) -> str:
    """The `YYYY-MM` of a month number."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def span(first: str, last: str) -> tuple[str, ...]:
    """All months from first to last, both included."""
    return tuple(month_name(number) for number in range(month_number(first), month_number(last) + 1))


FIRST, LAST = "2024-05", "2026-04"
HELD = span(FIRST, LAST)
BEFORE = span("2023-09", "2024-04")  # crimes nobody sees, whose outcomes fall into the months held
WITHOUT_STREET_FILE = "2025-02"
