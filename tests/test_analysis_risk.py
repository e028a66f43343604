# SPDX-License-Identifier: GPL-2.0-or-later
"""Two densities set against each other: beside sums written out, on maps of chance, and with planted places."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest

from policeuk_plugin.analysis.bandwidths import SPREAD, bandwidths
from policeuk_plugin.analysis.density import raster_over
from policeuk_plugin.analysis.errors import AnalysisCancelled, AnalysisError
from policeuk_plugin.analysis.grid import Grid
from policeuk_plugin.analysis.kernel import KernelSums
from policeuk_plugin.analysis.kernels import Kernel
from policeuk_plugin.analysis.places import Places
from policeuk_plugin.analysis.risk import Risk, RiskAsked, Sides, risk_surface
from tests.analysis_cases import few_maps

EXTENT = (0.0, 0.0, 9999.0, 9999.0)


def asked(radius: float = 750, kernel: Kernel = Kernel.QUARTIC, draws: int = 99, seed: int = 1) -> RiskAsked:
    return RiskAsked(radius, kernel, 5.0, 0.05, draws, seed)


def formula(kernel: Kernel, away: np.ndarray, radius: float) -> np.ndarray:
    """Each kernel as textbooks have it, in 1 / m²."""
    part, area = away / radius, math.pi * radius**2
    if kernel is Kernel.GAUSSIAN:
        sigma = radius / math.sqrt(8)
        whole = np.exp(-(away**2) / (2 * sigma**2)) / (2 * math.pi * sigma**2)
        return np.where(away < 4 * sigma, whole / (1 - math.exp(-8)), 0)
    shapes = {
        Kernel.QUARTIC: 3 * (1 - part**2) ** 2,
        Kernel.EPANECHNIKOV: 2 * (1 - part**2),
        Kernel.TRIANGULAR: 3 * (1 - part),
        Kernel.UNIFORM: np.ones_like(part),
    }
    return np.where(part < 1, shapes[kernel], 0) / area


def middles(grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Centres of the cells, southernmost row first."""
    x = (grid.column + np.arange(grid.columns) + 0.5) * grid.size
    y = (grid.row + np.arange(grid.rows) + 0.5) * grid.size
    return x[None, :, None], y[:, None, None]


@pytest.mark.parametrize("kernel", list(Kernel))
def test_each_kernel_is_its_formula_and_adds_up_to_one(kernel: Kernel) -> None:
    generator = np.random.default_rng(3)
    x, y = generator.uniform(3000, 7000, (2, 60))
    weights = generator.integers(1, 9, 60).astype(float)
    grid = raster_over(EXTENT, 100)
    sums = KernelSums(x, y, grid, 730, kernel)
    found = sums.spread(weights[sums.kept], lambda: False)
    across, up = middles(grid)
    wanted = formula(kernel, np.hypot(across - x, up - y), 730) @ weights
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-15)
    assert found.sum() * 100**2 == pytest.approx(weights.sum(), rel=0.01)
    links = sums.links(np.ones((grid.rows, grid.columns), dtype=bool), lambda: False)
    np.testing.assert_allclose(links.sums(weights[sums.kept]).reshape(wanted.shape), wanted, rtol=1e-9, atol=1e-15)


def surface(crimes: np.ndarray, base: np.ndarray, together: bool, x: np.ndarray, y: np.ndarray, run: RiskAsked) -> Risk:
    grid = raster_over(EXTENT, 250)
    return risk_surface(Sides(x, y, crimes, base, together), grid, np.ones((grid.rows, grid.columns), bool), run)


