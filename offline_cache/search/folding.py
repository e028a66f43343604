# SPDX-License-Identifier: GPL-2.0-or-later
"""Texts as they are compared: without case, accents and punctuation."""

from __future__ import annotations

import unicodedata

LONGEST = 100
"""Letters of what is typed that are looked at."""
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ"))


def folded(text: str) -> str:
    """Words in small letters without accents, single blanks between them: `Ynys Môn` is `ynys mon`."""
    text = text.translate(_APOSTROPHES)
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    text = text.casefold()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text).split()) if not text.isalnum() else text
