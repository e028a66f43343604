# SPDX-License-Identifier: GPL-2.0-or-later
"""Months from crime to outcome, counted plainly from the files with the csv module."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from offline_cache.errors import Cancelled
from offline_cache.model import Month, Selection
from offline_cache.outcome_joins import Join
from offline_cache.outcome_times import OutcomeTimes, outcome_times, quantile
from offline_cache.reader import reading
from offline_cache.reference import outcome_groups
from tests.plugin_caches import make_cache, published_rows
from tests.sample_factory import (
    archive_zip,
    crime_id,
    member,
    outcome_row,
    outcomes_csv,
    psni_row,
    street_csv,
    street_row,
    unplaced_outcome_row,
)

BEDS = "bedfordshire"


ALL = Selection()


def times_of(cache: Path, selection: Selection = ALL) -> OutcomeTimes:
    """Give the times of a selection."""
    with reading(cache) as connection:
        return outcome_times(connection, selection)


def months_between(earlier: str, later: str) -> int:
    """Count months from YYYY-MM to YYYY-MM."""
    (y1, m1), (y2, m2) = (map(int, text.split("-")) for text in (earlier, later))
    return (y2 - y1) * 12 + m2 - m1


def plainly(archive: Path) -> tuple[Counter[tuple[str, str, int]], int]:
    """Count (group, crime type, months) of the outcomes of an archive, and those that cannot be joined."""
    crimes: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for month, row in published_rows(archive, "street"):
        if row["Crime ID"]:
            crimes[row["Crime ID"]].append((month, row["Crime type"]))
    found: Counter[tuple[str, str, int]] = Counter()
    lost = 0
    for month, row in published_rows(archive, "outcomes"):
        of = crimes.get(row["Crime ID"], [])
        if len({at for at, _ in of}) != 1:
            lost += 1
            continue
        at, kind = of[0]
        found[outcome_groups()[row["Outcome type"]], kind, months_between(at, month)] += 1
    return found, lost


@pytest.mark.parametrize("archive", ["sample_zip", "bedfordshire_zip"])
def test_times_equal_a_plain_count(archive: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    path: Path = request.getfixturevalue(archive)
    times = times_of(make_cache(tmp_path / "c.sqlite", path))
    expected, lost = plainly(path)
    assert {(t.group, t.crime_type, t.months): t.count for t in times.times} == expected
    assert times.total - times.joins[Join.JOINED] == lost
    assert sum(times.joins.values()) == times.total
    by_month = Counter(
        (outcome_groups()[row["Outcome type"]], Month.parse(month)) for month, row in published_rows(path, "outcomes")
    )
    assert times.by_month == by_month
    assert times.unplaced == sum(not row["Longitude"] for _, row in published_rows(path, "outcomes"))
    assert times.early == sum(count for (_, _, months), count in expected.items() if months < 0)
    for group in times.groups:
        plain: Counter[int] = Counter()
        for (of, _, months), count in expected.items():
            if of == group and months >= 0:
                plain[months] += count
        assert times.by_group(group) == plain
        spread = sorted(plain.elements())
        for share in (0.5, 0.9):
            middle = quantile(plain, share)
            assert middle is not None
            assert sum(months <= middle for months in spread) >= share * len(spread)
            assert sum(months < middle for months in spread) < share * len(spread)


def test_why_an_outcome_is_not_joined(tmp_path: Path) -> None:
    streets = {
        "2024-01": [street_row(crime_id=crime_id(1)), street_row(crime_id=crime_id(2))],
        "2024-02": [street_row(crime_id=crime_id(2)), street_row(crime_id=crime_id(3), crime_type="Robbery")],
    }
    outcomes = [outcome_row(crime_id=crime_id(n)) for n in (1, 1, 2, 3, 4)]
    outcomes += [outcome_row(crime_id=""), unplaced_outcome_row(crime_id=crime_id(3), outcome_type="Suspect charged")]
    members = {member(month, BEDS): street_csv(month, BEDS, rows) for month, rows in streets.items()}
    members[member("2024-04", BEDS, "outcomes")] = outcomes_csv("2024-04", BEDS, outcomes)
    times = times_of(make_cache(tmp_path / "c.sqlite", archive_zip(tmp_path / "2024-04.zip", members)))
    assert (times.total, times.unplaced) == (7, 1)
    assert {join: count for join, count in times.joins.items() if count} == {
        Join.JOINED: 4,  # 1 twice: identical rows stay separate outcomes
        Join.NO_ID: 1,
        Join.NOT_HELD: 1,
        Join.SEVERAL_MONTHS: 1,
    }
    assert [(t.group, t.crime_type, t.months, t.count) for t in times.times] == [
        ("charged", "Robbery", 2, 1),
        ("no suspect identified", "Burglary", 3, 2),
        ("no suspect identified", "Robbery", 2, 1),
    ]
    assert times.by_type("Robbery") == {2: 2}
    assert times.crimes_held == (Month(2024, 1), Month(2024, 2))


def test_one_id_of_two_forces_is_two_crimes(tmp_path: Path) -> None:
    members = {
        member("2024-01", BEDS): street_csv("2024-01", BEDS, [street_row()]),
        member("2024-02", "kent"): street_csv("2024-02", "kent", [street_row()]),
        member("2024-03", BEDS, "outcomes"): outcomes_csv("2024-03", BEDS, [outcome_row()]),
        member("2024-03", "kent", "outcomes"): outcomes_csv("2024-03", "kent", [outcome_row(), outcome_row()]),
    }
    cache = make_cache(tmp_path / "c.sqlite", archive_zip(tmp_path / "2024-03.zip", members))
    assert {t.months: t.count for t in times_of(cache).times} == {1: 2, 2: 1}
    of_kent = times_of(cache, Selection(forces=("kent",)))
    assert ({t.months: t.count for t in of_kent.times}, of_kent.crimes_held) == ({1: 2}, (Month(2024, 2),) * 2)


def test_ids_that_repeat_are_never_joined(tmp_path: Path) -> None:
    force = "northern-ireland"
    members = {
        member("2024-01", force): street_csv("2024-01", force, [psni_row()]),
        member("2024-02", force, "outcomes"): outcomes_csv("2024-02", force, [outcome_row()]),
    }
    times = times_of(make_cache(tmp_path / "c.sqlite", archive_zip(tmp_path / "2024-02.zip", members)))
    assert (times.joins[Join.IDS_REPEAT], times.times) == (1, ())


def test_months_missing_are_in_the_coverage_and_nothing_is_a_zero(tmp_path: Path) -> None:
    members = {
        member(month, BEDS, "outcomes"): outcomes_csv(month, BEDS, [outcome_row()]) for month in ("2024-01", "2024-03")
    }
    cache = make_cache(tmp_path / "c.sqlite", archive_zip(tmp_path / "2024-03.zip", members))
    times = times_of(cache, Selection(first=Month(2024, 1), last=Month(2024, 4)))
    assert [gap.month for gap in times.coverage.missing] == [Month(2024, 2), Month(2024, 4)]
    assert (times.crimes_held, times.joins[Join.NOT_HELD]) == (None, 2)
    empty = times_of(cache, Selection(first=Month(2024, 2), last=Month(2024, 2)))
    assert (empty.total, empty.times, empty.groups, len(empty.coverage.missing)) == (0, (), (), 1)


def test_it_can_be_stopped(sample_cache: Path) -> None:
    with reading(sample_cache) as connection, pytest.raises(Cancelled):
        outcome_times(connection, Selection(), lambda: True)
