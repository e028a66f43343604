# SPDX-License-Identifier: GPL-2.0-or-later
"""`--area`: names with commas, names that several areas have, and crimes that cannot be carried to the area."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from offline_cache.chosen_area import forces_of, read_area
from offline_cache.errors import CacheError
from offline_cache.model import Area, By, Selection
from offline_cache.queries import counts
from offline_cache.reader import reading
from offline_cache.reference import lsoa_edition
from tests.area_factory import table, written
from tests.command import run, sentence, succeed
from tests.sample_factory import outcome_row, outcomes_csv, street_csv, street_row

FORCE = "dorset"
CODES = [f"E010{number:05d}" for number in range(1, 35_000)]
OLD = [code for code in CODES if lsoa_edition(code) == 2011][:3]
SAME = [code for code in CODES if lsoa_edition(code) is None][:3]
NEW = [code for code in CODES if lsoa_edition(code) == 2021][:4]
BRISTOL, POOLE = "Bristol, City of", "Bournemouth, Christchurch and Poole"
LOOK_UP = table(
    "LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM,CSP24CD,CSP24NM",
    [SAME[0], "City 1", "E05000001", "Abbey", "E06000001", BRISTOL, "E22000001", POOLE],
    [SAME[1], "City 2", "E05000002", "Abbey", "E06000002", "Luton", "E22000002", "Luton"],
    [NEW[0], "City 3", "E05000003", "Castle", "E06000002", "Luton", "E22000002", "Luton"],
    [NEW[1], "City 4", "E05000001", "Abbey", "E06000001", BRISTOL, "E22000001", POOLE],
    [NEW[2], "City 9", "E05000003", "Castle", "E06000002", "Luton", "E22000002", "Luton"],
)
# OLD[0] was split between both areas, OLD[1] became part of Luton; no look-up knows OLD[2].
FIT = table(
    "LSOA11CD,LSOA21CD,CHGIND", [OLD[0], NEW[0], "S"], [OLD[0], NEW[1], "S"], [OLD[1], NEW[2], "M"],
)  # fmt: skip


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of crimes in LSOAs of both editions, with look-ups."""
    folder = tmp_path_factory.mktemp("areas")
    old = {OLD[0]: ("City 3", 4), OLD[1]: ("City 9", 8), OLD[2]: ("City 5", 16), SAME[1]: ("City 2", 1), "": ("", 32)}
    new = {SAME[0]: ("City 1", 64), NEW[0]: ("City 3", 128), NEW[1]: ("City 4", 2), SAME[2]: ("City 1", 1)}
    for month, held in (("2020-05", old), ("2024-05", new)):
        rows = [
            street_row(lsoa_code=code, lsoa_name=name) for code, (name, count) in held.items() for _ in range(count)
        ]
        (folder / f"{month}-{FORCE}-street.csv").write_bytes(street_csv(month, FORCE, rows))
        outcomes = [outcome_row(lsoa_code=code, lsoa_name=name) for code, (name, _) in held.items()]
        (folder / f"{month}-{FORCE}-outcomes.csv").write_bytes(outcomes_csv(month, FORCE, outcomes))
    tables = [written(folder / "fit_table", FIT), written(folder / "look_up_table", LOOK_UP)]
    succeed(folder / "c.sqlite", "import", folder)
    succeed(folder / "c.sqlite", "areas", "import", *tables)
    return folder / "c.sqlite"


def total(cache: Path, area: str, *options: str) -> int:
    """Count the crimes in an area."""
    counted = succeed(cache, "counts", "--by", "month", "--format", "json", "--area", area, *options)
    return int(json.loads(counted.out)["total"])


@pytest.mark.parametrize(
    ("area", "crimes"),
    [
        (f"district:{BRISTOL}", 64 + 2),
        (f"csp:{POOLE.upper()}", 64 + 2),
        (f"csp:{POOLE},Luton".replace(f"{POOLE},", "E22000001, "), 64 + 2 + 8 + 1 + 128),
        ("ward:E05000001,E05000002", 64 + 2 + 1),
        ("ward:Castle", 8 + 128),
        (f"lsoa:{OLD[0]}", 4),
        ("lsoa:City 4", 2),
    ],
)
def test_areas_by_code_and_by_name(cache: Path, area: str, crimes: int) -> None:
    assert total(cache, area) == crimes


def test_an_lsoa_whose_two_editions_share_a_name_is_both(cache: Path) -> None:
    assert total(cache, "lsoa:City 3") == 4 + 128
    assert total(cache, "lsoa:City 3", "--to", "2020-05") == 4


def test_a_name_of_several_areas_is_not_guessed_at(cache: Path) -> None:
    said = sentence(run(cache, "counts", "--by", "month", "--area", "ward:abbey"))
    assert all(word in said for word in ("2 wards named 'abbey'", "E05000001", BRISTOL, "E05000002 (Luton)", "code"))
    said = sentence(run(cache, "counts", "--by", "month", "--area", "lsoa:City 1"))
    assert all(word in said for word in (SAME[0], SAME[2], "2 LSOAs"))


