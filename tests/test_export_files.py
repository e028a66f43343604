# SPDX-License-Identifier: GPL-2.0-or-later
"""Exported files as other programs read them: GDAL, QGIS, a JSON reader, a validator."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from offline_cache import OfflineCache, Selection, import_paths
from offline_cache.areas import import_areas
from offline_cache.export.choices import ExportFormat, ExportLayer
from offline_cache.export.exporting import export
from offline_cache.reader import reading

POINTS = {
    ExportLayer.CRIMES: "street",
    ExportLayer.OUTCOMES: "outcomes",
    ExportLayer.STOPS: "stop-and-search",
}


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_zip: Path, sample_folder: Path) -> Path:
    """Give a cache of the invented sample with its areas."""
    path = tmp_path_factory.mktemp("export") / "sample.sqlite"
    with OfflineCache(path) as opened:
        import_paths(opened, [sample_zip])
        import_areas(opened, [*sample_folder.glob("*.geojson"), *sample_folder.glob("*residents.csv")])
    return path


@pytest.fixture(scope="session")
def published(sample_zip: Path) -> dict[ExportLayer, list[dict[str, str]]]:
    """Give the rows of the sample as the csv module reads them."""
    rows: dict[ExportLayer, list[dict[str, str]]] = {layer: [] for layer in POINTS}
    with zipfile.ZipFile(sample_zip) as container:
        for name in sorted(name for name in container.namelist() if name.endswith(".csv")):
            layer = next(layer for layer, kind in POINTS.items() if name.endswith(f"-{kind}.csv"))
            rows[layer] += csv.DictReader(io.TextIOWrapper(container.open(name), "utf-8", newline=""))
    return rows


@pytest.fixture(scope="session")
def made(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[ExportLayer, ExportFormat], Path]:
    """Give every layer in every format."""
    folder = tmp_path_factory.mktemp("made")
    files = {}
    for layer in ExportLayer:
        for file_format in ExportFormat:
            out = folder / f"{layer.value}.{file_format.value}"
            with reading(cache) as connection:
                export(connection, Selection(), layer, file_format, out)
            files[layer, file_format] = out
    return files


Made = dict[tuple[ExportLayer, ExportFormat], Path]
Published = dict[ExportLayer, list[dict[str, str]]]


def ogrinfo(path: Path, *options: str) -> str:
    program = shutil.which("ogrinfo")
    if not program:
        pytest.skip("needs ogrinfo (Debian's gdal-bin)")
    result = subprocess.run([program, "-al", *options, str(path)], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert not result.stderr
    return result.stdout


def extent(rows: list[dict[str, str]]) -> list[float]:
    xs = [float(row["Longitude"]) for row in rows if row["Longitude"]]
    ys = [float(row["Latitude"]) for row in rows if row["Latitude"]]
    return [min(xs), min(ys), max(xs), max(ys)]


@pytest.mark.parametrize("file_format", [ExportFormat.GPKG, ExportFormat.GEOJSON])
@pytest.mark.parametrize("layer", POINTS)
def test_gdal_reads_every_row_and_where_it_lies(
    made: Made, published: Published, layer: ExportLayer, file_format: ExportFormat
) -> None:
    rows = published[layer]
    summary = ogrinfo(made[layer, file_format], "-so")
    assert f"Layer name: {layer.value}\n" in summary
    assert f"Feature Count: {len(rows)}\n" in summary
    found = re.search(r"Extent: \((.*), (.*)\) - \((.*), (.*)\)", summary)
    assert found
    assert [float(number) for number in found.groups()] == pytest.approx(extent(rows), abs=1e-6)
    assert "Open Government Licence v3.0" in summary
    assert "snap point" in summary
    features = ogrinfo(made[layer, file_format], "-q")
    placed = Counter((float(row["Longitude"]), float(row["Latitude"])) for row in rows if row["Longitude"])
    points = re.findall(r"^  POINT \((.*) (.*)\)$", features, re.MULTILINE)
    assert Counter((float(x), float(y)) for x, y in points) == placed


@pytest.mark.parametrize("layer", ExportLayer)
def test_geopackages_pass_the_validator_of_gdal(made: Made, layer: ExportLayer) -> None:
    validator = pytest.importorskip("osgeo_utils.samples.validate_gpkg", reason="needs Debian's python3-gdal")
    path = made[layer, ExportFormat.GPKG]
    assert validator.check(str(path), abort_at_first_error=True) == []
    with sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_geojson_has_every_row_with_its_values_and_no_geometry_where_there_is_no_place(
    made: Made, published: Published
) -> None:
    document = json.loads(made[ExportLayer.CRIMES, ExportFormat.GEOJSON].read_text("utf-8"))
    assert document["type"] == "FeatureCollection"
    assert "Open Government Licence v3.0" in document["attribution"]
    assert "2025-02" in document["description"]  # the month that was not published

    def plain(feature: dict[str, Any]) -> tuple[Any, ...]:
        values = feature["properties"]
        names = ("crime_id", "month", "reported_by", "falls_within", "location", "lsoa_code", "lsoa_name")
        point = feature["geometry"] and tuple(feature["geometry"]["coordinates"])
        return (*(values[name] for name in names), values["crime_type"], values["outcome"], values["context"], point)

    def expected(row: dict[str, str]) -> tuple[Any, ...]:
        names = ("Crime ID", "Month", "Reported by", "Falls within", "Location", "LSOA code", "LSOA name")
        names += ("Crime type", "Last outcome category", "Context")
        point = (float(row["Longitude"]), float(row["Latitude"])) if row["Longitude"] else None
        return (*(row[name] or None for name in names), point)

    assert [plain(feature) for feature in document["features"]] == [
        expected(row) for row in published[ExportLayer.CRIMES]
    ]
    assert any(feature["geometry"] is None for feature in document["features"])


def test_places_hold_all_placed_crimes_and_say_how_many_have_no_place(made: Made, published: Published) -> None:
    rows = published[ExportLayer.CRIMES]
    placed = sum(bool(row["Longitude"]) for row in rows)
    document = json.loads(made[ExportLayer.PLACES, ExportFormat.GEOJSON].read_text("utf-8"))
    assert sum(feature["properties"]["crimes"] for feature in document["features"]) == placed
    assert f"{len(rows) - placed:,} crimes that were published without a place" in document["description"]
    with sqlite3.connect(made[ExportLayer.PLACES, ExportFormat.GPKG]) as package:
        count, total = package.execute("SELECT count(*), sum(crimes) FROM places").fetchone()
    assert (count, total) == (len(document["features"]), placed)


def test_areas_have_the_outlines_that_were_imported(made: Made, sample_folder: Path) -> None:
    source = json.loads(next(sample_folder.glob("*.geojson")).read_text("utf-8"))
    document = json.loads(made[ExportLayer.AREAS, ExportFormat.GEOJSON].read_text("utf-8"))
    assert len(document["features"]) == len(source["features"])
    shapely = pytest.importorskip("shapely.geometry")
    outlines = [shapely.shape(feature["geometry"]) for feature in document["features"]]
    originals = [shapely.shape(feature["geometry"]) for feature in source["features"]]
    assert sum(shape.area for shape in outlines) == pytest.approx(sum(shape.area for shape in originals))
    assert all(polygon.exterior.is_ccw for shape in outlines for polygon in shape.geoms)
    assert f"Feature Count: {len(originals)}\n" in ogrinfo(made[ExportLayer.AREAS, ExportFormat.GPKG], "-so")
    header, *rows = csv.reader(made[ExportLayer.AREAS, ExportFormat.CSV].open(encoding="utf-8", newline=""))
    assert header == ["kind", "edition", "code", "name", "residents", "households", "source", "licence"]
    codes = {value for feature in source["features"] for value in feature["properties"].values()}
    assert {row[2] for row in rows} <= codes
    assert all(row[:2] == ["lsoa", "2021"] and int(row[4]) > 0 for row in rows)


def test_qgis_opens_the_geopackage_and_its_months_and_windows_are_right(
    qgis_app: object, made: Made, published: Published
) -> None:
    from qgis.core import QgsFeatureRequest, QgsRectangle, QgsVectorLayer

    rows = published[ExportLayer.CRIMES]
    layer = QgsVectorLayer(f"{made[ExportLayer.CRIMES, ExportFormat.GPKG]}|layername=crimes", "crimes", "ogr")
    assert layer.isValid()
    assert layer.featureCount() == len(rows)
    assert layer.crs().authid() == "EPSG:4326"
    # The filter that the temporal controller makes for the frame of July.
    july = (
        '("month_start" >= make_datetime(2025,7,1,0,0,0) AND "month_start" < make_datetime(2025,8,1,0,0,0))'
        ' OR "month_start" IS NULL'
    )
    found = sum(1 for _ in layer.getFeatures(QgsFeatureRequest().setFilterExpression(july)))
    assert found == sum(row["Month"] == "2025-07" for row in rows)
    west, south, east, north = 1.99, 54.715, 2.01, 54.725
    inside = [
        row
        for row in rows
        if row["Longitude"] and west <= float(row["Longitude"]) <= east and south <= float(row["Latitude"]) <= north
    ]
    window = QgsFeatureRequest(QgsRectangle(west, south, east, north))
    assert 0 < len(inside) < len(rows)
    assert sum(1 for _ in layer.getFeatures(window)) == len(inside)
