# SPDX-License-Identifier: GPL-2.0-or-later
"""`crime-history show`: a crime with its outcomes, of the files that are held and as the service said."""

from __future__ import annotations

import argparse
from typing import Any

from ..crime_course import CourseRow, CrimeCourse, checked_id, crime_courses
from ..crime_course_lines import course_lines, course_notes
from ..errors import CacheError
from ..reader import reading
from .answers import print_json, print_lines


def run(options: argparse.Namespace) -> None:
    """Print it; raises `CacheError` where the cache knows no crime with this id."""
    asked = checked_id(options.id)
    with reading(options.cache) as connection:
        courses = crime_courses(connection, asked, getattr(options, "force", ""))
    if not courses:
        raise CacheError(
            "No file that is held has this crime, and its history was never fetched. Look for a mistake in the id, "
            "or fetch it with 'crime-history fetch'."
        )
    if options.json:
        fetched = next((course.fetched for course in courses), None)
        print_json({"fetched": fetched, "courses": [_as_json(course) for course in courses]})
        return
    for number, course in enumerate(courses):
        print_lines([*([""] if number else []), *course_lines(course)])


def _as_json(course: CrimeCourse) -> dict[str, Any]:
    return {
        "crime_id": course.crime_id,
        "force": course.force,
        "month": course.month,
        "crimes": [_row(row) for row in course.crimes],
        "outcomes": [_row(row) for row in course.outcomes],
        "missing": course.missing,
        "notes": course_notes(course),
    }


def _row(row: CourseRow) -> dict[str, Any]:
    return {
        "month": row.file.key.month,
        "crime_type": row.crime_type,
        "outcome": row.outcome,
        "outcome_group": row.outcome_group,
        "location": row.location,
        "longitude": row.longitude,
        "latitude": row.latitude,
        "lsoa_code": row.lsoa_code,
        "file": str(row.file.key),
        "line": row.line,
        "snapshot": row.file.snapshot.month,
        "source": row.file.source,
        "fetched_at": row.file.fetched_at,
    }
