# SPDX-License-Identifier: GPL-2.0-or-later
"""Bars of peers and funnel plots as SVG: in order, within their width, told, missing hatched, outliers named."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from qgis.PyQt.QtCore import QByteArray
from qgis.PyQt.QtGui import QColor, QImage, QPainter
from qgis.PyQt.QtSvg import QSvgRenderer

from policeuk_plugin.reports.charts import Background
from policeuk_plugin.reports.charts.funnel_labels import place_labels
from policeuk_plugin.reports.charts.funnel_plot import FunnelLimit, FunnelPlot, FunnelPoint, funnel_plot
from policeuk_plugin.reports.charts.funnel_scale import log_scale
from policeuk_plugin.reports.charts.parts import Plot
from policeuk_plugin.reports.charts.peer_bars import PeerBar, PeerBars, peer_bars
from policeuk_plugin.reports.charts.words import width_of
from tests.test_charts import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
RATES = {"Canterbury": 92.8, "Rugby": 58.8, "Maidstone": 83.4, "Colchester": 83.5, "Lewes": 59.6}


def bars(title: str = "All crime", **changes: Any) -> str:
    """Colchester and four peers, and a fifth whose months are missing."""
    found = [PeerBar(name, rate, name == "Colchester") for name, rate in RATES.items()]
    found.insert(2, PeerBar("Kettering", None, why="June is missing"))
    given: dict[str, Any] = {"low": 53.8, "high": 97.8, "range_name": "range of peers", "mean": 73.9}
    given |= {"mean_name": "mean of rates", "weighted": 74.5, "weighted_name": "weighted mean"} | changes
    return peer_bars(PeerBars(title, "per 1,000", "Summary", found, **given))


def funnel(title: str = "All crime", **changes: Any) -> str:
    """Forty areas, two of them beyond all others, one below; limits as they might be."""
    points = [FunnelPoint(f"Area {at}", 200.0 + 150 * at, 0.8 + 0.01 * at) for at in range(37)]
    points += [
        FunnelPoint("City", 700, 11.97, 1),
        FunnelPoint("West", 9000, 4.98, 1),
        FunnelPoint("Isles", 150, 0.3, -1),
    ]
    points[5] = FunnelPoint(title, 900, 1.1, own=True)
    curve = [(x, max(0.0, 1 - 6 / x**0.5), 1 + 6 / x**0.5) for x in (120.0, 500.0, 2000.0, 9000.0)]
    limits = [FunnelLimit("95%", curve), FunnelLimit("by chance", curve, by_chance=True)]
    given: dict[str, Any] = {"target_name": "as expected", "outside_name": "outside"} | changes
    return funnel_plot(FunnelPlot(title, "ratio", "expected crimes", "Summary", points, limits, **given))


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("draw", [bars, funnel])
@pytest.mark.parametrize("width", [300, 700])
@pytest.mark.parametrize("background", list(Background))
@pytest.mark.parametrize("title", ["All crime", HOSTILE])
def test_a_chart_is_told_and_stays_within_its_width(draw: Any, width: int, background: Background, title: str) -> None:
    svg = draw(title, width=width, background=background)
    root = ElementTree.fromstring(svg)
    assert root.findtext(f"{SVG}desc") == "Summary"
    allowed = {f"{SVG}{tag}" for tag in ("svg", "title", "desc", "rect", "line", "path", "text", "circle")}
    assert {element.tag for element in root.iter()} <= allowed
    assert "<script" not in svg
    for shape in root.iter(f"{SVG}rect"):
        assert float(shape.get("x", "0")) >= -0.01
        assert float(shape.get("x", "0")) + float(shape.get("width", "0")) <= width + 0.01
    for shape in root.iter(f"{SVG}line"):
        assert all(-0.01 <= float(shape.get(x, "0")) <= width + 0.01 for x in ("x1", "x2"))
    image = QImage(width, int(float(root.get("height", "0"))), QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    renderer.render(painter)
    painter.end()
    assert renderer.isValid()
    assert len({image.pixel(x, y) for x in range(0, width, 7) for y in range(0, image.height(), 7)}) > 3


def test_the_highest_rate_comes_first_and_what_is_missing_last() -> None:
    names = [words for words in texts(bars()) if words in (*RATES, "Kettering")]
    assert names == ["Canterbury", "Colchester", "Maidstone", "Lewes", "Rugby", "Kettering"]


def test_the_area_alone_stands_out_and_a_missing_rate_is_hatched_not_zero() -> None:
    svg = bars()
    root = ElementTree.fromstring(svg)
    assert [one.text for one in root.iter(f"{SVG}text") if one.get("font-weight")] == [
        "All crime",
        "Colchester",
        "83.5",
    ]
    assert "June is missing" in texts(svg)
    assert "not known, not zero" in texts(svg)
    assert "0.0" not in texts(svg)
    assert "not known, not zero" not in texts(
        peer_bars(PeerBars("t", "u", "s", [PeerBar("A", 1.0, True), PeerBar("B", 0.0)]))
    )


def test_lengths_and_lines_stand_at_their_values() -> None:
    """By the scale's own labels: bars, both averages and the ends of the range."""
    root = ElementTree.fromstring(bars())
    ticks = {
        float(one.text or 0): float(one.get("x", "0")) for one in root.iter(f"{SVG}text") if one.text in ("0", "100")
    }
    per_unit = (ticks[100.0] - ticks[0.0]) / 100
    tips = {element.findtext(f"{SVG}title"): element for element in root.iter(f"{SVG}rect")}
    assert float(tips["Rugby: 58.8"].get("width", "0")) == pytest.approx(58.8 * per_unit, abs=0.02)
    shade = tips["range of peers"]
    assert float(shade.get("x", "0")) == pytest.approx(ticks[0.0] + 53.8 * per_unit, abs=0.02)
    assert float(shade.get("width", "0")) == pytest.approx(44.0 * per_unit, abs=0.02)
    upright = [one for one in root.iter(f"{SVG}line") if one.get("x1") == one.get("x2")]
    dashed = [(float(one.get("x1", "0")) - ticks[0.0]) / per_unit for one in upright if one.get("stroke-dasharray")]
    assert dashed[:2] == pytest.approx([74.5, 73.9], abs=0.05)


