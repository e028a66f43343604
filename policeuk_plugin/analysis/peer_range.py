# SPDX-License-Identifier: GPL-2.0-or-later
"""The range in which an area's rate is to be expected, given the rates of its peers and how much these differ."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

import numpy as np

from .errors import AnalysisError
from .poisson_limits import exact_limits
from .quantiles import t_quantile, t_two_sided

FEWEST_PEERS = 5
_FOR_NONE = 0.5


class TooFewPeers(AnalysisError):
    """Fewer than five peers: how much peers differ cannot be told, so that nothing is compared."""


class Verdict(enum.Enum):
    """How the area's rate stands to the range of its peers."""

    LOWER = "lower than"
    SIMILAR = "about the same as"
    HIGHER = "higher than"


@dataclass(frozen=True)
class PeerRange:
    """Rates per `scale` of exposure; `peer_rates` (k,) in the order given."""

    rate: float
    peer_rates: np.ndarray
    mean_with_self: float
    mean_without_self: float
    weighted_mean: float
    lower: float
    upper: float
    tau: float
    poisson_lower: float
    poisson_upper: float
    rank: int
    of: int
    p: float
    verdict: Verdict
    poisson_verdict: Verdict


def peer_range(
    count: float,
    exposure: float,
    peer_counts: np.ndarray,
    peer_exposures: np.ndarray,
    scale: float = 1000.0,
) -> PeerRange:
    """Where an area stands among its peers."""
    counts, exposures = np.asarray(peer_counts, dtype=float), np.asarray(peer_exposures, dtype=float)
    if counts.size < FEWEST_PEERS:
        raise TooFewPeers(f"Only {counts.size} peers are left; a comparison needs at least {FEWEST_PEERS}.")
    if not exposure > 0 or not (exposures > 0).all():
        raise AnalysisError("An area without residents or households has no rate. Leave it out.")
    rate, rates = count / exposure, counts / exposures
    some = np.where(counts > 0, counts, _FOR_NONE)
    logs, variances = np.log(some / exposures), 1 / some
    tau2 = dersimonian_laird(logs, variances)
    weights = 1 / (variances + tau2)
    middle = float((weights * logs).sum() / weights.sum())
    expected = exposure * math.exp(middle)
    spread = math.sqrt(tau2 + 1 / float(weights.sum()) + 1 / expected)
    freedom = counts.size - 2
    reach = t_quantile(0.975, freedom) * spread
    lower, upper = math.exp(middle - reach), math.exp(middle + reach)
    own = math.log((count if count > 0 else _FOR_NONE) / exposure)
    plain = exact_limits(np.array([expected]))
    poisson_lower, poisson_upper = float(plain[0][0]) / exposure, float(plain[1][0]) / exposure
    return PeerRange(
        rate=rate * scale,
        peer_rates=rates * scale,
        mean_with_self=float(rates.sum() + rate) / (rates.size + 1) * scale,
        mean_without_self=float(rates.mean()) * scale,
        weighted_mean=float(counts.sum() / exposures.sum()) * scale,
        lower=lower * scale,
        upper=upper * scale,
        tau=math.sqrt(tau2),
        poisson_lower=poisson_lower * scale,
        poisson_upper=poisson_upper * scale,
        rank=1 + int((rates > rate).sum()),
        of=rates.size + 1,
        p=t_two_sided((own - middle) / spread, freedom),
        verdict=_verdict(rate, lower, upper),
        poisson_verdict=_verdict(rate, poisson_lower, poisson_upper),
    )


def dersimonian_laird(values: np.ndarray, variances: np.ndarray) -> float:
    """Variance between areas by moments (DerSimonian & Laird 1986), of `values` (k,) with `variances` (k,)."""
    weights = 1 / variances
    mean = (weights * values).sum() / weights.sum()
    spread = (weights * (values - mean) ** 2).sum()
    scale = weights.sum() - (weights**2).sum() / weights.sum()
    return max(0.0, float((spread - (values.size - 1)) / scale))


def _verdict(rate: float, lower: float, upper: float) -> Verdict:
    if rate < lower:
        return Verdict.LOWER
    return Verdict.HIGHER if rate > upper else Verdict.SIMILAR
