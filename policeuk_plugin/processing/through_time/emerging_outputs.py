# SPDX-License-Identifier: GPL-2.0-or-later
"""The number outputs of the 16 classes, by name: no numpy, so that they serve while QGIS starts."""

from __future__ import annotations

_KINDS = ("new", "consecutive", "intensifying", "persistent", "diminishing", "sporadic", "oscillating", "historical")
_SIDES = {"HOT": "hotspot", "COLD": "cold spot"}


def output_names() -> dict[str, str]:
    """The class by the name of its output, such as NEW_HOT: new hotspot."""
    return {f"{kind.upper()}_{side}": f"{kind} {words}" for side, words in _SIDES.items() for kind in _KINDS}
