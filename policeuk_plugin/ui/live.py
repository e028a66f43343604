# SPDX-License-Identifier: GPL-2.0-or-later
"""The selection in numbers and in one sentence: asked of the cache in a worker, told with its coverage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsRectangle

from offline_cache.model import Gap, Month

from ..text import gaps_phrases, many, months_phrase, number, tr
from .chosen import Chosen
from .held_model import State

_RUNS_SHOWN = 2


@dataclass(frozen=True)
class Live:
    """A selection as it stands in the cache: the sentence with all that is missing, and what the widgets show.

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


def look_up(cache: Path, chosen: Chosen) -> Live:
    """Count what is chosen; raises `CacheError` where it cannot be, in a sentence. Called in a worker."""
    from dataclasses import replace

    from offline_cache.chosen_area import read_area
    from offline_cache.reader import reading
    from offline_cache.selection_summary import summarise

    from ..layers.extent import main_extent
    from ..layers.holdings import read_holdings
    from ..layers.project import group_name
    from ..layers.wording import selection_title
    from ..processing.selection_parameters import with_months
    from ..processing.wording import places_of_selection, selection_words, sentence_case

    with reading(cache) as connection:
        asked = replace(
            read_area(connection, chosen.area),
            first=Month.parse(chosen.first) if chosen.first else None,
            last=Month.parse(chosen.last) if chosen.last else None,
            crime_types=chosen.all_types,
            with_asb=chosen.any_asb,
        )
        selection = with_months(connection, asked)
        found = summarise(connection, selection)
        where = places_of_selection(connection, selection)
    what, when = selection_words(selection)
    said = sentence_case(", ".join((what, where, when)))
    shown = read_holdings(cache).within(selection, found.forces)
    placed = found.crimes if selection.area else found.crimes - found.unplaced
    extent = QgsRectangle(*found.bounds) if selection.area and found.bounds else main_extent(cache)
    return Live(
        title=selection_title(shown, selection),
        group=group_name(shown, selection),
        sentence=f"{said}: {_numbers(placed, found.snap_points, found.unplaced)}; {_missing(found.coverage.missing)}.",
        details=_details(bool(selection.area), found.coverage.missing, found.coverage.files),
        crimes=placed,
        snap_points=found.snap_points,
        by_type=found.by_type,
        months=tuple(
            (month, _state(len(set(found.forces) & found.held_by.get(month, frozenset())), len(found.forces)))
            for month in Month.span(min(found.held_by), max(found.held_by))
        ),
        extent=extent,
    )


def _numbers(crimes: int, points: int, unplaced: int) -> str:
    numbers = tr("{crimes} on {points}").format(
        crimes=many(crimes, tr("crime"), tr("crimes")), points=many(points, tr("snap point"), tr("snap points"))
    )
    return (
        tr("{numbers}; {n} more without a place").format(numbers=numbers, n=number(unplaced)) if unplaced else numbers
    )


def _missing(gaps: Iterable[Gap]) -> str:
    """The missing months in a few words, those that follow each other drawn together."""
    months = sorted({gap.month for gap in gaps})
    if not months:
        return tr("no month is missing")
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
    text = tr("{months} is missing") if len(months) == 1 else tr("{months} are missing")
    return tr("{missing}, which is not zero").format(missing=text.format(months=tr(" and ").join(shown)))


def _details(area: bool, gaps: tuple[Gap, ...], files: int) -> str:
    lines = [tr("Counted in {files}.").format(files=many(files, tr("published file"), tr("published files")))]
    lines += [tr("Missing: {gap}.").format(gap=phrase) for phrase in gaps_phrases(gaps)]
    if area:
        lines.append(
            tr("Crimes without a place are those of the same files: whether they lie in the area is not known.")
        )
    return "\n".join(lines)


def _state(held: int, of: int) -> State:
    if held == 0:
        return State.MISSING
    return State.HELD if held == of else State.PARTLY
