# SPDX-License-Identifier: GPL-2.0-or-later
"""Routes and background maps with random damage: QGIS reads them or not, and what it reads is taken or refused."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Callable

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsProject,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QBuffer, QIODevice
from qgis.PyQt.QtGui import QImage

from policeuk_plugin.field.background import check_background, credit_of, open_background
from policeuk_plugin.processing.nearby.route_lines import crs_of_text, route_of_layer, route_of_text
from tests.area_factory import written
from tests.damage import bytes_damaged, bytes_flipped, chances, json_or_bytes_damaged, refusal

LINE = [[1.95, 54.72], [2.0, 54.73], [2.01, 54.74]]
TEXT = "LINESTRING(1.95 54.72, 2.0 54.73, 2.01 54.74) [EPSG:4326]"
GEOJSON = {"type": "Feature", "properties": {"a": 1}, "geometry": {"type": "LineString", "coordinates": LINE}}
GPX = (
    b'<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>a</name>'
    b'<trkseg><trkpt lat="54.72" lon="1.95"><ele>1</ele></trkpt><trkpt lat="54.73" lon="2.0"/>'
    b'<trkpt lat="54.74" lon="2.01"/></trkseg></trk></gpx>'
)


def test_routes_that_are_written() -> None:
    said = []
    for chance in chances(200):
        text = bytes_damaged(TEXT.encode(), chance).decode("utf-8", "replace")
        systems = {crs_of_text(text): QgsCoordinateReferenceSystem(crs_of_text(text))}
        said.append(
            refusal(lambda text=text, of=systems: route_of_text(text, of, QgsCoordinateTransformContext()))  # type: ignore[misc]
        )
    assert any(said)
    assert not all(said)


@pytest.mark.parametrize("name", ["a.gpx", "a.geojson"])
def test_routes_that_are_files(tmp_path: Path, name: str) -> None:
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    opened = taken = 0
    for number, chance in enumerate(chances(60)):
        data = bytes_damaged(GPX, chance) if name.endswith(".gpx") else json_or_bytes_damaged(GEOJSON, chance)
        path = written(tmp_path / f"{number}{name}", data)
        layer = QgsVectorLayer(f"{path}|layername=tracks" if name.endswith(".gpx") else str(path), "a", "ogr")
        source = QgsProcessingUtils.variantToSource(layer, context) if layer.isValid() else None
        if source is not None:
            opened += 1
            taken += not refusal(
                lambda of=source: route_of_layer(of, QgsCoordinateTransformContext(), lambda: False)  # type: ignore[misc]
            )
    assert 0 < taken <= opened


def tiles(path: Path) -> bytes:
    """Write MBTiles of one tile; gives the bytes."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE metadata (name text, value text);"
            "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);"
            "INSERT INTO metadata VALUES ('name', 'a'), ('format', 'png'), ('bounds', '-1,51,1,53'),"
            " ('minzoom', '0'), ('maxzoom', '0'), ('attribution', '<b>x</b>')"
        )
        connection.execute("INSERT INTO tiles VALUES (0, 0, 0, ?)", (picture(path),))
        connection.commit()
    return path.read_bytes()


def picture(path: Path) -> bytes:
    """Give a PNG."""
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(0xFF00FF)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())


def package(path: Path) -> bytes:
    """Write a GeoPackage of one polygon; gives the bytes."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=a:int", "a", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(0, 51, 1, 52)))
    layer.dataProvider().addFeature(feature)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    return path.read_bytes()


@pytest.mark.parametrize("make", [tiles, picture, package])
def test_background_maps(tmp_path: Path, make: Callable[[Path], bytes]) -> None:
    ending = {"tiles": "mbtiles", "picture": "png", "package": "gpkg"}[make.__name__]
    whole = make(tmp_path / f"whole.{ending}")
    said = []
    for number, chance in enumerate(chances(25)):
        path = written(tmp_path / f"{number}.{ending}", bytes_flipped(whole, chance))
        credit_of(path)
        said.append(refusal(lambda path=path: check_background(path)))  # type: ignore[misc]
        if not said[-1]:
            for layer in open_background(path):
                layer.extent()
    assert any(said)


def test_tiles_whose_words_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.mbtiles"
    tiles(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE metadata SET value = CAST(x'bf' AS TEXT) WHERE name IN ('attribution', 'format')")
        connection.commit()
    assert credit_of(path) == ""
    assert refusal(lambda: check_background(path)) == ""


def test_a_line_in_geojson_is_a_route(tmp_path: Path) -> None:
    """Else nothing above would prove anything."""
    layer = QgsVectorLayer(str(written(tmp_path / "a.geojson", json.dumps(GEOJSON))), "a", "ogr")
    source = QgsProcessingUtils.variantToSource(layer, QgsProcessingContext())
    assert route_of_layer(source, QgsCoordinateTransformContext(), lambda: False).length > 3000
