# SPDX-License-Identifier: GPL-2.0-or-later
"""How many units a page's map draws: more of them are smaller than its dots, and would fill the memory."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...text import number, tr

MOST_DRAWN = 250_000


def crowded_out(wanted: np.ndarray, spare: Sequence[np.ndarray]) -> np.ndarray:
    """Of the units `wanted` (n,), bool, on a map those that it has no room for, (n,).

    They are of the classes `spare`, (n,) each: one after the other is left out, as far as that is needed.
    """
    left = np.zeros_like(wanted)
    for which in spare:
        if np.count_nonzero(wanted & ~left) <= MOST_DRAWN:
            break
        left |= wanted & which
    return left


def class_text(text: str, which: np.ndarray, crowded: np.ndarray) -> str:
    """The legend of a class of units, (n,), with their number, and that they are not drawn where they are `crowded`."""
    text = f"{text} ({number(int(which.sum()))})"
    return tr("{text}: too many to be drawn here").format(text=text) if (which & crowded).any() else text
