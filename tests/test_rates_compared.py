# SPDX-License-Identifier: GPL-2.0-or-later
"""What rates of areas may compare: forces from elsewhere, more than two years, redrawn snap points, years that lack."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.algorithm_runs import Listening
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.area_factory import table, written
from tests.peer_cases import YEAR, country, crimes, csp, lsoas
from tests.plain_months import months
from tests.plugin_caches import make_cache
from tests.rated_cases import made
from tests.sample_factory import archive_zip, member, street_csv, street_row

FORCES = {"bedfordshire": "E23000026", "hertfordshire": "E23000027"}
FORCE_OF = {f"E0199{at:04d}": force for at, force in enumerate(sorted(FORCES) * 4, start=1)}
RATED = ("arearates", "funnelplot", "smoothedrates", "locationquotient")

Crimes = Callable[[str, int], int]


def two_forces(folder: Path, held: Mapping[str, Collection[str]], crimes_of: Crimes) -> Path:
    """A cache of the months that each force has; `crimes_of` gives an LSOA's crimes of a month by its place in time."""
    every = sorted({month for of in held.values() for month in of})
    files = {}
    for force, of in held.items():
        for month in of:
            rows = [
                street_row(lsoa_code=code, lsoa_name=code)
                for code, mine in FORCE_OF.items()
                if mine == force
                for _ in range(crimes_of(code, every.index(month)))
            ]
            files[member(month, force)] = street_csv(month, force, rows)
    places = [(code, code, FORCES[force], force.title()) for code, force in FORCE_OF.items()]
    areas = (
        written(folder / "lookup.csv", table("lsoa21_code,lsoa21_name,pfa24_code,pfa24_name", *places)),
        written(folder / "residents.csv", table("lsoa21_code,total_residents", *((code, 1500) for code in FORCE_OF))),
    )
    return make_cache(folder / "two.sqlite", archive_zip(folder / f"{every[-1]}.zip", files), areas=areas)


@pytest.mark.parametrize("name", RATED)
@pytest.mark.parametrize("held", [6, 12])
def test_a_force_from_elsewhere_is_in_all_months_and_areas_or_in_none(tmp_path: Path, name: str, held: int) -> None:
    there = [street_row(crime_type="Burglary", lsoa_code=lsoas(at)[0]) for at in (0, 0, 0, 3) for _ in range(50)]
    files = {member(month, "btp"): street_csv(month, "btp", there) for month in YEAR[:held]}
    cache = make_cache(country(tmp_path), archive_zip(tmp_path / "2023-05.zip", files))
    asked: dict[str, Any] = {"LEVEL": "csp", "FROM": YEAR[0], "TO": YEAR[-1], "TYPES": ["Burglary"]}
    results, areas = made(name, cache, **asked)
    for at in range(9):
        own = sum(row.kind == "Burglary" and row.lsoa in lsoas(at) for row in crimes())
        visited = {0: 150, 3: 50}.get(at, 0) * held if held == 12 else 0
        assert areas[csp(at)]["count"] == own + visited
        assert areas[csp(at)]["months_held"] == 12
    out = "What British Transport Police recorded there is in no count"
    assert (out in results["SENTENCE"]) == (held < 12)
    assert (out in areas[csp(0)]["told"]) == (held < 12)
    assert out not in areas[csp(1)]["told"]


def test_of_more_than_a_year_the_last_is_compared_with_the_one_before(tmp_path: Path) -> None:
    time = months("2023-07", 36)

    def rising(code: str, at: int) -> int:
        return 2 + at % 5 + (20 if code == "E01990001" and at >= 24 else 0)

    cache = two_forces(tmp_path, dict.fromkeys(FORCES, time), rising)
    results, areas = made("arearates", cache, FROM="", TO="", MEASURE="change")
    for code, area in areas.items():
        assert area["count"] == sum(rising(code, at) for at in range(36))
        assert area["after"] == sum(rising(code, at) for at in range(24, 36))
        assert area["before"] == sum(rising(code, at) for at in range(12, 24))
        assert area["months_compared"] == 12
    assert results["MONTHS_COMPARED"] == 12
    assert areas["E01990001"]["verdict"] == "more"
    said = "In the last 12 months (July 2025 to June 2026), compared with the 12 before, there are more crimes in "
    assert said in results["SENTENCE"]


def moved(code: str, at: int) -> int:
    """Forty crimes a month, which another LSOA of the same force has from the thirteenth month on."""
    return 5 + 40 * (code == ("E01990001" if at < 12 else "E01990003"))


