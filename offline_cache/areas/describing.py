# SPDX-License-Identifier: GPL-2.0-or-later
"""What the ledger and the user are told about a file of areas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .fields import invented
from .model import PLURALS, AreaContent, AreaKind, Contents, ExactFit, Figures, LookUp, Outlines

TABLE_LICENCE = "Source: Office for National Statistics licensed under the Open Government Licence v.3.0."
OUTLINE_LICENCE = f"{TABLE_LICENCE} Contains OS data © Crown copyright and database right."
INVENTED_LICENCE = "Invented areas that nobody published, licensed under GPL-2.0-or-later."
_NAMED = 5
_REMEDY = " Import a look-up of LSOAs to have them."


@dataclass(frozen=True)
class Description:
    """A file's content in words; `areas` counts the areas it is about, `notes` say what was left out."""

    content: AreaContent
    detail: str
    areas: int
    licence: str
    without_outline: int = 0
    notes: tuple[str, ...] = ()


def describe(contents: Contents) -> Description:
    """Words for what a file holds."""
    if isinstance(contents, Outlines):
        codes = [outline.code for outline in contents.outlines]
        bare = sum(outline.polygons is None for outline in contents.outlines)
        return Description(AreaContent.OUTLINES, "", len(codes), _licence(codes, OUTLINE_LICENCE), bare)
    if isinstance(contents, LookUp):
        detail = ", ".join(str(belonging.within) for belonging in contents.belongings)
        licence = _licence(contents.codes, TABLE_LICENCE)
        return Description(AreaContent.LOOK_UP, f"to {detail}", len(contents.codes), licence, notes=_left_out(contents))
    if isinstance(contents, ExactFit):
        return _exact_fit(contents)
    return _figures(contents)


def _exact_fit(contents: ExactFit) -> Description:
    codes = {row[0] for row in contents.rows}
    kinds = Counter(change for _, _, change in contents.rows)
    detail = "to LSOAs of 2021, rows " + ", ".join(f"{kind} {kinds[kind]:,}" for kind in "USMX")
    return Description(AreaContent.EXACT_FIT, detail, len(codes), _licence(codes, TABLE_LICENCE))


def _figures(contents: Figures) -> Description:
    codes = {code for values in contents.values.values() for code in values}
    detail = ", ".join(f"{sum(values.values()):,} {measure}" for measure, values in contents.values.items())
    return Description(AreaContent.FIGURES, detail, len(codes), _licence(codes, TABLE_LICENCE))


def _licence(codes: Iterable[str], licence: str) -> str:
    return INVENTED_LICENCE if all(invented(code) for code in codes) else licence


def _left_out(contents: LookUp) -> tuple[str, ...]:
    notes = []
    for belonging in contents.belongings:
        several = belonging.ambiguous
        none = len(contents.codes) - len(belonging.area_of) - len(several)
        if several:
            more = f" and {len(several) - _NAMED} more" if len(several) > _NAMED else ""
            notes.append(
                f"{len(several):,} {PLURALS[contents.areas.kind]} lie in several of the {belonging.within} "
                f"and are left out for them: {', '.join(several[:_NAMED])}{more}."
                + (_REMEDY if contents.areas.kind is AreaKind.DISTRICT else "")
            )
        if none:
            notes.append(f"{none:,} {PLURALS[contents.areas.kind]} have none of the {belonging.within}.")
    return tuple(notes)
