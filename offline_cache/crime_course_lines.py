# SPDX-License-Identifier: GPL-2.0-or-later
"""The course of a crime in words: its rows with their files, and what must be known beside them."""

from __future__ import annotations

from .crime_course import CourseRow, CrimeCourse
from .gap_lines import gap_lines
from .model import Dataset
from .outcome_joins import month_number

COURTS = "Results of courts were published up to June 2019 only: of what came later a charge is the last that is known."


def course_lines(course: CrimeCourse) -> list[str]:
    """The course for reading: what it is, each row with its file, the service's answer, notes."""
    lines = [course_title(course)]
    lines += [f"{row.file.key.month} {row_text(row)} [{source_text(row)}]" for row in course.crimes]
    lines += [
        f"{row.file.key.month} {row_text(row)}{months_after(course, row)} [{source_text(row)}]"
        for row in course.outcomes
    ]
    if course.fetched is not None:
        lines += [f"The service's answer of {course.fetched.fetched_at}:"]
        lines += [f"{outcome.month} {outcome.name}" for outcome in course.fetched.outcomes or ()]
        if course.fetched.outcomes is None:
            lines.append("No outcomes are published for it.")
    return [*lines, *course_notes(course)]


def course_title(course: CrimeCourse) -> str:
    """What, when and where, as far as the cache knows."""
    row, fetched = course.first, course.fetched
    of_files = (row.crime_type for row in course.crimes)
    what = next(of_files, fetched.category if fetched else "A crime of an unknown type")
    where = (row.location if row else fetched.location if fetched else "") or "without a place"
    force = f" ({course.force})" if course.force else ""
    return f"{what}, {course.month or 'month not known'}, {where}{force}"


def row_text(row: CourseRow) -> str:
    """What a row of a file says."""
    if row.file.key.dataset is Dataset.STREET:
        last = f"; last outcome known then: {row.outcome}" if row.outcome else "; no outcome"
        return f"recorded as {row.crime_type}{last}"
    return row.outcome or "an outcome without a name"


def months_after(course: CrimeCourse, row: CourseRow) -> str:
    """How long after the crime an outcome came, as the end of a sentence; '' where that is not known."""
    if not course.crimes or course.month is None:
        return ""
    months = month_number(row.file.key.month) - month_number(course.month)
    if months < 0:
        return ", published before the month of the crime"
    if not months:
        return ", in the month of the crime"
    return f", {months} {'month' if months == 1 else 'months'} after the crime"


def source_text(row: CourseRow) -> str:
    """The file of a row and its line, the release that it is from, and when (UTC) it was brought in."""
    file = row.file
    line = f", line {row.line}" if row.line else ""
    release = f"release {file.snapshot.month}" + ("" if file.snapshot.exact else " or later")
    return f"{file.key}{line}, {release}, {file.fetched_at[:10]}"


def course_notes(course: CrimeCourse) -> list[str]:
    """What must be known beside the rows: what is not held, what the files disagree on, what is never published."""
    notes = _rows_notes(course)
    if course.repeats:
        notes.append(
            "This force gives an id again in other months, to other crimes, and publishes no outcomes: nothing is "
            "joined to it by its id."
        )
    elif course.other_months:
        months = ", ".join(map(str, course.other_months))
        notes.append(f"The same id stands in files of {months} too: the files disagree on the month of the crime.")
    if course.missing:
        gaps = gap_lines((gap.force, gap.dataset.value, gap.month, gap.reason) for gap in course.missing)
        notes.append(f"Not held, so an outcome may be missing here: {'; '.join(gaps)}.")
    return [*notes, COURTS]


def _rows_notes(course: CrimeCourse) -> list[str]:
    notes = []
    if not course.crimes:
        notes.append(
            "Its row in a street file is not held: crime type and month are not known from files. It may be of a month "
            "before the first that is held."
        )
    elif len(course.crimes) > 1:
        notes.append(
            f"{len(course.crimes)} rows of street files have this id. They are published so, and each is counted as a "
            "crime."
        )
    if not course.outcomes and not course.repeats:
        notes.append("No file of outcomes that is held has this id, which does not mean that nothing came of it.")
    return notes
