# SPDX-License-Identifier: GPL-2.0-or-later
"""A selection in words: what, where and when a group of layers is of."""

from __future__ import annotations

from collections.abc import Sequence

from offline_cache.model import ASB, Selection

from ..text import forces_phrase, many, months_phrase, number, tr
from .holdings import Holdings

_NAMED = 3
"""Crime types that are named; of more, only how many they are."""


def crime_words(selection: Selection) -> str:
    """Which crimes, such as burglary and robbery; '' for all that is published."""
    if selection.crime_types:
        names = [name for name in selection.crime_types if selection.with_asb or name != ASB]
        return _joined([name[:1].lower() + name[1:] for name in names])
    return "" if selection.with_asb else tr("recorded crime")


def place_words(selection: Selection, held: Holdings) -> str:
    """Where: the area's name, or those of the forces."""
    if selection.area is None:
        return forces_phrase(held.forces)
    if len(selection.area.codes) <= _NAMED or selection.area.kind == "lsoa":
        return selection.area.name
    first = selection.area.name.split(",")[0]
    return tr("{first} and {n} more").format(first=first, n=number(len(selection.area.codes) - 1))


def selection_title(held: Holdings, selection: Selection) -> str:
    """Such as Luton, burglary, May 2021 to April 2023; `held` is what is held within the selection."""
    months = months_phrase(held.first, held.last) if held.first and held.last else ""
    return ", ".join(part for part in (place_words(selection, held), crime_words(selection), months) if part)


def parameter_lines(selection: Selection, place_kinds: Sequence[str] = ()) -> list[str]:
    """The selection, a line a parameter, by the names that the algorithms know them by."""
    area, forces = selection.area, ",".join(selection.forces)
    where = f"{area.kind}:{','.join(area.codes)} ({area.name})" if area else f"force:{forces}" if forces else tr("all")
    return [
        f"AREA: {where}",
        f"FROM: {selection.first or tr('no limit')}",
        f"TO: {selection.last or tr('no limit')}",
        f"TYPES: {', '.join(selection.crime_types) or tr('all')}",
        f"INCLUDE_ASB: {tr('yes') if selection.with_asb else tr('no')}",
        *([f"KINDS: {', '.join(place_kinds)}"] if place_kinds else []),
    ]


def _joined(names: Sequence[str]) -> str:
    if len(names) > _NAMED:
        return many(len(names), tr("crime type"), tr("crime types"))
    if len(names) < 2:
        return "".join(names)
    return tr("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])
