# SPDX-License-Identifier: GPL-2.0-or-later
"""Changes and effects of interventions: published figures, scipy, exact sizes and simulated coverage."""

from __future__ import annotations

import math

import numpy as np
import pytest

from policeuk_plugin.analysis.change import Against, Pair, Told, find_changes, least_told, poisson_z
from policeuk_plugin.analysis.displacement import (
    BeforeAfter,
    in_proportion,
    weighted_displacement_difference,
)
from policeuk_plugin.analysis.errors import AnalysisCancelled
from policeuk_plugin.analysis.etest import e_test
from policeuk_plugin.analysis.month_dispersion import dispersion, ratio_by_months, student_reach
from policeuk_plugin.analysis.ratio_interval import ratio_interval
from policeuk_plugin.analysis.relative_change import relative_test
from tests.analysis_cases import few_maps

ALPHA = 0.05


def p_of(after: int, before: int) -> float:
    return float(e_test(np.array([after]), np.array([before]))[0])


@pytest.mark.parametrize(
    ("after", "before", "expected"), [(25, 16, 0.165), (6, 2, 0.1749), (3, 0, 0.0884), (20, 10, 0.0688)]
)
def test_e_test_gives_the_published_figures(after: int, before: int, expected: float) -> None:
    digits = 3 if expected == 0.165 else 4
    assert round(p_of(after, before), digits) == expected
    assert p_of(after, before) == p_of(before, after)


def test_e_test_agrees_with_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    if not hasattr(stats, "poisson_means_test"):
        pytest.skip("this scipy has no poisson_means_test")
    generator = np.random.default_rng(5)
    after, before = generator.integers(0, 60, 40), generator.integers(0, 60, 40)
    found = e_test(after, before)
    for one, other, p in zip(after.tolist(), before.tolist(), found.tolist()):
        if one != other:  # scipy sums over all but a rest of about 1e-6
            assert p == pytest.approx(stats.poisson_means_test(one, 1, other, 1).pvalue, abs=3e-6)


def test_e_test_at_its_ends() -> None:
    assert p_of(0, 0) == 1.0
    assert p_of(40, 40) == 1.0
    assert 0 <= p_of(60_000, 50_000) < 1e-12
    assert p_of(60_000, 59_900) == pytest.approx(math.erfc(100 / math.sqrt(119_900) / math.sqrt(2)), abs=1e-3)


@pytest.mark.parametrize("mean", [0.3, 1, 2, 3.5, 5, 8, 12, 20])
def test_size_of_the_e_test_is_at_most_alpha(mean: float) -> None:
    """Exactly, by every pair of counts: no draw."""
    stats = pytest.importorskip("scipy.stats")
    counts = np.arange(int(mean + 10 * math.sqrt(mean) + 12))
    chance = stats.poisson.pmf(counts, mean)
    after, before = (grid.ravel() for grid in np.meshgrid(counts, counts))
    called = e_test(after, before) <= ALPHA
    assert float((np.outer(chance, chance).ravel() * called).sum()) <= ALPHA * 1.02


def test_ratio_interval_is_the_mid_p_one() -> None:
    stats = pytest.importorskip("scipy.stats")
    pairs = [(3, 1), (25, 16), (130, 100), (1, 40), (2900, 3100)]
    lower, upper = ratio_interval(*np.array(pairs).T)
    for at, (after, before) in enumerate(pairs):
        for ratio, tail in ((lower[at], 0.025), (upper[at], 0.975)):
            share = ratio / (1 + ratio)
            both = stats.binom.sf(after, after + before, share) + stats.binom.pmf(after, after + before, share) / 2
            assert both == pytest.approx(tail, abs=1e-9)


def test_ratio_interval_without_crimes() -> None:
    lower, upper = ratio_interval(np.array([0, 4, 0]), np.array([4, 0, 0]))
    assert lower[0] == 0
    assert upper[0] == pytest.approx(20**0.25 - 1)  # (1 − p)⁴ / 2 = 0.025
    assert lower[1] > 0
    assert math.isinf(upper[1])
    assert math.isnan(lower[2])
    assert math.isnan(upper[2])


@pytest.mark.parametrize(("after", "before"), [(5, 5), (10, 5), (20, 30), (60, 20), (300, 260)])
def test_ratio_interval_covers_as_it_says(after: float, before: float) -> None:
    generator = np.random.default_rng(11)
    lower, upper = ratio_interval(generator.poisson(after, 4000), generator.poisson(before, 4000))
    known = ~np.isnan(lower)
    covered = ((lower <= after / before) & (after / before <= upper))[known].mean()
    assert 0.93 <= covered <= 0.97


def test_relative_change_is_fishers_exact_test() -> None:
    stats = pytest.importorskip("scipy.stats")
    area, pairs = (500, 700), [(3, 9), (10, 2), (0, 5), (40, 40), (200, 350)]
    found = relative_test(*np.array(pairs).T, area)
    for (after, before), p in zip(pairs, found.tolist()):
        table = [[after, before], [area[0] - after, area[1] - before]]
        assert p == pytest.approx(stats.fisher_exact(table)[1], rel=1e-6)


