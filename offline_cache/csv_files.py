# SPDX-License-Identifier: GPL-2.0-or-later
"""Street, outcomes and stop-and-search files, of every era, to rows; a file that is not whole is refused.

Rows are kept as columns, with places and values numbered: a month has thousands of rows on few places.
"""

from __future__ import annotations

import csv
import enum
import io
from array import array
from binascii import unhexlify
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Optional, Union

from .errors import BadFile
from .model import Dataset, FileKey
from .positions import Position, grid_positions, position
from .reference import outcome_groups

CrimeId = Union[bytes, str, None]
"""32 bytes for 64 lower-case hex digits, the text itself for anything else, None for a blank."""


class Layout(enum.Enum):
    """The column layouts that were ever published."""

    STREET = "street"
    STREET_2012 = "street, easting and northing"
    OUTCOMES = "outcomes"
    STOPS = "stop-and-search"

    @property
    def dataset(self) -> Dataset:
        """The dataset that files of this layout hold."""
        return {Layout.OUTCOMES: Dataset.OUTCOMES, Layout.STOPS: Dataset.STOPS}.get(self, Dataset.STREET)


_PLACED = ("Longitude", "Latitude", "Location", "LSOA code", "LSOA name")
HEADERS = {
    Layout.STREET: (
        *("Crime ID", "Month", "Reported by", "Falls within", *_PLACED),
        *("Crime type", "Last outcome category", "Context"),
    ),
    Layout.STREET_2012: (
        *("Month", "Reported by", "Falls within", "Easting", "Northing", "Location"),
        *("Crime type", "Context"),
    ),
    Layout.OUTCOMES: ("Crime ID", "Month", "Reported by", "Falls within", *_PLACED, "Outcome type"),
    Layout.STOPS: (
        *("Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude"),
        *("Gender", "Age range", "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation"),
        *("Object of search", "Outcome", "Outcome linked to object of search"),
        "Removal of more than just outer clothing",
    ),
}


class PublishedPlace(NamedTuple):
    """A snap point as published; `position` is (longitude, latitude) in WGS84 degrees, None without one."""

    longitude: str
    latitude: str
    grid: str
    name: str
    lsoa_code: str
    lsoa_name: str
    position: Optional[Position]


class Note(NamedTuple):
    """What the row number `row` of a file (from 0) holds that differs from the file's common values."""

    row: int
    reported_by: str
    falls_within: str
    context: str


@dataclass(frozen=True)
class PublishedRows:
    """The content of one file. `place_of_row`, `value_of_row` and `idents` have one entry a row, in order.

    `values` are (crime type, last outcome), (outcome type,) or the twelve values of a stop;
    `idents` are crime ids, or the dates of stops.
    """

    layout: Layout
    reported_by: str
    falls_within: str
    places: list[PublishedPlace]
    place_of_row: array[int]
    values: list[tuple[str, ...]]
    value_of_row: array[int]
    idents: list[CrimeId]
    notes: list[Note]

    @property
    def unplaced(self) -> int:
        """Rows without a position."""
        without = {number for number, place in enumerate(self.places) if place.position is None}
        return sum(place in without for place in self.place_of_row)


_Row = tuple[str, str, str, str, object, tuple[str, ...], str]
"""ident, month, reported by, falls within, the place's fields (text or tuple), values, context."""


def read_published(data: bytes, key: FileKey) -> PublishedRows:
    """Read the CSV bytes of the published file `key`.

    Raises `BadFile`, with the line at fault, for anything that is not wholly such a file (service B.4).
    """
    text = _decode(data, key)
    first, _, body = text.partition("\n")
    layout = _layout(first, key)
    if body and not body.endswith("\n"):
        _refuse_cut_line(body, layout, key)
        body += "\n"
    rows = _quoted_rows(body, layout) if '"' in body else _plain_rows(body, layout)
    return _collect(rows, layout, key)


