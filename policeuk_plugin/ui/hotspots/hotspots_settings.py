# SPDX-License-Identifier: GPL-2.0-or-later
"""The settings of the page Hotspots behind "More settings": fields by name, shown where the question needs them."""

from __future__ import annotations

from collections.abc import Collection

from qgis.core import QgsMapLayer, QgsMapLayerProxyModel
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ...processing.asking.analysis_parameters import (
    CSP,
    DEFAULT_CELL,
    DEFAULT_RADIUS,
    DISTRICT,
    HEXAGON,
    LAYER,
    LSOA,
    SNAP_POINT,
    SQUARE,
    WARD,
)
from ...text import tr

_SMALLEST, _LARGEST = 10.0, 20_000.0
RISK_RADIUS = 1000.0
"""Metres."""
Choices = tuple[tuple[str, str], ...]


class HotspotsSettings(QWidget):
    """Fields with their defaults; `changed` tells that one is another."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukHotspotsSettings")
        self.units = self._choice("policeukUnits", unit_choices(()))
        self.unit_layer = self._layer_box("policeukUnitLayer")
        self.cell = self._metres("policeukCellSize", DEFAULT_CELL)
        self.bandwidth = self._metres("policeukBandwidth", DEFAULT_RADIUS)
        self.radius = self._metres("policeukRiskBandwidth", RISK_RADIUS)
        self.top = self._number("policeukTop", 5, (0.1, 50.0), 1)
        self.share = self._number("policeukShare", 80, (1.0, 100.0), 0)
        self.alpha = self._number("policeukAlpha", 0.05, (0.001, 0.5), 3)
        self.alpha.setSingleStep(0.01)
        for box in (self.top, self.share):
            box.setSuffix("%")
        self.direction = self._choice("policeukDirection", direction_choices())
        self.exposure = self._choice("policeukExposure", exposure_choices())
        self.window_kind = self._choice("policeukWindow", window_choices())
        self.against = self._choice("policeukAgainst", against_choices())
        self.by_type = self._choice("policeukByType", type_choices())
        self.ground = self._choice("policeukGround", tuple((n, tr("{n}% of the ground").format(n=n)) for n in "125"))
        self.ground.setCurrentIndex(1)
        self.study = self._layer_box("policeukStudyArea", tr("As known of the area"))
        self.title = self._line("policeukReportTitle", tr("The selection in words"))
        self.author = self._line("policeukReportAuthor", tr("Name, unit or force"))
        self.marking = self._line("policeukReportMarking", tr("Such as OFFICIAL"))
        self._lay_out()

    def _lay_out(self) -> None:
        """A row for each field; those that are hidden leave no gap, as they would in a form layout."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 0, 0)
        layout.setSpacing(3)
        self.fields: dict[str, QWidget] = {}
        self._rows: dict[str, QWidget] = {}
        labels = []
        for name, title, widget, tip in (
            *self._of_report(),
            ("units", tr("Units"), self.units, tr("What crimes are counted in")),
            ("unit_layer", tr("Layer of units"), self.unit_layer, tr("Polygons to count in")),
            *self._numbers(),
            *self._choices(),
            ("study", tr("Study area"), self.study, tr("Empty: the outlines of the area, or the ground known")),
        ):
            widget.setToolTip(tip)
            widget.setAccessibleName(title)
            row, label = QWidget(self), QLabel(title, self)
            label.setBuddy(widget)
            beside = QHBoxLayout(row)
            beside.setContentsMargins(0, 0, 0, 0)
            beside.addWidget(label)
            beside.addWidget(widget, 1)
            layout.addWidget(row)
            self.fields[name], self._rows[name] = widget, row
            labels.append(label)
        for label in labels:
            label.setFixedWidth(max(one.sizeHint().width() for one in labels))

    def _of_report(self) -> tuple[tuple[str, str, QWidget, str], ...]:
        return (
            ("title", tr("Title"), self.title, tr("What stands at the top of the report")),
            ("author", tr("Made by"), self.author, tr("Stands beside the date of the report")),
            ("marking", tr("Marking"), self.marking, tr("Stands at the top and on every page of the PDF")),
        )

    def _numbers(self) -> tuple[tuple[str, str, QWidget, str], ...]:
        finer = tr("Finer than 250 m says little: crimes are moved to snap points")
        radius = tr("Radius within which a crime counts; under 500 m shows snap points")
        wider = tr(
            "Radius within which a crime counts; it decides the picture. The page has what three rules would choose"
        )
        alarms = tr("The share of called units that may be wrong: 0.05 is 1 in 20")
        return (
            ("cell", tr("Cell size"), self.cell, finer),
            ("bandwidth", tr("Bandwidth"), self.bandwidth, radius),
            ("radius", tr("Bandwidth"), self.radius, wider),
            ("top", tr("Top"), self.top, tr("How many of the units are the top of a month: 1, 2 or 5% as a rule")),
            ("share", tr("Share of crimes"), self.share, tr("The layer shows the fewest units that hold this share")),
            ("alpha", tr("False alarms"), self.alpha, alarms),
        )

    def _choices(self) -> tuple[tuple[str, str, QWidget, str], ...]:
        exposed = tr("What crimes are expected in proportion to; the toolbox has other crime types, too")
        against = tr("Did a unit change at all, or other than the area as a whole?")
        decided = tr("On how much of the ground it is decided; the table has 1, 2 and 5%")
        return (
            ("direction", tr("Look for"), self.direction, tr("Neighbourhoods with more crimes, or quiet ones")),
            ("exposure", tr("Expected by"), self.exposure, exposed),
            ("window", tr("Neighbours"), self.window_kind, tr("What a unit is judged together with")),
            ("against", tr("Held against"), self.against, against),
            ("by_type", tr("Types"), self.by_type, tr("More tests, so that each has to be surer")),
            ("ground", tr("Decided on"), self.ground, decided),
        )

    def show_only(self, names: Collection[str]) -> None:
        """Show what a question needs and its units mean; the study area always."""
        units = self.units.currentData()
        for name in self.fields:
            shown = name in names or name == "study"
            if name == "unit_layer":
                shown = shown and units == LAYER
            if name == "cell" and "units" in names:
                shown = shown and units in (SQUARE, HEXAGON)
            self._rows[name].setVisible(shown)
            self.fields[name].setVisible(shown)

    def offer_units(self, more: Collection[str], chosen: str) -> None:
        """The units that a question takes, `more` beside those of all; this one chosen where it is among them."""
        self.units.blockSignals(True)
        self.units.clear()
        for value, text in unit_choices(more):
            self.units.addItem(text, value)
        self.units.setCurrentIndex(max(self.units.findData(chosen), 0))
        self.units.blockSignals(False)

    def set_cell(self, metres: float) -> None:
        """Another cell size; tells nobody."""
        self.cell.blockSignals(True)
        self.cell.setValue(metres)
        self.cell.blockSignals(False)

    def _choice(self, name: str, choices: Choices) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        for value, text in choices:
            box.addItem(text, value)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.currentIndexChanged.connect(self._tell)
        return box

    def _number(self, name: str, value: float, within: tuple[float, float], decimals: int) -> QDoubleSpinBox:
        box = QDoubleSpinBox(self)
        box.setObjectName(name)
        box.setDecimals(decimals)
        box.setRange(*within)
        box.setValue(value)
        box.valueChanged.connect(self._tell)
        return box

    def _metres(self, name: str, value: float) -> QDoubleSpinBox:
        box = self._number(name, value, (_SMALLEST, _LARGEST), 0)
        box.setSingleStep(50)
        box.setSuffix(tr(" m"))
        return box

    def _line(self, name: str, placeholder: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setPlaceholderText(placeholder)
        line.setMaxLength(200)
        line.textChanged.connect(self._tell)
        return line

    def _layer_box(self, name: str, empty: str = "") -> QgsMapLayerComboBox:
        box = QgsMapLayerComboBox(self)
        box.setObjectName(name)
        box.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        if empty:
            box.setAllowEmptyLayer(True, empty)
            box.setLayer(None)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(10)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.layerChanged.connect(self._tell)
        return box

    def _tell(self, *_: object) -> None:
        self.changed.emit()


def layer_text(layer: QgsMapLayer) -> str:
    """A layer as a parameter: its file where it has one, else its id in the project."""
    return str(layer.source() if layer.providerType() == "ogr" else layer.id())


def choose_layer(box: QgsMapLayerComboBox, text: str) -> None:
    """Choose a layer of the project by such a text; none where it is not there."""
    for at in range(box.count()):
        layer = box.layer(at)
        if layer is not None and text in (layer.source(), layer.id()):
            box.setLayer(layer)
            return
    if not text:
        box.setLayer(None)


def unit_choices(more: Collection[str]) -> Choices:
    """UNITS and how they are called; those that not all questions take where they are among `more`."""
    areas = (
        (SQUARE, tr("Squares")),
        (HEXAGON, tr("Hexagons")),
        (LSOA, tr("LSOAs")),
        (WARD, tr("Wards")),
        (DISTRICT, tr("Districts")),
        (CSP, tr("CSPs")),
        (LAYER, tr("Polygons of a layer")),
        (SNAP_POINT, tr("Snap points")),
    )
    return tuple((value, text) for value, text in areas if value in (SQUARE, HEXAGON, LSOA, LAYER, *more))


def direction_choices() -> Choices:
    """DIRECTION."""
    return (("hot", tr("Clusters")), ("cold", tr("Quiet areas")), ("both", tr("Both")))


def exposure_choices() -> Choices:
    """EXPOSURE, without what needs a list of crime types."""
    return (
        ("none", tr("Nothing but the map")),
        ("residents", tr("Residents")),
        ("households", tr("Households")),
        ("area", tr("Ground")),
    )


def window_choices() -> Choices:
    """WINDOW with the defaults of distance and number."""
    return (("queen", tr("Those that touch")), ("distance", tr("Within 500 m")), ("nearest", tr("The 8 nearest")))


def against_choices() -> Choices:
    """AGAINST."""
    return (("no change", tr("No change")), ("change of the area", tr("Change of the area")))


def type_choices() -> Choices:
    """BY_TYPE."""
    return (("false", tr("All together")), ("true", tr("Each by itself, too")))
