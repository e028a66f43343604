# SPDX-License-Identifier: GPL-2.0-or-later
"""Files that are no areas, damaged, hostile or elsewhere: one sentence that names them, and the cache as it was."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Union

import pytest
from shapely import wkb
from shapely.geometry import LineString, Point, Polygon

from offline_cache import BadFile, OfflineCache
from offline_cache.areas import import_areas
from tests.area_factory import (
    crs,
    feature,
    geojson,
    geopackage,
    gpkg_blob,
    gzipped,
    square,
    table,
    written,
    zipped,
)

_TABLES = ("area_source", "area", "idx_area_geom", "area_in_area", "area_name", "area_figure", "lsoa_exact_fit")
GOOD = geojson([feature("E01000001", [square()])])
LOOK_UP = "LSOA21CD,WD24CD"
WITH_NAN = GOOD.replace("-0.49", "NaN", 1)
WITH_INFINITY = GOOD.replace("-0.49", "1e999", 1)
FIT = "LSOA11CD,LSOA21CD,CHGIND"


@pytest.fixture
def cache(cache_path: Path, sample_folder: Path) -> Iterator[OfflineCache]:
    """Give a cache with areas, which is the same afterwards."""
    with OfflineCache(cache_path) as opened:
        names = ("lsoa_2021.geojson", "lookup.csv", "residents.csv")
        import_areas(opened, [sample_folder / f"sample_{name}" for name in names])
        before = contents(opened)
        yield opened
        assert contents(opened) == before
        assert opened.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def contents(cache: OfflineCache) -> dict[str, list[tuple[object, ...]]]:
    return {name: cache.connection.execute(f"SELECT * FROM {name}").fetchall() for name in _TABLES}


def refused(cache: OfflineCache, path: Path) -> str:
    """Give the sentence of a refusal, after looking at its form."""
    with pytest.raises(BadFile) as caught:
        import_areas(cache, [path])
    sentence = str(caught.value)
    assert path.name in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


TEXTS = {
    "empty": ("", "is empty"),
    "blank": (" \n\n", "is empty"),
    "not JSON": ("{words", "not whole JSON"),
    "JSON of another kind": ('{"type": "Topology", "objects": {}}', "no GeoJSON FeatureCollection"),
    "list": ("[1, 2]", "not whole JSON"),
    "cut JSON": (GOOD[:-40], "not whole JSON"),
    "text after the end": (GOOD + "x", "not whole JSON"),
    "deep nesting": ('{"features": [' + "[" * 100_000, "not whole JSON"),
    "no features": (geojson([]), "no GeoJSON FeatureCollection"),
    "features that are none": ('{"type": "FeatureCollection", "features": [1]}', "has no properties"),
    "no codes": (GOOD.replace("LSOA21CD", "name"), "no column with their codes"),
    "LSOAs of 2001": (GOOD.replace("LSOA21", "LSOA01"), "no column with their codes"),
    "null code": (GOOD.replace('"E01000001"', "null", 1), "for a code"),
    "odd code": (geojson([feature("Luton", [square()])]), "for a code"),
    "code twice": (geojson([feature("E01000001", [square()])] * 2), "twice"),
    "points": (geojson([feature("E01000001", [0, 52], "Point")]), "not points or lines"),
    "lines": (geojson([feature("E01000001", square(), "LineString")]), "not points or lines"),
    "collection": (geojson([feature("E01000001", [], "GeometryCollection")]), "not points or lines"),
    "NaN": (WITH_NAN, "not a number"),
    "infinity": (WITH_INFINITY, "not a number"),
    "words for coordinates": (GOOD.replace("-0.49", '"west"'), "not a number"),
    "null coordinates": (GOOD.replace("-0.49", "null"), "not a number"),
    "flat coordinates": (geojson([feature("E01000001", [0, 52, 0, 53])]), "not a number"),
    "swapped axes": (geojson([feature("E01000001", [[p[::-1] for p in square()]])]), "outside the United Kingdom"),
    "grid without its CRS": (geojson([feature("E01000001", [square(5e5, 2e5)])]), "EPSG:27700"),
    "0, 0": (geojson([feature("E01000001", [square(0, 0)])]), "outside the United Kingdom"),
    "Web Mercator": (geojson([feature("E01000001", [square()])], crs=crs("urn:ogc:def:crs:EPSG::3857")), "3857"),
    "odd CRS": (geojson([feature("E01000001", [square()])], crs={"type": "link"}), "EPSG:4326"),
    "grid far off": (geojson([feature("E01000001", [square(9e9, 9e9)])], crs=crs("EPSG:27700")), "number"),
    "prose": ("Dear reader, here is\na letter, with commas\n", "no columns that are known"),
    "no rows": (f"{LOOK_UP}\n", "no rows"),
    "unknown columns": (table("a,b", [1, 2]), "no columns that are known"),
    "codes only": (table("LSOA21CD,x", ["E01000001", 2]), "no columns that are known"),
    "wards only": (table("WD24CD,LAD24CD", ["E05000001", "E06000001"]), "no columns that are known"),
    "best fit": (table("LSOA11CD,LSOA21CD", ["E01000001", "E01000001"]), "exact-fit"),
    "look-up of 2011": (table("LSOA11CD,WD24CD", ["E01000001", "E05000001"]), "exact-fit"),
    "odd change": (table(FIT, ["E01000001", "E01000001", "Z"]), "not U, S, M or X"),
    "pair twice": (table(FIT, *[["E01000001", "E01000001", "U"]] * 2), "twice"),
    "cut last line": (table(LOOK_UP, ["E01000001", "E05000001"]) + "E01000002", "Line 3"),
    "cut last code": (table(LOOK_UP, ["E01000001", "E05000001"], ["E01000002", "E050"]), "Line 3"),
    "cut quotes": (f'{LOOK_UP}\nE01000001,"E05', "Line 2"),
    "odd residents": (table("LSOA21CD,residents", ["E01000001", "many"]), "no whole number"),
    "no residents": (table("LSOA21CD,residents", ["E01000001", ""]), "no whole number"),
    "residents twice": (table("LSOA21CD,residents", *[["E01000001", 1]] * 2), "second time"),
    "huge field": (table(LOOK_UP, ["E01000001", "E" * 200_000]), "Line 2"),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_refused(cache: OfflineCache, tmp_path: Path, name: str) -> None:
    text, part = TEXTS[name]
    assert part in refused(cache, written(tmp_path / "areas.file", text))


BYTES = {
    "cut gzip": (gzipped(GOOD)[:-30], "damaged"),
    "gzip with another sum": (gzipped(GOOD)[:-8] + bytes(8), "damaged"),
    "gzip bomb": (gzipped(GOOD + " " * 60_000_000), "unpacks to more than"),
    "cut zip": (b"PK\x03\x04" + bytes(60), "not a whole file"),
    "noise": (bytes(range(128, 256)) * 9, "not written in UTF-8"),
    "NUL": (b"LSOA21CD,WD24CD\nE01000001,\0\n", "NUL"),
    "Latin-1 CSV": ("LSOA21CD,WD24CD,WD24NM\nW01000001,W05000001,M\u00f4n\n".encode("latin-1"), "UTF-8"),
    "Latin-1 GeoJSON": (GOOD.encode().replace(b"Name", b"M\xf4n"), "UTF-8"),
    "UTF-16": (GOOD.encode("utf-16"), "areas.file"),
    "SQLite's first bytes": (b"SQLite format 3\0" + bytes(200), "no whole GeoPackage"),
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes_are_refused(cache: OfflineCache, tmp_path: Path, name: str) -> None:
    content, part = BYTES[name]
    assert part in refused(cache, written(tmp_path / "areas.file", content))


def member(name: str, content: Union[str, bytes] = GOOD) -> dict[str, Union[str, bytes]]:
    return {name: content}


ZIPS = {
    "way out": (member("../areas.geojson"), "unsafe name"),
    "absolute": (member("/areas.geojson"), "unsafe name"),
    "drive": (member("C:areas.geojson"), "unsafe name"),
    "bomb": (member("areas.csv", bytes(30_000_000)), "would unpack to"),
    "shapefile": ({"a.shp": b"x", "a.dbf": b"y"}, "shapefile"),
    "nothing of use": (member("words.txt"), "no file of areas"),
    "empty": ({}, "no file of areas"),
    "bad member": (member("a.geojson", "{"), "not whole JSON"),
}


@pytest.mark.parametrize("name", ZIPS)
def test_zip_is_refused(cache: OfflineCache, tmp_path: Path, name: str) -> None:
    members, part = ZIPS[name]
    assert part in refused(cache, zipped(tmp_path / "areas.zip", members))


def test_zip_with_damaged_member_is_refused(cache: OfflineCache, tmp_path: Path) -> None:
    path = tmp_path / "areas.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.geojson", GOOD)
    path.write_bytes(path.read_bytes().replace(b"E01000001", b"E01000002", 1))
    assert "damaged" in refused(cache, path)


def test_geopackages_are_refused(cache: OfflineCache, tmp_path: Path) -> None:
    good = [("E01000001", "a", gpkg_blob(wkb.dumps(Polygon(square()))))]

    def said(name: str, *arguments: object, **more: object) -> str:
        return refused(cache, geopackage(tmp_path / f"{name}.gpkg", *arguments, **more))  # type: ignore[arg-type]

    assert "3857" in said("mercator", good, srs=("EPSG", 3857))
    assert "NONE" in said("unknown", good, srs=("NONE", -1))
    assert "no column with their codes" in said("codes", good, columns=("id", "title"))
    assert "holds no outline" in said("empty", [])
    for name, geometry in (("point", Point(0, 52)), ("line", LineString(square()))):
        assert "not points or lines" in said(name, [("E01000001", "a", gpkg_blob(wkb.dumps(geometry)))])
    assert "not a GeoPackage's" in said("bare", [("E01000001", "a", wkb.dumps(Polygon(square())))])
    nan = [[p[0], p[1]] for p in square()]
    nan[1][0] = float("nan")
    assert "not a number" in said("nan", [("E01000001", "a", gpkg_blob(wkb.dumps(Polygon(nan))))])
    assert "outside" in said("far", [("E01000001", "a", gpkg_blob(wkb.dumps(Polygon(square(50)))))])
    assert "twice" in said("twice", good * 2)


def test_geopackage_whose_layer_is_a_view_or_cut_short_is_refused(cache: OfflineCache, tmp_path: Path) -> None:
    rows = [(f"E0100{n:04d}", "a", gpkg_blob(wkb.dumps(Polygon(square())))) for n in range(999)]
    path = geopackage(tmp_path / "view.gpkg", rows, layer="areas")
    cut = written(tmp_path / "cut.gpkg", path.read_bytes()[:30_000])
    assert "no whole GeoPackage" in refused(cache, cut)
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE areas RENAME TO hidden")
        connection.execute("CREATE VIEW areas AS SELECT * FROM hidden")
        connection.execute("UPDATE gpkg_geometry_columns SET table_name = 'areas'")
    connection.close()
    assert "no layer" in refused(cache, path)


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("UPDATE gpkg_geometry_columns SET column_name = NULL", "does not say which column"),
        ("UPDATE gpkg_geometry_columns SET column_name = x'ff00'", "does not say which column"),
        ("UPDATE gpkg_geometry_columns SET column_name = 'none'", "not a GeoPackage's"),
        ("DROP TABLE gpkg_spatial_ref_sys", "no tables of layers"),
        (
            "DROP TABLE gpkg_geometry_columns; CREATE VIEW gpkg_geometry_columns AS WITH RECURSIVE c (x) AS"
            " (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT 'areas' AS table_name, 'g' AS column_name, 4326 AS srs_id"
            " FROM c",
            "no tables of layers",
        ),
    ],
)
def test_geopackage_with_odd_metadata_is_refused(
    cache: OfflineCache, tmp_path: Path, statement: str, part: str
) -> None:
    outline = gpkg_blob(wkb.dumps(Polygon(square())))
    path = geopackage(tmp_path / "a.gpkg", [("E01000001", "a", outline)], layer="areas")
    with sqlite3.connect(path) as connection:
        connection.executescript(statement)
    connection.close()
    assert part in refused(cache, path)


def test_geopackage_in_wal_mode_is_read_without_a_trace(cache_path: Path, tmp_path: Path) -> None:
    outline = gpkg_blob(wkb.dumps(Polygon(square())))
    (tmp_path / "a").mkdir()
    path = geopackage(tmp_path / "a" / "a.gpkg", [("E01000001", "a", outline)], layer="areas")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE areas SET lsoa21_name = 'b'")
        connection.commit()
        with OfflineCache(cache_path) as opened, pytest.raises(BadFile, match="open in another program"):
            import_areas(opened, [path])
    with OfflineCache(cache_path) as opened:
        import_areas(opened, [path])
        assert opened.connection.execute("SELECT name FROM area").fetchall() == [("b",)]
    assert list(path.parent.iterdir()) == [path]


EVIL = "\x1b[2J\nAll is well\x07" + "x" * 60_000


def test_what_a_file_says_steers_no_terminal(cache: OfflineCache, tmp_path: Path) -> None:
    odd = {**feature("E01000001", [square()]), "geometry": {"type": EVIL, "coordinates": []}}
    outline = gpkg_blob(wkb.dumps(Polygon(square())))
    paths = [
        written(tmp_path / "type.geojson", geojson([odd])),
        written(tmp_path / "crs.geojson", geojson([feature("E01000001", [square()])], crs=crs(EVIL))),
        written(tmp_path / "code.geojson", geojson([feature(EVIL, [square()])])),
        written(tmp_path / "change.csv", table(FIT, ["E01000001", "E01000001", EVIL])),
        written(tmp_path / "residents.csv", table("LSOA21CD,residents", ["E01000001", EVIL])),
        geopackage(tmp_path / "crs.gpkg", [("E01000001", "a", outline)], srs=(EVIL, 4326)),
        written(tmp_path / "name\x1b[2J.geojson", "{"),
    ]
    for path in paths:
        with pytest.raises(BadFile) as caught:
            import_areas(cache, [path])
        assert str(caught.value).isprintable()
        assert len(str(caught.value)) < 400


def test_geopackage_with_text_that_is_not_utf_8_is_refused(cache: OfflineCache, tmp_path: Path) -> None:
    path = geopackage(tmp_path / "a.gpkg", [("E01000001", "a", gpkg_blob(wkb.dumps(Polygon(square()))))])
    path.write_bytes(path.read_bytes().replace(b"lsoa21_name", b"lsoa21_n\xf4me"))
    assert "no whole GeoPackage" in refused(cache, path)


def test_what_is_not_there_or_a_folder_is_refused(cache: OfflineCache, tmp_path: Path) -> None:
    assert "does not exist" in refused(cache, tmp_path / "nowhere.csv")
    assert "is a folder" in refused(cache, tmp_path)


def test_nothing_is_left_of_a_file_that_fails_late(cache: OfflineCache, tmp_path: Path) -> None:
    features = [feature(f"E0199{n:04d}", [square()]) for n in range(1, 40)] + [feature("E01990040", [square(50)])]
    assert json.loads(geojson(features))["features"]
    assert "E01990040" in refused(cache, written(tmp_path / "a.geojson", geojson(features)))
