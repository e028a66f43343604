# SPDX-License-Identifier: GPL-2.0-or-later
"""Names put into sentences so that none turns round the order of what stands after it."""

from __future__ import annotations

import unicodedata

_FIRST, _END = "\u2068", "\u2069"  # first strong isolate, pop directional isolate (Unicode UAX 9)
_TURNING = frozenset({"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"})
_ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")


def isolated(name: str) -> str:
    """The name with marks around it that keep its direction of reading to itself; as it is where it needs none."""
    if not any(unicodedata.bidirectional(letter) in _TURNING for letter in name):
        return name
    return f"{_FIRST}{name.translate(_ISOLATES)}{_END}"
