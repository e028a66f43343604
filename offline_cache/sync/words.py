# SPDX-License-Identifier: GPL-2.0-or-later
"""Forces, months and sizes in the words of a sentence."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..model import Month
from ..reference import force_names

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NAMED_FORCES = 4


def force_word(slug: str) -> str:
    """A force in a word or two: Bedfordshire, BTP."""
    if slug == "btp":
        return "BTP"
    name = force_names().get(slug) or slug.replace("-", " ").title()
    for end in (" Police Service", " Police", " Constabulary"):
        name = name.removesuffix(end)
    return name.removeprefix("Police Service of ")


def forces_phrase(forces: Collection[str]) -> str:
    """The forces by name, or how many they are where naming them would fill a line."""
    if len(forces) > _NAMED_FORCES:
        return f"{len(forces)} forces"
    return listed([force_word(slug) for slug in sorted(forces)])


def month_phrase(month: Month) -> str:
    """May 2023."""
    return f"{_MONTHS[month.month - 1]} {month.year}"


def months_phrase(first: Month, last: Month) -> str:
    """May 2023 to April 2026."""
    return month_phrase(first) if first == last else f"{month_phrase(first)} to {month_phrase(last)}"


def size_phrase(size: int) -> str:
    """Bytes in the unit that leaves two or three figures: 340 kB, 34 MB, 1.7 GB."""
    for limit, unit in ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")):
        if size >= limit:
            value = size / limit
            return f"{value:.1f} {unit}" if value < 10 else f"{value:,.0f} {unit}"
    return f"{size} bytes"


def listed(words: Sequence[str]) -> str:
    """A, B and C."""
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def many(number: int, one: str, several: str = "") -> str:
    """1 file, 1,200 files."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"
