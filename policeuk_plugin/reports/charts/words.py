# SPDX-License-Identifier: GPL-2.0-or-later
"""Words of a chart: anybody's names made harmless, cut to the room there is, broken into lines."""

from __future__ import annotations

import unicodedata

_WIDE = 0.6
"""Mean width of a letter of a sans-serif font in its size; a little more than most have, so that words fit."""
_BOLDER = 1.1
_STEERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def clean(text: str) -> str:
    """The text on one line without what XML may not hold or what turns the order of letters round."""
    kept = (
        " " if letter.isspace() else letter
        for letter in text
        if letter not in _STEERING and (letter.isspace() or unicodedata.category(letter)[0] != "C")
    )
    return " ".join("".join(kept).split())


def width_of(text: str, size: float, bold: bool = False) -> float:
    """About how wide a text is, in pixels."""
    return sum(_letter(letter) for letter in text) * size * (_BOLDER if bold else 1.0)


def shortened(text: str, room: float, size: float, bold: bool = False) -> str:
    """The text, with an ellipsis at its end where it does not fit into `room` pixels."""
    text = clean(text)
    room = room / (_BOLDER if bold else 1.0)
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def broken(text: str, room: float, size: float, most: int) -> list[str]:
    """The text in up to `most` lines of `room` pixels, the last shortened where it does not fit."""
    lines: list[str] = []
    words = clean(text).split(" ")
    while words and len(lines) < most - 1:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}", size) <= room:
            line += f" {words.pop(0)}"
        if width_of(line, size) > room:
            return [*lines, shortened(" ".join([line, *words]), room, size)]
        lines.append(line)
    return [*lines, shortened(" ".join(words), room, size)] if words else lines


def _letter(letter: str) -> float:
    if letter in "ilj.,:;'|!1 ft()I-":
        return 0.4 if letter != "1" else _WIDE
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return 1.0
    return 0.72 if letter.isupper() or letter in "mwMW%@" else _WIDE
