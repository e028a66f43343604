# SPDX-License-Identifier: GPL-2.0-or-later
"""A result as a layer that explains itself: style and metadata, also in the file it was written to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Optional

from qgis.core import (
    QgsAbstractMetadataBase,
    QgsBox3d,
    QgsCoordinateTransformContext,
    QgsDateTimeRange,
    QgsLayerMetadata,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProviderRegistry,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from offline_cache.model import Month

from ...layers.chosen import group_of
from ...layers.metadata import LICENCE, SERVICE
from ...layers.project import grid_context
from ...layers.request import CountedFrom, note_counted
from ...layers.results import move_result, name_legend, note_result
from ..asking.field_meanings import field_meanings
from .staging import Staging, load_from

STYLES = Path(__file__).resolve().parents[2] / "resources" / "styles"

# QGIS keeps a pointer only, and the copy of the algorithm that ran is gone by then.
_WAITING: set[Dresser] = set()


@dataclass(frozen=True)
class Explained:
    """What a result layer says of itself: finding, what it rests on, whose data, how to run it again.

    `meanings` are those of fields that `field_meanings` does not know. `counted` leads from a feature's number back to
    the published rows, where it is of a cache; `rows` is the command that lists those of the whole selection.
    `beside` is the selection to whose layers it belongs, where nothing leads back from its features. `compared` are the
    months counted where those are not all from the first to the last.
    """

    name: str
    finding: Sequence[str]
    basis: Sequence[str]
    rights: Sequence[str]
    parameters: Sequence[str]
    command: str
    of_the_service: bool
    months: Optional[tuple[Month, Month]] = None
    counted: Optional[CountedFrom] = None
    rows: str = ""
    beside: Optional[CountedFrom] = None
    meanings: Mapping[str, str] = field(default_factory=dict)
    compared: tuple[Month, ...] = ()

    def metadata(self, layer: QgsMapLayer) -> QgsLayerMetadata:
        """The same as metadata of a layer; QGIS shows it as HTML, so that what could be markup is none."""
        metadata = QgsLayerMetadata()
        metadata.setTitle(unmarked(self.name))
        metadata.setAbstract(unmarked("\n".join([*self.finding, *self.basis, *_meanings(layer, self.meanings)])))
        metadata.setRights([unmarked(line) for line in self.rights])
        metadata.setLanguage("eng")
        metadata.setType("dataset")
        metadata.setHistory([unmarked(line) for line in (*self.parameters, self.command)])
        metadata.setCrs(layer.crs())
        metadata.setExtent(self._extent(layer))
        if self.of_the_service:
            metadata.setLicenses([LICENCE])
            metadata.setLinks([QgsAbstractMetadataBase.Link("data.police.uk", "WWW:LINK", SERVICE)])
        return metadata

    def _extent(self, layer: QgsMapLayer) -> QgsLayerMetadata.Extent:
        """Where the layer lies, and its months."""
        spatial = QgsLayerMetadata.SpatialExtent()
        box = layer.extent()
        spatial.bounds = QgsBox3d(box.xMinimum(), box.yMinimum(), 0, box.xMaximum(), box.yMaximum(), 0)
        spatial.extentCrs = layer.crs()
        extent = QgsLayerMetadata.Extent()
        extent.setSpatialExtents([spatial])
        if self.months is not None:
            first, after = self.months[0], self.months[1].next()
            begin, end = QDate(first.year, first.month, 1), QDate(after.year, after.month, 1).addDays(-1)
            span = QgsDateTimeRange(QDateTime(begin, QTime(0, 0)), QDateTime(end, QTime(23, 59, 59)))
            extent.setTemporalExtents([span])
        return extent


def _meanings(layer: QgsMapLayer, more: Mapping[str, str]) -> list[str]:
    """What the fields mean, which not every version of QGIS keeps with the fields themselves."""
    if not isinstance(layer, QgsVectorLayer):
        return []
    known = {**field_meanings(), **more}
    return [f"{name}: {known[name]}." for name in layer.fields().names() if name in known]


def unmarked(text: str) -> str:
    """A text in which nothing is taken for HTML; as plain text it reads the same."""
    return text.replace("<", "\u2039").replace(">", "\u203a")


Styling = Callable[[QgsMapLayer], None]


def styled_by(name: str) -> Styling:
    """Give a layer the style `name` of the resources."""

    def style(layer: QgsMapLayer) -> None:
        layer.loadNamedStyle(str(STYLES / f"{name}.qml"))

    return style


def unstyled(layer: QgsMapLayer) -> None:
    """A table has no style."""


def dress(layer: QgsMapLayer, explained: Explained, style: Styling) -> None:
    """Give an opened layer its style and metadata."""
    style(layer)
    layer.setMetadata(explained.metadata(layer))
    note_result(layer)
    if explained.counted is not None:
        note_counted(layer, explained.counted)


def dress_file(layer: QgsMapLayer, explained: Explained, style: Styling) -> None:
    """Keep style and metadata in a GeoPackage, beside a raster: the file explains itself where it is opened next."""
    dress(layer, explained, style)
    if isinstance(layer, QgsVectorLayer):
        QgsProviderRegistry.instance().saveLayerMetadata("ogr", layer.source(), layer.metadata())
        name = "saveStyleToDatabaseV2" if hasattr(layer, "saveStyleToDatabaseV2") else "saveStyleToDatabase"
        getattr(layer, name)(explained.name[:30], "", True, "")
    else:
        layer.saveDefaultMetadata()
        layer.saveDefaultStyle()


def dress_when_loaded(destination: str, context: QgsProcessingContext, explained: Explained, style: Styling) -> None:
    """Have the layer dressed in the main thread when it is loaded, where it will be."""
    if not context.willLoadLayerOnCompletion(destination):
        return
    details = context.layerToLoadOnCompletionDetails(destination)
    details.name = explained.name
    details.forceName = True
    of = explained.counted or explained.beside
    dresser = Dresser(explained, style, group_of(of.cache, of.selection) if of is not None else "")
    _WAITING.add(dresser)
    details.setPostProcessor(dresser)


class Dresser(QgsProcessingLayerPostProcessorInterface):
    """Dresses a loaded layer and puts it into its group, in the main thread after the algorithm or the whole model."""

    def __init__(self, explained: Explained, style: Styling, group: str = "") -> None:
        super().__init__()
        self._explained = explained
        self._style = style
        self._group = group

    def postProcessLayer(  # noqa: N802 - Qt's name
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Dress the layer."""
        dress(layer, self._explained, self._style)
        project = context.project()
        if project is not None and self._group:
            move_result(project, layer, self._group)
        node = project.layerTreeRoot().findLayer(layer.id()) if project is not None else None
        if node is not None:
            name_legend(node)
            layer.legendChanged.emit()
        layer.triggerRepaint()
        _WAITING.discard(self)


