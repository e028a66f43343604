# SPDX-License-Identifier: GPL-2.0-or-later
"""The range in which an area's share is to be expected, given the shares of its peers and how much these differ."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .between_areas import mean_of, paule_mandel
from .errors import AnalysisError
from .peer_range import FEW_EXPECTED, FEWEST_PEERS, TooFewPeers, Verdict
from .predicted_count import predicted_part
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

    On the log odds, y = ln((x + ½) / (n − x + ½)) with variance 1 / (n P + ½) + 1 / (n (1 − P) + ½), P the share of all
    peers together: the variance between peers by Paule and Mandel, then mean ± t(k − 2) √(τ² + 1/Σw + the area's own
    variance at that mean). Where the area has so few crimes that this own variance is above 1 / 100, the ends are those
    of a binomial count whose log odds vary so (`predicted_part`): of few crimes none resolved is nothing unusual. Of
    simulated areas with 15 to 3,000 crimes each it covers 93 to 99 %. The rule is ours, after the one for rates
    (methods, peer-comparison 4.6). Raises `TooFewPeers` below `FEWEST_PEERS`, `AnalysisError` where one has no crimes.
    """
    counts, ofs = np.asarray(peer_counts, dtype=float), np.asarray(peer_ofs, dtype=float)
    if counts.size < FEWEST_PEERS:
        raise TooFewPeers(f"Only {counts.size} peers are left; a comparison needs at least {FEWEST_PEERS}.")
    if of <= 0 or not (ofs > 0).all():
        raise AnalysisError("An area without crimes has no share of them that were resolved. Leave it out.")
    middle, unsure, tau2 = _spread(counts, ofs)
    freedom = counts.size - 2
    at_mean = 1 / (1 + math.exp(-middle))
    own = 1 / (of * at_mean * (1 - at_mean))
    reach = t_quantile(0.975, freedom) * math.sqrt(unsure + own)
    lower, upper = (1 / (1 + math.exp(-(middle + way * reach))) for way in (-1, 1))
    if own > 1 / FEW_EXPECTED:
        one = (np.array([float(value)]) for value in (count, of, middle, math.sqrt(unsure), freedom))
        found = predicted_part(next(one), next(one), next(one), next(one), next(one))
        lower, upper = float(found.lower[0]) / of, float(found.upper[0]) / of
    share = count / of
    verdict = Verdict.LOWER if share < lower else Verdict.HIGHER if share > upper else Verdict.SIMILAR
    shares = counts / ofs
    return ShareRange(
        share, shares, float(shares.mean()), float(counts.sum() / ofs.sum()), lower, upper, math.sqrt(tau2), verdict
    )


def _spread(counts: np.ndarray, ofs: np.ndarray) -> tuple[float, float, float]:
    """The middle of the peers' log odds, the variance of another area about it, and that between the peers."""
    odds = np.log((counts + _HALF) / (ofs - counts + _HALF))
    pooled = min(max(counts.sum() / ofs.sum(), _HALF / ofs.sum()), 1 - _HALF / ofs.sum())
    variances = 1 / (ofs * pooled + _HALF) + 1 / (ofs * (1 - pooled) + _HALF)
    tau2 = paule_mandel(odds[None], variances[None])
    middle, error = mean_of(odds[None], variances[None], tau2)
    return float(middle[0]), float(tau2[0] + error[0]), float(tau2[0])
