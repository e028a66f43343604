# SPDX-License-Identifier: GPL-2.0-or-later
"""What numbers of recorded crime rest on that ONS publishes, in words."""

from __future__ import annotations

import sqlite3

from offline_cache.area_levels import level_names, level_of
from offline_cache.areas.lookups import newest_edition
from offline_cache.areas.model import PLURALS, AreaKind, AreaSet
from offline_cache.model import Selection
from offline_cache.official_types import official_months
from offline_cache.reference_data.model import OfficialCounts, ReferenceLacking
from offline_cache.reference_data.official import UNASSIGNED, WHOLE, official_counts
from offline_cache.reference_data.official_groups import groups_of_types

from ...text import many, months_phrase, number, tr
from ..running.wording import places_of_selection, selection_words
from ..units.crimes import About
from .official_year import passed_lines

ATTRIBUTION = "Police recorded crime: Office for National Statistics, licensed under the Open Government Licence v3.0"


def about_official(connection: sqlite3.Connection, selection: Selection, official: OfficialCounts) -> About:
    """Official counts in words: what, where, when, their source, and what no area has."""
    what, _ = selection_words(selection)
    where = tr("England and Wales")
    if selection.area is not None or selection.forces:
        where = places_of_selection(connection, selection)
    where = _of_how_many(connection, selection, official, where)
    when = months_phrase(*official_months(official))
    basis = (
        tr("Recorded crime as ONS publishes it ({source}), {months} to {when}.").format(
            source=official.source, months=many(official.months, tr("month"), tr("months")), when=when.split(" to ")[-1]
        ),
        tr("Fraud is not in it, nor is anti-social behaviour, which is an incident and not a recorded crime."),
        *passed_lines(official),
        *_unassigned(connection, selection, official),
    )
    return About(what, where, when, basis, (ATTRIBUTION,), 0, (), official_months(official))


def _of_how_many(connection: sqlite3.Connection, selection: Selection, official: OfficialCounts, where: str) -> str:
    """The place; where the table lacks areas of it, how many it has: they are not all of it."""
    kind = AreaKind(official.kind)
    areas = AreaSet(kind, newest_edition(connection, kind))
    if selection.area is not None or selection.forces:
        inside = level_of(connection, selection, areas).names.keys()
        has, every = len(inside & official.counts.keys()), len(inside)
    else:
        has = len(official.counts)
        every = max([year.areas for year in official.years], default=has)
        known = len(level_names(connection, areas))
        every = known if every < WHOLE * known else every
    if has == every:
        return where
    return tr("{n} of the {all} {areas} of {where}").format(
        n=number(has), all=number(every), areas=PLURALS[kind], where=where
    )


def _unassigned(connection: sqlite3.Connection, selection: Selection, official: OfficialCounts) -> list[str]:
    """What forces could not place in one of their CSPs."""
    if official.kind != "csp":
        return []
    groups = groups_of_types(selection.crime_types) or ()
    try:
        rest = official_counts(connection, UNASSIGNED, official.period_end)
    except ReferenceLacking:
        return []
    count = sum(of.get(group) or 0 for of in rest.counts.values() for group in groups)
    placed = sum(of.get(group) or 0 for of in official.counts.values() for group in groups)
    if not count:
        return []
    return [
        tr("{n} of the crimes in England and Wales ({share:.1%}) are placed in no CSP by their force.").format(
            n=number(count), share=count / (count + placed)
        )
    ]
