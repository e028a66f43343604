# SPDX-License-Identifier: GPL-2.0-or-later
"""Which neighbourhoods are meant, and how many of them and of their stations are held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from offline_cache.chosen_area import choose_lsoas, forces_of, read_area
from offline_cache.errors import CacheError
from offline_cache.model import Selection
from offline_cache.neighbourhood_ground import is_neighbourhood
from offline_cache.neighbourhoods import forces_held, none_held
from offline_cache.reader import reading
from offline_cache.stations import with_coordinates, without_coordinates

from ...layers.kinds import LayerKind
from ...layers.request import LayerRequest
from ...text import forces_phrase, tr

_COUNTS = """
    SELECT
      (SELECT count(*) FROM neighbourhood_outline WHERE force = ?1 AND geom IS NOT NULL),
      (SELECT count(*) FROM neighbourhood n WHERE n.force = ?1 AND NOT EXISTS (
         SELECT 1 FROM neighbourhood_outline o
         WHERE o.force = n.force AND o.code = n.code AND o.geom IS NOT NULL))
"""


@dataclass(frozen=True)
class Asked:
    """The layers asked for, the forces they are of, and what is to be said of forces that are not held."""

    request: LayerRequest
    forces: tuple[str, ...]
    warnings: tuple[str, ...]


def asked_of(cache: Path, forces: Sequence[str], area: str, kinds: tuple[LayerKind, ...]) -> Asked:
    """What FORCES or AREA mean; raises `CacheError` where both are given, or nothing of it is held."""
    if forces and area.strip():
        raise CacheError(tr("Give forces or an area, not both: an area says whose neighbourhoods are meant."))
    with reading(cache) as connection:
        selection = Selection(forces=tuple(forces)) if forces else read_area(connection, area)
        wanted = selection.forces
        if selection.area is not None:
            choose_lsoas(connection, selection.area)
            wanted = forces_of(connection, selection.area)
        held = forces_held(connection)
        there = tuple(force for force in wanted if force in held) if wanted else held
        lacking = [force for force in wanted if force not in held and force != "btp"]
        if not there:
            raise none_held(connection, lacking)
    if selection.area is None or not is_neighbourhood(selection.area):
        selection = Selection(forces=there)
    warnings = [
        tr("No neighbourhoods of {force} are held: fetch them with 'Download neighbourhoods'.").format(
            force=forces_phrase([force])
        )
        for force in lacking
    ]
    return Asked(LayerRequest(cache, kinds, selection), there, tuple(warnings))


def numbers_of(asked: Asked) -> tuple[int, ...]:
    """Neighbourhoods with and without an outline, stations with and without coordinates, of what was asked for."""
    area = asked.request.selection.area
    with reading(asked.request.cache) as connection:
        rows = [connection.execute(_COUNTS, (force,)).fetchone() for force in asked.forces]
        placed, unplaced = (
            sum(of.get(force, 0) for force in asked.forces)
            for of in (with_coordinates(connection), without_coordinates(connection))
        )
    with_outline, without = (sum(column) for column in zip(*rows))
    if area is not None:
        with_outline, without = len(area.codes), 0
    return with_outline, without, placed, unplaced
