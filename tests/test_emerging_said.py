# SPDX-License-Identifier: GPL-2.0-or-later
"""Emerging hotspots as they are shown: strips as SVG, style and tips, a part of a report, a question of the panel."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QByteArray
from qgis.PyQt.QtSvg import QSvgRenderer

from offline_cache.model import Month
from policeuk_plugin.analysis.emerging import COLD, HOT, PATTERNS
from policeuk_plugin.processing.through_time.emerging_classes import Kind, kind_of, kind_words, pattern_words
from policeuk_plugin.processing.through_time.emerging_outputs import output_names
from policeuk_plugin.processing.through_time.emerging_page import COLOURS
from policeuk_plugin.processing.writing.result_layer import styled_by
from policeuk_plugin.reports.charts import Background
from policeuk_plugin.reports.charts.hot_strips import Heat, HotClass, HotMonth, HotRow, HotStrips, hot_strips
from policeuk_plugin.ui.hotspots.hotspots_questions import questions
from tests.algorithm_runs import analysed_cache as _analysed_cache  # noqa: F401 - a fixture
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.algorithm_runs import run
from tests.test_charts import HOSTILE
from tools.emerging_styles import FIELDS

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = Month.span(Month(2024, 4), Month(2026, 3))


def strips(name: str, heats: str, **changes: Any) -> str:
    """A class of one unit whose months are written as letters, `?` for one that is not held."""
    known = {"H": Heat.HOT, "C": Heat.COLD, ".": Heat.NEITHER}
    cells = [HotMonth(known[letter], 7) if letter in known else None for letter in heats]
    row = HotRow(name, cells, "3 of 23")
    classes = [HotClass(name, "hot in the last month", [row, row])]
    return hot_strips(HotStrips(name, "months", "Summary", MONTHS, classes, **changes))


def test_hot_cold_and_missing_have_forms_of_their_own() -> None:
    alike = "." * 20 + "HC?H"
    root = ElementTree.fromstring(strips("Cell", alike))
    tips = [element.text for element in root.iter(f"{SVG}title")]
    assert sum("hot: more" in (tip or "") for tip in tips) == 4, "two rows of two hot months"
    boxes = [shape for shape in root.iter(f"{SVG}rect") if shape.find(f"{SVG}title") is not None]
    heights = {float(shape.get("height", "0")) for shape in boxes}
    assert len(heights) == 2, "cold is lower than hot, which is told without colour"
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert "not wholly held, which is not zero" in words
    assert "cold: fewer than chance leaves" in words
    assert "cold: fewer than chance leaves" not in strips("Cell", "." * 23 + "H")


@pytest.mark.parametrize("width", [300, 700])
@pytest.mark.parametrize("background", list(Background))
@pytest.mark.parametrize("name", ["Cell", HOSTILE])
def test_strips_stay_within_their_width(width: int, background: Background, name: str) -> None:
    svg = strips(name, "HC?." * 6, width=width, background=background)
    root = ElementTree.fromstring(svg)
    assert root.findtext(f"{SVG}desc") == "Summary"
    for shape in root.iter(f"{SVG}rect"):
        assert float(shape.get("x", "0")) + float(shape.get("width", "0")) <= width + 0.1
    assert QSvgRenderer(QByteArray(svg.encode())).isValid()


def styled(**values: Any) -> tuple[QgsVectorLayer, QgsFeature]:
    """A layer in the style with one unit."""
    layer = QgsVectorLayer(f"MultiPolygon?crs=EPSG:27700&field=id&field={FIELDS}", "e", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("MULTIPOLYGON(((0 0,500 0,500 500,0 500,0 0)))"))
    for name, value in values.items():
        feature.setAttribute(name, value)
    layer.dataProvider().addFeatures([feature])
    styled_by("emerging")(layer)
    return layer, next(layer.getFeatures())


def test_every_class_has_words_a_colour_and_an_output() -> None:
    assert set(pattern_words()) == set(PATTERNS)
    kinds = {kind_of(pattern, few) for pattern in PATTERNS for few in (False, True)}
    assert kinds == set(Kind) == set(kind_words()) == set(COLOURS)
    layer, _ = styled()
    assert {category.value() for category in layer.renderer().categories()} == {kind.value for kind in Kind}
    assert set(output_names().values()) == {pattern.value for pattern in (*HOT, *COLD)}


def test_a_tip_says_the_class_the_months_and_that_places_are_snap_points() -> None:
    layer, unit = styled(
        **{"pattern": "new hotspot", "class": "lately", "months_hot": 1, "months_cold": 0, "months_held": 23},
        steps="..........?............H",
        crimes=12,
        places=3,
        largest_place_share=0.6,
        near="Luton <021G>",
    )
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(unit)
    tip = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    assert "New hotspot" in tip
    assert "near Luton &lt;021G>" in tip
    assert "Of 23 months 1 hot, 0 cold" in tip
    assert "..........?............H" in tip
    assert "12 crimes on 3 snap points, 60% of them on one" in tip
    assert "not addresses" in tip


def test_a_report_asks_what_becomes_of_hotspots(cache: str, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    asked = {"CACHE": cache, "CELL_SIZE": 500, "QUESTIONS": ["emerging"], "REPORT": str(report)}
    results, _ = run("hotspotreport", asked)
    assert (results["ANSWERED"], results["NOT_ANSWERED"]) == (1, 0)
    text = report.read_text(encoding="utf-8")
    assert "What becomes of hotspots?" in text
    assert "What they hold" in text
    assert "February 2025" in text


def test_the_panel_asks_it_with_cells_that_hold_some_crimes_a_month() -> None:
    asked = questions()["emerging"]
    assert (asked.algorithm, asked.months, asked.cell) == ("policeuk:emerginghotspots", 10, 500.0)
