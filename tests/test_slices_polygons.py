# SPDX-License-Identifier: GPL-2.0-or-later
"""Which LSOAs a user means by polygons and distances; what is no polygon is refused."""

from __future__ import annotations

import json
import math
import struct
from pathlib import Path

import pytest

from offline_cache.slices import Around, SliceWanted
from tests.area_factory import crs, geojson, geopackage, gpkg_blob, gzipped, square, written, zipped
from tests.command import run, sentence
from tests.slice_areas import EAST, NORTH, OLD, WEST, YOUNG, refused, resolved
from tests.slice_areas import areas as _areas  # noqa: F401 - a fixture
from tests.slice_areas import bare as _bare  # noqa: F401 - a fixture


def polygon(folder: Path, *ring: tuple[float, float], **members: object) -> Path:
    """Write a GeoJSON of one polygon without any code."""
    shape = {"type": "Polygon", "coordinates": [[list(point) for point in (*ring, ring[0])]]}
    return written(
        folder / "drawn.geojson", geojson([{"type": "Feature", "properties": {}, "geometry": shape}], **members)
    )


INSIDE_WEST = ((-0.498, 52.002), (-0.496, 52.002), (-0.496, 52.004))
ACROSS = ((-0.492, 52.002), (-0.488, 52.002), (-0.488, 52.004))
SAME_AS_WEST = tuple((x, y) for x, y in square(-0.50, 52.0)[:4])


@pytest.mark.parametrize(("ring", "codes"), [(INSIDE_WEST, {WEST}), (ACROSS, {WEST, EAST}), (SAME_AS_WEST, {WEST})])
def test_a_polygon_takes_the_lsoas_with_which_it_has_ground_in_common(
    areas: Path, tmp_path: Path, ring: tuple[tuple[float, float], ...], codes: set[str]
) -> None:
    assert resolved(areas, SliceWanted(polygon=polygon(tmp_path, *ring))).codes == codes
    flat = b"".join(struct.pack("<2d", *point) for point in (*ring, ring[0]))
    wkb = struct.pack("<BIII", 1, 3, 1, len(ring) + 1) + flat
    assert resolved(areas, SliceWanted(drawn=wkb)).codes == codes
    package = geopackage(tmp_path / "drawn.gpkg", [("x", "y", gpkg_blob(wkb))], columns=("a", "b"))
    assert resolved(areas, SliceWanted(polygon=package)).codes == codes


def test_polygons_of_every_form_are_read(areas: Path, tmp_path: Path) -> None:
    path = polygon(tmp_path, *INSIDE_WEST)
    text = path.read_text()
    (one,) = json.loads(text)["features"]
    for name, content in {"geometry.json": one["geometry"], "feature.json": one}.items():
        assert resolved(areas, SliceWanted(polygon=written(tmp_path / name, json.dumps(content)))).codes == {WEST}
    packed = written(tmp_path / "packed.geojson.gz", gzipped(text))
    assert resolved(areas, SliceWanted(polygon=packed)).codes == {WEST}
    assert resolved(areas, SliceWanted(polygon=zipped(tmp_path / "p.zip", {"a.geojson": text}))).codes == {WEST}
    # The same ground on the National Grid: 52.003 N, 0.497 W.
    x, y = 503_250.0, 234_880.0
    grid = polygon(tmp_path, (x, y), (x + 50, y), (x + 50, y + 50), crs=crs("urn:ogc:def:crs:EPSG::27700"))
    assert resolved(areas, SliceWanted(polygon=grid)).codes == {WEST}


def test_ground_beyond_the_outlines_is_said(areas: Path, tmp_path: Path) -> None:
    ring = ((-0.505, 52.002), (-0.495, 52.002), (-0.495, 52.004), (-0.505, 52.004))
    found = resolved(areas, SliceWanted(polygon=polygon(tmp_path, *ring)))
    assert found.codes == {WEST}
    assert any(note.startswith("50% of the ground lies in no LSOA whose outline") for note in found.notes)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (geojson([]), "holds no polygon"),
        (json.dumps({"type": "Point", "coordinates": [0, 52]}), "not a polygon"),
        (
            json.dumps({"type": "Polygon", "coordinates": [[[3e9, 52], [1, 52], [1, 53], [3e9, 52]]]}),
            "outside the United",
        ),
        (
            json.dumps({"type": "Polygon", "coordinates": [[[0, 52], [0, 52.1], [0, 52.2], [0, 52]]]}),
            "encloses anything",
        ),
        ("{", "not whole JSON"),
        ("a,b\n1,2\n", "holds no polygon"),
        ("", "is empty"),
        (geojson([{"type": "Feature", "properties": {}, "geometry": None}]), "holds no polygon"),
        (geojson([], crs=crs("EPSG:3857")), "coordinate reference system"),
    ],
)
def test_files_without_a_polygon_end_in_one_sentence(areas: Path, tmp_path: Path, content: str, said: str) -> None:
    path = written(tmp_path / "drawn.geojson", content)
    assert said in sentence(run(areas, "import", path, "--polygon", path))


def test_polygons_where_no_outlines_are(areas: Path, bare: Path, tmp_path: Path) -> None:
    away = polygon(tmp_path, (1.0, 51.0), (1.1, 51.0), (1.1, 51.1))
    assert "None of the LSOAs whose outlines the cache holds lies there" in refused(areas, SliceWanted(polygon=away))
    said = refused(bare, SliceWanted(polygon=away))
    assert "no outlines of LSOAs" in said
    assert "'areas fetch --force'" in said
    for wkb in (b"", b"\1\1\0\0\0" + bytes(16), struct.pack("<BII", 1, 3, 0)):
        assert "What was drawn" in refused(areas, SliceWanted(drawn=wkb))


def metres_between(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Give the distance of two near points on a sphere of the radius of curvature there, good to 1 in 300."""
    (x1, y1), (x2, y2) = ((math.radians(x), math.radians(y)) for x, y in (first, second))
    haversine = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * 6_378_000 * math.asin(math.sqrt(haversine))


def test_a_distance_takes_the_lsoas_within_it(areas: Path) -> None:
    centre = (-0.497, 52.004)
    to_east = metres_between(centre, (-0.49, 52.004))
    to_north = metres_between(centre, (-0.497, 52.01))
    assert to_east < 500 < 600 < to_north
    for metres, codes in (
        (1, {WEST}),
        (to_east * 0.99, {WEST}),
        (to_east * 1.01, {WEST, EAST}),
        (to_north * 0.99, {WEST, EAST}),
        (to_north * 1.01, {WEST, EAST, NORTH}),
    ):
        found = resolved(areas, SliceWanted(around=Around(*centre, metres, "LU1 1AA")))
        assert found.codes == codes, metres
        assert found.name.startswith(f"within {metres:,.0f} m of LU1 1AA (")
    for metres in (0, -1, 100_001, float("nan")):
        assert "cannot be used. Give 1 to" in refused(areas, SliceWanted(around=Around(*centre, metres, "LU1 1AA")))


def test_several_ways_are_taken_together(areas: Path, tmp_path: Path) -> None:
    wanted = SliceWanted((NORTH,), "csp:Luton", polygon(tmp_path, *INSIDE_WEST))
    assert resolved(areas, wanted).codes == {NORTH, WEST, EAST, YOUNG, OLD}
