# SPDX-License-Identifier: GPL-2.0-or-later
"""What counts through time rest on, in words, and how a run of them is settled: shared by trend and comparison."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext

from offline_cache.model import Selection
from offline_cache.monthly import Monthly
from offline_cache.rates import Base

from ...text import number, tr
from ..running.command_text import Texts, texts_to_repeat
from ..running.wording import selection_words, sentence_case
from ..units.crimes import About, area_lines, coverage_lines, rights_and_labels
from .selection_parameters import months_settled

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm


def about_months(connection: sqlite3.Connection, of: Monthly, where: str, more: Iterable[str] = ()) -> About:
    """A selection by month in words, with what its numbers rest on."""
    return _about(connection, of, where, (*unplaced_lines(of), *more))


def about_placed_months(connection: sqlite3.Connection, of: Monthly, where: str) -> About:
    """The same of numbers of crimes on snap points, among which those without a place are not."""
    return _about(connection, of, where, tuple(_off_map_lines(of)))


def _about(connection: sqlite3.Connection, of: Monthly, where: str, more: tuple[str, ...]) -> About:
    what, when = selection_words(of.selection)
    rights, labels = rights_and_labels(connection, of.selection)
    basis = (*coverage_lines(of.coverage), *area_lines(of.selection, of.coverage), *more)
    first, last = of.months[0].month, of.months[-1].month
    return About(what, where, when, basis, rights, len(of.coverage.missing), labels, (first, last))


def unplaced_lines(of: Monthly) -> Iterator[str]:
    """Crimes without a place: counted where a force is, unknown where an area is."""
    yield from _unknown_lines(of)
    if of.selection.area is None:
        yield tr("{n} of the crimes have no place; they are counted.").format(n=number(of.unplaced))


def _off_map_lines(of: Monthly) -> Iterator[str]:
    yield from _unknown_lines(of)
    if of.selection.area is None and (of.unplaced or not of.coverage.unplaced_not_held):
        yield tr("{n} more have no place: they are not on the layer, nor in these numbers.").format(
            n=number(of.unplaced)
        )


def _unknown_lines(of: Monthly) -> Iterator[str]:
    if of.coverage.unplaced_not_held:
        yield tr(
            "{n} of all types in the files held as slices were published without a place: whether they lie here is not "
            "known."
        ).format(n=number(of.coverage.unplaced_not_held))
    if of.selection.area is not None and (of.unplaced or not of.coverage.unplaced_not_held):
        yield tr("{n} more in the same files have no place: whether they lie here is not known.").format(
            n=number(of.unplaced)
        )


def base_lines(base: Base, name: str) -> Iterator[str]:
    """What rates are of, or why there are none."""
    if base.held is None:
        yield f"{sentence_case(name)}: {base.lacking}"
        return
    year = f", {base.held.year}" if base.held.year and str(base.held.year) not in base.held.source else ""
    yield tr("{name}: {n} {what} ({source}{year}).").format(
        name=sentence_case(name), n=number(base.held.value), what=base.which.value, source=base.held.source, year=year
    )
    if base.held.missing_areas:
        yield tr("{name}: {n} of its LSOAs have no figure, so its rates are too high.").format(
            name=sentence_case(name), n=number(base.held.missing_areas)
        )


def settled_series(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    selection: Selection,
    output: str,
) -> Texts:
    """The parameters with cache and months filled in, so that a run next year gives the same."""
    return texts_to_repeat(algorithm, parameters, context, months_settled(selection), output)
