# SPDX-License-Identifier: GPL-2.0-or-later
"""The 17 classes and each of their bounds, by months written by hand; the trend beside other tools."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from policeuk_plugin.analysis.emerging import COLD, HOT, PATTERNS, Pattern, emerging, patterns, trends_of
from policeuk_plugin.analysis.errors import AnalysisError
from policeuk_plugin.analysis.neighbours import cell_windows
from policeuk_plugin.analysis.space_time import judged_cube, steps_taken
from tests.analysis_cases import square_cells
from tests.emerging_cases import lasting, pattern_of

CASES = [
    (".........H", "", "new"),
    ("..........H", "rising", "new"),  # no trend is asked of what does not last
    ("........HH", "", "consecutive"),
    (".HHHHHHHH.", "", ""),  # eight of ten, and over: no class, it hangs on the last month
    ("..HHHHHHHH", "", "consecutive"),  # eight of ten in one run
    (".HHHHHHHHH", "", "persistent"),  # nine of ten: lasting, not a run
    (".HHHHHHHHH", "rising", "intensifying"),
    (".HHHHHHHHH", "falling", "diminishing"),
    ("HHHHHHHHHH", "", "persistent"),
    ("HHHHHHHHH.", "", "historical"),
    ("HHHHHHHHH.", "rising", "historical"),  # its last month is not hot, whatever the trend
    ("HHHHHHHH.H", "", "persistent"),
    ("HHHHHHH..H", "", "sporadic"),  # eight of ten, not in one run
    ("H........H", "", "sporadic"),
    ("H.........", "", ""),
    ("CHHHHHHHHH", "", "persistent"),  # nine of ten: cold once does not count
    ("C........H", "", "oscillating"),  # both new and oscillating by the words; ours is oscillating
    ("C.......HH", "", "oscillating"),
    ("CHHHHHHH.H", "", "oscillating"),
    ("HHHHHHHHHC", "", "historical"),  # and an oscillating cold spot by the words; ours is the nine tenths
    ("..........", "", ""),
    ("H" * 10 + "." + "H", "", "persistent"),  # eleven of twelve
    ("H" * 9 + ".." + "H", "", "sporadic"),  # ten of twelve are 83 %
    ("." * 3 + "H" * 17, "", "consecutive"),  # 17 of 20 are 85 %
    (".." + "H" * 18, "", "persistent"),  # 18 of 20 are 90 % exactly
    ("H" * 18 + "..", "", "historical"),
    ("H" * 17 + "...", "", ""),
]


@pytest.mark.parametrize(("steps", "trend", "expected"), CASES)
def test_months_by_hand(steps: str, trend: str, expected: str) -> None:
    assert pattern_of(steps, trend) == (f"{expected} hotspot" if expected else "no pattern")


@pytest.mark.parametrize(("steps", "trend", "expected"), CASES)
def test_cold_spots_are_the_mirror(steps: str, trend: str, expected: str) -> None:
    mirrored = steps.translate(str.maketrans("HC", "CH"))
    other = {"rising": "falling", "falling": "rising"}.get(trend, "")
    assert pattern_of(mirrored, other) == (f"{expected} cold spot" if expected else "no pattern")


def test_the_cases_show_every_class() -> None:
    assert {expected for _, _, expected in CASES} - {""} == {pattern.value.split(" ")[0] for pattern in HOT}
    assert len(PATTERNS) == 17
    assert {pattern.value for pattern in (*HOT, *COLD)} == {
        f"{kind} {side}" for kind in {case[2] for case in CASES} - {""} for side in ("hotspot", "cold spot")
    }


def test_every_sequence_of_ten_months_has_the_class_that_the_words_give() -> None:
    """All 3^10 of them, read as sentences one by one, beside the arrays."""
    steps = np.array(list(itertools.product("H.C", repeat=10)))
    none = np.zeros(len(steps), dtype=bool)
    found = patterns(steps == "H", steps == "C", none, none)
    for row, at in zip(steps[::7].tolist(), found[::7].tolist()):
        assert PATTERNS[at].value == plainly(row), "".join(row)


def plainly(months: list[str]) -> str:
    """The definitions as they are read."""
    hot, cold = months.count("H"), months.count("C")
    if hot >= 9:
        return "persistent hotspot" if months[-1] == "H" else "historical hotspot"
    if cold >= 9:
        return "persistent cold spot" if months[-1] == "C" else "historical cold spot"
    if months[-1] == ".":
        return "no pattern"
    mine, side = months[-1], "hotspot" if months[-1] == "H" else "cold spot"
    if {"H": "C", "C": "H"}[mine] in months:
        return f"oscillating {side}"
    text = "".join(months)
    run = len(text) - len(text.rstrip(mine))
    if run == text.count(mine):
        return f"{'new' if run == 1 else 'consecutive'} {side}"
    return f"sporadic {side}"


@pytest.mark.parametrize("months", [10, 11, 12, 19, 20, 24, 29, 36])
def test_nine_tenths_are_counted_not_divided(months: int) -> None:
    least = -(-9 * months // 10)
    assert lasting("H" * least + "." * (months - least))
    assert not lasting("H" * (least - 1) + "." * (months - least + 1))


def hot_block(generator: np.random.Generator, factor: np.ndarray, months: int = 24) -> tuple[np.ndarray, np.ndarray]:
    """20 × 20 cells with 4 crimes a month each, of which a block of 3 × 3 has `factor` (months,) times as many."""
    mean = np.full((400, months), 4.0)
    block = np.array([row * 20 + column for row in (8, 9, 10) for column in (8, 9, 10)])
    mean[block] *= factor
    return generator.poisson(mean), block


@pytest.mark.parametrize(
    ("factor", "expected"),
    [
        (np.full(24, 8.0), Pattern.PERSISTENT_HOT),
        (np.linspace(5, 16, 24), Pattern.INTENSIFYING_HOT),
        (np.linspace(16, 5, 24), Pattern.DIMINISHING_HOT),
        (np.repeat([1.0, 10.0], [20, 4]), Pattern.CONSECUTIVE_HOT),
        (np.repeat([1.0, 10.0], [23, 1]), Pattern.NEW_HOT),
        (np.tile(np.repeat([1.0, 10.0], 3), 4), Pattern.SPORADIC_HOT),
        (np.repeat([10.0, 0.0], [22, 2]), Pattern.HISTORICAL_HOT),
        (np.repeat([10.0, 1.0], [12, 12]), Pattern.NONE),
    ],
)
def test_a_planted_block_is_what_it_is(factor: np.ndarray, expected: Pattern) -> None:
    counts, block = hot_block(np.random.default_rng(1), factor)
    windows = cell_windows(square_cells(20, 20))
    found = emerging(judged_cube(counts, steps_taken(range(24), 1), windows, np.ones(400)), counts.sum(axis=1))
    assert found.is_(expected)[block[4]], "the middle of the block"
    far = np.setdiff1d(np.arange(400), windows.indices[np.isin(np.repeat(np.arange(400), windows.sizes), block)])
    assert (found.pattern[far] == PATTERNS.index(Pattern.NONE)).mean() > 0.98


def test_more_crimes_everywhere_make_no_hotspot_stronger() -> None:
    """By Gi*'s z, which grows with the crimes of the map, this block would intensify."""
    generator = np.random.default_rng(2)
    called = 0
    for _ in range(20):
        mean = np.full((400, 24), 2.0)
        block = np.array([row * 20 + column for row in (8, 9, 10) for column in (8, 9, 10)])
        mean[block] *= 8
        counts = generator.poisson(mean * np.linspace(1, 4, 24))
        cube = judged_cube(counts, steps_taken(range(24), 2), cell_windows(square_cells(20, 20)), np.ones(400))
        found = emerging(cube, counts.sum(axis=1))
        called += bool(found.is_(Pattern.INTENSIFYING_HOT).any() or found.is_(Pattern.DIMINISHING_HOT).any())
    assert called <= 5  # one in twenty expected; five of twenty is the 99.9 % bound


