# SPDX-License-Identifier: GPL-2.0-or-later
"""Density as QGIS runs it: what it adds up to, its peak, its edge, the file and its style."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsColorRampShader,
    QgsMapLayerLegendUtils,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
)

from policeuk_plugin.processing.writing.raster_file import class_breaks, class_names
from tests.algorithm_runs import (
    Listening,
    box,
    crimes_in_metres,
    point_layer,
    polygon_layer,
    run,
    shapely_outlines,
)
from tests.algorithm_runs import analysed_cache as _analysed_cache  # noqa: F401 - a fixture
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.pace import little_work

STUDY = box(400000, 300000, 5000)


def _density(tmp_path: Path, **parameters: Any) -> tuple[np.ndarray, QgsRasterLayer, dict[str, Any]]:
    """The raster as an array, NaN where there is no data, the layer and the numbers."""
    path = str(tmp_path / "density.tif")
    results, _ = run("crimedensity", {"OUTPUT": path, **parameters})
    layer = QgsRasterLayer(path, "density")
    assert layer.isValid()
    provider = layer.dataProvider()
    block = provider.block(1, layer.extent(), layer.width(), layer.height())
    values = np.array(
        [
            [math.nan if block.isNoData(row, column) else block.value(row, column) for column in range(layer.width())]
            for row in range(layer.height())
        ]
    )
    return values, layer, results


def test_density_times_area_is_the_number_of_crimes_inside(
    cache: str, tmp_path: Path, sample_zip: Path, sample_folder: Path
) -> None:
    from shapely.geometry import Point
    from shapely.ops import unary_union

    area = unary_union(list(shapely_outlines(sample_folder / "sample_lsoa_2021.geojson").values()))
    crimes = crimes_in_metres(sample_zip)
    inside = sum(area.covers(Point(x, y)) for x, y, _ in crimes)
    values, layer, results = _density(tmp_path, CACHE=cache)
    cell = layer.rasterUnitsPerPixelX() * layer.rasterUnitsPerPixelY() / 1e6
    assert cell == pytest.approx(0.0625)
    assert results["CRIMES"] == inside
    assert results["CRIMES"] + results["OUTSIDE"] == len(crimes)
    assert np.nansum(values) * cell == pytest.approx(inside, rel=1e-5)
    assert results["HIGHEST"] == pytest.approx(np.nanmax(values), rel=1e-6)
    assert np.isfinite(values).sum() * cell == pytest.approx(area.area / 1e6, rel=0.03)
    assert math.isnan(values[0, 0])
    assert layer.crs().authid() == "EPSG:27700"


def test_one_peak_is_the_height_of_the_quartic_kernel(tmp_path: Path) -> None:
    at = (402510.0, 302510.0)
    points = point_layer([at], counts=[7.0])
    values, layer, _ = _density(
        tmp_path, INPUT=points, COUNT_FIELD="n", STUDY_AREA=polygon_layer([STUDY]), CELL_SIZE=20, BANDWIDTH=500
    )
    height = 7 * 3 / (math.pi * 0.5**2)
    row, column = np.unravel_index(np.nanargmax(values), values.shape)
    assert values[row, column] == pytest.approx(height, rel=1e-3)
    extent = layer.extent()
    assert extent.xMinimum() + (column + 0.5) * 20 == pytest.approx(at[0])
    assert extent.yMaximum() - (row + 0.5) * 20 == pytest.approx(at[1])
    for east, north in ((120, 0), (0, 240), (300, -300), (-480, 120)):
        apart = math.hypot(east, north) / 500
        expected = height * max(0.0, 1 - apart**2) ** 2
        assert values[row - north // 20, column + east // 20] == pytest.approx(expected, rel=1e-3, abs=1e-9)


def test_a_crime_at_the_edge_is_not_lost_over_it(tmp_path: Path) -> None:
    corner = point_layer([(400010.0, 300010.0)] * 4)
    values, layer, results = _density(tmp_path, INPUT=corner, STUDY_AREA=polygon_layer([STUDY]), CELL_SIZE=50)
    assert np.nansum(values) * 0.0025 == pytest.approx(4, rel=1e-6)
    assert results["HIGHEST"] > 3 * 4 * 3 / (math.pi * 0.25)


def test_few_crimes_are_warned_of_and_none_refused(tmp_path: Path) -> None:
    area, feedback = polygon_layer([STUDY]), Listening()
    path = str(tmp_path / "few.tif")
    run("crimedensity", {"INPUT": point_layer([(401000, 301000)]), "STUDY_AREA": area, "OUTPUT": path}, feedback)
    assert any("Only 1 crime lies" in line for line in feedback.warned)
    with pytest.raises(QgsProcessingException, match="No crime lies in the study area, 1 elsewhere"):
        run("crimedensity", {"INPUT": point_layer([(0, 0)]), "STUDY_AREA": area, "OUTPUT": path})


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"CELL_SIZE": 1}, "Cells of 1 m would make"),
        ({"BANDWIDTH": 100}, "smaller than a cell"),
        ({"CRS": "EPSG:4326"}, "does not measure in metres"),
        ({"OUTPUT": "/no/such/folder/density.tif"}, "could not be written"),
    ],
)
def test_bad_input_ends_in_a_sentence(tmp_path: Path, changed: dict[str, Any], sentence: str) -> None:
    parameters = {"INPUT": point_layer([(401000, 301000)] * 30), "STUDY_AREA": polygon_layer([STUDY])}
    with pytest.raises(QgsProcessingException, match=sentence):
        run("crimedensity", {**parameters, "OUTPUT": str(tmp_path / "d.tif"), **changed})


def test_two_runs_are_the_same_file(tmp_path: Path, cache: str) -> None:
    first, _, _ = _density(tmp_path, CACHE=cache)
    second, _, _ = _density(tmp_path, CACHE=cache)
    np.testing.assert_array_equal(first, second)


def test_cancel_returns_fast(tmp_path: Path, cache: str) -> None:
    with little_work(2), pytest.raises(QgsProcessingException, match="Stopped"):
        run("crimedensity", {"CACHE": cache, "OUTPUT": str(tmp_path / "d.tif")}, Listening(cancel_at=20))
    assert not (tmp_path / "d.tif").exists()


@pytest.mark.parametrize("highest", [0.004, 0.5, 3, 10, 999, 12345.6])
def test_classes_are_few_rounded_and_hold_every_value(highest: float) -> None:
    breaks = class_breaks(highest)
    assert 3 <= len(breaks) <= 5
    assert breaks == sorted(breaks)
    assert breaks[-1] < highest <= 2.5 * breaks[-1] + 1e-9
    assert all(f"{limit:.0e}"[0] in "125" and float(f"{limit:.0e}") == pytest.approx(limit) for limit in breaks)
    assert len(class_names(highest)) == len(breaks) + 1


def test_the_loaded_raster_is_styled_and_explains_itself(tmp_path: Path, cache: str) -> None:
    from processing.gui import Postprocessing

    project = QgsProject.instance()
    project.clear()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("policeuk:crimedensity")
    context = QgsProcessingContext()
    context.setProject(project)
    loading = QgsProcessingOutputLayerDefinition(str(tmp_path / "d.tif"), project)
    results, done = algorithm.run({"CACHE": cache, "OUTPUT": loading}, context, Listening(), {}, False)
    assert done
    Postprocessing.iface = None
    assert Postprocessing.handleAlgorithmResults(algorithm, context, QgsProcessingFeedback(False), results)
    (layer,) = project.mapLayers().values()
    ramp = layer.renderer().shader().rasterShaderFunction()
    assert ramp.colorRampType() == QgsColorRampShader.Type.Discrete
    assert ramp.colorRampItemList()[0].label.startswith("below ")
    node = project.layerTreeRoot().findLayer(layer.id())
    assert QgsMapLayerLegendUtils.legendNodeUserLabel(node, 0) == "Crimes per km²"
    assert len(ramp.colorRampItemList()) <= 7
    assert any("snap point" in line for line in layer.metadata().rights())
    assert any("BANDWIDTH" in line or "policeuk:crimedensity" in line for line in layer.metadata().history())
    project.clear()
