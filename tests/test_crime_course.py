# SPDX-License-Identifier: GPL-2.0-or-later
"""All that the cache holds of one crime, against the rows of the files read plainly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from offline_cache import OfflineCache
from offline_cache.crime_course import NOT_IN_SLICE, CrimeCourse, crime_courses
from offline_cache.crime_course_lines import course_lines, course_notes
from offline_cache.errors import CacheError
from offline_cache.model import Month
from offline_cache.reader import reading
from tests.command import run, sentence, succeed
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
)

BEDS, NI = "bedfordshire", "northern-ireland"
ONE, TWO = crime_id(1), crime_id(2)


def course_of(cache: Path, crime: str, force: str = "", month: Month | None = None) -> CrimeCourse:
    """Give the only course of an id."""
    with reading(cache) as connection:
        (course,) = crime_courses(connection, crime, force, month)
    return course


def courses_of(cache: Path, crime: str, force: str = "", month: Month | None = None) -> tuple[CrimeCourse, ...]:
    """Give all courses of an id."""
    with reading(cache) as connection:
        return crime_courses(connection, crime, force, month)


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """Give a cache of a crime in February, outcomes in March and May of it, April's outcomes not held."""
    return make_cache(
        tmp_path / "held.sqlite",
        archive_zip(
            tmp_path / "2024-06.zip",
            {
                member("2024-02", BEDS): street_csv("2024-02", BEDS, [street_row(crime_id=TWO), street_row()]),
                member("2024-02", BEDS, "outcomes"): outcomes_csv("2024-02", BEDS, []),
                member("2024-03", BEDS, "outcomes"): outcomes_csv(
                    "2024-03", BEDS, [outcome_row(outcome_type="Unable to prosecute suspect")]
                ),
                member("2024-05", BEDS, "outcomes"): outcomes_csv(
                    "2024-05", BEDS, [outcome_row(crime_id=TWO), outcome_row(outcome_type="Suspect charged")]
                ),
                member("2024-06", BEDS): street_csv("2024-06", BEDS, [street_row(crime_id=crime_id(9))]),
            },
        ),
    )


def test_a_course_has_the_rows_in_order_with_their_files(held: Path) -> None:
    course = course_of(held, ONE)
    assert (course.force, course.month, course.repeats) == (BEDS, Month(2024, 2), False)
    assert [(str(r.file.key), r.line, r.crime_type, r.outcome) for r in course.crimes] == [
        ("2024-02-bedfordshire-street.csv", 3, "Burglary", "Investigation complete; no suspect identified")
    ]
    assert [(str(r.file.key), r.line, r.outcome, r.outcome_group) for r in course.outcomes] == [
        ("2024-03-bedfordshire-outcomes.csv", 2, "Unable to prosecute suspect", "evidence or public interest"),
        ("2024-05-bedfordshire-outcomes.csv", 3, "Suspect charged", "charged"),
    ]
    assert course.crimes[0].file.snapshot.month == Month(2024, 6)
    assert course.fetched is None


def test_what_is_missing_is_named(held: Path) -> None:
    course = course_of(held, ONE.upper(), BEDS)
    assert [gap.month for gap in course.missing] == [Month(2024, 4), Month(2024, 6)]
    notes = course_notes(course)
    assert "Not held, so an outcome may be missing here: bedfordshire outcomes 2024-04" in notes[0]
    assert "June 2019" in notes[-1]
    assert any("2024-05-bedfordshire-outcomes.csv, line 3, release 2024-06" in line for line in course_lines(course))
    assert any("Suspect charged, 3 months after the crime [" in line for line in course_lines(course))
    assert courses_of(held, ONE, "kent") == ()
    assert courses_of(held, crime_id(5)) == ()


def test_an_outcome_without_its_crime_says_so(held: Path, tmp_path: Path) -> None:
    only = {member("2024-05", BEDS, "outcomes"): outcomes_csv("2024-05", BEDS, [outcome_row()])}
    course = course_of(make_cache(tmp_path / "o.sqlite", archive_zip(tmp_path / "o.zip", only)), ONE)
    assert (course.crimes, course.month, len(course.outcomes)) == ((), None, 1)
    assert "row in a street file is not held" in course_notes(course)[0]


