# SPDX-License-Identifier: GPL-2.0-or-later
"""A neighbourhood as an area: what has its snap point in the outline, counted again plainly by shapely."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from offline_cache import OfflineCache
from offline_cache.area_choices import area_choices
from offline_cache.chosen_area import choose_lsoas, forces_of, read_area
from offline_cache.errors import CacheError
from offline_cache.inside import Bands, holds
from offline_cache.model import By, Dataset, Month, Selection
from offline_cache.police_api.keeping_neighbourhoods import Asked, keep_list, keep_neighbourhood
from offline_cache.police_api.neighbourhoods import (
    NeighbourhoodKey,
    read_boundary,
    read_neighbourhood,
    read_neighbourhoods,
)
from offline_cache.published_rows import published_rows
from offline_cache.queries import counts
from offline_cache.reader import reading
from offline_cache.row_limits import RowLimits
from offline_cache.search import search
from offline_cache.selection_summary import summarise
from offline_cache.snap_points import snap_points
from tests.api_client import FORCE
from tests.command import query, run, sentence, succeed
from tests.held_neighbourhoods import CODES, fetch_into, polygons, rows_inside, written
from tests.sample_factory import archive_zip, member, street_csv, street_row
from tests.service import Service

pytest.importorskip("shapely")
ASB = "Anti-social behaviour"


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with Service(rate_limit=False) as running:
        yield running


@pytest.fixture(scope="module")
def held(service: Service, sample_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sample with its neighbourhoods; the tests read it only."""
    path = tmp_path_factory.mktemp("neighbourhoods") / "held.sqlite"
    succeed(path, "import", sample_zip)
    return fetch_into(service, path)


@pytest.fixture(scope="module")
def outlines(service: Service) -> dict[str, Any]:
    return polygons(service)


def of(code: str) -> str:
    return f"neighbourhood:{FORCE}/{code}"


@pytest.mark.parametrize("code", CODES)
def test_counts_are_those_of_the_points_in_the_outline(
    held: Path, outlines: dict[str, Any], sample_zip: Path, code: str
) -> None:
    rows = rows_inside(outlines[code], sample_zip, "street")
    assert len(rows) > 100
    with reading(held) as connection:
        area = read_area(connection, of(code)).area
        found = counts(connection, Selection(area=area), By.MONTH)
        assert {str(month): number for month, number in found.rows} == Counter(month for month, _ in rows)
        types = counts(connection, Selection(area=area, with_asb=False), By.CRIME_TYPE)
        assert {str(name): number for name, number in types.rows} == Counter(
            row["Crime type"] for _, row in rows if row["Crime type"] != ASB
        )
        limited = Selection(Month(2025, 3), Month(2025, 4), crime_types=("Burglary",), area=area)
        points = snap_points(connection, limited)
        wanted = [row for month, row in rows if "2025-03" <= month <= "2025-04" and row["Crime type"] == "Burglary"]
        assert (points.count.sum(), points.unplaced) == (len(wanted), 0)
        assert len(points.place) == len({(row["Longitude"], row["Latitude"], row["Location"]) for row in wanted})
        summary = summarise(connection, Selection(area=area))
    assert summary.crimes == len(rows)
    assert found.unplaced == 0
    assert (found.coverage.not_carried, found.coverage.partial) == (0, ())
    assert [gap.force for gap in found.coverage.missing] == [FORCE]
    (note,) = found.coverage.notes
    assert "outline as it was fetched on 20" in note


def test_what_lies_in_two_outlines_counts_once(held: Path, outlines: dict[str, Any], sample_zip: Path) -> None:
    rows = rows_inside(outlines["NC04"].union(outlines["DB ALL"]), sample_zip, "street")
    with reading(held) as connection:
        area = read_area(connection, f"neighbourhood:{FORCE}/NC04,DB ALL").area
        assert area is not None
        assert area.codes == (f"{FORCE}/NC04", f"{FORCE}/DB ALL")
        assert counts(connection, Selection(area=area), By.FORCE).total == len(rows)


@pytest.mark.parametrize("layer", ["crimes", "outcomes", "stops"])
def test_an_export_has_the_rows_inside(
    held: Path, outlines: dict[str, Any], sample_zip: Path, tmp_path: Path, layer: str
) -> None:
    dataset = {"crimes": "street", "outcomes": "outcomes", "stops": "stop-and-search"}[layer]
    rows = rows_inside(outlines["NC04"], sample_zip, dataset)
    assert rows
    out = tmp_path / "out.csv"
    succeed(held, "export", "--layer", layer, "--format", "csv", "--area", of("NC04"), out)
    with out.open(encoding="utf-8", newline="") as file:
        written = Counter(tuple(row.values()) for row in csv.DictReader(file))
    assert written == Counter(tuple(row.values()) for _, row in rows)
    told = tmp_path / "out.geojson"
    succeed(held, "export", "--layer", layer, "--format", "geojson", "--area", of("NC04"), told)
    assert "as it was fetched on" in json.dumps(json.loads(told.read_text(encoding="utf-8")))


