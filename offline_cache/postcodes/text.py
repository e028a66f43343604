# SPDX-License-Identifier: GPL-2.0-or-later
"""Postcodes as they are written: with or without a space, in any case."""

from __future__ import annotations

import re
from typing import Optional

# The forms A9, A99, AA9, AA99, A9A and AA9A, then a digit and two letters; and the old Girobank's.
_WHOLE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?|GIR)([0-9][A-Z]{2})\Z")
_BEGINNING = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?(?: ?[0-9][A-Z]{0,2})?\Z")
_LONGEST = 16


def postcode_of(text: str) -> Optional[str]:
    """The postcode in capitals with one space, such as LU1 2AB; None where `text` cannot be one."""
    found = _WHOLE.match(compact(text)) if len(text) <= _LONGEST else None
    return f"{found[1]} {found[2]}" if found else None


def compact(text: str) -> str:
    """Capitals without blanks: the key of the cache. Only ASCII letters count as letters of postcodes."""
    return "".join(text.split()).upper() if text.isascii() else ""


def spaced(code: str) -> str:
    """A whole postcode without a space, with one."""
    return f"{code[:-3]} {code[-3:]}"


def beginning_of(text: str) -> Optional[str]:
    """What postcodes would begin with, in capitals with single blanks as typed; None where none can."""
    typed = " ".join(text.upper().split()) if text.isascii() and len(text) <= _LONGEST else ""
    return typed if _BEGINNING.match(typed) else None


def is_northern_irish(code: str) -> bool:
    """Whether the postcode is one of Northern Ireland, whose use is free only where it is not commercial."""
    return code.startswith("BT")
