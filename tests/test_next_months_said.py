# SPDX-License-Identifier: GPL-2.0-or-later
"""Next months as they are shown: chart as SVG, style and tip, a part of a report, a question of the panel."""

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
from policeuk_plugin.analysis.month_forecasts import Model
from policeuk_plugin.processing.through_time.forecast_layer import CLASSES
from policeuk_plugin.processing.through_time.forecast_page import COLOURS, class_words
from policeuk_plugin.processing.through_time.forecast_words import model_words
from policeuk_plugin.processing.writing.result_layer import styled_by
from policeuk_plugin.reports.charts import Background
from policeuk_plugin.reports.charts.months_ahead import AheadMonth, MonthsAhead, months_ahead
from policeuk_plugin.ui.hotspots.hotspots_questions import questions
from tests.algorithm_runs import analysed_cache as _analysed_cache  # noqa: F401 - a fixture
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.algorithm_runs import run
from tests.test_charts import HOSTILE
from tools.forecast_styles import FIELDS

SVG = "{http://www.w3.org/2000/svg}"
KNOWN = Month.span(Month(2024, 4), Month(2025, 12))
COMING = Month.span(Month(2026, 1), Month(2026, 3))


def chart(title: str = "Burglary", **changes: Any) -> str:
    """Known months with one missing and some foretold, and three that come."""
    months = [AheadMonth(month, 40.0 + at, 45.0 if at > 12 else None) for at, month in enumerate(KNOWN)]
    months[5] = AheadMonth(KNOWN[5])
    months += [AheadMonth(month, None, 61.4, 50.0, 74.0 + at) for at, month in enumerate(COMING)]
    return months_ahead(
        MonthsAhead(title, "crimes a month", f"Summary of {title}", months, "interval of 90%", **changes)
    )


@pytest.mark.parametrize("width", [300, 700, 1600])
@pytest.mark.parametrize("background", Background)
def test_the_chart_is_drawn_at_any_width_and_a_name_is_no_markup(width: int, background: Background) -> None:
    text = chart(HOSTILE, width=width, background=background)
    root = ElementTree.fromstring(text)
    assert QSvgRenderer(QByteArray(text.encode())).isValid()
    assert root.find(f".//{SVG}script") is None
    assert float(root.get("width", "0")) == width


def test_what_comes_is_a_box_with_a_tip_and_a_missing_month_is_hatched() -> None:
    root = ElementTree.fromstring(chart())
    tips = [element.text or "" for element in root.iter(f"{SVG}title")]
    assert "January 2026: 61.4 expected, 50 to 74" in tips
    assert sum("expected" in tip for tip in tips) == 3
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert {"missing", "missing, not zero", "interval of 90%"} <= set(words)
    boxes = [shape for shape in root.iter(f"{SVG}rect") if shape.find(f"{SVG}title") is not None]
    heights = [float(shape.get("height", "0")) for shape in boxes]
    assert heights == sorted(heights), "wider, the farther ahead"


def styled(**values: Any) -> tuple[QgsVectorLayer, QgsFeature]:
    """A layer in the style with one unit."""
    layer = QgsVectorLayer(f"MultiPolygon?crs=EPSG:27700&field=id&field={FIELDS}", "n", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("MULTIPOLYGON(((0 0,500 0,500 500,0 500,0 0)))"))
    for name, value in values.items():
        feature.setAttribute(name, value)
    layer.dataProvider().addFeatures([feature])
    styled_by("nextmonths")(layer)
    return layer, next(layer.getFeatures())


def test_every_class_and_every_model_has_words() -> None:
    layer, _ = styled()
    drawn: list[str] = []
    for category in layer.renderer().categories():
        value = category.value()
        drawn += value if isinstance(value, list) else [value]
    assert sorted(drawn) == sorted(CLASSES) == sorted(COLOURS) == sorted(class_words())
    assert len({model_words(model) for model in Model}) == len(Model)


@pytest.mark.parametrize("before", [7, None])
def test_a_tip_says_the_interval_and_that_places_are_snap_points(before: Any) -> None:
    values = {"class": "first 1%", "lower": 2, "upper": 9, "expected": 5.25, "last_12": 61, "near": "Luton <021G>"}
    layer, unit = styled(month="2026-01", year_before=before, **values)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(unit)
    tip = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    assert "2 to 9 expected in January 2026" in tip
    assert "near Luton &lt;021G>" in tip
    assert ("7 a year before" in tip) == (before is not None)
    assert "61 in 12 months" in tip
    assert "not addresses" in tip


def test_a_report_asks_what_is_to_be_expected(cache: str, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    asked = {"CACHE": cache, "UNITS": "LSOA", "QUESTIONS": ["next"], "REPORT": str(report)}
    results, _ = run("hotspotreport", asked)
    assert (results["ANSWERED"], results["NOT_ANSWERED"]) == (1, 0)
    text = report.read_text(encoding="utf-8")
    assert "What is to be expected next?" in text
    assert "The models, tried on known months" in text


def test_the_panel_asks_for_the_months_that_the_algorithm_needs() -> None:
    asked = questions()["next"]
    assert (asked.algorithm, asked.months) == ("policeuk:nextmonths", 17 + 3)
