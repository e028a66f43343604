# SPDX-License-Identifier: GPL-2.0-or-later
"""Location quotients of all areas, of the types chosen together and of each type, with what is called of them."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from offline_cache.errors import CacheError

from ...analysis.errors import Cancelled, stop_if
from ...analysis.location_quotient import LocationQuotients, location_quotients
from ...analysis.multiple_testing import benjamini_hochberg
from ...analysis.relative_change import relative_test
from ...text import tr
from .rated_areas import RatedAreas

LESS_FROM, MORE_FROM = 0.8, 1.25
"""Quotients between these are about the usual share, however sure: our choice, as that of the bands."""


class Share(enum.Enum):
    """What is said of an area's share."""

    LESS = "less"
    USUAL = "about the usual share"
    MORE = "more"
    TOO_FEW = "too few"


SHARES = tuple(Share)


@dataclass(frozen=True)
class TypeQuotients:
    """Some crime types together (`name` ''), or one: n areas, (n,) each. `said` is the place in `SHARES`.

    `p` that the area's share is that of the other areas together, `q` after Benjamini-Hochberg; NaN of too few crimes.
    """

    name: str
    count: np.ndarray
    of: LocationQuotients
    p: np.ndarray
    q: np.ndarray
    said: np.ndarray

    def number_of(self, share: Share) -> int:
        """How many areas this is said of."""
        return int((self.said == SHARES.index(share)).sum())


@dataclass(frozen=True)
class QuotientRun:
    """The result, the types chosen together first; `total` (n,) are all crimes of the areas in the months held."""

    rated: RatedAreas
    fewest: int
    alpha: float
    total: np.ndarray
    of_type: Sequence[TypeQuotients]

    @property
    def chosen(self) -> TypeQuotients:
        """The types chosen, together."""
        return self.of_type[0]


def run_quotients(rated: RatedAreas, fewest: int, alpha: float, cancelled: Cancelled) -> QuotientRun:
    """Quotients of all areas; raises `CacheError` where none has enough crimes."""
    of, chosen = rated.types, rated.run.selection.crime_types
    held = of.held.all(axis=2)
    every = np.where(held[:, :, None], of.counts, 0).sum(axis=1)
    total = every.sum(axis=1)
    enough = total >= fewest
    if not enough.any():
        raise CacheError(
            tr(
                "No area has {n} crimes in the months held: choose larger areas, more months, or a lower MINIMUM."
            ).format(n=fewest)
        )
    if not every[:, [name in chosen for name in of.types]].any():
        raise CacheError(
            tr("There is no crime of these types in these areas and months, so it has no share. Choose others.")
        )
    counts = [("", every[:, [at for at, name in enumerate(of.types) if name in chosen]].sum(axis=1))]
    counts += [(name, every[:, at]) for at, name in enumerate(of.types)]
    found = []
    for name, count in counts:
        stop_if(cancelled)
        found.append(_tested(name, count, total, enough, alpha, cancelled))
    return QuotientRun(rated, fewest, alpha, total, _called_together(found, alpha))


def _tested(
    name: str, count: np.ndarray, total: np.ndarray, enough: np.ndarray, alpha: float, cancelled: Cancelled
) -> TypeQuotients:
    of = location_quotients(count, total, float(count.sum()), float(total.sum()))
    told = enough & np.isfinite(of.quotient)
    p = np.full(count.size, np.nan)
    whole = (int(count.sum()), int(total.sum() - count.sum()))
    p[told] = relative_test(count[told], (total - count)[told], whole, cancelled)
    return _called(TypeQuotients(name, count, of, p, _adjusted(p), np.zeros(count.size, dtype=np.int64)), alpha)


def _adjusted(p: np.ndarray) -> np.ndarray:
    q, tested = np.full(p.size, np.nan), np.isfinite(p)
    q[tested] = benjamini_hochberg(p[tested])
    return q


def _called_together(found: Sequence[TypeQuotients], alpha: float) -> list[TypeQuotients]:
    """The types chosen are tested by themselves, all single types as one family of tests."""
    types = list(found[1:])
    adjusted = np.split(_adjusted(np.concatenate([one.p for one in types])), len(types)) if types else []
    singly = [
        _called(TypeQuotients(one.name, one.count, one.of, one.p, q, one.said), alpha)
        for one, q in zip(types, adjusted)
    ]
    return [found[0], *singly]


def _called(one: TypeQuotients, alpha: float) -> TypeQuotients:
    quotient, sure = one.of.quotient, one.q <= alpha
    said = np.where(sure & (quotient > MORE_FROM), 2, np.where(sure & (quotient < LESS_FROM), 0, 1))
    said = np.where(np.isfinite(one.p), said, SHARES.index(Share.TOO_FEW))
    return replace(one, said=said)
