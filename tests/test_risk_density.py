# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:riskdensity` as QGIS runs it: beside plain counting, planted places, odd input, its files and its page."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsRasterLayer, QgsVectorLayer

from policeuk_plugin.layers.results import HEADING_PROPERTY
from policeuk_plugin.processing.density.risk_run import Measure, top
from policeuk_plugin.processing.density.risk_style import COLOURS, class_names, limits_of
from policeuk_plugin.processing.running.wording import spread_text
from tests.algorithm_runs import Listening, box, crimes_in_metres, in_metres, polygon_layer, run, shapely_outlines
from tests.algorithm_runs import analysed_cache as _analysed_cache  # noqa: F401 - a fixture
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.pace import little_work
from tests.plugin_caches import make_cache
from tests.sample_factory import archive_zip, member, street_csv
from tests.square_crimes import SIDE, SOUTH, STEP_X, STEP_Y, WEST, months_from, rows_of

BURGLARY, THEFT = "Burglary", "Vehicle crime"


def raster_of(path: str) -> np.ndarray:
    """The values of a GeoTIFF, NaN where there is no data."""
    layer = QgsRasterLayer(path, "risk")
    assert layer.isValid()
    block = layer.dataProvider().block(1, layer.extent(), layer.width(), layer.height())
    return np.array(
        [
            [math.nan if block.isNoData(row, column) else block.value(row, column) for column in range(layer.width())]
            for row in range(layer.height())
        ]
    )


Found = tuple[dict[str, Any], np.ndarray, list[Any]]
Made = tuple[dict[str, Any], np.ndarray]


def risk(folder: Path, parameters: dict[str, Any], feedback: Any = None) -> Found:
    """Numbers, raster and polygons of a run."""
    given = {"OUTPUT": str(folder / "risk.tif"), "CONTOURS": str(folder / "contours.gpkg"), **parameters}
    results, _ = run("riskdensity", given, feedback)
    layer = QgsVectorLayer(results["CONTOURS"], "contours", "ogr")
    assert layer.isValid()
    return results, raster_of(given["OUTPUT"]), list(layer.getFeatures())


