# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:comparetime` on published files against plain counting: quarters, changes, limits, the force."""

from __future__ import annotations

import math
from calendar import monthrange
from html import unescape
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException

from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.plain_months import Crime, by_month, lsoas_in, months, total_in
from tests.plugin_caches import make_cache
from tests.time_compared import nothing, through
from tests.trend_cases import MONTHS
from tests.trend_cases import cache as _cache  # noqa: F401 - a fixture
from tests.trend_cases import data as _data  # noqa: F401 - a fixture
from tests.trend_cases import real as _real  # noqa: F401 - a fixture

ENDS = MONTHS[2::3]


def chance(now: int, before: int) -> float:
    """The E-test summed plainly over a square of pairs."""
    mean, total = (now + before) / 2, 0.0
    if now == before:
        return 1.0
    observed = abs(now - before) / math.sqrt(now + before)
    reach = range(max(0, int(mean - 9 * math.sqrt(mean))), int(mean + 9 * math.sqrt(mean)) + 30)
    density = {n: math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) for n in reach}
    for one in reach:
        for other in reach:
            if one + other and abs(one - other) / math.sqrt(one + other) >= observed - 1e-9:
                total += density[one] * density[other]
    return total


def laney(counts: list[int], first: str = "2021-05") -> float:
    """How many times as much as counting alone months vary, by days: the mean moving range of z over 1.128."""
    days = [monthrange(int(month[:4]), int(month[5:]))[1] for month in months(first, len(counts))]
    mean = sum(counts) / sum(days)
    z = [(count / of - mean) / math.sqrt(mean / of) for count, of in zip(counts, days)]
    return sum(abs(b - a) for a, b in zip(z, z[1:])) / (len(z) - 1) / 1.128


def test_quarters_are_those_of_the_files(cache: Path, data: Path, real: list[Crime]) -> None:
    luton = lsoas_in(data, "csp24_name", "Luton")
    counts = by_month(real, luton, "Burglary")
    expected = {
        end: sum(counts[month] for month in MONTHS[MONTHS.index(end) - 2 : MONTHS.index(end) + 1]) for end in ENDS
    }
    households = total_in(data, "total_households", luton)
    results, found = through(cache, AREA="csp:Luton", TYPES=["Burglary"], DENOMINATOR="households")
    assert {row["period"]: row["count"] for row in found} == expected
    assert [row["period"] for row in found] == ENDS
    assert [row["rate"] for row in found] == pytest.approx([1000 * expected[end] / households for end in ENDS])
    assert [nothing(row["a_year_before"]) for row in found] == [None] * 4 + [expected[end] for end in ENDS[:4]]
    spread = laney([counts[month] for month in MONTHS])
    for row in found[4:]:
        plain = chance(row["count"], row["a_year_before"])
        less = chance(*(round(row[name] / max(1, spread) ** 2) for name in ("count", "a_year_before")))
        p = max(plain, less)
        assert (row["p"], row["p_poisson"]) == pytest.approx((p, plain), rel=1e-6)
        way = "up" if row["count"] > row["a_year_before"] else "down"
        assert row["change_word"] == (way if p < 0.05 else "no clear change")
    assert {row["change_word"] for row in found[:4]} == {"not judged"}
    assert {row["change_word"] for row in found[4:]} >= {"down", "no clear change"}
    bedfordshire = lsoas_in(data, "pfa24_name", "Bedfordshire")
    there = by_month(real, bedfordshire, "Burglary")
    of_force = sum(there[month] for month in MONTHS[-3:]) / total_in(data, "total_households", bedfordshire)
    assert found[-1]["force_rate"] == pytest.approx(1000 * of_force)
    assert (results["CRIMES"], results["RATE"], results["LATEST"]) == (expected[ENDS[-1]], found[-1]["rate"], "2023-04")
    assert (results["PEERS_USED"], results["VERDICT"], results["PERIODS_HELD"]) == (0, "not judged", 8)
    share = 100 * (expected[ENDS[-1]] / expected[ENDS[3]] - 1)
    assert results["CHANGE"] == pytest.approx(share)
    assert f"{-share:.0f}% fewer than in the quarter to April 2022 ({expected[ENDS[3]]}): down" in results["SENTENCE"]
    assert "No peers. " in results["SENTENCE"]


def test_months_have_limits_of_their_own(cache: Path, real: list[Crime], data: Path) -> None:
    luton = lsoas_in(data, "csp24_name", "Luton")
    counts = by_month(real, luton)
    people = total_in(data, "total_residents", luton)
    rates = [1000 * counts[month] / people for month in MONTHS]
    away = 2.66 * sum(abs(b - a) for a, b in zip(rates, rates[1:])) / 23
    mean = sum(rates) / 24
    results, found = through(cache, AREA="csp:Luton", PERIOD="months")
    assert [row["period"] for row in found] == MONTHS
    assert {row["usual_upper"] for row in found} == {results["USUAL_UPPER"]}
    assert (results["USUAL_LOWER"], results["USUAL_UPPER"]) == pytest.approx((mean - away, mean + away))
    judged = ["above" if r > mean + away else "below" if r < mean - away else "within" for r in rates]
    assert [row["usual"] for row in found] == judged
    assert results["OUTSIDE_RANGE"] == 24 - judged.count("within")
    assert f"Its months vary {laney([counts[month] for month in MONTHS]):.1f} times as much as" in results["SENTENCE"]


