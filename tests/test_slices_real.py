# SPDX-License-Identifier: GPL-2.0-or-later
"""Slices of two real years of Bedfordshire: they are the rows that the look-up of ONS and plain counting give."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from offline_cache.reader import reading
from offline_cache.slices import Around, SliceWanted, resolve_slice
from tests.area_factory import written
from tests.command import PublishedRow, cache_rows, csv_rows, query, succeed

EXACT_FIT = "LSOA_(2011)_to_LSOA_(2021)_to_LAD_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv"
LUTON = "Luton"
MEASURED = 125
"""LSOAs of 2021 in Luton."""


@pytest.fixture(scope="module")
def areas(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache with the look-ups of England and Wales and the outlines of Bedfordshire; the tests copy it."""
    cache = tmp_path_factory.mktemp("real") / "areas.sqlite"
    data = shared / "data"
    files = (
        data / "lookups" / EXACT_FIT,
        data / "lookups" / "lsoa21_ward24_lad24_csp24_pfa24.csv.gz",
        data / "boundaries" / "lsoa2021_bedfordshire_bgc.geojson",
    )
    succeed(cache, "areas", "import", *files)
    return cache


@pytest.fixture(scope="module")
def luton(shared: Path) -> frozenset[str]:
    """Give the LSOAs of Luton, read from the look-up by the csv module."""
    path = shared / "data" / "lookups" / "lsoa21_ward24_lad24_csp24_pfa24.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        found = frozenset(row["lsoa21_code"] for row in csv.DictReader(file) if row["csp24_name"] == LUTON)
    assert len(found) == MEASURED
    return found


@pytest.fixture(scope="module")
def published(bedfordshire_zip: Path) -> dict[str, bytes]:
    """Give the CSVs of the archive by name."""
    with zipfile.ZipFile(bedfordshire_zip) as archive:
        return {Path(name).name: archive.read(name) for name in archive.namelist() if name.endswith(".csv")}


