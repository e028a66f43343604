# SPDX-License-Identifier: GPL-2.0-or-later
"""The range in which an area's share is to be expected, given the shares of its peers and how much these differ."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .between_areas import dersimonian_laird
from .errors import AnalysisError
from .peer_range import FEWEST_PEERS, TooFewPeers, Verdict
from .quantiles import t_quantile

_HALF = 0.5


@dataclass(frozen=True)
class ShareRange:
    """Shares from 0 to 1, `peer_shares` (k,) in the order given; `tau` is how much peers differ, as log odds.

    `mean` is the peers' unweighted mean without the area, `weighted` the share of all their crimes together.
    """

    share: float
    peer_shares: np.ndarray
    mean: float
    weighted: float
    lower: float
    upper: float
    tau: float
    verdict: Verdict


def share_range(count: int, of: int, peer_counts: np.ndarray, peer_ofs: np.ndarray) -> ShareRange:
    """The prediction interval of a share from `peer_counts` of `peer_ofs` (k,), as `peer_range` has it for rates.

    On the log odds, y = ln((x + ½) / (n − x + ½)) with variance 1 / (x + ½) + 1 / (n − x + ½): the variance between
    peers by moments, then mean ± t(k − 2) √(τ² + 1/Σw + the area's own variance at that mean). The rule is ours, after
    the one for rates (methods, peer-comparison 4.6). Raises `TooFewPeers` below `FEWEST_PEERS`, `AnalysisError` where
    one has no crimes.
    """
    counts, ofs = np.asarray(peer_counts, dtype=float), np.asarray(peer_ofs, dtype=float)
    if counts.size < FEWEST_PEERS:
        raise TooFewPeers(f"Only {counts.size} peers are left; a comparison needs at least {FEWEST_PEERS}.")
    if of <= 0 or not (ofs > 0).all():
        raise AnalysisError("An area without crimes has no share of them that were resolved. Leave it out.")
    odds = np.log((counts + _HALF) / (ofs - counts + _HALF))
    variances = 1 / (counts + _HALF) + 1 / (ofs - counts + _HALF)
    tau2 = float(dersimonian_laird(odds[None], variances[None])[0])
    weights = 1 / (variances + tau2)
    middle = float((weights * odds).sum() / weights.sum())
    at_mean = 1 / (1 + math.exp(-middle))
    own = 1 / (of * at_mean * (1 - at_mean))
    reach = t_quantile(0.975, counts.size - 2) * math.sqrt(tau2 + 1 / float(weights.sum()) + own)
    lower, upper = (1 / (1 + math.exp(-(middle + way * reach))) for way in (-1, 1))
    share = count / of
    verdict = Verdict.LOWER if share < lower else Verdict.HIGHER if share > upper else Verdict.SIMILAR
    shares = counts / ofs
    return ShareRange(
        share, shares, float(shares.mean()), float(counts.sum() / ofs.sum()), lower, upper, math.sqrt(tau2), verdict
    )
