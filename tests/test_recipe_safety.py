# SPDX-License-Identifier: GPL-2.0-or-later
"""Recipes of strangers: they read plain files beside them alone, send nothing, and nothing is written over."""

from __future__ import annotations

import copy
import json
import sqlite3
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException, QgsVectorFileWriter, QgsVectorLayer

from tests.algorithm_runs import box, in_metres, polygon_layer, registered, rows, run
from tests.plugin_caches import make_cache
from tests.test_recipes import layer_context

ASKED: list[str] = []
SQUARE = [[[1.9, 54.6], [2.1, 54.6], [2.1, 54.8], [1.9, 54.8], [1.9, 54.6]]]


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> Path:
    """Give a folder with a cache of the sample and a study area."""
    made = tmp_path_factory.mktemp("safety")
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*.csv"))
    make_cache(made / "policeuk.sqlite", sample_zip, areas=areas)
    middle = in_metres().transform(2.0, 54.72)
    layer = polygon_layer([box(middle.x() - 4000, middle.y() - 4000, 8000)])
    for name, driver in (("study.gpkg", "GPKG"), ("study.shp", "ESRI Shapefile"), ("study.geojson", "GeoJSON")):
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = driver
        QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(made / name), layer_context(), options)
    return made


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Give the address of a server that keeps what it is asked."""

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802
            ASKED.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Quietly."""

    server = HTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def recipe(folder: Path, cache: bool = True, **parameters: Any) -> Path:
    """Write a recipe of one run for clusters with these parameters."""
    given = {"TYPES": ["Vehicle crime"], "FROM": "2024-06", "TO": "2026-04", **parameters}
    run_of = {"algorithm": "policeuk:crimeclusters", "parameters": given, "numbers": {}}
    data: dict[str, Any] = {"format": "policeuk-recipe", "version": 1, "plugin_version": "0", "runs": [run_of]}
    if cache:
        data["cache"] = {"path": "policeuk.sqlite"}
    path = folder / "one.policeuk-recipe.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def again(path: Path, **more: Any) -> dict[str, Any]:
    """Run a recipe."""
    return run("runrecipe", {"RECIPE": str(path), "OUTPUT": "memory:", **more})[0]


@pytest.mark.parametrize("name", ["study.gpkg", "study.gpkg|layername=study", "study.shp", "study.geojson"])
def test_plain_files_beside_it_are_read(folder: Path, name: str) -> None:
    assert again(recipe(folder, STUDY_AREA=name))["FAILED"] == 0


def test_what_leads_elsewhere_is_refused_and_nothing_is_asked_of_the_network(folder: Path, address: str) -> None:
    vrt = f"<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/vsicurl/{address}/a.geojson</SrcDataSource>"
    vrt += "<SrcLayer>a</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"
    linked = {"type": "link", "properties": {"href": f"{address}/crs", "type": "proj4"}}
    named = {"type": "name", "properties": {"name": f"{address}/crs"}}
    shape = {"type": "Polygon", "coordinates": SQUARE}
    feature = {"type": "Feature", "properties": {}, "geometry": shape}
    files = {
        "x.vrt": vrt,
        "vrt.geojson": vrt,
        "vrt.gpkg": vrt,
        "vrt.shp": vrt,
        "x.qlr": "<qlr/>",
        "x.qgs": "<qgis/>",
        "x.xml": f"<OGRWFSDataSource><URL>{address}</URL></OGRWFSDataSource>",
        "x.gml": "<gml/>",
        "x.zip": "PK",
        "linked.geojson": json.dumps({"type": "FeatureCollection", "crs": linked, "features": [feature]}),
        "named.json": json.dumps({"type": "FeatureCollection", "crs": named, "features": [feature]}),
        "inner.geojson": json.dumps({"type": "FeatureCollection", "features": [{**feature, "CRS": linked}]}),
        "service.json": json.dumps({"type": "Topology", "objects": {}}),
        "none.geojson": "[1]",
        "deep.geojson": "[" * 100_000,
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        with pytest.raises(QgsProcessingException, match="which no recipe may"):
            again(recipe(folder, STUDY_AREA=name))
    for rest in ("|layername=study|subset=SELECT 1", "|option:PRELUDE_STATEMENTS=ATTACH", "|layerid=0"):
        with pytest.raises(QgsProcessingException, match="more than the name of a layer"):
            again(recipe(folder, STUDY_AREA=f"study.gpkg{rest}"))
    assert ASKED == []
    QgsVectorLayer(str(folder / "vrt.geojson"), "asks", "ogr")
    assert ASKED, "GDAL does follow such a file: else this proves nothing"
    ASKED.clear()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW elsewhere AS SELECT 1 AS fid",
        "CREATE VIRTUAL TABLE more USING fts4(a)",
        'CREATE VIRTUAL TABLE "more USING rtree(" USING fts4(a)',
    ],
)
def test_a_geopackage_with_more_than_tables_is_refused(folder: Path, statement: str) -> None:
    path = folder / "views.gpkg"
    path.write_bytes((folder / "study.gpkg").read_bytes())
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    with pytest.raises(QgsProcessingException, match="views or virtual tables"):
        again(recipe(folder, STUDY_AREA="views.gpkg"))


