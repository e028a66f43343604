# SPDX-License-Identifier: GPL-2.0-or-later
"""Published numbers: Gi*, Benjamini-Hochberg, Benjamini-Yekutieli and quartic density."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from policeuk_plugin.analysis.clusters import find_clusters
from policeuk_plugin.analysis.density import quartic_density
from policeuk_plugin.analysis.getis_ord import gi_star
from policeuk_plugin.analysis.grid import cell_of
from policeuk_plugin.analysis.multiple_testing import benjamini_hochberg, benjamini_yekutieli
from policeuk_plugin.analysis.neighbours import cell_windows
from policeuk_plugin.analysis.places import collapse
from tests.analysis_cases import brute_windows, columbus, memphis_cells, table


@pytest.fixture(scope="module")
def oracles(shared: Path) -> Path:
    """Give the folder of published numbers."""
    return shared / "methods" / "oracles"


def two_sided(z: np.ndarray) -> np.ndarray:
    return np.array([math.erfc(abs(one) / math.sqrt(2)) for one in z])


def test_memphis_robberies_at_500_m(oracles: Path) -> None:
    wanted, points = table(oracles / "gistar_jan_32615_500m.csv"), table(oracles / "memphis_robberies_jan_32615.csv")
    cells = memphis_cells(wanted["cx"], wanted["cy"])
    order = cell_of(cells, wanted["cx"], wanted["cy"])
    counts = np.bincount(cell_of(cells, points["x"], points["y"]), minlength=len(cells))
    assert (len(cells), counts.sum()) == (2715, 206)
    np.testing.assert_array_equal(counts[order], wanted["n"])
    z = gi_star(counts, cell_windows(cells))
    np.testing.assert_allclose(z[order], wanted["gistar"], atol=5e-12)
    assert round(z.max(), 6) == 8.931432
    p = two_sided(z)
    np.testing.assert_allclose(p[order], wanted["p_raw"], rtol=1e-9)
    np.testing.assert_allclose(benjamini_hochberg(p)[order], wanted["p_bh"], rtol=1e-9)
    np.testing.assert_allclose(benjamini_yekutieli(p)[order], wanted["p_by"], rtol=1e-9)
    called = [((q < 0.05) & (z > 0)).sum() for q in (p, benjamini_hochberg(p), benjamini_yekutieli(p))]
    assert called == [211, 112, 44]
    # What the exact test calls of the 112: one month of robberies bears three windows.
    assert (find_clusters(counts, cell_windows(cells)).q <= 0.05).sum() == 3


def test_columbus_by_contiguity(oracles: Path) -> None:
    values, windows = columbus(oracles)
    wanted = table(oracles / "columbus_crime_gi.csv")
    z = gi_star(values, windows)
    np.testing.assert_allclose(z, wanted["Gstar_B"], atol=1e-12)
    assert round(z.max(), 6) == 3.475051
    p = two_sided(z)
    np.testing.assert_allclose(p, wanted["p_two"], rtol=1e-9)
    np.testing.assert_allclose(benjamini_hochberg(p), wanted["p_bh"], rtol=1e-9)
    assert ((p < 0.05).sum(), (benjamini_hochberg(p) < 0.05).sum()) == (18, 9)


@pytest.mark.parametrize("distance", [30, 60, 90, 120, 150])
def test_getis_and_ord_by_distance(oracles: Path, distance: int) -> None:
    points, wanted = table(oracles / "getisord_xyz.csv"), table(oracles / "getisord_expected.csv")
    windows = brute_windows(np.column_stack([points["x"], points["y"]]), distance + 1e-6)
    np.testing.assert_allclose(gi_star(points["val"], windows), wanted[f"Gstar{distance}"], atol=1e-11)


def test_quartic_density_of_the_robberies(oracles: Path) -> None:
    wanted, points = table(oracles / "kde_quartic_h2000_jan.csv"), table(oracles / "memphis_robberies_jan_32615.csv")
    cells = memphis_cells(wanted["cx"], wanted["cy"])
    density = quartic_density(collapse(points["x"], points["y"]), cells.grid, 2000)
    found = density.values[::-1].ravel()[cells.lattice][cell_of(cells, wanted["cx"], wanted["cy"])]
    # The reference's centroids are rounded to a tenth of a millimetre.
    np.testing.assert_allclose(found, wanted["kde_per_km2"], atol=1e-6)
    assert round(found.max(), 6) == 2.102630
    assert density.lost == 0


def test_benjamini_and_hochberg_s_own_example() -> None:
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert (benjamini_hochberg(np.array(p[::-1])) <= 0.05).sum() == 4
