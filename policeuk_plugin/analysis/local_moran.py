# SPDX-License-Identifier: GPL-2.0-or-later
"""Local Moran's I: which units are high among high ones, low among low ones, or unlike their neighbours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Optional

import numpy as np

from .at_risk import tested_units
from .clusters import Method, checked_counts
from .conditional import conditional_tails
from .detectable import too_few
from .errors import Cancelled, never
from .monte_carlo import smallest_callable
from .multiple_testing import benjamini_hochberg, threshold_for_one_more
from .neighbours import Windows
from .permutation import LARGEST_EXACT_WINDOW, can_count
from .strata import strata_of_size
from .tails import Dealing, lower_tail, upper_tail

WAYS = 3
"""Ways in which a unit can be called: as high together, as low together, as unlike its neighbours."""


class Kind(Enum):
    """What is said of a unit and its neighbours."""

    HIGH_HIGH = "high among high"
    LOW_LOW = "low among low"
    HIGH_LOW = "high among low"
    LOW_HIGH = "low among high"
    NOT_TOLD = "not told from chance"
    TOO_FEW = "too few crimes"
    NOT_TESTED = "not tested"


KINDS = tuple(Kind)
"""`Associations.kind` holds places in this."""


@dataclass(frozen=True)
class Associations:
    """The answer for n units, arrays (n,).

    `moran` is local Moran's I for information; `own_high` and `near_high` are 1 above what is usual, −1 below, 0 on it,
    of the unit and of its neighbours together. `p` is that of the one way in which the unit could be called by these;
    `q` of three times p after Benjamini-Hochberg; `kind` holds places in `KINDS`. `p_conditional` is the smaller tail
    of the usual conditional p, as other tools estimate it, None where it cannot be counted. `draws` is 0 when exact;
    `smallest` units must stand out together before any is called (1 when exact). `strata` is the number of groups of
    units that are exchanged. `low_possible` is where even an empty window would have been called.
    """

    moran: np.ndarray
    own_high: np.ndarray
    near_high: np.ndarray
    p: np.ndarray
    q: np.ndarray
    kind: np.ndarray
    alpha: float
    method: Method
    strata: int
    draws: int
    smallest: int
    low_possible: np.ndarray
    p_conditional: Optional[np.ndarray] = None

    def is_(self, kind: Kind) -> np.ndarray:
        """True for the units of one kind, (n,)."""
        return self.kind == KINDS.index(kind)


def local_moran(values: np.ndarray, windows: Windows) -> np.ndarray:
    """I = (n − 1) z Σ w z / Σ z², (n,), z the `values` less their mean, w 1 / k for each of k neighbours.

    Row-standardised, as esda's `Moran_Local` and GeoDa have it; Anselin 1995. 0 for a unit without neighbours; NaN
    where all values are equal.
    """
    z = values - values.mean()
    total = float((z**2).sum())
    if total <= 1e-12 * max(float((values.astype(float) ** 2).sum()), 1e-300):
        return np.full(values.size, np.nan)
    others = windows.sizes - 1
    lag = np.divide(windows.sums(z) - z, others, out=np.zeros(z.size), where=others > 0)
    return np.asarray((values.size - 1) * z * lag / total)


def find_associations(
    counts: np.ndarray,
    windows: Windows,
    alpha: float = 0.05,
    size: Optional[np.ndarray] = None,
    seed: int = 0,
    cancelled: Cancelled = never,
    enough: float = 1.0,
) -> Associations:
    """Test every unit with its neighbours in the ways that its own count and theirs allow, with BH over all units.

    `high among high`, `low among low`: the window, own unit included, holds more, or less, than as many units drawn
    from the map (`find_clusters`; one stack alone is never called). `high among low`, `low among high`: the neighbours
    hold less, or more, than as many others drawn from the rest of the map, the own count staying: there alone the
    usual conditional test asks what is meant. High is above the mean, or above what is expected in proportion to
    `size` (n,), with which units of unequal size are exchanged among their like only. Each way holds for every p by
    itself, so three times p does for all of them. `too few crimes`: neither a strong cluster nor an empty window
    would have been called. Units of size 0 are not tested. Where only the kinds are wanted `enough` may be `alpha`, as
    of `find_clusters`; there is no conditional p then where units are unequal. Raises `AnalysisError` as that does.
    """
    counts = checked_counts(counts, windows, alpha)
    if size is None or np.allclose(size, size[0]):
        return _judged(counts, windows, alpha, None, seed, cancelled, enough)
    some = tested_units(counts, size)
    mine = np.asarray(size, dtype=float)[some]
    found = _judged(counts[some], windows.among(some), alpha, mine, seed, cancelled, enough)
    return found if some.size == counts.size else _widened(found, some, counts.size)


def _judged(
    counts: np.ndarray,
    windows: Windows,
    alpha: float,
    size: Optional[np.ndarray],
    seed: int,
    cancelled: Cancelled,
    enough: float,
) -> Associations:
    mean = float(counts.mean())
    strata = np.zeros(counts.size, dtype=np.int64) if size is None else strata_of_size(size)
    expected = None if size is None else size * (max(float(counts.sum()), 1e-300) / size.sum())
    usual = np.full(counts.size, mean) if expected is None else expected
    whole = Dealing(counts, windows, strata, alpha / WAYS, seed, cancelled, expected, enough)
    high, drawn_high = upper_tail(whole)
    low, empty, drawn_low = lower_tail(whole)
    near_more, near_fewer, drawn_near, conditional = _of_neighbours(whole)
    own = _sign(counts - usual)
    near = _sign(windows.sums(counts) - counts - (windows.sums(usual) - usual))
    p = _chosen(own, near, high, low, near_more, near_fewer)
    q = np.minimum(WAYS * benjamini_hochberg(p), 1.0)
    threshold = threshold_for_one_more(np.minimum(WAYS * p, 1.0), alpha) / WAYS
    stacks = windows.sums((counts > 0).astype(np.int64))
    hopeless = too_few(round(counts.sum()), windows.sums(usual), threshold) & (empty > threshold)
    kind = np.where(hopeless, KINDS.index(Kind.TOO_FEW), KINDS.index(Kind.NOT_TOLD)).astype(np.int8)
    called = (q <= alpha) & (windows.sizes > 1)
    for one, mine in (
        (Kind.HIGH_HIGH, (own > 0) & (near > 0) & (stacks >= 2)),
        (Kind.LOW_LOW, (own < 0) & (near < 0)),
        (Kind.HIGH_LOW, (own > 0) & (near < 0)),
        (Kind.LOW_HIGH, (own < 0) & (near > 0)),
    ):
        kind[called & mine] = KINDS.index(one)
    draws = max(drawn_high, drawn_low, drawn_near)
    return Associations(
        moran=local_moran(counts if expected is None else counts / expected, windows),
        own_high=own,
        near_high=near,
        p=p,
        q=q,
        kind=kind,
        alpha=alpha,
        method=Method.DRAWN if draws else Method.EXACT,
        strata=int(np.unique(strata).size),
        draws=draws,
        smallest=smallest_callable(counts.size, draws, alpha / WAYS) if draws else 1,
        low_possible=empty <= threshold,
        p_conditional=conditional,
    )


def _chosen(
    own: np.ndarray, near: np.ndarray, high: np.ndarray, low: np.ndarray, more: np.ndarray, fewer: np.ndarray
) -> np.ndarray:
    """The p of the way that own count and neighbours allow, (n,); 1 where one of them is just what is usual."""
    p = np.ones(own.size)
    for mine, of in (
        ((own > 0) & (near > 0), high),
        ((own < 0) & (near < 0), low),
        ((own > 0) & (near < 0), fewer),
        ((own < 0) & (near > 0), more),
    ):
        p[mine] = of[mine]
    return p


def _of_neighbours(whole: Dealing) -> tuple[np.ndarray, np.ndarray, int, Optional[np.ndarray]]:
    """P of neighbours with as many, and with as few, (n,) each; draws; and the usual conditional p, the smaller tail.

    With the own count staying where that can be counted, else of as many units drawn from all of its strata.
    """
    counts, windows = whole.counts, whole.windows
    conditional = None
    largest = int(windows.sizes.max())
    wanted = whole.expected is None or whole.enough >= 1
    countable = wanted and counts.dtype.kind == "i" and largest <= LARGEST_EXACT_WINDOW
    if countable and can_count(counts, largest, int(windows.sums(counts).max()) + 1):
        more, fewer = conditional_tails(counts, windows, whole.cancelled)
        conditional = np.minimum(more, fewer)
        if whole.expected is None:
            return more, fewer, 0, conditional
    dealing = replace(whole, windows=neighbours_only(windows))
    more, drawn_more = upper_tail(dealing)
    fewer, _, drawn_fewer = lower_tail(dealing)
    return more, fewer, max(drawn_more, drawn_fewer), conditional


def neighbours_only(windows: Windows) -> Windows:
    """The windows without the own unit; one that has no neighbour keeps itself, since a sum needs a member.

    The same ones for every map, so that what is known of them stays.
    """
    known = windows.known.get("neighbours")
    if known is not None:
        without: Windows = known[1]
        return without
    row = np.repeat(np.arange(len(windows), dtype=windows.indices.dtype), windows.sizes)
    kept = windows.indices != row
    kept |= np.repeat(windows.sizes == 1, windows.sizes)
    sizes = np.maximum(windows.sizes - 1, 1)
    found = Windows(np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), windows.indices[kept])
    windows.known["neighbours"] = found.indptr, found
    return found


def _sign(over: np.ndarray) -> np.ndarray:
    """1 above, −1 below, 0 for no more than rounding."""
    return np.where(np.abs(over) <= 1e-9, 0, np.sign(over)).astype(np.int64)


def _widened(found: Associations, some: np.ndarray, units: int) -> Associations:
    def wide(values: np.ndarray, rest: float) -> np.ndarray:
        filled = np.full(units, rest, dtype=values.dtype)
        filled[some] = values
        return filled

    return replace(
        found,
        moran=wide(found.moran, np.nan),
        own_high=wide(found.own_high, 0),
        near_high=wide(found.near_high, 0),
        p=wide(found.p, np.nan),
        q=wide(found.q, np.nan),
        kind=wide(found.kind, KINDS.index(Kind.NOT_TESTED)),
        low_possible=wide(found.low_possible, False),
        p_conditional=None if found.p_conditional is None else wide(found.p_conditional, np.nan),
    )
