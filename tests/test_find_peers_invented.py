# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:findpeers` in an invented country: lists of one's own, codes written out, measures that lack."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import NULL

from tests.algorithm_runs import Listening, registered
from tests.algorithm_runs import run as run_algorithm
from tests.area_factory import table, written
from tests.peer_cases import SLUGS, attributes, country, csp, own_list, shares, with_reference
from tests.peers_found import find, peers_of, plainly


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the invented country with measures of its CSPs; nothing of Dorset is held."""
    folder = tmp_path_factory.mktemp("made")
    cache = country(folder, {("dorset", f"2022-{month:02d}") for month in range(5, 13)})
    return with_reference(cache, attributes(folder))


def test_a_list_of_ones_own_and_codes_written_out(made: Path, tmp_path: Path) -> None:
    cache = tmp_path / "c.sqlite"
    cache.write_bytes(made.read_bytes())
    with_reference(cache, own_list(tmp_path, [csp(3), csp(1), csp(0), "S12000033", "E22000001", csp(5)]))
    feedback = Listening()
    results, found = find(cache, feedback, AREA=f"csp:{csp(0)}", PEERS="list", PEER_LIST="our_list")
    assert peers_of(found) == [csp(3), csp(1), csp(5)]
    left_out = {row["code"]: row["why"] for row in found if row["role"] == "left out"}
    assert left_out.keys() == {"S12000033", "E22000001"} | ({csp(0)} & left_out.keys())
    assert "Scotland" in left_out["S12000033"]
    assert csp(0) not in peers_of(found)
    assert all(row["distance"] == NULL for row in found)
    again, same = find(cache, AREA=f"csp:{csp(0)}", PEERS="list", PEER_LIST=results["PEER_CODES"])
    assert peers_of(same) == peers_of(found)
    assert again["PEER_CODES"] == results["PEER_CODES"]
    with pytest.raises(QgsProcessingException, match="list 'nobodys'"):
        find(cache, AREA=f"csp:{csp(0)}", PEERS="list", PEER_LIST="nobodys")


def test_few_invented_areas(made: Path) -> None:
    values = {csp(at): list(shares(at)) for at in range(len(SLUGS))}
    distances = plainly(values)[csp(2)]
    found = find(made, AREA=f"csp:{csp(2)}", K=5)[1]
    wanted = [code for code, _ in sorted(distances.items(), key=lambda one: (one[1], one[0]))[:5]]
    assert [row["code"] for row in sorted(found[1:], key=lambda row: row["rank"])] == wanted
    assert found[0]["pct_flats"] == shares(2)[0]
    only = find(made, AREA=f"csp:{csp(2)}", K=5, AMONG="held")[1]
    assert csp(5) in wanted or csp(5) not in {row["code"] for row in only}


def test_without_outlines_it_is_a_table(made: Path, tmp_path: Path) -> None:
    out = tmp_path / "peers.csv"
    results, _ = run_algorithm("findpeers", {"CACHE": str(made), "AREA": f"csp:{csp(2)}", "OUTPUT": str(out)})
    with out.open(encoding="utf-8-sig", newline="") as stream:
        written = list(csv.DictReader(stream))
    assert [row["role"] for row in written][0] == "area"
    assert len(written) == 1 + results["PEERS_FOUND"] + results["LEFT_OUT"]


def test_too_few_measures_are_no_measure(tmp_path: Path) -> None:
    cache = country(tmp_path)
    file = tmp_path / "flats_2021.csv"
    file.write_text("csp24_code,pct_flats\n" + "".join(f"{csp(at)},{at}\n" for at in range(9)), encoding="utf-8")
    with_reference(cache, file)
    with pytest.raises(QgsProcessingException, match="holds only .*too few to find similar areas by"):
        find(cache, AREA=f"csp:{csp(0)}")
    assert len(find(cache, AREA=f"csp:{csp(0)}", MEASURES="pct_flats", K=3)[1]) == 4


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        (8, "1 of the 9 CSPs cannot be peers, as they lack a measure: share_of_gardens is not known of 1."),
        (
            2,
            "Only 2 of the 9 CSPs have all measures (share_of_gardens is not known of 7): too few to say who is alike.",
        ),
    ],
)
def test_areas_that_lack_a_measure_are_counted_and_too_few_are_no_ruler(
    known: int, sentence: str, tmp_path: Path
) -> None:
    gardens = [(csp(at), f"CSP {at}", 10 * at) for at in range(known)]
    file = written(tmp_path / "gardens_2021.csv", table("csp24_code,csp24_name,share_of_gardens", *gardens))
    cache = with_reference(country(tmp_path), attributes(tmp_path), file)
    asked = {"AREA": f"csp:{csp(0)}", "MEASURES": "share_of_gardens, pct_flats", "AMONG": "all"}
    try:
        results, _ = find(cache, **asked)
        said = results["SENTENCE"]
    except QgsProcessingException as error:
        said = str(error)
    assert sentence in said


def test_codes_written_out_that_are_none_are_named_with_the_reason(made: Path) -> None:
    written_out = ", ".join([*(csp(at) for at in range(1, 7)), "S12000033", "E22777777", "E99"])
    results, found = find(made, AREA=f"csp:{csp(0)}", PEERS="list", PEER_LIST=written_out)
    assert peers_of(found) == [csp(at) for at in range(1, 7)]
    for said in (
        "S12000033 (it is in Scotland or Northern Ireland)",
        "E22777777 (the look-ups held know no such area)",
        "E99 (it is no code of ONS)",
    ):
        assert said in results["SENTENCE"]
