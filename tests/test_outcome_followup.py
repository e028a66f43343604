# SPDX-License-Identifier: GPL-2.0-or-later
"""What came of crimes 3, 6 and 12 months later, counted plainly from the files with the csv module."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from offline_cache.chosen_area import read_area
from offline_cache.errors import CacheError, Cancelled
from offline_cache.model import ASB, Month, Selection
from offline_cache.outcome_following import followed, followed_beside_rest, followed_pair
from offline_cache.outcome_followup import FOLLOW_UPS, Followed, FollowUp
from offline_cache.outcome_joins import Join
from offline_cache.outcome_states import LATER, OPEN, RESOLVED, SINCE, STATES, UNAVAILABLE
from offline_cache.reader import reading
from offline_cache.reference import outcome_groups
from tests.area_factory import table, written
from tests.plain_months import LOOK_UP, lsoas_in, months, without
from tests.plugin_caches import made_once, make_cache, published_rows
from tests.sample_factory import (
    archive_zip,
    asb_row,
    btp_row,
    crime_id,
    member,
    outcome_row,
    outcomes_csv,
    psni_row,
    street_csv,
    street_row,
)
from tests.test_outcome_times import months_between

MONTHS = months("2021-05", 24)
BEDS = "bedfordshire"
Plain = dict[tuple[int, str], Counter[str]]


@pytest.fixture(scope="module")
def cache(bedfordshire_zip: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of two real years with the look-up."""
    areas = (shared / "data" / LOOK_UP,)
    return made_once(tmp_path_factory, "followed", bedfordshire_zip, areas=areas)


def follow(cache: Path, *areas: str, first: str = "2021-05", last: str = "2023-04") -> tuple[Followed, ...]:
    """Follow areas as parameters have them."""
    with reading(cache) as connection:
        return followed(connection, [_asked(read_area(connection, area), first, last) for area in areas])


def _asked(of: Selection, first: str, last: str) -> Selection:
    return Selection(Month.parse(first), Month.parse(last), of.forces, (), False, of.area)


def plainly(archive: Path, codes: set[str], types: tuple[str, ...] = ()) -> Plain:
    """By time and month of crime: how many crimes of LSOAs had which group of outcome, '' for none, by then."""
    outcomes: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for month, row in published_rows(archive, "outcomes"):
        outcomes[row["Crime ID"]].append((month, outcome_groups()[row["Outcome type"]]))
    order = [*RESOLVED]
    found: Plain = defaultdict(Counter)
    for month, row in published_rows(archive, "street"):
        if (
            row["Crime type"] == ASB
            or (codes and row["LSOA code"] not in codes)
            or (types and row["Crime type"] not in types)
        ):
            continue
        for time in FOLLOW_UPS:
            by_then = [
                (max(months_between(month, at), 0), -order.index(group), group)
                for at, group in outcomes[row["Crime ID"]]
            ]
            by_then = [one for one in by_then if one[0] <= time]
            found[time, month][max(by_then)[2] if by_then else ""] += 1
    return found


@pytest.mark.parametrize(
    ("area", "column", "name"), [("csp:Luton", "csp24_name", "Luton"), ("force:bedfordshire", "", "")]
)
def test_states_equal_a_plain_count(
    cache: Path, bedfordshire_zip: Path, shared: Path, area: str, column: str, name: str
) -> None:
    (found,) = follow(cache, area)
    plain = plainly(bedfordshire_zip, lsoas_in(shared / "data", column, name) if column else set())
    assert (found.forces, found.outcomes_to, found.not_joined(Month.span(Month(2021, 5), Month(2023, 4)))) == (
        (BEDS,), Month(2023, 4), Counter(),
    )  # fmt: skip
    for time in FOLLOW_UPS:
        complete = MONTHS[: len(MONTHS) - time]
        assert [str(month) for month in found.complete(time)] == complete
        assert {str(m) for m, how in found.follow[time].items() if how is FollowUp.NOT_YET} == set(MONTHS) - set(
            complete
        )
        for text in complete:
            month, expected = Month.parse(text), plain[time, text]
            assert found.count(time, [month]) == sum(expected.values())
            for group in RESOLVED:
                assert found.count(time, [month], [group]) == expected[group]
            assert found.resolved(time, [month]) == sum(expected.values()) - expected[""]
        assert found.states[time].keys() == {Month.parse(text) for text in complete}, "none of a month not told yet"


