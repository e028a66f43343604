# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields of units with their trend, and the table of units by crime type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import numpy as np

from ...analysis.area_trends import TOLD, Told, Trends
from ...text import tr
from ..units.unit_layer import REAL, TEXT, WHOLE, Column, counted_column, known_column
from ..writing.table_sink import TableColumn
from .unit_trend_breaks import Sides
from .unit_trend_run import Shift, TrendsRun

ALL = "all selected"
MUCH, LITTLE = 1.5, 1 / 1.5
"""How many times as many in the last year as in the first stands in a class of its own."""
CLASSES = ("rising by half or more", "rising", "no trend", "falling", "falling by a third or more", "too few")
ABOVE, BELOW, WITHIN, NOT_JUDGED = "above", "below", "within", "not judged"


def columns_of(run: TrendsRun) -> list[Column]:
    """What was counted and found of each unit."""
    found, units = run.found, run.units
    wide = _Widened(len(units.keys), run.some)
    columns = [
        counted_column("crimes", wide.whole(found.crimes), tr("Crimes in the months wholly held")),
        Column("early", WHOLE, wide.whole(found.early), tr("Crimes of the first year held of each calendar month")),
        Column("late", WHOLE, wide.whole(found.late), tr("Crimes of the last year held of each calendar month")),
        Column("ratio", REAL, wide.real(found.ratio), tr("Late over early; empty without any early")),
        Column("slope", REAL, wide.real(found.slope, 0.0), tr("Sen's slope: crimes a month more from year to year")),
        Column("slope_lower", REAL, wide.real(found.lower, 0.0), tr("Lower end of its 95% interval")),
        Column("slope_upper", REAL, wide.real(found.upper, 0.0), tr("Upper end of its 95% interval")),
        Column("tau", REAL, wide.real(found.tau, 0.0), tr("Kendall's: 1 where every later year is higher, −1 lower")),
        Column("z", REAL, wide.real(found.z, 0.0), tr("z of the seasonal Mann-Kendall test, for information")),
        Column("p", REAL, wide.real(found.p, 1.0), tr("Chance of a trend as sure, allowing for the month before")),
        Column("q", REAL, wide.real(found.q, 1.0), tr("p after Benjamini-Hochberg over all tests: at or below ALPHA")),
        Column("serial", REAL, wide.real(found.serial), tr("How much a month leans on the one before, taken for p")),
        Column("verdict", TEXT, verdicts(run), tr("rising, falling, no trend that can be told, or too few to tell")),
        Column("class", TEXT, classes(run), tr("The same with how much: late at least 1.5 times early, or 2/3 of it")),
        Column("latest", TEXT, _latest(run, wide), tr("The last month against what is usual there: above, below, …")),
        Column(
            "months_out", WHOLE, _months_out(run, wide), tr("Months outside the usual range; empty where not judged")
        ),
        Column(
            "shift", TEXT, _shifts(run, wide), tr("A shift that lasts to the end, by cumulative sums, and since when")
        ),
    ]
    if run.asked.by_type:
        columns += [
            Column("types_rising", TEXT, _types(run, Told.RISING), tr("Crime types that rise")),
            Column("types_falling", TEXT, _types(run, Told.FALLING), tr("Crime types that fall")),
        ]
    counted = units.counted
    columns += [
        known_column("places", WHOLE, counted.places),
        known_column("largest_place_share", REAL, counted.largest_place_share),
    ]
    if run.names is not None:
        columns.append(known_column("near", TEXT, run.names))
    if run.sides in (Sides.APART, Sides.ACROSS):
        compared = run.sides is Sides.ACROSS
        text = tr("Months before and from July 2022 on are compared") if compared else tr("They are not compared")
        columns.append(Column("snap_points", TEXT, ["not the same throughout"] * len(units.keys), text))
    held = [len(run.months)] * len(units.keys)
    columns.append(Column("months", WHOLE, held, tr("Months wholly held")))
    return columns


class _Widened:
    """Values of the units with crimes as values of all units."""

    def __init__(self, units: int, some: np.ndarray) -> None:
        self._units, self._some = units, some

    def whole(self, values: np.ndarray) -> np.ndarray:
        """0 for the others."""
        wide = np.zeros(self._units, dtype=np.int64)
        wide[self._some] = values
        return wide

    def real(self, values: np.ndarray, rest: float = np.nan) -> np.ndarray:
        """`rest` for the others."""
        wide = np.full(self._units, rest)
        wide[self._some] = values
        return wide

    def any(self, values: Sequence[Any], rest: Any) -> list[Any]:
        """`rest` for the others."""
        wide = [rest] * self._units
        for at, value in zip(self._some.tolist(), values):
            wide[at] = value
        return wide


