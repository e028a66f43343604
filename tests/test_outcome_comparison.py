# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:outcomecomparison` against plain counting: shares after equal times, peers, 'not yet', refusals."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import NULL

from offline_cache.model import ASB
from offline_cache.reference import outcome_groups
from tests.algorithm_runs import Listening, rows
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.algorithm_runs import run as run_algorithm
from tests.plain_months import CENSUS, LOOK_UP, lsoas_in, without
from tests.plugin_caches import made_once, make_cache
from tests.sample_factory import archive_zip, btp_row, member, psni_row, street_csv
from tests.test_outcome_followup import MONTHS, plainly
from tests.time_cases import MONTHS as TWO_YEARS
from tests.time_cases import NAMES, PEERS, Crime, country, crimes

ACTION = ("charged", "out of court")
LISTED = {"AREA": "csp:CSP 0", "AGAINST": "peers", "PEERS": "list", "PEER_LIST": PEERS}


@pytest.fixture(name="cache", scope="module")
def two_years(bedfordshire_zip: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of two real years with look-up and residents."""
    areas = (shared / "data" / LOOK_UP, shared / "data" / CENSUS)
    return made_once(tmp_path_factory, "trend", bedfordshire_zip, areas=areas)


@pytest.fixture(name="invented", scope="module")
def invented_country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of nine forces over two years with their outcomes."""
    return country(tmp_path_factory.mktemp("country"))


def compare(cache: Path, feedback: Listening | None = None, **parameters: Any) -> tuple[dict[str, Any], list[Any]]:
    """Run it; gives numbers and the table's rows."""
    given = {"CACHE": str(cache), "OUTPUT": "memory:", **parameters}
    results, context = run_algorithm("outcomecomparison", given, feedback)
    return results, rows(results, context)


def nothing(value: Any) -> Any:
    """QGIS's NULL as None."""
    return None if value is None or value == NULL else value


def wilson(count: int, of: int) -> tuple[float, float]:
    """The ends of Wilson's interval in per cent, from its quadratic."""
    z = 1.959963984540054
    a, b, c = of + z * z, -(2 * count + z * z), count * count / of
    root = math.sqrt(b * b - 4 * a * c)
    return 100 * (-b - root) / (2 * a), 100 * (-b + root) / (2 * a)


def of_all(found: list[Any], time: int) -> dict[str, Any]:
    """The row of all months after a time."""
    return next(row for row in found if (row["month"], row["after_months"]) == ("all", time))


def test_shares_are_those_of_the_files(cache: Path, bedfordshire_zip: Path, shared: Path) -> None:
    data = shared / "data"
    luton, force = lsoas_in(data, "csp24_name", "Luton"), lsoas_in(data, "pfa24_name", "Bedfordshire")
    here, there = (plainly(bedfordshire_zip, codes, ("Burglary",)) for codes in (luton, force - luton))
    results, found = compare(cache, AREA="csp:Luton", TYPES=["Burglary"])
    assert len(found) == 3 + 3 * 24
    for time in (3, 6, 12):
        told = MONTHS[: 24 - time]
        row = of_all(found, time)
        mine, theirs = ([plain[time, month] for month in told] for plain in (here, there))
        of, of_other = (sum(sum(by.values()) for by in side) for side in (mine, theirs))
        opened, other_open = (sum(by[""] for by in side) for side in (mine, theirs))
        action = sum(by[group] for by in mine for group in ACTION)
        assert (row["months"], row["crimes"], row["open"], row["not_joined"]) == (24 - time, of, opened, 0)
        assert (row["other_crimes"], row["other_open"]) == (of_other, other_open)
        assert row["charged"] == sum(by["charged"] for by in mine)
        assert row["no_suspect"] == sum(by["no suspect identified"] for by in mine)
        assert row["outcome_percent"] == pytest.approx(100 * (1 - opened / of))
        assert (row["outcome_lower"], row["outcome_upper"]) == pytest.approx(wilson(of - opened, of))
        assert (row["action_lower"], row["action_upper"]) == pytest.approx(wilson(action, of))
        gap = 100 * (opened / of * -1 + other_open / of_other)
        assert row["outcome_difference"] == pytest.approx(gap)
        ends = (row["outcome_difference_lower"], row["outcome_difference_upper"])
        low, high = wilson(of - opened, of)
        other_low, other_high = wilson(of_other - other_open, of_other)
        one, other = 100 * (1 - opened / of), 100 * (1 - other_open / of_other)
        assert ends == pytest.approx(
            (gap - math.hypot(one - low, other_high - other), gap + math.hypot(high - one, other - other_low))
        )
        clear = "higher" if ends[0] > 0 else "lower" if ends[1] < 0 else "no clear difference"
        assert row["outcome_verdict"] == clear
    row = of_all(found, 6)
    assert (results["AFTER"], results["CRIMES"], results["SHARE"]) == (6, row["crimes"], row["outcome_percent"])
    assert (results["DIFFERENCE"], results["VERDICT"]) == (row["outcome_difference"], row["outcome_verdict"])
    assert results["NOT_YET_MONTHS"] == 6
    head, of_any = results["SENTENCE"].split(". ")[:2]
    charged = row["charged"] + row["out_of_court"]
    share = f"{100 * charged / row['crimes']:.1f}%"
    assert head.startswith(f"Luton: 6 months on, {share} of burglary ")
    assert "had a suspect charged, dealt with out of court or left to another organisation" in head
    assert f"{row['outcome_percent']:.1f}% had an outcome of any kind" in of_any
    assert 2 * row["no_suspect"] > row["crimes"] - row["open"]
    assert of_any.endswith("most of these outcomes say that no suspect was identified")


def test_of_two_crimes_nothing_is_told(cache: Path) -> None:
    """Newcombe's interval alone calls one of two higher; the exact test does not, and the title has the number."""
    results, found = compare(
        cache, AREA="lsoa:Luton 020B", TYPES=["Robbery"], FOLLOW_UP="12", MEASURE="charged or out of court"
    )
    row = of_all(found, 12)
    assert (row["crimes"], row["charged"] + row["out_of_court"]) == (2, 1)
    assert row["action_difference_lower"] > 0
    assert (row["action_verdict"], results["VERDICT"]) == ("too few to tell", "too few to tell")
    title = results["SENTENCE"].split(". ")[0]
    assert "50.0% of robbery (1 of 2) had a suspect charged" in title
    assert re.search(r"cannot be told apart .* with only 2 crimes: \+", results["SENTENCE"])
    assert "by more than chance" not in results["SENTENCE"]


def test_times_are_also_compared_of_the_same_crimes(
    cache: Path, bedfordshire_zip: Path, shared: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    compare(cache, AREA="csp:Luton", TYPES=["Burglary"], REPORT=str(page))
    plain = plainly(bedfordshire_zip, lsoas_in(shared / "data", "csp24_name", "Luton"), ("Burglary",))
    told = MONTHS[:12]
    crimes_told = sum(sum(plain[12, month].values()) for month in told)
    charged = [sum(plain[time, month][group] for month in told for group in ACTION) for time in (3, 6, 12)]
    assert charged == sorted(charged)
    shares = ", ".join(f"{100 * n / crimes_told:.1f}% after {time} months" for n, time in zip(charged, (3, 6, 12)))
    html = unescape(page.read_text(encoding="utf-8"))
    assert f"same {crimes_told} crimes of May 2021 to April 2022, the share with a suspect charged" in html
    assert f"was {shares}." in html
    assert "are of different crimes and do not compare" in html


def test_months_not_followed_yet_have_no_number(cache: Path, tmp_path: Path) -> None:
    page, chart, feedback = tmp_path / "page.html", tmp_path / "chart.svg", Listening()
    results, found = compare(cache, feedback, AREA="csp:Luton", REPORT=str(page), CHART=str(chart))
    for row in found:
        if row["month"] == "all":
            continue
        late = MONTHS.index(row["month"]) >= 24 - row["after_months"]
        assert row["status"] == ("not yet" if late else "complete")
        numbers = [
            row[name] for name in ("crimes", "charged", "open", "outcome_percent", "action_percent", "other_crimes")
        ]
        assert [nothing(one) is None for one in numbers] == [late] * len(numbers), "not yet is not zero"
    said = (
        "which is not zero (outcomes are held to April 2023): for 3 months those of February 2023 to April 2023; for "
        "6 months those of November 2022 to April 2023; for 12 months those of May 2022 to April 2023."
    )
    assert said in results["SENTENCE"]
    assert any(line.endswith(said) for line in feedback.warned)
    html = unescape(page.read_text(encoding="utf-8"))
    assert said in html
    assert html.count("<td>not yet</td>") == 6
    svg = ElementTree.fromstring(chart.read_text(encoding="utf-8"))
    words = [element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert "no outcome by then: open" in words
    assert "After 3 months: crimes of 21 months, May 2021 to January 2023" in words


def followed(rows_of: Collection[Crime], time: int) -> tuple[int, int, int]:
    """Crimes that can be told after a time, those with an outcome by then, those charged or out of court."""
    groups = outcome_groups()
    told = [row for row in rows_of if row.kind != ASB and TWO_YEARS.index(row.month) < 24 - time]
    done = [row for row in told if row.after is not None and row.after <= time]
    return len(told), len(done), sum(groups[row.outcome] in ACTION for row in done)


def test_peers_have_a_range(invented: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    results, found = compare(invented, **LISTED, MEASURE="charged or out of court", FOLLOW_UP="12", REPORT=str(page))
    sides = [[row for row in crimes() if row.at == at] for at in range(9)]
    for time in (3, 6, 12):
        numbers = [followed(side, time) for side in sides]
        row = of_all(found, time)
        assert (row["crimes"], row["crimes"] - row["open"], row["peers"]) == (*numbers[0][:2], 8)
        assert row["outcome_percent"] == pytest.approx(100 * numbers[0][1] / numbers[0][0])
        assert row["peers_outcome_mean"] == pytest.approx(sum(100 * done / of for of, done, _ in numbers[1:]) / 8)
        assert row["peers_action_mean"] == pytest.approx(sum(100 * action / of for of, _, action in numbers[1:]) / 8)
        pooled = 100 * sum(done for _, done, _ in numbers[1:]) / sum(of for of, _, _ in numbers[1:])
        assert row["other_outcome_percent"] == pytest.approx(pooled)
        assert row["peers_outcome_lower"] < row["peers_outcome_mean"] < row["peers_outcome_upper"]
        within = row["peers_action_lower"] <= row["action_percent"] <= row["peers_action_upper"]
        assert (row["action_verdict"] == "about the same") == within
    row = of_all(found, 12)
    assert (results["RANGE_LOWER"], results["RANGE_UPPER"]) == (row["peers_action_lower"], row["peers_action_upper"])
    assert (results["PEERS_FOLLOWED"], results["OTHER_SHARE"]) == (8, row["peers_action_mean"])
    assert "the mean of its 8 peers" in results["SENTENCE"]
    assert " its peers; of an area like them " in results["SENTENCE"]
    html = unescape(page.read_text(encoding="utf-8"))
    assert "Peers after 12 months, the most alike first" in html
    assert "Peers: those of the list" in html


def test_peers_without_outcomes_are_left_out_and_named(tmp_path: Path) -> None:
    none = [(force, month) for force in NAMES[7:] for month in TWO_YEARS]
    short = [(NAMES[1], month) for month in TWO_YEARS[12:]]
    made = country(tmp_path, lost_outcomes=[*none, *short])
    results, found = compare(made, **LISTED, FOLLOW_UP="12")
    assert results["PEERS_FOLLOWED"] == 5
    assert of_all(found, 12)["months"] == 12
    said = "peers are left out, as their outcomes are not held or never published: CSP 7, CSP 8."
    assert said in results["SENTENCE"]


def test_gaps_are_no_zero(bedfordshire_zip: Path, shared: Path, tmp_path: Path) -> None:
    lost = ("2022-01-bedfordshire-outcomes", "2021-06-bedfordshire-street")
    archive = without(bedfordshire_zip, tmp_path / "2023-04.zip", *lost)
    made = make_cache(tmp_path / "c.sqlite", archive, areas=(shared / "data" / LOOK_UP,))
    results, found = compare(made, AREA="csp:Luton", FOLLOW_UP="3")
    status = {row["month"]: row["status"] for row in found if row["after_months"] == 3}
    assert status["2021-06"] == "month of crimes missing"
    gaps = ("2021-10", "2021-11", "2021-12", "2022-01")
    assert {status[month] for month in gaps} == {"months of outcomes missing"}
    assert status["2021-09"] == status["2022-02"] == "complete"
    assert of_all(found, 3)["months"] == 21 - 5
    assert (
        "Crimes of June 2021, October 2021 to January 2022 are left out after 3 months, as crimes or outcomes of one "
        "side are missing"
    ) in results["SENTENCE"]


def test_another_area_and_what_both_share(cache: Path) -> None:
    results, _ = compare(cache, AREA="csp:Luton", AGAINST="area", OTHER_AREA="district:Bedford")
    assert results["VERDICT"] in ("higher", "lower", "no clear difference")
    within, found = compare(cache, AREA="csp:Luton", AGAINST="area", OTHER_AREA="force:bedfordshire")
    assert (within["VERDICT"], nothing(within["DIFFERENCE"])) == ("not judged", None)
    assert re.search(r"Luton and the area of Bedfordshire Police have [\d,]+ crimes in common", within["SENTENCE"])
    assert of_all(found, 6)["other_crimes"] > of_all(found, 6)["crimes"]


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"AREA": ""}, "Choose the area as AREA"),
        (
            {"AREA": "csp:Luton", "TYPES": [ASB]},
            "Anti-social behaviour is an incident, not a crime: it has no crime ID",
        ),
        ({"AREA": "csp:Luton", "TYPES": ["Burglary", ASB]}, "Anti-social behaviour is an incident"),
        ({"AREA": "force:bedfordshire"}, "there is no rest of its force"),
        ({"AREA": "csp:Luton", "AGAINST": "area"}, "Choose the area to compare with as OTHER_AREA"),
        ({"AREA": "csp:Luton", "AGAINST": "area", "OTHER_AREA": "csp:Luton"}, "Both areas are the same"),
        ({"AREA": "csp:Luton", "AGAINST": "area", "OTHER_AREA": "district:Luton"}, "are the same ground"),
        ({"AREA": "csp:Luton", "FROM": "2023-02"}, "Not yet: no month of these crimes has been followed for 3 months"),
        ({"AREA": "csp:Luton", "AGAINST": "peers"}, "The cache has nothing that CSPs of 2024 could be compared by"),
    ],
)
def test_what_cannot_be_compared_is_said(cache: Path, parameters: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=re.escape(sentence)):
        compare(cache, **parameters)


