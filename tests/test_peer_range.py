# SPDX-License-Identifier: GPL-2.0-or-later
"""The peer range: published examples, what it covers of simulated areas, and what it refuses."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from policeuk_plugin.analysis.between_areas import dersimonian_laird, paule_mandel
from policeuk_plugin.analysis.errors import AnalysisError
from policeuk_plugin.analysis.nearest_areas import nearest_areas, standardised
from policeuk_plugin.analysis.peer_range import PeerRange, TooFewPeers, Verdict, peer_range, peer_ranges
from policeuk_plugin.analysis.peer_spread import Method
from policeuk_plugin.analysis.predicted_count import predicted_count
from tests.peer_profiles import Profiles, profiles, recorded

LOWER, SIMILAR, HIGHER = Verdict.LOWER, Verdict.SIMILAR, Verdict.HIGHER


@pytest.fixture(scope="module")
def csps(shared: Path) -> Profiles:
    """Give the 314 CSPs."""
    return profiles(shared, "csp24")


@pytest.fixture(scope="module")
def all_crime(csps: Profiles, shared: Path) -> list[PeerRange]:
    """Give the comparison of each CSP with its 14 nearest, all crime per 1,000 residents."""
    counts, people = recorded(shared, csps), csps.residents
    near = nearest_areas(standardised(csps.measures), 14).index
    found = peer_ranges(counts, people, counts[near], people[near])
    return [one for one in found if one is not None]


def test_colchester_and_county_durham_are_those_of_the_specification(
    csps: Profiles, all_crime: list[PeerRange]
) -> None:
    colchester = all_crime[csps.row("Colchester")]
    assert round(colchester.rate, 2) == 83.54
    means = (colchester.mean_with_self, colchester.mean_without_self, colchester.weighted_mean)
    assert means == pytest.approx((73.90, 73.21, 74.51), abs=0.005)
    assert (round(colchester.tau, 3), round(colchester.lower, 2), round(colchester.upper, 2)) == (0.132, 53.85, 97.81)
    assert (colchester.verdict, colchester.rank, colchester.of) == (SIMILAR, 3, 15)
    durham = all_crime[csps.row("County Durham")]
    assert (round(durham.rate, 2), round(durham.lower, 2), round(durham.upper, 2)) == (91.87, 55.53, 125.34)
    assert durham.verdict is SIMILAR


def test_about_one_in_twenty_csps_differs_where_poisson_calls_nine_in_ten(all_crime: list[PeerRange]) -> None:
    assert len(all_crime) == 314
    verdicts = [one.verdict for one in all_crime]
    assert 0.03 <= 1 - verdicts.count(SIMILAR) / 314 <= 0.07
    poisson = [one.poisson_verdict for one in all_crime]
    assert [poisson.count(one) for one in (LOWER, SIMILAR, HIGHER)] == [141, 29, 144]


def test_the_range_is_the_formula_of_the_specification(
    csps: Profiles, shared: Path, all_crime: list[PeerRange]
) -> None:
    """DerSimonian and Laird, t of 12 degrees and the area's own 1 / E, written out; 5, 297 and 12 with it for all."""
    stats = pytest.importorskip("scipy.stats")
    counts, people = recorded(shared, csps), csps.residents
    near = nearest_areas(standardised(csps.measures), 14).index
    verdicts, same = [], 0
    for at, one in enumerate(all_crime):
        o, n = counts[near[at]], people[near[at]]
        y, s2 = np.log(o / n), 1 / o
        w = o
        q = (w * (y - (w * y).sum() / w.sum()) ** 2).sum()
        tau2 = max(0.0, (q - 13) / (w.sum() - (w**2).sum() / w.sum()))
        w = 1 / (s2 + tau2)
        mu = (w * y).sum() / w.sum()
        reach = stats.t.ppf(0.975, 12) * math.sqrt(tau2 + 1 / w.sum() + 1 / (people[at] * math.exp(mu)))
        own = math.log(counts[at] / people[at])
        verdicts.append(LOWER if own < mu - reach else HIGHER if own > mu + reach else SIMILAR)
        if one.method is Method.MOMENTS:
            same += 1
            assert (one.lower, one.upper) == pytest.approx([1000 * math.exp(mu + way * reach) for way in (-1, 1)])
            assert one.verdict is verdicts[-1]
            assert one.p == pytest.approx(2 * stats.t.sf(abs(own - mu) / reach * stats.t.ppf(0.975, 12), 12), rel=1e-6)
    assert [verdicts.count(one) for one in (LOWER, SIMILAR, HIGHER)] == [5, 297, 12]
    assert same == 304


