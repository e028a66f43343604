# SPDX-License-Identifier: GPL-2.0-or-later
"""Which LSOAs and forces a user means by codes, names, areas, polygons and distances; what is none is refused."""

from __future__ import annotations

import json
import math
import struct
from pathlib import Path

import pytest

from offline_cache.errors import CacheError
from offline_cache.reader import reading
from offline_cache.slices import Around, LsoaSlice, SliceWanted, resolve_slice
from tests.area_factory import crs, feature, geojson, geopackage, gpkg_blob, gzipped, square, table, written, zipped
from tests.command import query, run, sentence, succeed
from tests.sample_factory import street_csv, street_row

WEST, EAST, NORTH = "E01015693", "E01015694", "E01015695"
"""Three LSOAs that both editions have."""
OLD, YOUNG, YOUNGER = "E01000010", "E01033770", "E01033771"
"""An LSOA of 2011, and the two of 2021 that it was split into."""
MERGED, FIRST, SECOND = "E01033772", "E01000023", "E01000048"
"""An LSOA of 2021, and the two of 2011 that it was merged from."""
PFA, OTHER_PFA, CSP = "E23000026", "E23000027", "E22000246"
EXACT_FIT = table(
    "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND",
    *((code, code, code, code, "U") for code in (WEST, EAST, NORTH)),
    *((OLD, OLD, code, code, "S") for code in (YOUNG, YOUNGER)),
    *((code, code, MERGED, MERGED, "M") for code in (FIRST, SECOND)),
)
LOOK_UP = table(
    "LSOA21CD,LSOA21NM,LAD24CD,LAD24NM,CSP24CD,CSP24NM,PFA24CD,PFA24NM",
    *((code, code, "E06000032", "Luton", CSP, "Luton", PFA, "Bedfordshire") for code in (WEST, EAST, YOUNG)),
    *((code, code, "E07000098", "Hertsmere", "E22000001", "Herts", OTHER_PFA, "Herts") for code in (YOUNGER, MERGED)),
    (NORTH, NORTH, "E07000098", "Hertsmere", "E22000001", "Herts", OTHER_PFA, "Herts"),
)
OUTLINES = geojson(
    [
        feature(WEST, [square(-0.50, 52.0)]),
        feature(EAST, [square(-0.49, 52.0)]),
        feature(NORTH, [square(-0.50, 52.01)]),
    ]
)