def test_ids_that_repeat_are_crimes_of_their_own(tmp_path: Path) -> None:
    members = {
        member(month, NI): street_csv(month, NI, [psni_row(crime_type=kind)])
        for month, kind in (("2024-02", "Burglary"), ("2024-03", "Robbery"))
    }
    cache = make_cache(tmp_path / "ni.sqlite", archive_zip(tmp_path / "2024-03.zip", members))
    courses = courses_of(cache, ONE)
    assert [(c.month, [r.crime_type for r in c.crimes]) for c in courses] == [
        (Month(2024, 2), ["Burglary"]),
        (Month(2024, 3), ["Robbery"]),
    ]
    assert "gives an id again" in course_notes(courses[0])[0]
    assert course_of(cache, ONE, NI, Month(2024, 3)).crimes[0].crime_type == "Robbery"


def test_months_that_disagree_are_said(tmp_path: Path) -> None:
    members = {member(month, BEDS): street_csv(month, BEDS, [street_row()]) for month in ("2024-02", "2024-03")}
    course = course_of(make_cache(tmp_path / "d.sqlite", archive_zip(tmp_path / "2024-03.zip", members)), ONE)
    assert (course.month, course.other_months, len(course.crimes)) == (Month(2024, 2), (Month(2024, 3),), 2)
    assert any("files disagree on the month" in note for note in course_notes(course))


def test_ids_of_other_forms_and_none(held: Path, tmp_path: Path) -> None:
    odd = {member("2024-02", BEDS): street_csv("2024-02", BEDS, [street_row(crime_id="AB/12")])}
    cache = make_cache(tmp_path / "odd.sqlite", archive_zip(tmp_path / "odd.zip", odd))
    assert len(course_of(cache, " AB/12 ").crimes) == 1
    for text in ("", "  ", "x" * 300, "a\nb"):
        with pytest.raises(CacheError, match="id of a crime"):
            courses_of(held, text)


def test_the_command_line_shows_the_course(held: Path) -> None:
    out = run(held, "crime-history", "show", ONE).out
    assert out.startswith("Burglary, 2024-02, On or near Herring Street (bedfordshire)\n")
    assert out.count("bedfordshire-outcomes.csv") == 2
    (course,) = json.loads(run(held, "crime-history", "show", ONE, "--json", "--force", BEDS).out)["courses"]
    assert [row["month"] for row in course["outcomes"]] == ["2024-03", "2024-05"]
    assert [gap["month"] for gap in course["missing"]] == ["2024-04", "2024-06"]
    assert "No file that is held has this crime" in sentence(run(held, "crime-history", "show", crime_id(5)))


def test_of_a_slice_what_it_lacks_is_said(tmp_path: Path) -> None:
    here, there = "E01990001", "E01990002"
    members = {
        member("2024-02", BEDS): street_csv("2024-02", BEDS, [street_row(), street_row(lsoa_code=there)]),
        member("2024-02", BEDS, "outcomes"): outcomes_csv("2024-02", BEDS, [outcome_row(lsoa_code=there)]),
        member("2024-03", BEDS, "outcomes"): outcomes_csv("2024-03", BEDS, [outcome_row()]),
    }
    archive, cache = archive_zip(tmp_path / "2024-03.zip", members), tmp_path / "slice.sqlite"
    succeed(cache, "import", archive, "--lsoa", here, "--force", BEDS)
    course = course_of(cache, ONE)
    assert [(len(course.crimes), len(course.outcomes)), course.crimes[0].line] == [(1, 1), None]
    assert course.missing == ()
    succeed(other := tmp_path / "other.sqlite", "import", archive, "--lsoa", there, "--force", BEDS)
    with OfflineCache(other) as opened, opened.transaction() as connection:
        connection.execute("UPDATE published_file SET scope = '[\"E01990009\"]' WHERE dataset = 'outcomes'")
    assert [gap.reason for gap in course_of(other, ONE).missing] == [NOT_IN_SLICE] * 2


def test_real_crimes_against_the_files(bedfordshire_zip: Path, real_cache: Path) -> None:
    outcomes = [(month, row) for month, row in published_rows(bedfordshire_zip, "outcomes") if row["Crime ID"]]
    crimes = list(published_rows(bedfordshire_zip, "street"))
    for at in range(0, len(outcomes), len(outcomes) // 9):
        crime = outcomes[at][1]["Crime ID"]
        course = course_of(real_cache, crime)
        of_files = [(month, row["Crime type"]) for month, row in crimes if row["Crime ID"] == crime]
        assert [(str(r.file.key.month), r.crime_type) for r in course.crimes] == of_files
        expected = [(month, row["Outcome type"]) for month, row in outcomes if row["Crime ID"] == crime]
        assert [(str(r.file.key.month), r.outcome) for r in course.outcomes] == expected
        assert course.missing == ()


@pytest.fixture(scope="module")
def real_cache(bedfordshire_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of the real files; the tests read it only."""
    return make_cache(tmp_path_factory.mktemp("real") / "real.sqlite", bedfordshire_zip)
