# SPDX-License-Identifier: GPL-2.0-or-later
"""What the page Hotspots says of its settings, so that nobody has to open them; and how results are called."""

from __future__ import annotations

from ..processing.analysis_parameters import HEXAGON, LAYER, LSOA, SNAP_POINT, SQUARE
from ..text import tr
from . import hotspots_questions as asked
from .hotspots_questions import Question
from .hotspots_settings import HotspotsSettings


def method(question: Question, settings: HotspotsSettings, ground: str) -> str:
    """The settings in a sentence; `ground` says inside of what is counted where no study area is chosen."""
    where = settings.study.currentLayer()
    inside = tr("inside the layer {name}").format(name=where.name()) if where else ground
    text = {
        asked.PERSISTENCE: tr(
            "Ranks {units}, {inside}, month by month: how often is each in the top {top:g}%, and would chance do it?"
        ),
        asked.CLUSTERS: tr(
            "Counts in {units}, {inside}. Of those called a cluster, {alarms} are expected to be chance."
        ),
        asked.CHANGE: tr(
            "The last 12 months chosen beside the same months a year before, in {units}, {inside}. Of changes called, "
            "{alarms} are expected to be chance."
        ),
        asked.CONCENTRATION: tr(
            "How few of {units}, {inside}, hold {share:g}% of the crimes, beside as many placed at random."
        ),
        asked.EVALUATION: tr(
            "Foretells each of the last 12 months from those before it by six methods, in {units}, {inside}; decided "
            "on {ground}% of the ground."
        ),
        asked.DENSITY: tr("Crimes per km² within {radius:.0f} m of each {cell:.0f} m cell, {inside}."),
        asked.REPORT: tr(
            "A page and a PDF of what is chosen on top: what was found in plain words, then map or chart, tables and "
            "caveats of each question; a recipe beside them does it again. Counts in {units}, {inside}."
        ),
    }[question.key]
    return text.format(
        units=units_of(question, settings),
        inside=inside,
        top=settings.top.value(),
        share=settings.share.value(),
        alarms=_share(settings.alpha.value()),
        ground=settings.ground.currentData(),
        radius=settings.bandwidth.value(),
        cell=settings.cell.value(),
    ) + _beside(question, settings)


def _beside(question: Question, settings: HotspotsSettings) -> str:
    """Choices that are not the usual ones."""
    boxes = {
        "direction": (settings.direction, tr("Looks for: {choice}.")),
        "exposure": (settings.exposure, tr("Expected by: {choice}.")),
        "window": (settings.window_kind, tr("Neighbours: {choice}.")),
        "against": (settings.against, tr("Held against: {choice}.")),
    }
    chosen = [boxes[name] for name in question.settings if name in boxes]
    said = [text.format(choice=_low(box.currentText())) for box, text in chosen if box.currentIndex() > 0]
    return "".join(f" {sentence}" for sentence in said)


def layer_name(question: Question, settings: HotspotsSettings) -> str:
    """What the result is called among the layers of its selection: what was chosen here."""
    if question.key == asked.DENSITY:
        return tr("Density, within {radius:.0f} m").format(radius=settings.bandwidth.value())
    return f"{question.called}, {units_of(question, settings)}"


def units_of(question: Question, settings: HotspotsSettings) -> str:
    """The units in words."""
    layer, units = settings.unit_layer.currentLayer(), settings.units.currentData()
    several = question.key == asked.EVALUATION
    text = {
        SQUARE: tr("squares of 250 and 500 m") if several else tr("squares of {cell:.0f} m"),
        HEXAGON: tr("hexagons of 250 and 500 m") if several else tr("hexagons of {cell:.0f} m"),
        LSOA: tr("LSOAs"),
        LAYER: tr("the polygons of {layer}"),
        SNAP_POINT: tr("snap points"),
    }[units]
    return text.format(cell=settings.cell.value(), layer=layer.name() if layer else tr("a layer"))


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]


def _share(alpha: float) -> str:
    """A share for reading: 1 in 20, else per cent."""
    of = 1 / alpha
    if abs(of - round(of)) < 0.01:
        return tr("at most 1 in {n}").format(n=round(of))
    return tr("at most {percent:.3g}%").format(percent=100 * alpha)
