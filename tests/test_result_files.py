# SPDX-License-Identifier: GPL-2.0-or-later
"""Where results go: never over what a run reads, never over something else, whole."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateTransformContext,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from tests.algorithm_runs import POINTS, STUDY, Listening, box, point_layer, polygon_layer, rows, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.result_cases import cache as _cache  # noqa: F401 - a fixture
from tests.result_cases import left_over


def saved(layer: QgsVectorLayer, path: Path, name: str = "") -> str:
    """Write a layer as a GeoPackage."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = name or path.stem
    done = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    assert done[0] == QgsVectorFileWriter.WriterError.NoError
    return str(path)


def run_at_once(algorithm: str, parameters: dict[str, Any]) -> None:
    """Run without the check of parameters, as a script may."""
    made = QgsApplication.processingRegistry().createAlgorithmById(f"policeuk:{algorithm}")
    made.run(parameters, QgsProcessingContext(), Listening(), {}, False)


@pytest.mark.parametrize(
    ("algorithm", "name"),
    [("crimeclusters", "OUTPUT"), ("crimeclusters", "REPORT"), ("crimedensity", "REPORT")],
)
@pytest.mark.parametrize("checked", [True, False], ids=["checked", "run at once"])
def test_the_cache_is_never_written_over(cache: Path, algorithm: str, name: str, checked: bool) -> None:
    before = cache.read_bytes()
    other = {"OUTPUT": str(cache.with_name("out.tif" if algorithm == "crimedensity" else "out.gpkg"))}
    parameters = {"CACHE": str(cache), **other, name: str(cache.parent / "." / cache.name)}
    with pytest.raises(QgsProcessingException, match="is the cache, which the result would replace"):
        (run if checked else run_at_once)(algorithm, parameters)
    assert cache.read_bytes() == before


