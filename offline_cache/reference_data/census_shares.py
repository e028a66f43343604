# SPDX-License-Identifier: GPL-2.0-or-later
"""Shares of residents and households out of Census counts by LSOA: as Nomis publishes its tables, or put side by side.

Every table has a total of its own, which the Office for National Statistics blurs apart from those of other tables:
a share is of the total of its own table, which is kept beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..areas.describing import TABLE_LICENCE
from ..areas.model import AreaKind, AreaSet
from ..reference import known_measures
from .cells import count_in
from .code_columns import CodeColumn, LeftOut, rows_by_code
from .csv_table import Table
from .measures import SUM
from .parts import AttributePart, NewMeasure, Reading

_YEAR = 2021
_LSOAS = AreaSet(AreaKind.LSOA, _YEAR)
_TENURE, _HOMES = "tenure of household: ", "accommodation type: "
_DEPRIVED, _ETHNIC = "household deprivation: household is deprived in ", "ethnic group: "
_ROOMS = "occupancy rating for bedrooms: "
_SUFFIX = "; measures: value"


@dataclass(frozen=True)
class Share:
    """A share and its total: the counted columns of a Nomis table, and how those of a wide table begin."""

    name: str
    base: str
    total: str
    counted: tuple[str, ...]
    wide: str
    wide_counted: tuple[str, ...]


_SHARES = (
    Share(
        name="pct_social_rented",
        base="households_by_tenure",
        total=f"{_TENURE}total: all households",
        counted=(f"{_TENURE}social rented",),
        wide="tenure_",
        wide_counted=("tenure_social_rented",),
    ),
    Share(
        name="pct_private_rented",
        base="households_by_tenure",
        total=f"{_TENURE}total: all households",
        counted=(f"{_TENURE}private rented",),
        wide="tenure_",
        wide_counted=("tenure_private_rented",),
    ),
    Share(
        name="pct_terraced",
        base="households_by_dwelling",
        total=f"{_HOMES}total: all households",
        counted=(f"{_HOMES}terraced",),
        wide="dwelling_",
        wide_counted=("dwelling_terraced",),
    ),
    Share(
        name="pct_flats",
        base="households_by_dwelling",
        total=f"{_HOMES}total: all households",
        counted=(
            f"{_HOMES}in a purpose-built block of flats or tenement",
            f"{_HOMES}part of a converted or shared house, including bedsits",
            f"{_HOMES}part of another converted building, for example, former school, church or warehouse",
            f"{_HOMES}in a commercial building, for example, in an office building, hotel or over a shop",
        ),
        wide="dwelling_",
        wide_counted=(
            "dwelling_in_a_purpose_built_block",
            "dwelling_part_of_a_converted_or_shared_house",
            "dwelling_part_of_another_converted_building",
            "dwelling_in_a_commercial_building",
        ),
    ),
    Share(
        name="pct_hh_deprived_2plus",
        base="households_by_deprivation",
        total="household deprivation: total: all households",
        counted=tuple(f"{_DEPRIVED}{many} dimensions" for many in ("two", "three", "four")),
        wide="dep_",
        wide_counted=tuple(f"dep_household_is_deprived_in_{many}_dimensions" for many in ("two", "three", "four")),
    ),
    Share(
        name="pct_overcrowded",
        base="households_by_bedrooms",
        total=f"{_ROOMS}total: all households",
        counted=tuple(f"{_ROOMS}occupancy rating of bedrooms: {less}" for less in ("-1", "-2 or less")),
        wide="occ_",
        wide_counted=("occ_occupancy_rating_of_bedrooms_1", "occ_occupancy_rating_of_bedrooms_2_or_less"),
    ),
    Share(
        name="pct_non_white",
        base="residents_by_ethnic_group",
        total=f"{_ETHNIC}total: all usual residents",
        counted=(
            f"{_ETHNIC}asian, asian british or asian welsh",
            f"{_ETHNIC}black, black british, black welsh, caribbean or african",
            f"{_ETHNIC}mixed or multiple ethnic groups",
            f"{_ETHNIC}other ethnic group",
        ),
        wide="eth_",
        wide_counted=("eth_asian", "eth_black", "eth_mixed", "eth_other"),
    ),
)


@dataclass(frozen=True)
class _Columns:
    """Where a table has what a share is made of."""

    share: Share
    counted: Sequence[int]
    total: Sequence[int]


def census_shares(table: Table) -> tuple[Share, ...]:
    """The shares that a table's columns can give; none where it is no table of Census counts."""
    return tuple(columns.share for columns in _found(table))


def read_census(table: Table, column: CodeColumn) -> Reading:
    """The shares of each LSOA in percent, and the totals that they are of; raises `BadFile`."""
    found, left = _found(table), LeftOut()
    values: dict[str, dict[str, float]] = {name: {} for each in found for name in (each.share.name, each.share.base)}
    needed = {position for each in found for position in (*each.counted, *each.total)}
    codes = []
    for line, code, row in rows_by_code(table, column, left):
        codes.append(code)
        where = f"Line {line} of {table.file}"
        cells = {position: count_in(row[position], where) for position in needed}
        for each in found:
            counted = [cells[position] for position in each.counted]
            parts = [cells[position] for position in each.total]
            total = None if None in parts else sum(part for part in parts if part is not None)
            if total is None:
                continue
            values[each.share.base][code] = total
            if total and None not in counted:
                values[each.share.name][code] = 100 * sum(part for part in counted if part is not None) / total
    measures = dict(_measures(found))
    part = AttributePart(_LSOAS, tuple(measures.values()), values, codes, licence=TABLE_LICENCE)
    return Reading((part,), left.notes())


def _measures(found: Sequence[_Columns]) -> Iterator[tuple[str, NewMeasure]]:
    for each in found:
        share = each.share
        yield share.name, NewMeasure(share.name, known_measures()[share.name]["title"], _YEAR, share.base)
        yield share.base, NewMeasure(share.base, share.base.replace("_", " ").capitalize(), _YEAR, SUM)


def _found(table: Table) -> list[_Columns]:
    titles = [title.removesuffix(_SUFFIX) for title in table.titles]
    found = []
    for share in _SHARES:
        if share.total in titles and set(share.counted) <= set(titles):
            found.append(_Columns(share, [titles.index(each) for each in share.counted], [titles.index(share.total)]))
            continue
        total = [position for position, title in enumerate(titles) if title.startswith(share.wide)]
        counted = [position for position in total if titles[position].startswith(share.wide_counted)]
        if counted and len({_begins(titles[position], share) for position in counted}) == len(share.wide_counted):
            found.append(_Columns(share, counted, total))
    return found


def _begins(title: str, share: Share) -> str:
    return next(start for start in sorted(share.wide_counted, key=len, reverse=True) if title.startswith(start))
