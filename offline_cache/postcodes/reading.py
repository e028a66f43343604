# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows of files of postcodes as rows of the cache: in bounded memory, looked over one by one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any, Optional

from ..errors import BadFile, shown
from ..national_grid import to_wgs84
from .files import PostcodeFile, Row, read_rows
from .keeping import is_lsoa
from .layouts import Layout, PostcodeTable
from .text import compact, postcode_of

Kept = tuple[str, Optional[float], Optional[float], str, str, str]
"""Key, longitude, latitude (WGS84), LSOA of 2011 and of 2021, when it ended."""

BATCH = 20_000
_ENDED = re.compile(r"[0-9]{6}\Z")
_NO_LATITUDE = 99.0
_NO_PLACE = 90  # positional quality


def batches(table: PostcodeTable) -> Iterator[tuple[PostcodeFile, list[Kept]]]:
    """The postcodes of each file, at most `BATCH` at a time; raises `BadFile` for a row that cannot be one."""
    for file in table.files:
        rows = read_rows(file)
        if table.layout is Layout.DEGREES:
            next(rows, None)
        width = max(table.columns.values()) + 1
        read = _in_degrees if table.layout is Layout.DEGREES else _on_grid
        while True:
            part = list(itertools.islice(rows, BATCH))
            if not part:
                break
            for line, row in part:
                if len(row) < width:
                    raise BadFile(f"Line {line} of {file.name} is cut off. Download it again.")
            yield file, read(table.columns, part, file)


def _in_degrees(columns: dict[str, int], rows: Sequence[tuple[int, Row]], file: PostcodeFile) -> list[Kept]:
    code, x, y = (columns[key] for key in ("postcode", "x", "y"))
    others = [columns.get(key) for key in ("lsoa_2011", "lsoa_2021", "ended")]
    kept = []
    for line, row in rows:
        place = _number(row[x], line, file), _number(row[y], line, file)
        old, new, ended = (row[at].strip() if at is not None else "" for at in others)
        kept.append((_key(row[code], line, file), *_in_range(place, line, file), *_codes(old, new), _month(ended)))
    return kept


def _on_grid(columns: dict[str, int], rows: Sequence[tuple[int, Row]], file: PostcodeFile) -> list[Kept]:
    code, quality, x, y = (columns[key] for key in ("postcode", "quality", "x", "y"))
    grid = [(_number(row[x], line, file) or 0.0, _number(row[y], line, file) or 0.0) for line, row in rows]
    longitudes, latitudes = to_wgs84("EPSG:27700", file.name)([east for east, _ in grid], [north for _, north in grid])
    kept = []
    for (line, row), east_north, longitude, latitude in zip(rows, grid, longitudes, latitudes):
        placed = row[quality].strip() != str(_NO_PLACE) and east_north != (0.0, 0.0)
        place = _in_range((longitude, latitude), line, file) if placed else (None, None)
        kept.append((_key(row[code], line, file), *place, "", "", ""))
    return kept


def _key(text: str, line: int, file: PostcodeFile) -> str:
    postcode = postcode_of(text)
    if postcode is None:
        raise BadFile(f"Line {line} of {file.name} has {shown(text)} for a postcode. Download it again.")
    return compact(postcode)


def _number(text: str, line: int, file: PostcodeFile) -> Optional[float]:
    if not text.strip():
        return None
    try:
        return float(text)
    except ValueError as error:
        raise BadFile(f"Line {line} of {file.name} has {shown(text)} for a coordinate. Download it again.") from error


def _in_range(place: tuple[Any, Any], line: int, file: PostcodeFile) -> tuple[Optional[float], Optional[float]]:
    """The place rounded to 0.1 m; none for ONSPD's 99.999999, 0."""
    longitude, latitude = place
    if longitude is None or latitude is None or latitude > _NO_LATITUDE:
        return None, None
    if not (-10 < longitude < 3 and 48 < latitude < 62):
        raise BadFile(
            f"Line {line} of {file.name} has a place outside the United Kingdom, so its columns are not as they should "
            "be. Download it again."
        )
    return round(longitude, 6), round(latitude, 6)


def _codes(old: str, new: str) -> tuple[str, str]:
    return old if is_lsoa(old) else "", new if is_lsoa(new) else ""


def _month(text: str) -> str:
    return f"{text[:4]}-{text[4:]}" if _ENDED.match(text) else ""
