# SPDX-License-Identifier: GPL-2.0-or-later
"""What the form of the page Hotspots means as parameters of its algorithms, and files for what they write."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsMapLayer

from offline_cache.model import Month

from ...processing.asking import analysis_parameters as names
from ...processing.asking.selection_parameters import FROM, TO
from ...processing.report.report_settings import settings_text
from ..chosen import Chosen
from ..live import Live
from ..result_files import free_file
from .hotspots_form import HotspotsForm
from .hotspots_questions import CHANGE, CLUSTERS, EVALUATION, REPORT, RISK, Question, questions
from .hotspots_settings import layer_text

_YEAR = 12


def given_by(form: HotspotsForm) -> dict[str, Any]:
    """The settings that the question needs; choices that are not the usual ones only."""
    asked = form.question
    given = settings_for(form, asked)
    if asked.key == REPORT:
        given.update(_of_report(form))
    if form.study.currentLayer() is not None:
        given[names.STUDY_AREA] = layer_text(form.study.currentLayer())
    return given


def settings_for(form: HotspotsForm, question: Question) -> dict[str, Any]:
    """Those of one question, also of one that is not asked now, without the study area, which is that of all."""
    given = {**_units(form, question), **_numbers(form, question), **_choices(form, question)}
    if question.key == EVALUATION:
        given["AREA_SHARE"] = form.settings.ground.currentData()
    return given


def _of_report(form: HotspotsForm) -> dict[str, Any]:
    """Its questions, each with the settings that it has on this page; what chance would give has those of clusters."""
    fields, known = form.settings, questions()
    chosen = form.contents.chosen()
    own = {key: settings_for(form, known[key]) for key in chosen if key in known}
    if {"chance", "random"} & set(chosen):
        clusters = settings_for(form, known[CLUSTERS])
        own.update({key: clusters for key in ("chance",) if key in chosen})
        shared = (names.UNITS, names.UNIT_LAYER, names.CELL_SIZE, names.ALPHA, "EXPOSURE", "WINDOW")
        own.update({key: _those(clusters, shared) for key in ("random",) if key in chosen})
    given: dict[str, Any] = {"QUESTIONS": chosen, "SETTINGS": settings_text(own)}
    texts = {"TITLE": fields.title, "AUTHOR": fields.author, "MARKING": fields.marking}
    given.update({name: line.text().strip() for name, line in texts.items() if line.text().strip()})
    return given


def _those(given: Mapping[str, Any], wanted: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name in wanted}


def _units(form: HotspotsForm, question: Question) -> dict[str, Any]:
    if "units" not in question.settings:
        return {}
    given: dict[str, Any] = {names.UNITS: form.counted_in()[question.key][0]}
    if given[names.UNITS] == names.LAYER:
        given[names.UNIT_LAYER] = layer_text(form.unit_layer.currentLayer())
    return given


def _numbers(form: HotspotsForm, question: Question) -> dict[str, float]:
    fields = form.settings
    boxes = (
        ("alpha", names.ALPHA, fields.alpha),
        ("bandwidth", names.BANDWIDTH, fields.bandwidth),
        ("radius", names.BANDWIDTH, fields.radius),
        ("top", "TOP", fields.top),
        ("share", "SHARE", fields.share),
    )
    given = {parameter: box.value() for name, parameter, box in boxes if name in question.settings}
    if "cell" in question.settings:
        given[names.CELL_SIZE] = form.counted_in()[question.key][1]
    return given


def _choices(form: HotspotsForm, question: Question) -> dict[str, str]:
    fields = form.settings
    boxes = (
        ("direction", "DIRECTION", fields.direction),
        ("exposure", "EXPOSURE", fields.exposure),
        ("window", "WINDOW", fields.window_kind),
        ("against", "AGAINST", fields.against),
        ("by_type", "BY_TYPE", fields.by_type),
    )
    return {
        parameter: str(box.currentData())
        for name, parameter, box in boxes
        if name in question.settings and box.currentIndex() > 0
    }


def places_for(stem: str, suffix: str) -> dict[str, str]:
    """Files for the result that nothing overwrites; raises `CacheError` where there can be none."""
    path = free_file(stem, suffix)
    page = str(path.with_suffix(".html"))
    if suffix == "html":
        return {names.REPORT: page, names.PDF: str(path.with_suffix(".pdf"))}
    places = {names.OUTPUT: str(path), names.REPORT: page}
    if stem == RISK:
        places[names.CONTOURS] = str(path.with_name(f"{path.stem}-beyond-chance.gpkg"))
    return places


def map_order(layers: Sequence[QgsMapLayer], parameters: Mapping[str, Any]) -> list[QgsMapLayer]:
    """The layers of a run with its main result first, whatever the order in which they were opened."""
    main = str(parameters.get(names.OUTPUT) or "")
    return sorted(layers, key=lambda layer: not layer.source().startswith(main))


def later_year(key: str, chosen: Chosen, live: Live) -> dict[str, str]:
    """FROM and TO of a change: the last 12 months of a longer choice, so that a year is set beside a year."""
    if key not in (CHANGE, RISK) or not chosen.first or not live.months:
        return {}
    last = Month.parse(chosen.last) if chosen.last else live.months[-1][0]
    months = Month.span(Month.parse(chosen.first), last)
    if len(months) <= _YEAR:
        return {}
    return {FROM: str(months[-_YEAR]), TO: str(last)}


def pdf_of(parameters: Mapping[str, Any]) -> Optional[Path]:
    """The PDF that a run wrote, if it is there."""
    path = Path(str(parameters.get(names.PDF) or ""))
    return path if path.suffix == ".pdf" and path.is_file() else None
