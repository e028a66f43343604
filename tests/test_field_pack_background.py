# SPDX-License-Identifier: GPL-2.0-or-later
"""Backgrounds of field packs: under all else, by a name for every device, or refused at once."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsEditFormConfig, QgsProject, QgsVectorLayer

from offline_cache.field_pack import names
from offline_cache.field_pack.checking import check_pack
from policeuk_plugin.field.background import open_background
from policeuk_plugin.field.qfield_limits import limits_broken
from tests.algorithm_runs import provider_of_module as _provider_of_module  # noqa: F401 - a fixture
from tests.field_packs import beat_cache, make_pack, opened, refusal
from tests.pace import little_work

pytest.importorskip("shapely")
QUICK = {"QUESTIONS": ["trend"]}


@pytest.fixture(scope="module")
def cache(sample_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return beat_cache(sample_cache, tmp_path_factory)


def a_raster(path: Path, driver: str) -> Path:
    """A grey square over the invented town."""
    from osgeo import gdal, osr

    gdal.UseExceptions()
    memory = gdal.GetDriverByName("MEM").Create("", 64, 64, 3, gdal.GDT_Byte)
    for band in (1, 2, 3):
        memory.GetRasterBand(band).Fill(200)
    system = osr.SpatialReference()
    system.ImportFromEPSG(3857)
    memory.SetProjection(system.ExportToWkt())
    memory.SetGeoTransform((218_000, 100, 0, 7_300_000, 0, -100))
    gdal.GetDriverByName(driver).CreateCopy(str(path), memory)
    return path


def vector_tiles(path: Path) -> Path:
    """MBTiles that hold shapes, which QGIS draws only with a style of their own."""
    from osgeo import gdal

    gdal.UseExceptions()
    shapes = json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [2.0, 54.7]}}]})  # fmt: skip
    gdal.VectorTranslate(str(path), gdal.OpenEx(shapes), format="MVT", datasetCreationOptions=["FORMAT=MBTILES"])
    return path


def test_a_background_lies_under_all_by_a_name_for_every_device(cache: tuple[Path, str], tmp_path: Path) -> None:
    raster = a_raster(tmp_path / "Karte Süd ŷ.mbtiles", "MBTiles")
    with closing(sqlite3.connect(raster)) as connection, connection:
        credit = "<a href='javascript:x()'>&copy; Somebody&#39;s maps</a>"
        connection.execute("INSERT OR REPLACE INTO metadata (name, value) VALUES ('attribution', ?)", (credit,))
    _, heard = make_pack(tmp_path / "pack", *cache, BACKGROUND=str(raster), **QUICK)
    assert [line for line in heard.warned if "QField" in line] == []
    moved = Path(shutil.move(tmp_path / "pack", tmp_path / "moved"))
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".xml"] == []  # nothing beside the user's file
    raster.unlink()
    assert (moved / "background" / "background.mbtiles").is_file()
    for name in (names.PROJECT, names.TWIN_PROJECT):
        told = opened(moved / name)
        assert told["layers"]["Background map"]["valid"]
        assert "\n© Somebody's maps\n" in told["foot"]
        project = QgsProject()
        assert project.read(str(moved / name))
        order = [layer.name() for layer in project.layerTreeRoot().layerOrder() if layer.isSpatial()]
        assert order[-1] == "Background map"
        context, mercator = project.transformContext(), QgsCoordinateReferenceSystem("EPSG:3857")
        for one, other in ((mercator, project.crs()), (project.crs(), mercator)):  # else QGIS asks in a window
            assert context.hasTransform(one, other)
            assert "gridshift" not in context.calculateCoordinateOperation(one, other)
        shown = project.mapThemeCollection()
        assert all(
            "Background map" in {layer.name() for layer in shown.mapThemeVisibleLayers(theme)}
            for theme in shown.mapThemes()
        )
        assert name == names.PROJECT or limits_broken(project) == []
        project.clear()
    assert check_pack(moved).whole


def test_code_in_the_style_of_a_background_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "roads.gpkg"
    lines = QgsVectorLayer("LineString?crs=EPSG:4326&field=name:string", "roads", "memory")
    from qgis.core import QgsCoordinateTransformContext, QgsVectorFileWriter

    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "roads"
    QgsVectorFileWriter.writeAsVectorFormatV3(lines, str(path), QgsCoordinateTransformContext(), options)
    layer = QgsVectorLayer(f"{path}|layername=roads", "roads", "ogr")
    form = layer.editFormConfig()
    form.setInitCodeSource(QgsEditFormConfig.PythonInitCodeSource.CodeSourceDialog)
    form.setInitCode("def my_form_open(dialog, layer, feature): raise SystemExit")
    form.setInitFunction("my_form_open")
    layer.setEditFormConfig(form)
    layer.saveStyleToDatabase("bad", "", True, "")
    (found,) = open_background(path)
    assert isinstance(found, QgsVectorLayer)
    assert found.editFormConfig().initCodeSource() == QgsEditFormConfig.PythonInitCodeSource.CodeSourceNone
    assert found.editFormConfig().initCode() == ""
    assert found.readOnly()


@pytest.mark.parametrize("kind", ["vector tiles", "missing", "folder", "table", "damaged"])
def test_a_background_that_cannot_be_drawn_is_refused_at_once(
    kind: str, cache: tuple[Path, str], tmp_path: Path
) -> None:
    path = tmp_path / "map.mbtiles"
    if kind == "vector tiles":
        vector_tiles(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "table":
        path = tmp_path / "map.csv"
        path.write_text("a,b\n1,2\n", encoding="utf-8")
    elif kind == "damaged":
        path.write_bytes(a_raster(tmp_path / "whole.mbtiles", "MBTiles").read_bytes()[:900])
    with little_work(5):
        sentence = refusal(tmp_path / "pack", *cache, BACKGROUND=str(path))
    assert path.name in sentence
    assert not (tmp_path / "pack").exists()
