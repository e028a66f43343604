# SPDX-License-Identifier: GPL-2.0-or-later
"""Swatches of legends on paper: as the page draws them, and leaning as the map does."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from pathlib import Path

import pytest
from qgis.core import QgsLinePatternFillSymbolLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from policeuk_plugin.processing.doubt import snap_page
from policeuk_plugin.processing.through_time import emerging_page
from policeuk_plugin.reports.paper_swatch import Stripes, draw_swatch, stripes_of

STYLES = Path(__file__).resolve().parent.parent / "policeuk_plugin" / "resources" / "styles"
WIDE, HIGH = 200, 120


def drawn(background: str) -> QImage:
    """Give a swatch of 200 x 120 dots."""
    image = QImage(WIDE, HIGH, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    draw_swatch(painter, background, QRectF(0, 0, WIDE, HIGH))
    painter.end()
    return image


def dark(image: QImage, x: int, y: int) -> bool:
    """Tell whether a dot is of a line."""
    return bool(QColor(image.pixel(x, y)).lightness() < 128)


@pytest.mark.parametrize("angle", [0, 45, 90, 135])
def test_lines_run_as_css_has_them(angle: int) -> None:
    image = drawn(f"repeating-linear-gradient({angle}deg,#000000 0 1mm,#ffffff 1mm 3mm)")
    step = {0: (1, 0), 90: (0, 1), 45: (1, 1), 135: (1, -1)}[angle]
    inside = [(x, y) for x in range(60, 140) for y in range(40, 80)]
    along = sum(dark(image, x, y) == dark(image, x + 9 * step[0], y + 9 * step[1]) for x, y in inside)
    assert along > 0.93 * len(inside), "the same along the line"
    lines = sum(dark(image, x, y) for x, y in inside)
    assert 0.15 * len(inside) < lines < 0.6 * len(inside), "a third of it is line"


def test_the_thinner_part_is_the_line_whichever_comes_first() -> None:
    thin = Stripes(0, "#6e6e6e", "#d1d1d1", 0.2, 1.1)
    (last,) = stripes_of("repeating-linear-gradient(0deg,#d1d1d1 0 0.9mm,#6e6e6e 0.9mm 1.1mm)")
    assert (last.angle, last.line, last.ground, last.apart) == (thin.angle, thin.line, thin.ground, thin.apart)
    assert last.width == pytest.approx(thin.width)
    upper = "repeating-linear-gradient(45deg,#ffffff 0 0.2mm,transparent 0.2mm 0.9mm)"
    lower = "repeating-linear-gradient(135deg,#ffffff 0 0.2mm,#bdbdbd 0.2mm 0.9mm)"
    assert [one.ground for one in stripes_of(f"{upper},{lower}")] == ["#bdbdbd", ""], "what lies below comes first"
    assert stripes_of("#d7301f") == []
    assert QColor(drawn("#d7301f").pixel(100, 60)) == QColor("#d7301f")


@pytest.mark.parametrize(
    ("style", "colours"), [("emerging", emerging_page.COLOURS), ("snapuncertainty", snap_page.COLOURS)]
)
def test_swatches_of_the_page_lean_as_the_style_of_the_layer(style: str, colours: Mapping[Enum, str]) -> None:
    layer = QgsVectorLayer("Polygon?field=class", "e", "memory")
    layer.loadNamedStyle(str(STYLES / f"{style}.qml"))
    leaning = {}
    for category in layer.renderer().categories():
        lines = [one for one in category.symbol().symbolLayers() if isinstance(one, QgsLinePatternFillSymbolLayer)]
        leaning.update({category.value(): int(one.lineAngle()) for one in lines})
    swatches = {kind.value: stripes_of(background) for kind, background in colours.items()}
    assert {name: (180 - one[0].angle) % 180 for name, one in swatches.items() if one} == leaning
    assert len(set(leaning.values())) > 1
