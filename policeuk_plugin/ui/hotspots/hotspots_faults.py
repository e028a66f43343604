# SPDX-License-Identifier: GPL-2.0-or-later
"""What is known to be refused is said before it is run."""

from __future__ import annotations

from typing import Optional

from ...processing.asking import analysis_parameters as names
from ...text import many, tr
from ..chosen import Chosen
from ..held_model import State
from ..live import Live
from .hotspots_form import HotspotsForm
from .hotspots_questions import CHANGE, CLUSTERS, DENSITY, EVALUATION, REPORT, RISK, questions
from .hotspots_time import chance_seconds, report_seconds, time_text, units_expected


def fault_of(form: HotspotsForm, chosen: Chosen, live: Optional[Live]) -> str:
    """Why the question cannot be answered as the form is, '' where it can as far as is known."""
    found = _fault_of_form(form)
    if found or live is None:
        return found
    units = form.units.currentData()
    if "units" in form.question.settings and units in (names.LSOA, *names.AREAS) and live.ground.no_lsoas:
        return live.ground.no_lsoas
    if live.refused:
        return live.refused
    if live.ground.none and form.study.currentLayer() is None:
        return live.ground.none
    return _too_little(form, chosen, live)


def _fault_of_form(form: HotspotsForm) -> str:
    key = form.question.key
    if key == REPORT and not form.contents.chosen():
        return tr("Tick a question for the report to answer.")
    if key == DENSITY and form.bandwidth.value() < form.cell.value():
        return tr("The bandwidth is smaller than a cell, so crimes would fall between the cells: choose a larger one.")
    if key == RISK and form.cell.value() > form.settings.radius.value():
        return tr("Cells of more than {radius:,.0f} m are wider than crimes are spread: choose smaller ones.").format(
            radius=form.settings.radius.value()
        )
    if _counts_by_layer(form) and form.unit_layer.currentLayer() is None:
        return tr("Choose a layer of polygons to count in, or other units.")
    return ""


def _counts_by_layer(form: HotspotsForm) -> bool:
    """Whether a layer of polygons is needed: by the question, or by one of a report."""
    known, counted = questions(), form.counted_in()
    asked = form.contents.chosen() if form.question.key == REPORT else [form.question.key]
    return any(
        "units" in known[key].settings and counted[key][0] == names.LAYER
        for key in ("clusters" if key in ("chance", "random") else key for key in asked)
    )


def _too_little(form: HotspotsForm, chosen: Chosen, live: Live) -> str:
    question = form.question
    if live.crimes < question.fewest:
        return tr("{n} with a place are too few: at least {fewest} are needed. Choose more months or types.").format(
            n=many(live.crimes, tr("crime"), tr("crimes")), fewest=question.fewest
        )
    first, last = chosen.first or "0", chosen.last or "9"  # months as YYYY-MM sort as text
    held = sum(state is State.HELD and first <= str(month) <= last for month, state in live.months)
    if held < question.months:
        return tr(
            "{n} wholly held among those chosen: at least {least} are needed. Choose more months, or download them."
        ).format(n=many(held, tr("month is"), tr("months are")), least=question.months)
    return ""


def cost_of(form: HotspotsForm, live: Live) -> str:
    """What will be read, and how long it may take."""
    key = form.question.key
    if key in (CHANGE, RISK):
        return tr("Reads the crimes of both years; takes seconds.")
    crimes = many(live.crimes, tr("crime"), tr("crimes"))
    if key == EVALUATION:
        return tr("Reads {crimes}; may take a minute.").format(crimes=crimes)
    if key == REPORT:
        n = many(len(form.contents.chosen()), tr("question"), tr("questions"))
        return tr("Reads {crimes} for {n}; takes {time}.").format(crimes=crimes, n=n, time=_report_time(form, live))
    if key == CLUSTERS:
        text = tr("Reads {crimes}; takes seconds. By chance: {time}.")
        return text.format(crimes=crimes, time=time_text(chance_seconds(_units_of(form, live, CLUSTERS))))
    return tr("Reads {crimes}; takes seconds.").format(crimes=crimes)


def _report_time(form: HotspotsForm, live: Live) -> str:
    asked = form.contents.chosen()
    units = max(_units_of(form, live, key) for key in form.counted_in() if key != REPORT)
    return time_text(report_seconds(asked, units, _units_of(form, live, CLUSTERS)))


def _units_of(form: HotspotsForm, live: Live, key: str) -> int:
    units, cell = form.counted_in()[key]
    return units_expected(units, cell, live.extent)
