# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:comparewithpeers` on published files against plain counting: rates, months, types, official counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import NULL

from offline_cache import OfflineCache
from policeuk_plugin.analysis.peer_range import peer_range
from tests.algorithm_runs import Listening, registered, rows
from tests.algorithm_runs import run as run_algorithm
from tests.area_factory import table, written
from tests.peer_cases import (
    SLUGS,
    TYPES,
    YEAR,
    attributes,
    country,
    crimes,
    csp,
    lsoas,
    official,
    own_list,
    residents,
    with_reference,
)

ALL = [csp(at) for at in range(len(SLUGS))]
DORSET = {("dorset", month) for month in YEAR}
LOST = {("cambridgeshire", "2022-08"), ("kent", "2022-08"), *DORSET}
OTHERS = ", ".join(ALL[1:])


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


@pytest.fixture(scope="module")
def gapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the same without two files, and nothing of Dorset."""
    folder = tmp_path_factory.mktemp("gapped")
    return with_reference(country(folder, LOST), attributes(folder))


def plain_count(at: int, types: Collection[str], months: Collection[str] = YEAR) -> int:
    """Crimes of a CSP, one by one."""
    wanted = set(lsoas(at))
    return sum(row.lsoa in wanted and row.kind in types and row.month in months for row in crimes())


def compare(cache: Path, feedback: Listening | None = None, **parameters: Any) -> tuple[dict[str, Any], list[Any]]:
    """Run it on the first CSP and all others as its peers; gives outputs and the table's rows."""
    given = {
        **{"CACHE": str(cache), "AREA": f"csp:{csp(0)}", "PEERS": "list", "PEER_LIST": OTHERS, "OUTPUT": "memory:"},
        **parameters,
    }
    results, context = run_algorithm("comparewithpeers", given, feedback)
    return results, rows(results, context)


def limits(counts: list[int], bases: list[float]) -> tuple[float, float]:
    """The range for the first of these areas among the others; the method itself is tested with published vectors."""
    found = peer_range(counts[0], bases[0], np.array(counts[1:]), np.array(bases[1:]))
    return found.lower, found.upper


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
        f"peers (prediction range {row['lower']:.1f} to {row['upper']:.1f})"
    )
    assert results["SENTENCE"].startswith(said)
    for words in ("Rank ", "weighted by residents", "beyond chance", "have no place"):
        assert words in results["SENTENCE"]


