# SPDX-License-Identifier: GPL-2.0-or-later
"""Text in a CSV that a spreadsheet must not take for a formula: names come from files of strangers.

Every CSV of results goes through this one rule. Rows that are handed on as they were published (`export`, `rows`)
do not: they are to be the same as in the published file.
"""

from __future__ import annotations

import re
from typing import TypeVar, Union

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"-?\d[\d,.]*%?\Z", re.ASCII)

Cell = TypeVar("Cell")


def no_formula(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would calculate it; numbers stay as they are."""
    head = text.lstrip(" ")[:1]
    return f"'{text}" if head in _FORMULA and not _NUMBER.match(text) else text


def no_formula_in(cell: Cell) -> Union[Cell, str]:
    """A cell, made safe where it is text."""
    return no_formula(cell) if isinstance(cell, str) else cell
