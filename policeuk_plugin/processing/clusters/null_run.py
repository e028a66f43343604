# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:nullmaps`: the cluster test with the same settings on maps made by chance."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
from qgis.core import QgsCoordinateTransformContext, QgsProcessingFeedback

from offline_cache.errors import CacheError

from ...analysis.clusters import Clusters, Verdict
from ...analysis.nulls import SHAPES, Draw, NullMaps, dealt, moved_stacks, stacked, taken, thrown, try_maps
from ...analysis.strata import strata_of_size
from ...text import number, tr
from ..asking.analysis_parameters import LAYER, LSOA
from ..running.telling import step
from ..running.time_left import TimeLeft
from ..units.exposure import AtRisk, ExposureAsked, exposure_of
from ..units.inputs import Inputs
from .cluster_run import Asked, ClusterRun, run_clusters, tested_by


class Null(enum.Enum):
    """A way to make maps by chance, by its word in the table."""

    THROWN = "thrown at random"
    DEALT = "counts dealt anew"
    STACKS = "unequal stacks"
    TALL_STACKS = "very unequal stacks"
    STREETS = "counts dealt among snap points"
    RESIDENTS = "thrown on residents"


_GROUND = (Null.STREETS, Null.RESIDENTS)
_BEGIN, _END = 30, 84


@dataclass(frozen=True)
class Tried:
    """One null: what came out, or `why` it does not apply; `chance`: nothing but chance makes clusters on its maps."""

    null: Null
    chance: bool
    found: Optional[NullMaps]
    why: str = ""


@dataclass(frozen=True)
class NullRun:
    """The test on the real map and on `maps` of each null."""

    real: ClusterRun
    maps: int
    tried: tuple[Tried, ...]

    @property
    def called(self) -> int:
        """Units called on the real map."""
        return self.real.clusters + self.real.quiet

    @property
    def worst(self) -> NullMaps:
        """The null of pure chance on which most maps have anything; of like ones that with more units called."""
        return max((one for _, one in self.made(chance=True)), key=lambda one: (one.with_any, one.mean))

    def made(self, chance: bool) -> list[tuple[Null, NullMaps]]:
        """The nulls that apply: of pure chance, or of what crimes stand on."""
        return [(one.null, one.found) for one in self.tried if one.found is not None and one.chance == chance]


def run_nulls(
    inputs: Inputs,
    asked: Asked,
    maps: int,
    transforms: QgsCoordinateTransformContext,
    feedback: QgsProcessingFeedback,
) -> NullRun:
    """Test the real map, then maps by chance; raises `CacheError` or `AnalysisError` with a sentence."""
    real = run_clusters(inputs, replace(asked, conditional=False), transforms, feedback)
    draws = list(_draws(real, transforms, feedback))
    count = sum(draw is not None for _, draw, _ in draws)
    made, tried, pace = 0, [], TimeLeft(feedback)
    for null, draw, why in draws:
        chance = null not in _GROUND
        if draw is None:
            tried.append(Tried(null, chance, None, why))
            continue
        found = _tried(real, maps, null, draw, (made, count), pace, feedback)
        tried.append(Tried(null, chance, found))
        made += 1
    return NullRun(real, maps, tuple(tried))


def _tried(
    real: ClusterRun,
    maps: int,
    null: Null,
    draw: Draw,
    part: tuple[int, int],
    pace: TimeLeft,
    feedback: QgsProcessingFeedback,
) -> NullMaps:
    done, of = part
    what = tr("Making {n} maps by chance, {at} of {of}: {null}").format(
        n=number(maps), at=done + 1, of=of, null=null.value
    )

    def told(made: int) -> None:
        share = (done + made / maps) / of
        feedback.setProgress(_BEGIN + (_END - _BEGIN) * share)
        pace.tell(what, share)

    step(feedback, _BEGIN + (_END - _BEGIN) * done / of, what)
    seed = (real.asked.seed, list(Null).index(null))
    return try_maps(maps, seed, draw, lambda counts: _called(real, counts, feedback), feedback.isCanceled, told)


