# SPDX-License-Identifier: GPL-2.0-or-later
"""Missing and partial months in words."""

from __future__ import annotations

from collections.abc import Iterable

from .model import Month


def gap_lines(entries: Iterable[tuple[str, str, Month, str]]) -> list[str]:
    """Gaps in words, with months that follow each other drawn together."""
    runs: list[tuple[str, str, list[Month], str]] = []
    for force, dataset, month, reason in entries:
        last = runs[-1] if runs else None
        if last and (last[0], last[1], last[3]) == (force, dataset, reason) and last[2][-1].next() == month:
            last[2].append(month)
        else:
            runs.append((force, dataset, [month], reason))
    return [
        f"{force} {dataset} {months[0]}{f' to {months[-1]}' if len(months) > 1 else ''} ({reason})"
        for force, dataset, months, reason in runs
    ]
