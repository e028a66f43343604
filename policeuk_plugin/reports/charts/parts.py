# SPDX-License-Identifier: GPL-2.0-or-later
"""Parts that charts share: heading, scale of values, axis of months, months that are missing, legend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from offline_cache.model import Month

from ...text import month_short, tr
from .drawing import LARGE, PLAIN, SMALL, Drawing
from .scale import Scale, number_text
from .words import broken, shortened, width_of

MARGIN = 8.0
_ROW = 16.0
_STEPS = (1, 2, 3, 6, 12)


@dataclass(frozen=True)
class Plot:
    """The rectangle that values are drawn in, and how wide a month is in it."""

    left: float
    top: float
    width: float
    height: float
    slot: float

    @property
    def bottom(self) -> float:
        """Where zero is."""
        return self.top + self.height

    def middle(self, at: int) -> float:
        """The middle of a month."""
        return self.left + (at + 0.5) * self.slot


def heading(drawing: Drawing, title: str, unit: str) -> float:
    """Title in up to two lines and what the values are; gives where the plot may begin."""
    y, room = MARGIN + LARGE, drawing.width - 2 * MARGIN
    for line in broken(title, room / 1.1, LARGE, 2):
        drawing.text(MARGIN, y, line, LARGE, bold=True)
        y += LARGE + 4
    drawing.text(MARGIN, y, unit, PLAIN, colour=drawing.inks.soft, room=room)
    return y + 12


def plot_of(drawing: Drawing, top: float, scale: Scale, months: int, right: float = MARGIN) -> Plot:
    """Room for the numbers of the scale at the left, the rest for the months."""
    left = MARGIN + max(width_of(number_text(tick), SMALL) for tick in scale.ticks) + 6
    width = drawing.width - left - right
    return Plot(left, top, width, scale.pixels, width / max(months, 1))


def values_axis(drawing: Drawing, plot: Plot, scale: Scale) -> None:
    """Round values at the left, with faint lines."""
    for tick in scale.ticks:
        y = plot.bottom - scale.length(tick)
        drawing.line(plot.left, y, plot.left + plot.width, y, drawing.inks.grid if tick else drawing.inks.soft)
        drawing.text(plot.left - 5, y + 3.5, number_text(tick), SMALL, "end", drawing.inks.soft)


def months_axis(drawing: Drawing, plot: Plot, months: Sequence[Month]) -> float:
    """Names of as many months as fit, January among them, and the years below; gives where the axis ends."""
    step = next((step for step in _STEPS if step * plot.slot >= 27), _STEPS[-1])
    for at, month in enumerate(months):
        if (month.month - 1) % step == 0:
            x = plot.middle(at)
            drawing.line(x, plot.bottom, x, plot.bottom + 3, drawing.inks.soft)
            if step < 12:
                drawing.text(x, plot.bottom + 13, month_short(month).split(" ")[0], SMALL, "middle", drawing.inks.soft)
    y = plot.bottom + (26 if step < 12 else 14)
    for first, last in _years(months):
        left, right = plot.left + first * plot.slot, plot.left + (last + 1) * plot.slot
        if first:
            drawing.line(left, plot.bottom, left, y + 3, drawing.inks.grid)
        if right - left >= 28:
            drawing.text((left + right) / 2, y, str(months[first].year), SMALL, "middle", drawing.inks.ink)
    return y + 6


def _years(months: Sequence[Month]) -> list[tuple[int, int]]:
    """First and last place of each year."""
    return runs(len(months), lambda at: months[at].year)


def runs(count: int, key: Callable[[int], object]) -> list[tuple[int, int]]:
    """First and last of neighbours that have the same key."""
    found: list[tuple[int, int]] = []
    for at in range(count):
        if found and key(found[-1][1]) == key(at):
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found


def missing_months(drawing: Drawing, plot: Plot, missing: Sequence[bool]) -> None:
    """Hatch the months that are missing, each run of them with the word."""
    hatched_periods(drawing, plot, [tr("missing") if one else "" for one in missing])


def hatched_periods(drawing: Drawing, plot: Plot, words: Sequence[str]) -> None:
    """Hatch the months or periods that have a word, each run of the same with it."""
    for first, last in runs(len(words), lambda at: words[at]):
        if words[first]:
            x, width = plot.left + first * plot.slot, (last - first + 1) * plot.slot
            drawing.hatch(x, plot.top, width, plot.height)
            _word(drawing, x, width, plot, words[first])


def _word(drawing: Drawing, x: float, width: float, plot: Plot, word: str) -> None:
    """The word on a clear ground, across where it fits, else upright."""
    middle, ground = plot.top + plot.height / 2, drawing.inks.ground
    long = width_of(word, SMALL) + 6
    if width >= long + 4:
        drawing.rect(x + width / 2 - long / 2, middle - 8, long, 15, ground)
        drawing.text(x + width / 2, middle + 3, word, SMALL, "middle")
    else:
        word = shortened(word, plot.height - 10, SMALL)
        long, wide = width_of(word, SMALL) + 6, min(14.0, max(width - 2, 9.0))
        drawing.rect(x + width / 2 - wide / 2, middle - long / 2, wide, long, ground)
        drawing.upright(x + width / 2, middle, word, min(SMALL, wide - 1))


Swatch = tuple[str, Callable[[float, float], None]]
"""Words of the legend, and what draws their sign into a box of 18 by 10 pixels at x, y."""


def legend(drawing: Drawing, top: float, entries: Sequence[Swatch]) -> float:
    """Signs with their words, in as many rows as they need; gives where it ends."""
    x, y, room = MARGIN, top + 4, drawing.width - 2 * MARGIN
    for words, draw in entries:
        shown = shortened(words, room - 24, PLAIN)
        wide = 24 + width_of(shown, PLAIN)
        if x > MARGIN and x + wide > MARGIN + room:
            x, y = MARGIN, y + _ROW
        draw(x, y)
        drawing.text(x + 23, y + 9, shown, PLAIN)
        x += wide + 14
    return y + _ROW + MARGIN if entries else top + MARGIN