@pytest.mark.parametrize("dataset", list(Dataset))
def test_the_rows_behind_a_number_are_those_inside(
    held: Path, outlines: dict[str, Any], sample_zip: Path, dataset: Dataset
) -> None:
    wanted = Counter(tuple(row.values()) for _, row in rows_inside(outlines["NC04"], sample_zip, dataset.value))
    with reading(held) as connection:
        area = read_area(connection, of("NC04")).area
        for selection, limits in (
            (Selection(area=area), RowLimits()),
            (Selection(), RowLimits(within=area)),
            (Selection(area=read_area(connection, of("DB ALL")).area), RowLimits(within=area)),
        ):
            behind = published_rows(connection, selection, dataset, limits)
            found = Counter(tuple(text or "" for text in row[:-8]) for batch in behind.batches for row in batch)
            assert behind.count == sum(found.values())
            assert found == wanted


def test_stops_are_still_refused_for_what_is_made_of_lsoas(held: Path, tmp_path: Path) -> None:
    (code,) = query(held, "SELECT max(code) FROM lsoa")[0]
    words = ("export", "--layer", "stops", "--format", "csv", "--area", f"lsoa:{code}", tmp_path / "out.csv")
    assert "name a neighbourhood" in sentence(run(held, *words))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("dogger-bank/NC04", "NC04"),
        ("dogger-bank/nc04", "nc04"),
        ("Dogger-Bank/market AND haven", "NC04"),
        ("Silver Pit", "Silver Pit"),
        ("silver pit", "Silver Pit"),
        ("dogger-bank/e05-99.1", "E05-99.1"),
        (" dogger-bank / Markham's Hole ", "E05-99.1"),
    ],
)
def test_ids_and_names_mean_one_neighbourhood(held: Path, text: str, code: str) -> None:
    with reading(held) as connection:
        area = read_area(connection, f"neighbourhood:{text}").area
    assert area is not None
    assert (area.kind, area.codes) == ("neighbourhood", (f"{FORCE}/{code}",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dogger-bank/NC05", "Perhaps you mean"),
        ("dogger-bank/NC05", "neighbourhoods fetch"),
        ("dogger-bank/Nc04", "are 2 neighbourhoods"),
        ("dogger-bnk/NC04", "'dogger-bnk' is not a force. Perhaps you mean dogger-bank"),
        ("dorset/X", "holds no neighbourhoods of 'dorset'; it has those of dogger-bank"),
        ("'; DROP TABLE crime; --", "knows no neighbourhood"),
        ("dogger-bank/<script>" + "x" * 600, "knows no neighbourhood"),
        ("", "is not an area"),
    ],
)
def test_what_is_not_meant_clearly_is_a_sentence(held: Path, text: str, said: str) -> None:
    assert said in sentence(run(held, "counts", "--by", "month", "--area", f"neighbourhood:{text}"))


def test_what_was_not_fetched_or_has_no_outline_is_a_sentence(held: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(held, tmp_path / "less.sqlite"))
    written(path, "UPDATE neighbourhood_outline SET geom = NULL WHERE code = '17'")
    written(path, "DELETE FROM neighbourhood_outline WHERE code = 'AB12'")
    assert "gives no outline of dogger-bank/17" in sentence(run(path, "counts", "--by", "month", "--area", of("17")))
    assert "only the name is held" in sentence(run(path, "counts", "--by", "month", "--area", of("AB12")))
    with reading(held) as connection:
        area = read_area(connection, of("AB12")).area
    with reading(path) as connection, pytest.raises(CacheError, match="may have renamed it"):
        counts(connection, Selection(area=area), By.MONTH)


def test_other_forces_with_rows_inside_belong_to_it(held: Path, outlines: dict[str, Any], tmp_path: Path) -> None:
    path = Path(shutil.copy(held, tmp_path / "more.sqlite"))
    inside, outside = outlines["NC04"].representative_point(), outlines["17"].representative_point()
    rows = [street_row(longitude=f"{point.x:.6f}", latitude=f"{point.y:.6f}") for point in (inside, inside, outside)]
    files = {member("2025-03", "btp"): street_csv("2025-03", "btp", rows)}
    succeed(path, "import", archive_zip(tmp_path / "btp.zip", files))
    with reading(path) as connection:
        area = read_area(connection, of("NC04")).area
        assert area is not None
        choose_lsoas(connection, area)
        assert forces_of(connection, area) == ("btp", FORCE)
        found = counts(connection, Selection(area=area, forces=("btp",)), By.FORCE)
        assert found.rows == (("btp", 2),)
        choose_lsoas(connection, read_area(connection, of("AB12")).area)
        assert forces_of(connection, read_area(connection, of("AB12")).area or area) == (FORCE,)


