# SPDX-License-Identifier: GPL-2.0-or-later
"""The text of a CSV: decoded; of a published one, parted from its header, and the line of a row found again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from .errors import BadFile
from .model import FileKey

_AT_ONCE = 1024 * 1024
SEPARATOR = "\x1f"
"""Between the fields of a place where one of them has a comma; a comma where none has."""


def decode(data: bytes, key: FileKey) -> str:
    """The text of the published file `key`, without blank lines at its end; raises `BadFile` where it is damaged."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BadFile(f"{key} is in UTF-16; the service publishes UTF-8. Download the file again.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFile(f"{key}, line {line}: the text is not UTF-8. Download the file again.") from error
    for mark, name in (("\0", "NUL bytes"), (SEPARATOR, "control characters")):
        if mark in text:
            line = text.count("\n", 0, text.index(mark)) + 1
            raise BadFile(f"{key}, line {line}: the file holds {name} and is damaged. Download it again.")
    if not text.strip():
        raise BadFile(f"{key} is empty: not even a header line. Download the file again.")
    if "\r" in text and '"' not in text:  # in quotes they are part of a field
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Only where it must be: of the largest month each copy has 40 MB.
    return text.rstrip("\r\n") + "\n" if text.endswith(("\n\n", "\r", "\r\n")) else text


def decode_table(data: bytes, file: str) -> str:
    """The text of another table, with or without a byte order mark; raises `BadFile` where it is not UTF-8."""
    if b"\0" in data:
        raise BadFile(f"{file} holds NUL bytes, so it is damaged or no CSV. Download it again as CSV.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"{file} is not written in UTF-8. Save it as CSV again, in UTF-8.") from error


def after_line(text: str) -> tuple[str, str]:
    """The first line and the rest."""
    first, _, rest = text.partition("\n")
    if "\r" in first:
        first, _, rest = text.partition("\r")
        rest = rest[1:] if rest.startswith("\n") else rest
    return first, rest


def lines_in(body: str) -> Iterator[str]:
    """The lines of a text that ends with one, without their ends; a few thousand of them are in memory at once."""
    start = 0
    while start < len(body):
        end = body.rfind("\n", start, start + _AT_ONCE) + 1 or body.index("\n", start) + 1
        yield from body[start : end - 1].split("\n")
        start = end


def line_of(body: str, row: int) -> int:
    """The line of the file on which a row begins; a field in quotes may go over several."""
    if '"' not in body:
        return row + 2
    reader = csv.reader(io.StringIO(body, newline=""))
    for _ in zip(range(row), reader):
        pass
    return reader.line_num + 2
