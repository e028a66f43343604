# SPDX-License-Identifier: GPL-2.0-or-later
"""An evaluation as rows of a table: a row a setting and share of the area."""

from __future__ import annotations

import math
from typing import Any, Optional

from ...analysis.evaluation import SHARES
from ...text import tr
from ..writing.table_sink import TableColumn
from .evaluation_run import EvaluationRun
from .evaluation_words import setting_words, verdict

COLUMNS = (
    TableColumn("setting", meaning=tr("Method, radius and units in words")),
    TableColumn("method", meaning=tr("Method, by its name among METHODS")),
    TableColumn("cell_m", decimal=True, meaning=tr("Cell size in metres; empty for LSOAs and polygons")),
    TableColumn("radius_m", decimal=True, meaning=tr("Radius of the kernel density in metres; empty for the others")),
    TableColumn("area_share", decimal=True, meaning=tr("Share of the study area that was taken, 0 to 1")),
    TableColumn("hit_rate", decimal=True, meaning=tr("Share of all crimes that was found, 0 to 1")),
    TableColumn("pai", decimal=True, meaning=tr("Hit rate ÷ area share; 1 is a random ranking")),
    TableColumn("pei", decimal=True, meaning=tr("Crimes found ÷ the most that could be found on as much ground")),
    TableColumn("hits", decimal=True, meaning=tr("Crimes found, those of a unit taken in part pro rata")),
    TableColumn("strict", decimal=True, meaning=tr("Hit rate with ties taken against last year's counts too")),
    TableColumn("crimes", whole=True, meaning=tr("All crimes of the months scored, in the study area")),
    TableColumn("months", whole=True, meaning=tr("Months scored")),
    TableColumn("difference", decimal=True, meaning=tr("Hit rate less that of the baseline")),
    TableColumn("low", decimal=True, meaning=tr("Lower end of its interval, which holds for all rows together")),
    TableColumn("high", decimal=True, meaning=tr("Upper end of its interval")),
    TableColumn("verdict", meaning=tr("baseline, better, within chance, no better, worse or too few months")),
    TableColumn("recommended", whole=True, meaning=tr("1 for the setting recommended, on the share that decides")),
)


def rows_of(run: EvaluationRun) -> list[tuple[Any, ...]]:
    """A row a setting and share in the order of `COLUMNS`; the setting that found most on the deciding share first."""
    return [_row(run, setting, share) for setting in by_hits(run) for share in range(len(SHARES))]


def by_hits(run: EvaluationRun) -> list[int]:
    """The settings, those that found most on the deciding share first."""
    found = [float(tally.hits[:, run.asked.share].sum()) for tally in run.tallies]
    return sorted(range(len(found)), key=lambda at: -found[at])


def _row(run: EvaluationRun, at: int, share: int) -> tuple[Any, ...]:
    setting, tally, judged = run.settings[at], run.tallies[at], run.judged
    return (
        *(setting_words(setting), setting.method.value, setting.cell, setting.radius, SHARES[share]),
        *(float(tally.hit_rate[share]), float(tally.pai[share]), float(tally.pei[share])),
        *(
            float(tally.hits[:, share].sum()),
            float(run.strict[at].hit_rate[share]),
            int(tally.crimes.sum()),
            len(run.months),
        ),
        *(_known(judged.difference[at, share]), _known(judged.low[at, share]), _known(judged.high[at, share])),
        verdict(run, at, share),
        int(at == run.recommended and share == run.asked.share),
    )


def _known(value: float) -> Optional[float]:
    return None if math.isnan(value) else float(value)
