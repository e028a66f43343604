# SPDX-License-Identifier: GPL-2.0-or-later
"""Expected crimes: they add up to those observed, in each period and stratum, and what is missing has no part."""

from __future__ import annotations

import numpy as np
import pytest

from policeuk_plugin.analysis.expected_counts import Expected, expected_counts, summed


def by_hand(
    counts: list[list[int]], held: list[list[bool]], base: list[float], stratum: list[int]
) -> list[tuple[float, float]]:
    """Observed and expected of each area, one period after the other."""
    found = []
    for area, row in enumerate(counts):
        observed = expected = 0.0
        for month, count in enumerate(row):
            like = [at for at in range(len(counts)) if stratum[at] == stratum[area] and held[at][month]]
            if held[area][month]:
                observed += count
                expected += base[area] * sum(counts[at][month] for at in like) / sum(base[at] for at in like)
        found.append((observed, expected))
    return found


def test_against_a_loop_over_areas_and_months() -> None:
    generator = np.random.default_rng(7)
    counts = generator.poisson(5, (30, 8))
    held = generator.random((30, 8)) > 0.2
    base = generator.integers(500, 3000, 30).astype(float)
    stratum = generator.integers(0, 3, 30)
    found = expected_counts(counts, held, base, 1, stratum)
    plain = by_hand(counts.tolist(), held.tolist(), base.tolist(), stratum.tolist())
    assert found.observed.tolist() == [one for one, _ in plain]
    assert found.expected == pytest.approx([one for _, one in plain])
    assert found.exposure == pytest.approx(base * held.sum(axis=1) / 12)
    assert found.expected.sum() == pytest.approx(found.observed.sum())


def test_where_all_is_held_it_is_the_common_rate() -> None:
    counts, base = np.array([[10, 20], [5, 5]]), np.array([1000.0, 3000.0])
    found = expected_counts(counts, np.ones((2, 2), dtype=bool), base, 12)
    assert found.expected == pytest.approx([10.0, 30.0])
    assert found.exposure == pytest.approx([2000.0, 6000.0])


def test_an_area_without_residents_or_a_period_has_no_part() -> None:
    counts = np.array([[10], [99], [99], [30], [99]])
    held = np.array([[True], [True], [True], [True], [False]])
    base = np.array([1000.0, np.nan, 0.0, 3000.0, 1000.0])
    found = expected_counts(counts, held, base, 12)
    assert found.known.tolist() == [True, False, False, True, False]
    assert found.observed.tolist() == [10, 0, 0, 30, 0]
    assert found.expected.tolist() == [10, 0, 0, 30, 0]


def test_parts_add_up_to_areas() -> None:
    parts = Expected(np.array([1.0, 2, 3, 4]), np.array([2.0, 2, 3, 3]), np.array([10.0, 20, 30, 40]))
    found = summed(parts, np.array([1, 0, 1, -1]), 3)
    assert found.observed.tolist() == [2, 4, 0]
    assert found.expected.tolist() == [2, 5, 0]
    assert found.exposure.tolist() == [20, 40, 0]
    assert found.known.tolist() == [True, True, False]