def verdicts(run: TrendsRun) -> list[str]:
    """What is told of each unit, in words."""
    words = [TOLD[told].value for told in run.found.told.tolist()]
    return _Widened(len(run.units.keys), run.some).any(words, Told.TOO_FEW.value)


def classes(run: TrendsRun) -> list[str]:
    """The class of each unit on the map, (n,)."""
    words = [class_of(run.found, at) for at in range(run.some.size)]
    return _Widened(len(run.units.keys), run.some).any(words, CLASSES[-1])


def class_of(found: Trends, at: int) -> str:
    """The class of one series."""
    told, early, late = TOLD[found.told[at]], int(found.early[at]), int(found.late[at])
    if told is Told.RISING:
        return CLASSES[0] if late >= MUCH * early else CLASSES[1]
    if told is Told.FALLING:
        return CLASSES[4] if late <= LITTLE * early else CLASSES[3]
    return CLASSES[2] if told is Told.NOT_TOLD else CLASSES[-1]


def _latest(run: TrendsRun, wide: _Widened) -> list[str]:
    words = {1: ABOVE, -1: BELOW, 0: WITHIN}
    last = zip(run.charts.charted.tolist(), run.charts.beyond[:, -1].tolist())
    return wide.any([words[beyond] if charted else NOT_JUDGED for charted, beyond in last], NOT_JUDGED)


def _months_out(run: TrendsRun, wide: _Widened) -> list[Optional[int]]:
    out = (run.charts.beyond != 0).sum(axis=1).tolist()
    return wide.any([n if charted else None for n, charted in zip(out, run.charts.charted.tolist())], None)


def _shifts(run: TrendsRun, wide: _Widened) -> list[Optional[str]]:
    return wide.any([shift_of(run, at) for at in range(run.some.size)], None)


def shift_of(run: TrendsRun, at: int) -> Optional[str]:
    """Such as up since 2025-03; None where nothing shifted for good, or the unit is not charted."""
    side = int(run.charts.side[at])
    if not side:
        return None
    return shift_text((side, run.months[int(run.charts.since[at])]))


def shift_text(shift: Shift) -> Optional[str]:
    """Such as up since 2025-03; None for none."""
    return f"{'up' if shift[0] > 0 else 'down'} since {shift[1]}" if shift is not None else None


def _types(run: TrendsRun, told: Told) -> list[Optional[str]]:
    named: dict[int, list[str]] = {}
    for one in run.types:
        if one.found is not None:
            for at in one.some[one.found.is_(told)].tolist():
                named.setdefault(int(run.some[at]), []).append(one.name)
    return ["; ".join(named[at]) if at in named else None for at in range(len(run.units.keys))]


TABLE_COLUMNS = (
    TableColumn("crime_type", meaning=tr("Crime type, or all selected")),
    TableColumn("crimes", whole=True, meaning=tr("Crimes in the months wholly held")),
    TableColumn("early", whole=True, meaning=tr("Crimes of the first year held of each calendar month")),
    TableColumn("late", whole=True, meaning=tr("Crimes of the last year held of each calendar month")),
    TableColumn("slope", decimal=True, meaning=tr("Sen's slope: crimes a month more from year to year")),
    TableColumn("slope_lower", decimal=True, meaning=tr("Lower end of its 95% interval")),
    TableColumn("slope_upper", decimal=True, meaning=tr("Upper end of its 95% interval")),
    TableColumn("tau", decimal=True, meaning=tr("Kendall's: 1 where every later year is higher, −1 lower")),
    TableColumn("z", decimal=True, meaning=tr("z of the seasonal Mann-Kendall test, for information")),
    TableColumn("p", decimal=True, meaning=tr("Chance of a trend as sure, allowing for the month before")),
    TableColumn("q", decimal=True, meaning=tr("p after Benjamini-Hochberg over all tests")),
    TableColumn("verdict", meaning=tr("rising, falling, no trend that can be told, or too few to tell")),
)


def table_columns(run: TrendsRun) -> list[TableColumn]:
    """The keys of the unit, then `TABLE_COLUMNS`."""
    return [*(TableColumn(name) for name in run.units.key_fields), *TABLE_COLUMNS]


def table_rows(run: TrendsRun) -> list[list[Any]]:
    """A row for each unit and crime type with a crime; first those of all selected."""
    rows = []
    every = [(ALL, run.found, np.arange(run.some.size))]
    every += [(one.name, one.found, one.some) for one in run.types if one.found is not None]
    for name, found, some in every:
        values = [
            *(found.crimes, found.early, found.late, found.slope, found.lower, found.upper, found.tau, found.z),
            *(found.p, found.q),
        ]
        written = [Column("", REAL, value).written() for value in values]
        words = [TOLD[told].value for told in found.told.tolist()]
        for at, unit in enumerate(run.some[some].tolist()):
            rows.append([*run.units.keys[unit], name, *(value[at] for value in written), words[at]])
    return rows