@pytest.mark.parametrize(
    ("level", "first", "told"), [("lsoa", "2021-07", True), ("pfa", "2021-07", False), ("lsoa", "2022-07", False)]
)
def test_what_changed_in_small_areas_cannot_be_told_across_redrawn_snap_points(
    tmp_path: Path, level: str, first: str, told: bool
) -> None:
    time = months(first, 24)
    cache = two_forces(tmp_path, dict.fromkeys(FORCES, time), moved)
    page = tmp_path / "page.html"
    asked: dict[str, Any] = {"FROM": time[12], "TO": time[-1], "LEVEL": level, "MEASURE": "change", "REPORT": str(page)}
    results, areas = made("arearates", cache, **asked)
    title = results["SENTENCE"].split(". ")[0]
    assert ("cannot be told across the redrawn snap points" in title) == told
    assert ("beyond what chance makes" in results["SENTENCE"]) != told
    assert ("from July 2022 on the service places crimes on other snap points" in results["SENTENCE"]) == told
    assert all(("not to be taken for change" in area["told"]) == told for area in areas.values())
    assert ("Changed most surely" in page.read_text(encoding="utf-8")) == (level == "lsoa" and not told)


def test_areas_without_a_year_before_are_not_among_those_of_few_crimes(tmp_path: Path) -> None:
    time = months("2024-01", 24)
    held = {"bedfordshire": time, "hertfordshire": time[16:]}
    cache = two_forces(tmp_path, held, lambda code, at: 9 + (int(code[-1]) + at) % 3)
    feedback = Listening()
    results, areas = made("arearates", cache, feedback, FROM=time[12], TO=time[-1], MEASURE="change")
    lacking = {code for code, force in FORCE_OF.items() if force == "hertfordshire"}
    assert {code for code, area in areas.items() if not area["months_compared"]} == lacking
    assert (results["MORE"], results["FEWER"], results["TOO_FEW"]) == (0, 0, 0)
    said = results["SENTENCE"]
    assert "of 4 LSOAs" in said.split(". ")[0]
    assert "too few to tell" not in said
    assert "Not compared with the year before, because files are missing: 4 areas." in said
    assert "all is held of 8 of 12 months in some areas, of 12 in others" in said
    assert all("files of it are missing" in areas[code]["told"] for code in lacking)


def test_one_area_is_compared_with_no_other(tmp_path: Path) -> None:
    cache = two_forces(tmp_path, {"bedfordshire": months("2025-01", 2)}, lambda code, at: 9)
    results, _ = made("arearates", cache, FROM="2025-01", TO="2025-02", LEVEL="pfa", AREA="force:bedfordshire")
    assert "only 1 area has a rate, so it is compared with no other" in results["SENTENCE"]
    assert "The rate of the one area that has one is" in results["SENTENCE"]
    results, _ = made("arearates", cache, FROM="2025-01", TO="2025-02", AREA="force:bedfordshire")
    assert "none of 4 LSOAs is above or below the average" in results["SENTENCE"]


def test_no_share_is_told_of_no_area(tmp_path: Path) -> None:
    cache = two_forces(tmp_path, {"bedfordshire": months("2025-01", 2)}, lambda code, at: 1)
    asked: dict[str, Any] = {"TYPES": [street_row()["Crime type"]], "MINIMUM": 1, "AREA": "force:bedfordshire"}
    results, areas = made("locationquotient", cache, FROM="2025-01", TO="2025-02", **asked)
    assert results["TOO_FEW"] == len(areas) == 4
    assert "too few crimes in all LSOAs to tell" in results["SENTENCE"]


def test_an_area_that_is_not_surely_outside_the_average_is_said_to_be_unsure(tmp_path: Path) -> None:
    cache = two_forces(tmp_path, dict.fromkeys(FORCES, ("2025-01",)), lambda code, at: 13 if code == "E01990001" else 9)
    results, areas = made("arearates", cache, FROM="2025-01", TO="2025-01")
    assert {area["band"] for area in areas.values()} == {"average"}
    unsure = {code for code, area in areas.items() if "not surely outside what is average" in area["told"]}
    assert unsure == {"E01990001"}, "1.37 times the rate of all, the others 0.95 times"
    assert (
        "In 1 area the rate is less than 0.8 or more than 1.25 times that of all, but not surely" in results["SENTENCE"]
    )