@pytest.mark.parametrize(
    ("force", "row", "why"),
    [
        ("northern-ireland", psni_row(), "Northern Ireland publishes no outcomes, and its crime IDs come again"),
        ("btp", btp_row(), "No outcomes of btp are held (never supplied)"),
    ],
)
def test_forces_without_outcomes_are_refused(tmp_path: Path, force: str, row: dict[str, str], why: str) -> None:
    files = {member("2024-01", name): street_csv("2024-01", name, [row]) for name in (force, "kent")}
    made = make_cache(tmp_path / "c.sqlite", archive_zip(tmp_path / "2024-01.zip", files))
    with pytest.raises(QgsProcessingException, match=re.escape(why)):
        compare(made, AREA=f"force:{force}", AGAINST="area", OTHER_AREA="force:kent")


def test_it_stops_when_it_is_told_to(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.gpkg"
    given = {"CACHE": str(cache), "AREA": "csp:Luton", "OUTPUT": str(path)}
    with pytest.raises(QgsProcessingException, match="Stopped"):
        run_algorithm("outcomecomparison", given, Listening(cancel_at=10))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("against", ["area", "peers"])
def test_the_area_is_its_code_alone_too(invented: Path, against: str) -> None:
    given = {**LISTED, "AGAINST": against, "OTHER_AREA": "E22990001"}
    both = [compare(invented, **{**given, "AREA": area})[1] for area in ("csp:CSP 0", "E22990000")]
    named, alone = (
        [{name: nothing(row[name]) for name in row if name != "geometry"} for row in table] for table in both
    )
    assert alone == named != []
