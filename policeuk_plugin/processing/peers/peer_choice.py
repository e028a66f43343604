# SPDX-License-Identifier: GPL-2.0-or-later
"""How the peers of an area are chosen, as one value: told in words, kept as text, read back, given as parameters."""

from __future__ import annotations

import enum
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

from offline_cache.areas.model import AreaKind
from offline_cache.errors import CacheError, shown

from ...text import tr

PEERS, PEER_LIST, K = "PEERS", "PEER_LIST", "K"
MEASURES, WEIGHTS, STRATUM = "MEASURES", "WEIGHTS", "STRATUM"
CALIPER, AMONG = "CALIPER", "AMONG"
NAMES = (PEERS, PEER_LIST, K, MEASURES, WEIGHTS, STRATUM, CALIPER, AMONG)
USUAL, USUAL_FORCES = 14, 7
"""How many peers an area has unless something else is asked for: as the Home Office's groups have them."""
MOST = 100
MOST_WEIGHT = 1000
OWN_FORCE, OTHER_FORCES, NO_STRATUM = "own force", "other forces", "none"
STRATA = (
    NO_STRATUM,
    "rural-urban",
    "output-area supergroup",
    "output-area group",
    "ons-cluster global",
    "ons-cluster economic",
    "ons-cluster demographic",
    OWN_FORCE,
    OTHER_FORCES,
)
"""What peers must have in common with the area: a class of areas, or the force (or another one)."""


class PeerMethod(enum.Enum):
    """Where peers come from, by the word in the parameter PEERS."""

    NEAREST = "nearest"
    ONS_GLOBAL = "ons-global"
    ONS_ECONOMIC = "ons-economic"
    ONS_DEMOGRAPHIC = "ons-demographic"
    LIST = "list"


class Among(enum.Enum):
    """Which areas can be peers; automatic is held for LSOAs and wards, all for larger areas."""

    AUTOMATIC = "automatic"
    ALL = "all"
    HELD = "held"


@dataclass(frozen=True)
class PeerChoice:
    """A choice of peers. `peer_list` is the name of a list, or codes of areas with commas, where the method is a list.

    `k` is None for the usual number. `measures` () are the usual ones; `weights` by measure, others weigh 1.
    `caliper` in standard deviations, None for none.
    """

    method: PeerMethod = PeerMethod.NEAREST
    peer_list: str = ""
    k: Optional[int] = None
    measures: tuple[str, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    stratum: str = NO_STRATUM
    caliper: Optional[float] = None
    among: Among = Among.AUTOMATIC

    def number(self, kind: AreaKind) -> int:
        """How many peers are looked for."""
        return self.k or (USUAL_FORCES if kind is AreaKind.PFA else USUAL)

    def parameters(self) -> dict[str, Any]:
        """The choice as parameters of an algorithm, only those that are not as usual, but always PEERS."""
        given: dict[str, Any] = {
            PEER_LIST: self.peer_list,
            K: self.k,
            MEASURES: ", ".join(self.measures),
            WEIGHTS: ", ".join(f"{name}={weight:g}" for name, weight in self.weights),
            STRATUM: self.stratum if self.stratum != NO_STRATUM else "",
            CALIPER: self.caliper,
            AMONG: self.among.value if self.among is not Among.AUTOMATIC else "",
        }
        return {PEERS: self.method.value, **{name: value for name, value in given.items() if value not in (None, "")}}

    def texts(self) -> dict[str, str]:
        """The same as text, for a command."""
        return {name: str(value) for name, value in self.parameters().items()}

    def text(self) -> str:
        """The choice as one line of JSON, to be kept in a project and read back by `read_choice`."""
        return json.dumps(self.parameters(), ensure_ascii=False)


def read_choice(text: str) -> PeerChoice:
    """A choice that was kept as text; raises `CacheError` for what is none."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CacheError(
            tr("{text} is no choice of peers. Choose the peers again.").format(text=shown(text))
        ) from error
    if not isinstance(given, dict):
        raise CacheError(tr("{text} is no choice of peers. Choose the peers again.").format(text=shown(text)))
    return choice_of(given)


def choice_of(given: Mapping[str, Any]) -> PeerChoice:
    """A choice by its parameters; raises `CacheError` with a sentence where one of them cannot be."""
    method = _one_of(PeerMethod, given.get(PEERS) or PeerMethod.NEAREST.value, PEERS)
    peer_list = str(given.get(PEER_LIST) or "").strip()
    stratum = str(given.get(STRATUM) or NO_STRATUM)
    if stratum not in STRATA:
        raise CacheError(
            tr("{stratum} is no STRATUM. There are: {all}.").format(stratum=shown(stratum), all=", ".join(STRATA))
        )
    if method is PeerMethod.LIST and not peer_list:
        raise CacheError(
            tr("Name the list as PEER_LIST, or write the codes of the peers there; or choose other PEERS than list.")
        )
    return PeerChoice(
        method=method,
        peer_list=peer_list if method is PeerMethod.LIST else "",
        k=_number(given.get(K)),
        measures=_names(given.get(MEASURES)),
        weights=_weights(given.get(WEIGHTS)),
        stratum=stratum,
        caliper=_caliper(given.get(CALIPER)),
        among=_one_of(Among, given.get(AMONG) or Among.AUTOMATIC.value, AMONG),
    )


def _one_of(kind: Any, value: Any, name: str) -> Any:
    try:
        return kind(str(value))
    except ValueError as error:
        words = ", ".join(one.value for one in kind)
        raise CacheError(
            tr("{value} is no {name}. There are: {all}.").format(value=shown(str(value)), name=name, all=words)
        ) from error


def _number(value: Any) -> Optional[int]:
    if value in (None, ""):
        return None
    try:
        k = int(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise CacheError(
            tr("{value} is no number of peers. Write a whole number.").format(value=shown(str(value)))
        ) from error
    if not 1 <= k <= MOST:
        raise CacheError(tr("K is the number of peers, 1 to {most}.").format(most=MOST))
    return k


def _names(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, (list, tuple)) else str(value or "").split(",")
    return tuple(dict.fromkeys(str(part).strip() for part in parts if str(part).strip()))


def _weights(value: Any) -> tuple[tuple[str, float], ...]:
    found = []
    for part in _names(value):
        name, _, weight = part.partition("=")
        try:
            number = float(weight)
        except ValueError:
            number = math.nan
        if not 0 <= number <= MOST_WEIGHT:
            raise CacheError(
                tr(
                    "{part} is no weight. Write WEIGHTS as measure=number, such as pct_flats=2,pct_rural=0.5, "
                    "from 0 to {most:,}."
                ).format(part=shown(part), most=MOST_WEIGHT)
            )
        found.append((name.strip(), number))
    return tuple(found)


def _caliper(value: Any) -> Optional[float]:
    if value in (None, ""):
        return None
    try:
        caliper = float(value)
    except (TypeError, ValueError, OverflowError):
        caliper = math.nan
    if not math.isfinite(caliper) or caliper <= 0:
        raise CacheError(tr("CALIPER is a distance in standard deviations, above 0."))
    return caliper
