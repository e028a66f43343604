# SPDX-License-Identifier: GPL-2.0-or-later
"""Files with LSOAs of 2011 in every comparison of areas: counted as plain counting does, or refused and said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException

from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.algorithm_runs import rows, run
from tests.edition_cases import ASKED, GROUNDS, UNKNOWN, YEAR, country, crimes, plain

KINDS = ("lsoa", "ward", "district", "csp", "pfa")
PLACED = ("lsoa", "ward", "district", "csp")
RATED = ("arearates", "smoothedrates", "funnelplot", "locationquotient")
UNKNOWN_A_MONTH = 3


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the country in which every LSOA is known."""
    return country(tmp_path_factory.mktemp("exact"))


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the same with an LSOA that no look-up knows."""
    return country(tmp_path_factory.mktemp("doubtful"), UNKNOWN_A_MONTH)


def made(name: str, cache: Path, **parameters: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Numbers and rows of a run over the year, burglaries unless told otherwise."""
    given = {"CACHE": str(cache), "OUTPUT": "memory:", "TYPES": ["Burglary"], **ASKED, **parameters}
    results, context = run(name, given)
    return results, rows(results, context)


def against_peers(kind: str, which: int = 0) -> dict[str, str]:
    """AREA and its peers: the like area of each other force; `which` of the areas of a level."""
    codes = [list(ground.areas(kind))[which] for ground in GROUNDS]
    return {"AREA": f"{kind}:{codes[0]}", "PEERS": "list", "PEER_LIST": ",".join(codes[1:])}


def mine(kind: str, which: int = 0, unknown: int = 0) -> int:
    """Burglaries of the first force's area, counted."""
    return plain(list(GROUNDS[0].areas(kind).values())[which], unknown=unknown)


@pytest.mark.parametrize(("kind", "which"), [*((kind, 0) for kind in KINDS), ("lsoa", 1)])
def test_an_area_and_its_peers_are_counted_as_the_files_are(exact: Path, kind: str, which: int) -> None:
    page = exact.parent / f"{kind}{which}.html"
    given = {**against_peers(kind, which), "OUTPUT_TABLE": "memory:", "REPORT": str(page)}
    results, _ = made("comparewithpeers", exact, **given)
    assert (results["CRIMES"], results["NOT_CARRIED"], results["NOT_CARRIED_SHARE"]) == (mine(kind, which), 0, 0)
    assert "in no count" not in results["SENTENCE"]
    assert "exact-fit look-up, all of them" in page.read_text(encoding="utf-8")
    quarters, found = made("comparetime", exact, **against_peers(kind, which), PERIOD="months")
    assert sum(row["count"] for row in found) == mine(kind, which)
    assert quarters["NOT_CARRIED"] == 0


@pytest.mark.parametrize(("kind", "which"), [*((kind, 0) for kind in PLACED), ("lsoa", 1)])
def test_outcomes_follow_the_crimes_that_are_carried(exact: Path, kind: str, which: int) -> None:
    results, _ = made("outcomecomparison", exact, **against_peers(kind, which), AGAINST="peers", FOLLOW_UP="3")
    followed = YEAR[: 12 - 3]
    lsoas = list(GROUNDS[0].areas(kind).values())[which]
    expected = sum(row.lsoa in lsoas and row.kind == "Burglary" and row.month in followed for row in crimes())
    assert (results["CRIMES"], results["NOT_CARRIED"]) == (expected, 0)


@pytest.mark.parametrize("kind", ["ward", "district", "csp"])
def test_what_no_look_up_knows_is_said_of_an_area(doubtful: Path, kind: str) -> None:
    """It may be the area's: number, share, sentence and page say so."""
    lost, counted = plain([UNKNOWN], unknown=UNKNOWN_A_MONTH), mine(kind, unknown=UNKNOWN_A_MONTH)
    assert lost == 12 * UNKNOWN_A_MONTH
    share = f"{100 * lost / (lost + counted):.1f}% of all that may"
    for name in ("comparewithpeers", "comparetime", "outcomecomparison"):
        page = doubtful.parent / f"{name}-{kind}.html"
        more = {"AGAINST": "peers", "FOLLOW_UP": "3"} if name == "outcomecomparison" else {}
        results, _ = made(name, doubtful, **against_peers(kind), **more, REPORT=str(page))
        assert results["NOT_CARRIED"] == lost, name
        assert results["NOT_CARRIED_SHARE"] == pytest.approx(lost / (lost + counted)), name
        if name == "comparewithpeers":
            in_json = json.loads(results["NUMBERS"])["not_carried"]
            assert in_json == {"crimes": lost, "share": pytest.approx(lost / (lost + counted))}
        for said in (results["SENTENCE"], page.read_text(encoding="utf-8")):
            assert f"{lost} crimes that may lie in" in said, name
            assert share in said, name
            assert "exact-fit look-up, all of them" not in said, name


