# SPDX-License-Identifier: GPL-2.0-or-later
"""A table of reference data in CSV: its header, wherever that stands, and its rows one by one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..csv_text import decode_table
from ..errors import BadFile, reason

_ABOVE = 40  # lines of title and notes that ONS puts above the header of a sheet
MOST_COLUMNS = 400
Tick = Callable[[], None]
"""Called often while a file is read; raises to stop."""


@dataclass(frozen=True)
class Table:
    """`header` without blanks around its titles; `above` is the text of the lines before it."""

    file: str
    header: tuple[str, ...]
    above: str
    text: str
    line: int
    tick: Tick

    @property
    def titles(self) -> tuple[str, ...]:
        """The header in lower case."""
        return tuple(title.casefold() for title in self.header)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Line number and cells of each row that is not blank; raises `BadFile` for one of another length."""
        for line, row in _lines(self.text, self.file):
            if line <= self.line or not any(cell.strip() for cell in row):
                continue
            if len(row) != len(self.header):
                raise BadFile(
                    f"Line {line} of {self.file} has {len(row)} fields and not {len(self.header)}. Remove what is no "
                    "row of the table, or download it again."
                )
            if line % 512 == 0:
                self.tick()
            yield line, row

    def column(self, *titles: str) -> int:
        """The position of the first of some titles (in lower case) that the header has, -1 without any."""
        return next((self.titles.index(title) for title in titles if title in self.titles), -1)

    def has(self, *titles: str) -> bool:
        """Whether the header has all of these titles, in lower case."""
        return set(titles) <= set(self.titles)


def read_csv(data: bytes, file: str, tick: Tick) -> Table:
    """The table in the bytes of a CSV in UTF-8, with or without a byte order mark; raises `BadFile`."""
    text = decode_table(data, file)
    above: list[str] = []
    for line, row in _lines(text, file):
        cells = [cell.strip() for cell in row]
        if sum(map(bool, cells)) > 1:
            _refuse_odd(cells, file)
            return Table(file, tuple(cells), "\n".join(above), text, line, tick)
        above.append(" ".join(filter(None, cells)))
        if len(above) > _ABOVE:
            break
    raise BadFile(f"{file} has no header with several columns. Import a CSV with commas between its fields.")


def _refuse_odd(header: Sequence[str], file: str) -> None:
    if len(header) > MOST_COLUMNS:
        raise BadFile(f"{file} has {len(header):,} columns, more than the {MOST_COLUMNS} that are read. Shorten it.")


def _lines(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise BadFile(
            f"Line {reader.line_num} of {file} cannot be read ({reason(error)}). Download it again."
        ) from error