def test_the_rest_of_a_force_has_no_crime_of_the_area(cache: Path, bedfordshire_zip: Path, shared: Path) -> None:
    with reading(cache) as connection:
        one, around = (
            _asked(read_area(connection, area), MONTHS[0], MONTHS[-1]) for area in ("csp:Luton", "pfa:Bedfordshire")
        )
        luton, rest = followed_beside_rest(connection, one, around)
        _, _, both = followed_pair(connection, one, around)
    data = shared / "data"
    outside = lsoas_in(data, "pfa24_name", "Bedfordshire") - lsoas_in(data, "csp24_name", "Luton")
    plain = plainly(bedfordshire_zip, outside)
    for time in FOLLOW_UPS:
        for month in rest.complete(time):
            assert rest.count(time, [month]) == sum(plain[time, str(month)].values())
            assert rest.resolved(time, [month], ["charged"]) == plain[time, str(month)]["charged"]
    inside = plainly(bedfordshire_zip, lsoas_in(data, "csp24_name", "Luton"))
    assert both == sum(sum(by.values()) for (time, _), by in inside.items() if time == 3)
    assert luton.count(12, luton.complete(12)) == sum(sum(inside[12, m].values()) for m in MONTHS[:12])


def test_missing_files_are_gaps_and_nothing_is_a_zero(cache: Path, bedfordshire_zip: Path, tmp_path: Path) -> None:
    archive = without(
        bedfordshire_zip, tmp_path / "2023-04.zip", "2022-01-bedfordshire-outcomes", "2022-06-bedfordshire-street"
    )
    (found,) = follow(make_cache(tmp_path / "c.sqlite", archive), "force:bedfordshire")
    (whole,) = follow(cache, "force:bedfordshire")
    assert found.follow[3][Month(2022, 6)] is FollowUp.NO_CRIMES
    for time in FOLLOW_UPS:
        for month, how in found.follow[time].items():
            if how is FollowUp.COMPLETE:
                for group in RESOLVED:
                    assert found.count(time, [month], [group]) == whole.count(time, [month], [group])
                assert found.count(time, [month]) == whole.count(time, [month])
            gap = months_between(str(month), "2022-01") in range(time + 1)
            late = months_between(str(month), "2023-04") < time
            expected = (
                FollowUp.NO_CRIMES
                if month == Month(2022, 6)
                else FollowUp.NOT_YET
                if late
                else FollowUp.GAP
                if gap
                else FollowUp.COMPLETE
            )
            assert how is expected


