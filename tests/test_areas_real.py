# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas from the real files of ONS beside the repository, against counts and shapes read by other means."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
import zipfile
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any, Optional

import pytest
from qgis.core import QgsFeatureRequest, QgsGeometry, QgsRectangle, QgsVectorLayer
from shapely import wkb
from shapely.geometry import box, shape
from shapely.geometry.base import BaseGeometry

from offline_cache import BadFile, OfflineCache
from offline_cache.areas import AreaKind, AreaSet, carry_to_2021, carry_to_areas, figures, import_areas
from tests.area_reading import as_multi, shapes, spatialite

EXACT_FIT = "lookups/LSOA_(2011)_to_LSOA_(2021)_to_LAD_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv"
LOOK_UP = "lookups/lsoa21_ward24_lad24_csp24_pfa24.csv.gz"
CENSUS = "attributes/lsoa21_census2021_residents_households.csv.gz"
MID_2020 = "attributes/lsoa11_population_mid2020.csv.gz"
BEDFORDSHIRE = "boundaries/lsoa2021_bedfordshire_bgc.geojson"


def bytes_of(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(bytes_of(path).decode("utf-8-sig"))))


def features_of(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(bytes_of(path))["features"])


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    """Give the folder of the real files."""
    return shared / "data"


@pytest.fixture(scope="module")
def tables(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache with the real tables and Bedfordshire's outlines."""
    path = tmp_path_factory.mktemp("areas") / "tables.sqlite"
    with OfflineCache(path) as cache:
        import_areas(cache, [data / name for name in (EXACT_FIT, LOOK_UP, CENSUS, MID_2020, BEDFORDSHIRE)])
    return path


def connected(path: Path) -> Any:
    return closing(sqlite3.connect(path))


@pytest.mark.parametrize(
    ("name", "column", "areas"),
    [
        (BEDFORDSHIRE, "LSOA21CD", AreaSet(AreaKind.LSOA, 2021)),
        ("boundaries/lsoa2011_bedfordshire_bgc.geojson", "LSOA11CD", AreaSet(AreaKind.LSOA, 2011)),
        ("boundaries/police_force_areas_2020.geojson", "pfa20_code", AreaSet(AreaKind.PFA, 2020)),
        (
            "boundaries/lsoa2021_bedfordshire_and_neighbours_bgc.geojson.gz",
            "LSOA21CD",
            AreaSet(AreaKind.LSOA, 2021),
        ),
    ],
)
def test_outlines_are_those_of_the_file(data: Path, cache_path: Path, name: str, column: str, areas: AreaSet) -> None:
    with OfflineCache(cache_path) as cache:
        assert import_areas(cache, [data / name]).changes[0].areas == areas
    expected = {each["properties"][column]: as_multi(shape(each["geometry"])) for each in features_of(data / name)}
    found = shapes(cache_path)
    assert found.keys() == expected.keys()
    assert all(found[code].equals_exact(outline, 0) for code, outline in expected.items())


@pytest.mark.parametrize("edition", [2011, 2021])
def test_geopackage_of_england_and_wales(data: Path, cache_path: Path, tmp_path: Path, edition: int) -> None:
    path = data / f"boundaries/lsoa{edition}_england_wales_simplified.gpkg.zip"
    with OfflineCache(cache_path) as cache:
        change = import_areas(cache, [path]).changes[0]
    with zipfile.ZipFile(path) as archive:
        unpacked = archive.extract(f"lsoa{edition}.gpkg", tmp_path)
    code, layer = f"lsoa{edition % 100}_code", QgsVectorLayer(unpacked, "reference", "ogr")
    expected = {feature[code]: feature.geometry() for feature in layer.getFeatures()}
    assert change.rows == len(expected) > 34_000
    with connected(cache_path) as connection:
        names = dict(connection.execute("SELECT code, name FROM area"))
    assert names == {feature[code]: feature[f"lsoa{edition % 100}_name"] for feature in layer.getFeatures()}
    found = shapes(cache_path)
    assert found.keys() == expected.keys()
    for each in list(expected)[::50]:
        assert found[each].equals_exact(as_multi(wkb.loads(bytes(expected[each].asWkb()))), 0)
    with spatialite(cache_path) as connection:
        checks = connection.execute("SELECT CheckSpatialMetaData(), CheckSpatialIndex('area', 'geom')").fetchone()
    assert checks == (3, 1)


def test_residents_add_up(data: Path, tables: Path) -> None:
    census, mid_2020 = rows_of(data / CENSUS), rows_of(data / MID_2020)
    lsoa_2011, lsoa_2021 = AreaSet(AreaKind.LSOA, 2011), AreaSet(AreaKind.LSOA, 2021)
    with connected(tables) as connection:
        for measure in ("residents", "households"):
            assert figures(connection, lsoa_2021, measure) == {
                row["lsoa21_code"]: int(row[f"total_{measure}"]) for row in census
            }
        assert figures(connection, lsoa_2011, "residents") == {
            row["lsoa11_code"]: int(row["total_population"]) for row in mid_2020
        }


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        (AreaKind.WARD, "ward24_code"),
        (AreaKind.DISTRICT, "ltla24_code"),
        (AreaKind.CSP, "csp24_code"),
        (AreaKind.PFA, "pfa24_code"),
    ],
)
def test_counts_of_both_editions_reach_the_areas(data: Path, tables: Path, kind: AreaKind, column: str) -> None:
    area_of = {row["lsoa21_code"]: row[column] for row in rows_of(data / LOOK_UP)}
    later = defaultdict(set)
    for row in rows_of(data / EXACT_FIT):
        later[row["LSOA11CD"]].add(area_of[row["LSOA21CD"]])
    counts: dict[tuple[Optional[int], str], int] = {(2021, code): 1 for code in area_of}
    counts.update({(2011, code): 1000 + number for number, code in enumerate(later)})
    expected = Counter(area_of.values())
    not_exact = 0
    for number, areas in enumerate(later.values()):
        if len(areas) == 1:
            expected[next(iter(areas))] += 1000 + number
        else:
            not_exact += 1000 + number
    with connected(tables) as connection:
        carried = carry_to_areas(connection, counts, kind)
    assert carried.counts == dict(expected)
    assert (carried.not_exact, carried.unknown) == (not_exact, 0)
    assert carried.areas == AreaSet(kind, 2024)


