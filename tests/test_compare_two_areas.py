# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:comparetwoareas` against plain counting: months of both, rates, intervals, changes, overlap, warnings."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import NULL

from tests.algorithm_runs import Listening, registered, rows
from tests.algorithm_runs import run as run_algorithm
from tests.area_factory import table, written
from tests.plain_months import CENSUS, LOOK_UP, Crime, by_month, crimes, earlier, lsoas_in, months, total_in, without
from tests.plugin_caches import make_cache, published_rows
from tests.sample_factory import archive_zip, member, street_csv, street_row

MONTHS = months("2021-05", 24)
HOSTILE = "<img src=x onerror=alert(1)>\"'&\u202eشرطة " + "x" * 500
HEADER = "lsoa21_code,lsoa21_name,ltla24_code,ltla24_name,csp24_code,csp24_name"


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
    """Give a cache of them, without June 2021 and without August 2022, with look-up, residents and households."""
    folder = tmp_path_factory.mktemp("compare")
    lost = ("2021-06-bedfordshire-street", "2022-08-bedfordshire-street")
    archive = without(bedfordshire_zip, folder / "2023-04.zip", *lost)
    return make_cache(folder / "policeuk.sqlite", archive, areas=(data / LOOK_UP, data / CENSUS))


def compare(cache: Path, feedback: Listening | None = None, **parameters: Any) -> tuple[dict[str, Any], list[Any]]:
    """Run it; gives numbers and the table's rows."""
    given = {"CACHE": str(cache), "OUTPUT": "memory:", **parameters}
    results, context = run_algorithm("comparetwoareas", given, feedback)
    return results, rows(results, context)


def nothing(value: Any) -> Any:
    """QGIS's NULL as None."""
    return None if value is None or value == NULL else value


def test_all_numbers_are_those_of_the_files(cache: Path, data: Path, real: list[Crime], tmp_path: Path) -> None:
    page, chart = tmp_path / "page.html", tmp_path / "chart.svg"
    feedback = Listening()
    results, found = compare(
        cache, feedback, AREA="csp:Luton", OTHER_AREA="district:Bedford", REPORT=str(page), CHART=str(chart)
    )
    held = [month for month in MONTHS if month not in ("2021-06", "2022-08")]
    pairs = [month for month in held if earlier(month) in held]
    assert (len(held), len(pairs)) == (22, 10)
    sides = [lsoas_in(data, "csp24_name", "Luton"), lsoas_in(data, "ltla24_name", "Bedford")]
    residents = [total_in(data, "total_residents", codes) for codes in sides]
    households = [total_in(data, "total_households", codes) for codes in sides]
    kinds = sorted({kind for _, kind, _ in real})
    assert [row["crime_type"] for row in found][0] == "all selected"
    assert sorted(row["crime_type"] for row in found[1:]) == kinds
    for row in found:
        types = () if row["crime_type"] == "all selected" else (row["crime_type"],)
        for at, prefix in enumerate(("", "other_")):
            counts = by_month(real, sides[at], *types)
            count = sum(counts[month] for month in held)
            assert row[f"{prefix}count"] == count
            assert row[f"{prefix}rate"] == pytest.approx(count / 22 * 12 / residents[at] * 1000)
            assert row[f"{prefix}household_rate"] == pytest.approx(count / 22 * 12 / households[at] * 1000)
            now, before = sum(counts[m] for m in pairs), sum(counts[earlier(m)] for m in pairs)
            change = nothing(row[f"{prefix}change"])
            assert change == (pytest.approx(100 * (now / before - 1)) if before >= 20 else None)
        assert row["ratio"] == pytest.approx(row["rate"] / row["other_rate"])
        assert row["ratio_lower"] < row["ratio"] < row["ratio_upper"]
        beyond = "higher" if row["ratio_lower"] > 1 else "lower" if row["ratio_upper"] < 1 else "no clear difference"
        assert row["verdict"] == beyond
        assert row["months"] == 22
    assert (results["CRIMES"], results["OTHER_CRIMES"]) == (found[0]["count"], found[0]["other_count"])
    assert (results["MONTHS_HELD"], results["MONTHS_DROPPED"], results["IN_BOTH"]) == (22, 2, 0)
    (said,) = (line for line in feedback.warned if line.startswith("Left out of both areas"))
    assert said.endswith(": June 2021, August 2022.")
    html = unescape(page.read_text(encoding="utf-8"))
    assert said in html
    for sentence in ("exact conditional", "chance in counting alone", f"{residents[0]:,} residents", "snap point"):
        assert sentence in html
    svg = ElementTree.fromstring(chart.read_text(encoding="utf-8"))
    tips = [tip.text or "" for dot in svg.iter("{http://www.w3.org/2000/svg}circle") for tip in dot]
    assert len(tips) == 2 * 22
    assert not any("August 2022" in tip for tip in tips)


