# SPDX-License-Identifier: GPL-2.0-or-later
"""What the questions of a comparison report are asked of: one area, its months, how its peers are chosen."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext

from offline_cache.areas.model import AreaKind
from offline_cache.errors import CacheError
from offline_cache.fingerprint import fingerprint
from offline_cache.model import Month, Selection
from offline_cache.official_types import official_months
from offline_cache.reader import reading
from offline_cache.reference_data.official import official_counts

from ...text import months_phrase, tr
from ..asking.selection_parameters import AREA, FROM, INCLUDE_ASB, TO, TYPES, read_area_and_types, with_months
from ..peers.official_year import no_year, year_of_months
from ..peers.peer_area import one_area
from ..peers.peer_choice import PEERS
from ..peers.peer_parameters import DENOMINATOR, ONS, POLICE_UK, SOURCE, read_peers
from ..peers.peer_sides_ons import KINDS
from ..rates.rated_parameters import LEVEL
from ..running.base import CACHE
from ..running.wording import months_in, places_of_selection, selection_words, sentence_case
from .report_parameters import PAGES, SETTINGS
from .report_questions import EACH, comparison
from .report_run import Basis
from .report_settings import read_settings

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm
    from .report_algorithm import ReportAlgorithm

_YEAR, _LONG = 12, 24
_LONGER = ("time", "outcomes")
_LEVELS = {
    "lsoa": tr("LSOA"),
    "ward": tr("ward"),
    "district": tr("district"),
    "csp": tr("CSP"),
    "pfa": tr("police force area"),
}
_PEERS = "peers"
"""The question that counts nothing."""
_OF_ONS = ("level", EACH)
"""Questions that can be answered by official counts, of which months are the year's."""


