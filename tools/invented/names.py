# SPDX-License-Identifier: GPL-2.0-or-later
"""Street names nobody has: words of the sea with the endings of British streets."""

from __future__ import annotations

from .dice import Dice

WORDS = (
    "Anchor", "Barnacle", "Beacon", "Binnacle", "Bollard", "Bowsprit", "Brill", "Capstan", "Cockle", "Cod",
    "Compass", "Coral", "Cormorant", "Cuttle", "Dab", "Driftwood", "Eddy", "Fathom", "Fender", "Fulmar",
    "Gannet", "Grapnel", "Haddock", "Halyard", "Hawser", "Herring", "Jetsam", "Keel", "Kelp", "Kittiwake",
    "Lantern", "Lighter", "Limpet", "Ling", "Mackerel", "Mainsail", "Mussel", "Oyster", "Petrel", "Pilot",
    "Plaice", "Plover", "Quarterdeck", "Razorbill", "Rigging", "Rudder", "Sextant", "Shearwater", "Shoal",
    "Skate", "Skerry", "Sprat", "Squall", "Starboard", "Tern", "Tiller", "Topsail", "Trawl", "Turbot",
    "Whelk", "Whiting", "Windlass", "Mermaid'S", "Skipper'S",
)  # fmt: skip
ENDINGS = (
    "Road",
    "Street",
    "Close",
    "Avenue",
    "Lane",
    "Way",
    "Drive",
    "Crescent",
    "Court",
    "Gardens",
    "Walk",
)
MAIN_ROADS = (
    "High Street",
    "Haven Road",
    "Lightship Road",
    "North Bank Road",
    "Silver Pit Road",
    "Quay Road",
)
RING_ROAD = "Outer Ring"


class StreetNames:
    """Hands out every name once."""

    def __init__(self, dice: Dice) -> None:
        pairs = [f"{word} {ending}" for word in WORDS for ending in ENDINGS]
        self._left: list[str] = dice.shuffled(pairs)

    def take(self) -> str:
        """A name that was not taken before."""
        return self._left.pop()
