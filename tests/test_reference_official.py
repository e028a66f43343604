# SPDX-License-Identifier: GPL-2.0-or-later
"""ONS's counts of recorded crime: their groups, their periods, what is withheld, and whether they add up."""

from __future__ import annotations

from pathlib import Path

import pytest

from offline_cache import BadFile
from offline_cache.model import ASB
from offline_cache.reader import reading
from offline_cache.reference import crime_types, official_groups
from offline_cache.reference_data.model import OfficialCounts, ReferenceLacking
from offline_cache.reference_data.official import official_counts, official_years
from offline_cache.reference_data.official_groups import group_named, groups_of_types, total_group, types_of_group
from tests.area_factory import table
from tests.command import query
from tests.reference_cases import CSPS, FORCES, imported

GROUPS = (
    "Total recorded crime (excluding fraud),Violence against the person,Sexual offences,Robbery,Burglary,Shoplifting"
)
C2 = (
    "Police Force Area code,Police Force Area name,Community Safety Partnership code,Community Safety Partnership name,"
    f"Local Authority code,Local Authority name,{GROUPS}"
)
P1 = f"Area Code,Area Name,{GROUPS}".replace("fraud)", "fraud) [note 2]")
FORCE = [FORCES[0], "Bedfordshire [note 4]", "", "", "", "", "1,000", 400, 50, 30, 100, 90]
CSP_A = [FORCES[0], "Bedfordshire", CSPS[0], "North", "E07000004", "North", 600, 200, 20, 10, 60, 50]
CSP_B = [FORCES[0], "Bedfordshire", CSPS[1], "South", "Combined", "", 300, 150, 20, 15, 30, "*"]
AIRPORT = [FORCES[0], "Bedfordshire", "", "Luton Airport", "", "", 60, 30, 5, 3, 5, 10]
REST = [FORCES[0], "Bedfordshire", "", "Unassigned Bedfordshire", "", "", 40, 20, 5, 2, 5, 10]


def counts(cache: Path, kind: str, period: str = "") -> OfficialCounts:
    with reading(cache) as connection:
        return official_counts(connection, kind, period)


def test_csps_forces_and_what_is_in_no_csp(cache_path: Path, tmp_path: Path) -> None:
    lines = imported(cache_path, tmp_path, {"C2 ye June 2025.csv": table(C2, FORCE, CSP_A, CSP_B, AIRPORT, REST)})
    assert "official counts of 2 CSPs of 2025: recorded crime, 12 months to 2025-06 (added)" in lines[0]
    assert lines[-1].endswith("The CSPs of each of 1 forces, with what is in none of them, add up to the force.")
    found = counts(cache_path, "csp")
    assert (found.period_end, found.months, found.source) == ("2025-06", 12, "C2 ye June 2025.csv")
    assert found.counts[CSPS[0]]["Burglary"] == 60
    assert found.counts[CSPS[1]]["Shoplifting"] is None, "withheld is not 0"
    assert counts(cache_path, "pfa").counts == {FORCES[0]: dict(zip(GROUPS.split(","), (1000, 400, 50, 30, 100, 90)))}
    assert counts(cache_path, "unassigned").counts[FORCES[0]][total_group()] == 100


def test_a_file_that_does_not_add_up_is_kept_and_said(cache_path: Path, tmp_path: Path) -> None:
    lines = imported(cache_path, tmp_path, {"C2 ye June 2025.csv": table(C2, FORCE, CSP_A, REST)})
    assert "The CSPs of 1 of 1 forces do not add up to the force (E23000026)" in lines[-1]


def test_a_row_with_another_forces_code_is_the_named_forces(cache_path: Path, tmp_path: Path) -> None:
    rest = [FORCES[1], *REST[1:]]
    lines = imported(cache_path, tmp_path, {"C2 ye June 2025.csv": table(C2, FORCE, CSP_A, CSP_B, AIRPORT, rest)})
    assert "The code of line 6 (Bedfordshire) is another force's" in "\n".join(lines)
    assert list(counts(cache_path, "unassigned").counts) == [FORCES[0]]


def test_totals_of_countries_and_regions_are_left_out(cache_path: Path, tmp_path: Path) -> None:
    rows = [["K04000001", "ENGLAND AND WALES [note 3]", *[9] * 6], ["E12000006", "East", *[8] * 6]]
    rows += [[FORCES[0], "Bedfordshire", 1, 2, 3, 4, 5, 6], ["", "British Transport Police", *[7] * 6]]
    text = '"Table P1: recorded crime, year ending March 2024"' + "," * 7 + "\n" + table(P1, *rows)
    lines = imported(cache_path, tmp_path, {"table.csv": text})
    assert "3 rows, such as ENGLAND AND WALES, East, British Transport Police." in lines[-1]
    found = counts(cache_path, "pfa")
    assert (found.period_end, found.counts) == ("2024-03", {FORCES[0]: dict(zip(GROUPS.split(","), range(1, 7)))})


