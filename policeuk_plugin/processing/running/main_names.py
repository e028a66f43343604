# SPDX-License-Identifier: GPL-2.0-or-later
"""What a unit is called: the LSOA that most of its crimes are in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

import numpy as np

from ..units.crimes import Crimes


def main_names(unit: np.ndarray, crimes: Crimes, units: int) -> Optional[Sequence[Optional[str]]]:
    """The name for each of the units, None for one without crimes; `unit` (n,) is that of each point, −1 for none.

    None where it is not known in which LSOAs the crimes are.
    """
    if crimes.near is None:
        return None
    names, name = np.unique(crimes.near.astype(str), return_inverse=True)
    inside = unit >= 0
    pairs, pair = np.unique(unit[inside] * names.size + name[inside], return_inverse=True)
    count = np.bincount(pair, crimes.count[inside].astype(float), pairs.size)
    order = np.lexsort((count, pairs // names.size))  # the largest of each unit comes last and stays
    found: list[Optional[str]] = [None] * units
    for key in pairs[order].tolist():
        found[key // names.size] = str(names[key % names.size]) or None
    return found
