# SPDX-License-Identifier: GPL-2.0-or-later
"""Forces side by side by all rows of their files, placed or not: what a force publishes, as other results count it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import Optional

from .area_levels import level_names
from .areas.model import AreaSet
from .coverage import NOT_HELD, PUBLISHED_EMPTY, known_gap
from .denominators import Denominator, figures_of
from .errors import CacheError
from .ledger import published_files
from .model import Dataset, Gap, Month, PublishedFile, Selection
from .peer_counts import PeerArea, PeerCounts, TypeMonths
from .police_areas import police_area
from .reference import forces_by_police_area

_OF_FORCE = """
    SELECT substr(f.month_start, 1, 7), t.name, count(*)
    FROM published_file f
    CROSS JOIN crime c ON c.id BETWEEN f.first_row AND f.last_row
    CROSS JOIN crime_type t ON t.id = c.type
    WHERE f.dataset = 'street' AND f.force = ? AND f.month_start BETWEEN ? AND ? GROUP BY f.id, c.type
"""


def force_counts(
    connection: sqlite3.Connection,
    areas: AreaSet,
    codes: Sequence[str],
    selection: Selection,
    which: Denominator = Denominator.RESIDENTS,
) -> PeerCounts:
    """Count all rows of the files of forces by the codes of their police force areas, as `peer_counts` does areas.

    A month counts as held where the whole file is. Raises `CacheError` where months are not settled.
    """
    if selection.first is None or selection.last is None:
        raise CacheError("Give the first and the last month to compare.")
    months = tuple(Month.span(selection.first, selection.last))
    files = [file for file in published_files(connection) if file.key.dataset is Dataset.STREET]
    slugs = _forces(connection, files)
    names, figures = level_names(connection, areas), figures_of(connection, areas, which)
    known = [code for code in dict.fromkeys(codes) if code in slugs]
    rows = []
    for code in known:
        own = {file.key.month: file for file in files if file.key.force == slugs[code] and file.key.month in months}
        counts = _counts(connection, slugs[code], months)
        denominator = figures.of.get(code) if figures else None
        rows.append(_row(code, names.get(code, code), slugs[code], months, own, counts, denominator))
    wanted = {slugs[code] for code in known}
    used = tuple(file for file in files if file.key.force in wanted and file.key.month in months)
    unknown = tuple(code for code in dict.fromkeys(codes) if code not in slugs)
    return PeerCounts(areas, tuple(rows), months, unknown, figures, used, by_file=True)


def _forces(connection: sqlite3.Connection, files: Sequence[PublishedFile]) -> dict[str, str]:
    """The force of each police force area, listed by the service or held."""
    slugs = dict(forces_by_police_area())
    for force in sorted({file.key.force for file in files}):
        code = police_area(connection, force)
        if code is not None:
            slugs.setdefault(code, force)
    return slugs


def _counts(connection: sqlite3.Connection, force: str, months: Sequence[Month]) -> TypeMonths:
    found: dict[str, dict[Month, int]] = defaultdict(dict)
    for month, name, count in connection.execute(_OF_FORCE, (force, months[0].start, months[-1].start)):
        found[name][Month.parse(month)] = count
    return dict(found)


def _row(
    code: str,
    name: str,
    force: str,
    months: Sequence[Month],
    files: dict[Month, PublishedFile],
    counts: TypeMonths,
    denominator: Optional[int],
) -> PeerArea:
    whole = {month for month, file in files.items() if file.published and file.scope is None}
    lacking = [month for month in months if month not in whole]
    used = [files[month] for month in whole]
    return PeerArea(
        code,
        name,
        (force,),
        frozenset(whole),
        tuple(Gap(force, month, Dataset.STREET, _why(force, month, files.get(month))) for month in lacking),
        (),
        counts,
        denominator,
        sum(file.unplaced for file in used),
        sum(file.published for file in used),
    )


def _why(force: str, month: Month, file: Optional[PublishedFile]) -> str:
    if file is not None and file.published:
        return f"only {len(file.scope or ()):,} LSOAs of it held"
    return known_gap(force, Dataset.STREET, month) or (PUBLISHED_EMPTY if file else NOT_HELD)