def test_each_way_a_crime_can_stand(tmp_path: Path) -> None:
    files = {
        member("2024-01", BEDS): street_csv(
            "2024-01",
            BEDS,
            [
                street_row(crime_id=crime_id(1)),
                street_row(crime_id=crime_id(1)),  # the same id twice: two rows, both with its outcome
                street_row(crime_id=crime_id(2)),
                street_row(crime_id=crime_id(3), last_outcome_category="Status update unavailable"),
                street_row(crime_id=crime_id(4), last_outcome_category="Suspect charged"),
                street_row(crime_id=crime_id(5), last_outcome_category="Under investigation"),
                street_row(crime_id=crime_id(6)),
                street_row(crime_id=crime_id(8), last_outcome_category=""),
                street_row(crime_id=""),
                street_row(crime_id=crime_id(7)),
                asb_row(),
            ],
        ),
        member("2024-02", BEDS): street_csv("2024-02", BEDS, [street_row(crime_id=crime_id(7))]),
    }
    outcomes = {
        "2023-12": [outcome_row(crime_id=crime_id(6), outcome_type="Local resolution")],
        "2024-01": [outcome_row(crime_id=crime_id(1))],
        "2024-02": [],
        "2024-03": [
            outcome_row(crime_id=crime_id(1), outcome_type="Suspect charged"),
            outcome_row(crime_id=crime_id(1)),
        ],
        "2024-04": [],
        "2024-05": [outcome_row(crime_id=crime_id(2), outcome_type="Unable to prosecute suspect")],
    }
    for month, rows in outcomes.items():
        files[member(month, BEDS, "outcomes")] = outcomes_csv(month, BEDS, rows)
    for month in months("2024-06", 8):
        files[member(month, BEDS, "outcomes")] = outcomes_csv(month, BEDS, [outcome_row(crime_id=crime_id(99))])
    made = make_cache(tmp_path / "c.sqlite", archive_zip(tmp_path / "2025-01.zip", files))
    (found,) = follow(made, "force:bedfordshire", first="2024-01", last="2024-02")
    at = [Month(2024, 1)]
    expected = {"charged": 2, "out of court": 1, LATER: 1, UNAVAILABLE: 1, SINCE: 1, OPEN: 2}
    assert {state: n for state in STATES if (n := found.count(3, at, [state]))} == expected
    assert found.resolved(6, at) == 4
    assert found.not_joined(at) == {Join.NO_ID: 1, Join.SEVERAL_MONTHS: 1}
    assert found.early == 1
    assert found.follow[12][Month(2024, 2)] is FollowUp.NOT_YET


def test_what_another_force_records_there_is_followed_where_it_can_be(tmp_path: Path) -> None:
    here = {"lsoa_code": "E01990001"}
    files = {
        member("2024-01", BEDS): street_csv("2024-01", BEDS, [street_row(**here)]),
        member("2024-01", "kent"): street_csv("2024-01", "kent", [street_row(crime_id=crime_id(5), **here)]),
        member("2024-01", "btp"): street_csv("2024-01", "btp", [btp_row(**here)]),
    }
    for month in months("2024-01", 13):
        files[member(month, BEDS, "outcomes")] = outcomes_csv(month, BEDS, [outcome_row()])
    header = "lsoa21_code,lsoa21_name,pfa24_code,pfa24_name"
    look_up = written(tmp_path / "look_up.csv", table(header, ("E01990001", "Here", "E23000026", "Bedfordshire")))
    made = make_cache(tmp_path / "c.sqlite", archive_zip(tmp_path / "2025-01.zip", files), areas=(look_up,))
    (found,) = follow(made, "lsoa:E01990001", first="2024-01", last="2024-01")
    assert found.forces == (BEDS,)
    only = [Month(2024, 1)]
    assert (found.complete(12), found.count(12, only)) == (tuple(only), 1)
    assert found.not_joined(only) == {Join.NOT_HELD: 2}


@pytest.mark.parametrize(
    ("force", "row", "why"),
    [
        ("northern-ireland", psni_row(), "Northern Ireland publishes no outcomes, and its crime IDs come again"),
        ("btp", btp_row(), r"No outcomes of btp are held \(never supplied\)"),
        ("kent", street_row(), "No outcomes of kent are held, so what came of crimes in kent cannot be told"),
    ],
)
def test_forces_without_outcomes_are_refused(tmp_path: Path, force: str, row: dict[str, str], why: str) -> None:
    files = {member("2024-01", force): street_csv("2024-01", force, [row])}
    made = make_cache(tmp_path / "c.sqlite", archive_zip(tmp_path / "2024-01.zip", files))
    with pytest.raises(CacheError, match=why):
        follow(made, f"force:{force}", first="2024-01", last="2024-01")


def test_it_can_be_stopped(cache: Path) -> None:
    with reading(cache) as connection, pytest.raises(Cancelled):
        followed(connection, [_asked(read_area(connection, "csp:Luton"), MONTHS[0], MONTHS[-1])], lambda: True)
