# SPDX-License-Identifier: GPL-2.0-or-later
"""CSV tables of areas: exact fit, look-ups of LSOAs and districts, residents and households."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Optional, Union

from ..csv_text import decode_table
from ..errors import BadFile, reason, shown
from .census import census_columns
from .fields import AreaColumns, area_columns, checked_code
from .model import AreaKind, AreaSet, Belonging, ExactFit, Figures, LookUp

_CHANGES = ("U", "S", "M", "X")
_MEASURES = {
    "total_residents": "residents",
    "total_population": "residents",
    "residents": "residents",
    "population": "residents",
    "total_households": "households",
    "households": "households",
}
_LSOA_2011, _LSOA_2021 = AreaSet(AreaKind.LSOA, 2011), AreaSet(AreaKind.LSOA, 2021)
_KNOWN = (
    "an exact-fit look-up (LSOA11CD, LSOA21CD, CHGIND), a look-up of LSOAs (LSOA21CD with WD24CD, LAD24CD, "
    "CSP24CD or PFA24CD), of districts (LAD24CD with CSP24CD or PFA24CD), or residents (LSOA21CD, "
    "total_residents; census2021-ts001-lsoa.csv)"
)

Row = tuple[int, list[str]]
"""Line number, fields."""


def read_table(data: bytes, file: str) -> Union[ExactFit, LookUp, Figures]:
    """What the CSV holds, told from its columns; raises `BadFile`."""
    header, rows = _opened(data, file)
    rows = _some(rows, file)
    columns = area_columns(header)
    census = None if columns else census_columns(header)
    if census:
        return _figures(*census, _of_lsoas(rows, census[0].code, file), file)
    if not columns:
        raise _unknown(file)
    by_set = {each.areas: each for each in columns}
    if _LSOA_2011 in by_set and _LSOA_2021 in by_set:
        return _exact_fit(header, rows, by_set, file)
    first, others = columns[0], columns[1:]
    measures = figure_columns(header)
    if measures and first.areas.kind is AreaKind.LSOA:
        return _figures(first, measures, rows, file)
    if first.areas.kind is AreaKind.DISTRICT:
        others = [each for each in others if each.areas.kind in (AreaKind.CSP, AreaKind.PFA)]
    if not others or first.areas.kind not in (AreaKind.LSOA, AreaKind.DISTRICT):
        raise _unknown(file)
    if first.areas == _LSOA_2011:
        raise BadFile(
            f"{file} is a look-up of LSOAs of 2011, which is not used: the exact-fit look-up carries their counts "
            "to LSOAs of 2021. Import that, and a look-up of LSOAs of 2021."
        )
    return _look_up(first, others, rows, file)


def _unknown(file: str) -> BadFile:
    return BadFile(f"{file} has no columns that are known here. What is read: {_KNOWN}.")


def _opened(data: bytes, file: str) -> tuple[list[str], Iterator[Row]]:
    """Header and rows; raises `BadFile` for other encodings, NUL bytes and lines of another length."""
    rows = _rows(decode_table(data, file), file)
    return next(rows, (0, []))[1], rows


def _rows(text: str, file: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    fields = 0
    try:
        for row in reader:
            fields = fields or len(row)
            if row and len(row) != fields:
                raise BadFile(
                    f"Line {reader.line_num} of {file} has {len(row)} fields and not {fields}. Download it again."
                )
            if row:
                yield reader.line_num, row
    except csv.Error as error:
        raise BadFile(
            f"Line {reader.line_num} of {file} cannot be read ({reason(error)}). Download it again."
        ) from error


def _some(rows: Iterator[Row], file: str) -> Iterator[Row]:
    empty = True
    for row in rows:
        empty = False
        yield row
    if empty:
        raise BadFile(f"{file} has no rows. Download it again.")


def figure_columns(header: Sequence[str]) -> dict[str, int]:
    """The positions of residents and households, by measure, where a header has them."""
    found: dict[str, int] = {}
    for position, title in enumerate(header):
        measure = _MEASURES.get(title.strip().lower().replace(" ", "_"))
        if measure:
            found.setdefault(measure, position)
    return found


def _exact_fit(header: Sequence[str], rows: Iterable[Row], columns: dict[AreaSet, AreaColumns], file: str) -> ExactFit:
    titles = [title.strip().upper() for title in header]
    if "CHGIND" not in titles:
        raise BadFile(
            f"{file} is a best-fit look-up, which moves counts to places where they did not happen. "
            "Import the exact-fit look-up of ONS, which has a column CHGIND."
        )
    change = titles.index("CHGIND")
    old, new = columns[_LSOA_2011].code, columns[_LSOA_2021].code
    found = []
    for line, row in rows:
        where = f"Line {line} of {file}"
        if row[change] not in _CHANGES:
            raise BadFile(f"{where} has the change {shown(row[change])}, not U, S, M or X. Download it again.")
        found.append((checked_code(row[old], where), checked_code(row[new], where), row[change]))
    if len({pair[:2] for pair in found}) < len(found):
        raise BadFile(f"{file} lists a pair of LSOAs twice. Download it again.")
    return ExactFit(_LSOA_2011, found)


def _of_lsoas(rows: Iterable[Row], code: int, file: str) -> Iterator[Row]:
    """The rows of a Census table; raises `BadFile` where it is about other areas: it comes for ten kinds of them."""
    for line, row in rows:
        if row[code][1:3] != "01":
            raise BadFile(
                f"{file} is about other areas than LSOAs, such as {shown(row[code])}. Import the file of the same "
                "table whose name ends in -lsoa.csv."
            )
        yield line, row


def _figures(columns: AreaColumns, measures: dict[str, int], rows: Iterable[Row], file: str) -> Figures:
    values: dict[str, dict[str, int]] = {measure: {} for measure in measures}
    for line, row in rows:
        where = f"Line {line} of {file}"
        code = checked_code(row[columns.code], where)
        for measure, position in measures.items():
            if code in values[measure]:
                raise BadFile(f"{where} has {code} for the second time. Download the file again.")
            values[measure][code] = _whole_number(row[position], measure, where)
    return Figures(columns.areas, values)


def _whole_number(text: str, measure: str, where: str) -> int:
    digits = text.strip().replace(",", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise BadFile(f"{where} has {shown(text)} {measure}, which is no whole number. Download the file again.")
    return int(digits)


def _look_up(of: AreaColumns, within: Sequence[AreaColumns], rows: Iterable[Row], file: str) -> LookUp:
    """In which area of each set every code lies; a code with several is left out and named."""
    codes: dict[str, None] = {}
    area_of: list[dict[str, str]] = [{} for _ in within]
    names: list[dict[str, str]] = [{} for _ in within]
    ambiguous: list[dict[str, None]] = [{} for _ in within]
    for line, row in rows:
        where = f"Line {line} of {file}"
        code = checked_code(row[of.code], where)
        codes[code] = None
        for number, columns in enumerate(within):
            if not row[columns.code].strip():
                continue
            area = checked_code(row[columns.code], where)
            names[number].setdefault(area, _name(row, columns.name) or area)
            if area_of[number].setdefault(code, area) != area:
                ambiguous[number][code] = None
    return LookUp(
        of.areas,
        tuple(codes),
        tuple(
            Belonging(
                within=columns.areas,
                area_of={code: area for code, area in area_of[number].items() if code not in ambiguous[number]},
                names=names[number],
                ambiguous=tuple(ambiguous[number]),
            )
            for number, columns in enumerate(within)
        ),
    )


def _name(row: list[str], position: Optional[int]) -> str:
    return row[position].strip() if position is not None else ""
