# SPDX-License-Identifier: GPL-2.0-or-later
"""How much memory the values of an answer in JSON would need: asked before they are made."""

from __future__ import annotations

from .faults import too_long

# Bytes of an object with what is made of it, of a list, and of any other value, at most.
_WEIGHTS = {b"{": 300, b"[": 90, b",": 64}
# 13,889 crimes weigh 40 MB.
HEAVIEST = 128 * 1024 * 1024


def refuse_heavy(body: bytes, host: str) -> None:
    """Raise `LongAnswer` for an answer in JSON whose values would not find room."""
    if sum(weight * body.count(sign) for sign, weight in _WEIGHTS.items()) > HEAVIEST:
        raise too_long(host, "it has more values than any answer should")
