# SPDX-License-Identifier: GPL-2.0-or-later
"""Nearest areas against scikit-learn, against plain looking, and against what is known of CSPs and forces."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Optional

import numpy as np
import pytest

from policeuk_plugin.analysis.errors import AnalysisCancelled, AnalysisError
from policeuk_plugin.analysis.nearest_areas import (
    Nearest,
    PeerQuality,
    nearest_areas,
    quality,
    reciprocal,
    standardised,
)
from policeuk_plugin.analysis.peer_worth import explained
from tests.peer_profiles import ALL_CRIME, profiles, recorded

EXPLAINED = {
    ALL_CRIME: 0.73,
    "Violence against the person": 0.68,
    "Robbery": 0.78,
    "Vehicle offences": 0.59,
    "Criminal damage and arson": 0.58,
    "Shoplifting": 0.52,
    "Residential burglary": 0.42,
}
_SKLEARN = """
import sys
import numpy as np
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler
with np.load(sys.argv[1]) as given:
    z = StandardScaler().fit_transform(given["values"])
    distance, index = NearestNeighbors(n_neighbors=int(given["k"]) + 1).fit(z).kneighbors(z)
np.savez(sys.argv[2], z=z, distance=distance, index=index)
"""


def by_sklearn(values: np.ndarray, k: int, folder: Path) -> dict[str, np.ndarray]:
    """z-scores, distances and rows by scikit-learn, the row itself among them; skip the test where there is none."""
    python = os.environ.get("POLICEUK_PEERS_PYTHON", sys.executable)
    if subprocess.run([python, "-c", "import sklearn"], capture_output=True, check=False).returncode:
        pytest.skip("needs scikit-learn: name a Python that has it in POLICEUK_PEERS_PYTHON")
    np.savez(folder / "given.npz", values=values, k=k)
    command = [python, "-c", _SKLEARN, str(folder / "given.npz"), str(folder / "found.npz")]
    subprocess.run(command, check=True, capture_output=True)
    with np.load(folder / "found.npz") as found:
        return dict(found)


def plainly(z: np.ndarray, k: int, row: int, allowed: np.ndarray) -> tuple[list[int], list[float]]:
    """The k nearest of the `allowed` rows, one after the other, by row where they are equally far."""
    away = sorted((float(np.sqrt(((z[other] - z[row]) ** 2).sum())), other) for other in allowed if other != row)
    return [other for _, other in away[:k]], [distance for distance, _ in away[:k]]


def agrees(found: Nearest, at: int, wanted: tuple[list[int], list[float]]) -> None:
    """The row `at` holds just the wanted peers, and nothing where there are fewer."""
    rows, distances = wanted
    assert found.index[at, : len(rows)].tolist() == rows
    assert (found.index[at, len(rows) :] == -1).all()
    assert found.distance[at, : len(rows)] == pytest.approx(distances, abs=1e-12)
    assert np.isnan(found.distance[at, len(rows) :]).all()


def test_neighbours_of_csps_are_scikit_learns(shared: Path, tmp_path: Path) -> None:
    values = profiles(shared, "csp24").measures
    wanted = by_sklearn(values, 14, tmp_path)
    z = standardised(values)
    found = nearest_areas(z, 14)
    np.testing.assert_allclose(z, wanted["z"], atol=1e-12)
    np.testing.assert_array_equal(found.index, wanted["index"][:, 1:])
    np.testing.assert_allclose(found.distance, wanted["distance"][:, 1:], atol=1e-10)


@pytest.mark.slow
def test_neighbours_of_as_many_rows_as_lsoas_are_scikit_learns(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    values = random.gamma(1.0, 20, (35_672, 8))
    wanted = by_sklearn(values, 15, tmp_path)
    found = nearest_areas(standardised(values), 15)
    np.testing.assert_array_equal(found.index, wanted["index"][:, 1:])
    np.testing.assert_allclose(found.distance, wanted["distance"][:, 1:], atol=1e-10)


def test_distances_and_quality_of_csps_are_those_of_the_specification(shared: Path) -> None:
    areas = profiles(shared, "csp24")
    found = nearest_areas(standardised(areas.measures), 14)
    for column, wanted in ((0, (0.75, 1.35, 1.55, 2.57, 3.87)), (13, (1.37, 2.61, 3.21, 4.31, 6.18))):
        percentiles = np.percentile(found.distance[:, column], (50, 90, 95, 99, 100))
        assert percentiles == pytest.approx(wanted, abs=0.005)
    graded = quality(found.distance)
    none = {areas.names[row] for row in range(314) if graded.of(row) is PeerQuality.NONE}
    assert none == {"City of London", "Isles of Scilly", "Barking and Dagenham", "Newham"}
    assert [round(float(found.distance[areas.row(name), 0]), 2) for name in ("City of London", "Newham")] == [
        3.87,
        2.63,
    ]
    assert sum(graded.of(row) is PeerQuality.POOR for row in range(314)) == 12
    assert not graded.kept[areas.row("City of London")].any()
    assert graded.kept[areas.row("Colchester")].all()
    assert reciprocal(found).mean() == pytest.approx(0.62, abs=0.005)


def test_forces_match_the_official_group_and_the_met_has_no_good_peer(shared: Path) -> None:
    forces = profiles(shared, "pfa24")
    found = nearest_areas(standardised(forces.measures), 7)
    names = {forces.names[at] for at in found.index[forces.row("Dyfed-Powys")]}
    official = {"Devon & Cornwall", "Lincolnshire", "Norfolk", "North Wales", "North Yorkshire", "Suffolk"}
    assert len(names & official) >= 5
    assert names >= {"Cumbria", "West Mercia"}
    met, city = forces.row("Metropolitan Police"), next(at for at, name in enumerate(forces.names) if "City" in name)
    assert forces.names[found.index[met, 0]] == "West Midlands"
    assert found.distance[[met, city], 0] == pytest.approx([4.40, 8.32], abs=0.005)
    graded = quality(found.distance)
    assert (graded.of(met), graded.of(city)) != (PeerQuality.GOOD, PeerQuality.GOOD)
    assert PeerQuality.GOOD not in (graded.of(met), graded.of(city))


def test_peers_explain_as_much_of_the_rates_as_the_specification_says(shared: Path) -> None:
    """Of the 312 CSPs without the City of London and the Isles of Scilly, whose rates are those of few residents."""
    areas = profiles(shared, "csp24")
    keep = np.array([name not in ("City of London", "Isles of Scilly") for name in areas.names])
    peers = nearest_areas(standardised(areas.measures), 14).index
    peers = np.where(np.isin(peers, np.flatnonzero(~keep)), -1, peers)
    for group, wanted in EXPLAINED.items():
        base = areas.households if group == "Residential burglary" else areas.residents
        assert explained(recorded(shared, areas, group), base, peers, keep) == pytest.approx(wanted, abs=0.005)


@pytest.mark.parametrize("rows", [40, 1300])
@pytest.mark.parametrize("scipy", [True, False])
def test_ties_strata_bars_and_limits_are_those_of_plain_looking(
    rows: int, scipy: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a lattice where almost every distance is shared, also between rows at the same place."""
    if scipy:
        pytest.importorskip("scipy.spatial")
    else:
        monkeypatch.setitem(sys.modules, "scipy.spatial", None)
    random = np.random.default_rng(rows)
    z = random.integers(0, 6, (rows, 2)).astype(float)
    z[7] = np.nan
    strata = random.integers(0, 3, rows)
    strata[5] = 9  # alone in its stratum
    barred = random.integers(0, 4, rows)
    seek = np.concatenate([[3, 5, 7], random.integers(0, rows, 25)])
    whole = np.flatnonzero(np.isfinite(z[:, 0]))
    for options in ({}, {"strata": strata}, {"barred": barred}, {"strata": strata, "barred": barred}):
        given: dict[str, Any] = dict(options)
        found = nearest_areas(z, 12, seek=seek, **given)
        near = nearest_areas(z, 12, seek=seek, caliper=1.0, **given)
        for at, row in enumerate(seek.tolist()):
            allowed = whole
            if "strata" in options:
                allowed = allowed[strata[allowed] == strata[row]]
            if "barred" in options:
                allowed = allowed[barred[allowed] != barred[row]]
            wanted = plainly(z, 12, row, allowed) if np.isfinite(z[row, 0]) else ([], [])
            agrees(found, at, wanted)
            within = [at for at, distance in enumerate(wanted[1]) if distance <= 1.0]
            agrees(near, at, ([wanted[0][i] for i in within], [wanted[1][i] for i in within]))