def places(seed: int, many: int = 900) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Snap points with as unequal means as real ones have."""
    generator = np.random.default_rng(seed)
    x, y = generator.uniform(0, 10_000, (2, many))
    return x, y, generator.gamma(0.4, 20, many)


def test_difference_ratio_and_expected_are_the_sums_written_out() -> None:
    x, y, mean = places(5)
    generator = np.random.default_rng(6)
    crimes, base = generator.poisson(1.3 * mean), generator.poisson(mean)
    found = surface(crimes, base, True, x, y, asked())
    across, up = middles(found.grid)
    kernel = formula(Kernel.QUARTIC, np.hypot(across - x, up - y), 750)
    kernel = kernel / (kernel.sum(axis=(0, 1)) * 250**2) * 1e6
    ratio = crimes.sum() / base.sum()
    expected, own = (kernel @ (base * ratio))[::-1], (kernel @ crimes)[::-1]
    judged = found.judged
    np.testing.assert_allclose(found.expected, expected, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found.difference[judged], (own - expected)[judged], rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(found.relative[judged], (own / expected)[judged], rtol=1e-7)
    circle = math.pi * 0.75**2
    np.testing.assert_array_equal(judged, (expected * circle >= 5) & (expected / ratio * circle >= 5))
    assert np.nansum(found.expected) * 0.0625 == pytest.approx(crimes.sum())


def called_by_chance(kind: str) -> Callable[[np.random.Generator], bool]:
    """Whether any cell at all is called on a map of chance with overdispersed stacks; each map is another."""
    seeds = itertools.count()

    def called(_: np.random.Generator) -> bool:
        seed = next(seeds)
        x, y, mean = places(seed)
        generator = np.random.default_rng(1000 + seed)
        if kind == "periods":
            crimes, base = (generator.negative_binomial(part * mean + 0.01, 0.5) for part in (0.6, 0.5))
        elif kind == "types":
            crimes = generator.poisson(0.15 * mean * generator.gamma(0.5, 2, mean.size))
            base = generator.poisson(mean)
        else:
            base = generator.integers(0, 200, mean.size) * 1.0
            crimes = generator.poisson((base / 20 + 0.5) * generator.gamma(0.2, 5, mean.size))
        run = surface(crimes, base, kind != "residents", x, y, asked(seed=seed))
        assert run.judged.mean() > 0.8
        return bool((run.more | run.fewer).any())

    return called


@pytest.mark.parametrize("kind", ["periods", "types", "residents"])
def test_maps_of_chance_are_called_about_as_seldom_as_asked(kind: str) -> None:
    """12 maps at 5 %: more than 3 called has a probability under 0.003."""
    assert few_maps(12, 3, 0, called_by_chance(kind))


def test_a_town_beside_villages_is_not_more_than_before_where_nothing_changed() -> None:
    """Points that had one crime before have more afterwards in a town than in a village, in the mean."""
    called = 0
    for seed in range(8):
        generator = np.random.default_rng(seed)
        town, country = generator.normal(5000, 900, (2, 2000)), generator.uniform(0, 10_000, (2, 3000))
        x, y = np.clip(np.hstack([town, country]), 1, 9998)
        mean = generator.gamma(1, 1, x.size) * np.repeat([3, 0.5], [2000, 3000])
        crimes, base = generator.poisson(mean), generator.poisson(mean)
        run = surface(crimes, base, True, x, y, asked(1000, seed=seed))
        assert run.judged.mean() > 0.8
        called += bool((run.more | run.fewer).any())
    assert called <= 2


def test_where_both_sides_are_alike_everywhere_it_is_judged_and_nothing_is_called() -> None:
    x, y, _ = places(7)
    for crimes, base in ((3, 2), (7, 7), (1, 3)):
        found = surface(np.full(x.size, crimes), np.full(x.size, base), True, x, y, asked())
        assert found.judged.mean() > 0.9
        assert not (found.more | found.fewer).any()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["periods", "types", "residents"])
def test_two_hundred_maps_of_chance(kind: str) -> None:
    assert few_maps(200, 18, 0, called_by_chance(kind))


def test_a_place_that_doubled_is_found_and_one_burst_is_not() -> None:
    x, y, mean = places(1, 1500)
    near = np.hypot(x - 3000, y - 7000) < 1200
    generator = np.random.default_rng(2)
    crimes, base = generator.poisson(mean * np.where(near, 3, 1)), generator.poisson(mean)
    found = surface(crimes, base, True, x, y, asked(draws=199))
    row, column = np.nonzero(found.more)
    assert row.size > 20
    assert np.hypot((column + 0.5) * 250 - 3000, found.grid.rows * 250 - (row + 0.5) * 250 - 7000).max() < 2400
    quiet = generator.poisson(mean)
    quiet[np.argmin(np.hypot(x - 3000, y - 7000))] += 500
    burst = surface(quiet, base, True, x, y, asked(draws=199))
    assert burst.relative[np.isfinite(burst.relative)].max() > 2
    assert not burst.more.any()


def test_the_same_seed_gives_the_same_and_totals_play_no_part() -> None:
    x, y, mean = places(3)
    base = np.random.default_rng(4).poisson(mean)
    first, again = (surface(2 * base, base, True, x, y, asked()) for _ in range(2))
    np.testing.assert_array_equal(first.q_more, again.q_more)
    np.testing.assert_allclose(first.relative[first.judged], 1)
    assert not (first.more | first.fewer).any()


def test_what_cannot_be_is_refused() -> None:
    x, y, mean = places(3)
    some = np.ones(x.size)
    with pytest.raises(AnalysisError, match="One side has nothing"):
        surface(some, some * 0, True, x, y, asked())
    with pytest.raises(AnalysisError, match="Ask for more maps"):
        surface(some, some, True, x, y, asked(draws=9))
    with pytest.raises(AnalysisError, match="smaller than a cell"):
        surface(some, some, True, x, y, asked(radius=100))
    grid = raster_over(EXTENT, 250)
    sides, inside = Sides(x, y, some, some, True), np.ones((grid.rows, grid.columns), bool)
    with pytest.raises(AnalysisCancelled):
        risk_surface(sides, grid, inside, asked(), lambda: True)
    thin = surface(some * 0.001, some * 0.001, True, x, y, asked())
    assert not thin.judged.any()
    assert thin.thin.all()


def test_bandwidths_are_their_published_formulas() -> None:
    """Written out once more, pair by pair: Scott 1992, leave-one-out likelihood, Berman & Diggle 1989."""
    generator = np.random.default_rng(9)
    x, y = generator.normal(5000, 700, (2, 220))
    count = generator.integers(1, 4, 220)
    found = bandwidths(Places(x, y, count), 1e8, 1)
    rows = np.repeat(np.arange(220), count)
    n = rows.size
    sigma = math.sqrt(x[rows].std(ddof=1) * y[rows].std(ddof=1)) * n ** (-1 / 6)
    assert found.scott == pytest.approx(sigma * SPREAD)
    away = np.hypot(x[rows, None] - x[rows], y[rows, None] - y[rows])
    other = rows[:, None] != rows
    tried = np.geomspace(50, 5000, 41)
    likelihood = [
        np.log((np.exp(-(away**2) / (2 * one**2)) * other).sum(axis=1) / (2 * math.pi * one**2)).sum() for one in tried
    ]
    assert found.likelihood == pytest.approx(tried[int(np.argmax(likelihood))] * SPREAD)
    errors = []
    for one in tried:
        radius = 2 * one
        ripley = (other & (away <= radius)).sum() * 1e8 / n**2
        part = np.clip(away / (2 * radius), 0, 1)
        lens = 2 * radius**2 * (np.arccos(part) - part * np.sqrt(1 - part**2)) * other
        disc = math.pi * radius**2
        errors.append((1e8 / n - 2 * ripley) / disc + lens.sum() * 1e8 / n**2 / disc**2)
    best = tried[int(np.argmin(errors))]
    assert found.diggle == pytest.approx(best * SPREAD, rel=0.13)  # one step: pairs are counted in bins of 5 m
    none = bandwidths(Places(x[:2], y[:2], count[:2]), 1e8, 1)
    assert all(math.isnan(one) for one in (none.scott, none.likelihood, none.diggle))
