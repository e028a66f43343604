# SPDX-License-Identifier: GPL-2.0-or-later
"""Who gets the room of the page Compare: the form before it is run, what came out of it after that."""

from __future__ import annotations

from dataclasses import dataclass

from ..page import LEAST_RESULT

_SHORT, _FOLDS, _RESULT = 480, 720, 64
"""Pixels of a page that is short, of one that folds its form once it has run, and of a result that are in sight."""
_FORM, _OPENED = 0.45, 0.52
"""Share of the page that is the form's beside a result, if it needs as much; what is opened in it scrolls."""
_EDGES, _LITTLE = 16, 40


@dataclass(frozen=True)
class Room:
    """`form` and `result` are pixels that are never scrolled away; `folded`: the form shows but the question.

    A result that is not `shown` makes room for what is opened in the form.
    """

    short: bool
    folded: bool
    form: int
    result: int
    shown: bool


def is_short(height: int) -> bool:
    """Whether a page of so many pixels has room for little."""
    return height < _SHORT


def room_of(height: int, foot: int, opened: bool, answered: bool) -> Room:
    """Of a page `height` pixels high with its buttons in `foot`; `opened`: how it is compared is being changed;
    `answered`: what is asked is what was run last."""
    short = is_short(height)
    folded = answered and not opened and height < _FOLDS
    form = height - foot - _EDGES - _RESULT
    if opened:
        form = _LITTLE if short else round(height * _OPENED)
    elif not (short or folded):
        form = round(height * _FORM)
    result = _RESULT if short else LEAST_RESULT
    return Room(short, folded, max(form, _LITTLE), result, not (short and opened))
