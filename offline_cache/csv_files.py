# SPDX-License-Identifier: GPL-2.0-or-later
"""Street, outcomes and stop-and-search files, of every era, to rows; a file that is not whole is refused.

Rows are kept as columns, with places and values numbered: a month has thousands of rows on few places.
"""

from __future__ import annotations

import csv
import functools
import io
import re
import sys
from array import array
from binascii import unhexlify
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Optional, Union

from .csv_text import SEPARATOR, after_line, decode, line_of, lines_in
from .errors import BadFile, shown
from .layouts import HEADERS, Layout, layout_of, refuse_cut_line
from .model import FileKey
from .positions import Position, grid_of, grid_positions, position

CrimeId = Union[bytes, str, None]
"""32 bytes for 64 lower-case hex digits, the text itself for anything else, None for a blank."""


# As the service writes it, 2023-04-01T23:41:00+00:00, or its beginnings.
# Hours to 23: Python 3.13 and later read 24:00 as the next day's midnight.
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T([01]\d|2[0-3]):\d\d(:\d\d([+-]\d\d:\d\d)?)?)?\Z", re.ASCII)
_COLUMNS = "the line does not have the columns of the header. Download the file again."


class PublishedPlace(NamedTuple):
    """A snap point as published; `position` is (longitude, latitude) in WGS84 degrees, None without one.

    `text` is its part of the line: within one program run, equal texts mean equal places.
    """

    text: str
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


_Row = tuple[str, str, str, str, str, tuple[str, ...], str]
"""ident, month, reported by, falls within, the place's fields as one text, values, context."""


class _Fault(Exception):
    """What is wrong with the row of this number, from 0: half a sentence for the user."""

    def __init__(self, row: int, sentence: str) -> None:
        super().__init__(sentence)
        self.row = row


def read_published(data: bytes, key: FileKey) -> PublishedRows:
    """Read the CSV bytes of the published file `key`.

    Raises `BadFile`, with the line at fault, for anything that is not wholly such a file (service B.4).
    """
    text = decode(data, key)
    del data
    first, body = after_line(text)
    del text
    layout = layout_of(first, key)
    if body and not body.endswith(("\n", "\r")):
        refuse_cut_line(body, layout, key)
        body += "\n"
    rows = _quoted_rows(body, layout) if '"' in body else _plain_rows(body, layout)
    try:
        return _collect(rows, layout, key)
    except _Fault as fault:
        raise BadFile(f"{key}, line {line_of(body, fault.row)}: {fault}") from fault


def _plain_rows(body: str, layout: Layout) -> Iterator[_Row]:
    """Rows of a text without quotes, where splitting at commas is all of CSV, at a third of the time."""
    if layout not in (Layout.STREET, Layout.OUTCOMES) or not body:
        for line in lines_in(body):
            yield _row(line.split(","), layout)
        return
    tail = 3 if layout is Layout.STREET else 1
    month, reported, within = body[: body.index("\n")].split(",", 4)[1:4]
    common = f",{month},{reported},{within},"
    for line in lines_in(body):
        ident, found, rest = line.partition(common)
        if not found:
            yield _row(line.split(","), layout)
        elif tail == 3:
            place, crime_type, outcome, context = rest.rsplit(",", 3)
            yield ident, month, reported, within, place, (crime_type, outcome), context
        else:
            place, outcome = rest.rsplit(",", 1)
            yield ident, month, reported, within, place, (outcome,), ""


def _quoted_rows(body: str, layout: Layout) -> Iterator[_Row]:
    for fields in csv.reader(io.StringIO(body, newline=""), strict=True):
        yield _row(fields, layout)


def _row(fields: list[str], layout: Layout) -> _Row:
    if len(fields) != len(HEADERS[layout]):
        raise ValueError("fields")
    if layout is Layout.STREET:
        ident, month, reported, within, *place, crime_type, outcome, context = fields
        return ident, month, reported, within, _joined(place), (crime_type, outcome), context
    if layout is Layout.OUTCOMES:
        ident, month, reported, within, *place, outcome = fields
        return ident, month, reported, within, _joined(place), (outcome,), ""
    if layout is Layout.STREET_2012:
        month, reported, within, easting, northing, name, crime_type, context = fields
        place = [easting, northing, name, "", ""]
        return "", month, reported, within, _joined(place), (crime_type, ""), context
    kind, date, *operation, latitude, longitude = fields[:6]
    place = [longitude, latitude, "", "", ""]
    return date, date[:7], "", "", _joined(place), (kind, *operation, *fields[6:]), ""


