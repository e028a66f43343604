# SPDX-License-Identifier: GPL-2.0-or-later
"""The areas of a run as features, and how they are drawn."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from offline_cache.areas.model import AreaKind

from ..analysis.bands import Band
from ..analysis.errors import stop_if
from ..layers.area_style import MISSING, UNKNOWN, AreaLook, style_areas
from ..text import gaps_phrases, many, number, tr
from .analysis_parameters import OUTPUT
from .area_run import AreaRun, Measure
from .area_tips import told
from .area_words import base, without_place_in_area
from .destinations import text_of
from .reference_systems import WGS84
from .result_layer import Styling, opened_file
from .staging import unwritten

if TYPE_CHECKING:
    from .base import PoliceUkAlgorithm

_BANDS = tuple(Band)
_LABELS_TO = {
    AreaKind.LSOA.value: 45_000.0,
    AreaKind.WARD.value: 160_000.0,
    AreaKind.DISTRICT.value: 2_000_000.0,
    AreaKind.CSP.value: 2_000_000.0,
    AreaKind.PFA.value: 8_000_000.0,
}


def fields_of(run: AreaRun) -> QgsFields:
    """Key, numbers, what is held, what is mapped, and all of it in words."""
    meanings = field_words(run)
    types = [
        *((name, QVariant.String) for name in ("code", "name")),
        *((name, QVariant.Int) for name in ("count", "count_before", "change")),
        ("change_percent", QVariant.Double),
        (run.which.value, QVariant.Int),
        ("rate", QVariant.Double),
        ("ratio", QVariant.Double),
        ("band", QVariant.String),
        *((name, QVariant.Int) for name in ("months_held", "months_missing", "months_partial")),
        ("lacking", QVariant.String),
        ("state", QVariant.String),
        ("value", QVariant.Double),
        ("told", QVariant.String),
    ]
    fields = QgsFields()
    for name, kind in types:
        fields.append(QgsField(name, kind, comment=meanings.get(name, "")))
    return fields


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
    if run.counts.unplaced and run.selection.area is not None:
        note.append(tr("Not on the map: {line}").format(line=without_place_in_area(run)))
    elif run.counts.unplaced:
        note.append(
            tr("Not on the map: {n} without a place").format(n=many(run.counts.unplaced, tr("crime"), tr("crimes")))
        )
    lost = run.counts.not_carried + run.counts.without_lsoa
    if lost:
        note.append(tr("Not on the map: {n} of no one area").format(n=many(lost, tr("crime"), tr("crimes"))))
    known = [value for value, state in zip(run.values, run.states) if state not in (MISSING, UNKNOWN)]
    return AreaLook(
        classes=run.classes,
        no_value=tr("Fewer than 20 crimes before: no percentage")
        if run.measure is Measure.CHANGE
        else tr("No {of} held: no rate").format(of=base(run)),
        hatched=run.states.count(MISSING),
        unknown=run.states.count(UNKNOWN),
        without=known.count(None),
        notes=note,
        labels_to=_LABELS_TO.get(run.counts.kind, 160_000.0),
        decimals=1 if run.measure in (Measure.RESIDENTS, Measure.HOUSEHOLDS) and _small(run) else 0,
        suffix="%" if run.measure is Measure.CHANGE else "",
        sign=run.measure is Measure.CHANGE,
        label_values=run.measure is not Measure.BANDS,
    )


def styling_of(run: AreaRun) -> Styling:
    """What gives a layer this look and the names of its fields."""
    look, words = look_of(run), field_words(run)

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
    fields, path = fields_of(run), Path(text_of(parameters[OUTPUT], context))
    back = _degrees(path, run, context)
    crs = back.destinationCrs() if back else run.crs
    sink, destination = algorithm.parameterAsSink(
        parameters, OUTPUT, context, fields, QgsWkbTypes.Type.MultiPolygon, crs
    )
    if sink is None:
        raise unwritten(path)
    for at in range(len(run.rows)):
        stop_if(feedback.isCanceled)
        if not sink.addFeature(feature_of(run, at, fields, back), QgsFeatureSink.Flag.FastInsert):
            raise unwritten(path)
    del sink  # closes the file
    written = opened_file(destination)
    if written is not None and written.featureCount() != len(run.rows):
        raise unwritten(path)
    return str(destination)


def feature_of(run: AreaRun, at: int, fields: QgsFields, back: Optional[QgsCoordinateTransform] = None) -> QgsFeature:
    """One area."""
    row = run.rows[at]
    feature = QgsFeature(fields)
    outline = run.outlines.get(row.code)
    if outline is not None:
        geometry = QgsGeometry(outline)
        geometry.convertToMultiType()
        if back:
            geometry.transform(back)
        feature.setGeometry(geometry)
    banded = run.band_of.get(row.code)
    band, ratio = None, None
    if banded is not None and run.banded is not None:
        band, ratio = _BANDS[int(run.banded.band[banded])].value, float(run.banded.ratio[banded])
    lacking = gaps_phrases((*row.missing, *row.partial, *row.visiting))
    feature.setAttributes(
        [
            *(row.code, row.name, row.count, row.before, row.change, row.change_percent, row.denominator, row.rate),
            *(ratio, band, row.months, len({gap.month for gap in row.missing})),
            len({gap.month for gap in row.partial}),
            *("; ".join(lacking), run.states[at], run.values[at], told(run, at)),
        ]
    )
    return feature


def drawn_layer(run: AreaRun) -> QgsVectorLayer:
    """The areas as a layer for the map of the page, of the thread that draws."""
    layer = QgsVectorLayer("MultiPolygon", "areas", "memory")
    layer.setCrs(run.crs)
    fields = fields_of(run)
    layer.dataProvider().addAttributes(list(fields))
    layer.updateFields()
    layer.dataProvider().addFeatures([feature_of(run, at, layer.fields()) for at in range(len(run.rows))])
    layer.updateExtents()
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


def _degrees(path: Path, run: AreaRun, context: QgsProcessingContext) -> Optional[QgsCoordinateTransform]:
    """GeoJSON is in degrees of WGS84 by its standard, RFC 7946."""
    if path.suffix.lower() not in (".geojson", ".json"):
        return None
    return QgsCoordinateTransform(run.crs, QgsCoordinateReferenceSystem(WGS84), context.transformContext())
