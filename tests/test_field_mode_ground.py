# SPDX-License-Identifier: GPL-2.0-or-later
"""What an officer sees of the area of a pack: all of it, and that a sample is one."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

from offline_cache.field_pack import names
from policeuk_plugin.field.contents import MY_AREA
from policeuk_plugin.ui.field.field_window import FieldWindow
from tests.field_window import _field, _pack, said  # noqa: F401 - fixtures
from tests.plugin_window import turn_until


def outline(field: FieldWindow, pack: Path) -> QgsRectangle:
    """Give where the outline of the pack lies, in the coordinates of the map."""
    layer = QgsVectorLayer(f"{pack / names.TWIN}|layername={MY_AREA}", "outline", "ogr")
    ground = QgsGeometry.fromRect(layer.extent())
    there: QgsCoordinateReferenceSystem = field.map.canvas.mapSettings().destinationCrs()
    ground.transform(QgsCoordinateTransform(layer.crs(), there, QgsProject.instance()))
    return ground.boundingBox()


def test_the_whole_outline_is_on_the_map_at_first_and_whenever_it_is_asked_for(field: FieldWindow, pack: Path) -> None:
    box = outline(field, pack)
    assert not box.isEmpty()
    assert field.map.canvas.extent().contains(box)
    field.map.canvas.zoomByFactor(0.2)
    assert not field.map.canvas.extent().contains(box)
    field.map.home_button.click()
    assert field.map.canvas.extent().contains(box)


def test_head_and_my_area_say_that_the_sample_is_invented(field: FieldWindow) -> None:
    assert said(field, "policeukFieldInvented") == "Invented sample: no real place, no real crime."
    for key in field.screens:  # whatever is on the screen
        field.show_screen(key)
        assert field.head.invented.isVisible()
    field.show_screen("area")
    turn_until(lambda: "crimes on" in said(field, "policeukFieldSentence"))
    assert said(field, "policeukFieldSentence").startswith("Invented sample: no real place, no real crime.\n")
