# SPDX-License-Identifier: GPL-2.0-or-later
"""The layouts of files of postcodes: ONSPD (and NSPL) by the names of its columns, Code-Point Open by its positions."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Optional

from ..errors import BadFile
from .files import PostcodeFile, csv_files, first_row
from .text import postcode_of

# Names in the editions since 2011; those of 2025 end in cd. In the order in which they are taken.
_TITLES = {
    "postcode": ("pcds", "pcd8", "pcd2", "pcd7", "pcd", "postcode"),
    "x": ("long", "longitude"),
    "y": ("lat", "latitude"),
    "lsoa_2011": ("lsoa11", "lsoa11cd"),
    "lsoa_2021": ("lsoa21", "lsoa21cd"),
    "ended": ("doterm",),
}
_HEADERS = "code-point_open_column_headers.csv"
_SHORT = {"postcode": "pc", "quality": "pq", "x": "ea", "y": "no"}
_USUAL = {"postcode": 0, "quality": 1, "x": 2, "y": 3}


class Layout(enum.Enum):
    """What a file's places are written in."""

    DEGREES = "ONSPD"
    GRID = "Code-Point Open"


@dataclass(frozen=True)
class PostcodeTable:
    """CSVs of one layout and where their columns are, from 0."""

    layout: Layout
    files: tuple[PostcodeFile, ...]
    columns: dict[str, int]


def postcode_table(path: Path) -> PostcodeTable:
    """The table in the CSV or zip at `path`, told from its columns; raises `BadFile`."""
    files = csv_files(path)
    firsts = {file: first_row(file) for file in files}
    by_name = {file: onspd_columns(row) for file, row in firsts.items()}
    named = [file for file, columns in by_name.items() if columns]
    if named:
        # ONSPD's zip holds everything once as a whole and once in parts.
        chosen = tuple(_without_parts(named))
        columns = by_name[chosen[0]] or {}
        if any(by_name[file] != columns for file in chosen):
            raise BadFile(f"The tables in {path.name} have different columns. Import the CSVs one by one.")
        return PostcodeTable(Layout.DEGREES, chosen, columns)
    grid = tuple(file for file, row in firsts.items() if _is_code_point(row))
    if grid:
        return PostcodeTable(Layout.GRID, grid, _grid_columns(files))
    raise BadFile(
        f"{path.name} is no file of postcodes. What is read: the ONS Postcode Directory (ONSPD) or its zip, with the "
        "columns pcds, lat and long, and Code-Point Open as zip of CSVs."
    )


def onspd_columns(header: Sequence[str]) -> Optional[dict[str, int]]:
    """Where the columns of ONSPD are; None where the header is none of its."""
    titles = [title.strip().lower() for title in header]
    found = {
        key: titles.index(next(name for name in names if name in titles))
        for key, names in _TITLES.items()
        if any(name in titles for name in names)
    }
    return found if {"postcode", "x", "y"} <= set(found) else None


def _without_parts(files: Sequence[PostcodeFile]) -> Sequence[PostcodeFile]:
    whole = [file for file in files if "multi_csv" not in PurePosixPath((file.member or "").lower()).parts]
    return whole or files


def _is_code_point(row: Sequence[str]) -> bool:
    return len(row) >= 4 and postcode_of(row[0]) is not None and row[2].strip().isdigit() and row[3].strip().isdigit()


def _grid_columns(files: Sequence[PostcodeFile]) -> dict[str, int]:
    """As the zip's own list of columns has them, else as they have always been."""
    for file in files:
        if PurePosixPath((file.member or "").lower()).name == _HEADERS:
            short = [title.strip().lower() for title in first_row(file)]
            if all(title in short for title in _SHORT.values()):
                return {key: short.index(title) for key, title in _SHORT.items()}
    return dict(_USUAL)