def test_units_without_a_crime_have_no_class_of_hotspot() -> None:
    counts, block = hot_block(np.random.default_rng(3), np.full(24, 8.0))
    counts[block[4]] = 0
    cube = judged_cube(counts, steps_taken(range(24), 2), cell_windows(square_cells(20, 20)), np.ones(400))
    assert cube.hot[block[4]].all()
    assert emerging(cube, counts.sum(axis=1)).is_(Pattern.NONE)[block[4]]


def test_fewer_than_ten_months_are_refused() -> None:
    counts = np.random.default_rng(4).poisson(4.0, (400, 9))
    cube = judged_cube(counts, steps_taken(range(9), 2), cell_windows(square_cells(20, 20)), np.ones(400))
    with pytest.raises(AnalysisError, match="9 months are too few .* at least 10"):
        emerging(cube, counts.sum(axis=1))


def test_series_that_never_change_and_months_without_crimes() -> None:
    share = np.array([[0.1] * 12, [*np.linspace(0.1, 0.2, 11), np.nan], [*np.linspace(0.2, 0.1, 11), np.nan]])
    found = trends_of(share, np.array([True, True, True]), 0.05)
    assert found.tau.tolist() == [0.0, 1.0, -1.0]
    assert (found.rising.tolist(), found.falling.tolist()) == ([False, True, False], [False, False, True])
    assert np.isnan(trends_of(share, np.array([False, True, False]), 0.05).q[0])


