# SPDX-License-Identifier: GPL-2.0-or-later
"""Classifications of areas: rural-urban, output-area groups, ONS clusters, regions."""

from __future__ import annotations

from collections.abc import Sequence

from ..areas.describing import TABLE_LICENCE
from ..areas.model import AreaKind, AreaSet
from ..denominators import Denominator
from ..errors import BadFile, shown
from .cells import is_unknown
from .classes import RURAL_URBAN
from .code_columns import CodeColumn, LeftOut, rows_by_code
from .csv_table import Table
from .parts import AttributePart, ClassPart, NewMeasure, Reading

OUTPUT_AREAS = ("supergroup", "group", "subgroup")
CLUSTERS = ("global", "economic", "demographic")
_RURAL = {2011: ("ABC", "DEF"), 2021: ("U", "R")}
_LONGEST = 80


def read_rural_urban(table: Table, column: CodeColumn) -> Reading:
    """Urban or rural, its finer class, and the share of residents in rural LSOAs: all or none of an LSOA's."""
    edition = column.areas.edition
    at = table.column(f"ruc{edition % 100}_code", f"ruc{edition % 100}cd")
    fine = table.column("classification", f"ruc{edition % 100}nm")
    if at < 0 or column.areas.kind is not AreaKind.LSOA:
        raise BadFile(f"{table.file} has no rural-urban class of LSOAs of its own edition. Download it again.")
    left, coarse, finer = LeftOut(), {}, {}
    for line, code, row in rows_by_code(table, column, left):
        letter = row[at].strip()[:1]
        urban, rural = _RURAL[edition]
        if not letter or letter not in urban + rural:
            raise BadFile(
                f"Line {line} of {table.file} has {shown(row[at])}, which is no rural-urban class. Download it again."
            )
        coarse[code] = "Rural" if letter in rural else "Urban"
        finer[code] = _text(row[fine if fine >= 0 else at])
    shares = {code: 100.0 if name == "Rural" else 0.0 for code, name in coarse.items()}
    measure = NewMeasure("pct_rural", "Residents of rural LSOAs (%)", edition, Denominator.RESIDENTS.value)
    return Reading(
        (
            ClassPart(column.areas, {RURAL_URBAN: coarse, f"{RURAL_URBAN} detail": finer}),
            AttributePart(column.areas, (measure,), {measure.name: shares}, list(shares), licence=TABLE_LICENCE),
        ),
        left.notes(),
    )


def read_output_areas(table: Table, column: CodeColumn) -> Reading:
    """The supergroup, group and subgroup in which most of an LSOA's residents live."""
    return _read_schemes(table, column, "output-area", OUTPUT_AREAS)


def read_clusters(table: Table, column: CodeColumn) -> Reading:
    """The clusters of ONS, by all indicators, the economic ones and the demographic ones."""
    return _read_schemes(table, column, "ons-cluster", CLUSTERS)


def _read_schemes(table: Table, column: CodeColumn, family: str, titles: Sequence[str]) -> Reading:
    found: dict[str, dict[str, str]] = {f"{family} {title}": {} for title in titles}
    left = LeftOut()
    for _, code, row in rows_by_code(table, column, left):
        for title in titles:
            cell = row[table.column(title)]
            if not is_unknown(cell) or (cell.strip().isalpha() and len(cell.strip()) == 1):
                found[f"{family} {title}"][code] = _text(cell)
    return Reading((ClassPart(column.areas, found),), left.notes())


def read_regions(table: Table) -> Reading:
    """The region of each district of England; that of one in Wales is Wales. Rows of others are left out."""
    code_at, region_at, country_at = table.column("ladcd"), table.column("rgnnm"), table.column("ctrynm")
    areas = AreaSet(AreaKind.DISTRICT, 0)
    left, regions = LeftOut(), {}
    for _, code, row in rows_by_code(table, CodeColumn(code_at, areas, table.column("ladnm"), False), left):
        region = _text(row[region_at]) or (_text(row[country_at]) if country_at >= 0 else "")
        if region:
            regions[code] = region
    return Reading((ClassPart(areas, {"region": regions}),), left.notes())


def _text(cell: str) -> str:
    return " ".join(cell.split())[:_LONGEST]