@pytest.fixture(scope="module")
def areas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache with look-ups, exact fit and outlines; the tests read it only."""
    folder = tmp_path_factory.mktemp("areas")
    cache = folder / "cache.sqlite"
    files = {"fit.csv": EXACT_FIT, "look_up.csv": LOOK_UP, "outlines.geojson": OUTLINES}
    succeed(cache, "areas", "import", *(written(folder / name, text) for name, text in files.items()))
    return cache


@pytest.fixture
def bare(tmp_path: Path, cache_path: Path) -> Path:
    """Give a cache with a published file and nothing of areas."""
    path = tmp_path / "2024-05-dorset-street.csv"
    path.write_bytes(street_csv("2024-05", "dorset", [street_row(lsoa_code=WEST, lsoa_name="Bedford 001A")]))
    succeed(cache_path, "import", path)
    return cache_path


def resolved(cache: Path, wanted: SliceWanted) -> LsoaSlice:
    """Resolve in this process."""
    with reading(cache) as connection:
        return resolve_slice(connection, wanted)


def refused(cache: Path, wanted: SliceWanted) -> str:
    """Give the sentence that refuses it."""
    with pytest.raises(CacheError) as caught:
        resolved(cache, wanted)
    assert str(caught.value).endswith(".")
    return str(caught.value)


@pytest.mark.parametrize(
    ("given", "codes", "note"),
    [
        ((WEST,), {WEST}, ""),
        ((WEST.lower(), f" {EAST} "), {WEST, EAST}, ""),
        (
            (YOUNG,),
            {YOUNG, OLD},
            "1 LSOA of 2011 reaches beyond them: files with codes of 2011 bring all of its crimes.",
        ),
        ((YOUNG, YOUNGER), {YOUNG, YOUNGER, OLD}, ""),
        ((OLD,), {OLD, YOUNG, YOUNGER}, ""),
        ((FIRST,), {FIRST, MERGED}, "1 LSOA of 2021 reaches beyond them: files with codes of 2021 bring all of its"),
        ((MERGED,), {MERGED, FIRST, SECOND}, ""),
    ],
)
def test_codes_bring_those_of_the_other_edition(
    areas: Path, given: tuple[str, ...], codes: set[str], note: str
) -> None:
    found = resolved(areas, SliceWanted(given))
    assert found.codes == codes
    beyond = [line for line in found.notes if "beyond" in line]
    assert len(beyond) == bool(note)
    assert not note or beyond[0].startswith(note)


def test_without_exact_fit_a_code_of_one_edition_stands_alone_and_that_is_said(bare: Path) -> None:
    found = resolved(bare, SliceWanted((YOUNG, WEST), forces=("dorset",)))
    assert found.codes == {YOUNG, WEST}
    assert any("1 of these LSOAs are of one edition only" in note and "'areas fetch'" in note for note in found.notes)
    assert not any("edition" in note for note in resolved(bare, SliceWanted((WEST,), forces=("dorset",))).notes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("S01006506", "is in Scotland"),
        ("N20000001", "is in Northern Ireland"),
        ("95GG01S1", "is in Northern Ireland"),
        ("E06000032", "is no code of an LSOA"),
        ("E01800000", "There is no LSOA E01800000."),
        ("E01015699", "There is no LSOA E01015699. Perhaps you mean"),
        ("W01800000", "There is no LSOA"),
        ("Nowhere 001A", "The cache knows no lsoa 'Nowhere 001A'."),
        ("E0101569", "The cache knows no lsoa"),
        ("'; DROP TABLE crime", "The cache knows no lsoa"),
    ],
)
def test_what_is_no_lsoa_is_refused(areas: Path, text: str, said: str) -> None:
    assert said in refused(areas, SliceWanted((text,)))


@pytest.mark.parametrize("text", ["E01800000", "W01002041"])
def test_a_code_that_ons_never_issued_is_refused_without_any_look_up(bare: Path, text: str) -> None:
    assert f"There is no LSOA {text}." in refused(bare, SliceWanted((text,), forces=("dorset",)))


def test_a_name_stands_for_its_code(bare: Path, areas: Path) -> None:
    assert resolved(bare, SliceWanted(("bedford 001a",), forces=("dorset",))).codes == {WEST}
    assert resolved(areas, SliceWanted((f"Name of {EAST}",))).codes == {EAST}
    empty = refused(bare, SliceWanted(("Luton 001A",), forces=("dorset",)))
    assert "knows no lsoa" in empty


def test_an_area_is_its_lsoas_of_both_editions(areas: Path) -> None:
    found = resolved(areas, SliceWanted(area="csp:Luton"))
    assert found.codes == {WEST, EAST, YOUNG, OLD}
    assert found.name.startswith("Luton (")
    assert "1 LSOA of 2011 reaches beyond them" in " ".join(found.notes)
    assert resolved(areas, SliceWanted(area=f"pfa:{PFA}")).codes == found.codes
    assert resolved(areas, SliceWanted(area=f"lsoa:{WEST},{EAST}")).codes == {WEST, EAST}


def test_areas_that_are_none_are_refused(areas: Path, bare: Path) -> None:
    assert "not as a slice of LSOAs" in refused(areas, SliceWanted(area="force:bedfordshire"))
    assert "knows no csp 'Lutton'. Perhaps you mean Luton" in refused(areas, SliceWanted(area="csp:Lutton"))
    said = refused(bare, SliceWanted(area="csp:Luton"))
    assert "no look-up from LSOAs to CSPs" in said
    assert "'areas fetch'" in said
    assert "Say which LSOAs" in refused(areas, SliceWanted())
    assert "is not an area" in refused(areas, SliceWanted(area="Luton"))


def test_forces_are_those_that_police_their_neighbours_and_btp(areas: Path) -> None:
    found = resolved(areas, SliceWanted((WEST,)))
    near = ("cambridgeshire", "hertfordshire", "northamptonshire", "thames-valley")
    assert found.forces == tuple(sorted(("bedfordshire", "btp", *near)))
    assert any("0.4 %" in note for note in found.notes)
    both = resolved(areas, SliceWanted((WEST, YOUNGER)))
    assert {"bedfordshire", "hertfordshire", "metropolitan", "essex", "btp"} <= set(both.forces)


def test_forces_that_are_named_or_all(areas: Path) -> None:
    assert resolved(areas, SliceWanted((WEST,), forces=("bedfordshire", "btp"))).forces == ("bedfordshire", "btp")
    every = resolved(areas, SliceWanted((WEST,), every_force=True)).forces
    assert len(every) == 44
    assert "northern-ireland" not in every
    assert "greater-manchester" in every


def test_forces_held_with_rows_there_are_among_them(areas: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    cache.write_bytes(areas.read_bytes())
    path = tmp_path / "2024-05-dorset-street.csv"
    path.write_bytes(street_csv("2024-05", "dorset", [street_row(lsoa_code=WEST)]))
    succeed(cache, "import", path)
    assert "dorset" in resolved(cache, SliceWanted((WEST,))).forces
    assert "dorset" not in resolved(cache, SliceWanted((EAST,))).forces


def test_without_the_look_up_of_police_areas_forces_have_to_be_named(bare: Path) -> None:
    said = refused(bare, SliceWanted((WEST,)))
    assert "Which forces police these LSOAs is not known" in said
    assert "no look-up from LSOAs to police force areas" in said
    assert "'areas fetch'" in said
    assert said.endswith("Or name the forces.")


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
        assert "is none to look around in" in refused(areas, SliceWanted(around=Around(*centre, metres, "LU1 1AA")))


def test_several_ways_are_taken_together(areas: Path, tmp_path: Path) -> None:
    wanted = SliceWanted((NORTH,), "csp:Luton", polygon(tmp_path, *INSIDE_WEST))
    assert resolved(areas, wanted).codes == {NORTH, WEST, EAST, YOUNG, OLD}


def test_the_command_shows_the_slice_before_it_reads_anything(areas: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    cache.write_bytes(areas.read_bytes())
    folder = tmp_path / "files"
    folder.mkdir()
    for force, code in (("bedfordshire", WEST), ("kent", WEST), ("btp", EAST)):
        (folder / f"2024-05-{force}-street.csv").write_bytes(street_csv("2024-05", force, [street_row(lsoa_code=code)]))
    said = succeed(cache, "import", folder, "--area", "csp:Luton")
    lines = said.err.splitlines()
    assert lines[0].startswith("Luton (")
    assert ": 3 LSOAs of 2021 and 3 of 2011. Files of bedfordshire, btp, cambridgeshire, hertfordshire," in lines[0]
    assert "Bedfordshire Police polices these LSOAs." in lines
    assert query(cache, "SELECT force FROM published_file ORDER BY 1") == [("bedfordshire",), ("btp",)]
    both = run(cache, "import", folder, "--area", "csp:Luton", "--all-forces", "--force", "btp")
    assert "exclude each other" in sentence(both)
    assert "--all-forces goes with LSOAs" in sentence(run(cache, "import", folder, "--all-forces"))
