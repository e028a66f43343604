# SPDX-License-Identifier: GPL-2.0-or-later
"""The selection in numbers and in one sentence: asked of the cache in a worker, told with its coverage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsRectangle

from offline_cache.model import Gap, Month
from offline_cache.reading_order import isolated

from ..text import forces_phrase, gaps_phrases, many, months_phrase, number, tr
from .chosen import Chosen
from .held_model import State

if TYPE_CHECKING:
    import sqlite3

    from offline_cache.model import Coverage, Selection
    from offline_cache.selection_summary import SelectionSummary

_RUNS_SHOWN = 2


@dataclass(frozen=True)
class Live:
    """A selection as it stands in the cache: the sentence with all that is missing, and what the widgets show.

    `ground` is what crimes are counted in where no study area is given, `refused` why nothing can be computed of it;
    `forces` are those that it rests on.

    `extent` is in WGS84 degrees. `title` is the selection in words, area first; `group` what the group of its layers
    is called.
    """

    title: str
    group: str
    sentence: str
    details: str
    crimes: int
    snap_points: int
    by_type: dict[str, int]
    months: tuple[tuple[Month, State], ...]
    extent: QgsRectangle
    ground: GroundKnown
    refused: str = ""
    forces: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroundKnown:
    """Inside of what crimes of a selection are counted, in a phrase; `no_lsoas` says why not in LSOAs, `none` why not
    at all; '' where they can be."""

    inside: str
    no_lsoas: str = ""
    none: str = ""


def look_up(cache: Path, chosen: Chosen) -> Live:
    """Count what is chosen; raises `CacheError` where it cannot be, in a sentence. Called in a worker."""
    from offline_cache.reader import reading
    from offline_cache.selection_summary import summarise

    from ..layers.extent import main_extent
    from ..layers.holdings import read_holdings
    from ..layers.project import group_name
    from ..layers.wording import selection_title
    from ..processing.asking.selection_parameters import with_months
    from ..processing.running.wording import places_of_selection, selection_words, sentence_case
    from ..processing.units.crimes import part_refused

    with reading(cache) as connection:
        selection = with_months(connection, chosen.selection(connection))
        found = summarise(connection, selection)
        where = places_of_selection(connection, selection)
        ground = _ground(cache, connection, selection)
    what, when = selection_words(selection)
    said = sentence_case(", ".join((what, where, when)))
    shown = read_holdings(cache).within(selection, found.forces, found.coverage.partial)
    placed = found.crimes if selection.area else found.crimes - found.unplaced
    extent = QgsRectangle(*found.bounds) if selection.area and found.bounds else main_extent(cache)
    return Live(
        title=selection_title(shown, selection),
        group=group_name(shown, selection),
        sentence=" ".join([f"{said}: {_counted(placed, found)}.", *_unplaced(found, selection), *_lacking(found)]),
        details=_details(bool(selection.area), found.coverage),
        crimes=placed,
        snap_points=found.snap_points,
        by_type=found.by_type,
        months=tuple((month, _state(found, month)) for month in Month.span(min(found.held_by), max(found.held_by))),
        extent=extent,
        ground=ground,
        refused=part_refused(found.coverage),
        forces=found.forces,
    )


def _ground(cache: Path, connection: sqlite3.Connection, selection: Selection) -> GroundKnown:
    """As the algorithms will find it."""
    from offline_cache.errors import AreasLacking, CacheError

    from ..processing.units.known_ground import study_area_words
    from ..processing.units.outlines import lsoas_lacking, outlines_meant

    try:
        outlines_meant(cache, connection, selection)
        return GroundKnown(tr("inside the outlines of the area"))
    except AreasLacking as lack:
        return GroundKnown(study_area_words(cache, connection, selection), str(lsoas_lacking(lack)))
    except CacheError as error:
        return GroundKnown(tr("inside a study area"), none=str(error))


def _counted(crimes: int, found: SelectionSummary) -> str:
    return tr("{crimes} on {points}").format(
        crimes=many(crimes, tr("crime"), tr("crimes")),
        points=many(found.snap_points, tr("snap point"), tr("snap points")),
    )


def _unplaced(found: SelectionSummary, selection: Selection) -> list[str]:
    """How many more have no place: of the types chosen, and of all types where files are held in part."""
    counted = ((found.unplaced, ""), (found.unplaced_not_held, tr(" of all types")))
    if selection.area is None:
        one, several = tr("{n} more{types} has no place."), tr("{n} more{types} have no place.")
    else:
        one = tr("{n} more{types} in the files of {forces} has no place, so it is not known whether it lies in {area}.")
        several = tr(
            "{n} more{types} in the files of {forces} have no place, so it is not known whether they lie in {area}."
        )
    where = isolated(selection.area.name) if selection.area is not None else ""
    return [
        (one if n == 1 else several).format(n=number(n), types=types, forces=forces_phrase(found.forces), area=where)
        for n, types in counted
        if n
    ]


def _lacking(found: SelectionSummary) -> list[str]:
    """The months that are missing or held in part, in a few words."""
    missing, partial = found.coverage.missing, found.coverage.partial
    said = []
    if missing:
        said.append(
            _months(
                missing, tr("{months} is missing, which is not zero."), tr("{months} are missing, which is not zero.")
            )
        )
    if partial:
        said.append(_months(partial, tr("{months} is held only in part."), tr("{months} are held only in part.")))
    return said or [tr("No month is missing.")]


def _months(gaps: Iterable[Gap], one: str, several: str) -> str:
    """The months of gaps, those that follow each other drawn together, put into a phrase."""
    months = sorted({gap.month for gap in gaps})
    runs: list[list[Month]] = []
    for month in months:
        if runs and runs[-1][-1].next() == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    shown = [months_phrase(run[0], run[-1]) for run in runs[:_RUNS_SHOWN]]
    left = len(runs) - len(shown)
    if left:
        shown.append(tr("{n} more").format(n=left))
    return (one if len(months) == 1 else several).format(months=tr(" and ").join(shown))


def _details(area: bool, coverage: Coverage) -> str:
    files = many(coverage.files, tr("published file"), tr("published files"))
    lines = [tr("Counted in {files}.").format(files=files)]
    lines += [tr("Missing: {gap}.").format(gap=phrase) for phrase in gaps_phrases(coverage.missing)]
    lines += [tr("Held in part: {gap}.").format(gap=phrase) for phrase in gaps_phrases(coverage.partial)]
    if coverage.unplaced_not_held:
        lines.append(
            tr(
                "Only a part of these files is held, without their crimes that have no place: {n}. Whether any lie "
                "here is not known."
            ).format(n=number(coverage.unplaced_not_held))
        )
    if area and coverage.unplaced != coverage.unplaced_not_held:
        lines.append(
            tr("Crimes without a place are those of the same files: whether they lie in the area is not known.")
        )
    return "\n".join(lines)


def _state(found: SelectionSummary, month: Month) -> State:
    forces = set(found.forces)
    wholly, partly = (forces & of.get(month, frozenset()) for of in (found.held_by, found.partly_by))
    if not wholly and not partly:
        return State.MISSING
    return State.HELD if wholly == forces else State.PARTLY
