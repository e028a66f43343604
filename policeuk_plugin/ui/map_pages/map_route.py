# SPDX-License-Identifier: GPL-2.0-or-later
"""The question of the page Map about a route: which line, and how far to its sides."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsMapLayerProxyModel, QgsVectorLayer, QgsWkbTypes
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QCheckBox, QDoubleSpinBox, QFormLayout, QWidget

from offline_cache.errors import CacheError

from ...layers.project import selection_group
from ...layers.results import hide_points, replace_same
from ...processing.asking import analysis_parameters as names
from ...settings import as_number
from ...text import many, number, tr
from ..answer_label import sentences_of
from ..desk import Desk
from ..ground import lines_text
from ..history import Entry
from ..live import Live
from ..result_files import free_file
from ..running import Outcome
from ..sentences import switched_off
from .map_question import MapQuestion, narrow

_BUFFER, _ROUTE_TEXT = "BUFFER", "ROUTE_TEXT"
_LEAST, _MOST, _USUAL = 10.0, 5_000.0, 50.0
"""Metres of the buffer."""
_SAID = slice(1, 3)
"""Sentences of the finding that are shown: the number, and those at half and twice the width."""
_POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry


class MapRoute(MapQuestion):
    """Fills in `policeuk:crimealongroute`."""

    key = "route"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._watched: Optional[QgsVectorLayer] = None
        self._given: dict[str, Any] = {}
        self.layer = QgsMapLayerComboBox(self)
        narrow(self.layer, "policeukRouteLayer")
        self.layer.setFilters(QgsMapLayerProxyModel.Filter.LineLayer)
        self.layer.setToolTip(tr("A layer of lines of this project: all of it is the route, or what is selected"))
        self.selected = QCheckBox(self)
        self.selected.setObjectName("policeukRouteSelected")
        self.buffer = QDoubleSpinBox(self)
        self.buffer.setObjectName("policeukRouteBuffer")
        self.buffer.setDecimals(0)
        self.buffer.setRange(_LEAST, _MOST)
        self.buffer.setSingleStep(10)
        self.buffer.setSuffix(tr(" m"))
        self.buffer.setValue(_USUAL)
        self.buffer.setToolTip(tr("Metres to either side. Under 50 m says little: crimes are moved to snap points"))
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Line layer"), self.layer)
        form.addRow("", self.selected)
        form.addRow(tr("Within"), self.buffer)
        self.layer.layerChanged.connect(self._watch)
        self.selected.toggled.connect(lambda _: self._chosen())
        self._watch()

    def title(self) -> str:
        """The question in the list of questions."""
        return tr("Crime along a route")

    def purpose(self) -> str:
        """What it gives, in a sentence."""
        return tr("Crimes on snap points near a line, by month and type, with a page to print")

    def algorithm(self) -> str:
        """The id of its algorithm."""
        return "policeuk:crimealongroute"

    def parameters(self) -> dict[str, Any]:
        """The route, and files for the result that nothing overwrites."""
        points = free_file("route", "gpkg")
        return {
            **self._route(),
            _BUFFER: self.buffer.value(),
            names.OUTPUT: str(points),
            names.BUFFER_AREA: str(points.with_name(f"{points.stem}-buffer.gpkg")),
            names.REPORT: str(points.with_suffix(".html")),
        }

    def state(self) -> dict[str, Any]:
        """The layer by its place and the distance."""
        layer = self.layer.currentLayer()
        return {
            "route_layer": _text(layer) if layer is not None else "",
            "route_selected": self.selected.isChecked(),
            "route_buffer": self.buffer.value(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Set them again; a layer that is not in the project any more is passed over."""
        for at in range(self.layer.count()):
            layer = self.layer.layer(at)
            if layer is not None and state.get("route_layer") == _text(layer):
                self.layer.setLayer(layer)
        metres = as_number(state.get("route_buffer"))
        if metres is not None:
            self.buffer.setValue(metres)
        if isinstance(state.get("route_selected"), bool):
            self.selected.setChecked(state["route_selected"])

    def repeat(self, entry: Entry) -> None:
        """The line that was the route then, whatever is selected now."""
        self._given = {name: entry.parameters[name] for name in (names.ROUTE, _ROUTE_TEXT) if name in entry.parameters}

    def fault(self) -> str:
        """There has to be a line."""
        if self.layer.currentLayer() is None and not self._given:
            return tr(
                "There is no layer of lines in the project. Add one, or draw the route: Layer > Create Layer > New "
                "Temporary Scratch Layer, of lines."
            )
        return ""

    def cost(self, live: Live) -> str:
        """What will be read, and how long it may take."""
        crimes = many(live.crimes, tr("crime"), tr("crimes"))
        return tr("Reads {crimes}; takes seconds. It cannot tell the sides of a street apart.").format(crimes=crimes)

    def succeeded(self, outcome: Outcome, live: Live) -> tuple[str, str, str]:
        """Points and buffer under the points of the selection, which are switched off to read them."""
        project, metres = self.desk.around.project, outcome.parameters[_BUFFER]
        for layer in outcome.layers:
            polygons = isinstance(layer, QgsVectorLayer) and layer.geometryType() == _POLYGON
            words = tr("Buffer of {metres:.0f} m") if polygons else tr("Along the route, within {metres:.0f} m")
            layer.setName(words.format(metres=metres))
            replace_same(project, layer, f"{outcome.algorithm} {polygons}", outcome.parameters)
        hidden = hide_points(selection_group(project, live.group))
        after = tr("Next: open the page for months and types, or point at a snap point with View > Show Map Tips.")
        sentence = " ".join(sentences_of(str(outcome.results.get("SENTENCE") or ""))[_SAID])
        return tr("Along a route, {title}").format(title=live.title), sentence, " ".join([*switched_off(hidden), after])

    def shut_down(self) -> None:
        """Hear no more of the layer."""
        self._unwatch()

    def _route(self) -> dict[str, Any]:
        """A layer in a file by its place; what is selected, or stands in no file, as text that can be run again."""
        given, self._given = self._given, {}
        if given:
            return given
        layer = self.layer.currentLayer()
        if layer is None:
            raise CacheError(self.fault())
        if self.selected.isEnabled() and self.selected.isChecked():
            return {_ROUTE_TEXT: lines_text(layer, True, self.desk.around.project)}
        if layer.providerType() == "ogr" and not layer.isEditable():
            return {names.ROUTE: layer.source()}
        try:
            return {_ROUTE_TEXT: lines_text(layer, False, self.desk.around.project)}
        except CacheError:
            return {names.ROUTE: layer.id()}  # too long for a text; what is wrong with it the algorithm says

    def _watch(self, *_: object) -> None:
        self._unwatch()
        layer = self.layer.currentLayer()
        if isinstance(layer, QgsVectorLayer):
            self._watched = layer
            layer.selectionChanged.connect(self._show_selected)
        self._show_selected()

    def _unwatch(self) -> None:
        layer, self._watched = self._watched, None
        if layer is not None and not sip.isdeleted(layer):
            layer.selectionChanged.disconnect(self._show_selected)

    def _show_selected(self, *_: object) -> None:
        """Lines that are selected are meant, until the box is unticked."""
        count = self._watched.selectedFeatureCount() if self._watched is not None else 0
        if bool(count) != self.selected.isEnabled():
            self.selected.setChecked(bool(count))
        self.selected.setEnabled(bool(count))
        self.selected.setText(
            tr("Selected lines only ({n})").format(n=number(count)) if count else tr("Selected lines only")
        )
        self.selected.setToolTip("" if count else tr("No line of the layer is selected: select some on the map first"))
        self._chosen()

    def _chosen(self) -> None:
        """A route was chosen, in place of one that was to be run again."""
        self._given = {}
        self.changed.emit()


def _text(layer: QgsVectorLayer) -> str:
    """A layer as it can be found again: its file where it has one, else its id in the project."""
    return str(layer.source() if layer.providerType() == "ogr" else layer.id())
