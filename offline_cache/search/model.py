# SPDX-License-Identifier: GPL-2.0-or-later
"""What a search finds."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Optional


class FoundKind(enum.Enum):
    """Kinds of what can be found, in the order in which they are listed."""

    FORCE = "force"
    SLICE = "slice"
    CSP = "csp"
    DISTRICT = "district"
    PFA = "pfa"
    WARD = "ward"
    NEIGHBOURHOOD = "neighbourhood"
    LSOA = "lsoa"
    POSTCODE = "postcode"
    PLACE = "place"


@dataclass(frozen=True)
class Found:
    """Something with a name; `area` is the text of the `AREA` parameter that counts it, None where nothing does.

    For a postcode and a place (a snap point) that is its LSOA. `position` is longitude and latitude, `extent` west,
    south, east, north, in WGS84 degrees; None where the cache does not know (or, for areas without an outline,
    before `located`). `detail` tells those of one name apart. `licence` has to be shown with it, '' for none.
    """

    kind: FoundKind
    name: str
    code: str
    area: Optional[str]
    position: Optional[tuple[float, float]]
    extent: Optional[tuple[float, float, float, float]]
    detail: str
    licence: str = ""