@pytest.fixture(scope="module")
def sliced(areas: Path, bedfordshire_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of the slice of Luton; the tests read it only."""
    cache = tmp_path_factory.mktemp("luton") / "luton.sqlite"
    cache.write_bytes(areas.read_bytes())
    said = succeed(cache, "import", bedfordshire_zip, "--area", "csp:Luton")
    assert "125 LSOAs of 2021 and 121 of 2011" in said.err
    assert "bedfordshire, btp, cambridgeshire, hertfordshire, northamptonshire, thames-valley." in said.err
    return cache


@pytest.mark.parametrize("dataset", ["street", "outcomes"])
def test_the_slice_has_the_rows_of_luton(
    sliced: Path, published: dict[str, bytes], luton: frozenset[str], dataset: str
) -> None:
    wanted: Counter[PublishedRow] = Counter()
    for name, data in published.items():
        if name.endswith(f"-{dataset}.csv"):
            wanted.update({row: n for row, n in csv_rows(data).items() if row[7] in luton})
    assert wanted.total() > 30_000
    assert cache_rows(sliced, dataset) == wanted
    assert query(sliced, "SELECT count(*) FROM stop") == [(0,)]
    succeed(sliced, "verify")


def test_counts_of_the_slice_are_those_of_the_whole(
    sliced: Path, areas: Path, bedfordshire_zip: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole.sqlite"
    whole.write_bytes(areas.read_bytes())
    succeed(whole, "import", bedfordshire_zip)
    words = ("counts", "--by", "month", "--format", "json", "--area", "csp:Luton")
    of_slice, of_whole = (json.loads(succeed(cache, *words).out) for cache in (sliced, whole))
    assert of_slice["counts"] == of_whole["counts"]
    assert of_slice["partial"] == of_slice["missing"] == []
    assert of_slice["not_carried"] == of_whole["not_carried"] == 0
    assert of_slice["notes"] == of_whole["notes"]
    around = json.loads(
        succeed(sliced, "counts", "--by", "month", "--format", "json", "--area", "pfa:Bedfordshire").out
    )
    assert len(around["partial"]) == 24
    assert around["partial"][0]["reason"] == "only 125 of its 417 LSOAs held"
    succeed(whole, "import", bedfordshire_zip, "--area", "csp:Luton")  # changes nothing
    taken_over = tmp_path / "over.sqlite"
    taken_over.write_bytes(sliced.read_bytes())
    succeed(taken_over, "import", bedfordshire_zip)
    for dataset in ("street", "outcomes", "stop-and-search"):
        assert cache_rows(taken_over, dataset) == cache_rows(whole, dataset)


def test_a_file_with_codes_of_2011_is_sliced_by_them(
    areas: Path, luton: frozenset[str], published: dict[str, bytes], shared: Path, tmp_path: Path
) -> None:
    """The real rows with each code turned back to that of 2011: only codes can tell where they lie."""
    with (shared / "data" / "lookups" / EXACT_FIT).open(encoding="utf-8-sig", newline="") as file:
        fit = [(row["LSOA11CD"], row["LSOA21CD"]) for row in csv.DictReader(file)]
    back = {new: old for old, new in fit}
    name = "2023-04-bedfordshire-street.csv"
    rows = list(csv.reader(io.StringIO(published[name].decode(), newline="")))
    for row in rows[1:]:
        row[7] = back.get(row[7], row[7])
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    path = written(tmp_path / name, text.getvalue())
    cache = tmp_path / "cache.sqlite"
    cache.write_bytes(areas.read_bytes())
    succeed(cache, "import", path, "--area", "csp:Luton", "--force", "bedfordshire")
    old_codes = frozenset(old for old, new in fit if new in luton)
    assert cache_rows(cache, "street") == Counter(tuple(row) for row in rows[1:] if row[7] in old_codes)
    assert query(cache, "SELECT lsoa_edition FROM published_file") == [(2011,)]
    result = json.loads(succeed(cache, "counts", "--by", "force", "--format", "json", "--area", "csp:Luton").out)
    assert result["partial"] == result["missing"] == []
    assert result["total"] == sum(row[7] in old_codes for row in rows[1:])


def test_a_polygon_and_a_circle_agree_with_shapely_on_every_outline(areas: Path, shared: Path, tmp_path: Path) -> None:
    shapely = pytest.importorskip("shapely.geometry")
    pyproj = pytest.importorskip("pyproj")
    path = shared / "data" / "boundaries" / "lsoa2021_bedfordshire_bgc.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    outlines = {f["properties"]["LSOA21CD"]: shapely.shape(f["geometry"]).buffer(0) for f in features}
    ring = [[-0.46, 51.86], [-0.40, 51.87], [-0.39, 51.91], [-0.45, 51.90], [-0.46, 51.86]]
    ground = shapely.Polygon(ring)
    drawn = written(tmp_path / "drawn.json", json.dumps({"type": "Polygon", "coordinates": [ring]}))
    grid = pyproj.Transformer.from_crs(4326, 27700, always_xy=True).transform
    ops = pytest.importorskip("shapely.ops")
    centre, metres = (-0.4151, 51.8787), 750.0
    point = shapely.Point(*grid(*centre))
    apart = {code: ops.transform(grid, outline).distance(point) for code, outline in outlines.items()}
    with reading(areas) as connection:
        by_polygon = resolve_slice(connection, SliceWanted(polygon=drawn)).codes
        by_circle = resolve_slice(connection, SliceWanted(around=Around(*centre, metres, "LU1 2TL"))).codes
    assert by_polygon & set(outlines) == {code for code, of in outlines.items() if of.intersection(ground).area > 0}
    assert 20 < len(by_polygon & set(outlines)) < 100
    # The grid's metres differ from the ground's by up to 4 in 10,000 there.
    assert {code for code, away in apart.items() if away < metres * 0.998} <= by_circle
    assert by_circle & set(outlines) <= {code for code, away in apart.items() if away < metres * 1.002}
    assert 5 < len(by_circle & set(outlines)) < 40
