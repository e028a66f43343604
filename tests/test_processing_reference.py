# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:importreference` and `policeuk:importpeers` as QGIS runs them, and `reference` from a shell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException

from tests.algorithm_runs import Listening, registered, run
from tests.area_factory import table, written
from tests.command import dump, sentence, succeed
from tests.command import run as run_command
from tests.reference_cases import CSPS, FIGURES, FORCES, LOOK_UP, LSOAS, NORTH, SOUTH, WEST, country


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    """Register the provider for one test."""
    yield from registered()


def test_reference_data_is_imported_and_said(cache_path: Path, tmp_path: Path) -> None:
    rows = [[code, n, n, n] for n, code in enumerate(LSOAS, 1)]
    mine = written(tmp_path / "mine.csv", table("LSOA21CD,residents,households,score", *rows))
    look_up = written(tmp_path / "look-up.csv", LOOK_UP)
    feedback = Listening()
    results, _ = run("importreference", {"CACHE": str(cache_path), "INPUT": [str(look_up), str(mine)]}, feedback)
    counted = {"FILES": 2, "PARTS": 3, "ADDED": 3, "REVISED": 0, "UNCHANGED": 0}
    assert results == {"CACHE": str(cache_path), **counted}
    assert "mine.csv: figures of 6 LSOAs of 2021: 21 residents, 21 households (added)" in feedback.said
    assert "mine.csv: attributes of 6 LSOAs of 2021: score (added)" in feedback.said
    again, _ = run("importreference", {"CACHE": str(cache_path), "INPUT": str(mine)})
    assert (again["UNCHANGED"], again["ADDED"]) == (2, 0)


def test_a_list_of_peers_with_its_warnings(cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path)
    path = written(tmp_path / "own.csv", table("area,peer", *[["West", name] for name in ("North & Moor", "Lyonesse")]))
    feedback = Listening()
    given = {"CACHE": str(cache_path), "INPUT": str(path), "NAME": "MSG 2024"}
    results, _ = run("importpeers", {**given, "KIND": "csp"}, feedback)
    assert results == {"CACHE": str(cache_path), "PEER_LIST": "MSG 2024", "LISTS": 1, "AREAS": 1, "PEERS": 1}
    assert feedback.said[-1] == "own.csv: peers of 1 CSPs: MSG 2024, 1 peers (added)"
    assert feedback.warned == [
        "Names that are of no CSP known here, or of several: Lyonesse; left out.",
        f"Fewer than 5 peers, too few for a comparison: {CSPS[3]}.",
    ]
    run("importpeers", {**given, "NAME": ""})
    assert [line.split(" (")[0] for line in succeed(cache_path, "reference", "status").out.splitlines()[-2:]] == [
        "peers of 1 CSPs: MSG 2024, 1 peers",
        "peers of 1 districts: own, 1 peers",
    ]


@pytest.mark.parametrize("algorithm", ["importreference", "importpeers"])
def test_bad_files_end_in_a_sentence_and_change_nothing(algorithm: str, cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path)
    before = dump(cache_path)
    for name, text in (("empty.csv", ""), ("words.csv", "dear,reader\nwords,words\n"), ("noise.csv", b"\xff\xfe\xfd")):
        with pytest.raises(QgsProcessingException, match=name):
            run(algorithm, {"CACHE": str(cache_path), "INPUT": str(written(tmp_path / name, text))})
    with pytest.raises(QgsProcessingException, match="does not exist"):
        run(algorithm, {"CACHE": str(cache_path), "INPUT": str(tmp_path / "nowhere.csv")})
    assert dump(cache_path) == before


def test_cancelled_before_a_file_nothing_is_there(cache_path: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "figures.csv", FIGURES)
    feedback = Listening(cancel_at=0)
    feedback.cancel()
    with pytest.raises(QgsProcessingException, match="Stopped: 0 of 1 files"):
        run("importreference", {"CACHE": str(cache_path), "INPUT": str(path)}, feedback)


def test_from_a_shell(cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path)
    peers = written(tmp_path / "own.csv", table("area,peer", [NORTH, WEST], [NORTH, SOUTH]))
    c2 = written(tmp_path / "P1_ye_june_2025.csv", table(
        "Area Code,Area Name,Total recorded crime (excluding fraud),Violence against the person,Burglary,Robbery,"
        "Sexual offences",
        [FORCES[0], "Bedfordshire", 9, 4, 3, 1, 1],
    ))  # fmt: skip
    score = written(tmp_path / "score 2023.csv", table("LSOA21CD,score,crime score", [LSOAS[0], 1, 2]))
    out = succeed(cache_path, "reference", "import", peers, "--peers", "MSG").out
    assert out.splitlines()[0] == "own.csv: peers of 1 districts: MSG, 2 peers (added)"
    succeed(cache_path, "reference", "import", c2, score)
    held = json.loads(succeed(cache_path, "reference", "status", "--json").out)
    assert [(entry["content"], entry["edition"], entry["of"]) for entry in held["reference"]] == [
        *[("attributes", 2021, "2023"), ("figures", 2021, ""), ("look-up", 2021, "")],
        *[("official counts", 2025, "2025-06"), ("peers", 0, "")],
    ]
    assert all(entry["licence"] and entry["imported_at"] and entry["source"] for entry in held["reference"])
    assert [(each["name"], each["circular"], each["from_lsoas"]) for each in held["measures"]["csp"]] == [
        *[("crime_score", True, True), ("score", False, True)],
    ]
    assert "one list of peers" in sentence(run_command(cache_path, "reference", "import", peers, c2, "--peers", "x"))
    assert "own.csv" not in succeed(cache_path, "areas", "import", written(tmp_path / "l.csv", LOOK_UP)).out
    assert "No reference data is held" in succeed(cache_of_nothing(tmp_path), "reference", "status").out


def cache_of_nothing(folder: Path) -> Path:
    """Give a cache that has no areas."""
    from offline_cache import OfflineCache

    with OfflineCache(folder / "nothing.sqlite"):
        return folder / "nothing.sqlite"
