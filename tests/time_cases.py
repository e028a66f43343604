# SPDX-License-Identifier: GPL-2.0-or-later
"""An invented country of nine forces over two years with outcomes, for plain counting: a CSP each, two LSOAs in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from offline_cache.model import ASB
from tests.peer_cases import SLUGS, csp, look_up, lsoas, people, residents
from tests.plain_months import months
from tests.plugin_caches import make_cache
from tests.sample_factory import (
    archive_zip,
    asb_row,
    crime_id,
    member,
    outcome_row,
    outcomes_csv,
    street_csv,
    street_row,
)

MONTHS = months("2021-05", 24)
PEERS = ",".join(csp(at) for at in range(1, 9))
"""The CSPs of the other forces, as a list of peers of the first."""
NAMES = tuple(SLUGS)
_WAYS = (
    (0, "Suspect charged"),
    (2, "Local resolution"),
    (1, "Investigation complete; no suspect identified"),
    (5, "Unable to prosecute suspect"),
    (9, "Suspect charged"),
    (None, ""),
)
"""Months from a crime to its outcome, and which: None for none."""


@dataclass(frozen=True)
class Crime:
    """A crime with its outcome, `after` months later (None: none)."""

    at: int
    month: str
    kind: str
    lsoa: str
    number: int
    after: int | None
    outcome: str

    @property
    def force(self) -> str:
        """Whose file it is in."""
        return NAMES[self.at]


def crimes() -> Iterator[Crime]:
    """Every crime; anti-social behaviour has a kind of its own and no outcome."""
    number = 0
    for at in range(len(NAMES)):
        for place, month in enumerate(MONTHS):
            for of, lsoa in enumerate(lsoas(at)):
                for kind, many in (("Burglary", 4 + (3 * at + 2 * place + of) % 5), ("Robbery", 1 + of), (ASB, 2)):
                    for _ in range(many + (8 if at == 0 and place >= 21 and kind == "Burglary" else 0)):
                        number += 1
                        after, outcome = _WAYS[(number * (at + 1) + place) % len(_WAYS)]
                        yield Crime(at, month, kind, lsoa, number, None if kind == ASB else after, outcome)


def country(
    folder: Path, lost: Collection[tuple[str, str]] = (), lost_outcomes: Collection[tuple[str, str]] = ()
) -> Path:
    """Its cache, without the street files and outcomes files (force, month) that are lost."""
    rows = list(crimes())
    files = {}
    for force in NAMES:
        for month in MONTHS:
            mine = [row for row in rows if row.force == force and row.month == month]
            if (force, month) not in lost:
                files[member(month, force)] = street_csv(month, force, [_street(row) for row in mine])
            if (force, month) not in lost_outcomes:
                found = [row for row in rows if row.force == force and outcome_month(row) == month]
                files[member(month, force, "outcomes")] = outcomes_csv(month, force, [_outcome(row) for row in found])
    archive = archive_zip(folder / f"{MONTHS[-1]}.zip", files)
    return make_cache(folder / "policeuk.sqlite", archive, areas=(look_up(folder), people(folder)))


def outcome_month(crime: Crime) -> str | None:
    """The month of its outcome; None for none."""
    place = MONTHS.index(crime.month) + (crime.after if crime.after is not None else len(MONTHS))
    return MONTHS[place] if place < len(MONTHS) else None


def burglaries(at: int) -> Counter[str]:
    """By month in a CSP."""
    return Counter(row.month for row in crimes() if row.at == at and row.kind == "Burglary")


def quarter(counts: Counter[str], last: str) -> int:
    """Of the three months that end with one."""
    place = MONTHS.index(last)
    return sum(counts[month] for month in MONTHS[place - 2 : place + 1])


def base(at: int) -> int:
    """Residents of a CSP."""
    return 2 * residents(at)


def _street(row: Crime) -> dict[str, str]:
    place = {"lsoa_code": row.lsoa, "lsoa_name": row.lsoa, "location": f"On or near {row.lsoa}"}
    if row.kind == ASB:
        return asb_row(**place)
    return street_row(crime_id=crime_id(row.number), crime_type=row.kind, last_outcome_category="", **place)


def _outcome(row: Crime) -> dict[str, str]:
    return outcome_row(crime_id=crime_id(row.number), outcome_type=row.outcome)
