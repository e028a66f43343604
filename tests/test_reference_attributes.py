# SPDX-License-Identifier: GPL-2.0-or-later
"""Attributes of areas: what files bring, and how areas are put together of LSOAs."""

from __future__ import annotations

from pathlib import Path

import pytest

from offline_cache.areas.model import AreaKind, AreaSet
from offline_cache.denominators import Denominator
from offline_cache.errors import AreasLacking
from offline_cache.reader import reading
from offline_cache.reference_data.attributes import attributes_of
from offline_cache.reference_data.measures import held_measures
from offline_cache.reference_data.model import ReferenceLacking
from tests.area_factory import table, written, zipped
from tests.command import query
from tests.reference_cases import CSPS, LSOAS, OF_CSPS, OF_LSOAS, country, imported, matched, values

WIDE = (
    "lsoa21_code,tenure_owned,tenure_private_rented_other,tenure_social_rented_other,tenure_social_rented_council,"
    "eth_asian_x,eth_black_x,eth_mixed_x,eth_other_x,eth_white"
)


def wide() -> str:
    rows = [[code, 50, 10, n, 40 - n, 1, 2, 3, 4, 10 * n] for n, code in enumerate(LSOAS, 1)]
    return table(WIDE, *rows)


def test_shares_of_larger_areas_are_weighted_by_their_own_total(cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path, census=wide())
    assert values(cache_path, OF_CSPS, "pct_social_rented") == dict.fromkeys(CSPS, pytest.approx(40))
    # Of 10 in 20 and 10 in 30 residents: 20 in 50, whatever the residents of other tables.
    assert values(cache_path, OF_CSPS, "pct_non_white") == {
        CSPS[0]: pytest.approx(100 * 20 / 50),
        CSPS[1]: pytest.approx(100 * 10 / 40),
        CSPS[2]: pytest.approx(100 * 10 / 50),
        CSPS[3]: pytest.approx(100 * 20 / 130),
    }
    assert values(cache_path, OF_LSOAS, "pct_non_white")[LSOAS[0]] == pytest.approx(50)


def test_the_census_file_brings_figures_too(cache_path: Path, tmp_path: Path) -> None:
    header = WIDE.replace("lsoa21_code", "lsoa21_code,total_residents,total_households")
    rows = [[code, 7, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1] for code in LSOAS]
    lines = imported(cache_path, tmp_path, {"census.csv": table(header, *rows)})
    assert lines[0] == "census.csv: figures of 6 LSOAs of 2021: 42 residents, 18 households (added)"
    assert lines[1].startswith("census.csv: attributes of 6 LSOAs of 2021: Households in social rented homes (%)")


def test_nomis_tables_are_read_out_of_their_zip(cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path)
    title = "Occupancy rating for bedrooms: "
    header = f"date|geography|geography code|{title}Total: All households|{title}Occupancy rating of bedrooms: +1"
    header += f"|{title}Occupancy rating of bedrooms: -1|{title}Occupancy rating of bedrooms: -2 or less"
    rows = [["2021", f"Name {n}", code, 40, 20, n, 1] for n, code in enumerate(LSOAS, 1)]
    csv = "\n".join([header.replace(",", " ").replace("|", ",")] + [",".join(map(str, row)) for row in rows])
    other = csv.replace(LSOAS[0], "E07000004")
    members = {f"census2021-ts052-{kind}.csv": other for kind in ("ltla", "msoa", "oa")}
    path = zipped(tmp_path / "census2021-ts052.zip", {**members, "census2021-ts052-lsoa.csv": csv})
    imported(cache_path, tmp_path, {path.name: path.read_bytes()})
    assert values(cache_path, OF_LSOAS, "pct_overcrowded")[LSOAS[2]] == pytest.approx(10)
    assert values(cache_path, OF_CSPS, "pct_overcrowded")[CSPS[0]] == pytest.approx(100 * 5 / 80)


