# SPDX-License-Identifier: GPL-2.0-or-later
"""What is known to be refused is said before it is run."""

from __future__ import annotations

from typing import Optional

from ..processing import analysis_parameters as names
from ..text import many, tr
from .chosen import Chosen
from .held_model import State
from .hotspots_form import HotspotsForm
from .hotspots_questions import CHANGE, DENSITY, EVALUATION, REPORT
from .live import Live


def fault_of(form: HotspotsForm, chosen: Chosen, live: Optional[Live]) -> str:
    """Why the question cannot be answered as the form is, '' where it can as far as is known."""
    found = _fault_of_form(form)
    if found or live is None:
        return found
    units = form.units.currentData()
    if "units" in form.question.settings and units == names.LSOA and live.ground.no_lsoas:
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
    by_layer = "units" in form.question.settings and form.units.currentData() == names.LAYER
    if by_layer and form.unit_layer.currentLayer() is None:
        return tr("Choose a layer of polygons to count in, or other units.")
    return ""


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
    if key == CHANGE:
        return tr("Reads the crimes of both years; takes seconds.")
    crimes = many(live.crimes, tr("crime"), tr("crimes"))
    if key == EVALUATION:
        return tr("Reads {crimes}; may take a minute.").format(crimes=crimes)
    if key == REPORT:
        n = many(len(form.contents.chosen()), tr("question"), tr("questions"))
        return tr("Reads {crimes} for {n}; may take minutes.").format(crimes=crimes, n=n)
    return tr("Reads {crimes}; takes seconds.").format(crimes=crimes)
