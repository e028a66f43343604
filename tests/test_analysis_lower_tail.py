# SPDX-License-Identifier: GPL-2.0-or-later
"""What need not be worked out of a lower tail: the same where it matters, a bound from below elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from policeuk_plugin.analysis.at_risk import find_clusters_at_risk
from policeuk_plugin.analysis.clusters import Direction
from policeuk_plugin.analysis.errors import never
from policeuk_plugin.analysis.local_moran import find_associations
from policeuk_plugin.analysis.neighbours import Windows
from policeuk_plugin.analysis.strata import strata_of_size
from policeuk_plugin.analysis.tails import Dealing, lower_tail, upper_tail

ENOUGH = 0.05


def ring(units: int) -> Windows:
    """Each unit with the four nearest around a ring."""
    beside = (np.arange(units)[:, None] + np.arange(-2, 3)) % units
    return Windows(5 * np.arange(units + 1), np.sort(beside, axis=1).ravel())


def made(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Counts in unequal stacks, a stretch of them empty and one full, and sizes of three kinds."""
    generator = np.random.default_rng(seed)
    size = np.repeat([1.0, 0.7, 0.3], 100)[generator.permutation(300)]
    counts = generator.poisson(6 * size * generator.gamma(1.5, 1 / 1.5, 300))
    counts[40:60] = 0
    counts[200:206] += 30
    return counts, size


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("weighted", [True, False])
def test_a_p_that_matters_is_the_same_and_any_other_is_bounded(seed: int, weighted: bool) -> None:
    counts, size = made(seed)
    expected = size * counts.sum() / size.sum() if weighted else None
    whole = Dealing(counts, ring(300), strata_of_size(size), ENOUGH, 0, never, expected)
    short = Dealing(counts, ring(300), strata_of_size(size), ENOUGH, 0, never, expected, ENOUGH)
    for tail in (lower_tail, upper_tail):
        p, bound = tail(whole)[0], tail(short)[0]
        matters = p <= ENOUGH
        assert matters.any()
        np.testing.assert_allclose(bound[matters], p[matters], atol=1e-12)
        assert (bound[~matters] > ENOUGH).all()
        assert (bound <= p + 1e-12).all()
    np.testing.assert_allclose(lower_tail(short)[1], lower_tail(whole)[1], atol=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_verdicts_are_the_same(seed: int) -> None:
    counts, size = made(seed)
    for direction in Direction:
        given = (counts, ring(300), size, ENOUGH, 0, never, direction)
        assert (find_clusters_at_risk(*given).verdict == find_clusters_at_risk(*given, ENOUGH).verdict).all()
    for sizes in (size, None):
        whole = find_associations(counts, ring(300), ENOUGH, sizes)
        short = find_associations(counts, ring(300), ENOUGH, sizes, enough=ENOUGH)
        assert (whole.kind == short.kind).all()
        assert np.unique(whole.kind).size > 1
