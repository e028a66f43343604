# SPDX-License-Identifier: GPL-2.0-or-later
"""Charts as SVG: well formed, told to screen readers, nothing of a name is markup, missing months hatched."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from qgis.PyQt.QtCore import QByteArray
from qgis.PyQt.QtGui import QColor, QImage, QPainter
from qgis.PyQt.QtSvg import QSvgRenderer

from offline_cache.model import Month
from offline_cache.monthly import MonthStatus
from policeuk_plugin.reports.charts import (
    Background,
    Band,
    HitRate,
    HitRates,
    IntervalBar,
    IntervalBars,
    MonthBar,
    MonthBars,
    MonthLines,
    MonthPoint,
    Series,
    Spark,
    Sparklines,
    hit_rates,
    interval_bars,
    month_bars,
    month_lines,
    sparklines,
    svg_address,
)
from policeuk_plugin.reports.charts.scale import number_text, scale_to
from policeuk_plugin.reports.charts.words import shortened

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('1')</script> \" & \u202eشرطة\x00\x1b" + "x" * 500
MONTHS = Month.span(Month(2024, 4), Month(2026, 3))


def bars(title: str = "Burglary", **changes: Any) -> MonthBars:
    """Two years with one month missing, one in part and one above the usual range."""
    months = [MonthBar(month, 100.0 + at, 90.0 if at > 11 else None) for at, month in enumerate(MONTHS)]
    months[3] = MonthBar(MONTHS[3], None, status=MonthStatus.MISSING)
    months[5] = MonthBar(MONTHS[5], 40.0, status=MonthStatus.PARTIAL)
    months[20] = MonthBar(MONTHS[20], 400.0, 90.0, beyond=1)
    return MonthBars(title, "crimes a month", f"Summary of {title}", months, Band(110, 50.4, 169.6), **changes)


def lines(title: str = "Burglary", **changes: Any) -> MonthLines:
    """Two series, one month missing."""
    points = [MonthPoint(month, None if at == 4 else 2.0 + at / 10) for at, month in enumerate(MONTHS)]
    return MonthLines(title, "a year", f"Summary of {title}", Series(title, points), Series("B", points), **changes)


def intervals(title: str = "Burglary", **changes: Any) -> IntervalBars:
    """Three bars, one not known."""
    found = [IntervalBar(title, 80, 75, 86, True), IntervalBar("B", 70.5), IntervalBar("C", None, why=title)]
    return IntervalBars(title, "per 1,000", f"Summary of {title}", found, 74, "mean", "95% interval", **changes)


def small(title: str = "Burglary", **changes: Any) -> Sparklines:
    """Three panels, one with nothing held."""
    found = [Spark(title, [1, 2, None, 4], title), Spark("B", [None, None]), Spark("C", [0, 0, 0])]
    return Sparklines(title, "crimes", f"Summary of {title}", found, **changes)


def found(title: str = "Burglary", **changes: Any) -> HitRates:
    """Three rankings, one of them the baseline, one without an interval."""
    rates = [
        HitRate(title, (31.2, 44.0, 62.9), 41.3, 46.8, marked=True),
        HitRate("Baseline", (29.7, 40.8, 60.2), baseline=True),
        HitRate("None", (0, 0, 0), -3, 2),
    ]
    shares = ("1%", "2%", "5%")
    return HitRates(title, "per cent", f"Summary of {title}", rates, shares, 1, "95% interval", "baseline", **changes)


DRAWN = [
    (month_bars, bars),
    (month_lines, lines),
    (interval_bars, intervals),
    (sparklines, small),
    (hit_rates, found),
]
Drawn = tuple[Callable[[Any], str], Callable[..., Any]]


@pytest.mark.parametrize("drawn", DRAWN, ids=lambda drawn: drawn[0].__name__)
@pytest.mark.parametrize("width", [360, 700])
@pytest.mark.parametrize("background", list(Background))
def test_a_chart_is_told_and_drawn_within_its_width(drawn: Drawn, width: int, background: Background) -> None:
    draw, make = drawn
    svg = draw(make(width=width, background=background))
    root = ElementTree.fromstring(svg)
    assert root.get("width") == str(width)
    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root.findtext(f"{SVG}desc") == "Summary of Burglary"
    height = float(root.get("height", "0"))
    for shape in root.iter(f"{SVG}rect"):
        assert float(shape.get("x", "0")) >= -0.01
        assert float(shape.get("x", "0")) + float(shape.get("width", "0")) <= width + 0.01
        assert float(shape.get("y", "0")) + float(shape.get("height", "0")) <= height + 0.01
    renderer = QSvgRenderer(QByteArray(svg.encode("utf-8")))
    assert renderer.isValid()
    image = QImage(width, int(height), QImage.Format.Format_RGB32)
    image.fill(QColor("#ff00ff"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    ground = QColor(image.pixel(1, 1)).lightness()
    assert ground < 80 if background is Background.DARK else ground > 240
    assert len({image.pixel(x, y) for x in range(0, width, 3) for y in range(0, int(height), 3)}) > 5


@pytest.mark.parametrize("drawn", DRAWN, ids=lambda drawn: drawn[0].__name__)
def test_a_hostile_name_is_only_text(drawn: Drawn) -> None:
    draw, make = drawn
    svg = draw(make(HOSTILE))
    root = ElementTree.fromstring(svg)
    allowed = {f"{SVG}{tag}" for tag in ("svg", "title", "desc", "rect", "line", "path", "text", "circle")}
    assert {element.tag for element in root.iter()} <= allowed
    assert "<script" not in svg
    assert not set(svg) & set("\u202e\x00\x1b")
    assert (root.findtext(f"{SVG}title") or "").startswith("<script>alert('1')</script> \" & شرطة")
    assert max(len(text.text or "") for text in root.iter(f"{SVG}text")) < 130


def test_no_attribute_can_be_ended_by_an_address() -> None:
    address = svg_address(month_bars(bars(HOSTILE)))
    head, _, data = address.partition(",")
    assert head == "data:image/svg+xml;base64"
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", data)
    assert base64.b64decode(data).decode("utf-8").startswith("<svg ")


def test_missing_is_hatched_with_the_word_and_no_bar() -> None:
    root = ElementTree.fromstring(month_bars(bars()))
    tips = [title.text or "" for rect in root.iter(f"{SVG}rect") for title in rect.iter(f"{SVG}title")]
    assert len(tips) == len(MONTHS) - 1, "one bar a month, none of the one that is missing"
    assert not any("July 2024" in tip for tip in tips)
    assert "September 2024: 40, held in part" in tips
    assert "December 2025: 400, a year before 90, above the usual range" in tips
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert "missing" in words
    assert "*" in words
    assert {"missing, not zero", "* held in part", "usual range 51 to 169", "mean 110"} <= set(words)


def test_without_gaps_or_limits_none_are_in_the_legend() -> None:
    plain = MonthBars("Drugs", "crimes", "", [MonthBar(month, 3.0) for month in MONTHS])
    words = {text.text or "" for text in ElementTree.fromstring(month_bars(plain)).iter(f"{SVG}text")}
    assert not any("missing" in word or "usual" in word or "part" in word for word in words)


def test_months_all_missing_or_zero_are_drawn() -> None:
    for value, status in ((None, MonthStatus.MISSING), (0.0, MonthStatus.HELD)):
        months = [MonthBar(month, value, status=status) for month in MONTHS[:3]]
        assert ElementTree.fromstring(month_bars(MonthBars("Drugs", "crimes", "", months))) is not None


@pytest.mark.parametrize(
    ("highest", "whole"), [(0, True), (0.3, False), (1, True), (7, True), (419, True), (1e6, True)]
)
def test_a_scale_holds_its_values_in_few_round_steps(highest: float, whole: bool) -> None:
    scale = scale_to(highest, 200, whole=whole)
    assert scale.top >= highest
    assert scale.ticks[0] == 0
    assert scale.ticks[-1] == scale.top
    assert 2 <= len(scale.ticks) <= 7
    assert not whole or all(tick == int(tick) for tick in scale.ticks)
    assert scale.length(scale.top) == 200


def test_numbers_are_written_as_in_britain() -> None:
    assert [number_text(n) for n in (0, 1234567, 0.25, 83.54, 1234.5)] == ["0", "1,234,567", "0.25", "83.5", "1,234.5"]


def test_a_name_is_cut_to_its_room() -> None:
    assert shortened("Luton", 200, 11) == "Luton"
    assert shortened("Bournemouth, Christchurch and Poole", 90, 11).endswith("…")


def test_hit_rates_name_every_dot_and_fill_the_one_that_decides() -> None:
    root = ElementTree.fromstring(hit_rates(found()))
    tips = [title.text for dot in root.iter(f"{SVG}circle") for title in dot.iter(f"{SVG}title")]
    assert len(tips) == 9
    assert tips[:2] == ["Burglary, 1% of the ground: 31.2%", "Burglary, 2% of the ground: 44.0%"]
    fills = [dot.get("fill") for dot in root.iter(f"{SVG}circle")]
    assert fills[1] != fills[0] == fills[2]
    (dashed,) = [
        line for line in root.iter(f"{SVG}line") if line.get("stroke-dasharray") and line.get("x1") == baseline_x(root)
    ]
    assert dashed.get("x1") == dashed.get("x2")


def baseline_x(root: ElementTree.Element) -> str | None:
    """Where the deciding dot of the baseline is."""
    return list(root.iter(f"{SVG}circle"))[4].get("cx")
