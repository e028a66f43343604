# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:areatrend` against plain counting of the files: months, the year before, limits, years, gaps."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from qgis.PyQt.QtCore import NULL

from tests.algorithm_runs import Listening
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.plain_months import CENSUS, LOOK_UP, Crime, by_month, lsoas_in, months, names_around, total_in, without
from tests.plugin_caches import make_cache, published_rows
from tests.trend_cases import MONTHS, invented_archive, trend
from tests.trend_cases import cache as _cache  # noqa: F401 - a fixture
from tests.trend_cases import data as _data  # noqa: F401 - a fixture
from tests.trend_cases import real as _real  # noqa: F401 - a fixture


@pytest.fixture(scope="module")
def gappy(bedfordshire_zip: Path, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache that lacks January and February 2022 and the last month."""
    folder = tmp_path_factory.mktemp("gappy")
    lost = ("2022-01-bedfordshire-street", "2022-02-bedfordshire-street", "2023-04-bedfordshire-street")
    archive = without(bedfordshire_zip, folder / "2023-04.zip", *lost)
    return make_cache(folder / "policeuk.sqlite", archive, areas=(data / LOOK_UP, data / CENSUS))


def nothing(value: Any) -> Any:
    """QGIS's NULL as None."""
    return None if value is None or value == NULL else value


def test_months_are_those_of_the_files(cache: Path, data: Path, real: list[Crime]) -> None:
    luton = lsoas_in(data, "csp24_name", "Luton")
    expected = by_month(real, luton, "Burglary")
    results, found = trend(cache, AREA="csp:Luton", TYPES=["Burglary"])
    assert [(row["month"], row["count"]) for row in found] == [(month, expected[month]) for month in MONTHS]
    before = [nothing(row["a_year_before"]) for row in found]
    assert before == [None] * 12 + [expected[month] for month in MONTHS[:12]]
    counts = [expected[month] for month in MONTHS]
    mean = sum(counts) / 24
    away = 2.66 * sum(abs(one - other) for one, other in zip(counts, counts[1:])) / 23
    assert results["MEAN"] == pytest.approx(mean)
    assert (results["LOWER"], results["UPPER"]) == pytest.approx((max(0, mean - away), mean + away))
    assert {row["upper"] for row in found} == {results["UPPER"]}
    judged = ["above" if n > mean + away else "below" if n < mean - away else "within" for n in counts]
    assert [row["verdict"] for row in found] == judged
    assert results["OUTSIDE_RANGE"] == 24 - judged.count("within") == 1
    assert results["CRIMES"] == sum(counts)
    assert (results["LATEST"], results["A_YEAR_BEFORE"]) == (counts[-1], counts[11])
    assert results["CHANGE"] == pytest.approx(100 * (counts[-1] / counts[11] - 1))
    share = round(100 * (1 - counts[-1] / counts[11]))
    assert results["SENTENCE"].startswith(
        f"April 2023: {counts[-1]} crimes, {share}% fewer than in April 2022 ({counts[11]}); within the usual range"
    )
    now, then = sum(counts[12:]), sum(counts[:12])
    assert (
        f"{now} crimes, {100 * (1 - now / then):.1f}% fewer than in the same months a year before ({then})"
        in (results["SENTENCE"])
    )


def test_crimes_without_a_place_are_the_forces(cache: Path, bedfordshire_zip: Path, real: list[Crime]) -> None:
    unplaced = sum(
        not row["Longitude"] and row["Crime type"] != "Anti-social behaviour"
        for _, row in published_rows(bedfordshire_zip, "street")
    )
    results, found = trend(cache, AREA="force:bedfordshire")
    assert (results["CRIMES"], results["UNPLACED"]) == (len(real), unplaced)
    assert results["MISSING_MONTHS"] == results["PARTIAL_MONTHS"] == 0
    assert sum(row["count"] for row in found) == len(real)


def test_missing_months_are_gaps(gappy: Path, real: list[Crime], tmp_path: Path) -> None:
    lost, page, chart = {"2022-01", "2022-02", "2023-04"}, tmp_path / "page.html", tmp_path / "chart.svg"
    feedback = Listening()
    results, found = trend(gappy, feedback, AREA="force:bedfordshire", TO="2023-04", REPORT=str(page), CHART=str(chart))
    assert [row["month"] for row in found] == MONTHS
    for row in found:
        missing = row["month"] in lost
        assert row["status"] == ("missing" if missing else "held")
        assert (nothing(row["count"]) is None) == missing
        assert (row["verdict"] == "not judged") == missing
    assert nothing(found[20]["a_year_before"]) is None, "January 2022, of which nothing is known"
    counts = by_month(real)
    runs = [[counts[m] for m in MONTHS[:8]], [counts[m] for m in MONTHS[10:23]]]
    ranges = [abs(one - other) for run in runs for one, other in zip(run, run[1:])]
    mean = sum(sum(run) for run in runs) / 21
    assert results["MEAN"] == pytest.approx(mean)
    assert results["UPPER"] == pytest.approx(mean + 2.66 * sum(ranges) / len(ranges)), "never over the gap"
    assert (results["MONTHS_HELD"], results["MISSING_MONTHS"]) == (21, 3)
    assert results["LATEST"] == counts["2023-03"]
    assert results["SENTENCE"].startswith("March 2023: ")
    said = "Missing, which is not zero: January 2022 to February 2022, April 2023."
    assert said in results["SENTENCE"]
    assert said in feedback.warned
    assert said in unescape(page.read_text(encoding="utf-8"))
    svg = ElementTree.fromstring(chart.read_text(encoding="utf-8"))
    words = [element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert words.count("missing") == 2
    tips = [tip.text for bar in svg.iter("{http://www.w3.org/2000/svg}rect") for tip in bar]
    assert len(tips) == 21
    assert f"March 2023: {counts['2023-03']:,}, a year before {counts['2022-03']:,}" in tips


def test_financial_years_are_counted_and_never_compared_in_part(
    cache: Path, data: Path, real: list[Crime], tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    trend(cache, AREA="ward:E05014742", FROM="2022-06", REPORT=str(page))
    html = unescape(page.read_text(encoding="utf-8"))
    cells = [re.findall(r"<td>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", html)]
    years = {row[0]: row[1:] for row in cells if row and re.fullmatch(r"\d{4}/\d\d", row[0])}
    assert set(years) == {"2022/23", "2023/24"}
    ward = lsoas_in(data, "ward24_code", "E05014742")
    (district,) = names_around(data, ward, "ltla24_name")
    areas = [ward, lsoas_in(data, "ltla24_name", district), lsoas_in(data, "pfa24_name", "Bedfordshire")]
    for at, codes in enumerate(areas):
        residents, counts = total_in(data, "total_residents", codes), by_month(real, codes)
        whole = sum(counts[month] for month in months("2022-04", 12))
        assert years["2022/23"][3 * at : 3 * at + 3] == [f"{whole:,}", f"{whole / residents * 1000:,.1f}", "–"]
        one = counts["2023-04"]
        assert years["2023/24"][3 * at : 3 * at + 3] == [
            f"{one:,} (1/12)",
            f"{one * 12 / residents * 1000:,.1f}*",
            "–",
        ]
    assert "Not all 12 months are held" in html


def test_whole_years_have_a_change(tmp_path: Path) -> None:
    first, second = months("2022-04", 12), months("2023-04", 12)
    files = dict.fromkeys(first, 2) | dict.fromkeys(second, 3)
    cache = make_cache(tmp_path / "policeuk.sqlite", invented_archive(tmp_path, {"dorset": files}))
    page = tmp_path / "page.html"
    trend(cache, AREA="force:dorset", REPORT=str(page))
    html = unescape(page.read_text(encoding="utf-8"))
    assert "<td>2023/24</td><td>36</td><td>–</td><td>+50.0%</td>" in html
    assert "<td>2022/23</td><td>24</td><td>–</td><td>–</td>" in html
    assert "No rate per 1,000 residents" in html


def test_a_month_that_one_of_two_forces_lacks_is_held_in_part(tmp_path: Path) -> None:
    whole = dict.fromkeys(MONTHS, 5)
    part = {month: 4 for month in MONTHS if month != "2022-06"}
    cache = make_cache(
        tmp_path / "policeuk.sqlite", invented_archive(tmp_path, {"dorset": whole, "bedfordshire": part})
    )
    results, found = trend(cache)
    row = found[MONTHS.index("2022-06")]
    assert (row["count"], row["status"], row["verdict"]) == (5, "held in part", "not judged")
    assert (results["PARTIAL_MONTHS"], results["MISSING_MONTHS"]) == (1, 0)
    assert results["MEAN"] == 9
    assert results["CRIMES"] == 9 * 23
    assert "Held only in part, and compared with nothing: June 2022." in results["SENTENCE"]
    assert [nothing(row["a_year_before"]) for row in trend(cache, FROM="2022-05", TO="2022-07")[1]] == [9, 9, 9]


def test_few_months_have_no_range(cache: Path) -> None:
    results, found = trend(cache, AREA="force:bedfordshire", FROM="2022-12")
    assert len(found) == 5
    assert all(nothing(row["upper"]) is None for row in found)
    assert {row["verdict"] for row in found} == {"not judged"}
    assert [nothing(results[name]) for name in ("MEAN", "LOWER", "UPPER")] == [None, None, None]
    assert "too few months in a row are held to say what is usual" in results["SENTENCE"]
    assert nothing(found[0]["a_year_before"]) is not None, "held, though not asked for"


def test_few_crimes_have_no_percentage(tmp_path: Path) -> None:
    counts = {month: 5 if month < "2023-01" else 3 for month in MONTHS}
    cache = make_cache(tmp_path / "policeuk.sqlite", invented_archive(tmp_path, {"dorset": counts}))
    results = trend(cache)[0]
    assert results["SENTENCE"].startswith("April 2023: 3 crimes, 2 fewer than in April 2022 (5);")
    assert (results["A_YEAR_BEFORE"], nothing(results["CHANGE"])) == (5, None)
