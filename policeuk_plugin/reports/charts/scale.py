# SPDX-License-Identifier: GPL-2.0-or-later
"""The scale of values: round steps from zero, and numbers as they are written in Britain."""

from __future__ import annotations

import math
from dataclasses import dataclass

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """Values from 0 to `top` over `pixels`; `ticks` are its round values, 0 and `top` among them."""

    top: float
    ticks: tuple[float, ...]
    pixels: float

    def length(self, value: float) -> float:
        """Pixels from zero to a value; what lies outside ends at the edge."""
        return min(max(value, 0.0), self.top) / self.top * self.pixels


def scale_to(highest: float, pixels: float, wanted: int = 5, whole: bool = False) -> Scale:
    """A scale that holds `highest` in about `wanted` steps; `whole`: of whole numbers only, for counts."""
    highest = highest if math.isfinite(highest) and highest > 0 else 1.0
    rough = highest / wanted
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * by for by in _STEPS if size * by >= rough * 0.999)
    if whole:
        step = max(1.0, float(math.ceil(step)))
    count = max(1, math.ceil(highest / step - 1e-9))
    return Scale(step * count, tuple(step * at for at in range(count + 1)), pixels)


def number_text(value: float, decimals: int = -1) -> str:
    """A number with commas at thousands; without decimals where it is whole, unless their number is given."""
    if decimals >= 0:
        return f"{value:,.{decimals}f}"
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) < 10 else f"{value:,.1f}"