def _decode(data: bytes, key: FileKey) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BadFile(f"{key} is in UTF-16; the service publishes UTF-8. Download the file again.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFile(f"{key}, line {line}: the text is not UTF-8. Download the file again.") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadFile(f"{key}, line {line}: the file holds NUL bytes and is damaged. Download it again.")
    if not text.strip():
        raise BadFile(f"{key} is empty: not even a header line. Download the file again.")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.rstrip("\n") + "\n" if text.endswith("\n") else text


def _layout(header: str, key: FileKey) -> Layout:
    try:
        columns = tuple(next(csv.reader([header], strict=True)))
    except csv.Error:
        columns = (header,)
    for layout, names in HEADERS.items():
        if names == columns:
            if layout.dataset is key.dataset:
                return layout
            raise BadFile(f"{key} is named {key.dataset.value} but holds {layout.value} columns. Rename the file.")
    expected = HEADERS[{dataset.value: Layout(dataset.value) for dataset in Dataset}[key.dataset.value]]
    missing = [name for name in expected if name not in columns]
    fault = f"the column '{missing[0]}' is missing" if missing else "its columns are not in the published order"
    raise BadFile(f"{key} is not a {key.dataset.value} file of data.police.uk: {fault}.")


def _refuse_cut_line(body: str, layout: Layout, key: FileKey) -> None:
    """A last line without its line end is whole only if its last field is one that can stand there."""
    last = body.rsplit("\n", 1)[-1]
    fields = last.split(",")
    complete = {
        Layout.OUTCOMES: fields[-1].strip('"') in outcome_groups(),
        Layout.STOPS: fields[-1] in ("True", "False", ""),
    }.get(layout, fields[-1] == "")
    if len(fields) < len(HEADERS[layout]) or not complete:
        line = body.count("\n") + 2
        raise BadFile(f"{key}, line {line}: the last line is cut off, so the file is incomplete. Download it again.")


def _plain_rows(body: str, layout: Layout) -> Iterator[_Row]:
    """Rows of a text without quotes, where splitting at commas is all of CSV, at a third of the time."""
    lines = body.split("\n")
    lines.pop()
    if layout is Layout.STREET:
        for line in lines:
            ident, month, reported, within, rest = line.split(",", 4)
            place, crime_type, outcome, context = rest.rsplit(",", 3)
            yield ident, month, reported, within, place, (crime_type, outcome), context
    elif layout is Layout.OUTCOMES:
        for line in lines:
            ident, month, reported, within, rest = line.split(",", 4)
            place, outcome = rest.rsplit(",", 1)
            yield ident, month, reported, within, place, (outcome,), ""
    else:
        for line in lines:
            yield _row(line.split(","), layout)


def _quoted_rows(body: str, layout: Layout) -> Iterator[_Row]:
    for fields in csv.reader(io.StringIO(body, newline=""), strict=True):
        yield _row(fields, layout)


def _row(fields: list[str], layout: Layout) -> _Row:
    if len(fields) != len(HEADERS[layout]):
        raise ValueError("fields")
    if layout is Layout.STREET:
        ident, month, reported, within, *place, crime_type, outcome, context = fields
        return ident, month, reported, within, tuple(place), (crime_type, outcome), context
    if layout is Layout.OUTCOMES:
        ident, month, reported, within, *place, outcome = fields
        return ident, month, reported, within, tuple(place), (outcome,), ""
    if layout is Layout.STREET_2012:
        month, reported, within, easting, northing, name, crime_type, context = fields
        return "", month, reported, within, (easting, northing, name, "", ""), (crime_type, ""), context
    kind, date, *operation, latitude, longitude = fields[:6]
    return date, date[:7], "", "", (longitude, latitude, "", "", ""), (kind, *operation, *fields[6:]), ""


def _collect(rows: Iterator[_Row], layout: Layout, key: FileKey) -> PublishedRows:
    month_wanted = None if layout is Layout.STOPS else str(key.month)
    places: dict[object, int] = {}
    values: dict[tuple[str, ...], int] = {}
    place_of_row, value_of_row = array("l"), array("l")
    idents: list[CrimeId] = []
    notes: list[Note] = []
    common = None
    months = set()
    try:
        for ident, month, reported, within, place, value, context in rows:
            if month != month_wanted:
                if month_wanted is not None:
                    raise BadFile(_line(key, idents) + f"the month is '{month}', not the {key.month} of the file's name.")
                months.add(month)
            if common is None:
                common = (reported, within)
            if context or reported != common[0] or within != common[1]:
                notes.append(Note(len(idents), reported, within, context))
            place_of_row.append(places.setdefault(place, len(places)))
            value_of_row.append(values.setdefault(value, len(values)))
            idents.append(_ident(ident) if layout is not Layout.STOPS else ident)
    except (ValueError, csv.Error) as error:
        raise BadFile(_line(key, idents) + "the line does not have the columns of the header. Download it again.") from error
    if months and str(key.month) not in months:
        raise BadFile(f"{key} holds no stop of {key.month}, only of {min(months)}. Rename the file to its month.")
    reported, within = common or ("", "")
    published = _places(list(places), place_of_row, layout, key)
    return PublishedRows(
        layout, reported, within, published, place_of_row, list(values), value_of_row, idents, notes
    )


def _line(key: FileKey, idents: list[CrimeId]) -> str:
    return f"{key}, line {len(idents) + 2}: "


def _ident(text: str) -> CrimeId:
    if len(text) == 64:
        try:
            packed = unhexlify(text)
        except ValueError:
            return text
        return packed if packed.hex() == text else text
    return text or None


def _places(keys: list[object], place_of_row: array[int], layout: Layout, key: FileKey) -> list[PublishedPlace]:
    published = []
    for number, place in enumerate(keys):
        fields = tuple(place.split(",")) if isinstance(place, str) else place
        try:
            longitude, latitude, name, code, lsoa_name = fields  # type: ignore[misc]
            where = None if layout is Layout.STREET_2012 else position(longitude, latitude)
        except ValueError as error:
            line = place_of_row.index(number) + 2
            fault = str(error) if isinstance(place, tuple) or place.count(",") == 4 else (
                "the line does not have the columns of the header. Download it again."
            )
            raise BadFile(f"{key}, line {line}: {fault}") from error
        published.append(PublishedPlace(longitude, latitude, "", name, code, lsoa_name, where))
    return _from_grid(published, place_of_row, key) if layout is Layout.STREET_2012 else published


def _from_grid(places: list[PublishedPlace], place_of_row: array[int], key: FileKey) -> list[PublishedPlace]:
    """Places of 2012, whose first two fields are easting and northing in metres, with their longitudes."""
    try:
        positions = grid_positions([(place.longitude, place.latitude) for place in places], key.force)
    except ValueError as error:
        number, fault = error.args
        raise BadFile(f"{key}, line {place_of_row.index(number) + 2}: {fault}") from error
    return [
        place._replace(
            longitude=f"{where[0]:.6f}" if where else "",
            latitude=f"{where[1]:.6f}" if where else "",
            grid=f"{place.longitude},{place.latitude}",
            position=where,
        )
        for place, where in zip(places, positions)
    ]