def test_a_force_beside_an_area_is_not_counted_alike(cache: Path, bedfordshire_zip: Path, tmp_path: Path) -> None:
    page, feedback = tmp_path / "page.html", Listening()
    results, _ = compare(cache, feedback, AREA="force:bedfordshire", OTHER_AREA="csp:Luton", REPORT=str(page))
    unplaced = sum(
        not row["Longitude"] and row["Crime type"] != "Anti-social behaviour"
        for month, row in published_rows(bedfordshire_zip, "street")
        if month not in ("2021-06", "2022-08")
    )
    said = f"has all crimes of its files, {unplaced:,} of them without a place. Luton has only those placed in it"
    assert said in results["SENTENCE"]
    assert any(said in line for line in feedback.warned)
    assert unescape(page.read_text(encoding="utf-8")).count(said) >= 2
    assert "of its files" not in compare(cache, AREA="csp:Luton", OTHER_AREA="district:Bedford")[0]["SENTENCE"]


def test_few_crimes_before_have_no_percentage(cache: Path, data: Path, real: list[Crime], tmp_path: Path) -> None:
    page, wards = tmp_path / "page.html", ("E05014753", "E05014741")
    found = compare(cache, AREA=f"ward:{wards[0]}", OTHER_AREA=f"ward:{wards[1]}", REPORT=str(page))[1]
    held = [month for month in MONTHS if month not in ("2021-06", "2022-08")]
    pairs = [month for month in held if earlier(month) in held]
    few = 0
    html = unescape(page.read_text(encoding="utf-8"))
    for row in found[1:]:
        for ward, prefix in zip(wards, ("", "other_")):
            counts = by_month(real, lsoas_in(data, "ward24_code", ward), row["crime_type"])
            before = sum(counts[earlier(month)] for month in pairs)
            assert (nothing(row[f"{prefix}change"]) is None) == (before < 20)
            few += 0 < before < 20
    assert few > 5
    assert html.split("<h2>Crimes</h2>")[-1].split("</table>")[0].count("<td>–</td>") >= few
    assert "fewer than 20 crimes before, so no percentage" in html


def test_an_area_within_the_other_is_said_and_not_tested(cache: Path, data: Path, real: list[Crime]) -> None:
    feedback = Listening()
    results, found = compare(cache, feedback, AREA="csp:Luton", OTHER_AREA="force:bedfordshire")
    luton = lsoas_in(data, "csp24_name", "Luton")
    held = [month for month in MONTHS if month not in ("2021-06", "2022-08")]
    assert results["IN_BOTH"] == sum(by_month(real, luton)[month] for month in held)
    assert {row["verdict"] for row in found} == {"not judged"}
    assert all(nothing(row["ratio"]) is None for row in found)
    assert any(line.startswith("Luton lies within the area of Bedfordshire Police") for line in feedback.warned)
    turned, _ = compare(cache, AREA="force:bedfordshire", OTHER_AREA="csp:Luton")
    assert turned["IN_BOTH"] == results["IN_BOTH"]


