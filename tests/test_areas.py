# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas from made files: what is recognised, kept, replaced and refused to be guessed; shapes against shapely."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shapely import wkb
from shapely.geometry import MultiPolygon, Polygon, shape

from offline_cache import Cancelled, OfflineCache, import_paths
from offline_cache.areas import AreaKind, AreaSet, area_names, area_status, figures, import_areas
from offline_cache.ledger import published_files
from offline_cache.model import ChangeKind
from tests.area_factory import (
    Ring,
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
from tests.area_reading import as_multi, shapes, spatialite

LSOA_2021 = AreaSet(AreaKind.LSOA, 2021)
HOLED = [square(size=0.02), [[-0.49, 52.005], [-0.485, 52.01], [-0.49, 52.01], [-0.49, 52.005]]]


def test_geojson_with_holes_and_parts_keeps_every_coordinate(cache_path: Path, tmp_path: Path) -> None:
    features = [
        feature("E01000001", HOLED),
        feature("E01000002", [[square(-0.4)], [square(-0.3, 52.1), square(-0.297, 52.103, 0.002)]], "MultiPolygon"),
        feature("W01000003", [[[*point, 12.5] for point in square(-3.0)]]),
    ]
    with OfflineCache(cache_path) as cache:
        report = import_areas(cache, [written(tmp_path / "any.name", geojson(features))])
    assert [(change.kind, change.areas, change.rows) for change in report.changes] == [(ChangeKind.ADDED, LSOA_2021, 3)]
    found = shapes(cache_path)
    assert sorted(found) == ["E01000001", "E01000002", "W01000003"]
    assert found["E01000001"].equals_exact(as_multi(shape(features[0]["geometry"])), 0)
    assert found["E01000002"].equals_exact(shape(features[1]["geometry"]), 0)
    assert found["W01000003"].equals_exact(as_multi(Polygon(square(-3.0))), 0)


def test_spatialite_finds_metadata_and_index_right(cache_path: Path, tmp_path: Path) -> None:
    features = [feature(f"E0100{n:04d}", [square(-5 + n * 0.011, 50 + n * 0.02)]) for n in range(300)]
    features.append(feature("E01009999", None))
    with OfflineCache(cache_path) as cache:
        import_areas(cache, [written(tmp_path / "a.geojson", geojson(features))])
    with spatialite(cache_path) as connection:
        assert connection.execute("SELECT CheckSpatialMetaData()").fetchone() == (3,)
        assert connection.execute("SELECT CheckSpatialIndex('area', 'geom')").fetchone() == (1,)
        assert connection.execute(
            "SELECT count(*), sum(ST_IsValid(geom)), min(ST_Srid(geom)), max(GeometryType(geom)) FROM area"
            " WHERE geom IS NOT NULL"
        ).fetchone() == (300, 300, 4326, "MULTIPOLYGON")
        row = connection.execute(
            "SELECT row_count, extent_min_x, extent_max_y FROM views_geometry_columns_statistics"
            " WHERE view_name = 'area_lsoa_2021'"
        ).fetchone()
    assert row[0] == 301
    assert row[1:] == (pytest.approx(-5, abs=1e-5), pytest.approx(50 + 299 * 0.02 + 0.01, abs=1e-5))


@pytest.mark.parametrize("name", ["EPSG:27700", "urn:ogc:def:crs:EPSG::27700"])
def test_british_national_grid_becomes_wgs84(cache_path: Path, tmp_path: Path, name: str) -> None:
    # ONS gives Luton 007A as 509263, 223542 and as -0.41334, 51.89972 (five decimals, to its whole metres).
    ring = square(509_253.0, 223_532.0, 20.0)
    with OfflineCache(cache_path) as cache:
        path = written(tmp_path / "a.json", geojson([feature("E01015693", [ring])], crs=crs(name)))
        import_areas(cache, [path])
    centre = shapes(cache_path)["E01015693"].centroid
    assert (centre.x, centre.y) == (pytest.approx(-0.41334, abs=5e-5), pytest.approx(51.89972, abs=5e-5))


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"])
def test_names_of_wgs84_are_known(cache_path: Path, tmp_path: Path, name: str) -> None:
    with OfflineCache(cache_path) as cache:
        import_areas(cache, [written(tmp_path / "a", geojson([feature("E01000001", HOLED)], crs=crs(name)))])
    assert shapes(cache_path)["E01000001"].equals_exact(as_multi(Polygon(HOLED[0], HOLED[1:])), 0)


def test_geopackage_of_every_byte_order_and_dimension(cache_path: Path, tmp_path: Path) -> None:
    plain = Polygon(HOLED[0], HOLED[1:])
    high = Polygon([(x, y, 7.0) for x, y in square(-1.0)])
    two = MultiPolygon([Polygon(square(-2.0)), Polygon(square(-2.0, 53.0))])
    rows = [
        ("E01000001", "Little", gpkg_blob(wkb.dumps(plain))),
        ("E01000002", "Big", gpkg_blob(wkb.dumps(plain, big_endian=True))),
        ("E01000003", "High, EWKB", gpkg_blob(b"\x01" + (1003).to_bytes(4, "little") + wkb.dumps(high)[5:])),
        ("E01000004", "Two, with an envelope", gpkg_blob(bytes(32) + wkb.dumps(two), flags=0b11)),
        ("E01000005", "None", None),
        ("E01000006", "Empty", gpkg_blob(wkb.dumps(MultiPolygon()), flags=0b10001)),
        ("E01000007", "Cut", gpkg_blob(wkb.dumps(plain)[:-9])),
        ("E01000008", "Huge count", gpkg_blob(b"\x01" + bytes([3, 0, 0, 0]) + b"\xff" * 8)),
    ]
    with OfflineCache(cache_path) as cache:
        report = import_areas(cache, [geopackage(tmp_path / "a.gpkg", rows)])
        assert area_names(cache.connection, LSOA_2021) == {code: name for code, name, _ in rows}
    assert report.changes[0].without_outline == 4
    assert any("4 of them have no outline" in line for line in report.lines())
    found = shapes(cache_path)
    assert sorted(found) == [f"E0100000{n}" for n in range(1, 5)]
    assert found["E01000001"].equals_exact(as_multi(plain), 0)
    assert found["E01000002"].equals_exact(as_multi(plain), 0)
    assert found["E01000003"].equals_exact(as_multi(Polygon(square(-1.0))), 0)
    assert found["E01000004"].equals_exact(two, 0)


@pytest.mark.parametrize(
    ("column", "code", "areas"),
    [
        ("LSOA11", "E01000001", AreaSet(AreaKind.LSOA, 2011)),
        ("lsoa21", "E01000001", LSOA_2021),
        ("WD24", "E05000001", AreaSet(AreaKind.WARD, 2024)),
        ("LAD22", "E06000001", AreaSet(AreaKind.DISTRICT, 2022)),
        ("CSP24", "E22000001", AreaSet(AreaKind.CSP, 2024)),
        ("pfa20_", "E23000001", AreaSet(AreaKind.PFA, 2020)),
    ],
)
def test_kind_and_edition_come_from_the_columns(
    cache_path: Path, tmp_path: Path, column: str, code: str, areas: AreaSet
) -> None:
    with OfflineCache(cache_path) as cache:
        path = written(tmp_path / "lsoa2021.geojson", geojson([feature(code, HOLED, column=column)]))
        assert import_areas(cache, [path]).changes[0].areas == areas
        assert [(entry.kind, entry.edition) for entry in area_status(cache.connection)] == [
            (areas.kind.value, areas.edition)
        ]


def test_same_bytes_in_any_packing_change_nothing(cache_path: Path, tmp_path: Path) -> None:
    text = geojson([feature("E01000001", HOLED)])
    plain = written(tmp_path / "a.geojson", text)
    packed = written(tmp_path / "b", gzipped(text))
    inside = zipped(tmp_path / "c.bin", {"readme.txt": "words", "d/a.geojson": text})
    with OfflineCache(cache_path) as cache:
        import_areas(cache, [plain])
        before = list(cache.connection.execute("SELECT * FROM area_source UNION ALL SELECT *, 0, 0, 0 FROM area"))
        kinds = [change.kind for change in import_areas(cache, [plain, packed, inside]).changes]
        assert kinds == [ChangeKind.UNCHANGED] * 3
        assert before == list(
            cache.connection.execute("SELECT * FROM area_source UNION ALL SELECT *, 0, 0, 0 FROM area")
        )


def test_newer_file_replaces_what_it_covers_and_nothing_else(cache_path: Path, tmp_path: Path) -> None:
    first = written(tmp_path / "1", geojson([feature(f"E0100000{n}", [square(-n / 10)]) for n in (1, 2, 3)]))
    second = written(tmp_path / "2", geojson([feature(f"E0100000{n}", [square(n / 10)]) for n in (2, 4)]))

    def ids(cache: OfflineCache) -> dict[str, int]:
        return dict(cache.connection.execute("SELECT code, id FROM area"))

    def wests() -> dict[str, float]:
        return {code: round(geometry.bounds[0], 6) for code, geometry in shapes(cache_path).items()}

    with OfflineCache(cache_path) as cache:
        import_areas(cache, [first])
        before = ids(cache)
        assert import_areas(cache, [second]).changes[0].kind is ChangeKind.REVISED
        assert before.items() <= ids(cache).items()
        assert [entry.rows for entry in area_status(cache.connection)] == [2, 2]
        assert wests() == {"E01000001": -0.1, "E01000002": 0.2, "E01000003": -0.3, "E01000004": 0.4}
        assert import_areas(cache, [first]).changes[0].kind is ChangeKind.REVISED
        assert wests() == {"E01000001": -0.1, "E01000002": -0.2, "E01000003": -0.3, "E01000004": 0.4}
        assert sorted((entry.source, entry.rows) for entry in area_status(cache.connection)) == [("1", 3), ("2", 1)]
    with spatialite(cache_path) as connection:
        assert connection.execute("SELECT CheckSpatialIndex('area', 'geom')").fetchone() == (1,)


def test_open_or_short_rings_keep_the_area_without_outline(cache_path: Path, tmp_path: Path) -> None:
    rings: list[Ring] = [square()[:-1], square()[:2], []]
    features = [feature(f"E0100000{n}", [ring]) for n, ring in enumerate(rings)]
    features += [feature("E01000008", []), feature("E01000009", HOLED)]
    with OfflineCache(cache_path) as cache:
        report = import_areas(cache, [written(tmp_path / "a", geojson(features))])
        assert area_status(cache.connection)[0].rows == 5
    assert report.changes[0].without_outline == 4
    assert list(shapes(cache_path)) == ["E01000009"]


def test_figures_replace_by_measure(cache_path: Path, tmp_path: Path) -> None:
    census = table("lsoa21_code,total_residents,total_households", ["E01000001", "1,474", 837], ["E01000002", 5, 2])
    later = table("LSOA21CD,LSOA21NM,Total population", ["E01000001", "x", 1500])
    with OfflineCache(cache_path) as cache:
        import_areas(cache, [written(tmp_path / "1", census), written(tmp_path / "2", later)])
        assert figures(cache.connection, LSOA_2021, "residents") == {"E01000001": 1500, "E01000002": 5}
        assert figures(cache.connection, LSOA_2021, "households") == {"E01000001": 837, "E01000002": 2}


def test_sample_is_attributed_to_nobody_and_settles_its_edition(
    cache_path: Path, sample_folder: Path, sample_zip: Path
) -> None:
    paths = [sample_folder / f"sample_{name}" for name in ("lsoa_2021.geojson", "lookup.csv", "residents.csv")]
    with OfflineCache(cache_path) as cache:
        import_paths(cache, [sample_zip])
        import_areas(cache, paths)
        status = area_status(cache.connection)
        files = published_files(cache.connection)
        layer = cache.connection.execute("SELECT count(*), sum(residents) FROM area_lsoa_2021").fetchone()
    assert len(status) == 3
    assert not any("Office for National Statistics" in entry.licence for entry in status)
    placed = [file for file in files if file.key.dataset.value != "stop-and-search"]
    assert {(file.lsoa_edition, file.edition_inferred) for file in placed} == {(2021, False)}
    residents = [int(line.split(",")[1]) for line in paths[2].read_text().splitlines()[1:]]
    assert layer == (40, sum(residents))


def test_real_codes_carry_the_attribution(cache_path: Path, tmp_path: Path) -> None:
    rows = table("LSOA21CD,residents", ["E01000001", 1])
    with OfflineCache(cache_path) as cache:
        outlines = written(tmp_path / "a", geojson([feature("E01000001", HOLED)]))
        import_areas(cache, [outlines, written(tmp_path / "b", rows)])
        licences = {entry.content: entry.licence for entry in area_status(cache.connection)}
    assert all("Open Government Licence v.3.0" in licence for licence in licences.values())
    assert "Contains OS data" in licences["outlines"]


def test_stopping_keeps_whole_files_only(cache_path: Path, tmp_path: Path) -> None:
    first = written(tmp_path / "1", geojson([feature("E01000001", HOLED)]))
    second = written(tmp_path / "2", geojson([feature(f"E0100{n:04d}", HOLED) for n in range(2, 50)]))
    answers = iter([False] * 10)  # runs out amid the second file
    with OfflineCache(cache_path) as cache:
        with pytest.raises(Cancelled, match="1 of 2 files"):
            import_areas(cache, [first, second], cancelled=lambda: next(answers, True))
        assert [entry.source for entry in area_status(cache.connection)] == ["1"]
        assert cache.connection.execute("SELECT count(*) FROM area").fetchone() == (1,)


def test_lone_surrogate_in_a_name_is_stored_as_a_question_mark(cache_path: Path, tmp_path: Path) -> None:
    text = geojson([feature("E01000001", HOLED)]).replace("Name of", "\\ud800")
    with OfflineCache(cache_path) as cache:
        import_areas(cache, [written(tmp_path / "a", text)])
        assert area_names(cache.connection, LSOA_2021) == {"E01000001": "? E01000001"}


def test_members_of_geojson_may_stand_in_any_order(cache_path: Path, tmp_path: Path) -> None:
    made = json.dumps({"features": [feature("E01000001", HOLED)], "crs": None, "type": "FeatureCollection"}, indent=2)
    with OfflineCache(cache_path) as cache:
        assert import_areas(cache, [written(tmp_path / "a", "\ufeff\n" + made)]).changes[0].rows == 1