def test_what_is_imported_of_the_areas_themselves_is_taken_before_lsoas(cache_path: Path, tmp_path: Path) -> None:
    own = table("csp24_code,csp24_name,residents_2021,pct_social_rented", [CSPS[0], "North", "1,234", "12.5"])
    country(cache_path, tmp_path, census=wide(), profile=own)
    with reading(cache_path) as connection:
        found = attributes_of(connection, OF_CSPS, ["pct_social_rented", "pct_private_rented"])
    assert [(measure.year, measure.from_lsoas) for measure in found.measures] == [(2021, False), (2021, True)]
    assert (found.codes, found.names[0]) == (CSPS, "North & Moor")
    assert found.values[0].tolist() == [12.5, pytest.approx(10)]
    assert found.values[1, 0] != found.values[1, 0], "what the own file does not have is not known"
    assert values(cache_path, OF_CSPS, "residents_2021") == {CSPS[0]: 1234}


def test_an_area_is_not_known_where_one_of_its_lsoas_is_not(cache_path: Path, tmp_path: Path) -> None:
    rows = [[code, "*" if code == LSOAS[1] else 10] for code in LSOAS]
    country(cache_path, tmp_path, mine=table("LSOA21CD,score", *rows))
    assert values(cache_path, OF_CSPS, "score") == dict.fromkeys(CSPS[1:], pytest.approx(10))


def test_a_measure_of_ones_own_is_weighted_by_what_the_comparison_is_of(cache_path: Path, tmp_path: Path) -> None:
    rows = [[code, 10 * n, n] for n, code in enumerate(LSOAS, 1)]
    country(cache_path, tmp_path, mine=table("LSOA21CD,score,number_of_pubs", *rows))
    with reading(cache_path) as connection:
        means = [
            float(attributes_of(connection, OF_CSPS, ["score"], base).values[3, 0])
            for base in (Denominator.HOUSEHOLDS, Denominator.RESIDENTS)
        ]
    assert means == [pytest.approx((5 * 50 + 6 * 60) / 11)] * 2
    assert values(cache_path, OF_CSPS, "number_of_pubs")[CSPS[3]] == 11, "numbers are added up"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("1,234", 1234), ("1 234.5", 1234.5), ("12.5%", 12.5), (" 7 ", 7), ("-3", -3), ("+.5", 0.5), ("1e2", 100)],
        *[(text, None) for text in ("*", "-", "..", ":", "c", "[x]", "[C]", "", " ", "N/A", "[low]", "–")],
    ],
)
def test_cells(text: str, value: float, cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path, mine=table("LSOA21CD,score", [LSOAS[0], text], [LSOAS[1], 1]))
    expected = {LSOAS[1]: 1.0} if value is None else {LSOAS[0]: value, LSOAS[1]: 1.0}
    assert values(cache_path, OF_LSOAS, "score") == expected


def test_a_withheld_value_is_said_and_takes_the_place_of_a_known_one(cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path, mine=table("LSOA21CD,score", [LSOAS[0], 5], [LSOAS[1], 6]))
    (_, said) = imported(cache_path, tmp_path, {"new.csv": table("LSOA21CD,score", [LSOAS[0], "[c]"], [LSOAS[2], 0])})
    assert said == "new.csv: Withheld or not known, and not counted as 0: 1 values."
    assert values(cache_path, OF_LSOAS, "score") == {LSOAS[1]: 6, LSOAS[2]: 0}


def test_byte_order_mark_titles_above_and_totals(cache_path: Path, tmp_path: Path) -> None:
    text = "\ufeffTable 7: jobs,,\r\nSource: us,,\r\nArea Code,Area Name,Jobs rate 2023\r\n"
    text += "K04000001,ENGLAND AND WALES,9\r\nE07000004,North,1\r\nS12000033,Aberdeen,2\r\nE12000001,East,3\r\n"
    country(cache_path, tmp_path)
    lines = imported(cache_path, tmp_path, {"jobs.csv": text})
    assert lines[0] == "jobs.csv: attributes of 1 districts: Jobs rate 2023 (added)"
    assert "own: 2 rows, such as 'ENGLAND AND WALES', 'East'." in lines[1]
    assert "in Scotland or Northern Ireland: 1 rows." in lines[2]
    assert values(cache_path, AreaSet(AreaKind.DISTRICT, 2024), "jobs_rate_2023") == {"E07000004": 1}
    with reading(cache_path) as connection:
        assert held_measures(connection, AreaSet(AreaKind.DISTRICT, 2024))["jobs_rate_2023"].measure.year == 2023


