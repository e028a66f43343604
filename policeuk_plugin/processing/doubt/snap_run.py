# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of the snap-point uncertainty: a result judged again on maps with crimes elsewhere, unit by unit."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
from qgis.core import QgsCoordinateTransformContext, QgsProcessingFeedback

from ...analysis.reallocation import Kept
from ..asking.analysis_parameters import AREAS, LSOA
from ..running.main_names import main_names
from ..units.inputs import Inputs
from ..units.units import Units
from .judged import Judged
from .snap_maps import MAYBE, MOSTLY, SURE, Tried, snap_maps


class Standing(enum.Enum):
    """What a map shows of a unit; the values stand in the field `class` and in the style."""

    SURE = "called, stays"
    MOSTLY = "called, mostly stays"
    UNSURE = "called, may be snapping"
    MAYBE = "not called, might be"
    NOT = "not called"


STANDINGS = tuple(Standing)


@dataclass(frozen=True)
class Asked:
    """METHOD, and what the toolbox calls its algorithm; maps and seed."""

    method: str
    title: str
    draws: int
    seed: int


@dataclass(frozen=True)
class SnapRun:
    """The result, `inputs` being those of the method's own run.

    `standing` (n,) holds places in `STANDINGS`; `names` of the LSOA of most of a unit's crimes, None where not known
    or the unit's own.
    """

    asked: Asked
    inputs: Inputs
    tried: Tried
    standing: np.ndarray
    names: Optional[Sequence[Optional[str]]]

    @property
    def judged(self) -> Judged:
        """What was judged again."""
        return self.tried.judged

    @property
    def units(self) -> Units:
        """The units."""
        return self.judged.units

    @property
    def kept(self) -> Kept:
        """How they fared."""
        return self.tried.kept

    @property
    def words(self) -> Sequence[str]:
        """What the method says by its verdicts, the first not called."""
        return self.judged.verdicts

    @property
    def crimes(self) -> int:
        """Crimes in the units, of the months that the method counts."""
        return int(self.judged.published.sum())

    def of(self, standing: Standing) -> int:
        """How many units stand so."""
        return int((self.standing == STANDINGS.index(standing)).sum())

    @property
    def called(self) -> int:
        """Units that the method calls as published."""
        return int(self.tried.called.sum())

    @property
    def shown(self) -> list[int]:
        """Units that are named: those called, the least sure first, then those that might be."""
        called = np.flatnonzero(self.tried.called)
        maybe = np.flatnonzero(self.standing == STANDINGS.index(Standing.MAYBE))
        first = called[np.lexsort((-self.units.counted.count[called], self.kept.kept[called]))]
        return [*first.tolist()[:10], *maybe[np.argsort(-self.kept.called[maybe], kind="stable")].tolist()[:5]]


def run_snap(
    inputs: Inputs,
    judged: Judged,
    asked: Asked,
    transforms: QgsCoordinateTransformContext,
    feedback: QgsProcessingFeedback,
) -> SnapRun:
    """Judge again and again; raises `CacheError` or `AnalysisError` with a sentence."""
    tried = snap_maps(judged, asked.draws, asked.seed, transforms, feedback)
    kept = tried.kept
    standing = np.select(
        [
            tried.called & (kept.kept >= SURE),
            tried.called & (kept.kept >= MOSTLY),
            tried.called,
            kept.called >= MAYBE,
        ],
        [0, 1, 2, 3],
        4,
    )
    units, names = judged.units, None
    if judged.counted_in.units not in (LSOA, *AREAS):
        names = main_names(units.unit, judged.inputs.crimes, len(units.keys))
    return SnapRun(asked, inputs, tried, standing, names)
