# SPDX-License-Identifier: GPL-2.0-or-later
"""Nine forces over a year whose files have LSOAs of 2011: split, merged, irregular and unchanged ones, and unknown."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from offline_cache.reference import lsoa_edition
from tests.area_factory import feature, geojson, square, table, written
from tests.peer_cases import SLUGS, csp
from tests.plain_months import months
from tests.plugin_caches import make_cache
from tests.sample_factory import (
    archive_zip,
    crime_id,
    member,
    outcome_row,
    outcomes_csv,
    street_csv,
    street_row,
    unplaced_row,
)

YEAR = months("2020-05", 12)
ASKED = {"FROM": YEAR[0], "TO": YEAR[-1]}
NAMES = tuple(SLUGS)
_CODES = [f"E010{number:05d}" for number in range(1, 35_500)]
_OLD = [code for code in _CODES if lsoa_edition(code) == 2011]
_NEW = [f"E010{number:05d}" for number in range(33_000, 35_500) if lsoa_edition(f"E010{number:05d}") == 2021]
UNKNOWN = _OLD[-1]
"""An LSOA of 2011 that no look-up knows."""


@dataclass(frozen=True)
class Ground:
    """The LSOAs of a force: of 2011 kept, split, merged (two) and irregular, and what became of them."""

    at: int

    @property
    def kept(self) -> str:
        """In both editions."""
        return f"E0199000{self.at}"

    @property
    def old(self) -> tuple[str, str, str, str]:
        """Split, merged, merged, irregular."""
        one, two, three, four = _OLD[4 * self.at : 4 * self.at + 4]
        return one, two, three, four

    @property
    def new(self) -> tuple[str, str, str, str, str]:
        """The two parts of the split one, the merged one, the two of the irregular one."""
        one, two, three, four, five = _NEW[5 * self.at : 5 * self.at + 5]
        return one, two, three, four, five

    def ward(self, number: int) -> str:
        """The code of its ward 1, 2 (a part of the split LSOA each) or 3 (all else)."""
        return f"E059{self.at}000{number}"

    @property
    def district(self) -> str:
        """The code of its district."""
        return f"E0799000{self.at}"

    def areas(self, kind: str) -> dict[str, set[str]]:
        """By area that takes whole LSOAs of 2011, their codes in files."""
        split, one, two, odd = self.old
        exact = {self.kept, one, two, odd}
        every = exact | {split}
        return {
            "lsoa": {self.kept: {self.kept}, self.new[2]: {one, two}},
            "ward": {self.ward(3): exact},
            "district": {self.district: every},
            "csp": {csp(self.at): every},
            "pfa": {SLUGS[NAMES[self.at]]: every},
        }[kind]

    def residents(self) -> dict[str, int]:
        """By LSOA of 2021."""
        first, second, merged, odd, even = self.new
        return {self.kept: 1000 + 100 * self.at, first: 600, second: 500, merged: 900, odd: 400, even: 300}


GROUNDS = tuple(Ground(at) for at in range(len(NAMES)))


@dataclass(frozen=True)
class Crime:
    """A row; `lsoa` is '' for one without a place."""

    at: int
    month: str
    kind: str
    lsoa: str
    number: int


def crimes(unknown: int = 0) -> Iterator[Crime]:
    """Every crime; of the first force so many a month have an LSOA that nobody knows."""
    number = 0
    for ground in GROUNDS:
        split, one, two, odd = ground.old
        for place, month in enumerate(YEAR):
            many = {ground.kept: 4 + (3 * ground.at + place) % 5, split: 2, one: 3 + ground.at % 2, two: 1, odd: 2}
            many.update({UNKNOWN: unknown if ground.at == 0 else 0, "": 1})
            for lsoa, count in many.items():
                for kind, more in (("Burglary", 0), ("Robbery", 1)):
                    for _ in range(count + (more if lsoa == ground.kept else 0)):
                        number += 1
                        yield Crime(ground.at, month, kind, lsoa, number)


def plain(lsoas: Collection[str], kinds: Collection[str] = ("Burglary",), unknown: int = 0) -> int:
    """Crimes of some types written with these LSOAs, counted."""
    return sum(crime.lsoa in lsoas and crime.kind in kinds for crime in crimes(unknown))


def country(folder: Path, unknown: int = 0) -> Path:
    """Its cache with look-ups of both editions and residents."""
    rows = list(crimes(unknown))
    files = {}
    for at, force in enumerate(NAMES):
        for month in YEAR:
            mine = [row for row in rows if (row.at, row.month) == (at, month)]
            files[member(month, force)] = street_csv(month, force, [_street(row) for row in mine])
            found = [outcome_row(crime_id=crime_id(row.number)) for row in mine if row.number % 3 == 0]
            files[member(month, force, "outcomes")] = outcomes_csv(month, force, found)
    archive = archive_zip(folder / f"{YEAR[-1]}.zip", files)
    return make_cache(folder / "policeuk.sqlite", archive, areas=areas(folder))


def areas(folder: Path) -> tuple[Path, ...]:
    """Exact fit, look-up, residents and outlines, which lie all in one place: counts never go by them."""
    fit, look_up, people = [], [], []
    for ground in GROUNDS:
        (split, one, two, odd), (first, second, merged, left, right) = ground.old, ground.new
        fit += [(ground.kept, ground.kept, "U"), (split, first, "S"), (split, second, "S")]
        fit += [(one, merged, "M"), (two, merged, "M"), (odd, left, "X"), (odd, right, "X")]
        force = NAMES[ground.at]
        for lsoa, residents in ground.residents().items():
            ward = ground.ward({first: 1, second: 2}.get(lsoa, 3))
            above = (ground.district, f"District {ground.at}", csp(ground.at), f"CSP {ground.at}")
            look_up.append((lsoa, f"L {lsoa}", ward, f"Ward {ward[-5:]}", *above, SLUGS[force], force.title()))
            people.append((lsoa, residents, residents // 2))
    header = (
        "lsoa21_code,lsoa21_name,ward24_code,ward24_name,ltla24_code,ltla24_name,csp24_code,csp24_name,"
        "pfa24_code,pfa24_name"
    )
    return (
        written(folder / "fit.csv", table("LSOA11CD,LSOA21CD,CHGIND", *fit)),
        written(folder / "look_up.csv", table(header, *look_up)),
        written(folder / "people_2021.csv", table("lsoa21_code,total_residents,total_households", *people)),
        written(folder / "outlines.geojson", geojson([feature(row[0], [square(-0.5, 52.0)]) for row in people])),
    )


def _street(row: Crime) -> dict[str, str]:
    if not row.lsoa:
        return unplaced_row(crime_type=row.kind, crime_id=crime_id(row.number))
    place = {"lsoa_code": row.lsoa, "lsoa_name": row.lsoa, "location": f"On or near {row.lsoa}"}
    return street_row(crime_id=crime_id(row.number), crime_type=row.kind, last_outcome_category="", **place)
