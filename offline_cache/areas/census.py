# SPDX-License-Identifier: GPL-2.0-or-later
"""The tables TS001 and TS041 of the Census 2021 as Nomis publishes them: their headings are sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from .fields import AreaColumns
from .model import AreaKind, AreaSet

LSOA_2021 = AreaSet(AreaKind.LSOA, 2021)
# Usual residents in households and communal establishments; the files have the parts beside it.
_RESIDENTS = "residence type: total"
_HOUSEHOLDS = "number of households"


def census_columns(header: Sequence[str]) -> Optional[tuple[AreaColumns, dict[str, int]]]:
    """Where such a table has the codes and the measure; None for any other table."""
    titles = [title.strip().lower() for title in header]
    if "geography code" not in titles or "date" not in titles:
        return None
    measures: dict[str, int] = {}
    for position, title in enumerate(titles):
        if title.startswith(_RESIDENTS):
            measures.setdefault("residents", position)
        elif title.startswith(_HOUSEHOLDS):
            measures.setdefault("households", position)
    if not measures:
        return None
    return AreaColumns(LSOA_2021, titles.index("geography code"), None), measures
