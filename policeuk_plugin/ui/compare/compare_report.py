# SPDX-License-Identifier: GPL-2.0-or-later
"""What the report under a question of the page Compare is asked: that question, with its parameters."""

from __future__ import annotations

from typing import Any

from ...processing.asking import analysis_parameters as names
from ...processing.asking.selection_parameters import FROM, TO
from ...processing.peers.peer_parameters import DENOMINATOR, SOURCE
from ...processing.report.report_parameters import QUESTIONS, SETTINGS
from ...processing.report.report_settings import settings_text
from ...processing.report.report_tables_parameters import CSV, SPREADSHEET
from ..chosen import Chosen
from ..result_files import free_file
from .compare_form import CompareForm
from .compare_parameters import algorithm_of, months_of, of_question, source_of
from .compare_questions import FUNNEL, OUTCOMES, PEERS, RATES, TIME, WHO

_QUESTIONS = {
    PEERS: ("level", "peers"),
    WHO: ("peers",),
    TIME: ("time",),
    FUNNEL: ("areas",),
    OUTCOMES: ("outcomes",),
    RATES: ("rates",),
}
"""QUESTIONS of a report, the first being the one asked."""


def reports(form: CompareForm) -> bool:
    """Whether a report can answer what is asked: of rates it has those of `policeuk:arearates` alone."""
    return form.question.key in _QUESTIONS and algorithm_of(form) == form.question.algorithm


def report_given(form: CompareForm, chosen: Chosen, automatic: bool) -> dict[str, Any]:
    """What a report needs of the form, None for what is to be left out; `automatic`: the user chose no months.

    Raises `CacheError` where there is no place for it.
    """
    asked = _QUESTIONS[form.question.key]
    own = {name: value for name, value in of_question(form).items() if value not in (None, "")}
    source = source_of(form)
    if form.question.rated and source:
        own[SOURCE] = source
    months = months_of(form, chosen, automatic) or (None, None)
    given: dict[str, Any] = {QUESTIONS: list(asked), SETTINGS: settings_text({asked[0]: own}) or None}
    if source:
        given[SOURCE] = source
    if form.with_peers:
        given.update(form.peers.choice.parameters())
    if "per" in form.question.more:
        given[DENOMINATOR] = form.fields.per.currentData()
    return {**given, **dict(zip((FROM, TO), months)), **_places()}


def _places() -> dict[str, str]:
    page = free_file("report", "html")
    files = {names.REPORT: "html", names.PDF: "pdf", CSV: "csv", SPREADSHEET: "xlsx" if writes_spreadsheets() else ""}
    return {name: str(page.with_suffix(f".{suffix}")) for name, suffix in files.items() if suffix}


def writes_spreadsheets() -> bool:
    """Whether this QGIS can write a spreadsheet."""
    from ...processing.report.report_tables import spreadsheet_fault  # not while QGIS starts

    return not spreadsheet_fault()
