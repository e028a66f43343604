# SPDX-License-Identifier: GPL-2.0-or-later
"""The control chart as SVG; the styles of trends and of local Moran's I, and their tips."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from qgis.core import QgsExpression, QgsFeature, QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QByteArray
from qgis.PyQt.QtSvg import QSvgRenderer

from offline_cache.model import Month
from policeuk_plugin.processing.clusters import moran_layer
from policeuk_plugin.processing.through_time import unit_trend_layer
from policeuk_plugin.processing.writing.result_layer import styled_by
from policeuk_plugin.reports.charts import Background
from policeuk_plugin.reports.charts.control_chart import ControlChart, Controlled, control_chart
from tests.test_charts import HOSTILE
from tools.trend_styles import FIELDS, MORAN_FIELDS

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = Month.span(Month(2021, 9), Month(2024, 8))


def chart(title: str = "Burglary", **changes: Any) -> str:
    """Three years with a gap, a month above and a step to another level."""
    months = []
    for at, month in enumerate(MONTHS):
        if at in (5, 6):
            months.append(Controlled(month, None))
            continue
        months.append(Controlled(month, 80.0 + at, 95.0, 60.0, 110.0, int(80 + at > 110), at == 20))
    return control_chart(
        ControlChart(title, "crimes a month", "Summary", months, mark=Month(2022, 7), mark_name="redrawn", **changes)
    )


@pytest.mark.parametrize("width", [300, 700])
@pytest.mark.parametrize("background", list(Background))
@pytest.mark.parametrize("title", ["Burglary", HOSTILE])
def test_the_chart_is_told_and_stays_within_its_width(width: int, background: Background, title: str) -> None:
    svg = chart(title, width=width, background=background)
    root = ElementTree.fromstring(svg)
    assert root.findtext(f"{SVG}desc") == "Summary"
    allowed = {f"{SVG}{tag}" for tag in ("svg", "title", "desc", "rect", "line", "path", "text", "circle")}
    assert {element.tag for element in root.iter()} <= allowed
    for circle in root.iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cx", "-1")) <= width
        assert 0 <= float(circle.get("cy", "-1")) <= float(root.get("height", "0"))
    assert QSvgRenderer(QByteArray(svg.encode("utf-8"))).isValid()


def test_months_outside_steps_and_gaps_are_named() -> None:
    root = ElementTree.fromstring(chart())
    tips = [title.text or "" for circle in root.iter(f"{SVG}circle") for title in circle.iter(f"{SVG}title")]
    assert len(tips) == len(MONTHS) - 2
    assert "May 2023: 100, another level from here on" in tips
    assert "August 2024: 115, above the usual range" in tips
    words = {text.text for text in root.iter(f"{SVG}text")}
    assert {"outside the usual range", "another level from here on", "redrawn", "missing, not zero"} <= words


def test_without_limits_there_is_a_line_alone() -> None:
    months = [Controlled(month, 5.0) for month in MONTHS]
    root = ElementTree.fromstring(control_chart(ControlChart("Burglary", "crimes", "Summary", months)))
    words = {text.text for text in root.iter(f"{SVG}text")}
    assert "month" in words
    assert not words & {"usual", "usual range of the month", "missing, not zero"}


@pytest.mark.parametrize(
    ("style", "classes"), [("trends", unit_trend_layer.CLASSES), ("localmoran", moran_layer.CLASSES)]
)
def test_every_class_has_its_place_in_the_legend(style: str, classes: tuple[str, ...]) -> None:
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:27700&field=class", "x", "memory")
    styled_by(style)(layer)
    values: list[str] = []
    for category in layer.renderer().categories():
        values += category.value() if isinstance(category.value(), list) else [category.value()]
    assert tuple(values) == classes
    assert len(layer.renderer().categories()) <= 7
    assert max(len(category.label()) for category in layer.renderer().categories()) <= 40


def tip_of(style: str, fields: str, given: dict[str, Any]) -> str:
    """The map tip of a feature with some of its fields."""
    layer = QgsVectorLayer(f"MultiPolygon?crs=EPSG:27700&field={fields}", "x", "memory")
    styled_by(style)(layer)
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((0 0,1 0,1 1,0 0))"))
    for name, value in given.items():
        feature[name] = value
    context = layer.createExpressionContext()
    context.setFeature(feature)
    return str(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"slope": 3.25}, "<b>Rising</b>, near Luton &lt;b>"),
        ({"slope": 3.25}, "10 in the first year, 30 in the last; 3.3 more a month from year to year."),
        ({"verdict": "falling", "slope": -2.0}, "2.0 fewer a month from year to year"),
        ({"verdict": "too few to tell"}, "10 in the first year, 30 in the last."),
        (
            {"latest": "above", "shift": "up since 2025-03"},
            "The last month is above what is usual.<br>Shifted up since",
        ),
        ({"types_rising": "Burglary; Robbery"}, "Rising: Burglary; Robbery"),
    ],
)
def test_the_tip_of_a_trend_speaks_plainly(given: dict[str, Any], words: str) -> None:
    usual = {"verdict": "rising", "early": 10, "late": 30, "slope": 0.0, "latest": "within", "near": "Luton <b>023A"}
    shown = tip_of("trends", FIELDS, {**usual, **given})
    assert words in shown
    assert "NULL" not in shown


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"verdict": "high among low"}, "39 crimes on 4 snap points, 80% of them on one."),
        ({"verdict": "high among low"}, "Its neighbours hold fewer than chance would leave."),
        ({"verdict": "high among high"}, "holds more than chance would put here"),
        ({"verdict": "low among high", "count": 0}, "No crimes here"),
        ({"verdict": "not told from chance"}, "holds what chance may put here"),
    ],
)
def test_the_tip_of_neighbours_speaks_plainly(given: dict[str, Any], words: str) -> None:
    usual = {"count": 39, "places": 4, "largest_place_share": 0.8, "near": "Luton 023A"}
    shown = tip_of("localmoran", MORAN_FIELDS, {**usual, **given})
    assert words in shown
    assert "NULL" not in shown