@pytest.fixture(scope="module", name="made")
def made_of_two_years(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """24 months of about 2 crimes a month and point, in the last 12 6 in a block of 4 by 4; March 2025 lacks."""
    mean = np.full((SIDE, SIDE, 24), 2.0)
    mean[3:7, 3:7, 12:] = 6
    counts, folder = np.random.default_rng(1).poisson(mean), tmp_path_factory.mktemp("years")
    files = {
        member(month, "dorset"): street_csv(month, "dorset", rows_of(counts[:, :, at]))
        for at, month in enumerate(months_from(24))
        if month != "2025-03"
    }
    cache = make_cache(folder / "made.sqlite", archive_zip(folder / "made.zip", files))
    study = polygon_layer([box(WEST, SOUTH, SIDE * STEP_X, SIDE * STEP_Y)], "EPSG:4326")
    asked = {"CACHE": str(cache), "STUDY_AREA": study, "BANDWIDTH": 1500, "CELL_SIZE": 500}
    return asked, np.delete(counts, (2, 14), axis=2)


def test_a_planted_block_is_found_and_months_missing_are_left_out_of_both(made: Made, tmp_path: Path) -> None:
    asked, counts = made
    feedback = Listening()
    results, values, areas = risk(tmp_path, asked, feedback)
    later, before = counts[:, :, 11:].sum(), counts[:, :, :11].sum()
    assert (results["CRIMES"], results["BASE"]) == (later, before)
    assert results["RATIO"] == pytest.approx(later / before)
    assert results["MORE"] == 1
    assert results["FEWER"] == 0
    (more,) = (area for area in areas if area["kind"] == "more")
    whole = polygon_layer([box(WEST + 2 * STEP_X, SOUTH + 2 * STEP_Y, 6 * STEP_X, 6 * STEP_Y)], "EPSG:4326")
    block = next(whole.getFeatures()).geometry()
    block.transform(in_metres())
    assert more.geometry().area() > 3e6
    assert more.geometry().intersection(block).area() > 0.9 * more.geometry().area()
    assert more["spread"] > 1.5 * more["expected"]
    assert np.nanmax(values) == pytest.approx(more["least"], rel=2)
    assert 2 < np.nanmax(values) < 3.5
    said = " ".join([*feedback.said, *feedback.warned])
    assert "March 2025" in said
    assert "1 place with more" in results["SENTENCE"]


def test_types_count_as_they_are_published(cache: str, sample_zip: Path, sample_folder: Path, tmp_path: Path) -> None:
    from shapely.geometry import Point
    from shapely.ops import unary_union

    area = unary_union(list(shapely_outlines(sample_folder / "sample_lsoa_2021.geojson").values()))
    inside = [
        sum(area.covers(Point(x, y)) for x, y, _ in crimes_in_metres(sample_zip, kind)) for kind in (BURGLARY, THEFT)
    ]
    types = {"CACHE": cache, "BASIS": "types", "TYPES": [BURGLARY], "BASE_TYPES": [THEFT], "BANDWIDTH": 3000}
    results, values, areas = risk(tmp_path, {**types, "MEASURE": "difference"})
    assert [results["CRIMES"], results["BASE"]] == inside
    size = 0.25**2
    assert results["JUDGED"] == pytest.approx(np.isfinite(values).sum() * size / (area.area / 1e6), rel=0.05)
    judged = [one for one in areas if one["kind"] in ("more", "fewer", "within chance")]
    assert sum(one["spread"] - one["expected"] for one in judged) == pytest.approx(np.nansum(values) * size, abs=0.01)
    tops = {one["kind"]: one["km2"] for one in areas if one["kind"].startswith("top")}
    assert tops["top 1%"] < tops["top 2%"] < tops["top 5%"] <= 0.05 * np.isfinite(values).sum() * size * 1.01
    assert all(one["crimes"] <= inside[0] for one in areas)


def test_top_shares_never_take_more_than_their_share() -> None:
    values = np.array([[5.0, 5.0, 4.0, math.nan], [3.0, 2.0, 1.0, 0.0]])
    assert top(values, 30).sum() == 2
    assert top(values, 20).sum() == 0, "one cell may be taken, but two are equal"
    assert not top(values, 5).any()
    assert not top(np.full((2, 2), math.nan), 5).any()


def test_classes_are_seven_and_symmetrical() -> None:
    for values in (np.array([3.0, -7.2]), np.array([0.0]), np.array([math.nan])):
        limits = limits_of(Measure.DIFFERENCE, values)
        assert limits == sorted(limits)
        assert limits == [-limit for limit in reversed(limits)]
        assert len(class_names(Measure.DIFFERENCE, limits)) == len(COLOURS) == 7
    assert len(class_names(Measure.RATIO, limits_of(Measure.RATIO, np.array([1.0])))) == 7


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"BASIS": "types"}, "Choose both"),
        ({"BASIS": "types", "TYPES": [BURGLARY], "BASE_TYPES": [BURGLARY]}, "on both sides"),
        ({"BASIS": "residents"}, "holds no residents"),
        ({"BANDWIDTH": 100}, "smaller than a cell"),
        ({"OUTPUT": "risk.gpkg"}, "ends in .tif"),
        ({"ALPHA": 0.001}, "Ask for more maps"),
        ({"BEFORE_TO": "2099-01"}, "reaches into the later one|after the last"),
    ],
)
def test_what_cannot_be_meant_is_refused(cache: str, tmp_path: Path, changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence):
        run("riskdensity", {"CACHE": cache, "OUTPUT": str(tmp_path / "risk.tif"), **changed})
    assert not list(tmp_path.iterdir())


