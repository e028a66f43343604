# SPDX-License-Identifier: GPL-2.0-or-later
"""Indices of deprivation by LSOA: England's of 2015, 2019 and 2025, Wales's of 2014, 2019 and 2025.

The overall index and its crime domain rest on recorded crime. Indices of England and Wales are not comparable, so each
is a measure of its own. Deciles follow from the ranks and are left aside.
"""

from __future__ import annotations

import re
from typing import Optional

from ..areas.model import AreaKind
from ..denominators import Denominator
from ..errors import BadFile
from .cells import number_in
from .code_columns import CodeColumn, LeftOut, rows_by_code
from .csv_table import Table
from .measure_names import measure_name, year_in
from .parts import OGL, AttributePart, NewMeasure, Reading

_KINDS = {"score": "score", "rank": "rank (1 is most deprived)"}
# Headings of the Ministry's File 7, and of the packages for R: Income_rank, Housing_and_Access_rank.
_SPELT = re.compile(
    r"(index of multiple deprivation \(imd\)|income|employment|education, skills and training|health deprivation and "
    r"disability|crime|barriers to housing and services|living environment|[a-z ]*\((?:idaci|idaopi)\)|[a-z ]+ "
    r"sub-domain) (score|rank)(?: \(.*\))?\Z"
)
_SHORT = re.compile(r"([a-z_]+)_(score|rank|decile)\Z")
_OVERALL = ("imd", "index_of_multiple_deprivation_imd")
_INDEX = {"E": ("imd", "England"), "W": ("wimd", "Wales")}


def is_deprivation(table: Table) -> bool:
    """Whether a table holds ranks or scores of several domains."""
    return len({_domain(title)[0] for title in table.titles if _domain(title)[1]}) >= 3


def read_deprivation(table: Table, column: CodeColumn) -> Reading:
    """Ranks and scores of every domain; raises `BadFile`."""
    if column.areas.kind is not AreaKind.LSOA:
        raise BadFile(f"{table.file} has indices of deprivation of other areas than LSOAs. Import those of LSOAs.")
    wanted = [(position, *_domain(title)) for position, title in enumerate(table.titles)]
    wanted = [(position, domain, kind) for position, domain, kind in wanted if kind in _KINDS]
    left, codes = LeftOut(), []
    values: dict[tuple[str, str], dict[str, float]] = {(domain, kind): {} for _, domain, kind in wanted}
    for line, code, row in rows_by_code(table, column, left):
        codes.append(code)
        for position, domain, kind in wanted:
            value = number_in(row[position], f"Line {line} of {table.file}")
            if value is not None:
                values[domain, kind][code] = value
    country = _country(codes, table.file)
    year = _year(table.file, country, column.areas.edition)
    measures = {key: _measure(*key, country, year) for key in values}
    part = AttributePart(
        column.areas,
        tuple(measures.values()),
        {measures[key].name: found for key, found in values.items()},
        codes,
        licence=OGL,
    )
    return Reading((part,), left.notes())


def _domain(title: str) -> tuple[str, str]:
    """Domain and what of it a column holds; ('', '') for any other column."""
    match = _SPELT.match(title) or _SHORT.match(title)
    return (measure_name(match[1]), match[2]) if match else ("", "")


def _measure(domain: str, kind: str, country: str, year: int) -> NewMeasure:
    index, where = _INDEX[country]
    overall = domain in _OVERALL
    name = f"{index}{year}_{kind}" if overall else f"{index}{year}_{domain}_{kind}"
    title = "Overall deprivation" if overall else domain.replace("_", " ").capitalize() + " deprivation"
    if domain == "crime":
        title = "Crime domain of deprivation"
    circular = overall or "crime" in domain
    return NewMeasure(name, f"{title}, {_KINDS[kind]}, {where} {year}", year, Denominator.RESIDENTS.value, circular)


def _country(codes: list[str], file: str) -> str:
    countries = {code[0] for code in codes}
    if len(countries) > 1:
        raise BadFile(
            f"{file} mixes the indices of England and Wales, which cannot be compared. Import a file of each."
        )
    return countries.pop()


def _year(file: str, country: str, edition: int) -> int:
    """The year of the index: as the file's name says where it can be, else the newest of these LSOAs."""
    said: Optional[int] = year_in(file.replace("_", " "))
    known = {"E": {2011: (2015, 2019), 2021: (2025,)}, "W": {2011: (2014, 2019), 2021: (2025,)}}[country][edition]
    return said if said in known and said is not None else known[-1]