def _joined(place: list[str]) -> str:
    return (SEPARATOR if any("," in field for field in place) else ",").join(place)


def _collect(rows: Iterator[_Row], layout: Layout, key: FileKey) -> PublishedRows:
    month_wanted = str(key.month)
    places: dict[str, int] = {}
    values: dict[tuple[str, ...], int] = {}
    place_of_row, value_of_row = array("l"), array("l")
    idents: list[CrimeId] = []
    notes: list[Note] = []
    common = None
    elsewhen = 0
    try:
        for ident, month, reported, within, place, value, context in rows:
            if month != month_wanted:
                if layout is not Layout.STOPS:
                    raise _Fault(len(idents), f"the month is {shown(month)}, not the file name's. Rename the file.")
                elsewhen += 1  # a stop near midnight has a date in UTC, perhaps of last month
            if common is None:
                common = (reported, within)
            if context or reported != common[0] or within != common[1]:
                notes.append(Note(len(idents), reported, within, context))
            place_of_row.append(places.setdefault(place, len(places)))
            value_of_row.append(values.setdefault(value, len(values)))
            idents.append(_ident(ident) if layout is not Layout.STOPS else ident)
    except (ValueError, csv.Error) as error:
        raise _Fault(len(idents), _COLUMNS) from error
    if layout is Layout.STOPS:
        _refuse_dates(idents)
    if elsewhen and elsewhen == len(idents):
        raise BadFile(f"{key} holds no stop of {key.month}. Give the file the name of its month.")
    reported, within = common or ("", "")
    published = _places(list(places), place_of_row, layout, key)
    return PublishedRows(layout, reported, within, published, place_of_row, list(values), value_of_row, idents, notes)


def _refuse_dates(dates: list[CrimeId]) -> None:
    for row, date in enumerate(dates):
        try:
            sound = isinstance(date, str) and _DATE.match(date) and datetime.fromisoformat(date)
        except ValueError:
            sound = None
        if not sound:
            raise _Fault(row, f"{shown(str(date or ''))} is not a date. Download the file again.")


def _ident(text: str) -> CrimeId:
    if len(text) == 64:
        try:
            packed = unhexlify(text)
        except ValueError:
            packed = b""
        if packed.hex() == text:
            return packed
    if "," in text:
        raise ValueError(_COLUMNS)
    return text or None


def _places(texts: list[str], place_of_row: array[int], layout: Layout, key: FileKey) -> list[PublishedPlace]:
    read = _grid_place if layout is Layout.STREET_2012 else _place
    places = []
    try:
        for text in texts:
            places.append(read(text))
    except ValueError as error:
        raise _Fault(place_of_row.index(len(places)), str(error)) from error
    return _from_grid(places, place_of_row, key) if layout is Layout.STREET_2012 else places


def _grid_place(text: str) -> PublishedPlace:
    easting, northing, name, code, lsoa_name = _place_fields(text)
    return PublishedPlace(text, easting, northing, "", name, code, lsoa_name, None)


# The months of a force share most of their places: 32,768 of them take about 25 MB.
@functools.lru_cache(maxsize=32_768)
def _place(text: str) -> PublishedPlace:
    longitude, latitude, name, code, lsoa_name = _place_fields(text)
    return PublishedPlace(text, longitude, latitude, "", name, code, lsoa_name, position(longitude, latitude))


def _place_fields(text: str) -> list[str]:
    fields = text.split(SEPARATOR if SEPARATOR in text else ",")
    if len(fields) != 5:
        raise ValueError(_COLUMNS)
    return [*fields[:2], *map(sys.intern, fields[2:])]  # streets and LSOAs have many points


def _from_grid(places: list[PublishedPlace], place_of_row: array[int], key: FileKey) -> list[PublishedPlace]:
    """Places of 2012, whose first two fields are easting and northing in metres, with their longitudes."""
    try:
        positions = grid_positions([(place.longitude, place.latitude) for place in places], key.force, str(key))
    except ValueError as error:
        number, fault = error.args
        raise _Fault(place_of_row.index(number), fault) from error
    return [
        place._replace(
            text=f"{grid_of(key.force) if where else 'no grid'} {place.text}",
            longitude=f"{where[0]:.6f}" if where else "",
            latitude=f"{where[1]:.6f}" if where else "",
            grid=f"{place.longitude},{place.latitude}",
            position=where,
        )
        for place, where in zip(places, positions)
    ]
