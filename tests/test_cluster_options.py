# SPDX-License-Identifier: GPL-2.0-or-later
"""Quiet ones, neighbourhoods and exposure as QGIS runs them, against plain counting."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from policeuk_plugin.analysis.multiple_testing import benjamini_hochberg
from tests.algorithm_runs import Listening, box, clusters, crimes_in_metres, point_layer, polygon_layer, rows, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.cluster_cases import cache as _cache  # noqa: F401 - a fixture
from tests.cluster_grids import BURGLARY, SIDE, VEHICLES, as_map, grid_of
from tests.pace import little_work
from tests.plugin_caches import make_cache
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures
from tests.test_installed import run as qgis_process


def hollow() -> np.ndarray:
    weights = np.ones((SIDE, SIDE))
    weights[5:12, 5:12] = 0.02
    weights[20:23, 20:23] = 6
    return np.random.default_rng(1).multinomial(9000, (weights / weights.sum()).ravel())


def test_both_directions_find_the_hole_and_the_peak_and_the_page_says_how(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    parameters = {**grid_of(hollow()), "DIRECTION": "both", "OUTPUT": "memory:", "REPORT": str(page)}
    results, context = run("crimeclusters", parameters)
    units = rows(results, context)
    verdict = as_map(units, "verdict")
    assert set(verdict[6:11, 6:11].ravel()) == {"quiet"}
    assert set(verdict[20:23, 20:23].ravel()) == {"cluster"}
    assert set(verdict.ravel()) <= {"quiet", "cluster", "neither", "edge"}
    assert results["QUIET"] == (verdict == "quiet").sum() < 60
    assert results["CLUSTERS"] == (verdict == "cluster").sum() < 40
    q = np.minimum(2 * benjamini_hochberg(np.array([unit["p_cold"] for unit in units])), 1)
    np.testing.assert_allclose([unit["q_cold"] for unit in units], q, rtol=1e-9)
    assert (as_map(units, "quiet_grids")[7:10, 7:10] == 4).all()
    text = page.read_text(encoding="utf-8")
    for words in ("quiet cells", "at half of 0.05", "not a verdict on safety", "neither cluster nor quiet"):
        assert words in text


def test_cold_ones_alone_have_no_hot_p_and_no_clusters() -> None:
    units = clusters({**grid_of(hollow()), "DIRECTION": "cold"})
    assert {unit["verdict"] for unit in units} == {"quiet", "not quiet"}
    assert not any(isinstance(unit["q"], float) for unit in units)
    called = {unit["id"] for unit in units if unit["verdict"] == "quiet"}
    assert called == {unit["id"] for unit in units if unit["q_cold"] <= 0.05}


def test_a_study_area_that_cuts_cells_makes_none_quiet() -> None:
    counts = np.random.default_rng(3).multinomial(20_000, np.full(900, 1 / 900)).reshape(SIDE, SIDE)
    x = 500_000 + np.random.default_rng(4).uniform(0, 7290, 20_000)
    y = 200_000 + np.random.default_rng(5).uniform(0, 7290, 20_000)
    assert counts.sum() == x.size
    cut = polygon_layer([box(500_000, 200_000, 7290)])  # the last column and row are 40 m wide
    points = point_layer(list(zip(x.tolist(), y.tolist())))
    units = clusters({"INPUT": points, "STUDY_AREA": cut, "DIRECTION": "cold"})
    assert len(units) == 900
    assert {unit["verdict"] for unit in units} == {"not quiet"}


@pytest.mark.parametrize(
    ("window", "reach"),
    [({"WINDOW": "distance", "DISTANCE": 600}, 600.0), ({"WINDOW": "nearest", "NEIGHBOURS": 8}, 0.0)],
)
def test_windows_hold_what_plain_distances_say(window: dict[str, Any], reach: float) -> None:
    counts = hollow()
    units = clusters({**grid_of(counts), **window, "EXPOSURE": "area"})
    at = np.array([(i % SIDE, i // SIDE) for i in range(SIDE * SIDE)]) * 250.0
    away = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    bound = np.full(900, reach) if reach else np.sort(away, axis=1)[:, 8]
    near = away <= bound[:, None] + 1e-3
    wanted = (near @ counts).reshape(SIDE, SIDE)
    np.testing.assert_array_equal(as_map(units, "window").astype(int), wanted)
    expected = (near.sum(axis=1) * counts.sum() / 900).reshape(SIDE, SIDE)
    np.testing.assert_allclose(as_map(units, "expected").astype(float), expected)


@pytest.mark.parametrize("exposure", ["residents", "households"])
def test_figures_of_lsoas_are_what_crimes_are_expected_from(cache: str, sample_folder: Path, exposure: str) -> None:
    with (sample_folder / "sample_residents.csv").open(newline="", encoding="utf-8-sig") as stream:
        figures = {row["lsoa21_code"]: int(row[f"total_{exposure}"]) for row in csv.DictReader(stream)}
    units = clusters({"CACHE": cache, "UNITS": "LSOA", "EXPOSURE": exposure, "TYPES": [BURGLARY]})
    assert {unit["code"]: unit["exposure"] for unit in units} == figures
    rate = sum(unit["count"] for unit in units) / sum(figures.values())
    shapes = {unit["code"]: unit["geometry"].buffer(1e-3, 2) for unit in units}
    for unit in units:
        around = [code for code, shape in shapes.items() if shape.intersects(unit["geometry"])]
        assert unit["expected"] == pytest.approx(rate * sum(figures[code] for code in around))


def test_a_cache_without_residents_says_so(sample_folder: Path, sample_zip: Path, tmp_path: Path) -> None:
    areas = (sample_folder / "sample_lsoa_2021.geojson", sample_folder / "sample_lookup.csv")
    bare = str(make_cache(tmp_path / "bare.sqlite", sample_zip, areas=areas))
    for units in ("square", "LSOA"):
        with pytest.raises(QgsProcessingException, match="holds no residents"):
            clusters({"CACHE": bare, "UNITS": units, "EXPOSURE": "residents"})


def test_residents_of_cells_are_shared_out_on_streets_and_all_are_there(cache: str) -> None:
    feedback = Listening()
    parameters = {"CACHE": cache, "EXPOSURE": "residents", "OUTPUT": "memory:", "CELL_SIZE": 500}
    units = rows(*run("crimeclusters", parameters, feedback))
    lsoas = rows(*run("crimeclusters", {**parameters, "UNITS": "LSOA"}))
    everyone = sum(unit["exposure"] for unit in lsoas)
    assert sum(unit["exposure"] for unit in units) == pytest.approx(everyone, rel=0.02)
    empty = [unit for unit in units if unit["exposure"] == 0]
    assert empty
    assert {unit["verdict"] for unit in empty} == {"not tested"}
    assert not any(isinstance(unit["q"], float) for unit in empty)
    assert any("were not tested" in line for line in feedback.warned)
    assert any("an estimate, not a count" in line for line in feedback.warned)


def test_other_types_are_counted_with_those_tested(cache: str, sample_zip: Path) -> None:
    wanted = Counter(
        row["LSOA code"] for _, _, row in crimes_in_metres(sample_zip, VEHICLES, BURGLARY) if row["LSOA code"]
    )
    asked = {"CACHE": cache, "TYPES": [VEHICLES], "EXPOSURE": "crime types", "EXPOSURE_TYPES": [BURGLARY]}
    units = {unit["code"]: unit for unit in clusters({**asked, "UNITS": "LSOA"})}
    assert {code: unit["exposure"] for code, unit in units.items() if unit["exposure"]} == {
        code: count for code, count in wanted.items() if code in units
    }
    share = sum(unit["count"] for unit in units.values()) / sum(unit["exposure"] for unit in units.values())
    for unit in units.values():
        assert unit["count"] <= unit["exposure"]
        assert unit["window"] == 0 or unit["expected"] > 0
    assert 0 < share < 1
    assert {unit["verdict"] for unit in clusters(asked)} >= {"not tested"}


def test_the_conditional_p_is_there_when_asked_for_and_decides_nothing(cache: str) -> None:
    plain, asked = clusters({"CACHE": cache}), clusters({"CACHE": cache, "CONDITIONAL": True})
    assert "p_conditional" not in plain[0]
    assert all(0 <= unit.pop("p_conditional") <= 1 for unit in asked)
    for one, other in zip(plain, asked):
        assert {k: v for k, v in one.items() if k != "geometry"} == {k: v for k, v in other.items() if k != "geometry"}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"EXPOSURE": "crime types"}, "Choose the crime types to compare with"),
        ({"EXPOSURE": "crime types", "EXPOSURE_TYPES": [BURGLARY]}, "no other type is left"),
        ({"EXPOSURE": "crime types", "EXPOSURE_TYPES": [VEHICLES], "TYPES": [VEHICLES]}, "are those that are tested"),
        ({"WINDOW": "distance", "DISTANCE": 0}, "above zero"),
        ({"WINDOW": "nearest", "NEIGHBOURS": 400, "UNITS": "LSOA"}, "cannot be had"),
        ({"DIRECTION": "sideways"}, "DIRECTION"),
    ],
)
def test_what_cannot_be_meant_ends_in_a_sentence(cache: str, changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence):
        clusters({"CACHE": cache, **changed})


def test_a_layer_of_points_has_no_residents_and_no_types() -> None:
    for exposure in ({"EXPOSURE": "residents"}, {"EXPOSURE": "crime types", "EXPOSURE_TYPES": [BURGLARY]}):
        with pytest.raises(QgsProcessingException, match="layer of points"):
            clusters({**grid_of(hollow()), **exposure})


@pytest.mark.parametrize("at", [20, 45, 50, 65])
def test_cancel_returns_fast_with_every_option(cache: str, at: int) -> None:
    with little_work(2), pytest.raises(QgsProcessingException, match="Stopped"):
        clusters({"CACHE": cache, "DIRECTION": "both", "EXPOSURE": "residents"}, Listening(cancel_at=at))


def test_qgis_process_gives_the_same(
    enabled: str,  # noqa: F811 - fixtures
    environment: dict[str, str],  # noqa: F811
    cache: str,
    tmp_path: Path,
) -> None:
    out = tmp_path / "quiet.gpkg"
    chosen = [f"CACHE={cache}", "DIRECTION=both", "EXPOSURE=residents", "WINDOW=nearest", f"OUTPUT={out}"]
    printed = qgis_process([enabled, "run", "policeuk:crimeclusters", "--", *chosen], environment, tmp_path)
    results, _ = run(
        "crimeclusters",
        {"CACHE": cache, "DIRECTION": "both", "EXPOSURE": "residents", "WINDOW": "nearest", "OUTPUT": "memory:"},
    )
    for name in ("CRIMES", "CLUSTERS", "QUIET", "UNITS"):
        assert re.search(rf"^{name}:\s+{results[name]}$", printed, re.MULTILINE), name
    busier = [f"CACHE={cache}", "WINDOW=alone", f"OUTPUT={tmp_path / 'busier.gpkg'}"]
    printed = qgis_process([enabled, "run", "policeuk:busierthanrandom", "--", *busier], environment, tmp_path)
    results, _ = run("busierthanrandom", {"CACHE": cache, "WINDOW": "alone", "OUTPUT": "memory:"})
    assert re.search(rf"^BUSIER:\s+{results['BUSIER']}$", printed, re.MULTILINE)


def test_of_both_directions_what_can_be_shown_of_one_only_is_said_of_that_one() -> None:
    """Half the map has so few crimes that none would be called quiet, yet enough for clusters to be told."""
    weights = np.ones((SIDE, SIDE))
    weights[:, :15] = 0.12
    weights[20:23, 20:23] = 6
    counts = np.random.default_rng(2).multinomial(1800, (weights / weights.sum()).ravel())
    residents = point_layer([(500_125 + 250 * (i % SIDE), 200_125 + 250 * (i // SIDE)) for i in range(SIDE * SIDE)])
    assert residents.featureCount() == SIDE * SIDE
    units = clusters({**grid_of(counts), "DIRECTION": "both", "EXPOSURE": "area", "WINDOW": "nearest", "NEIGHBOURS": 3})
    cold = clusters({**grid_of(counts), "DIRECTION": "cold", "EXPOSURE": "area", "WINDOW": "nearest", "NEIGHBOURS": 3})
    hot = clusters({**grid_of(counts), "EXPOSURE": "area", "WINDOW": "nearest", "NEIGHBOURS": 3})
    assert {unit["verdict"] for unit in cold} == {"too few crimes"}, "an empty neighbourhood would not be called"
    assert {unit["verdict"] for unit in hot} >= {"cluster", "not a cluster"}
    found = {unit["verdict"] for unit in units}
    assert "not a cluster" in found
    assert not found & {"neither", "quiet"}, "nothing is said of what could not be shown"


def test_an_exposure_is_in_title_sentence_table_and_layer(cache: str, tmp_path: Path) -> None:
    page, out = tmp_path / "page.html", tmp_path / "clusters.gpkg"
    asked = {"CACHE": cache, "TYPES": [VEHICLES], "EXPOSURE": "residents", "ALPHA": 0.5}
    results, _ = run("crimeclusters", {**asked, "OUTPUT": str(out), "REPORT": str(page)})
    units = rows(*run("crimeclusters", {**asked, "OUTPUT": "memory:"}))
    tested = [unit for unit in units if unit["verdict"] != "not tested"]
    assert results["CRIMES"] == sum(unit["count"] for unit in tested)
    assert results["NOT_TESTED"] == len(units) - len(tested) > 0
    assert results["NOT_COUNTED"] == sum(unit["count"] for unit in units) - results["CRIMES"]
    text = page.read_text(encoding="utf-8")
    title, _, rest = text.partition("</h1>")
    assert "Vehicle crime per resident in" in title
    assert "in proportion to residents" in rest.partition("class='lead'")[0]
    assert (
        f"have no residents, so they were not tested and crimes there do not count ({results['NOT_COUNTED']})" in rest
    )
    assert "cluster: more than residents there explain" in rest
    assert "more people may be there" not in rest
    largest = [unit for unit in units if unit["cluster"] == 1]
    rate = results["CRIMES"] / sum(unit["exposure"] for unit in tested)
    expected = rate * sum(unit["exposure"] for unit in largest)
    row = rest.partition("The clusters")[2].partition("<td>1 · ")[2].partition("</tr>")[0]
    crimes = sum(unit["count"] for unit in largest)
    assert f"<td>{crimes}</td><td>{expected:,.1f}</td><td>{crimes / expected:.1f}</td>" in row
    layer = QgsVectorLayer(str(out), "c", "ogr")
    assert "per resident" in layer.metadata().title()
    assert "per resident" in layer.metadata().abstract().partition("\n")[0]


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ({"WINDOW": "distance", "DISTANCE": 100_000}, "900 of 900 units.*shorter distance"),
        ({"WINDOW": "nearest", "NEIGHBOURS": 480}, "of 900 units.*fewer neighbours"),
    ],
)
def test_a_neighbourhood_of_most_of_the_map_is_refused_at_once(window: dict[str, Any], words: str) -> None:
    with little_work(10), pytest.raises(QgsProcessingException, match=words):
        clusters({**grid_of(hollow()), **window})


def test_wide_windows_are_drawn_in_bounded_time() -> None:
    from policeuk_plugin.analysis.monte_carlo import MOST_SUMMED, permutations_for

    assert permutations_for(782, 782 * 300, 0.05) * 782 * 300 <= MOST_SUMMED
    assert permutations_for(20_000, 20_000 * 9, 0.05) == 2500, "windows of touching cells are drawn as ever"
    assert permutations_for(20_000, 20_000 * 20_000, 0.05) == 999