def test_both_averages_and_the_range_are_named() -> None:
    assert {"mean of rates", "weighted mean", "range of peers"} <= set(texts(bars()))
    assert "weighted mean" not in texts(bars(weighted=None))


def test_a_rate_of_zero_and_no_range_are_drawn() -> None:
    svg = peer_bars(PeerBars("t", "u", "s", [PeerBar("A", 0.0, True), PeerBar("B", 0.0)], width=300))
    assert texts(svg).count("0.0") == 2


def test_what_lies_far_beyond_stands_at_the_edge_with_its_value() -> None:
    words = texts(funnel())
    assert {"City 11.97", "West 4.98", "Isles", "All crime"} <= set(words)
    assert not {"3", "4", "5", "10"} & set(words)
    root = ElementTree.fromstring(funnel())
    heights = {one.findtext(f"{SVG}title"): float(one.get("cy", "0")) for one in root.iter(f"{SVG}circle")}
    assert heights["City: 11.97"] == heights["West: 4.98"] < heights["Area 36: 1.16"] < heights["Isles: 0.30"]


def test_poisson_limits_are_drawn_and_named_only_where_asked() -> None:
    assert "by chance" in texts(funnel())
    svg = funnel_plot(FunnelPlot("t", "u", "x", "s", [FunnelPoint("A", 5, 1)], [FunnelLimit("95%", [(4, 0.5, 2)])]))
    assert "by chance" not in texts(svg)
    assert re.search(r"nan|inf\b", svg) is None


def test_labels_never_cover_each_other_nor_leave_the_plot() -> None:
    plot = Plot(40, 20, 400, 200, 1)
    points = [(60.0 + 23 * (at % 16), 40.0 + 11 * (at % 13)) for at in range(40)]
    wanted = [(point, f"Area of number {at}", at == 0) for at, point in enumerate(points)]
    found = place_labels(wanted, points, plot)
    boxes = []
    for label in found:
        wide = width_of(label.words, 10, label.bold)
        left = label.x - {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
        boxes.append((left, label.y - 9, left + wide, label.y + 3))
    assert 5 < len(found) <= 16
    assert found[0].bold
    for at, (x1, y1, x2, y2) in enumerate(boxes):
        assert x1 >= 40
        assert x2 <= 440
        assert y2 <= 220
        assert not any(x1 < c and a < x2 and y1 < d and b < y2 for a, b, c, d in boxes[at + 1 :])


@pytest.mark.parametrize("values", [[0.017, 9.6], [150, 100_000], [40.0], [3, 3.2], []])
def test_a_scale_of_logarithms_holds_its_values_and_has_a_few_round_ticks(values: list[float]) -> None:
    scale = log_scale(values, 300)
    assert all(0 < scale.length(value) < 300 for value in values)
    assert len(scale.ticks) <= 5
    assert all(f"{tick:e}"[0] in "1235" for tick in scale.ticks)
