# SPDX-License-Identifier: GPL-2.0-or-later
"""What a comparison through time rests on: files, residents and their year, peers and where they come from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from offline_cache.coverage import coverage
from offline_cache.reading_order import isolated

from ...text import months_phrase, number, tr
from ..peers.carried_words import all_carried_line
from ..peers.official_words import ATTRIBUTION
from ..peers.peer_words import choice_line
from ..units.crimes import About, area_lines, coverage_lines, rights_and_labels
from .compare_time_names import base_words
from .compare_time_run import ThroughTime


def about_time(connection: sqlite3.Connection, run: ThroughTime) -> About:
    """The comparison in words, with what its numbers rest on."""
    selection, counts = run.selection, run.counts
    held = coverage(connection, selection)
    rights, labels = rights_and_labels(connection, selection)
    lines = [*coverage_lines(held), *area_lines(selection, held), *_carried(run), *_base(run), *_peers(run)]
    where = isolated(counts.one.name)
    return About(
        run.question.title,
        where if not counts.peers else tr("{area} and its peers").format(area=where),
        months_phrase(counts.months[0], counts.months[-1]),
        tuple(lines),
        (*rights, *([ATTRIBUTION] if run.official is not None else [])),
        sum(len(row.lacking) for row in run.rows),
        labels,
        (counts.months[0], counts.months[-1]),
    )


def _carried(run: ThroughTime) -> list[str]:
    editions = {file.lsoa_edition or 0 for file in run.counts.counts.files}
    by_file = run.counts.counts.by_file
    return [] if by_file else all_carried_line(run.counts.one.name, editions, run.not_carried)


def _base(run: ThroughTime) -> Iterator[str]:
    figures = run.counts.figures
    year = f", {figures.year}" if figures.year and str(figures.year) not in figures.source else ""
    yield tr("{area}: {n} {of} ({source}{year}).").format(
        area=isolated(run.counts.one.name),
        n=number(run.counts.base),
        of=base_words(run),
        source=figures.source,
        year=year,
    )


def _peers(run: ThroughTime) -> Iterator[str]:
    group = run.counts.group
    if group is None:
        return
    yield choice_line(group)
    if run.counts.peers:
        names = ", ".join(isolated(peer.name) for peer in run.counts.peers)
        yield tr("Peers in the range: {names}.").format(names=names)
