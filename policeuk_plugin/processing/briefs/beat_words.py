# SPDX-License-Identifier: GPL-2.0-or-later
"""Words that the sentences of a brief share."""

from __future__ import annotations

import re

_POINT = re.compile(r"^(?:[-*•–]|\d+[.)])\s+")


def first_words(error: str) -> str:
    """What an error says first: what to do about it has no place on a page for the public."""
    return re.split(r"\. |, (?:and|so) ", error)[0].rstrip(".") + "."


def fine_percent(share: float) -> str:
    """A share with one decimal, below 2% with two."""
    return f"{100 * share:.2f}%" if share < 0.0195 else f"{100 * share:.1f}%"


def one_line(text: str) -> str:
    """A text of several lines on one; the points of a list are parted by semicolons."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    listed = [_POINT.sub("", line) for line in lines]
    parted = "; " if len(lines) > 1 and listed[1:] != lines[1:] else " "
    return " ".join(parted.join(listed if parted == "; " else lines).split())
