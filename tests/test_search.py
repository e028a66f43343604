# SPDX-License-Identifier: GPL-2.0-or-later
"""Search in the cache: what is found, in which order, and that no name can do anything but be shown."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache.reader import reading
from offline_cache.search import Found, FoundKind, located, search
from offline_cache.search.folding import folded
from offline_cache.search.haystack import EXACT, PART, PREFIX, WORDS, Haystack
from offline_cache.store import OfflineCache
from tests.area_factory import table, written
from tests.command import run, sentence, succeed
from tests.sample_factory import street_csv, street_row

ODD = (
    "<b>Bold</b> & Sons",
    "50% Off_Lane",
    'O\'Brien "The" Street',
    "Ynys Môn Road",
    "\u202eevoli Road",
    "a'; DROP TABLE place; --",
)


@pytest.fixture(name="cache", scope="module")
def _cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Path:
    """Give a cache with the sample and its areas."""
    cache = tmp_path_factory.mktemp("search") / "cache.sqlite"
    succeed(cache, "import", sample_folder / "sample_archive.zip")
    areas = (sample_folder / name for name in ("sample_lookup.csv", "sample_lsoa_2021.geojson"))
    succeed(cache, "areas", "import", *areas)
    return cache


def found(cache: Path, text: str, limit: int = 20) -> tuple[Found, ...]:
    """Search as the panel does."""
    with reading(cache) as connection:
        return search(connection, text, limit)


def lines(cache: Path, *words: str) -> list[str]:
    """Give the lines that the command prints."""
    return succeed(cache, "search", *words).out.splitlines()


def test_every_area_of_the_look_up_is_found_by_name_and_code(cache: Path, sample_folder: Path) -> None:
    kinds = {"lsoa": "lsoa21", "ward": "ward24", "district": "ltla24", "csp": "csp24", "pfa": "pfa24"}
    with (sample_folder / "sample_lookup.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    for kind, column in kinds.items():
        for code, name in {(row[f"{column}_code"], row[f"{column}_name"]) for row in rows}:
            wanted = f"{kind}:{code}"
            assert found(cache, code)[0].area == wanted
            assert wanted in [one.area for one in found(cache, name.upper(), 50)]


def test_the_kind_may_be_typed_too(cache: Path) -> None:
    """As the panel writes an area that is chosen."""
    for kind in (FoundKind.CSP, FoundKind.DISTRICT, FoundKind.FORCE):
        assert [one.kind for one in found(cache, f"dogger bank ({kind.value}")] == [kind]


def test_best_first(cache: Path) -> None:
    kinds = [one.kind for one in found(cache, "dogger bank", 6)]
    assert kinds[:5] == [FoundKind.FORCE, FoundKind.DISTRICT, FoundKind.CSP, FoundKind.PFA, FoundKind.LSOA]
    assert lines(cache, "cleaver", "bank") == ["ward: Cleaver Bank E05990001, Dogger Bank --area ward:E05990001"]
    assert lines(cache, "e01990002")[0].startswith("lsoa: Dogger Bank 001B, E01990002 at 54.7")


def test_high_streets_are_told_apart_and_their_lsoas_are_counted(cache: Path) -> None:
    streets = [one for one in found(cache, "high street") if one.kind is FoundKind.PLACE]
    assert [one.name for one in streets] == ["High Street"] * 4
    assert [one.detail for one in streets] == [f"Dogger Bank 004{letter}" for letter in "ABCD"]
    assert len({one.position for one in streets}) == 4
    (one,) = (one for one in found(cache, "high street 004c") if one.kind is FoundKind.PLACE)
    counted = succeed(cache, "counts", "--by", "lsoa", "--area", str(one.area)).out
    assert [line.split(",")[1] for line in counted.splitlines()[1:]] == ["E01990018"]


def test_json(cache: Path) -> None:
    (ward,) = json.loads(succeed(cache, "search", "--json", "cleaver").out)
    assert {key: ward[key] for key in ("kind", "name", "area")} == {
        "kind": "ward",
        "name": "Cleaver Bank",
        "area": "ward:E05990001",
    }


def test_an_area_without_an_outline_lies_where_its_lsoas_do(cache: Path, sample_folder: Path) -> None:
    features = json.loads((sample_folder / "sample_lsoa_2021.geojson").read_text(encoding="utf-8"))["features"]
    with (sample_folder / "sample_lookup.csv").open(encoding="utf-8") as stream:
        inside = {row["lsoa21_code"] for row in csv.DictReader(stream) if row["ward24_name"] == "Cleaver Bank"}
    points = [
        point
        for feature in features
        if feature["properties"]["LSOA21CD"] in inside
        for point in feature["geometry"]["coordinates"][0]
    ]
    box = (min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points))
    with reading(cache) as connection:
        ward = located(connection, search(connection, "cleaver bank")[0])
        force = located(connection, search(connection, "dogger-bank")[0])
    assert ward.extent == pytest.approx(box, abs=1e-5)
    assert ward.position == pytest.approx(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), abs=1e-5)
    assert force.kind is FoundKind.FORCE


def test_what_is_not_there_is_said(tmp_path: Path, cache: Path) -> None:
    assert sentence(run(cache, "search", "Atlantis")).startswith("The cache knows nothing called 'Atlantis'.")
    assert "--online asks postcodes.io" in sentence(run(cache, "search", "DB8", "1ZZ"))
    nothing = tmp_path / "nothing.sqlite"
    assert "knows nothing called" in sentence(run(nothing, "search", "luton"))
    assert not nothing.exists()


@pytest.fixture(name="odd", scope="module")
def _odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache whose places and areas have odd names, two wards one name, and areas without crimes."""
    folder = tmp_path_factory.mktemp("odd")
    rows = [street_row(location=f"On or near {name}", lsoa_code="E01990001", lsoa_name="Nowhere 001A") for name in ODD]
    path = folder / "2026-04-kent-street.csv"
    path.write_bytes(street_csv("2026-04", "kent", rows))
    look_up = table(
        "LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM",
        ("E01990001", "Nowhere 001A", "E05990001", "Abbey", "E07990001", "Ynys Môn"),
        ("E01990002", "Nowhere 001B", "E05990002", "Abbey", "E07990002", "<i>King's</i> Lynn"),
    )
    cache = folder / "cache.sqlite"
    succeed(cache, "import", path)
    succeed(cache, "areas", "import", written(folder / "look_up.csv", look_up))
    return cache


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("bold", ODD[0]),
        ("50 off", ODD[1]),
        ("50%", ODD[1]),
        ("obrien the", ODD[2]),
        ("ynys mon road", ODD[3]),
        ("evoli", ODD[4]),
        ("drop table", ODD[5]),
        ("kings lynn", "<i>King's</i> Lynn"),
        ("YNYS MÔN", "Ynys Môn"),
    ],
)
def test_odd_names_are_found_as_they_are(odd: Path, text: str, name: str) -> None:
    assert name in [one.name for one in found(odd, text)]
    assert all(line.isprintable() for line in lines(odd, *text.split()))


