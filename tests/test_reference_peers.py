# SPDX-License-Identifier: GPL-2.0-or-later
"""Lists of peers: ONS's, one's own by codes and by names, and what of them can be compared with."""

from __future__ import annotations

from pathlib import Path

import pytest

from offline_cache import BadFile, OfflineCache
from offline_cache.areas.model import AreaKind
from offline_cache.reader import reading
from offline_cache.reference_data.importing import import_peers
from offline_cache.reference_data.model import ReferenceLacking
from offline_cache.reference_data.peer_lists import dropped_peers, listed_peers, peer_lists
from tests.area_factory import table, written
from tests.command import query
from tests.reference_cases import CSPS, FORCES, NORTH, SOUTH, WEST, country, imported

ONS = "edition,model,area_code,rank,peer_code"


def peers(cache: Path, name: str, code: str) -> list[tuple[int, str, str]]:
    with reading(cache) as connection:
        return [(peer.rank, peer.code, peer.name) for peer in listed_peers(connection, name, code)]


def dropped(cache: Path, name: str, code: str) -> dict[str, str]:
    with reading(cache) as connection:
        return {peer.code: peer.why for peer in dropped_peers(connection, name, code)}


def ons(*rows: tuple[object, ...]) -> str:
    return table(ONS, *rows)


def test_ons_neighbours_newest_edition_and_those_that_can_be_compared(cache_path: Path, tmp_path: Path) -> None:
    rows = [
        (2026, "global", NORTH, 2, WEST),
        (2026, "global", NORTH, 1, "S12000033"),
        (2025, "global", NORTH, 1, SOUTH),
    ]
    rows += [(2026, "global", NORTH, 3, "E10000003"), (2026, "global", NORTH, 4, "E47000001")]
    rows += [(2026, "global", NORTH, 5, "N09000001"), (2026, "global", NORTH, 6, "E07000001")]
    lines = imported(country(cache_path, tmp_path), tmp_path, {"ons.csv": ons(*rows)})
    assert [line.split(": ", 1)[1] for line in lines] == [
        "peers of 1 districts of 2025: ons-global, 1 peers (added)",
        "peers of 1 districts of 2026: ons-global, 6 peers (added)",
    ]
    assert peers(cache_path, "ons-global", NORTH) == [(2, WEST, "West")]
    assert dropped(cache_path, "ons-global", NORTH) == {
        "S12000033": "it is in Scotland",
        "N09000001": "it is in Northern Ireland",
        "E10000003": "it is no district, but a larger area",
        "E47000001": "it is no district, but a larger area",
        "E07000001": "the look-ups held do not know it: it was abolished, or is of another edition",
    }
    with reading(cache_path) as connection:
        assert [(held.edition, held.areas, held.peers) for held in peer_lists(connection)] == [
            (2026, 1, 6),
            (2025, 1, 1),
        ]


def test_a_csp_takes_the_peers_of_the_district_that_it_is(cache_path: Path, tmp_path: Path) -> None:
    rows = [(2026, "global", NORTH, 1, SOUTH), (2026, "global", NORTH, 2, WEST), (2026, "global", SOUTH, 1, NORTH)]
    imported(country(cache_path, tmp_path), tmp_path, {"ons.csv": ons(*rows)})
    assert peers(cache_path, "ons-global", CSPS[0]) == [(2, CSPS[3], "West")]
    assert dropped(cache_path, "ons-global", CSPS[0]) == {SOUTH: "it is not one whole CSP"}
    with pytest.raises(ReferenceLacking, match="South A is not one whole district"):
        peers(cache_path, "ons-global", CSPS[1])
    with pytest.raises(ReferenceLacking, match="names no peers of West"):
        peers(cache_path, "ons-global", CSPS[3])


def test_a_list_of_csps_serves_the_districts_that_are_csps(cache_path: Path, tmp_path: Path) -> None:
    own = table("area,peer", [CSPS[0], CSPS[1]], [CSPS[0], CSPS[3]])
    imported(country(cache_path, tmp_path), tmp_path, {"MSG of ours.csv": own})
    assert peers(cache_path, "MSG of ours", CSPS[0]) == [(1, CSPS[1], "South A"), (2, CSPS[3], "West")]
    assert peers(cache_path, "MSG of ours", NORTH) == [(2, WEST, "West")]


@pytest.mark.parametrize("code", ["S12000033", "N09000001", "E02000001", "Luton", ""])
def test_what_has_no_peers_here(code: str, cache_path: Path, tmp_path: Path) -> None:
    imported(country(cache_path, tmp_path), tmp_path, {"ons.csv": ons((2026, "global", NORTH, 1, WEST))})
    with pytest.raises(ReferenceLacking, match="has no peers here"):
        peers(cache_path, "ons-global", code)


def test_lists_that_are_not_held(cache_path: Path, tmp_path: Path) -> None:
    imported(country(cache_path, tmp_path), tmp_path, {"ons.csv": ons((2026, "global", NORTH, 1, WEST))})
    with pytest.raises(ReferenceLacking, match="no list 'ons-economic'; held are: ons-global"):
        peers(cache_path, "ons-economic", NORTH)
    with pytest.raises(ReferenceLacking, match="not of police force areas"):
        peers(cache_path, "ons-global", FORCES[0])


def own(cache: Path, folder: Path, text: str, name: str = "", kind: AreaKind | None = None) -> list[str]:
    path = written(folder / "own list.csv", text)
    with OfflineCache(cache) as opened:
        return import_peers(opened, path, name, kind).lines()