DEPRIVED = "LSOA code (2021),LSOA name (2021),Local Authority District code (2024),{}"
SPELT = (
    "Index of Multiple Deprivation (IMD) Score|Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)|"
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)|Income Score (rate)|"
    "Education, Skills and Training Score|Crime Score|Total population: mid 2022"
)


def deprivation() -> str:
    lines = [DEPRIVED.format(",".join(f'"{title}"' for title in SPELT.split("|")))]
    lines += [f"{code},Name,E07000004,20.5,{n},1,0.{n},3,{n},1500" for n, code in enumerate(LSOAS, 1)]
    return "\n".join(lines)


def test_deprivation_is_held_and_what_rests_on_crime_is_refused(cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path, iod=deprivation())
    names = query(cache_path, "SELECT name, circular FROM area_measure ORDER BY name")
    assert names == [
        *[("imd2025_crime_score", 1), ("imd2025_education_skills_and_training_score", 0)],
        *[("imd2025_income_score", 0), ("imd2025_rank", 1), ("imd2025_score", 1)],
    ]
    assert matched(cache_path, OF_CSPS, "imd2025_income_score") == ("imd2025_income_score",)
    assert values(cache_path, OF_CSPS, "imd2025_crime_score")[CSPS[0]] == pytest.approx((1 * 1 + 2 * 2) / 3)
    for name in ("imd2025_crime_score", "imd2025_rank", "imd2025_score"):
        with pytest.raises(ReferenceLacking, match=r"recorded crime \((Crime|Overall).*single domains"):
            matched(cache_path, OF_CSPS, "imd2025_income_score", name)


@pytest.mark.parametrize(
    ("title", "circular"),
    [
        *[("Victim rate", True), ("Stolen cars", True), ("Arrests per 1000", True)],
        *[("Violence rate", True), ("burglaries", True), ("ASB incidents", True), ("Stop and search per 1000", True)],
        *[("offences", True), ("IMD_score", True), ("unemployed", False), ("pct_flats", False), ("crimson", True)],
    ],
)
def test_a_column_that_speaks_of_crime_is_known_as_such(
    title: str, circular: bool, cache_path: Path, tmp_path: Path
) -> None:
    country(cache_path, tmp_path, mine=table(f"LSOA21CD,{title}", [LSOAS[0], 1]))
    assert query(cache_path, "SELECT circular FROM area_measure") == [(int(circular),)]


def test_lsoas_of_2011_lead_to_areas_and_to_lsoas_of_2021(cache_path: Path, tmp_path: Path) -> None:
    old = ("E01000001", "E01000010", "E01000023")  # the last two are of 2011 only
    fit = table(
        "LSOA11CD,LSOA21CD,CHGIND",
        *[[old[0], LSOAS[0], "U"], [old[1], LSOAS[1], "S"], [old[1], LSOAS[2], "S"], [old[2], LSOAS[4], "U"]],
    )
    score = table("LSOA11CD,score", [old[0], 1], [old[1], 2], [old[2], 3])
    people = table("LSOA11CD,residents,households", *[[code, 10, 10] for code in old])
    country(cache_path, tmp_path, fit=fit, score=score, people=people)
    assert values(cache_path, OF_LSOAS, "score") == {LSOAS[0]: 1, LSOAS[4]: 3}, "a part of an LSOA is not guessed at"
    # The second LSOA lies in two CSPs, so neither is known; West's other LSOA is not on the look-up.
    assert values(cache_path, OF_CSPS, "score") == {CSPS[3]: 3}