def test_wards_of_one_name_are_told_apart_and_those_without_crimes_come_later(odd: Path) -> None:
    held, other = found(odd, "abbey")
    assert (held.area, held.detail) == ("ward:E05990001", "Ynys Môn")
    assert (other.area, other.detail) == ("ward:E05990002", "<i>King's</i> Lynn, no crimes held")
    assert [one.code for one in found(odd, "abbey lynn")] == ["E05990002"]


@pytest.mark.parametrize("text", ["", " ", "a", "%", "_", "'", '"', "\0", "((", "*", "\u202e", "💥", "x" * 100_000])
def test_nothing_that_is_typed_breaks_it(odd: Path, text: str) -> None:
    assert isinstance(found(odd, text), tuple)


def test_a_change_of_the_cache_is_noticed(tmp_path: Path, sample_folder: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    with OfflineCache(cache):
        pass
    assert found(cache, "dogger") == ()
    succeed(cache, "areas", "import", sample_folder / "sample_lsoa_2021.geojson")
    assert {one.kind for one in found(cache, "dogger")} == {FoundKind.LSOA}


def plain_ranks(names: list[str], query: str) -> dict[int, int]:
    """Rank by looking at each name: the reference."""
    ranks = {}
    for at, name in enumerate(names):
        words = query.split()
        if name == query:
            ranks[at] = EXACT
        elif name.startswith(query):
            ranks[at] = PREFIX
        elif all(any(part.startswith(word) for part in name.split()) for word in words):
            ranks[at] = WORDS
        elif all(word in name for word in words) and max(map(len, words)) > 2:
            ranks[at] = PART
    return ranks


WORDS_OF = st.text(alphabet="abc", min_size=1, max_size=4)
NAMES = st.lists(st.lists(WORDS_OF, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=20)


@settings(max_examples=300, deadline=None)
@given(NAMES, st.lists(WORDS_OF, min_size=1, max_size=2).map(" ".join))
def test_the_order_is_that_of_plain_looking(names: list[str], query: str) -> None:
    got: dict[int, Any] = {line: rank for rank, line in Haystack((name, "", "") for name in names).find(query, 100)}
    assert got == plain_ranks(names, query)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert "\n" not in once
    assert "\t" not in once