def test_chelmsford_and_maldon_of_2012_read_about_the_same() -> None:
    """48.79 against 46.67, 46.56 and 57.68, the published peers; the others of the group as these three are."""
    rates = np.array([46.67, 46.56, 57.68, 46.6, 57.0, 50.0])
    people = np.full(6, 150_000.0)
    found = peer_range(48.79 * 230, 230_000, np.round(rates * 150), people)
    assert (found.verdict, found.verdict.value) == (SIMILAR, "about the same as")


def covered(peers: int, tau: float, expected: float, draws: int, gamma: bool = False) -> tuple[float, float, float]:
    """Shares of areas called lower, similar and higher that are as unlike as their peers are among each other."""
    random = np.random.default_rng([peers, round(1000 * tau), round(expected), gamma])
    shape = (draws, peers + 1)
    size = np.exp(random.normal(0, 0.5, shape))
    rate = random.gamma(1 / tau**2, tau**2, shape) if gamma else np.exp(random.normal(0, tau, shape))
    counts = random.poisson(expected * size * rate)
    found = peer_ranges(counts[:, 0], size[:, 0], counts[:, 1:], size[:, 1:])
    verdicts = [one.verdict for one in found if one is not None]
    assert len(verdicts) == draws
    low, same, high = (verdicts.count(one) / draws for one in (LOWER, SIMILAR, HIGHER))
    return low, same, high


@pytest.mark.parametrize(
    ("peers", "tau", "expected"),
    [(14, 0.13, 5000), (14, 0.3, 1000), (7, 0.3, 300), (20, 0.6, 200), (14, 1.0, 1000), (14, 0.3, 30), (14, 0.6, 5)],
)
def test_the_range_covers_what_it_says(peers: int, tau: float, expected: float) -> None:
    """93 to 97 %, and no more than twice as many on one side as there should be."""
    low, same, high = covered(peers, tau, expected, 1500)
    assert 0.93 - 0.005 <= same <= 0.97 + 0.005
    assert max(low, high) < 0.05


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tau", "peers", "expected", "gamma"),
    [
        *((0.13, 5, 3, True), (0.13, 7, 5000, False), (0.13, 14, 30, True), (0.13, 20, 300, False)),
        *((0.4, 5, 300, False), (0.4, 7, 30, True), (0.4, 14, 3, False), (0.4, 20, 5000, True)),
        *((1.0, 5, 30, True), (1.0, 7, 3, False), (1.0, 14, 300, True), (1.0, 20, 30, False), (1.0, 20, 5000, True)),
    ],
)
def test_the_range_covers_what_it_says_of_many_groups(peers: int, tau: float, expected: float, gamma: bool) -> None:
    """With 5 peers or with fewer than ten events each up to 99 %, where little can be known; otherwise 93 to 97.

    Of 96 groups that these numbers could make thirteen: with each number of peers and each spread most numbers of
    events and both kinds of spread.
    """
    low, same, high = covered(peers, tau, expected, 2500, gamma)
    assert 0.92 <= same <= (0.99 if peers == 5 or expected < 10 else 0.975)
    assert max(low, high) < 0.06


@pytest.mark.slow
@pytest.mark.parametrize(("peers", "expected"), [(7, 1), (14, 5), (7, 50), (14, 1000)])
def test_peers_that_differ_by_chance_alone_are_rarely_called(peers: int, expected: float) -> None:
    _, same, _ = covered(peers, 0.0, expected, 4000)
    assert 0.95 <= same <= 0.999


