# SPDX-License-Identifier: GPL-2.0-or-later
"""Charts: a frozen dataclass in, the text of an SVG out, the same for pages, the panel and files.

What is drawn are rectangles, lines, paths and words with attributes only: no style sheet, pattern, clip, script or
font, so that browsers, Qt 5 and Qt 6, and printers show the same. Hatching is lines that are cut by computation.
"""

from __future__ import annotations

from .address import svg_address
from .hit_rates import HitRate, HitRates, hit_rates
from .inks import Background
from .interval_bars import IntervalBar, IntervalBars, interval_bars
from .month_bars import Band, MonthBar, MonthBars, month_bars
from .month_lines import MonthLines, MonthPoint, Series, month_lines
from .sparklines import Spark, Sparklines, sparklines

__all__ = (
    "Background",
    "Band",
    "HitRate",
    "HitRates",
    "IntervalBar",
    "IntervalBars",
    "MonthBar",
    "MonthBars",
    "MonthLines",
    "MonthPoint",
    "Series",
    "Spark",
    "Sparklines",
    "hit_rates",
    "interval_bars",
    "month_bars",
    "month_lines",
    "sparklines",
    "svg_address",
)
