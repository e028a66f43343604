# SPDX-License-Identifier: GPL-2.0-or-later
"""What reference data can be: attributes and classes of areas, lists of peers, official counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from ..areas.model import AreaSet
from ..errors import CacheError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DEFAULT_MEASURES = (
    "pct_social_rented",
    "pct_private_rented",
    "pct_terraced",
    "pct_flats",
    "pct_hh_deprived_2plus",
    "pct_overcrowded",
    "pct_non_white",
    "pct_rural",
)
"""What areas are compared by unless something else is asked for: Census shares in percent."""


class ReferenceLacking(CacheError):
    """Reference data that is needed is not in the cache; its first sentence says which."""


@dataclass(frozen=True)
class Measure:
    """A number of areas: shares in percent. `year` is that of the data, None where its file does not say.

    `circular`: it rests on recorded crime. `from_lsoas`: put together of LSOAs, since no file has it of these areas.
    """

    name: str
    title: str
    source: str
    year: Optional[int]
    circular: bool = False
    from_lsoas: bool = False


@dataclass(frozen=True)
class Attributes:
    """Measures of all areas of one set, sorted by code: `values` is (n areas, m measures), NaN where not known."""

    areas: AreaSet
    codes: tuple[str, ...]
    names: tuple[str, ...]
    measures: tuple[Measure, ...]
    values: NDArray[np.float64]


@dataclass(frozen=True)
class PeerList:
    """A list of similar areas: what it is called, of what kind of area, the year of the list (0: not said).

    `areas` have peers on it; `peers` are all of them.
    """

    name: str
    kind: str
    edition: int
    source: str
    licence: str
    areas: int
    peers: int


@dataclass(frozen=True)
class ListedPeer:
    """A peer on a list: 1 is most alike. `why` is set on those that cannot be compared with, and says why not."""

    rank: int
    code: str
    name: str
    why: str = ""


@dataclass(frozen=True)
class OfficialYear:
    """A period of official counts held: `areas` of the kind have a count of at least one group."""

    period_end: str
    months: int
    areas: int


@dataclass(frozen=True)
class OfficialCounts:
    """Police recorded crime as ONS publishes it, of all areas of a kind, over `months` that end with `period_end`.

    `counts` is by area code and then by ONS's name of the group; None where ONS withholds it or the area has none.
    `period_end` is 'YYYY-MM'. `years` are all periods held of the kind, newest first, and `passed` those of them that
    are newer and lack most areas, or the area asked for, so that an older one is used.
    """

    kind: str
    period_end: str
    months: int
    groups: tuple[str, ...]
    counts: dict[str, dict[str, Optional[int]]]
    source: str
    years: tuple[OfficialYear, ...] = ()
    passed: tuple[OfficialYear, ...] = ()
