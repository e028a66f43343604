# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a note is: the cross in the middle of the map says it, corner by corner for a line or an area."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from offline_cache.field_notes.shapes import Place, Shape, area, line, places_of, point

from ...text import tr
from . import field_style as style
from .field_map import FieldMap
from .field_pins import FieldPins

_LEAST = {Shape.POINT: 1, Shape.LINE: 2, Shape.AREA: 3}


class FieldPlace(QWidget):
    """`changed`: the place is another. `geometry` is WKB in WGS84 degrees, None while corners lack."""

    changed = pyqtSignal()

    def __init__(self, shown: FieldMap, pins: FieldPins, parent: QWidget) -> None:
        super().__init__(parent)
        self._map, self._pins = shown, pins
        self._shape, self._moving, self._kept = Shape.POINT, False, b""
        self._places: list[Place] = []
        self.says = style.label(self, "policeukFieldWhere")
        self.kinds: dict[Shape, QPushButton] = {}
        group = QButtonGroup(self)
        top, low = QHBoxLayout(), QHBoxLayout()
        for shape, text in ((Shape.POINT, tr("Point")), (Shape.LINE, tr("Line")), (Shape.AREA, tr("Area"))):
            made = style.button(self, f"policeukFieldShape{shape.name.capitalize()}", text)
            made.setCheckable(True)
            made.clicked.connect(lambda _=False, kind=shape: self._choose(kind))
            group.addButton(made)
            top.addWidget(made, 1)
            self.kinds[shape] = made
        self.corner_button = style.button(self, "policeukFieldCorner", tr("Add c&orner"), tr("At the cross (Alt+O)"))
        self.back_button = style.button(self, "policeukFieldCornerBack", tr("Take back"))
        self.move_button = style.button(self, "policeukFieldMove", tr("Move the place"))
        self.move_button.setCheckable(True)
        for made in (self.corner_button, self.back_button):
            low.addWidget(made, 1)
        last = QHBoxLayout()
        last.addWidget(self.says, 1)
        last.addWidget(self.move_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addLayout(low)
        layout.addLayout(last)
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(400)
        self._still.timeout.connect(self._moved)
        self.corner_button.clicked.connect(self.add_corner)
        shown.corner_wanted.connect(self.add_corner)
        self.back_button.clicked.connect(self._take_back)
        self.move_button.clicked.connect(self._move)
        shown.canvas.extentsChanged.connect(self._still.start)

    @property
    def shape(self) -> Shape:
        """What is drawn."""
        return self._shape

    @property
    def geometry_of_note(self) -> Optional[bytes]:
        """As it is now."""
        if self._kept:
            return self._kept
        if len(set(self._places)) < _LEAST[self._shape]:
            return None
        if self._shape is Shape.POINT:
            return point(*self._places[0])
        return line(self._places) if self._shape is Shape.LINE else area(self._places)

    def begin(self) -> None:
        """A new note, at the cross."""
        self._kept = b""
        self._places = [self._here()]
        self._shape, self._moving = Shape.POINT, True
        self.kinds[Shape.POINT].setChecked(True)
        self._show(new=True)

    def edit(self, shape: Shape, geometry: bytes) -> None:
        """A note that has its place."""
        self._shape, self._kept, self._moving = shape, geometry, False
        self._places = list(places_of(shape, geometry)[0])
        self.kinds[shape].setChecked(True)
        self._show(new=False)

    def end(self) -> None:
        """The form is closed."""
        self._moving = False
        self._still.stop()
        self._map.cross.hide()
        self._map.draw_corners(False)
        self._pins.draw_nothing()

    def fix(self) -> None:
        """The note is kept with this place: looking elsewhere on the map does not move it any more."""
        if self._shape is Shape.POINT and self._moving:
            self._moving = False
            self._show(new=False)

    def add_corner(self) -> None:
        """At the cross."""
        here = self._here()
        if not self._places or self._places[-1] != here:
            self._places.append(here)
            self._kept = b""
            self._show(new=True)
            self.changed.emit()

    def _here(self) -> Place:
        middle = self._map.middle()
        return (round(middle.x(), 7), round(middle.y(), 7))

    def _choose(self, shape: Shape) -> None:
        """Another kind begins anew: at the cross for a point, without corners else."""
        if shape is self._shape:
            return
        self._shape, self._kept = shape, b""
        self._moving = shape is Shape.POINT
        self._places = [self._here()] if shape is Shape.POINT else []
        self._show(new=True)
        self.changed.emit()

    def _take_back(self) -> None:
        del self._places[-1:]
        self._kept = b""
        self._show(new=True)
        self.changed.emit()

    def _move(self) -> None:
        """From now on the cross is the place, or it stays where it was put."""
        self._moving = self.move_button.isChecked()
        if self._moving:
            self._kept = b""
            self._places = [self._here()]
            self.changed.emit()
        self._show(new=False)

    def _moved(self) -> None:
        """The map stands still again."""
        if self._moving and self._shape is Shape.POINT and self._places != [self._here()]:
            self._places = [self._here()]
            self._kept = b""
            self._pins.draw(self._shape, [])
            self.changed.emit()

    def _show(self, new: bool) -> None:
        """`new`: what it is drawn as may still be chosen."""
        corners = self._shape is not Shape.POINT
        drawing = corners and new
        for made in self.kinds.values():
            made.setVisible(new or self._moving)
        self.corner_button.setVisible(drawing)
        self.back_button.setVisible(drawing)
        self.back_button.setEnabled(bool(self._places))
        self.move_button.setVisible(not new and not corners and not self._moving)
        self.move_button.setChecked(self._moving)
        self._map.cross.setVisible(self._moving or drawing)
        self._map.draw_corners(drawing)
        self._pins.draw(self._shape, [] if self._moving else self._places)
        self.says.setText(self._words(drawing))

    def _words(self, drawing: bool) -> str:
        if drawing:
            lack = _LEAST[self._shape] - len(set(self._places))
            if lack > 0:
                return tr("Move the map so that the cross is on a corner, then add it. Still needed: {n}.").format(
                    n=lack
                )
            return tr("{n} corners. Add more, or write the note.").format(n=len(self._places))
        if self._moving:
            return tr("Move the map until the cross is on the place: the note is where the cross is.")
        return tr("The place stands; the map may be moved.")
