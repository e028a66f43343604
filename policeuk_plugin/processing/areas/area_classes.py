# SPDX-License-Identifier: GPL-2.0-or-later
"""The classes of an area map: limits that people can read, colours, and what the legend calls them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from ...analysis.bands import ABOVE, BELOW, HIGH, LOW
from ...analysis.breaks import round_breaks
from ...layers.area_style import BANDS, CHANGE, SEQUENTIAL, MapClass
from ...text import number, tr

CHANGES = (-25.0, -10.0, 10.0, 25.0)
"""Per cent of change at which one class ends and the next begins: ours."""

_Label = Callable[[float, float, float], str]


def rate_classes(values: Sequence[float]) -> list[MapClass]:
    """Classes of rates or ratios, about as many areas in each."""
    return _sequential(round_breaks(values), values, _rate_label)


def count_classes(values: Sequence[float]) -> list[MapClass]:
    """Classes of whole numbers."""
    return _sequential(round_breaks(values, whole=True), values, _whole_label)


def change_classes() -> list[MapClass]:
    """Classes of changes in per cent."""
    return _classes(CHANGES, CHANGE, _change_label, 0.0)


def band_classes() -> list[MapClass]:
    """The five bands by their place in `Band`."""
    words = (
        tr("Low: less than {low:g} times").format(low=LOW),
        tr("Below average: {low:g} to {below:g}").format(low=LOW, below=BELOW),
        tr("Average: {below:g} to {above:g}, or not surely outside").format(below=BELOW, above=ABOVE),
        tr("Above average: {above:g} to {high:g}").format(above=ABOVE, high=HIGH),
        tr("High: more than {high:g} times").format(high=HIGH),
    )
    return [MapClass(at - 0.5, at + 0.5, colour, text) for at, (colour, text) in enumerate(zip(BANDS, words))]


def _sequential(limits: Sequence[float], values: Sequence[float], label: _Label) -> list[MapClass]:
    colours = list(SEQUENTIAL)
    if len(limits) + 1 < len(colours):
        step = (len(colours) - 1) / max(len(limits), 1)
        colours = [SEQUENTIAL[round(at * step)] for at in range(len(limits) + 1)]
    return _classes(limits, colours, label, max(values, default=0.0))


def _classes(limits: Sequence[float], colours: Sequence[str], label: _Label, top: float) -> list[MapClass]:
    edges = [-math.inf, *limits, math.inf]
    return [
        MapClass(lower, upper, colour, label(lower, upper, top))
        for lower, upper, colour in zip(edges, edges[1:], colours)
    ]


def _whole_label(lower: float, upper: float, top: float) -> str:
    low = 0 if lower == -math.inf else int(lower)
    high = int(top) if upper == math.inf else int(upper) - 1
    return number(low) if high <= low else tr("{low} to {high}").format(low=number(low), high=number(high))


def _rate_label(lower: float, upper: float, top: float) -> str:
    if lower == -math.inf and upper == math.inf:
        return tr("up to {top}").format(top=f"{top:,.4g}")
    if lower == -math.inf:
        return tr("less than {upper}").format(upper=f"{upper:,g}")
    if upper == math.inf:
        return tr("{lower} and more").format(lower=f"{lower:,g}")
    return tr("{lower} to {upper}").format(lower=f"{lower:,g}", upper=f"{upper:,g}")


def _change_label(lower: float, upper: float, top: float) -> str:
    if lower == -math.inf:
        return tr("down by more than {n:g}%").format(n=-upper)
    if upper == math.inf:
        return tr("up by {n:g}% or more").format(n=lower)
    if lower < 0 < upper:
        return tr("less than {n:g}% either way").format(n=upper)
    if upper <= 0:
        return tr("down by {low:g} to {high:g}%").format(low=-upper, high=-lower)
    return tr("up by {low:g} to {high:g}%").format(low=lower, high=upper)