def test_names_are_known_as_people_write_them(cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path)
    text = table("area,peer,rank", ["NORTH AND MOOR", "City of South", 2], ["North & Moor", " west ", 1])
    own(cache_path, tmp_path, text, "ours")
    assert peers(cache_path, "ours", NORTH) == [(1, WEST, "West"), (2, SOUTH, "South, City of")]
    own(cache_path, tmp_path, table("area,peer", ["West", "South A"]), "csps")
    assert peers(cache_path, "csps", CSPS[3]) == [(1, CSPS[1], "South A")]
    own(cache_path, tmp_path, table("area,peer", ["West", "North & Moor"]), "csps", AreaKind.CSP)
    assert peers(cache_path, "csps", CSPS[3]) == [(1, CSPS[0], "North & Moor")]


def test_forces_are_known_without_look_ups(cache_path: Path, tmp_path: Path) -> None:
    text = table(
        "level,area,peer,rank,complete_list,source_year",
        ["force", "Dyfed-Powys", "Devon and Cornwall", "", "yes", 2004],
        ["force", "Dyfed Powys Police", "norfolk constabulary", "", "yes", 2004],
        ["force", "Metropolitan Police", "Merseyside", "", "no", 2005],
        ["force", "City of London", "(none)", "", "yes", "2012-2015"],
        ["force", "Police Scotland", "Norfolk; PSNI", "", "yes", 2004],
        ["csp", "Chelmsford & Maldon", "Lewes", "", "no", 2012],
    )
    said = "\n".join(own(cache_path, tmp_path, text))
    assert peers(cache_path, "own list", "W15000004") == [
        (1, "E23000035", "Devon & Cornwall Police"),
        (2, "E23000024", "Norfolk Constabulary"),
    ]
    for part in (
        "Police Scotland, PSNI",
        "City of London",
        "not complete for: Metropolitan Police",
        "Chelmsford & Maldon",
    ):
        assert part in said
    assert query(cache_path, "SELECT kind, edition FROM peer_list") == [("pfa", 2015)]


def test_what_is_left_out_of_a_list_is_said(cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path)
    text = table("area,peer", *[[NORTH, peer] for peer in (NORTH, WEST, WEST, "Atlantis", SOUTH)])
    said = "\n".join(own(cache_path, tmp_path, text, "ours", AreaKind.DISTRICT))
    assert peers(cache_path, "ours", NORTH) == [(1, WEST, "West"), (2, SOUTH, "South, City of")]
    assert "Atlantis" in said
    assert f"Named as their own peers: {NORTH}" in said
    assert "the area has already: 1;" in said
    assert f"Fewer than 5 peers, too few for a comparison: {NORTH}" in said


def test_a_list_of_the_same_name_and_year_is_replaced_as_a_whole(cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path)
    assert own(cache_path, tmp_path, table("area,peer", [NORTH, WEST], [WEST, NORTH]), "ours")[0].endswith("(added)")
    assert own(cache_path, tmp_path, table("area,peer", [NORTH, SOUTH]), "ours")[0].endswith("(revised)")
    assert own(cache_path, tmp_path, table("area,peer", [NORTH, SOUTH]), "ours")[0].endswith("(unchanged)")
    assert query(cache_path, "SELECT area, peer FROM peer") == [(NORTH, SOUTH)]
    own(cache_path, tmp_path, table("area,peer", [NORTH, WEST]), "another")
    assert query(cache_path, "SELECT count(*) FROM peer_list") == [(2,)]


REFUSED = {
    "unknown names": (table("area,peer", ["Lyonesse", "Atlantis"]), "names no area and peer that are known here"),
    "only itself": (table("area,peer", [NORTH, NORTH]), "names no area and peer that are known here"),
    "no peer": (table("area,peer", [NORTH, ""]), "Line 2 of own list.csv names no area or no peer"),
    "no area": (table("area,peer", ["", WEST]), "Line 2 of own list.csv names no area or no peer"),
    "rank 0": (table("area,peer,rank", [NORTH, WEST, 0]), "rank 0"),
    "rank in words": (table("area,peer,rank", [NORTH, WEST, "first"]), "'first', which is no number"),
    "rank in parts": (table("area,peer,rank", [NORTH, WEST, "1.5"]), "'1.5', which is no count"),
    "odd level": (table("level,area,peer", ["planet", NORTH, WEST]), "level 'planet'"),
    "no rows": (table("area,peer"), "names no area and peer"),
    "no list": (table("a,b", [1, 2]), "columns 'area' and 'peer'"),
    "empty": ("", "is empty"),
    "cut": (table("area,peer", [NORTH, WEST]) + NORTH, "Line 3 of own list.csv has 1 fields"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_list_that_is_refused(name: str, cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path)
    text, part = REFUSED[name]
    with pytest.raises(BadFile) as caught:
        own(cache_path, tmp_path, text, "ours")
    assert part in str(caught.value)
    assert query(cache_path, "SELECT count(*) FROM peer_list") == [(0,)]


def test_ones_own_list_takes_no_name_of_onss(cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path)
    with pytest.raises(BadFile, match="cannot be called ons-global"):
        own(cache_path, tmp_path, table("area,peer", [NORTH, WEST]), "ons-global")


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ((2026, "cosmic", NORTH, 1, WEST), "model 'cosmic'"),
        (("", "global", NORTH, 1, WEST), "no edition or no rank"),
        ((2026, "global", NORTH, "", WEST), "no edition or no rank"),
        ((2026, "global", "Luton", 1, WEST), "'Luton' for a code"),
        ((2026, "global", SOUTH, 1, WEST), "for the second time"),
    ],
)
def test_ons_lists_that_are_refused(row: tuple[object, ...], part: str, cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path)
    with pytest.raises(BadFile, match=part):
        imported(cache_path, tmp_path, {"ons.csv": ons((2026, "global", SOUTH, 1, WEST), row)})
    assert query(cache_path, "SELECT count(*) FROM peer") == [(0,)]
