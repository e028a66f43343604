# SPDX-License-Identifier: GPL-2.0-or-later
"""A selection in words, as titles and sentences have it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Union

from offline_cache.reading_order import isolated

from ...text import forces_phrase, months_phrase, number, tr

if TYPE_CHECKING:
    from offline_cache.model import Month, Selection

Number = Union[int, float]
_FORCES = "SELECT DISTINCT force FROM published_file WHERE dataset = 'street'"


def selection_words(selection: Selection) -> tuple[str, str]:
    """What and when: such as burglary and robbery; May 2021 to April 2023."""
    when = months_phrase(selection.first, selection.last) if selection.first and selection.last else ""
    return _types(selection), when


def places_of_selection(connection: sqlite3.Connection, selection: Selection) -> str:
    """Where: the area's name, or those of the forces."""
    if selection.area is not None:
        return isolated(selection.area.name)
    forces = selection.forces or [force for (force,) in connection.execute(_FORCES)]
    return tr("the area of {forces}").format(forces=forces_phrase(forces))


def months_in(first: Month, last: Month) -> int:
    """How many months there are from the first to the last."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def sentence_case(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def number_text(value: Number) -> str:
    """A count for reading: whole ones without decimals."""
    return number(int(value)) if float(value).is_integer() else f"{value:,.2f}"


def only_few(crimes: Number) -> str:
    """That only so few crimes lie somewhere; where follows."""
    if not crimes:
        return tr("No crime lies")
    return tr("Only 1 crime lies") if crimes == 1 else tr("Only {n} crimes lie").format(n=number_text(crimes))


def spread_text(value: float) -> str:
    """Crimes that a kernel spread, for reading: a decimal where there are few."""
    return number(round(value)) if value >= 9.95 else f"{value:.1f}"


def percent(share: float) -> str:
    """A share for reading: no decimals from ten per cent up."""
    return f"{100 * share:.0f}%" if share >= 0.0995 else f"{100 * share:.1f}%"


def _types(selection: Selection) -> str:
    types = selection.crime_types
    if not types:
        return tr("recorded crime and anti-social behaviour") if selection.with_asb else tr("recorded crime")
    names = [name[:1].lower() + name[1:] for name in types]
    if len(names) > 3:
        return tr("{n} crime types").format(n=len(names))
    return names[0] if len(names) == 1 else tr("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])