@pytest.mark.parametrize(("size", "middle"), [(30.0, 0.02), (5000.0, 0.02), (200_000.0, 0.05)])
def test_verdict_p_and_range_agree_at_every_count(size: float, middle: float) -> None:
    """The verdict turns where the rate leaves the range, where p falls below .05."""
    random = np.random.default_rng(2)
    people = random.uniform(0.5, 2, 12) * size
    peers = random.poisson(people * middle * np.exp(random.normal(0, 0.2, 12)))
    grid = np.unique(np.round(np.linspace(0, max(20, 3 * size * middle), 60)))
    k = grid.size
    found = peer_ranges(grid, np.full(k, size), np.tile(peers, (k, 1)), np.tile(people, (k, 1)))
    seen = set()
    for one in found:
        assert one is not None
        wanted = LOWER if one.rate < one.lower else HIGHER if one.rate > one.upper else SIMILAR
        assert one.verdict is wanted
        assert (one.p < 0.05) == (one.verdict is not SIMILAR)
        plain = LOWER if one.rate < one.poisson_lower else HIGHER if one.rate > one.poisson_upper else SIMILAR
        assert one.poisson_verdict is plain
        seen.add(one.verdict)
    assert HIGHER in seen
    assert (LOWER in seen) == (size > 30)


def test_peers_without_crimes_have_no_lower_end() -> None:
    people = np.full(6, 1500.0)
    none = peer_range(0, 1500, np.zeros(6), people)
    assert (none.rate, none.lower, none.verdict, none.rank) == (0, 0, SIMILAR, 1)
    assert 0 < none.upper < 10
    assert peer_range(12, 1500, np.zeros(6), people).verdict is HIGHER
    some = peer_range(0, 150_000, np.array([300, 310, 290, 305, 295, 300]), np.full(6, 150_000.0))
    assert some.verdict is LOWER


def test_rank_and_means_count_each_area_once() -> None:
    found = peer_range(20, 1000, np.array([10, 20, 30, 40, 10]), np.array([1000.0, 1000, 1000, 2000, 500]), scale=100)
    assert found.peer_rates.tolist() == [1, 2, 3, 2, 2]
    assert (found.rate, found.rank, found.of) == (2, 2, 6)
    assert found.mean_without_self == pytest.approx(2)
    assert found.mean_with_self == pytest.approx(2)
    assert found.weighted_mean == pytest.approx(100 * 110 / 5500)


def test_fewer_than_five_peers_are_not_compared_with() -> None:
    with pytest.raises(TooFewPeers, match="Only 4 peers"):
        peer_range(5, 100, np.ones(4), np.ones(4))
    people = np.array([[100.0, 100, 100, 100, 100], [100, 100, 100, 100, np.nan]])
    counts = np.where(np.isnan(people), np.nan, 5.0)
    found = peer_ranges(np.array([5.0, 5]), np.array([100.0, 100]), counts, people)
    assert found[0] is not None
    assert found[0].of == 6
    assert found[1] is None


@pytest.mark.parametrize(
    ("count", "exposure", "peer"), [(5, 0, 100), (5, math.nan, 100), (5, 100, 0), (-1, 100, 100), (math.nan, 100, 100)]
)
def test_an_area_without_a_rate_is_refused(count: float, exposure: float, peer: float) -> None:
    with pytest.raises(AnalysisError):
        peer_range(count, exposure, np.full(5, 10.0), np.array([100, 100, 100, 100, peer]))


def test_peers_that_are_lacking_change_nothing_for_the_others() -> None:
    random = np.random.default_rng(8)
    people, counts = random.uniform(1000, 9000, (3, 9)), random.poisson(40, (3, 9)).astype(float)
    people[1, 4] = counts[1, 4] = np.nan
    found = peer_ranges(np.array([30.0, 90, 41]), np.array([4000.0, 2000, 8000]), counts, people)
    for row, one in enumerate(found):
        here = np.isfinite(people[row])
        alone = peer_range([30.0, 90, 41][row], [4000.0, 2000, 8000][row], counts[row, here], people[row, here])
        assert one is not None
        assert (one.lower, one.upper, one.tau, one.p) == pytest.approx((alone.lower, alone.upper, alone.tau, alone.p))
        assert one.of == here.sum() + 1