def test_a_link_to_the_cache_is_the_cache(cache: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.tif"
    link.symlink_to(cache)
    with pytest.raises(QgsProcessingException, match="is the cache"):
        run("crimedensity", {"CACHE": str(cache), "OUTPUT": str(link)})


@pytest.mark.parametrize("name", ["INPUT", "STUDY_AREA", "UNIT_LAYER"])
@pytest.mark.parametrize("form", ["path", "layer", "layer of the project"])
def test_nothing_that_is_read_is_written_over(tmp_path: Path, name: str, form: str) -> None:
    squares = [box(400_000 + 500 * i, 300_000 + 500 * j, 500) for i in range(10) for j in range(10)]
    files = {
        "INPUT": saved(point_layer(POINTS), tmp_path / "points.gpkg"),
        "STUDY_AREA": saved(polygon_layer([STUDY]), tmp_path / "study.gpkg"),
        "UNIT_LAYER": saved(polygon_layer(squares), tmp_path / "units.gpkg"),
    }
    parameters: dict[str, Any] = {**files, "UNITS": "layer", "OUTPUT": files[name]}
    project = QgsProject.instance()
    before = Path(files[name]).read_bytes()
    if form != "path":
        layer = QgsVectorLayer(files[name], "read", "ogr")
        parameters[name] = layer
        if form != "layer":
            project.addMapLayer(layer)
            parameters[name] = layer.id()
    with pytest.raises(QgsProcessingException, match="which the result would replace"):
        run("crimeclusters", parameters, project=project)
    project.clear()
    assert Path(files[name]).read_bytes()[100:] == before[100:], "all but the header, which an open layer touches"


@pytest.mark.parametrize("ending", ["", ".units"])
def test_the_ending_that_qgis_adds_is_thought_of(cache: Path, tmp_path: Path, ending: str) -> None:
    """QGIS writes `name` to name.gpkg, which may be there."""
    squares = [box(400_000 + 500 * i, 300_000 + 500 * j, 500) for i in range(10) for j in range(10)]
    units = Path(saved(polygon_layer(squares), tmp_path / f"units{ending}.gpkg"))
    before, output = units.read_bytes(), str(units.with_suffix(""))
    for parameters in (
        {"INPUT": point_layer(POINTS), "UNITS": "layer", "UNIT_LAYER": str(units)},
        {"CACHE": str(cache)},
    ):
        with pytest.raises(QgsProcessingException, match="which the result would replace|holds other layers"):
            run("crimeclusters", {**parameters, "OUTPUT": output})
    assert units.read_bytes() == before
    results, _ = run("crimeclusters", {"CACHE": str(cache), "OUTPUT": str(tmp_path / "mine")})
    assert QgsVectorLayer(str(tmp_path / "mine.gpkg"), "m", "ogr").featureCount() == results["UNITS"]


@pytest.mark.parametrize("destination", ["OUTPUT", "REPORT", "CHART"])
def test_the_zones_of_an_intervention_are_kept(cache: Path, tmp_path: Path, destination: str) -> None:
    zones = {name: tmp_path / f"{name}.geojson" for name in ("treated", "control")}
    for at, path in enumerate(zones.values()):
        west, south = 2.1 + 0.1 * at, 54.6
        ring = [[west, south], [west + 0.05, south], [west + 0.05, south + 0.05], [west, south]]
        path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    before = zones["control"].read_bytes()
    parameters = {
        "CACHE": str(cache),
        "TREATED": str(zones["treated"]),
        "CONTROL": str(zones["control"]),
        "INTERVENTION": "2026-01",
    }
    with pytest.raises(QgsProcessingException, match="which the result would replace"):
        run("interventioneffect", {**parameters, "OUTPUT": "memory:", destination: str(zones["control"])})
    assert zones["control"].read_bytes() == before


def test_layer_and_page_are_two_files(cache: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "one.gpkg")
    with pytest.raises(QgsProcessingException, match="is the result itself"):
        run("crimeclusters", {"CACHE": str(cache), "OUTPUT": path, "REPORT": path})


def test_other_layers_of_a_geopackage_are_kept(cache: Path, tmp_path: Path) -> None:
    for stem, name in (("mine", "other"), ("points", "points")):
        path = tmp_path / f"{stem}.gpkg"
        saved(point_layer(POINTS), path, name)
        with pytest.raises(QgsProcessingException, match="holds other layers"):
            run("crimeclusters", {"CACHE": str(cache), "OUTPUT": str(path)})
        assert QgsVectorLayer(f"{path}|layername={name}", "p", "ogr").featureCount() == len(POINTS)
    shutil.copy(tmp_path / "mine.gpkg", tmp_path / "mine.tif")
    with pytest.raises(QgsProcessingException, match="is a database"):
        run("crimedensity", {"CACHE": str(cache), "OUTPUT": str(tmp_path / "mine.tif")})


def test_a_density_is_called_a_geotiff(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="ends in .tif"):
        run("crimedensity", {"CACHE": str(cache), "OUTPUT": str(tmp_path / "density.asc")})


def test_a_table_is_added_to_a_geopackage_beside_its_others(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.gpkg"
    saved(point_layer(POINTS), path, "points")
    results, _ = run("crimeclusters", {"CACHE": str(cache), "OUTPUT": f"ogr:dbname='{path}' table=\"hot\" (geom)"})
    assert QgsVectorLayer(f"{path}|layername=hot", "h", "ogr").featureCount() == results["UNITS"]
    assert QgsVectorLayer(f"{path}|layername=points", "p", "ogr").featureCount() == len(POINTS)


def test_an_earlier_result_is_replaced(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "clusters.gpkg"
    for size in (500.0, 400.0):
        results, _ = run("crimeclusters", {"CACHE": str(cache), "CELL_SIZE": size, "OUTPUT": str(path)})
        assert QgsVectorLayer(str(path), "c", "ogr").featureCount() == results["UNITS"]
        assert left_over(tmp_path) == []


def test_a_result_that_was_not_closed_properly_is_replaced(cache: Path, tmp_path: Path) -> None:
    path, given = tmp_path / "clusters.gpkg", {"CACHE": str(cache)}
    run("crimeclusters", {**given, "OUTPUT": str(path)})
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("SELECT count(*) FROM gpkg_contents").fetchone()
        with pytest.raises(QgsProcessingException, match="is open in QGIS or another program"):
            run("crimeclusters", {**given, "OUTPUT": str(path)})
    killed = "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('CREATE TABLE t (x)'); os._exit(9)"
    subprocess.run([sys.executable, "-c", killed, str(path)], check=False)
    assert path.with_name(f"{path.name}-wal").exists()
    results, _ = run("crimeclusters", {**given, "CELL_SIZE": 400, "OUTPUT": str(path)})
    assert QgsVectorLayer(str(path), "c", "ogr").featureCount() == results["UNITS"]
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("suffix", ["gpkg", "csv", "geojson", "shp"])
def test_every_kind_of_file_is_whole(cache: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"clusters.{suffix}"
    results, _ = run("crimeclusters", {"CACHE": str(cache), "OUTPUT": str(path)})
    assert results["OUTPUT"].startswith(str(path))
    layer = QgsVectorLayer(results["OUTPUT"], "c", "ogr")
    assert layer.featureCount() == results["UNITS"]
    assert sum(int(feature["count"]) for feature in layer.getFeatures()) == results["CRIMES"]
    assert left_over(tmp_path) == []


def test_geojson_is_in_degrees(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "clusters.geojson"
    run("crimeclusters", {"CACHE": str(cache), "OUTPUT": str(path)})
    data = json.loads(path.read_text(encoding="utf-8"))
    assert "27700" not in json.dumps(data.get("crs", ""))
    corners = [at for f in data["features"] for part in f["geometry"]["coordinates"] for ring in part for at in ring]
    assert all(1.5 < x < 2.5 and 54 < y < 55.5 for x, y in corners)


def test_a_layer_is_loaded_from_where_it_ends_up(cache: Path, tmp_path: Path) -> None:
    project = QgsProject.instance()
    project.clear()
    for algorithm, name in (("crimeclusters", "c.gpkg"), ("crimedensity", "d.tif")):
        path = str(tmp_path / name)
        made = QgsApplication.processingRegistry().createAlgorithmById(f"policeuk:{algorithm}")
        context = QgsProcessingContext()
        context.setProject(project)
        loading = QgsProcessingOutputLayerDefinition(path, project)
        results, done = made.run({"CACHE": str(cache), "OUTPUT": loading}, context, Listening(), {}, False)
        assert done
        (key,) = context.layersToLoadOnCompletion()
        assert key == results["OUTPUT"]
        assert key.startswith(path)


@pytest.mark.parametrize("name", ["a|b.gpkg", "a|b.tif"])
def test_a_name_that_qgis_cuts_is_refused(cache: Path, tmp_path: Path, name: str) -> None:
    algorithm = "crimedensity" if name.endswith("tif") else "crimeclusters"
    with pytest.raises(QgsProcessingException, match="has a '|'".replace("|", r"\|")):
        run(algorithm, {"CACHE": str(cache), "OUTPUT": str(tmp_path / name)})
    assert left_over(tmp_path) == []


@pytest.mark.parametrize(("algorithm", "suffix"), [("crimeclusters", "gpkg"), ("crimedensity", "tif")])
def test_a_folder_that_is_not_there_is_said_in_a_sentence(cache: Path, algorithm: str, suffix: str) -> None:
    with pytest.raises(QgsProcessingException) as caught:
        run(algorithm, {"CACHE": str(cache), "OUTPUT": f"/no/such/folder/result.{suffix}"})
    assert str(caught.value) == (
        f"/no/such/folder/result.{suffix} could not be written: No such file or directory. Choose a folder that is "
        "there and may be written."
    )


def test_counts_beyond_thirty_two_bits_are_written(tmp_path: Path) -> None:
    layer = point_layer(POINTS, counts=[float(2**40 + i) for i in range(len(POINTS))])
    parameters = {"INPUT": layer, "COUNT_FIELD": "n", "STUDY_AREA": polygon_layer([STUDY]), "CELL_SIZE": 500}
    results, context = run("crimeclusters", {**parameters, "OUTPUT": str(tmp_path / "c.gpkg")})
    assert sum(unit["count"] for unit in rows(results, context)) == sum(2**40 + i for i in range(len(POINTS)))