def test_periods_stand_side_by_side_and_the_newest_is_used(cache_path: Path, tmp_path: Path) -> None:
    for year, burglary in ((2025, 5), (2024, 7)):
        text = table(P1, [FORCES[0], "Bedfordshire", 1, 2, 3, 4, burglary, 6])
        imported(cache_path, tmp_path, {f"P1_yejun{year}.csv": text})
    with reading(cache_path) as connection:
        assert [(year.period_end, year.areas) for year in official_years(connection, "pfa")] == [
            ("2025-06", 1),
            ("2024-06", 1),
        ]
    assert counts(cache_path, "pfa").counts[FORCES[0]]["Burglary"] == 5
    assert counts(cache_path, "pfa", "2024-06").counts[FORCES[0]]["Burglary"] == 7
    with pytest.raises(ReferenceLacking, match="end with 2023-06"):
        counts(cache_path, "pfa", "2023-06")
    with pytest.raises(ReferenceLacking, match="no official counts"):
        counts(cache_path, "csp")


@pytest.mark.parametrize(
    ("name", "month"),
    [
        *[("policeforceareatablesyejune25final", "2025-06"), ("P1 - Year Ending December 2019 v2", "2019-12")],
        *[("yemar2023", "2023-03"), ("year-ended_sept-2020", "2020-09"), ("ye_may_24", "2024-05")],
    ],
)
def test_the_period_is_told_from_the_name(name: str, month: str, cache_path: Path, tmp_path: Path) -> None:
    imported(cache_path, tmp_path, {f"{name}.csv": table(P1, [FORCES[0], "Bedfordshire", 1, 2, 3, 4, 5, 6])})
    assert query(cache_path, "SELECT DISTINCT period_end FROM official_count") == [(month,)]


ROW = [FORCES[0], "Bedfordshire", 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("table", table(P1, ROW), "does not say which year it is of"),
        ("ye june 2024 and ye june 2025", table(P1, ROW), "does not say which year it is of"),
        ("ye june 2025", table(P1, ROW, ROW), "E23000026 for the second time"),
        ("ye june 2025", table(P1, [*ROW[:-1], "many"]), "'many', which is no number"),
        ("ye june 2025", table(P1, [*ROW[:-1], "-5"]), "'-5', which is no count"),
        ("ye june 2025", table(P1, [*ROW[:-1], "1.5"]), "'1.5', which is no count"),
        ("ye june 2025", table(P1, ["K04000001", *ROW[1:]]), "no row of a police force area or CSP"),
        ("ye june 2025", table(C2, [*CSP_A[:2], "E07000004", *CSP_A[3:]]), "'E07000004' for the code of a CSP"),
        ("ye june 2025", table(C2, ["Luton", *CSP_A[1:]]), "'Luton' for the code of a police force area"),
        ("ye june 2025", table(C2, CSP_A, CSP_A), "E22000001 for the second time"),
        ("ye june 2025", table(C2, CSP_A) + "E23000026,Bedf", "Line 3 of ye june 2025.csv has 2 fields"),
        ("ye june 2025", table(P1.replace("Area Code", "Where"), ROW), "no column 'Area Code'"),
    ],
)
def test_official_counts_that_are_refused(name: str, text: str, part: str, cache_path: Path, tmp_path: Path) -> None:
    with pytest.raises(BadFile) as caught:
        imported(cache_path, tmp_path, {f"{name}.csv": text})
    assert part in str(caught.value)
    assert query(cache_path, "SELECT count(*) FROM official_count") == [(0,)]


def test_types_and_groups_lead_to_each_other() -> None:
    types = list(official_groups()["types"])
    assert set(types) < set(crime_types())
    assert ASB not in types
    assert groups_of_types(()) == groups_of_types(types) == (total_group(),)
    assert groups_of_types(["Violence and sexual offences"]) == ("Violence against the person", "Sexual offences")
    assert groups_of_types(["Burglary", "Drugs"]) == ("Burglary", "Drug offences")
    assert groups_of_types(["Burglary", ASB]) is None
    assert groups_of_types(["Violent crime"]) is None, "a type of before 2013 is no group"
    for name in types:
        groups = groups_of_types([name])
        assert groups is not None
        assert types_of_group(groups[0]) == ((name,) if len(groups) == 1 else None)
    assert types_of_group("Theft offences") == (
        *("Burglary", "Vehicle crime", "Theft from the person", "Bicycle theft", "Shoplifting", "Other theft"),
    )
    assert types_of_group("Homicide") is None
    assert types_of_group(total_group()) == tuple(types)
    assert group_named(" other  theft offences [note 5]") == "All other theft offences"
    assert group_named("Fraud") is None
