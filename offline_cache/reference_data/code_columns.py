# SPDX-License-Identifier: GPL-2.0-or-later
"""Which column of a table names areas, of what kind and edition, and the code in each of its rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Optional

from ..areas.codes import CODE, country_of_code, kind_of_code
from ..areas.fields import area_columns
from ..areas.model import AreaKind, AreaSet
from ..errors import BadFile, shown
from ..reference import forces_by_police_area, lsoa_edition
from .csv_table import Table

# As the Ministry of Housing writes them: LSOA code (2021), Local Authority District name (2024).
_SPELT = re.compile(r"(lsoa|ward|local authority district) (code|name) \((20\d\d)\)")
_SPELT_KINDS = {"lsoa": AreaKind.LSOA, "ward": AreaKind.WARD, "local authority district": AreaKind.DISTRICT}
_NAMES = ("areanm", "area_name", "area name", "name", "geography", "label")
# Countries, regions, counties, combined authorities: rows of totals in tables of smaller areas.
_TOTALS = ("E92", "W92", "K02", "K03", "K04", "E12", "E10", "E11", "E13", "E47", "S92", "N92")
_LOOKED_AT = 200
_NAMED = 3


@dataclass(frozen=True)
class CodeColumn:
    """Where the codes of a table stand: the position, what they are of, and where the names are (-1: nowhere).

    `stated`: the header says what the codes are of; else their values do. `slugs`: they are names of forces as in
    the published files.
    """

    position: int
    areas: AreaSet
    name: int
    stated: bool
    slugs: bool = False


@dataclass
class LeftOut:
    """Rows that are of no area of the table's kind: how many, and what some are."""

    totals: int = 0
    elsewhere: int = 0
    blank: int = 0
    named: list[str] = field(default_factory=list)

    def notes(self) -> tuple[str, ...]:
        """Sentences about them."""
        found = []
        if self.totals or self.blank:
            such = f", such as {', '.join(self.named)}" if self.named else ""
            rows = self.totals + self.blank
            found.append(f"Left out, because totals or without an area of their own: {rows:,} rows{such}.")
        if self.elsewhere:
            found.append(f"Left out, because in Scotland or Northern Ireland: {self.elsewhere:,} rows.")
        return tuple(found)


def code_column(table: Table) -> Optional[CodeColumn]:
    """The column with the codes of the finest areas that a table is about; None without any."""
    spelt = {match[0]: match for title in table.titles if (match := _SPELT.match(title)) and match[2] == "code"}
    stated = area_columns(table.header)
    if stated:
        first = stated[0]
        return CodeColumn(first.code, first.areas, -1 if first.name is None else first.name, True)
    for title, match in spelt.items():
        areas = AreaSet(_SPELT_KINDS[match[1]], int(match[3]))
        return CodeColumn(table.titles.index(title), areas, table.column(title.replace(" code ", " name ")), True)
    return _by_values(table)


def _by_values(table: Table) -> Optional[CodeColumn]:
    rows = [row for _, row in islice(table.rows(), _LOOKED_AT)]
    slugs = set(forces_by_police_area().values())
    name = table.column(*_NAMES)
    for position in range(len(table.header)):
        cells = [row[position].strip() for row in rows if row[position].strip()]
        if cells and all(cell in slugs or cell in _NO_AREA for cell in cells):
            return CodeColumn(position, AreaSet(AreaKind.PFA, 0), name, False, slugs=True)
        if cells and sum(bool(CODE.match(cell)) for cell in cells) * 2 > len(cells):
            return _of_codes(table, position, name)
    return None


_NO_AREA = ("btp", "british-transport-police", "northern-ireland", "police-scotland", "scotland")


def _of_codes(table: Table, position: int, name: int) -> Optional[CodeColumn]:
    """What the codes of a column are of: the kind that most of them have; of LSOAs the edition that some have alone."""
    codes = [row[position].strip() for _, row in table.rows()]
    kinds = Counter(kind for code in codes if (kind := kind_of_code(code)))
    if not kinds:
        return None
    kind = max(kinds, key=lambda each: kinds[each])
    edition = 0
    if kind is AreaKind.LSOA:
        editions = {found for code in codes if (found := lsoa_edition(code))}
        if len(editions) > 1:
            raise BadFile(
                f"{table.file} holds LSOAs of 2011 and of 2021 in one column. Split it, and name the columns LSOA11CD "
                "and LSOA21CD."
            )
        edition = editions.pop() if editions else 2021
    return CodeColumn(position, AreaSet(kind, edition), name, False)


def rows_by_code(table: Table, column: CodeColumn, left: LeftOut) -> Iterator[tuple[int, str, list[str]]]:
    """Line, code and cells of each row that is of one area; totals and other countries are counted into `left`.

    Raises `BadFile` for a code twice, of another kind or of another edition, and for what is no code.
    """
    seen: set[str] = set()
    by_slug = {slug: code for code, slug in forces_by_police_area().items()}
    for line, row in table.rows():
        text = row[column.position].strip()
        code = by_slug.get(text, "") if column.slugs else text
        if not _counts(code, row, column, left):
            continue
        where = f"Line {line} of {table.file}"
        _refuse_other(code, column, where)
        if code in seen:
            raise BadFile(f"{where} has {code} for the second time. Keep the row that is right, and import it again.")
        seen.add(code)
        yield line, code, row
    if not seen:
        raise BadFile(f"{table.file} has no row of an area of England or Wales. Import another file.")


def _counts(code: str, row: list[str], column: CodeColumn, left: LeftOut) -> bool:
    """Whether a row is of an area of England or Wales that is no total."""
    if not code:
        left.blank += 1
    elif CODE.match(code) and (code.startswith(_TOTALS) or (not column.stated and _larger(code, column))):
        left.totals += 1
    elif country_of_code(code) in ("Scotland", "Northern Ireland"):
        left.elsewhere += 1
        return False
    else:
        return True
    name = row[column.name].strip() if column.name >= 0 else ""
    if (name or code) and len(left.named) < _NAMED:
        left.named.append(shown(name or code))
    return False


def _larger(code: str, column: CodeColumn) -> bool:
    kind = kind_of_code(code)
    return kind is not None and kind is not column.areas.kind


def _refuse_other(code: str, column: CodeColumn, where: str) -> None:
    kind, areas = kind_of_code(code), column.areas
    if not CODE.match(code):
        raise BadFile(
            f"{where} has {shown(code)} for a code, which is not one of ONS. Correct it, or download the file again."
        )
    if kind is not areas.kind:
        raise BadFile(f"{where} has the code {code}, which is of no {areas.kind.value}. Correct the file.")
    edition = lsoa_edition(code) if kind is AreaKind.LSOA else None
    if edition not in (None, areas.edition):
        raise BadFile(
            f"{where} has {code}, an LSOA of {edition} only, in a table of LSOAs of {areas.edition}. Name its column "
            f"LSOA{str(edition)[2:]}CD if all are of {edition}."
        )