def test_areas_that_share_a_part_are_said(cache: Path, data: Path, real: list[Crime]) -> None:
    codes = sorted(lsoas_in(data, "csp24_name", "Luton"))
    one, other = ",".join(codes[:6]), ",".join(codes[4:9])
    feedback = Listening()
    results, _ = compare(cache, feedback, AREA=f"lsoa:{one}", OTHER_AREA=f"lsoa:{other}")
    held = [month for month in MONTHS if month not in ("2021-06", "2022-08")]
    shared_crimes = sum(by_month(real, set(codes[4:6]))[month] for month in held)
    assert results["IN_BOTH"] == shared_crimes > 0
    assert any("overlap" in line and f"{shared_crimes:,} crimes are in both counts" in line for line in feedback.warned)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ("csp:Luton", "Both areas are the same"),
        ("district:Luton", "are the same ground"),
        ("csp:Brent", "No month from .* is wholly held of both Luton and Brent"),
        ("csp:Narnia", "Narnia"),
        ("", "OTHER_AREA"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(cache: Path, other: str, sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        compare(cache, AREA="csp:Luton", OTHER_AREA=other)
    assert "\n" not in str(caught.value)


def test_residents_mislead_in_a_town_centre(cache: Path) -> None:
    feedback = Listening()
    compare(cache, feedback, AREA="lsoa:E01033805", OTHER_AREA="district:Central Bedfordshire")
    warned = [line for line in feedback.warned if "Residents mislead" in line]
    assert len(warned) == 1
    assert "Luton 023C" in warned[0]
    assert "theft from shops or persons" in warned[0]


def made(folder: Path, counts: tuple[int, int], residents: tuple[int, int], name: str = "There") -> Path:
    """A cache of 12 months of two LSOAs, each a CSP; crimes are spread over the months as far as they go."""
    codes = ("E01990001", "E01990002")
    files = {}
    for at, month in enumerate(months("2022-05", 12)):
        crimes_of = [
            street_row(lsoa_code=code, lsoa_name=code, longitude=f"2.00000{of}")
            for of, code in enumerate(codes)
            for _ in range(len(range(at, counts[of], 12)))
        ]
        files[member(month, "dorset")] = street_csv(month, "dorset", crimes_of)
    archive = archive_zip(folder / "2023-04.zip", files)
    rows_of = [
        (code, code, f"E0799000{at}", f"D{at}", f"E2299000{at}", ("Here", name)[at]) for at, code in enumerate(codes)
    ]
    look_up = written(folder / "look_up.csv", table(HEADER, *rows_of))
    people = zip(codes, residents, (40, 40))
    figures = written(folder / "figures_2021.csv", table("lsoa21_code,total_residents,total_households", *people))
    return make_cache(folder / "policeuk.sqlite", archive, areas=(look_up, figures))


def test_the_ratio_is_that_of_r(tmp_path: Path) -> None:
    # R's help on poisson.test: 11 in 800 against 21 in 3011: 1.971488, 0.8584264 to 4.2772659.
    results, found = compare(made(tmp_path, (11, 21), (800, 3011)), AREA="csp:Here", OTHER_AREA="csp:There")
    assert results["RATIO"] == pytest.approx(1.971488, abs=5e-7)
    assert results["RATIO_LOWER"] == pytest.approx(0.8584264, abs=5e-8)
    assert results["RATIO_UPPER"] == pytest.approx(4.2772659, abs=5e-8)
    assert results["RATE"] == pytest.approx(11 / 800 * 1000)
    assert found[0]["verdict"] == "no clear difference"
    assert "no more apart than chance in counting may put them" in results["SENTENCE"]
    assert "0.86 to 4.28" in results["SENTENCE"]
    assert "no change on the year before is known" in results["SENTENCE"]


def test_without_residents_counts_are_said(tmp_path: Path) -> None:
    cache = make_cache(tmp_path / "bare.sqlite", _two_forces(tmp_path))
    page = tmp_path / "page.html"
    results, found = compare(cache, AREA="force:dorset", OTHER_AREA="force:bedfordshire", REPORT=str(page))
    assert (results["CRIMES"], results["OTHER_CRIMES"], results["MONTHS_HELD"]) == (22, 33, 11)
    assert nothing(results["RATE"]) is None
    assert found[0]["verdict"] == "not judged"
    assert "22 crimes" in results["SENTENCE"]
    assert "In 11 months" in results["SENTENCE"]
    assert "No rate per 1,000 residents" in unescape(page.read_text(encoding="utf-8"))


def _two_forces(folder: Path) -> Path:
    """A year of two forces, of which one lacks a month."""
    files = {}
    for month in months("2022-05", 12):
        files[member(month, "dorset")] = street_csv(month, "dorset", [street_row()] * 2)
        if month != "2022-09":
            files[member(month, "bedfordshire")] = street_csv(month, "bedfordshire", [street_row()] * 3)
    return archive_zip(folder / "2023-04.zip", files)


def test_a_hostile_name_is_shown_and_never_run(tmp_path: Path) -> None:
    cache = made(tmp_path, (24, 36), (100, 100), HOSTILE)
    page, chart = tmp_path / "page.html", tmp_path / "chart.svg"
    compare(cache, AREA="csp:Here", OTHER_AREA="csp:E22990001", REPORT=str(page), CHART=str(chart))
    html, svg = page.read_text(encoding="utf-8"), chart.read_text(encoding="utf-8")
    assert "<img src=x" not in html + svg
    assert "&lt;img src=x" in html
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(svg).iter()}
    assert tags <= {"svg", "title", "desc", "rect", "line", "path", "text", "circle"}


def test_cancel_makes_nothing(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="Stopped"):
        compare(
            cache, Listening(cancel_at=10), AREA="csp:Luton", OTHER_AREA="csp:Bedford", OUTPUT=str(tmp_path / "c.csv")
        )
    assert list(tmp_path.iterdir()) == []