def test_relative_change_of_a_small_unit_is_the_conditional_binomial_test() -> None:
    stats = pytest.importorskip("scipy.stats")
    area = (600_000, 400_000)
    found = relative_test(np.array([9, 2]), np.array([2, 9]), area)
    for after, p in zip((9, 2), found.tolist()):
        assert p == pytest.approx(stats.binomtest(after, 11, 0.6).pvalue, rel=1e-3)


@pytest.mark.parametrize(("maps", "most"), [(15, 5), pytest.param(300, 28, marks=pytest.mark.slow)])
def test_false_discoveries_are_held_over_units_and_types(maps: int, most: int) -> None:
    """Of maps on which nothing changed, those with any call: the 99.9 % bound of 5 %."""
    mean = np.random.default_rng(7).gamma(0.5, 20, 150)

    def by_itself(generator: np.random.Generator) -> bool:
        pairs = [Pair(generator.poisson(mean), generator.poisson(mean)) for _ in range(2)]
        return any((one.q <= ALPHA).any() for one in find_changes(pairs, ALPHA))

    def against_area(generator: np.random.Generator) -> bool:
        after, before = generator.poisson(1.3 * mean), generator.poisson(mean)
        relative = find_changes([Pair(after, before, (int(after.sum()), int(before.sum())))], ALPHA)[0]
        return bool((relative.q <= ALPHA).any())

    assert few_maps(maps, most, 7, by_itself)
    assert few_maps(maps, most, 7, against_area)


def test_planted_changes_are_found_and_named() -> None:
    generator = np.random.default_rng(2)
    mean = np.full(200, 60.0)
    times = np.ones(200)
    times[:10], times[10:20] = 3.0, 0.2
    found = find_changes([Pair(generator.poisson(mean * times), generator.poisson(mean))])[0]
    assert found.is_(Told.MORE)[:10].all()
    assert found.is_(Told.FEWER)[10:20].all()
    assert (found.q[20:] <= ALPHA).sum() <= 3
    assert (found.difference == found.after - found.before).all()
    assert found.z == pytest.approx(poisson_z(found.after, found.before))
    assert (found.lower[:10] > 1).all()
    assert (found.upper[10:20] < 1).all()


def test_against_the_area_a_common_change_is_none() -> None:
    after, before = np.full(50, 160), np.full(50, 80)
    itself = find_changes([Pair(after, before)])[0]
    relative = find_changes([Pair(after, before, (50 * 160, 50 * 80))])[0]
    assert itself.is_(Told.MORE).all()
    assert relative.is_(Told.NOT_TOLD).all()
    assert relative.against is Against.AREA


