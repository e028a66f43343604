# SPDX-License-Identifier: GPL-2.0-or-later
"""Any table with a column of ONS's codes and columns of numbers: every such column is a measure."""

from __future__ import annotations

import re
from collections.abc import Collection

from ..areas.fields import area_columns
from ..errors import BadFile
from .cells import is_number, is_unknown, number_in
from .code_columns import CodeColumn, LeftOut, rows_by_code
from .csv_table import Table
from .measure_names import measure_name, measure_of, year_in
from .parts import AttributePart, NewMeasure, Reading

# Numbers that are no property of an area: row numbers, positions on a map, years; ages one by one begin with a digit.
_NO_MEASURE = re.compile(
    r"(?:fid|object_?id\d*|oid|global_?id|date|year|x|y|bng_[en]|long(?:itude)?|lat(?:itude)?|easting|northing|"
    r"shape_?_?(?:area|length|leng)|index|row|id|unnamed.*|current)\Z"
)
_CENSUS = re.compile(r"(?:residents|households)_(20[0-4]\d)\Z")


def measure_columns(table: Table, column: CodeColumn) -> dict[int, NewMeasure]:
    """The columns that may be measures, by position; whether they hold numbers only their rows tell."""
    named = {column.position, column.name}
    for each in area_columns(table.header):
        named.update({each.code, -1 if each.name is None else each.name})
    census = {int(match[1]) for title in table.titles if (match := _CENSUS.match(title))}
    year = census.pop() if len(census) == 1 else None
    found = {}
    for position, title in enumerate(table.header):
        name = measure_name(title)
        if position in named or not name or name[0].isdigit() or _NO_MEASURE.match(name):
            continue
        if re.search(r"(?:code|name|cd|nm|nmw)(?:_\d+)?\Z", name) and not is_share(name):
            continue
        found[position] = measure_of(title, table.file, year if year_in(title) is None else None)
    return found


_OFTEN = 512  # rows between two questions whether to stop


def is_share(name: str) -> bool:
    """Whether a measure's name says that it is a share or a rate."""
    return name.startswith(("pct_", "percent", "share_", "rate_"))


def read_attributes(table: Table, column: CodeColumn, taken: Collection[int] = ()) -> Reading:
    """Every column of numbers but those `taken` for something else; one of text alone is no measure.

    Raises `BadFile` for a column that has both numbers and other text.
    """
    columns = measure_columns(table, column)
    possible = {position: measure for position, measure in columns.items() if position not in taken}
    left, names = LeftOut(), {}
    rows = [(line, code, row) for line, code, row in rows_by_code(table, column, left)]
    numbers = {
        position: measure
        for position, measure in possible.items()
        if any(is_number(row[position]) for _, _, row in rows)
    }
    _refuse_twice([measure.name for measure in numbers.values()], table.file)
    if not numbers:
        raise BadFile(
            f"{table.file} names areas but has no column of numbers beside them that could be compared. Import a table "
            "with a column for each measure."
        )
    values: dict[str, dict[str, float]] = {measure.name: {} for measure in numbers.values()}
    unknown = 0
    for line, code, row in rows:
        if line % _OFTEN == 0:
            table.tick()
        if column.name >= 0 and row[column.name].strip():
            names[code] = row[column.name].strip()[:200]
        where = f"Line {line} of {table.file}"
        for position, measure in numbers.items():
            value = number_in(row[position], where)
            if value is None:
                unknown += not is_blank(row[position])
            else:
                values[measure.name][code] = value
    notes = left.notes()
    if unknown:
        notes += (f"Withheld or not known, and not counted as 0: {unknown:,} values.",)
    part = AttributePart(column.areas, tuple(numbers.values()), values, [code for _, code, _ in rows], names)
    return Reading((part,), notes)


def is_blank(cell: str) -> bool:
    """Whether nothing stands in a cell."""
    return is_unknown(cell) and not cell.strip()


def _refuse_twice(names: list[str], file: str) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise BadFile(f"{file} has two columns that are both called {twice!r}. Rename one of them.")
