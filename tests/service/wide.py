# SPDX-License-Identifier: GPL-2.0-or-later
"""An archive as wide as the real one (36 months, 45 forces, 4,485 members), made cheaply; rows are invented."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Optional

from tests.sample_factory import outcome_row, outcomes_csv, stop_row, stops_csv, street_csv, street_row

from .forces import real_forces
from .releases import FileName, file_name, shifted, write_zip

LAST = "2026-04"
KINDS = ("outcomes", "stop-and-search", "street")
_NEVER = {"greater-manchester": KINDS, "northern-ireland": KINDS[:2]}
_NO_STOPS = ("gwent", "humberside", "west-midlands")


def wide_archive(
    path: Path,
    months: int = 36,
    forces: int = 45,
    last: str = LAST,
    given: Optional[Mapping[str, bytes]] = None,
    rows: int = 12,
) -> Path:
    """Write a zip of `months` months up to `last` of the first `forces` forces, `rows` rows a street file.

    With 36 and 45 it has 4,485 members, gaps as in the real one. `given` are members in full (of a force that
    a test fetches): they take the place of all invented members of the same forces.
    """
    full = dict(given or {})
    own = {parts.force for parts in map(file_name, full) if parts}
    names = [name for name in member_names(months, forces, last) if _parts(name).force not in own]
    contents = {name: full.get(name) or _content(_parts(name), rows) for name in sorted({*names, *full})}
    return write_zip(path, contents, level=1)


def member_names(months: int = 36, forces: int = 45, last: str = LAST) -> Iterator[str]:
    """The names in order of month, force and type, some left out as forces leave them out."""
    slugs = sorted(list(real_forces())[:forces])
    for number in range(months):
        month = shifted(last, number + 1 - months)
        for slug in slugs:
            for kind in KINDS:
                if _published(month, slug, kind, last):
                    yield f"{month}/{month}-{slug}-{kind}.csv"


def _published(month: str, slug: str, kind: str, last: str) -> bool:
    """False where the real service has such a gap."""
    if kind in _NEVER.get(slug, ()) or (kind == "stop-and-search" and slug in _NO_STOPS):
        return False
    if slug == "btp" and (kind == "outcomes" or (kind == "street" and "2025-02" <= month <= "2025-12")):
        return False
    if slug == "gwent" and "2025-09" <= month <= "2025-12":
        return False
    # Stops come late ("not yet" looks like "no"), and one force has none for long.
    if kind == "stop-and-search" and month == last and slug[0] in "a":
        return False
    return not (kind == "stop-and-search" and slug == "dyfed-powys" and month < "2025-12")


def _parts(name: str) -> FileName:
    parts = file_name(name)
    if parts is None:
        raise ValueError(f"{name} is no published file")
    return parts


def _content(parts: FileName, rows: int) -> bytes:
    month, slug = parts.month, parts.force
    if parts.kind == "street":
        return street_csv(month, slug, [street_row(**_where(n), crime_id=_identity(parts, n)) for n in range(rows)])
    if parts.kind == "outcomes":
        made = [outcome_row(**_where(n), crime_id=_identity(parts, n)) for n in range(rows // 2)]
        return outcomes_csv(month, slug, made)
    dates = (f"{month}-{number % 28 + 1:02d}T12:00:00+00:00" for number in range(rows // 3))
    return stops_csv(month, slug, [stop_row(date=date) for date in dates])


def _where(number: int) -> dict[str, str]:
    """A place in the sea and one of the sample's 40 LSOAs."""
    area = number % 40
    return {
        "longitude": f"{2.0 + area / 1000:.6f}",
        "location": f"On or near Invented Street {area + 1}",
        "lsoa_code": f"E0199{area + 1:04d}",
        "lsoa_name": f"Dogger Bank {area // 5 + 1:03d}{'ABCDE'[area % 5]}",
    }


def _identity(parts: FileName, number: int) -> str:
    """The id of a crime; outcomes of a month belong to that month's street file."""
    return hashlib.sha256(f"wide {parts.month} {parts.force} {number}".encode()).hexdigest()
