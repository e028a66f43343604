# SPDX-License-Identifier: GPL-2.0-or-later
"""Every number of a report as tables: one CSV of all of them, and a spreadsheet with a sheet for each."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsVectorFileWriter,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from offline_cache.errors import CacheError
from offline_cache.spreadsheet_text import no_formula

from ...text import tr
from ..writing.outputs_files import write_bytes
from ..writing.staging import Staging, unwritten
from .report_run import Answer

Cell = Union[int, float, str, None]
_DRIVER = "XLSX"
_SHEET = 31
_NOT_KEPT = frozenset({"told", "value", "state"})
"""Fields that only draw a map, or say the others again."""


@dataclass(frozen=True)
class NumberTable:
    """A table of one answer: the question, what it is, its fields, a value of each in every row."""

    question: str
    title: str
    fields: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def every_number(found: Sequence[Answer]) -> list[NumberTable]:
    """The numbers of all answers that were worked out here, then the tables of each."""
    tables = []
    rows: list[list[Cell]] = []
    for answer in found:
        question = no_formula(answer.question)
        rows += _numbers(answer)
        if not answer.given and answer.run.why:
            rows.append([question, "", no_formula(answer.run.why), None])
        for table in answer.run.tables:
            keep = [at for at, name in enumerate(table.fields) if name not in _NOT_KEPT]
            values = [[_cell(row[at]) for at in keep] for row in table.rows]
            tables.append(NumberTable(question, table.title, [table.fields[at] for at in keep], values))
    if rows:
        tables.insert(0, NumberTable(tr("In short"), tr("In short"), ("question", "number", "meaning", "is"), rows))
    return tables


def _numbers(answer: Answer) -> list[list[Cell]]:
    """The numbers that an analysis gives by itself, each with what it is."""
    algorithm = QgsApplication.processingRegistry().algorithmById(answer.run.algorithm)
    rows: list[list[Cell]] = []
    for name, value in answer.run.numbers.items():
        output = algorithm.outputDefinition(name) if algorithm is not None else None
        if output is not None and output.type() == "outputNumber":
            rows.append([no_formula(answer.question), name, output.description(), value])
    return rows


def _cell(value: Any) -> Cell:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return value if isinstance(value, (int, float)) else no_formula(str(value))


def csv_text(tables: Sequence[NumberTable]) -> str:
    """A line for each row of each table, under the fields of all of them."""
    fields = list(dict.fromkeys(name for table in tables for name in table.fields if name != "question"))
    places = {name: at for at, name in enumerate(fields)}
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(["question", "table", *fields])
    for table in tables:
        for row in table.rows:
            values: list[Cell] = [None] * len(fields)
            question: Cell = table.question
            for name, value in zip(table.fields, row):
                if name == "question":
                    question = value
                else:
                    values[places[name]] = value
            writer.writerow([question, table.title, *("" if value is None else value for value in values)])
    return stream.getvalue()


def write_csv(tables: Sequence[NumberTable], target: str, staging: Staging) -> None:
    """Write it beside where it goes, with the mark that lets Excel read UTF-8."""
    write_bytes(csv_text(tables).encode("utf-8-sig"), staging.beside(Path(target)))


def spreadsheet_fault() -> str:
    """Why this QGIS cannot write a spreadsheet, '' where it can."""
    if QgsVectorFileWriter.driverForExtension("xlsx") == _DRIVER:
        return ""
    return tr(
        "This QGIS cannot write .xlsx: its GDAL lacks the driver XLSX. Leave SPREADSHEET empty and take the CSV, which "
        "has the same numbers."
    )


def write_spreadsheet(tables: Sequence[NumberTable], target: str, staging: Staging) -> None:
    """Write a sheet for each table beside where it goes; raises `CacheError` where that cannot be done."""
    fault = spreadsheet_fault()
    if fault:
        raise CacheError(fault)
    beside = staging.beside(Path(target))
    if beside.suffix.lower() != ".xlsx":
        raise CacheError(tr("{path} is no name of a spreadsheet. Let it end in .xlsx.").format(path=target))
    names: list[str] = []
    for table in tables:
        names.append(_sheet_name(table, names))
        _write_sheet(table, names[-1], beside, first=len(names) == 1)
    if not beside.is_file() or beside.stat().st_size == 0:
        raise unwritten(beside)


def _sheet_name(table: NumberTable, taken: Sequence[str]) -> str:
    """At most 31 characters that Excel allows, and no name twice."""
    plain = "".join(" " if letter in "[]:*?/\\'" else letter for letter in table.title).strip() or tr("Table")
    name, at = plain[:_SHEET], 2
    while name.casefold() in {one.casefold() for one in taken}:
        end = f" ({at})"
        name, at = plain[: _SHEET - len(end)] + end, at + 1
    return name


def _write_sheet(table: NumberTable, sheet: str, path: Path, first: bool) -> None:
    fields = QgsFields()
    for at, name in enumerate(table.fields):
        fields.append(QgsField(name, _kind([row[at] for row in table.rows])))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = _DRIVER, sheet
    action = QgsVectorFileWriter.ActionOnExistingFile
    options.actionOnExistingFile = action.CreateOrOverwriteFile if first else action.CreateOrOverwriteLayer
    writer = QgsVectorFileWriter.create(
        str(path),
        fields,
        QgsWkbTypes.Type.NoGeometry,
        QgsCoordinateReferenceSystem(),
        QgsCoordinateTransformContext(),
        options,
    )
    for row in table.rows:
        feature = QgsFeature(fields)
        feature.setAttributes(list(row))
        writer.addFeature(feature)
    failed = writer.hasError() != QgsVectorFileWriter.WriterError.NoError
    del writer  # writes the rest
    if failed:
        raise unwritten(path)


def _kind(values: Sequence[Cell]) -> Any:
    there = [value for value in values if value is not None]
    if there and all(isinstance(value, int) for value in there):
        return QVariant.LongLong
    if there and all(isinstance(value, (int, float)) for value in there):
        return QVariant.Double
    return QVariant.String