@pytest.mark.parametrize("kind", ["ward", "district", "csp"])
def test_verdicts_over_all_areas_say_what_is_in_no_count(exact: Path, doubtful: Path, kind: str) -> None:
    """By area in the layer; in how many and how much in the sentence, the page and the numbers."""
    peers = {"LEVEL": kind, "PEERS": "list", "PEER_LIST": against_peers(kind)["PEER_LIST"]}
    area = against_peers(kind)["AREA"]
    lost, counted = plain([UNKNOWN], unknown=UNKNOWN_A_MONTH), mine(kind, unknown=UNKNOWN_A_MONTH)
    page = doubtful.parent / f"verdicts-{kind}.html"
    results, found = made("peerverdicts", doubtful, **peers, AREA=area, REPORT=str(page))
    (row,) = found
    assert (row["count"], row["not_carried"]) == (counted, lost)
    assert (results["NOT_CARRIED"], results["NOT_CARRIED_SHARE"]) == (1, pytest.approx(lost / (lost + counted)))
    for said in (results["SENTENCE"], page.read_text(encoding="utf-8")):
        assert "In 1 of the 1 areas compared some crimes are in no count" in said
        assert f"at most {100 * lost / (lost + counted):.1f}% of" in said
    results, found = made("peerverdicts", exact, **peers, AREA=area)
    assert (results["NOT_CARRIED"], results["NOT_CARRIED_SHARE"], found[0]["not_carried"]) == (0, 0, 0)
    assert "in no count" not in results["SENTENCE"]


def test_a_force_counts_its_files_and_carries_nothing(doubtful: Path) -> None:
    """All rows of its files: with those without a place, and those whose LSOA nobody knows."""
    peers = against_peers("pfa")
    results, _ = made("comparewithpeers", doubtful, **{**peers, "AREA": "force:bedfordshire"})
    every = {GROUNDS[0].kept, *GROUNDS[0].old, UNKNOWN, ""}
    mine_of_all = sum(1 for _ in _bedfordshire(every))
    assert (results["CRIMES"], results["NOT_CARRIED"]) == (mine_of_all, 0)


def _bedfordshire(lsoas: set[str]) -> list[str]:
    return [row.lsoa for row in crimes(UNKNOWN_A_MONTH) if row.at == 0 and row.kind == "Burglary" and row.lsoa in lsoas]


@pytest.mark.parametrize(("kind", "part"), [("lsoa", GROUNDS[0].new[0]), ("ward", GROUNDS[0].ward(1))])
@pytest.mark.parametrize("name", ["comparewithpeers", "comparetime"])
def test_a_part_of_a_split_lsoa_is_refused_with_the_reason(exact: Path, name: str, kind: str, part: str) -> None:
    """Its crimes cannot be told from those of the other part: no rate of 0, and no advice to import what is held."""
    with pytest.raises(QgsProcessingException, match="LSOAs of 2011 that .* shares with other areas") as caught:
        made(name, exact, **{**against_peers(kind), "AREA": f"{kind}:{part}"})
    assert "which is not zero" in str(caught.value)
    assert "Import" not in str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", RATED)
def test_all_areas_of_a_level_are_counted_as_the_files_are(exact: Path, doubtful: Path, name: str, kind: str) -> None:
    """Those that share an LSOA have no rate; what is in no area is a number, a share and a sentence."""
    for cache, unknown in ((exact, 0), (doubtful, UNKNOWN_A_MONTH)):
        page = cache.parent / f"{name}-{kind}.html"
        results, found = made(name, cache, LEVEL=kind, EDITION="2021", REPORT=str(page))
        whole = {area: lsoas for ground in GROUNDS for area, lsoas in ground.areas(kind).items()}
        by_code = {row["code"]: row for row in found}
        assert set(whole) <= set(by_code)
        for area, lsoas in whole.items():
            assert by_code[area]["count"] == plain(lsoas, unknown=unknown), (name, area)
            assert by_code[area]["months_held"] == 12
        for area in set(by_code) - set(whole):
            assert by_code[area]["months_held"] == 0, (name, area)
        carried = set().union(*whole.values())
        lost = [ground.old[at] for ground in GROUNDS for at in (0, 3) if ground.old[at] not in carried]
        kinds = ("Burglary", "Robbery") if name == "locationquotient" else ("Burglary",)  # which counts all crime
        expected = plain([*lost, UNKNOWN], kinds, unknown)
        assert results["NOT_CARRIED"] == expected, (name, kind)
        total = plain([*carried, *lost, UNKNOWN], kinds, unknown)
        if expected:
            lost_ones = f"cannot be carried to one area exactly: {expected:,} crimes ({100 * expected / total:.1f}%)"
            assert lost_ones in results["SENTENCE"]
            assert lost_ones in page.read_text(encoding="utf-8")
        else:
            assert "cannot be carried" not in results["SENTENCE"]