def test_changes_are_judged_by_how_the_area_varies(cache: Path, real: list[Crime], data: Path, tmp_path: Path) -> None:
    """Counting alone calls every quarter of a large area; the year is said, which may go the other way."""
    bedford = lsoas_in(data, "csp24_name", "Bedford")
    counts = by_month(real, bedford)
    spread = laney([counts[month] for month in MONTHS])
    page = tmp_path / "page.html"
    results, found = through(cache, AREA="csp:Bedford", REPORT=str(page))
    judged = found[4:]
    for row in judged:
        less = [round(row[name] / spread**2) for name in ("count", "a_year_before")]
        assert row["p"] == pytest.approx(chance(*less), rel=1e-6)
        assert (row["change_word"] == "no clear change") == (row["p"] >= 0.05)
    assert any(row["p_poisson"] < 0.05 <= row["p"] for row in judged), "what counting alone would call"
    now, before = sum(counts[month] for month in MONTHS[12:]), sum(counts[month] for month in MONTHS[:12])
    year = results["SENTENCE"].split("In the year to April 2023 ")[1].split(": ")[0]
    assert f" had {now:,} crimes, " in year
    assert year.endswith(f"in the year to April 2022 ({before:,})")
    assert "about one reads as up or down" not in unescape(page.read_text(encoding="utf-8"))


def test_rows_without_a_place_are_those_of_the_types_chosen(cache: Path, real: list[Crime]) -> None:
    """Of all rows the share is far less; and a rising share looks like fewer crimes."""
    results, _ = through(cache, AREA="csp:Luton", TYPES=["Shoplifting"])
    shares = []
    for year in (MONTHS[:12], MONTHS[12:]):
        rows_of = [lsoa for month, kind, lsoa in real if kind == "Shoplifting" and month in year]
        shares.append(sum(not lsoa for lsoa in rows_of) / len(rows_of))
    before, now = (f"{round(100 * share)}%" for share in shares)
    assert shares[1] > 1.5 * shares[0]
    assert f"Shoplifting: {now} of the rows of the files of its force in the year to April 2023" in results["SENTENCE"]
    assert f"A year before it was {before}, so part of a change is of rows that lost" in results["SENTENCE"]


def test_small_areas_are_not_judged_across_the_redrawing_of_the_snap_points(cache: Path) -> None:
    """In July 2022; of the whole CSP they are."""
    results, found = through(cache, AREA="lsoa:Luton 014D")
    assert {row["change_word"] for row in found} == {"not judged"}
    assert [nothing(row["p"]) for row in found] == [None] * 8
    assert found[-1]["a_year_before"] == found[3]["count"], "the numbers themselves are told"
    assert (results["CHANGE_WORD"], nothing(results["P"])) == ("not judged", None)
    title = results["SENTENCE"].split(". ")[0]
    assert "ot judged against the year before, as snap points were redrawn in July 2022" in title
    assert "umbers of before and after it do not compare" in results["SENTENCE"]
    assert "snap points were redrawn" not in through(cache, AREA="csp:Luton")[0]["SENTENCE"]


def test_a_u_chart_goes_by_days(cache: Path, real: list[Crime], data: Path) -> None:
    luton = lsoas_in(data, "csp24_name", "Luton")
    counts = by_month(real, luton)
    people = total_in(data, "total_residents", luton)
    lengths = [monthrange(int(month[:4]), int(month[5:]))[1] / (730 / 24) for month in MONTHS]
    exposure = [people / 1000 * length for length in lengths]
    mean = sum(counts.values()) / sum(exposure)
    z = [(counts[month] / of - mean) / math.sqrt(mean / of) for month, of in zip(MONTHS, exposure)]
    spread = sum(abs(b - a) for a, b in zip(z, z[1:])) / 23 / 1.128
    _, found = through(cache, AREA="csp:Luton", PERIOD="months", LIMITS="u")
    for row, of, length in zip(found, exposure, lengths):
        away = 3 * spread * math.sqrt(mean / of)
        assert (row["usual_lower"], row["usual_upper"]) == pytest.approx(
            ((mean - away) * length, (mean + away) * length)
        )


def test_a_force_is_counted_by_its_files(cache: Path, real: list[Crime]) -> None:
    _, found = through(cache, AREA="force:bedfordshire")
    counts = by_month(real)
    assert found[-1]["count"] == sum(counts[month] for month in MONTHS[-3:])
    assert nothing(found[-1]["force_rate"]) is None


def test_without_residents_there_is_no_rate(tmp_path: Path, shared: Path, bedfordshire_zip: Path) -> None:
    cache = make_cache(
        tmp_path / "c.sqlite",
        bedfordshire_zip,
        areas=(shared / "data" / "lookups" / "lsoa21_ward24_lad24_csp24_pfa24.csv.gz",),
    )
    with pytest.raises(QgsProcessingException, match="The cache holds no residents of Luton"):
        through(cache, AREA="csp:Luton")
