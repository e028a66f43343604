# SPDX-License-Identifier: GPL-2.0-or-later
"""Neighbourhoods of the cache as features, with what their teams say as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsFillSymbol,
    QgsGeometry,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from offline_cache.export.geometry import package_blob
from offline_cache.neighbourhoods import HeldNeighbourhood, neighbourhood, neighbourhoods_of
from offline_cache.reader import reading

from ...text import attribution, caveat, tr
from ..running.base import CACHE
from ..running.command_text import parameter_lines, parameter_texts, qgis_process_command
from ..writing.result_layer import Explained, dress_file, dress_when_loaded, opened_file

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

OUTPUT = "OUTPUT"
_TEXTS = ("force", "code", "name", "url", "description", "team", "priorities", "fetched_at", "shape")
_NUMBERS = ("population", "events")
_PACKAGE_HEAD = 40  # of a GeoPackage's BLOB with an envelope, before the WKB
_OUTLINE = {"style": "no", "outline_color": "70,70,70", "outline_width": "0.5"}


def write_neighbourhoods(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    cache: Path,
    forces: Sequence[str],
) -> str:
    """Write the neighbourhoods of these forces that have an outline; gives the destination."""
    fields = _fields()
    wgs84 = QgsCoordinateReferenceSystem("EPSG:4326")
    sink, destination = algorithm.parameterAsSink(
        parameters, OUTPUT, context, fields, QgsWkbTypes.Type.MultiPolygon, wgs84
    )
    if sink is None:
        raise QgsProcessingException(algorithm.invalidSinkError(parameters, OUTPUT))
    for held in _held(cache, forces):
        if held.outline is not None and not sink.addFeature(_feature(held, fields), QgsFeatureSink.Flag.FastInsert):
            raise QgsProcessingException(algorithm.writeFeatureError(sink, parameters, OUTPUT))
    del sink  # closes the file
    texts = parameter_texts(algorithm, parameters, context, {CACHE: str(cache)})
    told = _explained(forces, parameter_lines(texts), qgis_process_command(algorithm, texts))
    dress_when_loaded(destination, context, told, _style)
    kept = opened_file(destination)
    if kept is not None:
        dress_file(kept, told, _style)
    return str(destination)


def _held(cache: Path, forces: Sequence[str]) -> Iterator[HeldNeighbourhood]:
    with reading(cache) as connection:
        for force in forces:
            for entry in neighbourhoods_of(connection, force).entries:
                if entry.fetched_at is not None:
                    yield neighbourhood(connection, entry.key)


def _fields() -> QgsFields:
    fields = QgsFields()
    for name in _TEXTS:
        fields.append(QgsField(name, QVariant.String))
    for name in _NUMBERS:
        fields.append(QgsField(name, QVariant.Int))
    return fields


def _feature(held: HeldNeighbourhood, fields: QgsFields) -> QgsFeature:
    about = held.about
    feature = QgsFeature(fields)
    geometry = QgsGeometry()
    geometry.fromWkb(package_blob(held.outline or b"")[_PACKAGE_HEAD:])
    feature.setGeometry(geometry)
    feature.setAttributes(
        [
            *(held.key.force, held.key.code, about.name, about.url, about.description),
            "\n".join(f"{officer.rank} {officer.name}".strip() for officer in held.team),
            "\n".join(f"{priority.issued[:10]} {priority.issue}" for priority in held.priorities),
            *(held.fetched_at, held.shape, about.population, len(held.events)),
        ]
    )
    return feature


def _explained(forces: Sequence[str], parameters: Sequence[str], command: str) -> Explained:
    return Explained(
        name=tr("Neighbourhoods: {forces}").format(forces=", ".join(forces)),
        finding=[tr("Neighbourhoods as the forces drew them on the day in 'fetched_at'.")],
        basis=[
            tr("Forces redraw neighbourhoods; a force's list may hold parent areas and twins, which overlap."),
            tr("'shape' says where an outline crossed itself and was made valid."),
        ],
        rights=[attribution(), caveat()],
        parameters=parameters,
        command=command,
        of_the_service=True,
        meanings={"code": tr("Id of the neighbourhood, as its force writes it"), "name": tr("Its name")},
    )


def _style(layer: QgsMapLayer) -> None:
    """Outlines only, so that what lies under them is seen."""
    if isinstance(layer, QgsVectorLayer):
        layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(_OUTLINE)))
