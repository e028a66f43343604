# SPDX-License-Identifier: GPL-2.0-or-later
"""Lists of peers: ONS's statistical nearest neighbours, and a list of one's own, `area,peer[,rank]`."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Optional

from ..areas.codes import CODE, kind_of_code
from ..areas.describing import TABLE_LICENCE
from ..areas.model import PLURALS, AreaKind, AreaSet
from ..errors import BadFile, shown
from .cells import count_in, is_unknown
from .csv_table import Table
from .measure_names import year_in
from .parts import OWN, PeerPart, Reading
from .peer_lists import ONS_LISTS
from .peer_names import NamedAreas, is_elsewhere

AREA, PEER = ("area", "area_code", "areacd"), ("peer", "peer_code", "peercd")
_LEVELS = {
    **{"force": AreaKind.PFA, "pfa": AreaKind.PFA, "police force area": AreaKind.PFA},
    **{"csp": AreaKind.CSP, "district": AreaKind.DISTRICT, "la": AreaKind.DISTRICT, "lad": AreaKind.DISTRICT},
    **{"local authority": AreaKind.DISTRICT, "ward": AreaKind.WARD, "lsoa": AreaKind.LSOA},
}
_BY_NAME = (AreaKind.PFA, AreaKind.DISTRICT, AreaKind.CSP)
_NONE = ("(none)", "none", "no peers")
_NAMED = 5
_FEWEST = 5


@dataclass
class _Row:
    line: int
    area: str
    peer: str
    rank: Optional[int]


@dataclass
class _Notes:
    """What is said of a list: names that are not known, and so on."""

    unknown: dict[str, None] = field(default_factory=dict)
    elsewhere: dict[str, None] = field(default_factory=dict)
    itself: dict[str, None] = field(default_factory=dict)
    twice: int = 0
    without: dict[str, None] = field(default_factory=dict)
    incomplete: dict[str, None] = field(default_factory=dict)

    def lines(self, kind: AreaKind) -> tuple[str, ...]:
        """Sentences, most important first."""
        said = (
            (self.unknown, f"Names that are of no {PLURALS[kind][:-1]} known here, or of several: {{}}; left out."),
            (self.elsewhere, "In Scotland or Northern Ireland, whose areas are not compared: {}; left out."),
            (self.itself, "Named as their own peers: {}; those lines are left out."),
            (self.without, "Named without any peers: {}."),
            (self.incomplete, "The list says itself that it is not complete for: {}."),
        )
        lines = [text.format(_some(names)) for names, text in said if names]
        if self.twice:
            lines.append(f"Lines that repeat a peer that the area has already: {self.twice:,}; the first counts.")
        return tuple(lines)


def is_ons_list(table: Table) -> bool:
    """Whether a table is of ONS's neighbours, each model and edition one under the other."""
    return table.has("edition", "model", "area_code", "rank", "peer_code")


def is_peer_list(table: Table) -> bool:
    """Whether a table has areas and their peers."""
    return table.column(*AREA) >= 0 and table.column(*PEER) >= 0


def read_ons_lists(table: Table) -> Reading:
    """ONS's neighbours: a list for each model and edition, with peers of every kind and country as published."""
    edition, model, area, rank, peer = (
        table.column(title) for title in ("edition", "model", "area_code", "rank", "peer_code")
    )
    found: dict[tuple[str, int], dict[tuple[str, str], int]] = defaultdict(dict)
    for line, row in table.rows():
        where = f"Line {line} of {table.file}"
        name = f"ons-{row[model].strip().casefold()}"
        if name not in ONS_LISTS:
            raise BadFile(
                f"{where} has the model {shown(row[model])}. It has to be global, economic or demographic: correct it."
            )
        year = count_in(row[edition], where)
        number = count_in(row[rank], where)
        pair = (_code(row[area], where), _code(row[peer], where))
        if not year or not 2000 <= year < 2100 or not number:
            raise BadFile(f"{where} has no edition or no rank. Download the file again.")
        if pair in found[name, year]:
            raise BadFile(f"{where} has the peer {pair[1]} of {pair[0]} for the second time. Download the file again.")
        found[name, year][pair] = number
    if not found:
        raise BadFile(f"{table.file} has no rows. Download it again.")
    parts = [
        PeerPart(name, AreaSet(AreaKind.DISTRICT, year), _ranked(pairs), TABLE_LICENCE)
        for (name, year), pairs in sorted(found.items())
    ]
    return Reading(tuple(parts))


def read_peer_list(
    table: Table, connection: sqlite3.Connection, name: str = "", kind: Optional[AreaKind] = None
) -> Reading:
    """A list of one's own, by codes or by names; without `name` it is called as its file says, or as the file is.

    Without `kind` the kind of area is that of a column `level`, of the codes, or of which most names are known.
    Raises `BadFile` where no line of it can be used.
    """
    title = _title(table, name)
    by_level: dict[Optional[AreaKind], list[_Row]] = defaultdict(list)
    incomplete: set[str] = set()
    for level, row in _rows(table, incomplete):
        by_level[kind or level].append(row)
    parts: list[PeerPart] = []
    notes: list[str] = []
    for level, rows in by_level.items():
        of = level or _kind_of(connection, rows)
        said = _Notes()
        pairs = _pairs(rows, NamedAreas(connection, of), said)
        said.incomplete = {row.area: None for row in rows if row.area in incomplete}
        notes += said.lines(of)
        if pairs:
            parts.append(PeerPart(title, AreaSet(of, _edition(table)), _ranked(pairs), OWN))
            notes += _few(pairs)
    if not parts:
        why = f" {notes[0]}" if notes else ""
        raise BadFile(
            f"{table.file} names no area and peer that are known here.{why} Write codes of ONS, or import look-ups "
            "first, which bring the names."
        )
    return Reading(tuple(parts), tuple(notes))


