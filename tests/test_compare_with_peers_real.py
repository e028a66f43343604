# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:comparewithpeers` on real data: the specification's worked examples, a real force's LSOAs, refusals."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsProcessingException

from policeuk_plugin.analysis.peer_range import peer_range
from tests.algorithm_runs import Listening, registered, rows
from tests.algorithm_runs import run as run_algorithm
from tests.area_cases import ARCHIVE, census, plain_counts
from tests.peer_cases import YEAR, real_reference

TOTAL = "Total recorded crime (excluding fraud)"


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """Give Bedfordshire with real reference data."""
    return real_reference(tmp_path_factory, shared)


def compare(cache: Path, feedback: Listening | None = None, **parameters: Any) -> tuple[dict[str, Any], list[Any]]:
    """Run it; gives outputs and the table's rows."""
    given = {"CACHE": str(cache), "OUTPUT": "memory:", **parameters}
    results, context = run_algorithm("comparewithpeers", given, feedback)
    return results, rows(results, context)


def published(shared: Path) -> dict[str, dict[str, str]]:
    """ONS's table of CSPs by code."""
    with (shared / "data/official/ons_table_C2_csp_yejun2025.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {row["Community Safety Partnership code"]: row for row in csv.DictReader(stream)}


@pytest.mark.parametrize(
    ("area", "rate", "lower", "upper", "rank", "tau"),
    [
        ("csp:Colchester", 83.54, 53.85, 97.81, 3, 0.132),
        ("csp:County Durham", 91.87, 55.53, 125.34, 5, 0.180),
    ],
)
def test_worked_examples_of_the_specification(
    real: Path, area: str, rate: float, lower: float, upper: float, rank: int, tau: float
) -> None:
    results, found = compare(real, AREA=area, SOURCE="ons")
    assert [round(results[name], 2) for name in ("RATE", "LOWER", "UPPER")] == [rate, lower, upper]
    assert (results["RANK"], results["PEERS_COMPARED"], round(results["SPREAD"], 3)) == (rank, 14, tau)
    assert results["VERDICT"] == "about the same as"
    assert "about the same as its 14 peers" in results["SENTENCE"]
    assert "12 months to June 2025" in results["SENTENCE"]
    assert found[0]["explained"] == pytest.approx(0.73, abs=0.03)


def test_averages_of_colchester_by_their_names(real: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    results, found = compare(real, AREA="csp:Colchester", SOURCE="ons", REPORT=str(page))
    names = ("MEAN_WITH_SELF", "MEAN_WITHOUT_SELF", "WEIGHTED_MEAN")
    assert [round(results[name], 2) for name in names] == [73.90, 73.21, 74.51]
    shares = {row["crime_type"]: row["explained"] for row in found}
    assert shares["Robbery"] == pytest.approx(0.78, abs=0.02)
    assert shares["Shoplifting"] == pytest.approx(0.52, abs=0.02)
    html = unescape(page.read_text(encoding="utf-8"))
    for words in ("Office for National Statistics", "R²", "The residents are those of 2021, 4 years from the crimes"):
        assert words in html


def test_official_counts_by_group(real: Path, shared: Path) -> None:
    found = compare(real, AREA="csp:Luton", SOURCE="ons", INCLUDE_ASB=True)
    own = published(shared)["E22000010"]
    assert found[1][0]["count"] == int(own[TOTAL])
    for row in found[1][1:]:
        assert row["count"] == int(own[row["crime_type"]])
    assert "Anti-social behaviour is no recorded crime" in found[0]["SENTENCE"]
    both = compare(real, AREA="csp:Luton", SOURCE="ons", TYPES=["Violence and sexual offences"])[1]
    assert both[0]["count"] == int(own["Violence against the person"]) + int(own["Sexual offences"])
    assert [row["crime_type"] for row in both[1:]] == ["Violence against the person", "Sexual offences"]


def test_lists_of_ons_for_a_csp(real: Path, shared: Path) -> None:
    results, _ = compare(real, AREA="csp:Luton", SOURCE="ons", PEERS="ons-demographic", K=10)
    codes = results["PEER_CODES"].split(",")
    assert len(codes) == 10
    numbers = json.loads(results["NUMBERS"])["lines"][0]
    table = published(shared)
    assert [peer["count"] for peer in numbers["peers"]] == [int(table[code][TOTAL]) for code in codes]
    assert "statistical nearest neighbours of ONS, demographic" in _said(real, PEERS="ons-demographic")


def _said(cache: Path, **parameters: Any) -> str:
    feedback = Listening()
    compare(cache, feedback, AREA="csp:Luton", SOURCE="ons", **parameters)
    return " ".join([*feedback.said, *feedback.warned])


def test_an_lsoa_among_those_of_its_force(real: Path, shared: Path) -> None:
    results, found = compare(real, AREA="lsoa:E01015693")
    plain = plain_counts(shared / "data" / ARCHIVE, YEAR, asb=False)
    residents = census(shared, "total_residents")
    codes = ["E01015693", *results["PEER_CODES"].split(",")]
    range_of = peer_range(
        plain[codes[0]],
        residents[codes[0]],
        np.array([plain[code] for code in codes[1:]]),
        np.array([residents[code] for code in codes[1:]]),
    )
    assert found[0]["count"] == plain[codes[0]]
    assert (found[0]["lower"], found[0]["upper"]) == (pytest.approx(range_of.lower), pytest.approx(range_of.upper))
    assert "among areas whose counts are held" in " ".join(_lines(real, AREA="lsoa:E01015693"))


def _lines(cache: Path, **parameters: Any) -> list[str]:
    feedback = Listening()
    compare(cache, feedback, **parameters)
    return feedback.said


def test_residents_mislead_where_many_come(real: Path) -> None:
    feedback = Listening()
    results, _ = compare(real, feedback, AREA="csp:Westminster", SOURCE="ons")
    assert results["VERDICT"] == "higher than"
    assert any("Residents mislead for Westminster" in line for line in feedback.warned)
    assert any("7 of the 14 areas looked for are peers" in line for line in feedback.warned)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"AREA": "csp:City of London", "SOURCE": "ons"}, "City of London has no good peer: .* Kensington and Chelsea"),
        ({"AREA": "pfa:Metropolitan Police", "SOURCE": "ons"}, "Metropolitan Police has no good peer"),
        (
            {"AREA": "force:city-of-london", "SOURCE": "ons"},
            "London, City of has no good peer: .* 8.32 standard deviations",
        ),
        (
            {"AREA": "csp:Luton"},
            "None of the 14 .* has the months .*Choose SOURCE ons, .*import the street files of [A-Z][a-z]+",
        ),
        (
            {"AREA": "csp:Kettering"},
            "Not one month of Kettering .* Import the published files of Northamptonshire Police",
        ),
        (
            {"AREA": "district:Luton", "SOURCE": "ons"},
            "ONS publishes recorded crime of CSPs and police force areas alone",
        ),
        ({"AREA": "csp:Luton", "SOURCE": "ons", "TYPES": ["Anti-social behaviour"]}, "ONS counts no anti-social"),
        ({"AREA": "csp:Luton", "SOURCE": "ons", "TYPES": ["Violent crime"]}, "ONS has no group .* Violent crime"),
        ({"AREA": "neighbourhood:bedfordshire/C1"}, "Neighbourhoods have no peers"),
        ({"AREA": "force:northern-ireland"}, "Northern Ireland"),
        ({"AREA": "csp:S12000033"}, "Scotland"),
        ({"AREA": "lsoa:E01033805"}, "Luton 023C has no good peer"),
        ({"AREA": "csp:Luton", "AMONG": "held"}, "Only 2 of the 14 areas|No area can be a peer|no good peer"),
    ],
)
def test_what_cannot_be_said_is_one_sentence(real: Path, parameters: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        compare(real, **parameters)
    assert "\n" not in str(caught.value)


def test_a_wide_range_is_said_to_be_wide(real: Path) -> None:
    """Within it four times less or twice as much is 'about the same', which no reader takes it for."""
    results, found = compare(real, AREA="csp:Camden", SOURCE="ons")
    row = found[0]
    assert row["verdict"] == "about the same as"
    assert row["upper"] > 4 * row["lower"]
    times = f"a wide range, whose upper end is {row['upper'] / row['lower']:.1f} times its lower"
    assert times in results["SENTENCE"]