def test_variances_between_areas_are_those_of_their_definitions() -> None:
    random = np.random.default_rng(4)
    y, s2 = random.normal(0, 1, (40, 9)), random.uniform(0.05, 1.5, (40, 9))
    y[3, 2] = s2[3, 2] = np.nan
    iterated, moments = paule_mandel(y, s2), dersimonian_laird(y, s2)
    assert 0 in iterated
    for row in range(40):
        here = np.isfinite(y[row])
        v, own = y[row, here], s2[row, here]
        w = 1 / own
        q = (w * (v - (w * v).sum() / w.sum()) ** 2).sum()
        plain = (q - v.size + 1) / (w.sum() - (w**2).sum() / w.sum())
        assert moments[row] == pytest.approx(max(0.0, plain))
        w = 1 / (own + iterated[row])
        spread = (w * (v - (w * v).sum() / w.sum()) ** 2).sum()
        assert spread == pytest.approx(v.size - 1) if iterated[row] > 0 else spread <= v.size - 1


def test_predicted_counts_are_those_of_slow_integration() -> None:
    """Mid-P of Poisson counts of log-t rates by scipy's quadrature, and the limits where it reaches 2.5 and 97.5 %."""
    stats, integrate = pytest.importorskip("scipy.stats"), pytest.importorskip("scipy.integrate")
    expected = np.array([0.3, 2.0, 8.0, 40.0, 90.0])
    spread = np.array([0.1, 0.9, 0.4, 0.2, 0.6])
    freedom = np.array([3.0, 5, 12, 12, 18])
    count = np.array([1.0, 0, 5, 61, 400])

    def slowly(row: int, x: float) -> float:
        def part(t: float) -> float:
            mean = expected[row] * math.exp(spread[row] * t)
            chance = stats.poisson.cdf(x - 1, mean) + stats.poisson.pmf(x, mean) / 2
            return float(stats.t.pdf(t, freedom[row]) * chance)

        return float(integrate.quad(part, -60, 60, points=[0], limit=400)[0])

    found = predicted_count(count, expected, spread, freedom)
    for row in range(5):
        assert found.below[row] == pytest.approx(slowly(row, count[row]), abs=1e-4)
        for limit, target in ((found.lower[row], 0.025), (found.upper[row], 0.975)):
            if limit == 0:
                assert slowly(row, 0) >= target
                continue
            low, high = slowly(row, math.floor(limit)), slowly(row, math.floor(limit) + 1)
            assert low + (limit - math.floor(limit)) * (high - low) == pytest.approx(target, abs=1e-4)


def test_counts_far_beyond_any_table_still_have_a_place() -> None:
    """There the rate's own t decides."""
    stats = pytest.importorskip("scipy.stats")
    spread, freedom = np.array([2.0, 4.0]), np.array([3.0, 3.0])
    found = predicted_count(np.array([90_000.0, 0.0]), np.array([50.0, 50.0]), spread, freedom)
    assert found.below[0] == pytest.approx(stats.t.cdf(math.log(90_000 / 50) / 2, 3), abs=1e-4)
    assert found.upper == pytest.approx(50 * np.exp(spread * stats.t.ppf(0.975, 3)), rel=1e-3)


def test_nobody_is_lower_by_chance_where_no_crime_is_not_rare() -> None:
    """Two crimes expected: none at all comes in one of seven areas."""
    found = peer_range(0, 1000, np.array([2, 3, 1, 2, 2, 3]), np.full(6, 1000.0))
    assert (found.poisson_lower, found.poisson_verdict, found.verdict) == (0, SIMILAR, SIMILAR)


@pytest.mark.parametrize(
    ("count", "peers", "verdict", "said", "too_few"),
    [
        (100, [95, 100, 105, 98, 102, 110], SIMILAR, SIMILAR, False),
        (1, [1, 0, 2, 1, 0, 1], SIMILAR, Verdict.UNTOLD, True),  # begins at 0: nothing could be lower
        (40, [1000, 20, 300, 4000, 60, 9000], SIMILAR, Verdict.UNTOLD, False),  # alike in nothing: more than 10 times
        (30, [1, 0, 2, 1, 0, 1], HIGHER, HIGHER, True),  # what is outside so wide a range is outside
    ],
)
def test_a_range_that_rules_out_nearly_nothing_tells_nothing(
    count: int, peers: list[int], verdict: Verdict, said: Verdict, too_few: bool
) -> None:
    found = peer_range(count, 10_000, np.array(peers, dtype=float), np.full(len(peers), 10_000.0))
    assert (found.verdict, found.said, found.too_few) == (verdict, said, too_few)
    assert (said is Verdict.UNTOLD) == (verdict is SIMILAR and (found.lower == 0 or found.upper / found.lower > 10))
