# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:comparewithpeers` on published files against plain counting: rates, months, types, official counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import NULL

from offline_cache import OfflineCache
from tests.algorithm_runs import Listening, registered
from tests.peer_cases import (
    SLUGS,
    TYPES,
    attributes,
    country,
    crimes,
    csp,
    official,
    own_list,
    residents,
    with_reference,
)
from tests.peers_compared import ALL, compare, limits, plain_count


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the invented country with measures, a list of peers and official counts."""
    folder = tmp_path_factory.mktemp("whole")
    counts = {code: plain_count(at, ["Burglary"]) * 2 for at, code in enumerate(ALL)}
    cache = country(folder)
    return with_reference(cache, attributes(folder), own_list(folder, ALL[1:]), official(folder, counts))


def test_every_number_is_that_of_the_rows(whole: Path) -> None:
    results, found = compare(whole, INCLUDE_ASB=True)
    assert [row["crime_type"] for row in found] == ["all selected", "Burglary", "Shoplifting", TYPES[-1]]
    for row in found:
        types = TYPES[:2] if row["crime_type"] == "all selected" else (row["crime_type"],)
        counts = [plain_count(at, types) for at in range(len(SLUGS))]
        bases = [2.0 * residents(at) for at in range(len(SLUGS))]
        rates = [1000 * count / base for count, base in zip(counts, bases)]
        assert (row["count"], row["base"], row["months"]) == (counts[0], bases[0], 12)
        assert row["rate"] == pytest.approx(rates[0])
        assert row["mean_with_self"] == pytest.approx(sum(rates) / 9)
        assert row["mean_without_self"] == pytest.approx(sum(rates[1:]) / 8)
        assert row["weighted_mean"] == pytest.approx(1000 * sum(counts[1:]) / sum(bases[1:]))
        assert (row["rank"], row["of"]) == (1 + sum(rate > rates[0] for rate in rates[1:]), 9)
        low, high = limits(counts, bases)
        assert (row["lower"], row["upper"]) == (pytest.approx(low), pytest.approx(high))
        verdict = "lower than" if rates[0] < low else "higher than" if rates[0] > high else None
        assert row["verdict"] == (verdict or ("about the same as" if 0 < high <= 10 * low else "cannot be told"))
        assert (row["poisson_lower"], row["poisson_verdict"]) == (NULL, NULL)
    assert (results["CRIMES"], results["MONTHS_HELD"], results["MONTHS_DROPPED"]) == (found[0]["count"], 12, 0)
    assert results["PEERS_COMPARED"] == 8
    assert results["VERDICT"] == found[0]["verdict"]
    own = [row for row in crimes() if row.force == "bedfordshire" and row.kind != TYPES[-1]]
    assert results["UNPLACED_SHARE"] == pytest.approx(12 / len(own)), "anti-social behaviour is not asked for"
    q = [row["q"] for row in found[1:]]
    p = sorted((row["p"], row["crime_type"]) for row in found[1:])
    steps = [min(1.0, min(p[j][0] * 3 / (j + 1) for j in range(i, 3))) for i in range(3)]
    assert sorted(q) == pytest.approx(sorted(steps))


def test_the_sentence_says_it_all(whole: Path) -> None:
    results, found = compare(whole, TYPES=["Burglary"])
    row = found[0]
    assert len(found) == 1
    wide = row["verdict"] == "about the same as" and row["upper"] > 4 * row["lower"]
    times = f", a wide range, whose upper end is {row['upper'] / row['lower']:.1f} times its lower"
    assert (times in results["SENTENCE"]) == wide
    own = [row for row in crimes() if row.force == "bedfordshire" and row.kind == "Burglary"]
    assert results["UNPLACED_SHARE"] == pytest.approx(sum(not row.lsoa for row in own) / len(own))
    said = (
        f"Burglary in CSP 0, 12 months to April 2023: {row['rate']:.1f} per 1,000 residents, {row['verdict']} its 8 "
        f"peers ({'wide ' * wide}prediction range {row['lower']:.1f} to {row['upper']:.1f})"
    )
    assert results["SENTENCE"].startswith(said)
    for words in ("ranks ", "weighted by residents", "beyond chance", "have no place"):
        assert words in results["SENTENCE"]


def test_a_range_that_rules_out_nearly_nothing_tells_nothing(whole: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    results, found = compare(whole, TYPES=["Burglary"], FROM="2022-05", TO="2022-05", REPORT=str(page))
    assert found[0]["upper"] > 10 * found[0]["lower"]
    assert found[0]["verdict"] == results["VERDICT"] == "cannot be told"
    said = (
        "residents a year, but it cannot be told whether the rate is high or low, because its 8 peers differ too much"
    )
    assert f"{said} (prediction range " in results["SENTENCE"]
    assert "about the same as" not in results["SENTENCE"]
    assert (
        json.loads(results["NUMBERS"])["lines"][0]["over-dispersed prediction interval"]["verdict"] == "cannot be told"
    )
    assert "cannot be told" in page.read_text(encoding="utf-8")


def test_months_asked_for(whole: Path) -> None:
    results, found = compare(whole, FROM="2022-11", TO="2023-01")
    months = ["2022-11", "2022-12", "2023-01"]
    assert found[0]["count"] == plain_count(0, TYPES[:2], months)
    assert found[0]["rate"] == pytest.approx(found[0]["count"] * 4 / (2 * residents(0)) * 1000)
    assert "3 months to January 2023" in results["SENTENCE"]
    with pytest.raises(QgsProcessingException, match="Swap them"):
        compare(whole, FROM="2023-01", TO="2022-11")
    with pytest.raises(QgsProcessingException, match="Not one month"):
        compare(whole, FROM="2019-01", TO="2019-12")


def test_households_and_anti_social_behaviour_alone(whole: Path) -> None:
    found = compare(whole, DENOMINATOR="households", TYPES=[TYPES[-1]])[1]
    assert [row["crime_type"] for row in found] == ["all selected"]
    assert found[0]["base"] == residents(0)
    assert found[0]["count"] == plain_count(0, [TYPES[-1]])
    assert found[0]["rate"] == pytest.approx(found[0]["count"] / residents(0) * 1000)


def test_official_counts_stand_before_the_verdict(whole: Path) -> None:
    results, found = compare(whole, TYPES=["Burglary"])
    ours = plain_count(0, ["Burglary"])
    assert found[0]["official"] == 2 * ours
    assert found[0]["ratio_to_official"] == pytest.approx(0.5) == results["RATIO_TO_OFFICIAL"]
    assert found[0]["peers_ratio"] == pytest.approx(0.5)
    assert f"Counted here are {ours:,} " in results["SENTENCE"]
    assert "0.50 times as many (median of its peers: 0.50)" in results["SENTENCE"]
    assert results["SENTENCE"].index("official count") < results["SENTENCE"].index("ranks ")
    assert "different years" not in results["SENTENCE"]
    earlier = compare(whole, TYPES=["Burglary"], FROM="2022-05", TO="2023-03")[0]["SENTENCE"]
    assert "different years" in earlier
    assert compare(whole, TYPES=[TYPES[-1]])[0]["OFFICIAL"] in (None, NULL)


def test_poisson_limits_only_on_demand(whole: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    results, found = compare(whole, POISSON=True, REPORT=str(page))
    assert found[0]["poisson_lower"] > found[0]["lower"]
    assert found[0]["poisson_upper"] < found[0]["upper"]
    assert found[0]["verdict"] == results["VERDICT"]
    html = unescape(page.read_text(encoding="utf-8"))
    assert "Poisson limits, as asked for" in html
    assert "They decide nothing here" in html
    numbers = json.loads(results["NUMBERS"])
    line = numbers["lines"][0]
    assert line["over-dispersed prediction interval"]["verdict"] == results["VERDICT"]
    assert line["Poisson limits"]["lower"] == pytest.approx(found[0]["poisson_lower"])
    compare(whole, REPORT=str(page))
    assert "Poisson limits" not in unescape(page.read_text(encoding="utf-8"))


def test_forces_count_all_rows_of_their_files(whole: Path) -> None:
    codes = list(SLUGS.values())
    by_file = compare(whole, AREA="force:bedfordshire", PEER_LIST=", ".join(codes[1:]))
    by_place = compare(whole, AREA=f"pfa:{codes[0]}", PEER_LIST=", ".join(codes[1:]))
    plain = Counter((row.force, bool(row.lsoa)) for row in crimes() if row.kind != TYPES[-1])
    assert by_file[1][0]["count"] == plain["bedfordshire", True] + plain["bedfordshire", False]
    assert by_place[1][0]["count"] == plain["bedfordshire", True]
    assert "have no place and are counted" in by_file[0]["SENTENCE"]
    assert "not in the count" in by_place[0]["SENTENCE"]


def test_table_page_and_chart(whole: Path, tmp_path: Path) -> None:
    page, chart, areas = (tmp_path / name for name in ("p.html", "c.svg", "areas.csv"))
    results, found = compare(whole, REPORT=str(page), CHART=str(chart), TABLE=str(areas))
    lines = areas.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 9 * len(found)
    assert [line.split(",")[3] for line in lines[1:10]] == ["area", *["peer"] * 8]
    html = unescape(page.read_text(encoding="utf-8"))
    for at in range(9):
        assert f"CSP {at}" in html
    for words in ("The rule is ours", "HMICFRS", "snap point", "CSP 0 (this area)", "By crime type", "Both are given"):
        assert words in html
    svg = ElementTree.fromstring(chart.read_text(encoding="utf-8"))
    texts = {element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")}
    assert {f"CSP {at}" for at in range(9)} <= texts
    assert any("prediction range" in text for text in texts)
    assert f"{found[0]['rate']:.1f}" in texts
    choice = json.loads(results["CHOICE"])
    assert choice["PEERS"] == "list"
    assert results["PEER_CODES"].split(",") == ALL[1:]


def test_nearest_peers_are_the_default(whole: Path) -> None:
    results, _ = compare(whole, PEERS="nearest", PEER_LIST="", K=5, CALIPER=9)
    choice = json.loads(results["CHOICE"])
    assert (choice["PEERS"], choice["K"], choice["AMONG"]) == ("nearest", 5, "all")
    again, _ = compare(whole, **{"PEER_LIST": "", **choice})
    assert again["NUMBERS"] == results["NUMBERS"]


def test_cancel_makes_nothing(whole: Path, tmp_path: Path) -> None:
    for at in (10, 40, 70):
        with pytest.raises(QgsProcessingException, match="Stopped"):
            compare(whole, Listening(cancel_at=at), OUTPUT=str(tmp_path / "c.csv"), REPORT=str(tmp_path / "p.html"))
        assert list(tmp_path.iterdir()) == []


def test_a_hostile_name_is_shown_and_never_run(tmp_path: Path) -> None:
    cache = country(tmp_path)
    hostile = "<img src=x onerror=alert(1)>"
    with_reference(cache)
    with OfflineCache(cache) as opened, opened.transaction() as connection:
        connection.execute("UPDATE area_name SET name = ? WHERE code = ?", (hostile, csp(0)))
    page, chart = tmp_path / "p.html", tmp_path / "c.svg"
    compare(cache, REPORT=str(page), CHART=str(chart))
    for text in (page.read_text(encoding="utf-8"), chart.read_text(encoding="utf-8")):
        assert "<img src=x" not in text
        assert "&lt;img src=x" in text


def test_counts_of_ons_are_of_no_months_chosen(whole: Path) -> None:
    with pytest.raises(QgsProcessingException, match="whole years, so FROM and TO do not apply"):
        compare(whole, SOURCE="ons", TYPES=["Burglary"], FROM="2022-06", TO="2022-08")
