# SPDX-License-Identifier: GPL-2.0-or-later
"""Names beside points, where they cover neither each other nor the points that are named."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .drawing import SMALL
from .parts import Plot
from .words import clean, shortened, width_of

_MOST = 16
_AWAY = 7.0
_HIGH = 12.0
_FARTHER = (22.0, 44.0, 80.0)
_WORTH = 12.0  # pixels of a line that are as bad as a point covered
_LONGEST = 0.34  # of the plot's width

Point = tuple[float, float]
_Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Label:
    """Words with their base line at y, from, around or up to x; `lead` is a line to them, where they are far off."""

    words: str
    x: float
    y: float
    anchor: str
    bold: bool
    lead: Sequence[Point] = ()


def place_labels(wanted: Sequence[tuple[Point, str, bool]], in_the_way: Sequence[Point], plot: Plot) -> list[Label]:
    """Labels of `wanted` (point, words, bold), the first ones first, at most sixteen; none where there is no room.

    Each is tried right, left, above, below and farther off with a line; what covers least of `in_the_way`, points of
    the chart and of its lines, is taken.
    """
    taken: list[_Box] = []
    named = [(x - 3, y - 3, x + 3, y + 3) for (x, y), _, _ in wanted[:_MOST]]
    others = [(x - 2, y - 2, x + 2, y + 2) for x, y in in_the_way]
    found = []
    for (x, y), words, bold in wanted[:_MOST]:
        text = shortened(clean(words), plot.width * _LONGEST, SMALL, bold)
        tries = [(label, _box(label)) for label in _around(x, y, text, bold)]
        shut = [*taken, *named]
        free = [one for one in tries if _within(one[1], plot) and not _hidden(one, shut)]
        if free:
            label, box = min(free, key=lambda one: _cost(one, others))
            found.append(label)
            taken += [box, *_along(label.lead)]
    return found


def _around(x: float, y: float, text: str, bold: bool) -> list[Label]:
    away = _AWAY + (3.0 if bold else 0.0)
    near = [
        Label(text, x + away, y + 3.5, "start", bold),
        Label(text, x - away, y + 3.5, "end", bold),
        Label(text, x, y - away, "middle", bold),
        Label(text, x, y + away + 8, "middle", bold),
        Label(text, x + away - 2, y - away + 2, "start", bold),
        Label(text, x - away + 2, y - away + 2, "end", bold),
    ]
    for far in _FARTHER:
        for across, anchor in ((far, "start"), (-far, "end")):
            for down in (-far, far):
                end = (x + across - math.copysign(2, across), y + down)
                begin = (x + math.copysign(away, across) * 0.7, y + math.copysign(away, down) * 0.7)
                near.append(Label(text, x + across, y + down + 3.5, anchor, bold, (begin, end)))
    return near


def _cost(placed: tuple[Label, _Box], others: Sequence[_Box]) -> float:
    label, box = placed
    far = abs(label.lead[1][1] - label.lead[0][1]) / _WORTH + 1 if label.lead else 0.0
    return sum(_meet(box, other) for other in others) + far


def _hidden(placed: tuple[Label, _Box], shut: Sequence[_Box]) -> bool:
    return any(_meet(part, box) for part in _parts(placed) for box in shut)


def _parts(placed: tuple[Label, _Box]) -> list[_Box]:
    """The words and, but for its beginning at the point itself, the line."""
    return [placed[1], *_along(placed[0].lead)[2:]]


def _along(lead: Sequence[Point]) -> list[_Box]:
    """Boxes along a line, which later labels keep clear of."""
    if not lead:
        return []
    (x1, y1), (x2, y2) = lead
    at = [step / 12 for step in range(1, 12)]
    places = [(x1 + part * (x2 - x1), y1 + part * (y2 - y1)) for part in at]
    return [(x - 2, y - 2, x + 2, y + 2) for x, y in places]


def _box(label: Label) -> _Box:
    wide = width_of(label.words, SMALL, label.bold)
    left = {"start": label.x, "end": label.x - wide, "middle": label.x - wide / 2}[label.anchor]
    return left, label.y - _HIGH + 3, left + wide, label.y + 3


def _within(box: _Box, plot: Plot) -> bool:
    return box[0] >= plot.left and box[2] <= plot.left + plot.width and box[1] >= plot.top - 4 and box[3] <= plot.bottom


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
