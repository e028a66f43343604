# SPDX-License-Identifier: GPL-2.0-or-later
"""The work of `policeuk:crimehistory`, and the question to the service that the page in QGIS asks too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QVariant

from offline_cache.crime_course import CourseRow, CrimeCourse
from offline_cache.crime_course_lines import course_lines, course_notes
from offline_cache.errors import BAD_PATH, CacheError
from offline_cache.model import Dataset, Month
from offline_cache.reference import outcome_groups

from ...reports.crime_course_page import CrimeQuestion, course_page, not_known, read_courses
from ...text import attribution, caveat, tr
from ..asking.analysis_parameters import OUTPUT, REPORT
from ..running.base import CACHE, PoliceUkAlgorithm
from ..running.command_text import parameter_lines, parameter_texts, qgis_process_command
from ..writing.result_layer import Explained, hand_over, unstyled
from ..writing.staging import Staging, unwritten

_TEXTS = ("month", "said_by", "force", "crime_type", "outcome", "outcome_group", "location", "longitude", "latitude")
_MORE = ("lsoa_code", "lsoa_name", "published_file", "line", "snapshot", "fetched_at", "source")
_NUMBERS = ("line",)


def tell_history(question: CrimeQuestion, feedback: QgsProcessingFeedback) -> tuple[CrimeCourse, ...]:
    """Read the cache and tell; raises `CacheError` where nothing is known of the crime."""
    courses = read_courses(question)
    if not courses:
        raise CacheError(not_known(question))
    notes = {note for course in courses for note in course_notes(course)}
    for line in history_lines(courses):
        (feedback.pushWarning if line in notes else feedback.pushInfo)(line)
    return courses


def history_lines(courses: Sequence[CrimeCourse]) -> list[str]:
    """The courses in words."""
    return [line for course in courses for line in course_lines(course)]


def fetch_history(cache: Path, crime_id: str, cancelled: Callable[[], bool]) -> None:
    """Ask the service about a crime and keep its answer; raises `CacheError`, also for what it knows no id of."""
    from offline_cache.police_api.fetching import fetch_crime_history
    from offline_cache.police_api.questions import checked_persistent_id

    from ...network import qgis_transport
    from ...tasks import open_cache

    asked = checked_persistent_id(crime_id)
    with qgis_transport(cancelled) as transport, open_cache(cache) as opened:
        fetch_crime_history(opened, asked, transport)


def write_history(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    question: CrimeQuestion,
    courses: Sequence[CrimeCourse],
) -> dict[str, Any]:
    """Page and table, where they are asked for; nothing is there before both are whole."""
    results: dict[str, Any] = {}
    with Staging() as staging:
        if parameters.get(OUTPUT):
            beside = staging.sink(parameters, context)
            staged = _write_table(algorithm, beside, context, courses)
            texts = parameter_texts(algorithm, parameters, context, {CACHE: str(question.cache)})
            told = _explained(courses, parameter_lines(texts), qgis_process_command(algorithm, texts))
            results[OUTPUT] = hand_over(staged, told, unstyled, staging, context)
        report = algorithm.parameterAsFileOutput(parameters, REPORT, context)
        if report:
            _write_page(course_page(courses), staging.beside(Path(report)))
            results[REPORT] = report
    return results


def _write_page(html: str, path: Path) -> None:
    try:
        path.write_text(html, encoding="utf-8")
    except BAD_PATH as error:
        raise unwritten(path) from error


def _write_table(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    courses: Sequence[CrimeCourse],
) -> str:
    fields = _fields()
    sink, staged = algorithm.parameterAsSink(parameters, OUTPUT, context, fields, QgsWkbTypes.Type.NoGeometry)
    if sink is None:
        raise QgsProcessingException(algorithm.invalidSinkError(parameters, OUTPUT))
    for values in _values(courses):
        feature = QgsFeature(fields)
        feature.setAttributes(values)
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise QgsProcessingException(algorithm.writeFeatureError(sink, parameters, OUTPUT))
    del sink  # closes the file
    return str(staged)


def _fields() -> QgsFields:
    fields = QgsFields()
    fields.append(QgsField("month_start", QVariant.Date))
    for name in (*_TEXTS, *_MORE):
        fields.append(QgsField(name, QVariant.Int if name in _NUMBERS else QVariant.String))
    return fields


def _values(courses: Sequence[CrimeCourse]) -> Iterator[list[Any]]:
    """A line for each row of a file, then for each outcome of the service's answer."""
    for course in courses:
        for row in (*course.crimes, *course.outcomes):
            yield _row_values(row)
    fetched = courses[0].fetched
    for outcome in (fetched.outcomes if fetched else None) or ():
        said = [_first(outcome.month), str(outcome.month), "service", courses[0].force, "", outcome.name]
        answered = fetched.fetched_at if fetched else ""
        yield [*said, _group(outcome.name), "", "", "", "", "", "", None, "", answered, "police.uk"]


def _group(name: str) -> str:
    return outcome_groups().get(name, "other")


def _row_values(row: CourseRow) -> list[Optional[Any]]:
    file = row.file
    street = file.key.dataset is Dataset.STREET
    return [
        *(_first(file.key.month), str(file.key.month), "street file" if street else "outcomes file", file.key.force),
        *(row.crime_type, row.outcome, row.outcome_group, row.location, row.longitude, row.latitude),
        *(row.lsoa_code, row.lsoa_name, str(file.key), row.line, str(file.snapshot.month), file.fetched_at),
        file.source,
    ]


def _first(month: Month) -> QDate:
    return QDate(month.year, month.month, 1)


def _explained(courses: Sequence[CrimeCourse], parameters: Sequence[str], command: str) -> Explained:
    return Explained(
        name=tr("History of the crime {crime}").format(crime=courses[0].crime_id[:12]),
        finding=[line for course in courses for line in course_notes(course)],
        basis=[tr("'said_by' tells rows of published files from the service's answer: do not mix them.")],
        rights=[attribution(), caveat()],
        parameters=parameters,
        command=command,
        of_the_service=True,
    )
