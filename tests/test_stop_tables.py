# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables of stops and searches against the published rows counted plainly; what is not stated, missing, unplaced."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from offline_cache import CacheError, Month, Selection
from offline_cache.model import Area
from offline_cache.reader import reading
from offline_cache.stop_tables import ForceStops, StopBy, StopTables, stop_tables
from offline_cache.stop_words import ethnic_group, is_stated, object_group, plain_legislation, plain_outcome
from tests.plugin_caches import make_cache, published_rows
from tests.sample_factory import stop_row, stops_csv

COLUMNS = {
    StopBy.SELF_DEFINED: "Self-defined ethnicity",
    StopBy.OFFICER_DEFINED: "Officer-defined ethnicity",
    StopBy.AGE: "Age range",
    StopBy.GENDER: "Gender",
    StopBy.OBJECT: "Object of search",
    StopBy.OUTCOME: "Outcome",
    StopBy.LEGISLATION: "Legislation",
    StopBy.KIND: "Type",
}
NOT_STATED = ("", "Other ethnic group - Not stated")


def tables(cache: Path, selection: Selection) -> StopTables:
    """Give the tables of a cache."""
    with reading(cache) as connection:
        return stop_tables(connection, selection)


def one_force(cache: Path, selection: Selection) -> ForceStops:
    """Give the tables of the only force."""
    (force,) = tables(cache, selection).forces
    return force


@pytest.fixture(scope="module")
def bedfordshire(bedfordshire_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of two real years."""
    return make_cache(tmp_path_factory.mktemp("stops") / "bedfordshire.sqlite", bedfordshire_zip)


@pytest.mark.parametrize("by", list(StopBy))
def test_tables_are_the_published_rows_counted(bedfordshire: Path, bedfordshire_zip: Path, by: StopBy) -> None:
    rows = [
        row[COLUMNS[by]]
        for month, row in published_rows(bedfordshire_zip, "stop-and-search")
        if "2021-11" <= month <= "2022-10"
    ]
    stated = Counter(value for value in rows if value not in NOT_STATED)
    table = one_force(bedfordshire, Selection(first=Month(2021, 11), last=Month(2022, 10))).table(by)
    assert {row.value: row.count for row in table.rows} == stated
    assert [row.count for row in table.rows] == sorted(stated.values(), reverse=True)
    assert table.stated == sum(stated.values())
    assert table.not_stated == len(rows) - table.stated
    assert table.blank == rows.count("")
    assert [row.share for row in table.rows] == [row.count / table.stated for row in table.rows]


def test_totals_of_a_force(bedfordshire: Path, bedfordshire_zip: Path) -> None:
    rows = list(published_rows(bedfordshire_zip, "stop-and-search"))
    force = one_force(bedfordshire, Selection())
    assert force.total == len(rows) == 7_601
    assert force.unplaced == sum(not row["Longitude"] for _, row in rows) == 1_598
    assert force.other_month == sum(row["Date"][:7] != month for month, row in rows) == 8
    assert (len(force.months), force.missing) == (24, ())


def test_a_stop_counts_in_the_month_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "2021-05-dorset-stop-and-search.csv"
    rows = [stop_row(date="2021-04-30T23:41:00+00:00"), stop_row(date="2021-05-03T10:00:00+00:00")]
    path.write_bytes(stops_csv("2021-05", "dorset", rows))
    cache = make_cache(tmp_path / "cache.sqlite", path)
    force = one_force(cache, Selection(first=Month(2021, 5), last=Month(2021, 5)))
    assert (force.total, force.other_month) == (2, 1)
    with pytest.raises(CacheError, match="nothing is known, which is not zero"):
        tables(cache, Selection(last=Month(2021, 4)))


def test_months_missing_are_named_and_in_no_table(tmp_path: Path) -> None:
    for month, number in (("2026-01", 2), ("2026-03", 3)):
        rows = [stop_row(date=f"{month}-0{day}T10:00:00+00:00") for day in range(1, number + 1)]
        (tmp_path / f"{month}-dyfed-powys-stop-and-search.csv").write_bytes(stops_csv(month, "dyfed-powys", rows))
        (tmp_path / f"{month}-dorset-stop-and-search.csv").write_bytes(stops_csv(month, "dorset", rows[:1]))
    cache = make_cache(tmp_path / "cache.sqlite", tmp_path)
    found = tables(cache, Selection(last=Month(2026, 4)))
    dorset, dyfed = found.forces
    assert (dorset.force, dorset.total, dyfed.force, dyfed.total) == ("dorset", 2, "dyfed-powys", 5)
    assert [str(gap.month) for gap in dyfed.missing] == ["2026-02", "2026-04"]
    assert [gap.reason for gap in dyfed.missing] == ["not provided"] * 2  # known of the service
    assert dorset.missing[0].reason.startswith("not held")
    assert len(found.coverage.missing) == 4


def test_a_force_that_is_not_held_is_all_missing(bedfordshire: Path) -> None:
    found = tables(bedfordshire, Selection(forces=("bedfordshire", "gwent"), first=Month(2023, 3)))
    bedfordshire_stops, gwent = found.forces
    assert bedfordshire_stops.total > 0
    assert (gwent.total, gwent.months, len(gwent.missing)) == (0, (), 2)
    assert "withheld" in gwent.missing[0].reason
    assert gwent.table(StopBy.AGE).rows == ()


def test_an_area_without_lsoa_is_refused(bedfordshire: Path) -> None:
    with pytest.raises(CacheError, match="without an LSOA, so they cannot be limited to Luton"):
        tables(bedfordshire, Selection(area=Area("csp", ("E22000058",), "Luton")))


@pytest.mark.parametrize(
    ("value", "stated"),
    [
        ("", False),
        ("Other ethnic group - Not stated", False),
        ("Not Stated (NS)", False),
        ("Other ethnic group - Any other ethnic group", True),
        ("White", True),
        ("Detailed object of search unavailable", False),
    ],
)
def test_what_says_nothing_is_not_stated(value: str, stated: bool) -> None:
    assert is_stated(value) is stated


def test_plain_words_and_what_is_not_known_stays() -> None:
    assert plain_outcome("A no further action disposal") == "No further action"
    assert plain_legislation("Firearms Act 1968 (section 47)").endswith("(Firearms Act 1968, section 47)")
    assert plain_legislation("A Law of 2030") == plain_outcome("A Law of 2030") == "A Law of 2030"
    assert [object_group(name) for name in ("Controlled drugs", "", "Something new")] == ["drugs", "not given", "other"]
    assert ethnic_group("Asian/Asian British - Pakistani") == "Asian/Asian British"


def test_every_value_that_was_seen_has_plain_words(bedfordshire_zip: Path) -> None:
    for _, row in published_rows(bedfordshire_zip, "stop-and-search"):
        assert (
            not row["Outcome"]
            or plain_outcome(row["Outcome"]) != row["Outcome"]
            or row["Outcome"]
            in (
                "Arrest",
                "Community resolution",
            )
        )
        assert plain_legislation(row["Legislation"]) != row["Legislation"] or not row["Legislation"]
