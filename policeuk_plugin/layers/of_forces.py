# SPDX-License-Identifier: GPL-2.0-or-later
"""What forces say of themselves as layers: neighbourhoods and police stations, limited, told, or why there are none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Optional

from offline_cache.model import Selection
from offline_cache.neighbourhood_ground import is_neighbourhood

from ..text import forces_phrase, many, number, tr
from .chosen import Chosen
from .holdings import Holdings
from .kinds import LayerKind


def of_forces_subset(kind: LayerKind, chosen: Chosen, listed: Callable[[Iterable[str]], str]) -> str:
    """The filter of a layer: neighbourhoods that were chosen, else all that the selection's forces name.

    `listed` writes texts as a list of SQL literals.
    """
    area = chosen.selection.area
    if kind is LayerKind.NEIGHBOURHOODS and area is not None and is_neighbourhood(area):
        return f'"force" || \'/\' || "code" IN ({listed(area.codes)})'
    return f'"force" IN ({listed(chosen.forces)})' if chosen.forces else ""


def why_none_of_forces(kind: LayerKind, held: Holdings) -> Optional[str]:
    """Why a cache gives no such layer, in a sentence; None where it gives one."""
    if kind is LayerKind.NEIGHBOURHOODS and any(of.outlines for of in held.neighbourhoods):
        return None
    if kind is LayerKind.STATIONS and any(of.stations for of in held.neighbourhoods):
        return None
    if not held.neighbourhoods:
        return tr("No neighbourhoods are held. Fetch them with 'Download neighbourhoods' first.")
    if kind is LayerKind.STATIONS:
        return tr("No police station that the forces name for the neighbourhoods held has coordinates.")
    return tr("The forces give no outline of any neighbourhood that is held.")


def fetched_lines(kind: LayerKind, held: Holdings, selection: Selection) -> list[str]:
    """Of which forces and days such a layer is, and how much of it is on no map."""
    lines = []
    for of in held.neighbourhoods:
        if selection.forces and of.force not in selection.forces:
            continue
        days = of.first_day if of.first_day == of.last_day else tr("{first} to {last}")
        days = days.format(first=of.first_day, last=of.last_day)
        name = forces_phrase([of.force])
        if kind is LayerKind.NEIGHBOURHOODS:
            line = tr("{force}: {n}, as fetched on {days}.")
            lines.append(line.format(force=name, n=many(of.outlines, tr("outline"), tr("outlines")), days=days))
            continue
        line = tr("{force}: {n} with coordinates, as fetched on {days}.")
        lines.append(line.format(force=name, n=number(of.stations), days=days))
        if of.unplaced_stations:
            line = tr("{n} more of {force} have no coordinates and are on no map.")
            lines.append(line.format(force=name, n=number(of.unplaced_stations)))
    return lines
