# SPDX-License-Identifier: GPL-2.0-or-later
"""Charts of comparisons: quarters with the range of peers, what had come of crimes; told, harmless, gaps hatched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from qgis.PyQt.QtCore import QByteArray
from qgis.PyQt.QtSvg import QSvgRenderer

from offline_cache.model import Month
from policeuk_plugin.reports.charts import Background
from policeuk_plugin.reports.charts.followed_bars import (
    FollowedBar,
    FollowedBars,
    FollowedPart,
    FollowedTime,
    followed_bars,
)
from policeuk_plugin.reports.charts.period_lines import PeriodLines, PeriodPoint, period_lines

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('1')</script> \" & \u202eشرطة\x00\x1b" + "x" * 500
LASTS = Month.span(Month(2023, 7), Month(2026, 4))[::3]


def lines(title: str = "Burglary", **changes: Any) -> PeriodLines:
    """Three years of quarters, one missing, one above its own range."""
    points = [
        PeriodPoint(last, f"quarter {at}", 2.0 + at / 10, "", 1.0, 3.0, 2.0, 1.8, (1.5, 3.0), int(at == 11))
        for at, last in enumerate(LASTS)
    ]
    points[4] = PeriodPoint(LASTS[4], "quarter 4", None, "May 2024 missing", other=1.8)
    names = {"range_name": "range of 14 peers", "mean_name": "mean", "other_name": title, "limits_name": "usual"}
    return PeriodLines(title, "per 1,000", f"Summary of {title}", points, title, gaps="missing", **names, **changes)


def bars(title: str = "Burglary", **changes: Any) -> FollowedBars:
    """Two times of two areas, one of them not yet."""
    parts = [FollowedPart("charged", "#d55e00"), FollowedPart(title, "#8c8c8c")]
    first = FollowedTime(
        "After 3 months", [FollowedBar(title, [20.0, 40.0], 55, 65, True), FollowedBar("B", [25.0, 0.0])]
    )
    second = FollowedTime("After 12 months", [FollowedBar(title, None, why="not yet"), FollowedBar("B", [60.0, 40.0])])
    told = f"Summary of {title}"
    return FollowedBars(title, "per cent", told, parts, [first, second], "open", "95% interval", **changes)


DRAWN = [(period_lines, lines), (followed_bars, bars)]
Drawn = tuple[Callable[[Any], str], Callable[..., Any]]


@pytest.mark.parametrize("drawn", DRAWN, ids=lambda drawn: drawn[0].__name__)
@pytest.mark.parametrize("width", [300, 700])
@pytest.mark.parametrize("background", list(Background))
def test_a_chart_is_told_and_drawn_within_its_width(drawn: Drawn, width: int, background: Background) -> None:
    draw, make = drawn
    svg = draw(make(width=width, background=background))
    root = ElementTree.fromstring(svg)
    assert (root.get("width"), root.get("role")) == (str(width), "img")
    assert root.findtext(f"{SVG}desc") == "Summary of Burglary"
    height = float(root.get("height", "0"))
    for shape in root.iter(f"{SVG}rect"):
        assert float(shape.get("x", "0")) >= -0.01
        assert float(shape.get("x", "0")) + float(shape.get("width", "0")) <= width + 0.01
        assert float(shape.get("y", "0")) + float(shape.get("height", "0")) <= height + 0.01
    assert QSvgRenderer(QByteArray(svg.encode("utf-8"))).isValid()


@pytest.mark.parametrize("drawn", DRAWN, ids=lambda drawn: drawn[0].__name__)
def test_a_hostile_name_is_only_text(drawn: Drawn) -> None:
    draw, make = drawn
    svg = draw(make(HOSTILE))
    root = ElementTree.fromstring(svg)
    allowed = {f"{SVG}{tag}" for tag in ("svg", "title", "desc", "rect", "line", "path", "text", "circle")}
    assert {element.tag for element in root.iter()} <= allowed
    assert "<script" not in svg
    assert not set(svg) & set("\u202e\x00\x1b")


def test_a_quarter_without_a_value_is_hatched_with_its_reason_and_breaks_the_line() -> None:
    root = ElementTree.fromstring(period_lines(lines()))
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert words.count("May 2024 missing") == 1
    assert {"range of 14 peers", "mean", "usual", "outside its usual range", "missing"} <= set(words)
    tips = [tip.text or "" for dot in root.iter(f"{SVG}circle") for tip in dot]
    assert [tip for tip in tips if tip.startswith("Burglary, quarter 4:")] == ["Burglary, quarter 4: 1.80"]
    assert sum(tip.startswith("Burglary, quarter ") for tip in tips) == 11 + 12
    ranges = [tip.text or "" for box in root.iter(f"{SVG}rect") for tip in box]
    assert ranges[0] == "quarter 0, peers: 1.00 to 3.00"
    assert not any("quarter 4" in tip for tip in ranges)
    full = [path for path in root.iter(f"{SVG}path") if path.get("stroke") == "#1f4e79"]
    assert [path.get("d", "").count("L") for path in full] == [3, 6], "two lines, four quarters and seven"


def test_what_is_open_is_hatched_and_what_is_not_told_says_why() -> None:
    root = ElementTree.fromstring(followed_bars(bars()))
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert {"60.0%", "25.0%", "100.0%", "not yet", "open", "95% interval"} <= set(words)
    tips = [tip.text for box in root.iter(f"{SVG}rect") for tip in box]
    assert tips == [
        "Burglary, charged: 20.0%",
        "Burglary, Burglary: 40.0%",
        "B, charged: 25.0%",
        "B, charged: 60.0%",
        "B, Burglary: 40.0%",
    ]
    hatches = [path for path in root.iter(f"{SVG}path") if path.get("stroke") == "#8c8c8c"]
    assert len(hatches) == 3, "two bars with an open part, and the legend: none where nothing was open or told"


def test_nothing_to_draw_is_drawn() -> None:
    empty = [PeriodPoint(last, "q", None, "missing") for last in LASTS[:3]]
    assert ElementTree.fromstring(period_lines(PeriodLines("Drugs", "per", "", empty, "A"))) is not None
    assert ElementTree.fromstring(followed_bars(FollowedBars("Drugs", "per", "", [], [], "open"))) is not None