def test_without_look_ups_areas_are_those_of_the_file(cache_path: Path, tmp_path: Path) -> None:
    own = table("csp24_code,csp24_name,pct_flats", [CSPS[1], "South", 3], [CSPS[0], "North", 4])
    imported(cache_path, tmp_path, {"own.csv": own, "lsoas.csv": table("LSOA21CD,score", [LSOAS[0], 1])})
    with reading(cache_path) as connection:
        found = attributes_of(connection, OF_CSPS)
        assert (found.codes, found.names) == (CSPS[:2], ("North", "South"))
        assert found.values.tolist() == [[4], [3]]
        with pytest.raises(ReferenceLacking, match="no households of LSOAs of 2021"):
            attributes_of(connection, OF_CSPS, ["score"])
    imported(cache_path, tmp_path, {"figures.csv": table("LSOA21CD,households", [LSOAS[0], 1])})
    with pytest.raises(AreasLacking, match="no look-up from LSOAs to CSPs of 2024"):
        values(cache_path, OF_CSPS, "score")


def test_what_is_not_held_is_said(cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path)
    with pytest.raises(ReferenceLacking, match="nothing that CSPs of 2024 could be compared by.*'reference import'"):
        matched(cache_path, OF_CSPS)
    imported(cache_path, tmp_path, {"census.csv": wide()})
    assert matched(cache_path, OF_CSPS) == ("pct_social_rented", "pct_private_rented", "pct_non_white")
    with pytest.raises(ReferenceLacking, match="no measure 'pct_social'.*Perhaps you mean pct_social_rented"):
        matched(cache_path, OF_CSPS, "pct_social")


def test_the_same_file_changes_nothing_and_a_newer_one_only_what_it_covers(cache_path: Path, tmp_path: Path) -> None:
    first = table("LSOA21CD,score,width", [LSOAS[0], 1, 5], [LSOAS[1], 2, 5])
    country(cache_path, tmp_path, mine=first)
    assert imported(cache_path, tmp_path, {"mine.csv": first})[0].endswith("(unchanged)")
    lines = imported(cache_path, tmp_path, {"newer.csv": table("LSOA21CD,score", [LSOAS[1], 9])})
    assert lines[0].endswith("(revised)")
    assert values(cache_path, OF_LSOAS, "score") == {LSOAS[0]: 1, LSOAS[1]: 9}
    assert values(cache_path, OF_LSOAS, "width") == {LSOAS[0]: 5, LSOAS[1]: 5}
    imported(cache_path, tmp_path, {"newest.csv": first.replace("score,width", "width,score")})
    sources = query(cache_path, "SELECT source FROM area_source WHERE content = 'attributes'")
    assert sources == [("newest.csv",)], "a file of which nothing is left is forgotten"


def test_areas_import_keeps_reference_data(cache_path: Path, tmp_path: Path) -> None:
    from offline_cache import OfflineCache
    from offline_cache.areas import area_status, import_areas

    country(cache_path, tmp_path, mine=table("LSOA21CD,score", [LSOAS[0], 1]))
    with OfflineCache(cache_path) as cache:
        import_areas(cache, [written(tmp_path / "more.csv", table("LSOA21CD,residents", [LSOAS[0], 1]))])
        assert {status.content for status in area_status(cache.connection)} == {"look-up", "figures"}
    assert values(cache_path, OF_LSOAS, "score") == {LSOAS[0]: 1}


def test_codes_that_look_ups_do_not_know_are_said_and_kept(cache_path: Path, tmp_path: Path) -> None:
    own = table("LAD24CD,LAD24NM,score", ["E07000004", "North", 1], ["E07000026", "Allerdale", 2])
    lines = imported(country(cache_path, tmp_path), tmp_path, {"own.csv": own})
    assert lines[1] == (
        "own.csv: districts that the look-ups held do not know, abolished or of another edition: "
        "Allerdale E07000026; kept."
    )
    districts = AreaSet(AreaKind.DISTRICT, 2024)
    assert values(cache_path, districts, "score") == {"E07000004": 1}
    assert query(cache_path, "SELECT count(*) FROM area_attribute") == [(2,)]
