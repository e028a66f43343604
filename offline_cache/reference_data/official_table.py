# SPDX-License-Identifier: GPL-2.0-or-later
"""ONS's tables of police recorded crime: by police force area (P1), and by community safety partnership (C2)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Optional

from ..areas.codes import CODE, kind_of_code
from ..areas.model import AreaKind, AreaSet
from ..errors import BadFile, shown
from ..reference import forces_by_police_area
from .cells import count_in
from .csv_table import Table
from .official import UNASSIGNED
from .official_groups import group_named, total_group
from .parts import OfficialPart, Reading
from .peer_names import fold

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PERIOD = re.compile(
    rf"(?:ye|year ?end(?:ing|ed)?)({'|'.join(_MONTHS)})[a-z]*((?:20)?\d\d)(?!\d)", re.ASCII | re.IGNORECASE
)
_NOTE = re.compile(r"\s*\[[^\]]*\]")
_FEWEST_GROUPS = 5
_NAMED = 3
_MAY_DIFFER = 1  # ONS corrects rows one by one

Count = tuple[str, str, str, Optional[int]]
"""Kind, code, group, value."""


def is_official(table: Table) -> bool:
    """Whether a table has ONS's groups of recorded crime."""
    groups = {group_named(title) for title in table.header} - {None}
    return len(groups) >= _FEWEST_GROUPS and total_group() in groups


def read_official(table: Table) -> Reading:
    """The counts of each area, of twelve months; raises `BadFile` where the period is not said, or a code is twice."""
    period = _period(table)
    groups = {position: group for position, title in enumerate(table.header) if (group := group_named(title))}
    rows = _Rows(table)
    seen: set[tuple[str, str]] = set()
    counts: list[Count] = []
    force_of: dict[tuple[str, str], str] = {}
    for line, kind, code, force, row in rows.each():
        where = f"Line {line} of {table.file}"
        if (kind, code) in seen and kind != UNASSIGNED:
            raise BadFile(f"{where} has {code} for the second time. Keep the row that is right.")
        seen.add((kind, code))
        force_of[kind, code] = force
        counts += [(kind, code, group, count_in(row[position], where)) for position, group in groups.items()]
    withheld = _withheld(counts, rows.names)
    counts = _together(counts)
    if not counts:
        raise BadFile(f"{table.file} has no row of a police force area or CSP. Download it again.")
    of = AreaSet(AreaKind.CSP if any(kind == "csp" for kind, *_ in counts) else AreaKind.PFA, int(period[:4]))
    return Reading((OfficialPart(of, period, 12, counts),), (*rows.notes(), *withheld, *_adds_up(counts, force_of)))


class _Rows:
    """The rows of either table with what they are of; remembers what was left out or put right."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._force = table.column("police force area code", "area code")
        self._force_name = table.column("police force area name", "area name")
        self._csp = table.column("community safety partnership code")
        self._csp_name = table.column("community safety partnership name")
        if self._force < 0 or self._force_name < 0:
            raise BadFile(
                f"{table.file} has counts of crime but no column 'Area Code' or 'Police Force Area code'. Add it."
            )
        self._left: list[str] = []
        self._corrected: list[str] = []
        self.names: dict[str, str] = {}
        self._codes = {fold(slug): code for code, slug in forces_by_police_area().items()}

    def each(self) -> Iterator[tuple[int, str, str, str, list[str]]]:
        """Line, kind, code, force's code and cells of each row of a force, of a CSP, or of what is in none of them."""
        for line, row in self._table.rows():
            kind = self._kind(row)
            if kind is None:
                self._left.append(_NOTE.sub("", row[self._force_name]).strip() or row[self._force].strip())
                continue
            where = f"Line {line} of {self._table.file}"
            force = self._force_code(row, where)
            code = row[self._csp].strip() if kind == "csp" else force
            if kind == "csp" and kind_of_code(code) is not AreaKind.CSP:
                raise BadFile(f"{where} has {shown(code)} for the code of a CSP. Correct it, or download it again.")
            self.names[code] = _NOTE.sub("", row[self._csp_name if kind == "csp" else self._force_name]).strip()
            yield line, kind, code, force, row

    def _kind(self, row: list[str]) -> Optional[str]:
        if self._csp >= 0 and row[self._csp].strip():
            return "csp"
        if self._csp_name >= 0 and row[self._csp_name].strip():
            return UNASSIGNED
        code = row[self._force].strip()
        return "pfa" if kind_of_code(code) is AreaKind.PFA or (self._csp >= 0 and code) else None

    def _force_code(self, row: list[str], where: str) -> str:
        """The code of a row's force; where its name is another force's, that one's."""
        code, name = row[self._force].strip(), _NOTE.sub("", row[self._force_name]).strip()
        if not CODE.match(code) or kind_of_code(code) is not AreaKind.PFA:
            raise BadFile(f"{where} has {shown(code)} for the code of a police force area. Correct it.")
        named = self._codes.get(fold(name))
        if named and named != code:
            self._corrected.append(f"{where.split(' of ')[0].lower()} ({name})")
            return named
        return code

    def notes(self) -> tuple[str, ...]:
        """Sentences about what was left out or put right."""
        found = []
        if self._left:
            named = ", ".join(shown(name)[1:-1] for name in self._left[:_NAMED])
            found.append(
                f"Left out, because totals or without a code of a police force area: {len(self._left):,} rows, such as "
                f"{named}."
            )
        if self._corrected:
            found.append(
                f"The code of {', '.join(self._corrected)} is another force's; the name decides whose row it is."
            )
        return tuple(found)