def hand_over(
    staged: str, explained: Explained, style: Styling, staging: Staging, context: QgsProcessingContext
) -> str:
    """Have a layer that was written beside where it goes dressed, and loaded from there; gives where it will be."""
    destination = staging.final(staged)
    load_from(destination, staged, context)
    dress_when_loaded(destination, context, explained, style)
    dress_geopackage(staged, explained, style)
    return destination


def dress_geopackage(destination: str, explained: Explained, style: Styling) -> None:
    """Keep style and metadata in the GeoPackage that a sink wrote; nothing for what is no such file.

    Asking the algorithm for its output again would have it loaded twice.
    """
    layer = opened_file(destination)
    if layer is not None:
        dress_file(layer, explained, style)


def opened_file(destination: str) -> Optional[QgsVectorLayer]:
    """The GeoPackage that a sink wrote, as a layer; None for what is no such file."""
    path, _, rest = destination.partition("|")
    if not path.lower().endswith(".gpkg"):
        return None
    # A sink names the layer after the file; metadata is kept under that name only.
    # With an operation for degrees: QGIS places each layer on the globe, and would warn in its window where the best
    # grid is not installed.
    options = QgsVectorLayer.LayerOptions(grid_context(QgsCoordinateTransformContext()))
    layer = QgsVectorLayer(f"{path}|{rest or 'layername=' + Path(path).stem}", "result", "ogr", options)
    return layer if layer.isValid() else None
