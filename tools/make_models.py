# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes resources/models/places_dbscan.model3 through QGIS 3.22: QGIS's DBSCAN, fed with places and their counts."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.analysis import QgsNativeAlgorithms
from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterDistance,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProperty,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QPointF

from offline_cache.reference import crime_types
from policeuk_plugin.processing.provider import PoliceUkProvider

TARGET = Path(__file__).resolve().parent.parent / "policeuk_plugin" / "resources" / "models" / "places_dbscan.model3"
_DISTANCE, _LEAST, _METRES = 200, 30, "EPSG:27700"
HELP = {
    "ALG_DESC": (
        "QGIS's own DBSCAN on the crimes of the cache: groups of snap points that lie close together and hold many "
        "crimes. Each snap point counts as often as it has crimes, so the least number is one of crimes, not of points."
        "<br><br>A group here is what is dense, not what is more than chance puts there: for that, use Crime clusters. "
        "Distances under 200 m follow the spacing of snap points. Choose a crime type: the time grows with the "
        "square of the crimes of a neighbourhood. Snap points of before and after July 2022 are not the same: do not "
        "choose months of both sides. Every place is a snap point, not an address."
    ),
    "ALG_CREATOR": "",
}


def main() -> int:
    """Write the model; exit code 0."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    registry, provider = QgsApplication.processingRegistry(), PoliceUkProvider()
    registry.addProvider(QgsNativeAlgorithms(registry))
    registry.addProvider(provider)
    TARGET.parent.mkdir(exist_ok=True)
    done = places_dbscan().toFile(str(TARGET))
    print(f"{TARGET.name} written" if done else f"{TARGET} could not be written")
    sys.stdout.flush()
    os._exit(0 if done else 1)  # exitQgis() crashes on 3.22 where algorithms are still referred to


def places_dbscan() -> QgsProcessingModelAlgorithm:
    """Places with counts, as many points as crimes, DBSCAN, one feature a group."""
    model = QgsProcessingModelAlgorithm("Groups of places (DBSCAN)", "Hotspots", "places_dbscan")
    model.setHelpContent(HELP)
    for at, parameter in enumerate(_parameters()):
        model.addModelParameter(parameter, _placed(QgsProcessingModelParameter(parameter.name()), at))
    selection = {name: _input(name) for name in ("CACHE", "AREA", "FROM", "TO", "TYPES")}
    _add(model, "places", "policeuk:placelayer", {**selection, "OUTPUT": _value(QgsProcessing.TEMPORARY_OUTPUT)})
    _add(model, "metres", "native:reprojectlayer", {"INPUT": _output("places"), "TARGET_CRS": _value(_METRES)})
    copies = QgsProperty.fromExpression('"crimes" - 1')
    _add(
        model,
        "crimes",
        "native:arraytranslatedfeatures",
        {"INPUT": _output("metres"), "COUNT": _value(copies), "DELTA_X": _value(0), "DELTA_Y": _value(0)},
    )
    groups = {"INPUT": _output("crimes"), "EPS": _or("DISTANCE", _DISTANCE), "MIN_SIZE": _or("LEAST", _LEAST)}
    _add(model, "dbscan", "native:dbscanclustering", {**groups, "FIELD_NAME": _value("group")})
    inside = {"INPUT": _output("dbscan"), "EXPRESSION": _value('"group" IS NOT NULL')}
    _add(model, "inside", "native:extractbyexpression", inside)
    _add(
        model,
        "together",
        "native:aggregate",
        {"INPUT": _output("inside"), "GROUP_BY": _value('"group"'), "AGGREGATES": _value(_fields())},
    )
    drawn = {
        "INPUT": _output("together"),
        "DISTANCE": _or("DISTANCE", _DISTANCE, " / 2"),
        "SEGMENTS": _value(8),
        "DISSOLVE": _value(False),
    }
    _add(model, "drawn", "native:buffer", drawn, "Groups of places")
    return model


def _parameters() -> list[QgsProcessingParameterDefinition]:
    number = QgsProcessingParameterNumber
    distance = QgsProcessingParameterDistance(
        "DISTANCE", "Distance between neighbours", defaultValue=_DISTANCE, minValue=1
    )
    distance.setDefaultUnit(QgsUnitTypes.DistanceUnit.DistanceMeters)
    return [
        QgsProcessingParameterFile("CACHE", "Cache", optional=True),
        QgsProcessingParameterString("AREA", "Area", optional=True),
        QgsProcessingParameterString("FROM", "From month", optional=True),
        QgsProcessingParameterString("TO", "To month", optional=True),
        QgsProcessingParameterEnum(
            "TYPES", "Crime types", list(crime_types()), allowMultiple=True, optional=True, usesStaticStrings=True
        ),
        distance,
        number("LEAST", "Least crimes of a neighbourhood", number.Type.Integer, _LEAST, False, 2),
    ]


def _fields() -> list[dict[str, Any]]:
    """Group, its crimes, and the places it lies on: told apart by where they lie."""
    whole = {"delimiter": ",", "length": 0, "precision": 0, "type": 2}
    return [
        {"name": "group", "input": '"group"', "aggregate": "first_value", **whole},
        {"name": "crimes", "input": '"group"', "aggregate": "count", **whole},
        {"name": "places", "input": "geom_to_wkt($geometry)", "aggregate": "count_distinct", **whole},
    ]


def _add(
    model: QgsProcessingModelAlgorithm,
    name: str,
    algorithm: str,
    given: Mapping[str, QgsProcessingModelChildParameterSource],
    final: str = "",
) -> None:
    child = QgsProcessingModelChildAlgorithm(algorithm)
    child.setChildId(name)
    child.setDescription(name)
    for key, source in given.items():
        child.addParameterSources(key, [source])
    _placed(child, len(model.childAlgorithms()), 300)
    if final:
        output = QgsProcessingModelOutput(final)
        output.setChildId(name)
        output.setChildOutputName("OUTPUT")
        child.setModelOutputs({final: output})
    model.addChildAlgorithm(child)


def _placed(component: Any, at: int, y: int = 60) -> Any:
    component.setPosition(QPointF(160 + 260 * at, y))
    return component


def _input(name: str) -> QgsProcessingModelChildParameterSource:
    return QgsProcessingModelChildParameterSource.fromModelParameter(name)


def _or(name: str, usual: float, then: str = "") -> QgsProcessingModelChildParameterSource:
    """A parameter, at its default where a script leaves it out: QGIS 3.22 hands nothing on then."""
    return QgsProcessingModelChildParameterSource.fromExpression(f"coalesce(@{name}, {usual}){then}")


def _value(value: Any) -> QgsProcessingModelChildParameterSource:
    return QgsProcessingModelChildParameterSource.fromStaticValue(value)


def _output(child: str) -> QgsProcessingModelChildParameterSource:
    return QgsProcessingModelChildParameterSource.fromChildOutput(child, "OUTPUT")


if __name__ == "__main__":
    sys.exit(main())
