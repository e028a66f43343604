# SPDX-License-Identifier: GPL-2.0-or-later
"""What may make two periods differ without any crime being more or fewer: the service and the forces changed things."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from offline_cache.model import SNAP_POINTS_REDRAWN, Dataset, Month, Selection

from ...text import force_name, many, month_name, months_phrase, number, tr
from ..asking.two_periods import Matched, named


def redrawn_line(months: Matched) -> str:
    """The sentence where the periods stand on different sides of the redrawing of the snap points, else ''."""
    if not months.apart:
        return ""
    return tr(
        "The snap points are not the same: the service redrew them in {month}, and the two periods stand on different "
        "sides of that. Crimes of the same street may count in another small area now. So a small area may seem to "
        "change where nothing did; a sign of it is that one neighbour has more and the other fewer. The area as a "
        "whole holds."
    ).format(month=month_name(SNAP_POINTS_REDRAWN))


def flags(connection: sqlite3.Connection, selection: Selection, months: Matched) -> list[str]:
    """Files that came again, and gaps that are known, of the months that are compared."""
    from offline_cache.monthly import forces_behind  # not while QGIS starts

    forces = forces_behind(connection, selection)
    return [*_revised(connection, forces, months), *known_facts(forces, [*months.later, *months.before])]


def _revised(connection: sqlite3.Connection, forces: tuple[str, ...], months: Matched) -> Iterator[str]:
    from offline_cache.revisions import revisions

    of_street = [one for one in revisions(connection) if one.key.dataset is Dataset.STREET and one.key.force in forces]
    for of_period, words in (
        (months.later, months.periods.later_words),
        (months.before, months.periods.before_words),
    ):
        found = [one for one in of_street if one.key.month in of_period]
        if found:
            yield tr(
                "{files} of {period} came again since first held ({months}; {added} rows more, {gone} fewer). "
                "Months that had longer to be corrected differ from newer ones for that reason, too."
            ).format(
                files=many(len(found), tr("file"), tr("files")),
                period=words,
                months=named({one.key.month for one in found}),
                added=number(sum(one.rows_added for one in found)),
                gone=number(sum(one.rows_gone for one in found)),
            )


def known_facts(forces: tuple[str, ...], compared: Sequence[Month]) -> Iterator[str]:
    """Facts of the reference table that touch one of the months, of these forces."""
    from offline_cache.reference import known_gaps

    for gap in known_gaps():
        if gap["force"] not in forces or Dataset.STREET.value not in gap["datasets"]:
            continue
        if gap["from"] is None and gap["to"] is None:
            continue
        first = Month.parse(gap["from"]) if gap["from"] else min(compared)
        last = Month.parse(gap["to"]) if gap["to"] else max(compared)
        if any(first <= month <= last for month in compared):
            yield tr("Known of {force}, {months}: {fact}.").format(
                force=force_name(gap["force"]), months=months_phrase(first, last), fact=gap["fact"]
            )
