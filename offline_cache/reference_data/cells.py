# SPDX-License-Identifier: GPL-2.0-or-later
"""What stands in a cell of a table: a number, or a sign that the value is withheld, which is never 0."""

from __future__ import annotations

import math
import re
from typing import Optional

from ..errors import BadFile, shown

# ONS and the Home Office write these for values that are withheld, not available, not applicable or too uncertain.
_UNKNOWN = frozenset(
    (
        *("", "*", "**", "-", "--", "–", "—", ".", "..", "...", "…", ":", "~", "!", "#", "c", "x", "z", "u", "w"),
        *("[c]", "[x]", "[z]", "[u]", "[w]", "[e]", "[low]", "n/a", "#n/a", "na", "nan", "null", "none"),
        *("suppressed", "withheld", "not available", "not known"),
    )
)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,\u00a0\u2009\u202f ]\d{3})+(?:\.\d+)?%?\Z", re.ASCII)
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?%?\Z", re.ASCII)
_DIGITS = 13
_SEPARATORS = re.compile(r"[,\u00a0\u2009\u202f ]")


def is_unknown(text: str) -> bool:
    """Whether a cell says that its value is not known."""
    return text.strip().casefold() in _UNKNOWN


def is_number(text: str) -> bool:
    """Whether a cell holds a number, perhaps with thousands separators or a percent sign."""
    cell = text.strip()
    return bool(_PLAIN.match(cell) or _GROUPED.match(cell))


def number_in(text: str, where: str) -> Optional[float]:
    """The number in a cell, None where it is not known; raises `BadFile` for anything else. `where` names the cell."""
    if _PLAIN.match(text) and text[-1] != "%":
        value = float(text)
    elif is_unknown(text):
        return None
    elif is_number(text):
        value = float(_SEPARATORS.sub("", text.strip().rstrip("%")))
    else:
        raise BadFile(f"{where} has {shown(text.strip())}, which is no number. Correct the file, or download it again.")
    if not math.isfinite(value):
        raise BadFile(f"{where} has {shown(text.strip())}, which is too large. Correct the file.")
    return value


def count_in(text: str, where: str) -> Optional[int]:
    """The count in a cell, None where it is not known; raises `BadFile` where it is no whole number from 0."""
    if text.isascii() and text.isdigit() and len(text) < _DIGITS:
        return int(text)
    value = number_in(text, where)
    if value is None:
        return None
    if value < 0 or value != int(value) or value >= 10**_DIGITS:
        raise BadFile(f"{where} has {shown(text.strip())}, which is no count. Correct the file, or download it again.")
    return int(value)
