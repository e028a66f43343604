# SPDX-License-Identifier: GPL-2.0-or-later
"""The widgets of the page Hotspots: the question first, its settings behind "More settings"."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsMapLayerProxyModel
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..processing.analysis_parameters import DEFAULT_CELL, DEFAULT_RADIUS, HEXAGON, LAYER, LSOA, SQUARE
from ..text import tr

_SMALLEST, _LARGEST = 10.0, 20_000.0


class HotspotsForm(QWidget):
    """Shows and gives values; knows nothing of algorithms. `changed` tells that a value is another."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukHotspotsForm")
        self._inside = tr("inside the outlines of the area")
        self.clusters = self._question("policeukAskClusters", tr("Where do crimes cluster?"))
        self.density = self._question("policeukAskDensity", tr("How dense are they?"))
        self.clusters.setToolTip(tr("Finds where crimes are more than chance would put there"))
        self.density.setToolTip(tr("Draws crimes per km²: a picture, no test"))
        self.clusters.setChecked(True)
        self.method = QLabel(self)
        self.method.setObjectName("policeukHotspotsMethod")
        self.method.setWordWrap(True)
        self.method.setTextFormat(Qt.TextFormat.PlainText)
        self.more = QToolButton(self)
        self.more.setObjectName("policeukHotspotsMore")
        self.more.setText(tr("More sett&ings"))
        self.more.setCheckable(True)
        self.more.setAutoRaise(True)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setArrowType(Qt.ArrowType.RightArrow)
        self.settings = self._settings()
        self.settings.setVisible(False)
        self.more.toggled.connect(self._show_more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for widget in (self.clusters, self.density, self.method, self.more, self.settings):
            layout.addWidget(widget)
        self._adapt()

    def _settings(self) -> QWidget:
        box = QWidget(self)
        box.setObjectName("policeukHotspotsSettings")
        self.units = QComboBox(box)
        self.units.setObjectName("policeukUnits")
        for value, text in (
            (SQUARE, tr("Squares")),
            (HEXAGON, tr("Hexagons")),
            (LSOA, tr("LSOAs")),
            (LAYER, tr("Polygons of a layer")),
        ):
            self.units.addItem(text, value)
        self.units.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.units.currentIndexChanged.connect(self._adapt)
        self.unit_layer = self._layer_box("policeukUnitLayer", box, empty=False)
        self.cell = self._metres("policeukCellSize", DEFAULT_CELL, box)
        self.bandwidth = self._metres("policeukBandwidth", DEFAULT_RADIUS, box)
        self.alpha = QDoubleSpinBox(box)
        self.alpha.setObjectName("policeukAlpha")
        self.alpha.setDecimals(3)
        self.alpha.setRange(0.001, 0.5)
        self.alpha.setSingleStep(0.01)
        self.alpha.setValue(0.05)
        self.alpha.valueChanged.connect(self._adapt)
        self.study = self._layer_box("policeukStudyArea", box, empty=True)
        self.form = QFormLayout(box)
        self.form.setContentsMargins(12, 0, 0, 0)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, widget, tip in (
            (tr("Units"), self.units, tr("What crimes are counted in")),
            (tr("Layer of units"), self.unit_layer, tr("Polygons to count in")),
            (tr("Cell size"), self.cell, tr("Finer than 250 m says little: crimes are moved to snap points")),
            (tr("Bandwidth"), self.bandwidth, tr("Radius within which a crime counts; under 500 m shows snap points")),
            (tr("False alarms"), self.alpha, tr("The share of called clusters that may be wrong: 0.05 is 1 in 20")),
            (
                tr("Study area"),
                self.study,
                tr("Empty: the outlines of the area, or the ground known where none are held"),
            ),
        ):
            widget.setToolTip(tip)
            widget.setAccessibleName(title)
            self.form.addRow(title, widget)
        return box

    def layer_text(self, layer: QgsMapLayer) -> str:
        """A layer as a parameter: its file where it has one, else its id in the project."""
        return str(layer.source() if layer.providerType() == "ogr" else layer.id())

    def choose_layer(self, box: QgsMapLayerComboBox, text: str) -> None:
        """Choose a layer of the project by such a text; none where it is not there."""
        for at in range(box.count()):
            layer = box.layer(at)
            if layer is not None and text in (layer.source(), layer.id()):
                box.setLayer(layer)
                return
        if not text:
            box.setLayer(None)

    def show_ground(self, inside: str) -> None:
        """Say inside of what crimes are counted where no study area is chosen."""
        if inside != self._inside:
            self._inside = inside
            self.method.setText(self.words())

    def words(self) -> str:
        """The settings in a sentence, so that nobody has to open them."""
        where = self.study.currentLayer()
        inside = tr("inside the layer {name}").format(name=where.name()) if where else self._inside
        if self.density.isChecked():
            text = tr("Crimes per km² within {radius:.0f} m of each {cell:.0f} m cell, {inside}.")
            return text.format(radius=self.bandwidth.value(), cell=self.cell.value(), inside=inside)
        text = tr("Counts in {units}, {inside}. Of those called a cluster, {share} are expected to be chance.")
        return text.format(units=self._units(), inside=inside, share=_share(self.alpha.value()))

    def layer_name(self) -> str:
        """What the result is called among the layers of its selection: what was chosen here."""
        if self.density.isChecked():
            return tr("Density, within {radius:.0f} m").format(radius=self.bandwidth.value())
        return tr("Clusters, {units}").format(units=self._units())

    def _units(self) -> str:
        layer = self.unit_layer.currentLayer()
        return {
            SQUARE: tr("squares of {cell:.0f} m"),
            HEXAGON: tr("hexagons of {cell:.0f} m"),
            LSOA: tr("LSOAs"),
            LAYER: tr("the polygons of {layer}"),
        }[self.units.currentData()].format(cell=self.cell.value(), layer=layer.name() if layer else tr("a layer"))

    def _question(self, name: str, text: str) -> QRadioButton:
        button = QRadioButton(text, self)
        button.setObjectName(name)
        button.toggled.connect(self._adapt)
        return button

    def _metres(self, name: str, value: float, parent: QWidget) -> QDoubleSpinBox:
        box = QDoubleSpinBox(parent)
        box.setObjectName(name)
        box.setDecimals(0)
        box.setRange(_SMALLEST, _LARGEST)
        box.setSingleStep(50)
        box.setSuffix(tr(" m"))
        box.setValue(value)
        box.valueChanged.connect(self._adapt)
        return box

    def _layer_box(self, name: str, parent: QWidget, empty: bool) -> QgsMapLayerComboBox:
        box = QgsMapLayerComboBox(parent)
        box.setObjectName(name)
        box.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        box.setAllowEmptyLayer(empty)
        if empty:
            box.setLayer(None)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(10)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.layerChanged.connect(self._adapt)
        return box

    def _show_more(self, more: bool) -> None:
        self.more.setArrowType(Qt.ArrowType.DownArrow if more else Qt.ArrowType.RightArrow)
        self.settings.setVisible(more)

    def _adapt(self, *_: object) -> None:
        """Only what the question and the units need is shown."""
        if not hasattr(self, "form"):
            return
        clusters = self.clusters.isChecked()
        units = self.units.currentData()
        shown = {
            self.units: clusters,
            self.unit_layer: clusters and units == LAYER,
            self.cell: not clusters or units in (SQUARE, HEXAGON),
            self.bandwidth: not clusters,
            self.alpha: clusters,
        }
        for widget, visible in shown.items():
            widget.setVisible(visible)
            self.form.labelForField(widget).setVisible(visible)
        self.method.setText(self.words())
        self.changed.emit()


def _share(alpha: float) -> str:
    """A share for reading: 1 in 20, else per cent."""
    of = 1 / alpha
    if abs(of - round(of)) < 0.01:
        return tr("at most 1 in {n}").format(n=round(of))
    return tr("at most {percent:.3g}%").format(percent=100 * alpha)
