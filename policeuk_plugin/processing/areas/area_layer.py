# SPDX-License-Identifier: GPL-2.0-or-later
"""The areas of a run as features, and how they are drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsGeometry, QgsMapLayer, QgsProcessingContext, QgsProcessingFeedback, QgsVectorLayer

from offline_cache.areas.model import AreaKind

from ...analysis.bands import Band
from ...layers.area_style import MISSING, UNKNOWN, AreaLook, style_areas
from ...text import gaps_phrases, many, number, tr
from ..units.unit_layer import REAL, TEXT, WHOLE, Column, memory_layer, write_units
from ..writing.result_layer import Styling
from .area_run import AreaRun, Measure
from .area_tips import told
from .area_words import base, without_place_in_area

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

_BANDS = tuple(Band)
LABELS_TO = {
    AreaKind.LSOA.value: 45_000.0,
    AreaKind.WARD.value: 160_000.0,
    AreaKind.DISTRICT.value: 2_000_000.0,
    AreaKind.CSP.value: 2_000_000.0,
    AreaKind.PFA.value: 8_000_000.0,
}


@dataclass(frozen=True)
class Areas:
    """Areas by code and name with their outlines, None where none is held."""

    keys: Sequence[tuple[str, ...]]
    geometries: Sequence[Optional[QgsGeometry]]
    key_fields: tuple[str, ...] = ("code", "name")


def areas_of(run: AreaRun) -> Areas:
    """The areas of a run."""
    return Areas([(row.code, row.name) for row in run.rows], [run.outlines.get(row.code) for row in run.rows])


def columns_of(run: AreaRun) -> list[Column]:
    """Numbers, what is held, what is mapped, and all of it in words."""
    rows, words, of = run.rows, field_words(run), run.banded
    band = [run.band_of.get(row.code) for row in rows]
    values: list[tuple[str, Any, Sequence[Any]]] = [
        ("count", WHOLE, [row.count for row in rows]),
        ("count_before", WHOLE, [row.before for row in rows]),
        ("change", WHOLE, [row.change for row in rows]),
        ("change_percent", REAL, [row.change_percent for row in rows]),
        (run.which.value, WHOLE, [row.denominator for row in rows]),
        ("rate", REAL, [row.rate for row in rows]),
        ("ratio", REAL, [None if at is None or of is None else float(of.ratio[at]) for at in band]),
        ("band", TEXT, [None if at is None or of is None else _BANDS[int(of.band[at])].value for at in band]),
    ]
    numbers = [Column(name, kind, of_rows, words[name]) for name, kind, of_rows in values]
    return [*numbers, *held_columns(run), Column("value", REAL, run.values, words["value"]), told_column(run)]


def held_columns(run: AreaRun) -> list[Column]:
    """What is held of each area, and what lacks."""
    rows, words = run.rows, field_words(run)
    values: list[tuple[str, Any, Sequence[Any]]] = [
        ("months_held", WHOLE, [row.months for row in rows]),
        ("months_missing", WHOLE, [len({gap.month for gap in row.missing}) for row in rows]),
        ("months_partial", WHOLE, [len({gap.month for gap in row.partial}) for row in rows]),
        ("lacking", TEXT, ["; ".join(gaps_phrases((*row.missing, *row.partial, *row.visiting))) for row in rows]),
        ("state", TEXT, run.states),
    ]
    return [Column(name, kind, of_rows, words[name]) for name, kind, of_rows in values]


def told_column(run: AreaRun) -> Column:
    """Each area in words."""
    return Column("told", TEXT, [told(run, at) for at in range(len(run.rows))], field_words(run)["told"])


def field_words(run: AreaRun) -> dict[str, str]:
    """The meaning of each field by its name."""
    of = base(run)
    return {
        "code": tr("Code of the area (ONS)"),
        "name": tr("Name"),
        "count": tr("Crimes in the months held; empty where nothing is held"),
        "count_before": tr("Crimes in the same months a year before; empty unless all of both are held"),
        "change": tr("Difference to the year before"),
        "change_percent": tr("Difference in per cent; empty where it was of fewer than 20 crimes"),
        run.which.value: tr("Number of {of}").format(of=of),
        "rate": tr("Crimes per 1,000 {of} a year, of the months of which all is held").format(of=of),
        "ratio": tr("Rate divided by that of all areas together that have one"),
        "band": tr("Band of the rate: low, below average, average, above average, high"),
        "months_held": tr("Months of which all is held"),
        "months_missing": tr("Months missing, which is not zero"),
        "months_partial": tr("Months held in part, which are in no rate"),
        "lacking": tr("Which files lack, and why"),
        "state": tr("known, months missing, or not covered"),
        "value": tr("What is mapped"),
        "told": tr("All of it in words"),
    }


def look_of(run: AreaRun) -> AreaLook:
    """How the layer is drawn."""
    note = {
        Measure.COUNT: [tr("Numbers, not rates: large areas hold more")],
        Measure.BANDS: [tr("Ratio to the rate of all; our own cut-offs")],
        Measure.CHANGE: [tr("On the same months a year before")],
    }.get(run.measure, [tr("Crimes per 1,000 {of} a year").format(of=base(run))])
    known = [value for value, state in zip(run.values, run.states) if state not in (MISSING, UNKNOWN)]
    return AreaLook(
        classes=run.classes,
        no_value=tr("Fewer than 20 crimes before: no percentage")
        if run.measure is Measure.CHANGE
        else tr("No {of} held: no rate").format(of=base(run)),
        hatched=run.states.count(MISSING),
        unknown=run.states.count(UNKNOWN),
        without=known.count(None),
        notes=[*note, *notes_of(run)],
        labels_to=labels_to(run),
        decimals=1 if run.measure in (Measure.RESIDENTS, Measure.HOUSEHOLDS) and _small(run) else 0,
        suffix="%" if run.measure is Measure.CHANGE else "",
        sign=run.measure is Measure.CHANGE,
        label_values=run.measure is not Measure.BANDS,
    )


def labels_to(run: AreaRun) -> float:
    """The smallest scale, 1 to this, at which areas of this kind have labels."""
    return LABELS_TO.get(run.counts.kind, 160_000.0)


def notes_of(run: AreaRun) -> list[str]:
    """Lines of the legend on crimes that are not on the map."""
    note = []
    if run.counts.unplaced and run.selection.area is not None:
        note.append(tr("Not on the map: {line}").format(line=without_place_in_area(run)))
    elif run.counts.unplaced:
        note.append(
            tr("Not on the map: {n} without a place").format(n=many(run.counts.unplaced, tr("crime"), tr("crimes")))
        )
    lost = run.counts.not_carried + run.counts.without_lsoa
    if lost:
        note.append(tr("Not on the map: {n} of no one area").format(n=many(lost, tr("crime"), tr("crimes"))))
    return note


def styling_of(run: AreaRun) -> Styling:
    """What gives a layer this look and the names of its fields."""
    return styled_as(look_of(run), field_words(run))


def styled_as(look: AreaLook, words: Mapping[str, str]) -> Styling:
    """What gives a layer of areas a look, and its fields the beginnings of their meanings as names."""

    def style(layer: QgsMapLayer) -> None:
        if isinstance(layer, QgsVectorLayer):
            style_areas(layer, look)
            for name, meaning in words.items():
                at = layer.fields().indexOf(name)
                if at >= 0:
                    layer.setFieldAlias(at, meaning.split(";")[0].split(",")[0])

    return style


def write_areas(
    algorithm: PoliceUkAlgorithm,
    run: AreaRun,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> str:
    """Write all areas and read a file back; gives the destination. Raises `CacheError` where it is not whole."""
    return write_units(algorithm, areas_of(run), run.crs, columns_of(run), parameters, context, feedback)


def drawn_layer(run: AreaRun) -> QgsVectorLayer:
    """The areas as a layer for the map of the page, of the thread that draws."""
    layer = memory_layer(areas_of(run), run.crs, columns_of(run))
    styling_of(run)(layer)
    return layer


def subtitle(run: AreaRun) -> str:
    """What a layer's name says of crimes that are not on it; of an area nothing, as they are those of whole files."""
    if run.selection.area is not None:
        return ""
    lost = run.counts.unplaced + run.counts.without_lsoa + run.counts.not_carried
    return tr(" ({n} in no area)").format(n=number(lost)) if lost else ""


def _small(run: AreaRun) -> bool:
    shown = sorted(value for value in run.values if value is not None and not math.isnan(value))
    return bool(shown) and shown[len(shown) // 2] < 10