@pytest.mark.parametrize("with_outlines", [False, True])
def test_a_slice_is_a_part_of_it_unless_its_lsoas_are_known_to_be_all(
    service: Service, sample_zip: Path, sample_folder: Path, tmp_path: Path, with_outlines: bool
) -> None:
    path = tmp_path / "slice.sqlite"
    fetch_into(service, path)
    lsoas = sorted({row["LSOA code"] for _, row in rows_inside(polygons(service)["NC04"], sample_zip, "street")})
    if with_outlines:
        succeed(
            path, "areas", "import", *(sample_folder / f"sample_{name}" for name in ("lsoa_2021.geojson", "lookup.csv"))
        )
        succeed(path, "import", sample_zip, "--area", of("NC04"), "--force", FORCE)
    else:
        succeed(path, "import", sample_zip, "--lsoa", *lsoas, "--force", FORCE)
    with reading(path) as connection:
        found = counts(connection, read_area(connection, of("NC04")), By.FORCE)
        whole = counts(connection, read_area(connection, of("DB ALL")), By.FORCE)
    assert found.total == len(rows_inside(polygons(service)["NC04"], sample_zip, "street"))
    if with_outlines:
        assert found.coverage.partial == ()
    else:
        assert "not known whether they are all" in found.coverage.partial[0].reason
    assert whole.coverage.partial != ()


def test_it_is_offered_and_found_as_an_area(held: Path) -> None:
    with reading(held) as connection:
        offered = {choice.text: choice.name for choice in area_choices(connection) if choice.kind == "neighbourhood"}
        assert offered[of("E05-99.1")] == "Markham's Hole"
        assert set(offered) == {of(code) for code in CODES}
        first = search(connection, "market and haven")[0]
    assert (first.kind.value, first.area) == ("neighbourhood", of("NC04"))
    assert first.extent is not None


def test_bands_hold_what_the_polygon_holds(outlines: dict[str, Any]) -> None:
    for outline in outlines.values():
        west, south, east, north = outline.bounds
        parts = [part for part in getattr(outline, "geoms", [outline]) if part.geom_type == "Polygon"]
        for part in parts:
            rings = [list(part.exterior.coords), *(list(hole.coords) for hole in part.interiors)]
            bands = Bands(rings)
            corners = [(x + dx, y + dy) for x, y in rings[0][:50] for dx in (-1e-6, 0, 1e-6) for dy in (-1e-6, 0, 1e-6)]
            grid = [
                (west + (east - west) * i / 20, south + (north - south) * j / 20) for i in range(21) for j in range(21)
            ]
            for x, y in [*corners, *grid, (west - 1, south), (east, north + 1)]:
                assert bands.hold(x, y) == holds(rings, x, y)
    assert not Bands([]).hold(0, 0)


def test_a_real_outline_counts_the_crimes_that_shapely_finds_in_it(shared: Path, tmp_path: Path) -> None:
    """St Marks in Cheltenham as recorded, with the crimes that the service gave for its surroundings."""
    import shapely.geometry

    answers = shared / "data" / "api" / "cheltenham_2021-05"
    ring, about, listed = (
        json.loads((answers / f"{name}.json").read_text(encoding="utf-8"))
        for name in (
            *("neighbourhood_boundary_gloucestershire_AA3", "neighbourhood_specific_gloucestershire_AA3"),
            "neighbourhoods_gloucestershire",
        )
    )
    crimes = json.loads((answers / "crimes-street_all-crime_2021-05.json").read_text(encoding="utf-8"))
    places = [(crime["location"]["longitude"], crime["location"]["latitude"]) for crime in crimes]
    rows = [street_row(longitude=x, latitude=y) for x, y in places]
    files = {member("2021-05", "gloucestershire"): street_csv("2021-05", "gloucestershire", rows)}
    path = tmp_path / "real.sqlite"
    succeed(path, "import", archive_zip(tmp_path / "real.zip", files))
    key = NeighbourhoodKey("gloucestershire", "AA3")
    asked = Asked(read_neighbourhood(about), read_boundary(ring), (), (), ())
    with OfflineCache(path) as cache, cache.transaction() as connection:
        keep_list(connection, key.force, read_neighbourhoods(listed))
        keep_neighbourhood(connection, key, asked)
    polygon = shapely.geometry.Polygon([(float(corner["longitude"]), float(corner["latitude"])) for corner in ring])
    inside = sum(polygon.contains(shapely.geometry.Point(float(x), float(y))) for x, y in places)
    assert 100 < inside < len(places)
    with reading(path) as connection:
        found = counts(
            connection, read_area(connection, "neighbourhood:Gloucestershire Constabulary/st marks"), By.FORCE
        )
    assert found.rows == (("gloucestershire", inside),)