@pytest.mark.parametrize(
    "area", ["district:Bristol", "district:Bristol, City", "ward:' OR 1=1 --", "lsoa:\x1b[2J", "csp:"]
)
def test_what_is_no_area_is_a_sentence(cache: Path, area: str) -> None:
    sentence(run(cache, "counts", "--by", "month", "--area", area))


def test_crimes_that_cannot_be_carried_to_the_area_are_counted_and_told(cache: Path, tmp_path: Path) -> None:
    """The split LSOA, the one that no look-up knows, and places without one."""
    for area, unknown in (("csp:Luton", 4 + 16 + 32 + 1), ("ward:E05000002", 16 + 32 + 1), (f"lsoa:{SAME[1]}", 32)):
        result = succeed(cache, "counts", "--by", "month", "--format", "json", "--area", area)
        answer = json.loads(result.out)
        assert answer["not_carried"] == unknown
        assert any(note.startswith(f"{unknown} more crimes in the same files have a place") for note in answer["notes"])
        assert f"{unknown} more crimes" in result.err
    assert json.loads(succeed(cache, "counts", "--by", "month", "--format", "json").out)["not_carried"] == 0
    limited = succeed(cache, "counts", "--by", "month", "--format", "json", "--area", "csp:Luton", "--from", "2024-05")
    assert json.loads(limited.out)["not_carried"] == 1


@pytest.mark.parametrize(
    ("layer", "words"), [("crimes", "53 more crimes"), ("places", "53 more crimes"), ("outcomes", "4 more outcomes")]
)
def test_an_export_says_what_could_not_be_carried(cache: Path, tmp_path: Path, layer: str, words: str) -> None:
    out = tmp_path / "out.geojson"
    said = succeed(cache, "export", "--layer", layer, "--format", "geojson", "--area", "csp:Luton", out).err
    assert words in said
    assert words in json.loads(out.read_text(encoding="utf-8"))["description"]


def test_areas_in_turn_on_one_connection(cache: Path) -> None:
    """What a connection remembers of one area is never taken for another, nor for one that it could not make out."""
    with reading(cache) as connection:
        city, luton = (read_area(connection, f"csp:{name}") for name in (POOLE, "Luton"))
        unknown = Selection(area=Area("pfa", ("E23000001",), "a police force area, of which no look-up is held"))
        found = []
        for selection in (city, luton, city):
            found.append(counts(connection, selection, By.MONTH).total)
            with pytest.raises(CacheError, match="no look-up"):
                counts(connection, unknown, By.MONTH)
            assert luton.area
            assert forces_of(connection, luton.area) == (FORCE,)
        found.append(counts(connection, Selection(), By.MONTH).total)
    assert found == [64 + 2, 8 + 1 + 128, 64 + 2, sum((4, 8, 16, 1, 32, 64, 128, 2, 1))]


@pytest.mark.parametrize(
    ("area", "remedy"),
    [
        ("lsoa:S01000001", "Scotland, whose police publish no crimes"),
        ("district:S12000033", "Scotland, whose police publish no crimes"),
        ("lsoa:N00000001", "force:northern-ireland"),
        ("district:City of Edinburgh", "Scotland, whose police publish no crimes"),
        ("csp:Belfast", "force:northern-ireland"),
        ("lsoa:95GG01S1", "force:northern-ireland"),
        ("ward:xyzzy", "'areas fetch' or 'areas import'"),
    ],
)
def test_an_area_that_is_not_known_comes_with_a_remedy(sample_cache: Path, area: str, remedy: str) -> None:
    with reading(sample_cache) as connection, pytest.raises(CacheError, match="The cache knows no") as caught:
        read_area(connection, area)
    assert remedy in str(caught.value)


@pytest.mark.parametrize(
    ("area", "why"),
    [
        ("S12000033", "Scotland, whose police publish no crimes"),
        ("S01006506", "Scotland, whose police publish no crimes"),
        ("force:police-scotland", "Scotland, whose police publish no crimes"),
        ("N09000003", "force:northern-ireland"),
        ("95GG01S1", "force:northern-ireland"),
    ],
)
def test_codes_and_names_of_scotland_and_northern_ireland_come_with_the_reason(
    sample_cache: Path, area: str, why: str
) -> None:
    with reading(sample_cache) as connection, pytest.raises(CacheError) as caught:
        read_area(connection, area)
    assert why in str(caught.value)
    assert "is not an area" not in str(caught.value)


@pytest.mark.parametrize(
    ("alone", "area"),
    [
        ("E22000002", "csp:Luton"),
        ("e06000002 ", "district:Luton"),
        (f"{SAME[0]}, {SAME[1]}", f"lsoa:{SAME[0]},{SAME[1]}"),
    ],
)
def test_a_code_alone_says_of_what_kind_it_is(cache: Path, alone: str, area: str) -> None:
    with reading(cache) as connection:
        assert read_area(connection, alone) == read_area(connection, area)
    assert total(cache, alone) == total(cache, area) > 0
    with reading(cache) as connection, pytest.raises(CacheError, match="is not an area"):
        read_area(connection, "E22000002,E06000002")
