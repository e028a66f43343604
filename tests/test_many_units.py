# SPDX-License-Identifier: GPL-2.0-or-later
"""Units by the hundred thousand: what is made only when asked for, sums in pieces, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

from policeuk_plugin.analysis.grid import CellShape, all_cells, grid_over
from policeuk_plugin.analysis.neighbours import cell_windows
from policeuk_plugin.analysis.strata import mixes_of
from policeuk_plugin.processing.units import map_room
from policeuk_plugin.processing.units.geometry_sources import MOST_POLYGONS
from policeuk_plugin.processing.writing.made import Made
from tests.algorithm_runs import POINTS, STUDY, box, point_layer, polygon_layer
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.odd_cases import refused
from tests.pace import little_work


def test_made_is_a_sequence_like_any_other() -> None:
    made, listed = Made(7, lambda at: at * at), [at * at for at in range(7)]
    assert list(made) == listed
    assert (made[0], made[6], made[-1], made[-7]) == (0, 36, 36, 0)
    assert made[2:5] == listed[2:5]
    assert made[5:100] == listed[5:]
    assert len(made) == 7
    for beyond in (7, -8):
        with pytest.raises(IndexError):
            made[beyond]


@pytest.mark.parametrize("shape", list(CellShape))
def test_sums_over_many_windows_are_those_of_each(shape: CellShape) -> None:
    windows = cell_windows(all_cells(grid_over(shape, 1, (0, 0, 399.5, 399.5))))
    values = np.random.default_rng(1).integers(0, 9, len(windows))
    sums = windows.sums(values)
    for unit in (0, 1, 131_071, 131_072, len(windows) - 1):
        window = windows.indices[windows.indptr[unit] : windows.indptr[unit + 1]]
        assert unit in window
        assert sums[unit] == values[window].sum()
    assert sums.sum() == (values[windows.indices]).sum()


@pytest.mark.parametrize("strata", [1, 4, 40])
def test_mixes_are_those_that_plain_counting_finds(strata: int) -> None:
    windows = cell_windows(all_cells(grid_over(CellShape.SQUARE, 1, (0, 0, 19.5, 29.5))))
    stratum = np.random.default_rng(strata).permutation(np.arange(len(windows)) % strata)
    mixes = mixes_of(windows, stratum)
    for unit in range(len(windows)):
        window = windows.indices[windows.indptr[unit] : windows.indptr[unit + 1]]
        assert mixes.kinds[mixes.kind[unit]].tolist() == np.bincount(stratum[window], minlength=strata).tolist()
    assert len(np.unique(mixes.kinds, axis=0)) == len(mixes.kinds)


def many_polygons() -> QgsVectorLayer:
    """One polygon more than are read, all alike."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:27700", "dust", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(STUDY))
    layer.dataProvider().addFeatures([feature] * (MOST_POLYGONS + 1))
    return layer


@pytest.mark.parametrize("role", ["UNIT_LAYER", "STUDY_AREA"])
def test_a_layer_of_too_many_polygons_is_refused_before_it_is_read(role: str) -> None:
    layer = many_polygons()
    given = {"UNITS": "layer", "UNIT_LAYER": layer} if role == "UNIT_LAYER" else {}
    with little_work(2):
        refused(
            "dust has more than 250,000 polygons, which is more than fit into memory. Select some of them",
            INPUT=point_layer(POINTS),
            STUDY_AREA=polygon_layer([STUDY]) if role == "UNIT_LAYER" else layer,
            **given,
        )


def test_cells_beyond_the_most_are_refused_before_they_are_made() -> None:
    with little_work(2):
        area = polygon_layer([box(300_000, 200_000, 300_000)])
        refused("2,000,000 is the most", INPUT=point_layer(POINTS), STUDY_AREA=area, CELL_SIZE=200)


def test_a_map_leaves_out_class_after_class_until_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_room, "MOST_DRAWN", 5)
    wanted = np.array([True] * 8 + [False] * 2)
    first, second = np.arange(10) < 2, np.arange(10) >= 6
    assert np.flatnonzero(map_room.crowded_out(wanted, [first, second])).tolist() == [0, 1, 6, 7]
    assert not map_room.crowded_out(wanted[3:], [first[3:]]).any()
    assert map_room.class_text("too few", first, ~first) == "too few (2)"
    assert map_room.class_text("too few", first, first) == "too few (2): too many to be drawn here"
