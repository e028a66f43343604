# SPDX-License-Identifier: GPL-2.0-or-later
"""What a code of ONS is of, told from its first three characters (ONS Register of Geographic Codes)."""

from __future__ import annotations

import re
from typing import Optional

from .model import AreaKind

CODE = re.compile(r"[A-Z]\d{8}\Z", re.ASCII)
"""A code of nine characters such as E01015693."""

_ENTITIES = {
    AreaKind.LSOA: ("E01", "W01"),
    AreaKind.WARD: ("E05", "W05"),
    AreaKind.DISTRICT: ("E06", "E07", "E08", "E09", "W06"),
    AreaKind.CSP: ("E22", "W14"),
    AreaKind.PFA: ("E23", "W15"),
}
_KINDS = {entity: kind for kind, entities in _ENTITIES.items() for entity in entities}
_COUNTRIES = {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}


def kind_of_code(code: str) -> Optional[AreaKind]:
    """The kind of area of England or Wales that a code is of; None for any other text."""
    return _KINDS.get(code[:3]) if CODE.match(code) else None


def country_of_code(code: str) -> str:
    """The country that a code is of, '' for the whole of the United Kingdom and for any other text."""
    return _COUNTRIES.get(code[:1], "") if CODE.match(code) else ""
