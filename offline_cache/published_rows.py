# SPDX-License-Identifier: GPL-2.0-or-later
"""From a number back to the rows of the published files behind it, each with the file and line that it stands on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Optional

from .chosen_area import choose_lsoas
from .errors import CacheError
from .export.about import about
from .export.choices import ExportLayer
from .export.rows import PUBLISHED_ROWS, Parameters, Row, batches, query, selected_files
from .layouts import HEADERS, Layout
from .ledger import published_files
from .model import Dataset, Month, PublishedFile, Selection
from .neighbourhood_ground import is_neighbourhood
from .row_limits import UNLIMITED, RowLimits, limit_rows
from .typed_limits import refuse_other_edition

LAYERS = {
    Dataset.STREET: ExportLayer.CRIMES,
    Dataset.OUTCOMES: ExportLayer.OUTCOMES,
    Dataset.STOPS: ExportLayer.STOPS,
}
PROVENANCE = ("File", "Line", "Force", "File month", "Snapshot", "CRC-32", "Source", "Fetched")
"""The columns beside those of the file. `Line` is None of a slice, which does not know what stood between its rows."""


@dataclass(frozen=True)
class FileBehind:
    """A published file with rows behind the number, and how many."""

    file: PublishedFile
    rows: int


@dataclass(frozen=True)
class PublishedRowsBehind:
    """The rows behind a number: `count` in all, of `files`, in the order of force, month and published file.

    A row of `batches` has the columns of its file exactly as published, then those of `PROVENANCE`; where files of
    2012 are among others, `columns` are those of both, and what a file does not have is None. `batches` can be run
    through once, while the connection is open and asked for no other rows. `notes` say what the number rests on.
    """

    dataset: Dataset
    columns: tuple[str, ...]
    files: tuple[FileBehind, ...]
    files_read: int
    batches: Iterator[list[Row]]
    notes: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(file.rows for file in self.files)


def published_rows(
    connection: sqlite3.Connection,
    selection: Selection,
    dataset: Dataset = Dataset.STREET,
    limits: RowLimits = UNLIMITED,
) -> PublishedRowsBehind:
    """The rows of a selection as they were published; a few thousand are in memory at once.

    Raises `CacheError` where a limit means nothing to the dataset, or no file of the selection is held, or none in
    the edition of the LSOAs: nothing is known then, which is not that there are no rows.
    """
    selection = _in_month(selection, limits.month)
    _refuse(selection, dataset, limits)
    files = [
        file
        for file in selected_files(connection, selection, dataset)
        if limits.months is None or Month.parse(file["month"]) in limits.months
    ]
    held = {
        (file.key.force, str(file.key.month)): file
        for file in published_files(connection)
        if file.key.dataset is dataset
    }
    conditions = limit_rows(connection, dataset, limits)
    choose_lsoas(connection, selection.area)
    outcomes = {"outcomes": f"|{'|'.join(limits.outcomes)}|" if limits.outcomes else ""}
    bound = [(held[file["force"], file["month"]], {**file, **outcomes}) for file in files]
    counted = [(file, parameters, _count(connection, parameters, conditions)) for file, parameters in bound]
    there = [(file, parameters) for file, parameters, rows in counted if rows]
    if not there and limits.edition is None:
        refuse_other_edition(connection, limits.within, (file.lsoa_edition for file, _ in bound))
    columns = _columns({Layout(parameters["layout"]) for _, parameters in there or bound})
    return PublishedRowsBehind(
        dataset=dataset,
        columns=(*columns, *PROVENANCE),
        files=tuple(FileBehind(file, rows) for file, _, rows in counted if rows),
        files_read=len(files),
        batches=_batches(connection, there, columns, conditions),
        notes=_notes(connection, selection, dataset),
    )


def _in_month(selection: Selection, month: Optional[Month]) -> Selection:
    if month is None:
        return selection
    if (selection.first and month < selection.first) or (selection.last and month > selection.last):
        raise CacheError(f"{month} is not among the months of the selection. Choose one that is.")
    return replace(selection, first=month, last=month)


def _refuse(selection: Selection, dataset: Dataset, limits: RowLimits) -> None:
    of_lsoas = [area for area in (selection.area, limits.within) if area and not is_neighbourhood(area)]
    if dataset is Dataset.STOPS and of_lsoas:
        raise CacheError(
            "Stops are published without an LSOA, so none is known to lie in an area. Leave the area out, or name a "
            "neighbourhood."
        )
    if dataset is not Dataset.STREET and (selection.crime_types or not selection.with_asb):
        raise CacheError(f"Files of {LAYERS[dataset].value} name no crime type. Leave the type out, or ask for crimes.")


def _columns(layouts: set[Layout]) -> tuple[str, ...]:
    """The columns of these layouts; of both kinds of street file, those of 2012 that the later lack come last."""
    ordered = sorted(layouts, key=lambda layout: layout is Layout.STREET_2012)
    return tuple(dict.fromkeys(name for layout in ordered for name in HEADERS[layout]))


def _sql(parameters: Parameters, conditions: str) -> str:
    layout = Layout(parameters["layout"])
    return query(PUBLISHED_ROWS[layout], "s.id" if layout is Layout.STOPS else "c.id", conditions)


def _count(connection: sqlite3.Connection, parameters: Parameters, conditions: str) -> int:
    counting = " ".join(("SELECT count(*) FROM (", _sql(parameters, conditions), ")"))
    return int(connection.execute(counting, parameters).fetchone()[0])


def _batches(
    connection: sqlite3.Connection,
    files: list[tuple[PublishedFile, Parameters]],
    columns: tuple[str, ...],
    conditions: str,
) -> Iterator[list[Row]]:
    for file, parameters in files:
        names = HEADERS[Layout(parameters["layout"])]
        at = [names.index(name) + 1 if name in names else None for name in columns]
        whole = names == columns
        first = parameters["first_row"] - 2 if file.scope is None else None
        start, end = _provenance(file)
        for rows in batches(connection, _sql(parameters, conditions), [parameters]):
            yield [
                (
                    *(row[1:] if whole else (None if place is None else row[place] for place in at)),
                    start,
                    None if first is None else row[0] - first,
                    *end,
                )
                for row in rows
            ]


def _provenance(file: PublishedFile) -> tuple[str, tuple[str, ...]]:
    """Name of the file; and what follows the line."""
    snapshot = f"{file.snapshot.month}" if file.snapshot.exact else f"{file.snapshot.month} or later"
    key = file.key
    return str(key), (key.force, str(key.month), snapshot, f"{file.crc:08x}", file.source, file.fetched_at)


def _notes(connection: sqlite3.Connection, selection: Selection, dataset: Dataset) -> tuple[str, ...]:
    text = about(connection, selection, LAYERS[dataset])
    return (text.description, text.attribution)
