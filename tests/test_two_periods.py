# SPDX-License-Identifier: GPL-2.0-or-later
"""Periods and the months of them that may be compared."""

from __future__ import annotations

from typing import Optional

import pytest

from offline_cache.errors import CacheError
from offline_cache.model import Month
from policeuk_plugin.processing.asking.two_periods import Periods, matched, settled

NEWEST = Month(2026, 4)


def month(text: str) -> Optional[Month]:
    return Month.parse(text) if text else None


def periods(first: str = "", last: str = "", before_first: str = "", before_last: str = "") -> Periods:
    return settled(*map(month, (first, last, before_first, before_last)), NEWEST)


def texts(found: Periods) -> tuple[str, ...]:
    return tuple(map(str, (found.first, found.last, found.before_first, found.before_last)))


def span(first: str, last: str) -> set[Month]:
    return set(Month.span(Month.parse(first), Month.parse(last)))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ((), ("2025-05", "2026-04", "2024-05", "2025-04")),
        (("2025-01",), ("2025-01", "2025-12", "2024-01", "2024-12")),
        (("2026-01",), ("2026-01", "2026-04", "2025-01", "2025-04")),
        (("", "2025-06"), ("2024-07", "2025-06", "2023-07", "2024-06")),
        (("2024-05", "2026-04"), ("2024-05", "2026-04", "2022-05", "2024-04")),
        (("2025-01", "2025-03", "2022-01"), ("2025-01", "2025-03", "2022-01", "2022-03")),
        (("2025-01", "2025-03", "2023-01", "2023-06"), ("2025-01", "2025-03", "2023-01", "2023-06")),
        (("2025-01", "2025-03", "", "2023-03"), ("2025-01", "2025-03", "2023-01", "2023-03")),
    ],
)
def test_open_months_are_settled(asked: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert texts(periods(*asked)) == expected


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("2025-05", "2025-04"), "Swap them"),
        (("2025-01", "2025-12", "2024-06"), "same crimes would count on both sides"),
        (("2025-01", "2025-03", "2025-02", "2025-04"), "same crimes would count on both sides"),
        (("2025-01", "2025-03", "2024-03", "2024-01"), "Swap them"),
    ],
)
def test_periods_that_overlap_or_are_swapped_are_refused(asked: tuple[str, ...], words: str) -> None:
    with pytest.raises(CacheError, match=words):
        periods(*asked)


def test_months_are_paired_by_calendar_month() -> None:
    found = matched(periods("2025-01", "2025-12", "2023-07", "2024-06"), span("2023-01", "2025-12"))
    assert found.whole
    assert [(str(later), str(before)) for later, before in found.pairs][:7] == [
        *((f"2025-0{at}", f"2024-0{at}") for at in range(1, 7)),
        ("2025-07", "2023-07"),
    ]


def test_a_month_that_is_not_held_is_left_out_of_both_and_named() -> None:
    held = span("2024-05", "2026-04") - {Month(2025, 2)}
    found = matched(periods(), held)
    assert len(found.pairs) == 11
    assert found.not_held == (Month(2025, 2),)
    assert found.alone == (Month(2026, 2),)
    assert Month(2025, 2) not in found.before
    assert Month(2026, 2) not in found.later
    assert any("February 2025" in line and "not zero" in line for line in found.lines())
    assert any("February 2026" in line for line in found.lines())


def test_unequal_periods_compare_only_what_both_have() -> None:
    found = matched(periods("2025-01", "2025-03", "2023-01", "2023-06"), span("2023-01", "2025-12"))
    assert len(found.pairs) == 3
    assert found.alone == (Month(2023, 4), Month(2023, 5), Month(2023, 6))


def test_adjacent_months_of_other_seasons_are_refused() -> None:
    with pytest.raises(CacheError, match="no calendar month in common"):
        matched(periods("2025-04", "2025-06", "2025-01"), span("2024-01", "2025-12"))


def test_no_month_held_of_both_is_refused() -> None:
    with pytest.raises(CacheError, match="missing is not zero"):
        matched(periods("2025-05", "2025-06"), span("2025-01", "2026-04"))


@pytest.mark.parametrize(
    ("first", "last", "apart"),
    [
        ("2022-05", "2022-06", False),
        ("2022-06", "2022-07", True),
        ("2023-06", "2023-07", True),
        ("2023-07", "2023-08", False),
    ],
)
def test_sides_of_the_redrawing_of_snap_points(first: str, last: str, apart: bool) -> None:
    assert matched(periods(first, last), span("2021-01", "2024-12")).apart is apart
