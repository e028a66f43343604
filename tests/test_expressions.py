# SPDX-License-Identifier: GPL-2.0-or-later
"""The functions of expressions: numbers of the files; what is not known is NULL with a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from qgis.core import NULL
from qgis.PyQt.QtCore import QDate

from tests.conftest import ROOT
from tests.expression_cases import cache as _cache  # noqa: F401 - a fixture
from tests.expression_cases import evaluated, gappy
from tests.expression_cases import functions as _functions  # noqa: F401 - a fixture
from tests.plugin_caches import published_rows

ASB = "Anti-social behaviour"


def plainly(archive: Path, first: str, last: str, lsoa: str = "", name: str = "") -> int:
    """Crimes of the CSVs: of months, an LSOA, a type; without anti-social behaviour unless it is the type."""
    return sum(
        first <= month <= last
        and (not lsoa or row["LSOA code"] == lsoa)
        and (row["Crime type"] == name if name else row["Crime type"] != ASB)
        for month, row in published_rows(archive, "street")
    )


def test_counts_are_those_of_the_files(cache: Path, bedfordshire_zip: Path) -> None:
    plain = plainly(bedfordshire_zip, "2022-05", "2023-04", "E01015693", "Burglary")
    assert evaluated(cache, "policeuk_count('lsoa:E01015693', '2022-05', '2023-04', 'burglary')") == (plain, "")
    plain = plainly(bedfordshire_zip, "2022-05", "2022-05")
    for first in ("'2022-05'", "to_date('2022-05-14')", "'2022-05-01T00:00:00.000'"):
        assert evaluated(cache, f"policeuk_count('force:bedfordshire', {first}, '2022-05', NULL)") == (plain, "")
    both = evaluated(cache, "policeuk_count('all', '2022-05', '2022-05', 'all')")[0]
    assert both == plain + plainly(bedfordshire_zip, "2022-05", "2022-05", name=ASB)
    two = evaluated(cache, "policeuk_count('lsoa:E01015693', NULL, NULL, array('Drugs', 'Robbery'))")
    assert two == evaluated(cache, "policeuk_count('lsoa:E01015693', NULL, NULL, 'Drugs, Robbery')")
    one_by_one = [
        evaluated(cache, f"policeuk_count('lsoa:E01015693', NULL, NULL, '{n}')")[0] for n in ("Drugs", "Robbery")
    ]
    assert two[0] == sum(one_by_one)


def test_an_area_of_lsoas_is_the_sum_of_them(cache: Path) -> None:
    from offline_cache.chosen_area import read_area
    from offline_cache.model import By
    from offline_cache.queries import counts
    from offline_cache.reader import reading

    with reading(cache) as connection:
        luton = read_area(connection, "district:Luton")
        found = counts(connection, luton, By.CRIME_TYPE)
    wanted = sum(int(row[-1] or 0) for row in found.rows if row[0] != ASB)
    assert evaluated(cache, "policeuk_count('district:Luton', NULL, NULL, NULL)") == (wanted, "")


def test_rates_are_a_year_of_what(cache: Path, bedfordshire_zip: Path) -> None:
    crimes = plainly(bedfordshire_zip, "2022-11", "2023-04", "E01015693")
    residents, households = (
        int(value)
        for value in subprocess.run(
            [
                *(sys.executable, "-c"),
                "import csv, gzip, sys; row = next(r for r in csv.DictReader(gzip.open(sys.argv[1], 'rt'))"
                " if r['lsoa21_code'] == 'E01015693'); print(row['total_residents'], row['total_households'])",
                str(ROOT.parent / "shared" / "data" / "attributes" / "lsoa21_census2021_residents_households.csv.gz"),
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
    )
    value, error = evaluated(cache, "policeuk_rate('lsoa:E01015693', '2022-11', '2023-04', NULL)")
    assert (value, error) == (pytest.approx(crimes / 6 * 12 / residents * 1000), "")
    value, _ = evaluated(cache, "policeuk_rate('lsoa:E01015693', '2022-11', '2023-04', NULL, 'households')")
    assert value == pytest.approx(crimes / 6 * 12 / households * 1000)


def test_missing_is_not_zero(tmp_path: Path) -> None:
    cache = gappy(tmp_path)
    asked = "'force:bedfordshire', '2024-01', '2024-03', NULL"
    value, error = evaluated(cache, f"policeuk_count({asked})")
    assert value == NULL
    assert "February 2024" in error
    assert "missing is not zero" in error
    assert evaluated(cache, f"policeuk_count({asked}, 'held')") == (2, "")
    assert "February 2024" in evaluated(cache, "policeuk_gaps('force:bedfordshire', '2024-01', '2024-03')")[0]
    assert evaluated(cache, "policeuk_gaps('force:bedfordshire', '2024-03', '2024-03')") == ("", "")
    value, error = evaluated(cache, f"policeuk_rate({asked})")
    assert value == NULL
    assert "residents" in error or "rate" in error


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("policeuk_count('district:Narnia', NULL, NULL, NULL)", "Narnia"),
        ("policeuk_count('nonsense', NULL, NULL, NULL)", "is not an area"),
        ("policeuk_count('all', 'May', NULL, NULL)", "is not a month"),
        ("policeuk_count('all', '2023-01', '2022-01', NULL)", "Swap"),
        ("policeuk_count('all', NULL, NULL, 'Piracy')", "is not a crime type"),
        ("policeuk_count('all', NULL, NULL, NULL, 'yes')", "fifth value"),
        ("policeuk_count('')", "takes 4 to 5"),
        ("policeuk_count('all', '2010-01', '2010-02', NULL)", "not zero|nothing is known"),
        ("policeuk_rate('all', NULL, NULL, NULL, 'dogs')", "residents or households"),
        ("policeuk_count('', NULL, NULL, NULL)", "area is empty"),
        ("policeuk_rate(' ', NULL, NULL, NULL)", "area is empty"),
        ("policeuk_gaps('')", "area is empty"),
        ("policeuk_month_label('soon')", "is not a month"),
        ("policeuk_count('lsoa:<b>''\"&', NULL, NULL, NULL)", "LSOA|lsoa"),
    ],
)
def test_what_is_not_known_is_null_and_a_sentence(cache: Path, text: str, said: str) -> None:
    import re

    value, error = evaluated(cache, text)
    assert value == NULL
    assert re.search(said, error), error
    assert "Traceback" not in error


def test_null_areas_are_null_and_month_labels_are_words(cache: Path) -> None:
    assert evaluated(cache, "policeuk_count(NULL, NULL, NULL, NULL)") == (NULL, "")
    assert evaluated(cache, "policeuk_month_label('2024-05')") == ("May 2024", "")
    assert evaluated(cache, "policeuk_month_label(to_date('2024-05-09'))") == ("May 2024", "")
    assert evaluated(cache, "policeuk_month_label(NULL)") == (NULL, "")
    assert QDate(2024, 5, 1).isValid()
