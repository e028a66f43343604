# SPDX-License-Identifier: GPL-2.0-or-later
"""The course of one crime as HTML: what the files say and when, what the service said, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Optional

from offline_cache.crime_course import CourseRow, CrimeCourse, crime_courses
from offline_cache.crime_course_lines import course_notes, months_after, row_text
from offline_cache.model import Dataset, Month
from offline_cache.police_api.outcomes import ApiOutcome
from offline_cache.reader import reading
from offline_cache.reference import crime_types_by_slug

from ..text import INVENTED_FORCE, attribution, caveat, force_name, invented, month_name, tr

_STYLE = Path(__file__).resolve().parent.parent / "resources" / "styles" / "result_page.css"
_WORDS = "th, td, thead th, th:first-child, td:first-child { text-align: left; vertical-align: top; }"


@dataclass(frozen=True)
class CrimeQuestion:
    """Which crime in which cache: `force` (a slug) and the crime's `month` narrow it where they are known."""

    cache: Path
    crime_id: str
    force: str = ""
    month: Optional[Month] = None


def read_courses(question: CrimeQuestion) -> tuple[CrimeCourse, ...]:
    """What the cache holds of a crime, empty for nothing; raises `CacheError` for no id or no cache."""
    with reading(question.cache) as connection:
        return crime_courses(connection, question.crime_id, question.force, question.month)


def course_body(courses: Sequence[CrimeCourse]) -> str:
    """The courses in HTML without head and style, for a panel; all that comes from files is escaped."""
    return "".join(map(_course, courses)) + _foot(courses)


def course_page(courses: Sequence[CrimeCourse]) -> str:
    """The same as a page of its own to hand on."""
    title = escape(tr("History of a crime"))
    style = _STYLE.read_text(encoding="utf-8") + _WORDS
    head = f"<meta charset='utf-8'><title>{title}</title><style>{style}</style>"
    body = f"<h1>{title}</h1>\n{course_body(courses)}"
    return f"<!DOCTYPE html>\n<html lang='en-GB'><head>{head}</head><body>\n{body}\n</body></html>\n"


def not_known(question: CrimeQuestion) -> str:
    """What to say where the cache has nothing of a crime."""
    return tr(
        "No file that is held has the crime {crime}, and the service was never asked about it. Look for a mistake in "
        "the id, or ask the service, which knows the crimes of its last 36 months."
    ).format(crime=question.crime_id[:64])


def _course(course: CrimeCourse) -> str:
    parts = [
        f"<h3>{escape(_title(course))}</h3>",
        f"<p>{escape(tr('Crime ID'))} {escape(course.crime_id)}</p>",
        _rows(course),
        _answer(course),
        _list(course_notes(course)),
    ]
    return "\n".join(part for part in parts if part)


def _title(course: CrimeCourse) -> str:
    row, fetched = course.first, course.fetched
    category = crime_types_by_slug().get(fetched.category, fetched.category) if fetched else ""
    what = next((row.crime_type for row in course.crimes), category) or tr("A crime of unknown type")
    month = month_name(course.month) if course.month else tr("month of the crime not known")
    where = (row.location if row else fetched.location if fetched else "") or tr("without a place")
    return ", ".join(part for part in (what, month, where, force_name(course.force) if course.force else "") if part)


def _rows(course: CrimeCourse) -> str:
    head = (tr("Month"), tr("What the file says"), tr("Snap point"), tr("File and line"), tr("Release, brought in"))
    body = [
        (
            month_name(row.file.key.month),
            _said(course, row),
            row.location or tr("none"),
            tr("{file}, line {line}").format(file=row.file.key, line=row.line) if row.line else str(row.file.key),
            _release(row),
        )
        for row in (*course.crimes, *course.outcomes)
    ]
    return _table(head, body) if body else f"<p>{escape(tr('No file that is held has this crime.'))}</p>"


def _said(course: CrimeCourse, row: CourseRow) -> str:
    text = row_text(row)
    sentence = text[:1].upper() + text[1:]
    if row.file.key.dataset is Dataset.STREET:
        return sentence
    return tr("Outcome: {outcome}").format(outcome=sentence + months_after(course, row))


def _release(row: CourseRow) -> str:
    file = row.file
    release = (
        str(file.snapshot.month) if file.snapshot.exact else tr("{month} or later").format(month=file.snapshot.month)
    )
    return f"{release}, {file.fetched_at[:10]}"


def _answer(course: CrimeCourse) -> str:
    """What the service said, apart from rows of files: the two may be of different releases."""
    fetched = course.fetched
    if fetched is None:
        return f"<p>{escape(tr('The service was not asked about this crime.'))}</p>"
    when = tr("What the service answered on {day}, which is not of a published file").format(
        day=fetched.fetched_at[:16].replace("T", " ") + " UTC"
    )
    if fetched.outcomes is None:
        return f"<h4>{escape(when)}</h4><p>{escape(tr('No outcomes are published for it.'))}</p>"
    return f"<h4>{escape(when)}</h4>{_table((tr('Month'), tr('Outcome')), map(_outcome, fetched.outcomes))}"


def _outcome(outcome: ApiOutcome) -> tuple[str, str]:
    return month_name(outcome.month), outcome.name


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    titles = "".join(f"<th align='left'>{escape(text)}</th>" for text in head)
    cells = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows)
    return f"<table cellpadding='3'><thead><tr>{titles}</tr></thead><tbody>{cells}</tbody></table>"


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _foot(courses: Sequence[CrimeCourse]) -> str:
    forces = {course.force for course in courses}
    lines = [invented()] if INVENTED_FORCE in forces else []
    lines += [attribution()] if forces - {INVENTED_FORCE} else []
    return "".join(f"<p class='foot'><i>{escape(line)}</i></p>" for line in (caveat(), *lines))
