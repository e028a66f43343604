# SPDX-License-Identifier: GPL-2.0-or-later
"""METHOD of the snap-point uncertainty: the analyses that can be judged again, one a line; no numpy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .area_trends import AreaTrends
from .busier_than_random import BusierThanRandom
from .crime_clusters import CrimeClusters
from .emerging_hotspots import EmergingHotspots
from .judged_again import JudgedAgain
from .local_moran import LocalMoran
from .period_change import PeriodChange
from .persistence import Persistence


@dataclass(frozen=True)
class Method:
    """A word of METHOD: the algorithm that is run again, with `settings` that make it this method."""

    algorithm: type[JudgedAgain]
    settings: Mapping[str, str] = field(default_factory=dict)


METHODS: Mapping[str, Method] = {
    "clusters": Method(CrimeClusters),
    "cold": Method(CrimeClusters, {"DIRECTION": "cold"}),
    "busier": Method(BusierThanRandom),
    "persistence": Method(Persistence),
    "moran": Method(LocalMoran),
    "emerging": Method(EmergingHotspots),
    "change": Method(PeriodChange),
    "trends": Method(AreaTrends),
}
