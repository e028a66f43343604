# SPDX-License-Identifier: GPL-2.0-or-later
"""The peers of an area as they were found: who they are, how alike, who was left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

import numpy as np

from ...analysis.nearest_areas import Nearest, PeerQuality
from .peer_area import OneArea
from .peer_choice import PeerChoice

if TYPE_CHECKING:
    from offline_cache.reference_data.model import Attributes


@dataclass(frozen=True)
class Peer:
    """A peer: 1 is most alike. `distance` in standard deviations, None on a list; `mutual`: it has the area as peer.

    `why` says of one that was left out why.
    """

    rank: int
    code: str
    name: str
    distance: Optional[float] = None
    mutual: Optional[bool] = None
    why: str = ""


@dataclass(frozen=True)
class Measured:
    """What peers were found by: `attributes` of all areas, distances beyond which a peer is poor, none or not kept.

    `considered` areas have all measures and can be peers; `lacking` more of the level have not. The distances are
    those of `sampled` areas, whose peers are `everyone`; `alike` (q,) says of each whether its first is not too far.
    """

    attributes: Attributes
    quality: PeerQuality
    poor_beyond: float
    none_beyond: float
    kept_to: float
    considered: int
    lacking: int
    sampled: int
    everyone: Nearest
    alike: np.ndarray


@dataclass(frozen=True)
class PeerGroup:
    """An area with its peers, the most alike first. `asked` is how many were looked for, or are on the list.

    `choice` is settled: with measures and what peers are among. `left_out` are peers that cannot be compared with or
    are too far; `measured` is None for a list. `source` names the list or the files of the measures, `year` theirs.
    """

    area: OneArea
    choice: PeerChoice
    asked: int
    peers: tuple[Peer, ...]
    left_out: tuple[Peer, ...]
    source: str
    year: Optional[int]
    measured: Optional[Measured] = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The area first, then its peers."""
        return (self.area.code, *(peer.code for peer in self.peers))

    @property
    def no_good_peer(self) -> bool:
        """Whether not even the most similar area is alike."""
        return self.measured is not None and (self.measured.quality is PeerQuality.NONE or not self.peers)