def _period(table: Table) -> str:
    """The last month, as the lines above the header or the file's name say it."""
    for text in (table.above, table.file):
        found = {
            f"{int(match[2]) % 100 + 2000:04d}-{_MONTHS.index(match[1].casefold()) + 1:02d}"
            for match in _PERIOD.finditer(re.sub(r"[\s_.,-]+", "", text))
        }
        if len(found) == 1:
            return found.pop()
    raise BadFile(
        f"{table.file} does not say which year it is of. Name it so that it does, such as "
        "C2_year_ending_june_2025.csv, and import it again."
    )


def _withheld(counts: Sequence[Count], names: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence about areas without a count, of all groups that the file has counts of, or of some."""
    given = {group for _, _, group, value in counts if value is not None}
    lacking: dict[str, int] = defaultdict(int)
    groups: dict[str, int] = defaultdict(int)
    for kind, code, group, value in counts:
        if kind != UNASSIGNED and group in given:
            groups[code] += 1
            lacking[code] += value is None
    wholly = [code for code, number in lacking.items() if number == groups[code]]
    partly = [code for code, number in lacking.items() if 0 < number < groups[code]]
    said = [
        f"{what} of {_named(codes, names)}"
        for what, codes in (("all counts", wholly), ("some counts", partly))
        if codes
    ]
    return (f"Withheld or not given, which is not zero: {'; '.join(said)}.",) if said else ()


def _named(codes: Sequence[str], names: Mapping[str, str]) -> str:
    shown_names = ", ".join(shown(names.get(code) or code)[1:-1] for code in codes[:_NAMED])
    return shown_names + (f" and {len(codes) - _NAMED:,} more" if len(codes) > _NAMED else "")


def _together(counts: Sequence[Count]) -> list[Count]:
    """The counts, those of what is in no CSP added up: a force may have several rows of it, such as an airport."""
    sums: dict[tuple[str, str, str], Optional[int]] = {}
    for kind, code, group, value in counts:
        before = sums.get((kind, code, group))
        sums[kind, code, group] = value if before is None else before + (value or 0)
    return [(*key, value) for key, value in sums.items()]


def _adds_up(counts: Sequence[Count], force_of: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """A sentence on whether the CSPs of each force and what is in none of them are the force's own row."""
    whole: dict[tuple[str, str], int] = {}
    parts: dict[tuple[str, str], int] = defaultdict(int)
    withheld: set[tuple[str, str]] = set()
    for kind, code, group, value in counts:
        key = (force_of[kind, code], group)
        if value is None:
            withheld.update([key] if kind != UNASSIGNED else [])
        elif kind == AreaKind.PFA.value:
            whole[key] = value
        else:
            parts[key] += value
    checked = [key for key in parts if key in whole and key not in withheld]
    differ = {force for force, group in checked if abs(parts[force, group] - whole[force, group]) > _MAY_DIFFER}
    forces = {force for force, _ in checked}
    if not forces:
        return ()
    if not differ:
        return (f"The CSPs of each of {len(forces)} forces, with what is in none of them, add up to the force.",)
    named = ", ".join(sorted(differ)[:_NAMED])
    return (
        f"The CSPs of {len(differ)} of {len(forces)} forces do not add up to the force ({named}): the file may be cut "
        "short, or mix two years.",
    )
