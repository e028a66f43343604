# SPDX-License-Identifier: GPL-2.0-or-later
"""What the form of the page Compare means as parameters of its algorithms."""

from __future__ import annotations

from typing import Any, Optional

from offline_cache.model import Month

from ...processing.areas.area_map import LEVEL, MEASURE
from ...processing.asking import analysis_parameters as names
from ...processing.asking.selection_parameters import FROM, TO
from ...processing.peers.peer_parameters import DENOMINATOR, ONS, SOURCE
from ...processing.rates.rated_parameters import STRATA
from ..chosen import Chosen
from ..result_files import free_file
from .compare_form import CompareForm
from .compare_questions import OUTCOMES, PEERS, RATES, RATES_ALGORITHMS, TIME

OTHER_AREA = "OTHER_AREA"
_YEAR = 12
Months = Optional[tuple[str, str]]


def algorithm_of(form: CompareForm) -> str:
    """The algorithm that answers what is asked."""
    if form.question.key == RATES:
        return RATES_ALGORITHMS.get(str(form.fields.measure.currentData()), form.question.algorithm)
    return form.question.algorithm


def source_of(form: CompareForm) -> str:
    """Whose counts."""
    fields = form.fields
    if form.question.rated:
        return str(fields.rated_source.currentData())
    return str(fields.source.currentData()) if "source" in form.question.more else ""


def of_question(form: CompareForm) -> dict[str, Any]:
    """The parameters that no question has but this one."""
    fields, key = form.fields, form.question.key
    given: dict[str, Any] = {}
    if form.question.rated:
        given[LEVEL] = fields.level.currentData()
    if key == RATES:
        given.update({MEASURE: fields.measure.currentData(), STRATA: fields.strata.currentData()})
    if key == TIME:
        given["PERIOD"] = fields.period.currentData()
    if key == OUTCOMES:
        given.update({"AGAINST": fields.against.currentData(), "FOLLOW_UP": fields.follow_up.currentData()})
    if form.with_other:
        given[OTHER_AREA] = form.other.area
    return given


def given_by(form: CompareForm, chosen: Chosen, automatic: bool) -> dict[str, Any]:
    """What the question needs of the form, None for what is to be left out; `automatic`: the user chose no months."""
    fields = form.fields
    given: dict[str, Any] = {}
    if form.with_peers:
        given.update(form.peers.choice.parameters())
    if "per" in form.question.more:
        given[DENOMINATOR] = fields.per.currentData()
    if source_of(form):
        given[SOURCE] = source_of(form)
    given.update(of_question(form))
    months = months_of(form, chosen, automatic)
    return {**given, **({FROM: None, TO: None} if months is None else dict(zip((FROM, TO), months)))}


def places_for(form: CompareForm) -> dict[str, str]:
    """Files for the result that nothing overwrites; raises `CacheError` where there can be none."""
    table = free_file(form.question.stem, "gpkg")
    return {
        names.OUTPUT: str(table),
        names.REPORT: str(table.with_suffix(".html")),
        names.CHART: str(table.with_suffix(".svg")),
    }


def months_of(form: CompareForm, chosen: Chosen, automatic: bool) -> Months:
    """The months compared: those chosen, or the last 12 for peers where none were; None of ONS, whose year it is."""
    if source_of(form) == ONS:
        return None
    if form.question.key != PEERS or not automatic:
        return chosen.first, chosen.last
    return last_year(chosen)


def last_year(chosen: Chosen) -> tuple[str, str]:
    """The last 12 of the months chosen, or all where there are no more."""
    if not chosen.first or not chosen.last:
        return chosen.first, chosen.last
    months = Month.span(Month.parse(chosen.first), Month.parse(chosen.last))
    return str(months[-_YEAR:][0]), chosen.last
