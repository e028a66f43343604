# SPDX-License-Identifier: GPL-2.0-or-later
"""Which columns of a file name areas: recognised by their names, never by the file's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from ..errors import BadFile, shown
from .model import AreaKind, AreaSet

# ONS writes LSOA21CD and LSOA21NM, the packages for R lsoa21_code and lsoa21_name.
_COLUMN = re.compile(r"(lsoa|wd|ward|lad|ltla|csp|pfa)(\d\d)_?(cd|code|nm|name)\Z")
_KINDS = {
    "lsoa": AreaKind.LSOA,
    "wd": AreaKind.WARD,
    "ward": AreaKind.WARD,
    "lad": AreaKind.DISTRICT,
    "ltla": AreaKind.DISTRICT,
    "csp": AreaKind.CSP,
    "pfa": AreaKind.PFA,
}
_LSOA_EDITIONS = (2011, 2021)
_CODE = re.compile(r"[A-Z]\d{8}\Z", re.ASCII)


@dataclass(frozen=True)
class AreaColumns:
    """Where a file has the codes and, perhaps, the names of one set of areas; positions count from 0."""

    areas: AreaSet
    code: int
    name: Optional[int]


def area_columns(header: Sequence[str]) -> list[AreaColumns]:
    """The sets of areas that a header names, finest kind and newest edition first."""
    codes: dict[AreaSet, int] = {}
    names: dict[AreaSet, int] = {}
    for position, title in enumerate(header):
        match = _COLUMN.match(title.strip().lower())
        if match:
            areas = AreaSet(_KINDS[match[1]], 2000 + int(match[2]))
            (codes if match[3] in ("cd", "code") else names).setdefault(areas, position)
    order = list(AreaKind)
    return sorted(
        (
            AreaColumns(areas, code, names.get(areas))
            for areas, code in codes.items()
            if areas.kind is not AreaKind.LSOA or areas.edition in _LSOA_EDITIONS
        ),
        key=lambda columns: (order.index(columns.areas.kind), -columns.areas.edition),
    )


def outline_columns(header: Sequence[str], file: str) -> AreaColumns:
    """The columns of the areas whose outlines a file holds: the finest kind; raises `BadFile` without any."""
    columns = area_columns(header)
    if not columns:
        raise BadFile(
            f"{file} has outlines but no column with their codes, such as LSOA21CD, WD24CD, LAD24CD, CSP24CD "
            "or PFA24CD. Download the boundaries from the ONS Open Geography portal."
        )
    return columns[0]


def checked_code(value: object, where: str) -> str:
    """A code of nine characters such as E01015693; raises `BadFile` for anything else."""
    code = value.strip() if isinstance(value, str) else ""
    if not _CODE.match(code):
        raise BadFile(f"{where} has {shown(str(value))} for a code, which is not one of ONS. Download the file again.")
    return code


def storable(text: object) -> str:
    """Text that can be stored as UTF-8: a lone surrogate, of a broken name, becomes a question mark."""
    return str(text).encode("utf-8", "replace").decode("utf-8")


def invented(code: str) -> bool:
    """Whether ONS will never issue the code: the invented samples number from 990001."""
    return code[3:5] == "99"