def _called(real: ClusterRun, counts: np.ndarray, feedback: QgsProcessingFeedback) -> int:
    """Units that the same test calls on another map."""
    units, asked = real.units, real.asked
    at_risk = real.exposure.units if real.exposure is not None else None
    found: Clusters = tested_by(asked, counts, units.windows, units.size, at_risk, feedback.isCanceled, asked.alpha)
    return int((found.is_(Verdict.CLUSTER) | found.is_(Verdict.QUIET)).sum())


def _draws(
    real: ClusterRun, transforms: QgsCoordinateTransformContext, feedback: QgsProcessingFeedback
) -> Iterator[tuple[Null, Optional[Draw], str]]:
    """Each null with how a map of it is drawn, or why it does not apply."""
    counts = np.where(real.tested, real.units.counted.count, 0)
    whole, crimes = counts.dtype.kind == "i", int(counts.sum())
    fractions = "" if whole else tr("The counts are no whole numbers: crimes cannot be thrown one by one.")
    weights = _weights(real)
    yield Null.THROWN, _thrown(real, crimes, weights) if whole else None, fractions
    strata = _strata(real)
    yield Null.DEALT, lambda g: dealt(g, counts, strata), ""
    compared = real.asked.at_risk.kind is AtRisk.TYPES
    for null, shape in zip((Null.STACKS, Null.TALL_STACKS), SHAPES):
        if compared:
            yield null, None, tr("Crimes are compared with other types, which stand in the same stacks.")
        else:
            yield null, _stacked(crimes, weights, shape) if whole else None, fractions
    yield Null.STREETS, _streets(real), ""
    yield Null.RESIDENTS, *_residents(real, crimes, transforms, feedback)


def _weights(real: ClusterRun) -> np.ndarray:
    """What chance is in proportion to, (n,): what is at risk, the ground, or LSOAs, each alike."""
    if real.exposure is not None:
        return real.exposure.units
    if real.asked.units == LSOA or real.units.size is None:
        return np.ones(len(real.units.keys))
    return real.units.size


def _strata(real: ClusterRun) -> np.ndarray:
    """Among which units counts are dealt, (n,): as the test has it; those not tested by themselves."""
    size = real.exposure.units if real.exposure is not None else real.units.size
    if size is None:
        return np.zeros(len(real.units.keys), dtype=np.int64)
    strata = np.full(len(real.units.keys), -1, dtype=np.int64)
    strata[real.tested] = strata_of_size(size[real.tested])
    return strata


def _thrown(real: ClusterRun, crimes: int, weights: np.ndarray) -> Draw:
    if real.exposure is None or real.asked.at_risk.kind is not AtRisk.TYPES:
        return lambda generator: thrown(generator, crimes, weights)
    pool = np.rint(weights).astype(np.int64)
    return lambda generator: taken(generator, crimes, pool)


def _stacked(crimes: int, weights: np.ndarray, shape: float) -> Draw:
    return lambda generator: stacked(generator, crimes, weights, shape)


def _streets(real: ClusterRun) -> Draw:
    """The places with crimes keep their number and where they stand."""
    units, count = real.units, real.inputs.crimes.count
    return lambda generator: moved_stacks(generator, units.unit, count, len(units.keys))


def _residents(
    real: ClusterRun, crimes: int, transforms: QgsCoordinateTransformContext, feedback: QgsProcessingFeedback
) -> tuple[Optional[Draw], str]:
    """Crimes that follow where people live, where residents are held and are not what the test compares with."""
    if real.exposure is not None:
        return None, tr("The test itself compares with what is at risk.")
    if real.units.counted.count.dtype.kind != "i":
        return None, tr("The counts are no whole numbers: crimes cannot be thrown one by one.")
    if real.asked.units == LAYER and real.inputs.connection is None:
        return None, tr("Residents are known of a cache only.")
    asked = ExposureAsked(AtRisk.RESIDENTS)
    try:
        found = exposure_of(
            asked, real.asked.counted_in, real.inputs, real.units, None, transforms, feedback.isCanceled
        )
    except CacheError as error:
        return None, str(error)
    if found is None or not found.units.sum() > 0:
        return None, tr("The cache holds no residents of these units.")
    return _on(crimes, found.units), ""


def _on(crimes: int, weights: np.ndarray) -> Draw:
    return lambda generator: thrown(generator, crimes, weights)
