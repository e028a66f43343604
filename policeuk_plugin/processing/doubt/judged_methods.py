# SPDX-License-Identifier: GPL-2.0-or-later
"""METHOD of the snap-point uncertainty: the analyses that can be judged again, one a line; no numpy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..clusters.busier_than_random import BusierThanRandom
from ..clusters.crime_clusters import CrimeClusters
from ..clusters.local_moran import LocalMoran
from ..through_time.area_trends import AreaTrends
from ..through_time.emerging_hotspots import EmergingHotspots
from ..through_time.period_change import PeriodChange
from ..through_time.persistence import Persistence
from .judged_again import JudgedAgain


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
