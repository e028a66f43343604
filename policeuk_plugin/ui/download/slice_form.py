# SPDX-License-Identifier: GPL-2.0-or-later
"""Which LSOAs to download: by area or codes, around a postcode, what is drawn, shown or selected on the map."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QEvent, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from offline_cache.errors import CacheError

from ...processing.download.slice_parameters import FARTHEST
from ...text import tr
from ..ground import ground_words
from ..placeholders import show_placeholder
from ..slim import SlimButton
from .slice_search import SliceSearch


class SliceForm(QWidget):
    """`chosen` tells a change; the buttons for the map are the page's to answer, by `set_ground`."""

    chosen = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.extent, self.geometry = "", ""
        self.where = QLineEdit(self)
        self.where.setObjectName("policeukSliceArea")
        self.where.setToolTip(
            tr(
                "Type a name and pick it: CSP, district, ward, police area or LSOA that the cache knows. Or "
                "write csp:, district:, ward: or pfa: with a name or an ONS code; or LSOAs with commas between them."
            )
        )
        self.where.setClearButtonEnabled(True)
        self.search = SliceSearch(self.where, self)
        self.postcode = QLineEdit(self)
        self.postcode.setObjectName("policeukSlicePostcode")
        self.postcode.setAccessibleName(tr("Postcode"))
        self.within = QSpinBox(self)
        self.within.setObjectName("policeukSliceWithin")
        self.within.setRange(50, int(FARTHEST))
        self.within.setSingleStep(250)
        self.within.setSuffix(tr(" m"))
        self.within.setAccessibleName(tr("Within metres of the postcode"))
        self.draw_button = self._button("policeukSliceDraw", "", "")
        self.draw_button.setCheckable(True)
        self.map_button = self._button("policeukSliceMap", tr("Map extent"), tr("The LSOAs that the map shows"))
        self.selected_button = self._button(
            "policeukSliceSelected",
            tr("Selected polygon"),
            tr("The LSOAs that share ground with the selected polygons of the current layer"),
        )
        self._ground = QLabel(self)
        self._ground.setObjectName("policeukSliceGround")
        self._ground.setWordWrap(True)
        self._clear = QToolButton(self)
        self._clear.setObjectName("policeukSliceClear")
        self._clear.setText(tr("Clear"))
        self._clear.setAccessibleName(tr("Forget map extent and polygon"))
        self.every_force = QCheckBox(tr("Read files of all forces"), self)
        self.every_force.setObjectName("policeukSliceEveryForce")
        self.every_force.setToolTip(
            tr(
                "Rows of a place may stand in other forces' files. By itself the force there, its neighbours and "
                "British Transport Police are read; all of them cost several times as much."
            )
        )
        self._lay_out()
        self._hint()
        self.show_drawing(False)
        self.set_ground("", "")
        self.where.textChanged.connect(lambda _: self.chosen.emit())
        self.postcode.textChanged.connect(lambda _: self.chosen.emit())
        self.within.valueChanged.connect(lambda _: self.chosen.emit())
        self.every_force.toggled.connect(lambda _: self.chosen.emit())
        self._clear.clicked.connect(lambda: self.set_ground("", ""))

    def set_ground(self, extent: str, geometry: str) -> None:
        """Take what was pointed at on the map in place of what was before; what cannot be read counts as nothing."""
        changed = (extent, geometry) != (self.extent, self.geometry)
        try:
            words = ground_words(extent, geometry)
        except CacheError:
            words, extent, geometry = "", "", ""
        self.extent, self.geometry = extent, geometry
        self._ground.setText(words)
        self._ground.setVisible(bool(words))
        self._clear.setVisible(bool(words))
        if changed:
            self.chosen.emit()

    def show_drawing(self, drawing: bool) -> None:
        """Say on the button how to draw while one does."""
        self.draw_button.setChecked(drawing)
        self.draw_button.setText(tr("Right click or Enter ends, Esc stops") if drawing else tr("Draw on the map"))
        how = tr("Each click on the map is a corner; Backspace takes the last one back")
        self.draw_button.setToolTip(how if drawing else tr("The LSOAs that share ground with a polygon you draw"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Hints only where one can type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._hint()

    def _hint(self) -> None:
        show_placeholder(self.where, tr("name, csp:Luton, or codes E01…"), self.isEnabled())
        show_placeholder(self.postcode, tr("such as LU1 2AB"), self.isEnabled())

    def _lay_out(self) -> None:
        around = QHBoxLayout()
        around.setSpacing(4)
        around.addWidget(self.postcode, 1)
        around.addWidget(QLabel(tr("within"), self))
        around.addWidget(self.within)
        pointing = QHBoxLayout()
        pointing.setSpacing(4)
        pointing.addWidget(self.map_button, 1)
        pointing.addWidget(self.selected_button, 1)
        ground = QHBoxLayout()
        ground.addWidget(self._ground, 1)
        ground.addWidget(self._clear)
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        area, postcode = QLabel(tr("Area"), self), QLabel(tr("Postcode"), self)
        area.setBuddy(self.where)
        postcode.setBuddy(self.postcode)
        grid.addWidget(area, 0, 0)
        grid.addWidget(self.where, 0, 1)
        grid.addWidget(postcode, 1, 0)
        grid.addLayout(around, 1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(grid)
        layout.addWidget(self.draw_button)
        layout.addLayout(pointing)
        layout.addLayout(ground)
        layout.addWidget(self.every_force)

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = SlimButton(text, self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button