def test_too_few_means_that_no_doubling_could_be_told() -> None:
    least = least_told(ALPHA)
    assert p_of(least - least // 3, least // 3) <= ALPHA
    assert p_of(least - 1 - (least - 1) // 3, (least - 1) // 3) > ALPHA
    after, before = np.array([0, 1, 4, 400]), np.array([0, 1, 5, 405])
    found = find_changes([Pair(after, before)])[0]
    assert found.is_(Told.TOO_FEW).tolist() == [True, True, True, False]
    assert found.is_(Told.NOT_TOLD)[3]


def test_nothing_at_all_is_too_few() -> None:
    for area in (None, (0, 0)):
        found = find_changes([Pair(np.zeros(3, dtype=int), np.zeros(3, dtype=int), area)])[0]
        assert found.is_(Told.TOO_FEW).all()
        assert (found.p == 1).all()


def test_dispersion_is_one_for_single_events_and_rises_with_bursts() -> None:
    generator = np.random.default_rng(3)
    for mean in (0.1, 1.0, 8.0):
        single, degrees = dispersion(generator.poisson(mean, (3000, 12)), generator.poisson(1.5 * mean, (3000, 12)))
        assert single == pytest.approx(1, abs=4 * math.sqrt(2 / degrees))
    threefold = [3 * generator.poisson(5, (400, 12)) for _ in range(2)]
    assert dispersion(*threefold)[0] == pytest.approx(3, rel=0.1)
    assert math.isnan(dispersion(np.zeros((2, 12)), np.zeros((2, 12)))[0])


@pytest.mark.slow
@pytest.mark.parametrize("burst", [1, 4])
def test_interval_of_the_area_covers_as_it_says_also_with_bursts(burst: int) -> None:
    generator = np.random.default_rng(13)
    covered = 0
    for _ in range(40):
        after, before = burst * generator.poisson(60, 12), burst * generator.poisson(50, 12)
        found = ratio_by_months(after, before)
        covered += found.lower <= 1.2 <= found.upper
    assert covered >= 33  # the 99.9 % bound of 95 % of 40


def test_students_t() -> None:
    assert student_reach(11, 0.95) == pytest.approx(2.200985, abs=1e-5)
    assert student_reach(3, 0.99) == pytest.approx(5.840909, abs=1e-5)


def test_of_few_months_the_interval_is_that_of_single_events() -> None:
    found = ratio_by_months(np.array([30, 90]), np.array([60, 40]))
    lower, upper = ratio_interval(np.array([120]), np.array([100]))
    assert (found.lower, found.upper) == (lower[0], upper[0])
    assert math.isnan(found.dispersion)


def test_wdd_gives_the_published_figures() -> None:
    """Wheeler & Ratcliffe 2018, the worked example of paper and of R's ptools."""
    treated, control = BeforeAfter(207, 110), BeforeAfter(308, 318)
    found = weighted_displacement_difference(treated, control, BeforeAfter(178, 157), BeforeAfter(150, 140))
    total = found.total
    assert (total.estimate, total.error) == (-118, pytest.approx(math.sqrt(1568)))
    assert round(total.z, 2) == -2.98
    assert (round(total.lower), round(total.upper)) == (-196, -40)
    assert total.beyond_chance == -1
    assert found.local.estimate == -107
    assert found.around is not None
    assert found.around.estimate == -11
    assert total.estimate == found.local.estimate + found.around.estimate


def test_wdd_without_zones_around() -> None:
    found = weighted_displacement_difference(BeforeAfter(20, 10), BeforeAfter(20, 20), confidence=0.9)
    assert found.around is None
    assert (found.total.estimate, round(found.total.error, 4)) == (-10, 8.3666)
    assert (round(found.total.lower, 1), round(found.total.upper, 1)) == (-23.8, 3.8)
    online = weighted_displacement_difference(BeforeAfter(100, 80), BeforeAfter(100, 90)).total
    assert (online.estimate, round(online.error)) == (-10, 19)


def test_wdd_of_periods_and_zones_of_unequal_size() -> None:
    """Tests of R's ptools: twice as long before; zones of 0.9 to 1.6 units of area."""
    long = weighted_displacement_difference(BeforeAfter(80, 20, 2.0), BeforeAfter(100, 50, 2.0)).total
    assert (long.estimate, long.error) == (-20, pytest.approx(math.sqrt(115)))
    zones = (BeforeAfter(207, 110, 1.2, 1.2), BeforeAfter(308, 318, 0.9, 0.9))
    around = (BeforeAfter(178, 157, 1.5, 1.5), BeforeAfter(150, 140, 1.6, 1.6))
    found = weighted_displacement_difference(*zones, *around).total
    assert (found.estimate, found.error) == pytest.approx((-99.69444444, 35.4280755))
    assert (found.z, found.lower, found.upper) == pytest.approx((-2.813995483, -169.1321965, -30.25669241))


@pytest.mark.parametrize("scale", [2.0, 5.0, 40.0])
@pytest.mark.parametrize("effect", [0.0, 0.5])
def test_interval_of_the_wdd_covers_as_it_says(scale: float, effect: float) -> None:
    generator = np.random.default_rng(17)
    means = scale * np.array([[4, 4 * (1 - effect)], [4, 4], [3, 3], [3, 3]])
    covered = calls = 0
    for draw in generator.poisson(means, (3000, 4, 2)):
        zones = [BeforeAfter(int(before), int(after)) for before, after in draw]
        found = weighted_displacement_difference(*zones).total
        covered += found.lower <= -4 * scale * effect <= found.upper
        calls += found.beyond_chance != 0
    assert 0.93 <= covered / 3000 <= 0.97
    if effect == 0:
        assert calls / 3000 <= 0.065


def test_detectable_effect_is_found_eight_times_in_ten() -> None:
    generator = np.random.default_rng(19)
    least = weighted_displacement_difference(BeforeAfter(400, 270), BeforeAfter(400, 400)).total.detectable
    found = 0
    for _ in range(2000):
        before, control_before, control_after = generator.poisson(400, 3)
        after = generator.poisson(400 - least)
        zones = BeforeAfter(int(before), int(after)), BeforeAfter(int(control_before), int(control_after))
        found += weighted_displacement_difference(*zones).total.beyond_chance < 0
    assert 0.75 <= found / 2000 <= 0.85


def test_proportion_covers_as_it_says_where_areas_differ_in_size() -> None:
    generator = np.random.default_rng(23)
    covered = 0
    for _ in range(3000):
        treated = BeforeAfter(int(generator.poisson(60)), int(generator.poisson(48)))
        control = BeforeAfter(int(generator.poisson(600)), int(generator.poisson(600)))
        found = in_proportion(treated, control)
        assert found is not None
        covered += found.lower <= 0.8 <= found.upper
    assert 0.93 <= covered / 3000 <= 0.97
    assert in_proportion(BeforeAfter(3, 0), BeforeAfter(3, 4)) is None


def test_cancel_ends_a_long_test_at_once() -> None:
    many = np.arange(3000)
    with pytest.raises(AnalysisCancelled):
        e_test(many, many[::-1], lambda: True)
    with pytest.raises(AnalysisCancelled):
        relative_test(many[:50], many[:50], (5000, 5000), lambda: True)
