# SPDX-License-Identifier: GPL-2.0-or-later
"""Words that the sentences of a brief share."""

from __future__ import annotations

import re


def first_words(error: str) -> str:
    """What an error says first: what to do about it has no place on a page for the public."""
    return re.split(r"\. |, (?:and|so) ", error)[0].rstrip(".") + "."


def fine_percent(share: float) -> str:
    """A share with one decimal, of small ones with two."""
    return f"{100 * share:.2f}%" if share < 0.0095 else f"{100 * share:.1f}%"
