# SPDX-License-Identifier: GPL-2.0-or-later
"""How long runs of the page Hotspots may take, by units and maps: from this machine's like, told as a range."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Optional

from qgis.core import QgsRectangle

from ...processing.asking.analysis_parameters import HEXAGON, SQUARE
from ...text import many, tr

MAPS, KINDS = 300, 6
_PER_MAP, _PER_UNIT = 0.009, 0.9e-6  # seconds of a map made by chance, and of a unit on it: measured
_QUICK, _QUICK_PER_UNIT = 3.0, 2.5e-4  # seconds of another analysis, with its page
_SLOWEST = 5.0  # times as long on a machine that is busy or old
_KM_A_DEGREE = 111.3
_OF_A_BOX = 0.55  # of the rectangle around an area, usually
_OTHERS = 500  # LSOAs, polygons: units of a force


def units_expected(units: str, cell: float, extent: QgsRectangle) -> int:
    """Roughly how many units there will be: cells of `cell` metres in an extent in WGS84 degrees."""
    if units not in (SQUARE, HEXAGON) or extent.isEmpty():
        return _OTHERS
    height = extent.height() * _KM_A_DEGREE
    width = extent.width() * _KM_A_DEGREE * math.cos(math.radians(extent.center().y()))
    return max(round(_OF_A_BOX * width * height / (cell / 1000) ** 2), 1)


def chance_seconds(units: int, maps: int = MAPS) -> float:
    """Of the maps made by chance of all kinds, on a machine that has nothing else to do."""
    return maps * KINDS * (_PER_MAP + _PER_UNIT * units)


def report_seconds(questions: Collection[str], units: int, chance_units: Optional[int] = None) -> float:
    """Of a report of these questions."""
    others = len([one for one in questions if one != "chance"])
    chance = chance_seconds(chance_units or units) if "chance" in questions else 0.0
    return chance + others * (_QUICK + _QUICK_PER_UNIT * units)


def time_text(seconds: float) -> str:
    """Such as seconds, about a minute, 2 to 7 minutes."""
    if seconds * _SLOWEST < 40:
        return tr("seconds")
    most = math.ceil(seconds * _SLOWEST / 60)
    if seconds < 40:
        return tr("up to {most}").format(most=many(most, tr("minute"), tr("minutes")))
    least = max(round(seconds / 60), 1)
    return tr("{least} to {most} minutes").format(least=least, most=max(most, least + 1))