def test_where_too_little_is_expected_nothing_is_judged(made: Made, tmp_path: Path) -> None:
    results, values, areas = risk(tmp_path, {**made[0], "LEAST": 1e6})
    assert np.isnan(values).all()
    assert results["JUDGED"] == 0
    assert [area["kind"] for area in areas] == ["too few"]
    assert "too few crimes to set against" in results["SENTENCE"]


@pytest.mark.parametrize("kernel", ["gaussian", "epanechnikov", "triangular", "uniform"])
def test_every_kernel_finds_the_block(made: Made, tmp_path: Path, kernel: str) -> None:
    results, values, _ = risk(tmp_path, {**made[0], "KERNEL": kernel})
    assert results["MORE"] >= 1
    assert 1.5 < np.nanmax(values) < 4


@pytest.mark.parametrize("at", [1, 20, 40])
def test_cancel_returns_fast(made: Made, tmp_path: Path, at: int) -> None:
    feedback = Listening(cancel_at=at)
    if at == 1:
        feedback.cancel()
    with little_work(3), pytest.raises(QgsProcessingException, match="Stopped"):
        risk(tmp_path, made[0], feedback)
    assert not list(tmp_path.iterdir())


def test_page_and_layers_explain_themselves(made: Made, tmp_path: Path) -> None:
    page = tmp_path / "risk.html"
    risk(tmp_path, {**made[0], "REPORT": str(page)})
    html = page.read_text(encoding="utf-8")
    for part in (
        "Bandwidths",
        "Scott",
        "Diggle",
        "Places beyond chance",
        "Ground, km²",
        "Do not use it",
        "false discovery rate",
    ):
        assert part in html, part
    assert "March 2025" in html
    assert str(tmp_path) not in html, "no folder of this machine"
    layer = QgsVectorLayer(str(tmp_path / "contours.gpkg"), "contours", "ogr")
    assert "chance" in layer.metadata().abstract()
    styled = QgsVectorLayer(str(tmp_path / "contours.gpkg"), "contours", "ogr")
    values = [category.value() for category in styled.renderer().categories()]
    shapes = {feature["kind"]: feature for feature in layer.getFeatures()}
    assert set(shapes) <= set(values)
    paled = shapes["within chance"]
    assert paled.geometry().area() / 1e6 >= paled["km2"] > 0, "cells that reach over the edge are paled wholly"
    raster = QgsRasterLayer(str(tmp_path / "risk.tif"), "risk")
    raster.loadDefaultMetadata()
    assert "1 place with more" in raster.metadata().abstract()
    assert raster.customProperty(HEADING_PROPERTY) == "Crimes over expected", "over its legend, also when opened again"
    assert not any("expected" in name for name in class_names(Measure.RATIO, [])), "chance is for the polygons to say"


def test_few_crimes_that_a_kernel_spread_are_not_rounded_to_none() -> None:
    assert [spread_text(value) for value in (0.04, 0.3, 1.3, 9.94, 9.96, 1234.4)] == [
        "0.0",
        "0.3",
        "1.3",
        "9.9",
        "10",
        "1,234",
    ]


def test_two_years_of_bedfordshire(shared: Path, bedfordshire_zip: Path, tmp_path: Path) -> None:
    cache = make_cache(tmp_path / "bed.sqlite", bedfordshire_zip)
    with little_work(30):
        types = {"BASIS": "types", "TYPES": [BURGLARY], "BASE_TYPES": ["Violence and sexual offences"]}
        results, values, _ = risk(tmp_path, {"CACHE": str(cache), **types})
    assert 4000 < results["CRIMES"] < 5000
    assert 30_000 < results["BASE"] < 40_000
    assert 1 <= results["MORE"] < 40
    radii = [results[name] for name in ("SCOTT", "LIKELIHOOD", "DIGGLE")]
    assert max(radii) > 5 * min(radii), "rules differ by an order of magnitude"
    assert re.search(r"\d+% of the ground", results["SENTENCE"])
    with pytest.raises(QgsProcessingException, match="another list of snap points"):
        risk(tmp_path, {"CACHE": str(cache), "BANDWIDTH": 500})