def wandering(generator: np.random.Generator, steps: int, lean: float) -> np.ndarray:
    """Shares of five places that lean on the month before, without any trend."""
    off = generator.normal(0, 0.2, (5, steps))
    for step in range(1, steps):
        off[:, step] = lean * off[:, step - 1] + off[:, step] * (1 - lean**2) ** 0.5
    return generator.poisson(100 * np.exp(off)) / 1000


def test_a_share_that_wanders_or_has_seasons_neither_grows_nor_shrinks() -> None:
    """Taken as independent, 50 of 100 runs that wander have a place called, and 12 of those with a season."""
    generator, season = np.random.default_rng(6), 1 + 0.3 * np.sin(2 * np.pi * np.arange(24) / 12)
    called, seasonal = 0, 0
    for _ in range(100):
        found = trends_of(wandering(generator, 30, 0.6), np.ones(5, dtype=bool), 0.05)
        called += bool((found.rising | found.falling).any())
        found = trends_of(generator.poisson(50 * season, (5, 24)) / 1000, np.ones(5, dtype=bool), 0.05)
        seasonal += bool((found.rising | found.falling).any())
    assert called <= 20
    assert seasonal <= 2


def test_a_share_that_grows_is_still_seen_and_no_pair_is_made_over_a_gap() -> None:
    generator = np.random.default_rng(7)
    share = generator.poisson(100 * np.linspace(1, 1.8, 30), (5, 30)) / 1000
    assert trends_of(share, np.ones(5, dtype=bool), 0.05).rising.all()
    apart = np.where(np.arange(30) < 15, np.arange(30), np.arange(30) + 20)
    assert trends_of(share, np.ones(5, dtype=bool), 0.05, months=apart).rising.all()
    every_other = trends_of(wandering(generator, 30, 0.9), np.ones(5, dtype=bool), 0.05, months=2 * np.arange(30))
    assert (every_other.q <= 1).all(), "months that never follow each other say nothing of it"


def test_the_trend_is_that_of_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    share = np.random.default_rng(5).normal(size=(6, 24)) + np.linspace(0, 1, 24)
    found = trends_of(share, np.ones(6, dtype=bool), 0.05)
    for row, tau in zip(share, found.tau.tolist()):
        assert tau == pytest.approx(stats.kendalltau(range(24), row).statistic)
