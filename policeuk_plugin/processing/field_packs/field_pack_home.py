# SPDX-License-Identifier: GPL-2.0-or-later
"""The area of a pack beside the one that its reader knows: worked out where the pack is made, kept as words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from offline_cache.chosen_area import choose_lsoas, forces_of, read_area
from offline_cache.errors import CacheError
from offline_cache.field_pack import names
from offline_cache.model import Selection
from offline_cache.reader import reading

from ...field.ready_results import Home, HomeRow, write_home
from ...text import forces_phrase, many, months_phrase, number, tr
from ..asking.analysis_parameters import OUTPUT, REPORT
from ..asking.selection_parameters import FROM, TO
from ..comparing.comparison_run import HIGHER, LOWER, NO_DIFFERENCE
from ..comparing.comparison_table import ALL
from ..running.base import CACHE
from ..running.child_runs import ChildTable, run_child, scratch
from ..running.wording import selection_words, sentence_case
from .field_pack_asked import PackAsked
from .field_pack_results import page_words

_ALGORITHM, _OTHER = "policeuk:comparetwoareas", "OTHER_AREA"
_PAGE = f"{names.RESULTS_FOLDER}/home.html"


def home_of(asked: PackAsked, connection: Any) -> tuple[str, str]:
    """The `AREA` text of home and what it is called: the one asked for, else the force of the area.

    `connection` reads the cache that the pack is made from. Raises `CacheError` for an area that is not known.
    """
    if asked.home:
        selection = read_area(connection, asked.home)
        return asked.home, selection.area.name if selection.area else forces_phrase(selection.forces)
    area = asked.selection.area
    if area is None:
        return "", ""
    choose_lsoas(connection, area)
    forces = [force for force in forces_of(connection, area) if force != "btp"][:1]
    return (f"force:{forces[0]}", forces_phrase(forces)) if forces else ("", "")


def compare_with_home(
    asked: PackAsked, folder: Path, context: QgsProcessingContext, feedback: QgsProcessingFeedback
) -> Home:
    """Compare the area with home and keep it in the pack; what cannot be compared says why."""
    here = asked.title
    with reading(asked.source) as connection:
        home, name = home_of(asked, connection)
    if not home:
        found = Home(here, "", why=tr("The pack is of a whole force: name another area as home to compare it with."))
    else:
        found = _compared(asked, home, name, folder, context, feedback)
    write_home(folder, found)
    return found


def _compared(
    asked: PackAsked,
    home: str,
    name: str,
    folder: Path,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> Home:
    selection = asked.selection
    given = {**asked.parameters, CACHE: str(asked.source), _OTHER: home, **_months(selection)}
    with scratch() as work:
        run = run_child(_ALGORITHM, given, work, context, feedback, (OUTPUT,), {REPORT: folder / _PAGE})
    if run.page is None:
        why = run.why or tr("Nothing came of it.")
        feedback.pushWarning(tr("Compared with home: {why}").format(why=why))
        return Home(asked.title, name, why=why)
    months = months_phrase(selection.first, selection.last) if selection.first and selection.last else ""
    rows = _rows(run.tables, _Named(sentence_case(selection_words(selection)[0]), asked.title, name))
    title, short = page_words(run.page)
    return Home(asked.title, name, title, short, _PAGE, months, rows)


def _months(selection: Selection) -> dict[str, str]:
    if selection.first is None or selection.last is None:
        raise CacheError(tr("The months of the field pack are not settled."))
    return {FROM: str(selection.first), TO: str(selection.last)}


@dataclass(frozen=True)
class _Named:
    """What all types together are called, and both areas."""

    every: str
    here: str
    home: str


def _rows(tables: Sequence[ChildTable], named: _Named) -> tuple[HomeRow, ...]:
    return tuple(
        _row(dict(zip(table.fields, values)), named)
        for table in tables
        if table.parameter == OUTPUT
        for values in table.rows
    )


def _row(values: Mapping[str, Any], named: _Named) -> HomeRow:
    """Counts with rates where there are residents to divide by, and what may be said of their difference."""
    label = named.every if values["crime_type"] == ALL else str(values["crime_type"])
    here, home = (
        _figure(values[f"{side}count"], values[f"{side}rate"], values[f"{side}change"]) for side in ("", "other_")
    )
    return HomeRow(label, here, home, _verdict(str(values["verdict"] or ""), named))


def _verdict(verdict: str, named: _Named) -> str:
    """A verdict that can be read alone."""
    told = {
        HIGHER: tr("The rate of {here} is higher than that of {home}, by more than chance in counting makes."),
        LOWER: tr("The rate of {here} is lower than that of {home}, by more than chance in counting makes."),
        NO_DIFFERENCE: tr("No clear difference between their rates."),
    }
    return told[verdict].format(here=named.here, home=named.home) if verdict in told else verdict


def _figure(count: Any, rate: Optional[float], change: Optional[float]) -> str:
    words = many(int(count), tr("crime"), tr("crimes")) if count is not None else tr("not known")
    if rate is not None:
        words += tr(", {rate:,.1f} per 1,000 residents a year").format(rate=rate)
    if change is not None:
        words += _against_year_before(change)
    return words


def _against_year_before(change: float) -> str:
    """A change in per cent; what is none in whole numbers is said to be none."""
    share = round(abs(change))
    if not share:
        return tr(", as many as a year before") if not change else tr(", nearly as many as a year before")
    way = tr("more") if change > 0 else tr("fewer")
    return tr(", {n}% {way} than a year before").format(n=number(share), way=way)
