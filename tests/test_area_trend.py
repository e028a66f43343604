# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:areatrend` against plain counting of the files: months, the year before, limits, years, gaps, names."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer
from qgis.PyQt.QtCore import NULL

from tests.algorithm_runs import Listening, registered, rows
from tests.algorithm_runs import run as run_algorithm
from tests.area_factory import table, written
from tests.plain_months import (
    CENSUS,
    LOOK_UP,
    Crime,
    by_month,
    crimes,
    lsoas_in,
    months,
    names_around,
    total_in,
    without,
)
from tests.plugin_caches import make_cache, published_rows
from tests.sample_factory import archive_zip, member, street_csv, street_row, unplaced_row

MONTHS = months("2021-05", 24)
HOSTILE = "<script>alert(1)</script>\"'&\u202eشرطة " + "x" * 500


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    """Give the folder of the real files."""
    return shared / "data"


@pytest.fixture(scope="module")
def real(bedfordshire_zip: Path) -> list[Crime]:
    """Give every published crime of two years of a force."""
    return crimes(bedfordshire_zip)


@pytest.fixture(scope="module")
def cache(bedfordshire_zip: Path, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of them with look-up and residents."""
    path = tmp_path_factory.mktemp("trend") / "policeuk.sqlite"
    return make_cache(path, bedfordshire_zip, areas=(data / LOOK_UP, data / CENSUS))


@pytest.fixture(scope="module")
def gappy(bedfordshire_zip: Path, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache that lacks January and February 2022 and the last month."""
    folder = tmp_path_factory.mktemp("gappy")
    lost = ("2022-01-bedfordshire-street", "2022-02-bedfordshire-street", "2023-04-bedfordshire-street")
    archive = without(bedfordshire_zip, folder / "2023-04.zip", *lost)
    return make_cache(folder / "policeuk.sqlite", archive, areas=(data / LOOK_UP, data / CENSUS))


def trend(cache: Path, feedback: Listening | None = None, **parameters: Any) -> tuple[dict[str, Any], list[Any]]:
    """Run it; gives numbers and the table's rows by month."""
    given = {"CACHE": str(cache), "OUTPUT": "memory:", **parameters}
    results, context = run_algorithm("areatrend", given, feedback)
    return results, rows(results, context)


def nothing(value: Any) -> Any:
    """QGIS's NULL as None."""
    return None if value is None or value == NULL else value


def charts(page: Path) -> list[str]:
    """The SVG texts in a page."""
    found = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", page.read_text(encoding="utf-8"))
    return [base64.b64decode(text).decode("utf-8") for text in found]


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
        f"April 2023: {counts[-1]} crimes, {share}% fewer than in April 2022 ({counts[11]}); within what these months "
        "usually vary."
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
    cache = make_cache(tmp_path / "policeuk.sqlite", _archive(tmp_path, {"dorset": files}))
    page = tmp_path / "page.html"
    trend(cache, AREA="force:dorset", REPORT=str(page))
    html = unescape(page.read_text(encoding="utf-8"))
    assert "<td>2023/24</td><td>36</td><td>–</td><td>+50.0%</td>" in html
    assert "<td>2022/23</td><td>24</td><td>–</td><td>–</td>" in html
    assert "No rate per 1,000 residents" in html


def _archive(folder: Path, forces: dict[str, dict[str, int]], lsoa: str = "E01990001") -> Path:
    """An archive of so many crimes a month of each force, and one without a place."""
    files = {}
    for force, counts in forces.items():
        for month, count in counts.items():
            crimes_of = [street_row(lsoa_code=lsoa) for _ in range(count - 1)]
            files[member(month, force)] = street_csv(month, force, [*crimes_of, unplaced_row()])
    return archive_zip(folder / f"{max(max(counts) for counts in forces.values())}.zip", files)


def test_a_month_that_one_of_two_forces_lacks_is_held_in_part(tmp_path: Path) -> None:
    whole = dict.fromkeys(MONTHS, 5)
    part = {month: 4 for month in MONTHS if month != "2022-06"}
    cache = make_cache(tmp_path / "policeuk.sqlite", _archive(tmp_path, {"dorset": whole, "bedfordshire": part}))
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
    assert "too few months that follow each other are held to say what is usual" in results["SENTENCE"]
    assert nothing(found[0]["a_year_before"]) is not None, "held, though not asked for"


def test_few_crimes_have_no_percentage(tmp_path: Path) -> None:
    counts = {month: 5 if month < "2023-01" else 3 for month in MONTHS}
    cache = make_cache(tmp_path / "policeuk.sqlite", _archive(tmp_path, {"dorset": counts}))
    results = trend(cache)[0]
    assert results["SENTENCE"].startswith("April 2023: 3 crimes, 2 fewer than in April 2022 (5);")
    assert (results["A_YEAR_BEFORE"], nothing(results["CHANGE"])) == (5, None)


def test_the_page_has_one_range_one_district_and_no_folder(cache: Path, tmp_path: Path) -> None:
    page, chart = tmp_path / "page.html", tmp_path / "folder of mine.svg"
    results, _ = trend(cache, AREA="district:Luton", TYPES=["Burglary"], REPORT=str(page), CHART=str(chart))
    html = unescape(page.read_text(encoding="utf-8"))
    lower, upper = -int(-results["LOWER"] // 1), int(results["UPPER"])
    assert lower != round(results["LOWER"]), "so that rounding would differ"
    assert f"usual range of {lower} to {upper}" in results["SENTENCE"]
    assert f"usual range {lower} to {upper}" in charts(page)[0]
    heads = re.findall(r"<th[^>]*>([^<]*): crimes</th>", html)
    assert len(heads) == len(set(heads)) == 2
    assert "a force's files have more than its area" in html
    trend(cache, AREA="force:bedfordshire", REPORT=str(page))
    assert "also those without a place, which no area has" in page.read_text(encoding="utf-8")
    assert str(tmp_path) not in html + "".join(charts(page))


def test_a_hostile_name_is_shown_and_never_run(tmp_path: Path) -> None:
    header = "lsoa21_code,lsoa21_name,ltla24_code,ltla24_name,csp24_code,csp24_name"
    row = ("E01990001", "Here 001A", "E07990001", HOSTILE, "E22990001", HOSTILE)
    look_up = written(tmp_path / "look_up.csv", table(header, row))
    archive = _archive(tmp_path, {"dorset": dict.fromkeys(MONTHS, 5)})
    cache = make_cache(tmp_path / "policeuk.sqlite", archive, areas=(look_up,))
    page, out = tmp_path / "page.html", tmp_path / "months.gpkg"
    trend(cache, AREA="csp:E22990001", REPORT=str(page), OUTPUT=str(out))
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    for svg in charts(page):
        assert "<script" not in svg
        assert ElementTree.fromstring(svg) is not None
    layer = QgsVectorLayer(str(out), "months", "ogr")
    assert "<" not in layer.metadata().abstract()
    assert "‹script›" in layer.metadata().title()


def test_the_table_explains_itself_and_is_written_anew(cache: Path, tmp_path: Path) -> None:
    out = tmp_path / "months.gpkg"
    for _ in range(2):
        results, _ = run_algorithm("areatrend", {"CACHE": str(cache), "AREA": "force:bedfordshire", "OUTPUT": str(out)})
    layer = QgsVectorLayer(results["OUTPUT"], "months", "ogr")
    assert layer.featureCount() == 24
    assert any("policeuk:areatrend" in line for line in layer.metadata().history())
    assert "usual range" in layer.metadata().abstract().lower()
    csv = tmp_path / "months.csv"
    run_algorithm("areatrend", {"CACHE": str(cache), "AREA": "force:bedfordshire", "OUTPUT": str(csv)})
    assert len(csv.read_text(encoding="utf-8").splitlines()) == 25


@pytest.mark.parametrize("name", ["OUTPUT", "REPORT", "CHART"])
def test_no_result_takes_the_place_of_the_cache(cache: Path, name: str) -> None:
    with pytest.raises(QgsProcessingException, match="would replace"):
        trend(cache, **{name: str(cache)})


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"AREA": "csp:Narnia"}, "Narnia"),
        ({"FROM": "2010-01", "TO": "2010-12"}, "Not one month"),
        ({"AREA": "ward:E05009861"}, "no street-level crimes|holds no"),
        ({"FROM": "2023-01", "TO": "2022-01"}, "Swap them"),
        ({"CHART": "/no/such/folder/chart.svg"}, "could not be written"),
    ],
)
def test_what_cannot_be_is_one_sentence(cache: Path, parameters: dict[str, str], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        trend(cache, **parameters)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_cancel_makes_nothing(cache: Path, tmp_path: Path) -> None:
    out = tmp_path / "months.csv"
    with pytest.raises(QgsProcessingException, match="Stopped"):
        trend(cache, Listening(cancel_at=40), AREA="csp:Luton", OUTPUT=str(out))
    assert list(tmp_path.iterdir()) == []
