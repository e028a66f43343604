# SPDX-License-Identifier: GPL-2.0-or-later
"""The Lorenz curve and the months of the top as SVG; the styles of both layers, and their tips."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from qgis.core import QgsExpression, QgsFeature, QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QByteArray
from qgis.PyQt.QtSvg import QSvgRenderer

from offline_cache.model import Month
from policeuk_plugin.analysis.persistence import OFTEN
from policeuk_plugin.processing.concentration.concentration_run import IN_SET, NO_CRIMES, NOT_IN_SET, TIED
from policeuk_plugin.processing.writing.result_layer import styled_by
from policeuk_plugin.reports.charts import Background
from policeuk_plugin.reports.charts.lorenz import Lorenz, lorenz, thinned
from policeuk_plugin.reports.charts.top_months import TopMonth, TopMonths, TopRow, top_months
from tests.test_charts import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = Month.span(Month(2024, 4), Month(2026, 3))
PERSISTENCE = (
    "field=id&field=months_in_top:integer&field=months_held:integer&field=crimes:integer&field=rank:integer"
    "&field=first_half:integer&field=second_half:integer&field=class&field=persistent&field=places:integer"
    "&field=largest_place_share:double&field=near"
)


def curve(title: str = "Burglary", mark: float = 0.2, **changes: Any) -> str:
    """A curve with its mark at a share of places."""
    found = [(0.0, 0.0), (0.2, 0.8), (1.0, 1.0)]
    chance = [(at / 200, (at / 200) ** 0.7) for at in range(201)]
    text = f"{mark:.0%} of {title} hold 80%"
    return lorenz(Lorenz(title, "share", "Summary", title, found, chance, (mark, 0.8), text, **changes))


def grid(title: str = "Burglary", **changes: Any) -> str:
    """Two units; July 2024 is not held."""
    cells = [None if at == 3 else TopMonth(at % 2 == 0, at) for at in range(len(MONTHS))]
    lines = [TopRow(title, cells, "12 of 23"), TopRow("B", cells)]
    return top_months(TopMonths(title, "months", "Summary", "in the top 5%", MONTHS, lines, **changes))


@pytest.mark.parametrize("draw", [curve, grid])
@pytest.mark.parametrize("width", [300, 700])
@pytest.mark.parametrize("background", list(Background))
@pytest.mark.parametrize("title", ["Burglary", HOSTILE])
def test_a_chart_is_told_and_stays_within_its_width(draw: Any, width: int, background: Background, title: str) -> None:
    svg = draw(title, width=width, background=background)
    root = ElementTree.fromstring(svg)
    assert root.findtext(f"{SVG}desc") == "Summary"
    allowed = {f"{SVG}{tag}" for tag in ("svg", "title", "desc", "rect", "line", "path", "text", "circle")}
    assert {element.tag for element in root.iter()} <= allowed
    assert "<script" not in svg
    height = float(root.get("height", "0"))
    if title != HOSTILE:
        for shape in root.iter(f"{SVG}rect"):
            assert float(shape.get("x", "0")) >= -0.01
            assert float(shape.get("x", "0")) + float(shape.get("width", "0")) <= width + 0.01
            assert float(shape.get("y", "0")) + float(shape.get("height", "0")) <= height + 0.01
    assert QSvgRenderer(QByteArray(svg.encode("utf-8"))).isValid()


@pytest.mark.parametrize("mark", [0.01, 0.5, 0.99])
def test_what_the_mark_says_stays_inside_the_plot(mark: float) -> None:
    root = ElementTree.fromstring(curve(mark=mark))
    (text,) = (text for text in root.iter(f"{SVG}text") if "hold 80%" in (text.text or ""))
    assert 0 < float(text.get("x", "0")) < 700 - 6 * len(text.text or "")


def test_the_line_of_the_curve_ends_in_its_corners() -> None:
    root = ElementTree.fromstring(curve())
    paths = [path.get("d", "") for path in root.iter(f"{SVG}path")]
    ends = [(path.split("L")[0].strip("M").split(), path.split("L")[-1].split()) for path in paths]
    assert len({tuple(begin) for begin, _ in ends}) == 1
    assert len({tuple(end) for _, end in ends}) == 1


def test_many_points_are_thinned_and_keep_their_ends() -> None:
    points = [(at / 9999, at / 9999) for at in range(10_000)]
    kept = thinned(points)
    assert (kept[0], kept[-1], len(kept)) == (points[0], points[-1], 400)


def test_a_month_not_held_is_hatched_and_has_no_cell() -> None:
    root = ElementTree.fromstring(grid())
    tips = [title.text or "" for rect in root.iter(f"{SVG}rect") for title in rect.iter(f"{SVG}title")]
    assert len(tips) == 2 * (len(MONTHS) - 1)
    assert not any("July 2024" in tip for tip in tips)
    assert "May 2024: 1 crime, not in the top" in tips
    assert "June 2024: 2 crimes, in the top 5%" in tips
    assert "not wholly held, which is not zero" in {text.text for text in root.iter(f"{SVG}text")}


@pytest.mark.parametrize(
    ("style", "classes"),
    [("persistence", [often.value for often in OFTEN]), ("concentration", [IN_SET, TIED, NOT_IN_SET, NO_CRIMES])],
)
def test_every_class_has_its_place_in_the_legend(style: str, classes: list[str]) -> None:
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:27700&field=class", "x", "memory")
    styled_by(style)(layer)
    assert [category.value() for category in layer.renderer().categories()] == classes
    assert len(classes) <= 5
    assert max(len(category.label()) for category in layer.renderer().categories()) <= 40


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            [17, 24, 32, 1, 8, 9, "most months", "yes", 7, 0.3],
            "In the top in 17 of 24 months: 8 in the first half, 9 in",
        ),
        ([17, 24, 32, 1, 8, 9, "most months", "yes", 7, 0.3], "Chance hardly makes so many"),
        ([17, 24, 32, 1, 8, 9, "most months", "yes", 7, 0.3], "Near Luton &lt;b>"),
        ([0, 24, 0, None, 0, 0, "never", "no", 0, None], "Never in the top of 24 months.<br>No crimes here."),
        ([1, 24, 1, 3, 1, 0, "seldom", "no", 1, 1.0], "1 crime, rank 3; 1 snap point."),
    ],
)
def test_the_tip_of_persistence_speaks_plainly(values: list[Any], words: str) -> None:
    layer = QgsVectorLayer(f"MultiPolygon?crs=EPSG:27700&{PERSISTENCE}", "x", "memory")
    styled_by("persistence")(layer)
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((0 0,1 0,1 1,0 0))"))
    feature.setAttributes(["1_1", *values, "Luton <b>023A"])
    context = layer.createExpressionContext()
    context.setFeature(feature)
    shown = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    assert words in shown
    assert "NULL" not in shown
