# SPDX-License-Identifier: GPL-2.0-or-later
"""Which year of ONS's counts is compared: the newest with most areas, or that which TO ends with; others are named."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext

from offline_cache.areas.model import PLURALS, AreaKind
from offline_cache.errors import CacheError
from offline_cache.model import Month
from offline_cache.official_types import months_of_year
from offline_cache.reference_data.model import OfficialCounts
from offline_cache.reference_data.official import WHOLE, official_years

from ...text import month_name, number, tr
from ..asking.selection_parameters import FROM, TO

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm


def year_asked(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    connection: sqlite3.Connection,
    kind: AreaKind,
) -> str:
    """The last month 'YYYY-MM' of the year that FROM and TO mean, '' where both are empty.

    Raises `CacheError` for months that are no year held of ONS's counts of this kind of area.
    """
    first, last = algorithm.month(parameters, FROM, context), algorithm.month(parameters, TO, context)
    if first is None and last is None:
        return ""
    year = year_of_months(connection, kind, first, last)
    if year:
        return year
    raise no_year(connection, kind)


def no_year(connection: sqlite3.Connection, kind: AreaKind) -> CacheError:
    """That months asked for are no year of ONS's counts, with those held, to be raised."""
    held = ", ".join(year.period_end for year in official_years(connection, kind.value))
    or_year = tr(", or give as TO the last month of a year held ({held})").format(held=held) if held else ""
    return CacheError(
        tr(
            "ONS publishes recorded crime of whole years, so FROM and TO do not apply to it. Leave both "
            "empty{or_year}, or choose police.uk as SOURCE."
        ).format(or_year=or_year)
    )


def year_of_months(
    connection: sqlite3.Connection, kind: AreaKind, first: Optional[Month], last: Optional[Month]
) -> str:
    """The last month of the year held that these months are, `first` being its first or None; '' of others."""
    years = [months_of_year(year.period_end, year.months) for year in official_years(connection, kind.value)]
    return str(last) if any(last == end and first in (None, begin) for begin, end in years) else ""


def passed_lines(official: OfficialCounts, name: str = "") -> list[str]:
    """Newer counts that are held and not used, and why; `name` is the one area that is compared."""
    if not official.passed:
        return []
    fullest = max(year.areas for year in official.years)
    plural = PLURALS[AreaKind(official.kind)]
    lines = []
    for year in official.passed:
        few = year.areas < WHOLE * fullest or not name
        why = tr("has counts of {n} of {all} {areas} only") if few else tr("has none of {name}")
        lines.append(
            tr("ONS's newer table held, of the year to {end}, is not used: it {why}. TO={month} chooses it.").format(
                end=month_name(Month.parse(year.period_end)),
                why=why.format(n=number(year.areas), all=number(fullest), areas=plural, name=name),
                month=year.period_end,
            )
        )
    return lines