@pytest.mark.parametrize("scipy", [True, False])
def test_thousands_of_rows_at_the_same_place_go_by_row(scipy: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not scipy:
        monkeypatch.setitem(sys.modules, "scipy.spatial", None)
    z = np.repeat([[0.0], [1.0]], 3000, axis=0)
    found = nearest_areas(z, 4, seek=np.array([0, 2, 2999, 3000, 5999]))
    first, second = [0, 1, 2, 3], [3000, 3001, 3002, 3003]
    assert found.index.tolist() == [[1, 2, 3, 4], [0, 1, 3, 4], first, [3001, 3002, 3003, 3004], second]
    assert not found.distance.any()


@pytest.mark.parametrize("k", [1, 15, 120])
def test_with_and_without_scipy_are_the_same(k: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Skewed, correlated measures with far outliers, repeated rows and a column without spread, as shares have."""
    pytest.importorskip("scipy.spatial")
    random = np.random.default_rng(7)
    z = random.gamma(0.7, 1, (4000, 6)) @ random.normal(size=(6, 6))
    z[:, 3] = 0.0
    z[:40] *= 50
    z[1000:1200] = z[0]
    barred = random.integers(0, 43, 4000)
    given: list[dict[str, Any]] = [{}, {"barred": barred}, {"strata": random.integers(0, 2, 4000)}]
    wanted = [nearest_areas(z, k, **options) for options in given]
    monkeypatch.setitem(sys.modules, "scipy.spatial", None)
    for options, one in zip(given, wanted):
        found = nearest_areas(z, k, **options)
        np.testing.assert_array_equal(found.index, one.index)
        np.testing.assert_array_equal(found.distance, one.distance)


def test_looking_without_scipy_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.spatial", None)
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 5

    with pytest.raises(AnalysisCancelled):
        nearest_areas(np.random.default_rng(1).normal(size=(3000, 5)), 10, cancelled=cancelled)
    assert len(asked) == 6


def test_weights_stretch_columns_by_their_roots() -> None:
    random = np.random.default_rng(1)
    z = random.normal(size=(60, 3))
    weighted = nearest_areas(z, 5, weights=np.array([4.0, 0.0, 1.0]))
    plain = nearest_areas(np.column_stack([2 * z[:, 0], z[:, 2]]), 5)
    np.testing.assert_array_equal(weighted.index, plain.index)
    np.testing.assert_allclose(weighted.distance, plain.distance)


def test_a_column_without_spread_tells_nothing_apart_and_gaps_stay_gaps() -> None:
    values = np.array([[1.0, 5.0], [2.0, 5.0], [np.nan, 5.0], [6.0, 5.0]])
    z = standardised(values)
    assert z[:, 0] == pytest.approx(
        [-2 / 4.6667**0.5, -1 / 4.6667**0.5, np.nan, 3 / 4.6667**0.5], nan_ok=True, rel=1e-4
    )
    assert z[:, 1].tolist() == [0, 0, 0, 0]
    found = nearest_areas(z, 3)
    assert found.index.tolist() == [[1, 3, -1], [0, 3, -1], [-1, -1, -1], [1, 0, -1]]


@pytest.mark.parametrize("weights", [[1.0], [1.0, -1.0], [0.0, 0.0], [1.0, float("nan")]])
def test_weights_that_cannot_be_are_refused(weights: list[float]) -> None:
    with pytest.raises(AnalysisError, match="one weight for each measure"):
        nearest_areas(np.eye(2), 1, weights=np.array(weights))


def test_nothing_to_match_by_or_no_peers_wanted_is_refused() -> None:
    with pytest.raises(AnalysisError, match="at least one measure"):
        nearest_areas(np.empty((5, 0)), 3)
    with pytest.raises(AnalysisError, match="1 or more"):
        nearest_areas(np.eye(3), 0)


def test_a_search_can_be_stopped() -> None:
    with pytest.raises(AnalysisCancelled):
        nearest_areas(np.random.default_rng(0).normal(size=(3000, 4)), 10, cancelled=lambda: True)


def test_reciprocal_is_what_pairs_say() -> None:
    found = nearest_areas(np.array([[0.0], [1.0], [1.5], [9.0]]), 1)
    assert found.index[:, 0].tolist() == [1, 2, 1, 2]
    assert reciprocal(found)[:, 0].tolist() == [False, True, True, False]
    some = nearest_areas(np.array([[0.0], [1.0], [1.5], [9.0]]), 1, seek=np.array([1, 3]))
    assert not reciprocal(some).any()


@pytest.mark.parametrize(
    "distance", [np.full((4, 3), np.nan), np.array([[1.0, np.nan], [np.nan, np.nan], [2.0, np.nan]])]
)
def test_areas_without_peers_have_no_good_ones(distance: np.ndarray) -> None:
    found = quality(distance)
    lacking = ~np.isfinite(distance[:, 0])
    assert all((found.of(at) is PeerQuality.NONE) for at in np.flatnonzero(lacking))
    assert not found.kept[~np.isfinite(distance)].any()
    held: Optional[np.ndarray] = None if lacking.all() else found.kept[:, 0][~lacking]
    assert held is None or held.all()