def settle_comparison(algorithm: ReportAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> Basis:
    """The common parameters with their months; raises `CacheError` where the area cannot be compared."""
    cache = algorithm.cache_path(parameters, context)
    level = algorithm.parameterAsString(parameters, LEVEL, context)
    given = _common(algorithm, parameters, context, cache)
    of_ons = given[SOURCE] == ONS
    settings = read_settings(algorithm.parameterAsString(parameters, SETTINGS, context), comparison())
    by_ons = {question: one for question, one in settings.items() if one.get(SOURCE) == ONS}
    with reading(cache) as connection:
        asked = _selection(algorithm, parameters, context, connection, level)
        settled = _months(connection, asked, of_ons)
        counted = level or next((str(one[LEVEL]) for one in by_ons.values() if one.get(LEVEL)), "")
        year = _year_asked(connection, asked, counted) if of_ons else ""
        when = _year_of_ons(connection, asked, counted, year) if of_ons else selection_words(settled or asked)[1]
        others = of_ons and not set(algorithm.questions(parameters, context, _paged(parameters))) <= {*_OF_ONS, _PEERS}
        ignored = of_ons and not year and (asked.first is not None or asked.last is not None)
        if ignored and not others:
            raise no_year(connection, _kind(asked, counted))
        words = _words(connection, asked, level, "" if others else when)
        own: dict[str, dict[str, Any]] = {
            question: {LEVEL: "lsoa", SOURCE: POLICE_UK} for question in ("areas", "rates")
        }
        if level:
            own[EACH] = {LEVEL: level}
        if settled is not None:
            given.update({FROM: str(settled.first), TO: str(settled.last)})
            for question in _LONGER if _lengthens(algorithm, parameters, context) else ():
                own[question] = {FROM: str(_longer(connection, settled))}
        for question in (*(_OF_ONS if of_ons else ()), *by_ons):
            own[question] = {**own.get(question, {}), FROM: None, TO: year or None}
        rests = Selection(settled.first, settled.last) if settled is not None else Selection()
        held = fingerprint(connection, rests)
    note, whose = (_of_ons_words(when, others, ignored), _of_files()) if of_ons else ("", "")
    return Basis(words, given, cache, held, own, note, whose)


def _lengthens(algorithm: ReportAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> bool:
    """Whether what is looked at through time is given more months: not where it is asked by itself of chosen ones."""
    alone = set(algorithm.questions(parameters, context, _paged(parameters))) <= set(_LONGER)
    return not (alone and algorithm.parameterAsString(parameters, FROM, context))


def _paged(parameters: Mapping[str, Any]) -> bool:
    return bool(parameters.get(PAGES))


def _of_ons_words(when: str, others: bool, ignored: bool) -> str:
    """Whose counts the report is of, and that some of its parts are of others, of other months, if so.

    `ignored`: months were asked for that no year of these counts has.
    """
    said = tr("Recorded crime as the Office for National Statistics publishes it, {when}.").format(when=when)
    if not others:
        return said
    if ignored:
        said += tr(" FROM and TO do not apply to it, as it is of whole years: they are of the other parts.")
    return said + tr(
        " Parts that count the published files of data.police.uk say so: they are of other months and another way of "
        "counting, and are not to be read as one story with it."
    )


def _of_files() -> str:
    return tr("This part is of the published files of data.police.uk, not of ONS's counts.")


def _common(
    algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, cache: Path
) -> dict[str, Any]:
    """What all questions are asked with, by names of choices."""
    given: dict[str, Any] = {
        CACHE: str(cache),
        AREA: algorithm.parameterAsString(parameters, AREA, context).strip(),
        TYPES: list(algorithm.choices(parameters, TYPES, context)),
        INCLUDE_ASB: algorithm.parameterAsBool(parameters, INCLUDE_ASB, context),
        DENOMINATOR: algorithm.parameterAsString(parameters, DENOMINATOR, context),
        SOURCE: algorithm.parameterAsString(parameters, SOURCE, context),
        **read_peers(algorithm, parameters, context).parameters(),
    }
    return {name: value for name, value in given.items() if name == PEERS or value not in ("", [], False)}


def _selection(
    algorithm: PoliceUkAlgorithm,
    parameters: Mapping[str, Any],
    context: QgsProcessingContext,
    connection: sqlite3.Connection,
    level: str,
) -> Selection:
    """The area, types and months asked for; without LEVEL it has to be one area that can have peers."""
    if level:
        return read_area_and_types(algorithm, dict(parameters), context, connection)
    one = one_area(connection, algorithm.parameterAsString(dict(parameters), AREA, context))
    return read_area_and_types(algorithm, {**parameters, AREA: one.parameter}, context, connection)


def _months(connection: sqlite3.Connection, asked: Selection, of_ons: bool) -> Optional[Selection]:
    """With its months settled: 12 unless others were asked for; None of ONS's counts where no file is held."""
    try:
        settled = with_months(connection, asked)
    except CacheError:
        if of_ons:
            return None
        raise
    if asked.first is not None or settled.first is None or settled.last is None:
        return settled
    return replace(settled, first=max(settled.first, settled.last.moved(1 - _YEAR)))


def _longer(connection: sqlite3.Connection, settled: Selection) -> Month:
    """The first month of what is looked at through time: 36 months, unless more than two years were asked for."""
    if settled.first is None or settled.last is None:
        raise CacheError(tr("Choose the months that are compared."))
    if months_in(settled.first, settled.last) >= _LONG:
        return settled.first
    longest = with_months(connection, replace(settled, first=None))
    return min(settled.first, longest.first or settled.first)


def _words(connection: sqlite3.Connection, asked: Selection, level: str, when: str) -> str:
    what, _ = selection_words(asked)
    if level:
        what = tr("{what} by {area}").format(what=what, area=_LEVELS[level])
    nowhere = asked.area is None and not asked.forces
    place = "" if nowhere else places_of_selection(connection, asked)
    return sentence_case(", ".join(part for part in (what, place, when) if part))


def _kind(asked: Selection, level: str) -> AreaKind:
    return AreaKind(level or (asked.area.kind if asked.area is not None else "pfa"))


def _year_asked(connection: sqlite3.Connection, asked: Selection, level: str) -> str:
    """The year of official counts that the months mean; '' for the usual one: months may be of other questions."""
    return year_of_months(connection, _kind(asked, level), asked.first, asked.last)


def _year_of_ons(connection: sqlite3.Connection, asked: Selection, level: str, year: str) -> str:
    """Which months the official counts are of; raises `CacheError` where none are held."""
    kind, code = _kind(asked, level), asked.area.codes[0] if asked.area is not None and not level else ""
    if kind not in KINDS:
        raise CacheError(
            tr("ONS publishes recorded crime of CSPs and police force areas alone. Choose one of these, or police.uk.")
        )
    return months_phrase(*official_months(official_counts(connection, kind.value, year, code)))
