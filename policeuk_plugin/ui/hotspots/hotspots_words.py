# SPDX-License-Identifier: GPL-2.0-or-later
"""What the page Hotspots says of its settings, so that nobody has to open them; and how results are called."""

from __future__ import annotations

from ...processing.asking.analysis_parameters import CSP, DISTRICT, HEXAGON, LAYER, LSOA, SNAP_POINT, SQUARE, WARD
from ...text import many, tr
from . import hotspots_questions as asked
from .hotspots_questions import Question
from .hotspots_settings import RISK_RADIUS, HotspotsSettings


def method(question: Question, settings: HotspotsSettings, ground: str) -> str:
    """The settings in a sentence; `ground` says inside of what is counted where no study area is chosen."""
    where = settings.study.currentLayer()
    inside = tr("inside the layer {name}").format(name=where.name()) if where else ground
    return _methods()[question.key].format(
        units=units_of(question, settings),
        inside=inside,
        top=settings.top.value(),
        share=settings.share.value(),
        alarms=_share(settings.alpha.value()),
        ground=settings.ground.currentData(),
        radius=settings.bandwidth.value(),
        cell=settings.cell.value(),
        wide=settings.radius.value(),
    ) + "".join(f" {sentence}" for sentence in _beside(question, settings))


def outside_line(outside: object) -> str:
    """Why there are fewer crimes than the selection counts, '' where there are not."""
    if not isinstance(outside, (int, float)) or not outside:
        return ""
    n = many(int(outside), tr("crime of the selection lies"), tr("crimes of the selection lie"))
    return tr("{n} outside the study area").format(n=n)


def _methods() -> dict[str, str]:
    """What each question does, by its key."""
    return {
        asked.PERSISTENCE: tr(
            "Ranks {units}, {inside}, month by month: how often is each in the top {top:g}%, and would chance do it?"
        ),
        asked.CLUSTERS: tr(
            "Counts in {units}, {inside}. Of those called a cluster, {alarms} are expected to be chance."
        ),
        asked.EMERGING: tr(
            "Where each month is hot, or cold, in {units}, {inside}, and which of 17 classes that makes. Of months "
            "called, {alarms} are expected to be chance."
        ),
        asked.CHANGE: tr(
            "The last 12 months chosen beside the same months a year before, in {units}, {inside}. Of changes called, "
            "{alarms} are expected to be chance."
        ),
        asked.TRENDS: tr(
            "Each month beside the same month of other years, in {units}, {inside}. Of those called rising or falling, "
            "{alarms} are expected to be chance."
        ),
        asked.MORAN: tr(
            "Each of {units}, {inside}, with its neighbours: alike, or an outlier. Of those called, {alarms} are "
            "expected to be chance."
        ),
        asked.NEXT: tr(
            "The next three months by the simplest model that beats last year's counts, in {units}, {inside}, tried on "
            "months that are known."
        ),
        asked.CONCENTRATION: tr(
            "How few of {units}, {inside}, hold {share:g}% of the crimes, beside as many placed at random."
        ),
        asked.EVALUATION: tr(
            "How much of each of the last 12 months those before it would have shown, by six methods, in {units}, "
            "{inside}; decided on {ground}% of the ground."
        ),
        asked.DENSITY: tr("Crimes per km² within {radius:.0f} m of each {cell:.0f} m cell, {inside}."),
        asked.RISK: tr(
            "The last 12 months chosen beside the same months a year before, within {wide:,.0f} m of each {cell:.0f} m "
            "cell, {inside}. Of cells called, {alarms} are expected to be chance."
        ),
        asked.SNAPPING: tr(
            "Clusters in {units}, {inside}, as published and on 200 maps on which crimes stand elsewhere near their "
            "snap points: which stay?"
        ),
        asked.REPORT: tr(
            "A page and a PDF of what is ticked, each question as it is set on this page, {inside}; a recipe beside "
            "them does it again."
        ),
    }


def of_question(question: Question, settings: HotspotsSettings, units: str, cell: float) -> str:
    """How one question of a report will be answered: what it counts in, and what is not usual."""
    parts = [] if "units" not in question.settings else [_units(question.key, settings, units, cell)]
    parts += [_low(text.rstrip(".")) for text in _beside(question, settings)]
    return "; ".join(parts)


def _beside(question: Question, settings: HotspotsSettings) -> list[str]:
    """Choices that are not the usual ones, each a sentence."""
    boxes = {
        "direction": (settings.direction, tr("Looks for: {choice}.")),
        "exposure": (settings.exposure, tr("Expected by: {choice}.")),
        "window": (settings.window_kind, tr("Neighbours: {choice}.")),
        "against": (settings.against, tr("Held against: {choice}.")),
        "by_type": (settings.by_type, tr("Crime types: {choice}.")),
    }
    chosen = [boxes[name] for name in question.settings if name in boxes]
    return [text.format(choice=_low(box.currentText())) for box, text in chosen if box.currentIndex() > 0]


def layer_name(question: Question, settings: HotspotsSettings) -> str:
    """What the result is called among the layers of its selection: what was chosen here, so that two can be told."""
    if question.key == asked.DENSITY:
        return tr("Density, within {radius:.0f} m").format(radius=settings.bandwidth.value())
    if question.key == asked.RISK:
        name = tr("Risk density, squares of {cell:.0f} m").format(cell=settings.cell.value())
        radius = settings.radius.value()
        return name if radius == RISK_RADIUS else tr("{name}, within {radius:.0f} m").format(name=name, radius=radius)
    own = [_low(text.rstrip(".")) for text in _beside(question, settings)]
    return ", ".join([question.called, units_of(question, settings), *own])


def units_of(question: Question, settings: HotspotsSettings) -> str:
    """The units in words."""
    return _units(question.key, settings, settings.units.currentData(), settings.cell.value())


def _units(key: str, settings: HotspotsSettings, units: str, cell: float) -> str:
    layer, several = settings.unit_layer.currentLayer(), key == asked.EVALUATION
    text = {
        SQUARE: tr("squares of 250 and 500 m") if several else tr("squares of {cell:.0f} m"),
        HEXAGON: tr("hexagons of 250 and 500 m") if several else tr("hexagons of {cell:.0f} m"),
        LSOA: tr("LSOAs"),
        WARD: tr("wards"),
        DISTRICT: tr("districts"),
        CSP: tr("CSPs"),
        LAYER: tr("the polygons of {layer}"),
        SNAP_POINT: tr("snap points"),
    }[units]
    return text.format(cell=cell, layer=layer.name() if layer else tr("a layer"))


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]


def _share(alpha: float) -> str:
    """A share for reading: 1 in 20, else per cent."""
    of = 1 / alpha
    if abs(of - round(of)) < 0.01:
        return tr("at most 1 in {n}").format(n=round(of))
    return tr("at most {percent:.3g}%").format(percent=100 * alpha)