def test_2011_counts_reach_2021(data: Path, tables: Path) -> None:
    fit = rows_of(data / EXACT_FIT)
    with connected(tables) as connection:
        carried = carry_to_2021(connection, {row["LSOA11CD"]: 1 for row in fit})
    assert sum(carried.counts.values()) == 33_647 + 239
    assert carried.counts == dict(Counter(row["LSOA21CD"] for row in fit if row["CHGIND"] in "UM"))
    assert carried.not_exact == len({row["LSOA11CD"] for row in fit if row["CHGIND"] in "SX"})


def test_code_of_both_editions_is_always_that_of_an_unchanged_lsoa(data: Path) -> None:
    fit = rows_of(data / EXACT_FIT)
    new = {row["LSOA21CD"] for row in fit}
    assert {row["CHGIND"] for row in fit if row["LSOA11CD"] in new} == {"U"}


def test_districts_of_2024_with_several_csps_are_named_and_left_out(data: Path, cache_path: Path) -> None:
    csps = defaultdict(set)
    for row in rows_of(data / "lookups/ltla24_csp24_pfa24.csv"):
        csps[row["ltla24_code"]].add(row["csp24_code"])
    several = {district for district, found in csps.items() if len(found) > 1}
    bestfit = rows_of(data / "lookups/lsoa21_ward24_lad24_bestfit.csv.gz")
    truth = {row["lsoa21_code"]: row["csp24_code"] for row in rows_of(data / LOOK_UP)}
    with OfflineCache(cache_path) as cache:
        report = import_areas(
            cache, [data / "lookups/lsoa21_ward24_lad24_bestfit.csv.gz", data / "lookups/ltla24_csp24_pfa24.csv"]
        )
        counts: dict[tuple[Optional[int], str], int] = {(2021, code): 1 for code in truth}
        carried = carry_to_areas(cache.connection, counts, AreaKind.CSP)
    assert f"{len(several)} districts lie in several of the CSPs of 2024" in " ".join(report.lines())
    kept = [row["LSOA21CD"] for row in bestfit if row["LAD24CD"] not in several]
    assert carried.counts == dict(Counter(truth[code] for code in kept))
    assert carried.unknown == len(truth) - len(kept)


@pytest.mark.parametrize(
    "name",
    [
        "lookups/lsoa11_to_lsoa21_best_fit_v2.csv.gz",
        "lookups/lsoa21_population_weighted_centroids.csv.gz",
        "lookups/la_all_codes.csv.gz",
        "attributes/imd2025_england_lsoa21.csv.gz",
        "police/unpacked_month/2023-04/2023-04-bedfordshire-street.csv",
        "police/bedfordshire_2021-05_to_2023-04.zip",
        "api/cheltenham_2021-05/neighbourhoods_gloucestershire.json",
    ],
)
def test_other_real_files_are_refused_in_a_sentence(data: Path, cache_path: Path, name: str) -> None:
    with OfflineCache(cache_path) as cache:
        with pytest.raises(BadFile, match=Path(name).name):
            import_areas(cache, [data / name])
        assert cache.connection.execute("SELECT count(*) FROM area_source").fetchone() == (0,)


@pytest.mark.parametrize("provider", ["spatialite", "ogr"])
def test_layer_opens_in_qgis_with_residents(data: Path, tables: Path, qgis_app: object, provider: str) -> None:
    uri = f"dbname='{tables}' table=\"area_lsoa_2021\" (geom)"
    layer = QgsVectorLayer(uri if provider == "spatialite" else f"{tables}|layername=area_lsoa_2021", "a", provider)
    assert layer.isValid()
    assert layer.crs().authid() == "EPSG:4326"
    outlines: dict[str, BaseGeometry] = {
        each["properties"]["LSOA21CD"]: shape(each["geometry"]) for each in features_of(data / BEDFORDSHIRE)
    }
    assert layer.featureCount() == len(outlines)
    window = (-0.45, 51.87, -0.40, 51.90)
    request = QgsFeatureRequest(QgsRectangle(*window))
    request.setFlags(QgsFeatureRequest.Flag.ExactIntersect)
    found = {feature["code"]: feature for feature in layer.getFeatures(request)}
    assert found.keys() == {code for code, outline in outlines.items() if outline.intersects(box(*window))}
    residents = {row["lsoa21_code"]: int(row["total_residents"]) for row in rows_of(data / CENSUS)}
    for code, feature in found.items():
        assert feature["residents"] == residents[code]
        again: QgsGeometry = layer.getFeature(feature.id()).geometry()
        assert wkb.loads(bytes(again.asWkb())).equals_exact(as_multi(outlines[code]), 0)