def test_a_range_that_rules_out_nearly_nothing_tells_nothing(whole: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    results, found = compare(whole, TYPES=["Burglary"], FROM="2022-05", TO="2022-05", REPORT=str(page))
    assert found[0]["upper"] > 10 * found[0]["lower"]
    assert found[0]["verdict"] == results["VERDICT"] == "cannot be told"
    said = "per 1,000 residents a year; how it stands to its 8 peers cannot be told: they differ too much"
    assert f"{said} (prediction range " in results["SENTENCE"]
    assert "about the same as" not in results["SENTENCE"]
    assert (
        json.loads(results["NUMBERS"])["lines"][0]["over-dispersed prediction interval"]["verdict"] == "cannot be told"
    )
    assert "cannot be told" in page.read_text(encoding="utf-8")


def test_missing_months_are_in_no_number(gapped: Path, tmp_path: Path) -> None:
    page, feedback = tmp_path / "page.html", Listening()
    results, found = compare(gapped, feedback, REPORT=str(page), TABLE=str(tmp_path / "areas.csv"))
    held = [month for month in YEAR if month != "2022-08"]
    kept = [at for at in range(1, 9) if list(SLUGS)[at] != "dorset"]
    # Six others without the month of two: 7 x 11 months are more than 5 x 12.
    counts = [plain_count(at, TYPES[:2], held) for at in (0, *kept)]
    bases = [2.0 * residents(at) * 11 / 12 for at in (0, *kept)]
    assert (results["MONTHS_HELD"], results["MONTHS_DROPPED"], results["PEERS_COMPARED"]) == (11, 1, 7)
    assert found[0]["count"] == counts[0]
    assert found[0]["rate"] == pytest.approx(1000 * counts[0] / bases[0])
    low, high = limits(counts, bases)
    assert (found[0]["lower"], found[0]["upper"]) == (pytest.approx(low), pytest.approx(high))
    assert any("as some peers lack them: August 2022" in line for line in feedback.warned)
    assert any("1 peer is left out" in line and "CSP 5" in line for line in feedback.warned)
    assert "11 of the 12 months to April 2023" in results["SENTENCE"]
    assert "residents a year" in results["SENTENCE"]
    html = unescape(page.read_text(encoding="utf-8"))
    assert "Missing is never zero" in html
    assert "Dorset" in html


def test_the_areas_own_gap_is_in_no_number(gapped: Path) -> None:
    own = f"csp:{csp(1)}"
    peers = ", ".join(code for code in ALL if code != csp(1))
    results, found = compare(gapped, AREA=own, PEER_LIST=peers)
    held = [month for month in YEAR if month != "2022-08"]
    assert found[0]["count"] == plain_count(1, TYPES[:2], held)
    assert "Left out of all areas, as CSP 1 lacks them: August 2022" in results["SENTENCE"]


def test_an_area_or_peers_without_months_are_refused(gapped: Path) -> None:
    with pytest.raises(QgsProcessingException, match="no street-level crimes of this area|not one month"):
        compare(gapped, AREA=f"csp:{csp(5)}", PEER_LIST=", ".join(ALL))
    few = ", ".join([csp(1), csp(2), csp(3), csp(4), csp(5)])
    with pytest.raises(
        QgsProcessingException, match="only 4 have the months that are compared.*street files of Dorset"
    ):
        compare(gapped, PEER_LIST=few)
    with pytest.raises(QgsProcessingException, match="on the list only 2 can be compared with"):
        compare(gapped, PEER_LIST=f"{csp(1)}, {csp(2)}")


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
    assert "counted here" in results["SENTENCE"]
    assert "0.50 times as many (of its peers, as a median, 0.50)" in results["SENTENCE"]
    assert results["SENTENCE"].index("official count") < results["SENTENCE"].index("Rank ")
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


@pytest.mark.parametrize(
    ("base", "sentence"),
    [("0", "CSP 0 has no residents"), ("", "holds no residents of CSP 0"), ("-", "holds no residents")],
)
def test_an_area_without_residents_has_no_rate(tmp_path: Path, base: str, sentence: str) -> None:
    cache = country(tmp_path)
    rows_of = [(lsoa, base if at == 0 else residents(at), 5) for at in range(len(SLUGS)) for lsoa in lsoas(at)]
    if base in ("", "-"):
        rows_of = [row for row in rows_of if row[1] != base]
        cache = _without_figures(tmp_path)
    figures = written(tmp_path / "again_2021.csv", table("lsoa21_code,total_residents,total_households", *rows_of))
    with_reference(cache, figures)
    with pytest.raises(QgsProcessingException, match=sentence):
        compare(cache)
    peers = ", ".join(code for code in ALL if code != csp(1))
    results, _ = compare(cache, AREA=f"csp:{csp(1)}", PEER_LIST=peers)
    assert results["PEERS_COMPARED"] == 7
    assert "no residents or no count of them are held: CSP 0" in results["SENTENCE"]


def _without_figures(folder: Path) -> Path:
    """The country without anybody living in it."""
    bare = folder / "bare"
    bare.mkdir()
    made = country(bare)
    with OfflineCache(made) as opened, opened.transaction() as connection:
        connection.execute("DELETE FROM area_figure")
    return made


def test_zero_counts_are_counts(tmp_path: Path) -> None:
    cache = country(tmp_path)
    results, found = compare(cache, TYPES=["Burglary", "Shoplifting"], FROM="2022-05", TO="2022-05")
    for row in found:
        assert row["lower"] > 0
    assert results["MONTHS_HELD"] == 1


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


def test_a_count_that_ons_withholds_is_the_reason_given(tmp_path: Path) -> None:
    counts = {csp(at): plain_count(at, ("Burglary",)) for at in range(len(SLUGS))}
    file = official(tmp_path, counts)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    lines = [line.replace(f",{3 * counts[csp(0)]},", ",[x],", 1) if csp(0) in line else line for line in lines]
    file.write_text("".join(lines), encoding="utf-8")
    cache = with_reference(country(tmp_path), attributes(tmp_path), own_list(tmp_path, ALL[1:]), file)
    with pytest.raises(
        QgsProcessingException, match="ONS withholds the count of .* of CSP 0, or has none, which is not"
    ):
        compare(cache, SOURCE="ons")
    results, _ = compare(cache, SOURCE="ons", TYPES=["Burglary"])
    assert results["CRIMES"] == counts[csp(0)]


def test_counts_of_ons_are_of_no_months_chosen(whole: Path) -> None:
    with pytest.raises(QgsProcessingException, match="whole years, so FROM and TO do not apply"):
        compare(whole, SOURCE="ons", TYPES=["Burglary"], FROM="2022-06", TO="2022-08")
