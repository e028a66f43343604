# SPDX-License-Identifier: GPL-2.0-or-later
"""The colours of charts: they differ in lightness, so that they hold in grey and for colour-blind readers."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Background(enum.Enum):
    """What a chart lies on."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Inks:
    """Colours by what they are for: `fill` of what is usual, `strong` of what stands out, `marker` of other times."""

    ground: str
    ink: str
    soft: str
    grid: str
    fill: str
    strong: str
    marker: str
    band: str
    hatch: str


INKS = {
    Background.LIGHT: Inks(
        ground="#ffffff", ink="#1c1c1c", soft="#555555", grid="#dedede", fill="#a9c4dd", strong="#1f4e79",
        marker="#b34700", band="#444444", hatch="#8c8c8c",
    ),
    Background.DARK: Inks(
        ground="#2b2b2b", ink="#f2f2f2", soft="#bdbdbd", grid="#474747", fill="#52789c", strong="#bfdcf7",
        marker="#ffb454", band="#d0d0d0", hatch="#909090",
    ),
}  # fmt: skip
