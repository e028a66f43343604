# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:concentration`: counted, measured, compared with random placement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
from qgis.core import QgsCoordinateTransformContext, QgsProcessingFeedback

from offline_cache.errors import CacheError

from ...analysis.concentration import (
    SmallestSet,
    Tally,
    generalised_gini,
    gini,
    share_of_busiest,
    smallest_set,
    tally,
    unbiased,
)
from ...analysis.random_placement import RandomPlacement, random_placement
from ...text import tr
from ..asking.analysis_parameters import LSOA, SNAP_POINT
from ..running.main_names import main_names
from ..running.place_names import names_around
from ..running.telling import step
from ..running.wording import number_text, only_few
from ..units.inputs import Inputs
from ..units.unit_inputs import UnitsAsked
from .concentration_units import Counted, counted

LEAST_CRIMES = 20
TOPS = (0.01, 0.05, 0.1, 0.2)
ROWS = 10
IN_SET, TIED, NOT_IN_SET, NO_CRIMES = "in the set", "tied for the last", "not in it", "no crimes"


@dataclass(frozen=True)
class Asked:
    """SHARE in per cent, and how chance is drawn."""

    counted_in: UnitsAsked
    share: float
    alpha: float
    seed: int

    @property
    def points(self) -> bool:
        """Whether the places are snap points, of which no layer is made."""
        return self.counted_in.units == SNAP_POINT


@dataclass(frozen=True)
class ConcentrationRun:
    """The result; `tops` are the shares of crimes on `TOPS` of the places.

    `around` is where most crimes of each of the first `ROWS` units stand.
    """

    asked: Asked
    inputs: Inputs
    counted: Counted
    tally: Tally
    gini: float
    generalised: float
    tops: tuple[float, ...]
    smallest: SmallestSet
    chance: RandomPlacement
    names: Optional[Sequence[Optional[str]]]
    around: Sequence[str] = ()

    @property
    def classes(self) -> list[str]:
        """Whether each place is in the smallest set, (n,); who ties for its last places is neither in nor out."""
        counts, edge = self.counted.counts, self.smallest
        whole = edge.of_tied == edge.tied
        found = np.where(counts > 0, NOT_IN_SET, NO_CRIMES).astype(object)
        found[counts == edge.count] = IN_SET if whole else TIED
        found[counts > edge.count] = IN_SET
        return [str(one) for one in found.tolist()]

    @property
    def order(self) -> list[int]:
        """The places by their crimes, those without left out."""
        ordered = np.argsort(-self.counted.counts, kind="stable")
        return [int(at) for at in ordered[: int((self.counted.counts > 0).sum())]]

    def name_of(self, unit: int) -> str:
        """What a unit is called: its own name, else the LSOA that most of its crimes are in, else its key."""
        if self.counted.units is None:
            return ""
        key = dict(zip(self.counted.units.key_fields, self.counted.units.keys[unit]))
        near = self.names[unit] if self.names is not None else None
        return key.get("name") or near or key.get("code") or key[self.counted.units.key_fields[0]]


def run_concentration(
    inputs: Inputs, asked: Asked, context: QgsCoordinateTransformContext, feedback: QgsProcessingFeedback
) -> ConcentrationRun:
    """Count and measure; raises `CacheError` or `AnalysisError` with a sentence for what cannot be measured."""
    cancelled = feedback.isCanceled
    step(feedback, 20, tr("Counting crimes in the study area"))
    places = counted(inputs, asked.counted_in, context, cancelled)
    crimes = float(places.counts.sum())
    if crimes < LEAST_CRIMES:
        raise CacheError(
            tr(
                "{few} in the study area ({outside} outside it): too few to speak of concentration, "
                "at least {least} are needed. Choose more months, more crime types or a larger area."
            ).format(few=only_few(crimes), outside=number_text(places.outside), least=LEAST_CRIMES)
        )
    of = tally(places.counts)
    step(feedback, 60, tr("Placing as many crimes at random"))
    share = asked.share / 100
    chance = random_placement(of, TOPS, share, places.weights, asked.alpha, asked.seed, cancelled)
    names = None
    if places.units is not None and asked.counted_in.units != LSOA:
        names = main_names(places.units.unit, inputs.crimes, places.counts.size)
    run = ConcentrationRun(
        asked,
        inputs,
        places,
        of,
        gini(of),
        unbiased(of, generalised_gini(of)),
        tuple(share_of_busiest(of, top) for top in TOPS),
        smallest_set(of, share),
        chance,
        names,
    )
    if places.units is None:
        return run
    return replace(run, around=names_around(inputs, places.units.unit, [[unit] for unit in run.order[:ROWS]]))