def _title(table: Table, name: str) -> str:
    models = {row[table.column("model")].strip() for _, row in table.rows()} if table.column("model") >= 0 else set()
    title = " ".join((name or (models.pop() if len(models) == 1 else "")).split())
    title = title or PurePath(table.file).name.split(".")[0]
    if title in ONS_LISTS:
        raise BadFile(f"A list of your own cannot be called {title}, which is one of ONS's. Give it another name.")
    return title[:80]


def _rows(table: Table, incomplete: set[str]) -> Iterator[tuple[Optional[AreaKind], _Row]]:
    area, peer, rank = table.column(*AREA), table.column(*PEER), table.column("rank")
    level, complete = table.column("level"), table.column("complete_list", "complete")
    for line, row in table.rows():
        where = f"Line {line} of {table.file}"
        if not row[area].strip() or not row[peer].strip():
            raise BadFile(f"{where} names no area or no peer. Fill it in, or remove the line.")
        number = count_in(row[rank], where) if rank >= 0 else None
        if number == 0:
            raise BadFile(f"{where} has the rank 0. Give the peer that is most alike the rank 1.")
        word = row[level].strip().casefold() if level >= 0 else ""
        if word and word not in _LEVELS:
            raise BadFile(f"{where} has the level {shown(row[level])}. Write one of {', '.join(sorted(_LEVELS))}.")
        if complete >= 0 and row[complete].strip().casefold() in ("no", "n", "false", "0"):
            incomplete.add(row[area].strip())
        for each in row[peer].split(";"):
            yield _LEVELS.get(word), _Row(line, row[area].strip(), each.strip(), number)


def _kind_of(connection: sqlite3.Connection, rows: Sequence[_Row]) -> AreaKind:
    """The kind of the codes, else the first kind of which most names are known."""
    kinds = [kind for row in rows if (kind := kind_of_code(row.area))]
    if kinds:
        return max(_in_order(kinds), key=kinds.count)
    texts = {text for row in rows for text in (row.area, row.peer)}
    known = {kind: NamedAreas(connection, kind) for kind in _BY_NAME}
    return max(_BY_NAME, key=lambda kind: sum(known[kind].code(text) is not None for text in texts))


def _in_order(kinds: Sequence[AreaKind]) -> list[AreaKind]:
    return [kind for kind in AreaKind if kind in kinds]


def _pairs(rows: Sequence[_Row], areas: NamedAreas, said: _Notes) -> dict[tuple[str, str], int]:
    """Rank by area and peer; without ranks in the file that of the line."""
    pairs: dict[tuple[str, str], int] = {}
    lines: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.peer.casefold() in _NONE or is_unknown(row.peer):
            said.without[row.area] = None
            continue
        codes = [areas.code(text) for text in (row.area, row.peer)]
        for text, code in zip((row.area, row.peer), codes):
            if code is None:
                (said.elsewhere if is_elsewhere(text) else said.unknown)[text] = None
        area, peer = codes
        if area is None or peer is None:
            continue
        if area == peer:
            said.itself[row.area] = None
        elif (area, peer) in pairs:
            said.twice += 1
        else:
            lines[area] += 1
            pairs[area, peer] = row.rank or lines[area]
    return pairs


def _ranked(pairs: Mapping[tuple[str, str], int]) -> list[tuple[str, int, str]]:
    return sorted((area, rank, peer) for (area, peer), rank in pairs.items())


def _few(pairs: Mapping[tuple[str, str], int]) -> list[str]:
    many: dict[str, int] = defaultdict(int)
    for area, _ in pairs:
        many[area] += 1
    few = {area: None for area, number in many.items() if number < _FEWEST}
    if not few:
        return []
    return [f"Fewer than {_FEWEST} peers, too few for a comparison: {_some(few)}."]


def _edition(table: Table) -> int:
    """The newest year that the file states for its lists, else that of its name, else 0."""
    position = table.column("source_year", "edition", "year")
    years = {year_in(row[position].split("-")[-1]) for _, row in table.rows()} if position >= 0 else set()
    return max((year for year in years if year), default=year_in(table.file.replace("_", " ")) or 0)


def _code(text: str, where: str) -> str:
    code = text.strip()
    if not CODE.match(code):
        raise BadFile(f"{where} has {shown(text)} for a code, which is not one of ONS. Download the file again.")
    return code


def _some(names: Mapping[str, None]) -> str:
    listed = ", ".join(shown(name)[1:-1] for name in list(names)[:_NAMED])
    return listed + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
