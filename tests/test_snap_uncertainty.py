# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:snapuncertainty` as QGIS runs it: catchments beside shapely's, verdicts beside the methods', odd input."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsGeometry, QgsProcessingException, QgsVectorLayer

from policeuk_plugin.analysis.emerging import COLD, HOT
from policeuk_plugin.analysis.errors import never
from policeuk_plugin.processing.doubt.catchments import catchments_in, voronoi
from policeuk_plugin.processing.doubt.judged_methods import METHODS
from tests.algorithm_runs import Listening, box, numbers_and_units
from tests.algorithm_runs import analysed_cache as _analysed_cache  # noqa: F401 - a fixture
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.pace import little_work
from tests.plugin_caches import make_cache

CLASSES = ("called, stays", "called, mostly stays", "called, may be snapping", "not called, might be", "not called")


def test_catchments_are_what_is_nearest_as_many_points_tell() -> None:
    """Places strewn over the ground, each given to its nearest point: the same shares, to what chance leaves."""
    generator = np.random.default_rng(2)
    x, y = generator.uniform(0, 1000, (2, 25))
    ground = QgsGeometry.fromWkt(box(0, 0, 1000))
    units = [QgsGeometry.fromWkt(box(250 * column, 250 * row, 250)) for row in range(4) for column in range(4)]
    own = (y // 250 * 4 + x // 250).astype(int)
    found = catchments_in(voronoi(x, y, ground, never), units, own, never)
    east, north = generator.uniform(0, 1000, (2, 200_000))
    nearest = np.argmin((east[:, None] - x) ** 2 + (north[:, None] - y) ** 2, axis=1)
    counted = np.zeros((25, 16))
    np.add.at(counted, (nearest, (north // 250 * 4 + east // 250).astype(int)), 1)
    share = np.zeros((25, 16))
    share[found.point, found.unit] = found.share
    np.testing.assert_allclose(share, counted / counted.sum(axis=1, keepdims=True), atol=0.03)
    np.testing.assert_allclose(share.sum(axis=1), 1)


def test_a_point_outside_all_units_keeps_its_place_and_too_few_points_are_refused() -> None:
    from offline_cache.errors import CacheError

    x, y = np.array([10.0, 90.0, 50.0, 500.0]), np.array([10.0, 10.0, 90.0, 500.0])
    ground = QgsGeometry.fromWkt(box(0, 0, 100))
    cells = voronoi(x, y, ground, never)
    found = catchments_in(cells, [ground], np.array([0, 0, 0, -1]), never)
    assert found.unit.tolist() == [0, 0, 0, -1]
    with pytest.raises(CacheError, match="too few to have catchments"):
        voronoi(x[:2], y[:2], ground, never)


NOT_CALLED = (
    *("no cluster", "not busier", "not persistent", "not told", "no change told", "no trend told", "no pattern"),
)


def verdicts_of(word: str, own: list[dict[str, Any]]) -> list[str]:
    """What the method's own layer says of each unit, '' for nothing; in the words of its field."""
    field, called = {
        "clusters": ("verdict", ("cluster",)),
        "cold": ("verdict", ("quiet",)),
        "busier": ("verdict", ("busier",)),
        "persistence": ("persistent", ("yes",)),
        "moran": ("verdict", ("high among high", "low among low", "high among low", "low among high")),
        "emerging": ("pattern", tuple(kind.value for kind in (*HOT, *COLD))),
        "change": ("verdict", ("more", "fewer")),
        "trends": ("verdict", ("rising", "falling")),
    }[word]
    return [str(unit[field]) if unit[field] in called else "" for unit in own]


@pytest.mark.parametrize("method", list(METHODS))
def test_what_is_called_as_published_is_what_the_method_calls(cache: str, method: str) -> None:
    given: dict[str, Any] = {"CACHE": cache, "CELL_SIZE": 500, "ALPHA": 0.5}
    results, units = numbers_and_units("snapuncertainty", {**given, "METHOD": method, "DRAWS": 20})
    algorithm = METHODS[method].algorithm.__name__.lower()
    own = numbers_and_units(algorithm, {**given, **METHODS[method].settings})[1]
    theirs = verdicts_of(method, own)
    called = [unit["verdict"] not in NOT_CALLED for unit in units]
    assert called == [bool(verdict) for verdict in theirs]
    if method not in ("busier", "persistence"):
        assert [unit["verdict"] for unit, is_ in zip(units, called) if is_] == [one for one in theirs if one]
    assert results["CALLED"] == sum(called)
    assert {unit["class"] for unit in units} <= set(CLASSES)
    for unit, is_called in zip(units, called):
        assert 0 <= unit["kept"] <= 1
        assert (unit["class"] == "called, stays") == (is_called and unit["kept"] >= 0.95)
        assert (unit["class"] == "not called, might be") == (not is_called and unit["called"] >= 0.2)
    parts = [results[name] for name in ("SURE", "MOSTLY", "UNSURE")]
    assert sum(parts) == results["CALLED"]


def test_units_as_large_as_the_ground_move_nothing_and_small_ones_do(cache: str) -> None:
    large, _ = numbers_and_units("snapuncertainty", {"CACHE": cache, "CELL_SIZE": 1000, "DRAWS": 20})
    small, _ = numbers_and_units("snapuncertainty", {"CACHE": cache, "CELL_SIZE": 200, "DRAWS": 20})
    assert 0 < large["SPLIT"] < small["SPLIT"] <= 1


def test_the_same_seed_gives_the_same(cache: str) -> None:
    given = {"CACHE": cache, "CELL_SIZE": 200, "DRAWS": 30, "METHOD": "persistence"}
    runs = [numbers_and_units("snapuncertainty", {**given, "SEED": seed})[1] for seed in (3, 3, 4)]
    kept = [[unit["called"] for unit in units] for units in runs]
    assert kept[0] == kept[1] != kept[2]


def test_lsoas_can_be_units_too(cache: str) -> None:
    results, units = numbers_and_units("snapuncertainty", {"CACHE": cache, "UNITS": "LSOA", "DRAWS": 20})
    assert results["UNITS"] == len(units)
    assert sum(unit["count"] for unit in units) == results["CRIMES"]


@pytest.mark.parametrize("at", [1, 25, 50])
def test_cancel_returns_fast(cache: str, at: int) -> None:
    feedback = Listening(cancel_at=at)
    if at == 1:
        feedback.cancel()
    with little_work(5), pytest.raises(QgsProcessingException, match="Stopped"):
        numbers_and_units("snapuncertainty", {"CACHE": cache, "DRAWS": 5000}, feedback)


def test_too_few_crimes_or_months_are_refused(cache: str) -> None:
    with pytest.raises(QgsProcessingException, match="at least"):
        numbers_and_units(
            "snapuncertainty", {"CACHE": cache, "METHOD": "persistence", "FROM": "2026-01", "TO": "2026-03"}
        )
    with pytest.raises(QgsProcessingException, match="at least 20 are needed"):
        numbers_and_units("snapuncertainty", {"CACHE": cache, "TYPES": ["Possession of weapons"], "FROM": "2026-04"})


def test_page_and_layer_explain_themselves(cache: str, tmp_path: Path) -> None:
    page, layer = tmp_path / "sure.html", tmp_path / "sure.gpkg"
    given = {"CACHE": cache, "CELL_SIZE": 500, "DRAWS": 20, "REPORT": str(page), "OUTPUT": str(layer)}
    numbers_and_units("snapuncertainty", given)
    html = page.read_text(encoding="utf-8")
    for part in ("inferred", "nearer to that point than to any other", "Do not use it", "20 maps"):
        assert part in html, part
    assert str(tmp_path) not in html
    opened = QgsVectorLayer(str(layer), "sure", "ogr")
    assert {category.value() for category in opened.renderer().categories()} == set(CLASSES)
    assert "kept: Share of the maps" in opened.metadata().abstract()


def test_two_hundred_maps_of_bedfordshire(shared: Path, bedfordshire_zip: Path, tmp_path: Path) -> None:
    cache = make_cache(tmp_path / "bed.sqlite", bedfordshire_zip)
    with little_work(60):
        results, _ = numbers_and_units("snapuncertainty", {"CACHE": str(cache), "CELL_SIZE": 250})
    assert 0.5 < results["SPLIT"] < 1
    assert 30 < results["SURE"] <= results["CALLED"] < 200
