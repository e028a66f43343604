# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of the evaluation: every setting ranks the ground month after month, and is scored by the month after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsProcessingFeedback

from offline_cache.errors import CacheError

from ...analysis.evaluation import Tally, roll
from ...analysis.forecasts import YEAR, Method
from ...analysis.judging import Judged, judge
from ...text import many, tr
from ..running.telling import step
from ..running.wording import only_few
from ..units.inputs import Inputs
from ..units.unit_inputs import UnitsAsked, units_of
from ..units.unit_months import PointMonths, left_out_words, point_months
from .evaluation_settings import Asked, Ground, Setting, ground_of, left_out_on, settings_on

if TYPE_CHECKING:
    from offline_cache.model import Month

LEAST_CRIMES = 20


@dataclass(frozen=True)
class EvaluationRun:
    """The result: `settings` with their `tallies`, in one order; `months` scored; `learned` months before the first.

    Ties are taken against every setting in `tallies`, but for last year's counts at random, so that nothing beats the
    baseline by its ties; in `strict` against them too. `worse` (s, k): found less also with ties at random. `counted`
    has how many units there are by their words, `inside` the crimes of all months in them.
    """

    asked: Asked
    inputs: Inputs
    settings: tuple[Setting, ...]
    tallies: tuple[Tally, ...]
    strict: tuple[Tally, ...]
    judged: Judged
    worse: np.ndarray
    months: tuple[Month, ...]
    learned: tuple[Month, ...]
    left_out: str
    counted: dict[str, int]
    inside: int
    outside: float
    notes: tuple[str, ...]

    @property
    def best(self) -> int:
        """The setting that found most on the share it is decided on."""
        return int(self.judged.best[self.asked.share])

    @property
    def baseline(self) -> int:
        """Last year's counts, in the units where they found most there."""
        return int(self.judged.baseline[self.asked.share])

    @property
    def recommended(self) -> int:
        """The best where it beats the baseline beyond chance, else the baseline, which is the simplest."""
        return self.best if self.judged.beyond[self.best, self.asked.share] > 0 else self.baseline

    @property
    def crimes(self) -> int:
        """Crimes of the months scored, in the study area."""
        return int(self.tallies[0].crimes.sum())


@dataclass(frozen=True)
class _Parts:
    """What is scored of the units of one kind or size."""

    settings: list[Setting]
    strict: list[Tally]
    units: int
    inside: int
    outside: float
    notes: tuple[str, ...]


def run_evaluation(inputs: Inputs, asked: Asked, feedback: QgsProcessingFeedback) -> EvaluationRun:
    """Score all settings; raises `CacheError` or `AnalysisError` with a sentence where nothing can be scored."""
    step(feedback, 10, tr("Counting crimes by month"))
    points = point_months(inputs)
    hold_out = _months_to_score(points, asked)
    parts: list[_Parts] = []
    refused: list[CacheError] = []
    for at, counted_in in enumerate(_kinds(asked)):
        step(feedback, 15 + 65 * at / len(asked.sizes), tr("Counting in {size:g} m").format(size=counted_in.cell_size))
        try:
            units, clipped = units_of(inputs, counted_in, feedback.isCanceled)
        except CacheError as error:  # such as too few units of this size, which another size may have
            refused.append(error)
            continue
        parts.append(_scored(ground_of(inputs, points, units, clipped), asked, hold_out, not parts, feedback))
    if not parts:
        raise refused[0]
    step(feedback, 82, tr("Comparing the settings"))
    settings = [setting for part in parts for setting in part.settings]
    strict = [tally for part in parts for tally in part.strict]
    _check_crimes(strict[0])
    plain = [setting.method is Method.LAST_YEAR for setting in settings]
    tallies = [tally.evened if is_plain else tally for tally, is_plain in zip(strict, plain)]
    baselines = [at for at, is_plain in enumerate(plain) if is_plain]
    judged = judge(tallies, baselines, asked.alpha, asked.seed, feedback.isCanceled)
    evenly = judge([tally.evened for tally in strict], baselines, asked.alpha, asked.seed, feedback.isCanceled)
    first = len(points.months) - hold_out
    notes = tuple(dict.fromkeys([*(note for part in parts for note in part.notes), *map(str, refused)]))
    return EvaluationRun(
        asked, inputs, tuple(settings), tuple(tallies), tuple(strict), judged, evenly.beyond < 0,
        points.months[first:], points.months[:first], left_out_words(points.left_out),
        {part.settings[0].words: part.units for part in parts}, parts[0].inside, parts[0].outside, notes,
    )  # fmt: skip


def _kinds(asked: Asked) -> Sequence[UnitsAsked]:
    if not asked.counted_in.cells:
        return [asked.counted_in]
    return [replace(asked.counted_in, cell_size=size) for size in asked.sizes]


def _months_to_score(points: PointMonths, asked: Asked) -> int:
    """As many months as are asked for, or as have 12 before them; raises `CacheError` where none has."""
    months = len(points.months)
    if months <= YEAR:
        text = tr(
            "Only {held} wholly held: 12 are needed to learn from and at least one after them to be scored. Choose "
            "more months, or download those before."
        ).format(held=many(months, tr("month is"), tr("months are")))
        raise CacheError(f"{text} {left_out_words(points.left_out)}".strip())
    return min(asked.hold_out, months - YEAR)


def _scored(ground: Ground, asked: Asked, hold_out: int, with_kernel: bool, feedback: QgsProcessingFeedback) -> _Parts:
    """Score every setting on this ground."""
    first = len(ground.points.months) - hold_out
    counts, area = ground.series.counts, ground.series.area
    settings: list[Setting] = []
    tallies: list[Tally] = []
    for setting, forecaster in settings_on(ground, asked, with_kernel, feedback.isCanceled):
        feedback.setProgressText(f"{setting.words}: {setting.method.value} {setting.radius or ''}".rstrip())
        settings.append(setting)
        tallies.append(roll(counts, area, forecaster, first, feedback.isCanceled))
    return _Parts(
        settings,
        tallies,
        area.size,
        int(counts.sum()),
        ground.units.counted.outside,
        (*ground.units.notes, *left_out_on(ground, asked, with_kernel)),
    )


def _check_crimes(tally: Tally) -> None:
    crimes = int(tally.crimes.sum())
    if crimes < LEAST_CRIMES:
        raise CacheError(
            tr(
                "{few} in the study area in the months that are scored: too few to tell one method "
                "from another, at least {least} are needed. Choose more months, more crime types or a larger area."
            ).format(few=only_few(crimes), least=LEAST_CRIMES)
        )