@pytest.mark.parametrize("crs", ["PROJ:+proj=utm +zone=31 +nadgrids=/etc/passwd", "x", "http://a.b/c", "EPSG:27700 +x"])
def test_a_crs_is_a_code_or_wkt(folder: Path, crs: str) -> None:
    with pytest.raises(QgsProcessingException, match="which no recipe may"):
        again(recipe(folder, CRS=crs))


def test_an_area_that_is_a_list_is_not_the_whole_cache(folder: Path) -> None:
    with pytest.raises(QgsProcessingException, match="AREA takes one value, not a list"):
        again(recipe(folder, AREA=["a", "b"]))
    asked = {"CACHE": str(folder / "policeuk.sqlite"), "AREA": ["a", "b"], "OUTPUT": "memory:"}
    for name in ("crimeclusters", "persistence", "hotspotreport"):
        with pytest.raises(QgsProcessingException, match="AREA takes one value, not a list"):
            run(name, {**asked, "REPORT": str(folder / "never.html")})


def test_the_cache_that_is_given_is_read(folder: Path) -> None:
    with pytest.raises(QgsProcessingException, match="There is no cache file at /nowhere"):
        again(recipe(folder, cache=False), CACHE="/nowhere/none.sqlite")
    assert again(recipe(folder, cache=False), CACHE=str(folder / "policeuk.sqlite"))["FAILED"] == 0


def test_nothing_that_a_recipe_reads_is_written_over(folder: Path) -> None:
    path = recipe(folder, STUDY_AREA="study.geojson")
    kept = {one: one.read_bytes() for one in (path, folder / "study.geojson", folder / "policeuk.sqlite")}
    for one in kept:
        for target in ("REPORT", "OUTPUT"):
            with pytest.raises(QgsProcessingException, match="would replace|is that of a recipe"):
                again(path, **{target: str(one)})
    assert {one: one.read_bytes() for one in kept} == kept


def test_names_and_texts_are_no_formulas(folder: Path, tmp_path: Path) -> None:
    path = recipe(folder)
    data = json.loads(path.read_text(encoding="utf-8"))
    hostile = copy.deepcopy(data)
    hostile["runs"][0]["numbers"] = {"=cmd|' /C calc'!A0": 1}
    path.write_text(json.dumps(hostile), encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="is no name of a number"):
        again(path)
    data["runs"][0]["numbers"] = {"CRIMES": -1, "SENTENCE": "=HYPERLINK(1)", "OTHER": " @x", "MORE": "+1"}
    path.write_text(json.dumps(data), encoding="utf-8")
    table = tmp_path / "numbers.csv"
    again(path, OUTPUT=str(table))
    cells = [cell.strip('"') for line in table.read_text(encoding="utf-8").splitlines() for cell in line.split(",")]
    assert "'=HYPERLINK(1)" in cells
    assert "-1" in cells
    assert not [cell for cell in cells if cell.lstrip()[:1] in "=+@" and cell.strip()]


def test_its_own_table_is_replaced(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "numbers.gpkg"
    for _ in range(2):
        results, context = run("runrecipe", {"RECIPE": str(recipe(folder)), "OUTPUT": str(table)})
        assert {row["number"] for row in rows(results, context)} >= {"CRIMES", "CLUSTERS", "ROWS_DIGEST"}
