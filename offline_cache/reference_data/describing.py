# SPDX-License-Identifier: GPL-2.0-or-later
"""What the ledger and the user are told about a part of reference data."""

from __future__ import annotations

from collections.abc import Iterable

from ..areas.describing import INVENTED_LICENCE, Description, describe
from ..areas.fields import invented
from ..areas.model import AreaContent, AreaSet, Contents
from .parts import AttributePart, ClassPart, OfficialPart, Part, PeerPart

_NAMED = 4


def set_of(part: Part) -> AreaSet:
    """The areas that a part is of; of official counts the finest, with the year of the period as edition."""
    return part.of if isinstance(part, (PeerPart, OfficialPart)) else part.areas


def describe_part(part: Part) -> Description:
    """Words for a part: they tell it from every other part of the same file."""
    if isinstance(part, AttributePart):
        names = [measure.title for measure in part.measures]
        return _described(AreaContent.ATTRIBUTES, _some(names), part.codes, part.licence)
    if isinstance(part, ClassPart):
        codes = {code for classes in part.classes.values() for code in classes}
        return _described(AreaContent.CLASSES, ", ".join(part.classes), codes, part.licence)
    if isinstance(part, PeerPart):
        detail = f"{part.name}, {len(part.peers):,} peers"
        return _described(AreaContent.PEERS, detail, {area for area, _, _ in part.peers}, part.licence)
    if isinstance(part, OfficialPart):
        detail = f"recorded crime, {part.months} months to {part.period_end}"
        return _described(AreaContent.OFFICIAL, detail, _areas_of(part), part.licence)
    contents: Contents = part
    return describe(contents)


def _areas_of(part: OfficialPart) -> set[str]:
    """Its areas, without the rows of forces and of what is in no CSP that stand among those of CSPs."""
    return {code for kind, code, _, _ in part.counts if kind == part.of.kind.value}


def _described(content: AreaContent, detail: str, codes: Iterable[str], licence: str) -> Description:
    found = set(codes)
    return Description(
        content, detail, len(found), INVENTED_LICENCE if all(invented(code) for code in found) else licence
    )


def _some(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
