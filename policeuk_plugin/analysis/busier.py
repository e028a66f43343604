# SPDX-License-Identifier: GPL-2.0-or-later
"""Busier than random placement: neighbourhoods that hold more than crimes dropped one by one would put there."""

from __future__ import annotations

import numpy as np

from .at_risk import tested_units, widened
from .binomial_tail import binomial_upper_tail
from .clusters import VERDICTS, Clusters, Method, Verdict, checked_counts
from .detectable import too_few
from .errors import AnalysisError
from .getis_ord import gi_star
from .multiple_testing import benjamini_hochberg, threshold_for_one_more
from .neighbours import Windows


def find_busier(counts: np.ndarray, windows: Windows, exposure: np.ndarray, alpha: float = 0.05) -> Clusters:
    """Test every window's crimes X against Binomial(N, E_w / ΣE), P(X ≥ x) exactly, with BH over all units.

    `counts` (n,) are whole crimes, N in all, `exposure` (n,) what each unit takes of crimes placed at random: ground in
    m², residents. The answer has the shape of `find_clusters`, method `BINOMIAL`; `CLUSTER` means busier, one stack is
    enough for it. That is the catch: crimes stand in stacks, on the street and on snap points, so this null is false
    nearly everywhere, and what it rejects may be no more than that. Units where nothing is at risk are not tested.
    Raises `AnalysisError` for counts that are not whole, negative or missing.
    """
    tested = tested_units(counts, exposure)
    mine, some = np.asarray(counts)[tested], np.asarray(exposure, dtype=float)[tested]
    around = windows.among(tested)
    mine = checked_counts(mine, around, alpha)
    if mine.dtype.kind != "i":
        raise AnalysisError("Parts of crimes cannot be placed at random. Give whole counts, or look for clusters.")
    crimes = int(mine.sum())
    share = np.minimum(around.sums(some) / some.sum(), 1.0)
    p = binomial_upper_tail(around.sums(mine), crimes, share)
    q, threshold = benjamini_hochberg(p), threshold_for_one_more(p, alpha)
    called, expected = q <= alpha, crimes * share
    verdict = np.full(mine.size, VERDICTS.index(Verdict.NOT_A_CLUSTER), dtype=np.int8)
    verdict[too_few(crimes, expected, threshold)] = VERDICTS.index(Verdict.TOO_FEW)
    beside = np.zeros(mine.size, dtype=bool)
    beside[around.indices[np.repeat(called, around.sizes)]] = True
    verdict[beside & (mine == 0)] = VERDICTS.index(Verdict.EDGE)
    verdict[called & (mine > 0)] = VERDICTS.index(Verdict.CLUSTER)
    found = Clusters(
        window_size=around.sizes,
        window_count=around.sums(mine),
        expected=expected,
        z=gi_star(mine, around),
        p=p,
        q=q,
        verdict=verdict,
        alpha=alpha,
        threshold=threshold,
        method=Method.BINOMIAL,
        strata=1,
        draws=0,
        smallest=1,
    )
    return widened(found, tested, np.size(counts))
