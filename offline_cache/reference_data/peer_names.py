# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas by name, as people write them in lists of peers: which code is meant."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from typing import Optional

from ..areas.codes import CODE
from ..areas.model import AreaKind
from ..reference import force_names, forces_by_police_area
from .newest_names import current_codes, newest_names

_SIGNS = re.compile(r"[^\w&]+")
_LAST = re.compile(
    r" (?:police service|police|constabulary|city of|county of|district|borough|council|unitary authority|csp)\Z"
)
_FIRST = re.compile(r"\A(?:the|city of|county of|london borough of|royal borough of) ")
_ELSEWHERE = ("psni", "police service of northern ireland", "police scotland", "scotland", "northern ireland")


class NamedAreas:
    """The areas of one kind by code and by name, in any case and with or without 'City of' and its like."""

    def __init__(self, connection: sqlite3.Connection, kind: AreaKind) -> None:
        self.kind = kind
        names: dict[str, set[str]] = defaultdict(set)
        for code, name in newest_names(connection, kind).items():
            names[fold(name)].add(code)
        if kind is AreaKind.PFA:
            for code, slug in forces_by_police_area().items():
                names[fold(slug)].add(code)
                names[fold(force_names()[slug])].add(code)
        current = current_codes(connection, kind)
        self._codes = {name: (codes & current if current else codes) or codes for name, codes in names.items()}

    def code(self, text: str) -> Optional[str]:
        """The code that a code or a name stands for; None where no area or several have that name."""
        if CODE.match(text.strip()):
            return text.strip()
        codes = self._codes.get(fold(text), set())
        return next(iter(codes)) if len(codes) == 1 else None


def fold(name: str) -> str:
    """A name as it is compared: small letters, 'and' for '&', without signs and without what offices are called."""
    text = " ".join(_SIGNS.sub(" ", name.casefold().replace("&", " and ").replace("'", "").replace("’", "")).split())
    while True:
        shorter = _FIRST.sub("", _LAST.sub("", text))
        if shorter == text or not shorter:
            return text
        text = shorter


def is_elsewhere(text: str) -> bool:
    """Whether a name is of a police force of Scotland or Northern Ireland, which has no area of these kinds."""
    return text.strip().casefold() in _ELSEWHERE
