# SPDX-License-Identifier: GPL-2.0-or-later
"""An invented country of nine forces with a CSP, a district and two LSOAs each, and its crimes for plain counting."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from offline_cache import OfflineCache
from offline_cache.reference_data.importing import import_reference
from tests.area_cases import ARCHIVE, CENSUS, real_cache
from tests.area_factory import table, written
from tests.plain_months import months
from tests.plugin_caches import copied, make_cache
from tests.sample_factory import archive_zip, asb_row, member, street_csv, street_row, unplaced_row

YEAR = months("2022-05", 12)
TYPES = ("Burglary", "Shoplifting", "Anti-social behaviour")
SLUGS = {
    "bedfordshire": "E23000026",
    "cambridgeshire": "E23000023",
    "cheshire": "E23000006",
    "cleveland": "E23000013",
    "cumbria": "E23000002",
    "dorset": "E23000039",
    "essex": "E23000028",
    "kent": "E23000032",
    "norfolk": "E23000024",
}
HEADER = (
    "lsoa21_code,lsoa21_name,ward24_code,ward24_name,ltla24_code,ltla24_name,csp24_code,csp24_name,"
    "pfa24_code,pfa24_name"
)


@dataclass(frozen=True)
class Crime:
    """A row of a street file; `lsoa` is '' for one without a place."""

    force: str
    month: str
    kind: str
    lsoa: str


def csp(at: int) -> str:
    """Code of the CSP of the force at a place of `SLUGS`."""
    return f"E2299000{at}"


def lsoas(at: int) -> tuple[str, str]:
    """Its two LSOAs."""
    return f"E0199000{at}", f"E0199010{at}"


def residents(at: int) -> int:
    """Residents of each of its LSOAs."""
    return 1000 + 100 * at


def crimes(lost: Collection[tuple[str, str]] = ()) -> Iterator[Crime]:
    """Every row, but those of the files (force, month) that are lost."""
    for at, force in enumerate(SLUGS):
        for place, month in enumerate(YEAR):
            if (force, month) in lost:
                continue
            for of, lsoa in enumerate(lsoas(at)):
                for kind, many in zip(TYPES, (3 + (5 * at + place) % 7, 2 + of, 1 + at % 3)):
                    for _ in range(many):
                        yield Crime(force, month, kind, lsoa)
            yield Crime(force, month, "Burglary", "")


def country(folder: Path, lost: Collection[tuple[str, str]] = (), *more: Path) -> Path:
    """Its cache, without the files that are lost; `more` files of areas are imported too."""
    files = {}
    rows = list(crimes(lost))
    for force, month in {(row.force, row.month): None for row in rows}:
        mine = [row for row in rows if (row.force, row.month) == (force, month)]
        files[member(month, force)] = street_csv(month, force, [_published(row) for row in mine])
    archive = archive_zip(folder / "2023-04.zip", files)
    return make_cache(folder / "policeuk.sqlite", archive, areas=(look_up(folder), people(folder), *more))


def _published(row: Crime) -> dict[str, str]:
    if not row.lsoa:
        return unplaced_row(crime_type=row.kind)
    make = asb_row if row.kind == TYPES[-1] else street_row
    return make(crime_type=row.kind, lsoa_code=row.lsoa, lsoa_name=row.lsoa, location=f"On or near {row.lsoa}")


def look_up(folder: Path) -> Path:
    """LSOAs to all else."""
    rows = [
        (lsoa, f"LSOA {lsoa[-3:]}", f"E0599{of}00{at}", f"Ward {at}{of}", f"E0799000{at}", f"District {at}", csp(at))
        + (f"CSP {at}", code, force.title())
        for at, (force, code) in enumerate(SLUGS.items())
        for of, lsoa in enumerate(lsoas(at))
    ]
    return written(folder / "look_up.csv", table(HEADER, *rows))


def people(folder: Path) -> Path:
    """Residents, and half as many households."""
    rows = [(lsoa, residents(at), residents(at) // 2) for at in range(len(SLUGS)) for lsoa in lsoas(at)]
    return written(folder / "figures_2021.csv", table("lsoa21_code,total_residents,total_households", *rows))


MEASURES = ("pct_flats", "pct_terraced", "pct_social_rented", "pct_rural")


def shares(at: int) -> tuple[float, ...]:
    """Measures of the CSP of a force: near together for its neighbours in `SLUGS`."""
    return 10.0 + at, 40.0 - 0.5 * at * at, 20.0 + 2 * at, 5.0 * at


def attributes(folder: Path) -> Path:
    """Measures of the CSPs."""
    rows = [(csp(at), f"CSP {at}", *shares(at)) for at in range(len(SLUGS))]
    return written(folder / "measures_2021.csv", table(f"csp24_code,csp24_name,{','.join(MEASURES)}", *rows))


def own_list(folder: Path, peers: Collection[str], area: str = "") -> Path:
    """A list of peers of an area, that of Bedfordshire unless another is named."""
    return written(folder / "our_list.csv", table("area,peer", *[(area or csp(0), peer) for peer in peers]))


def official(folder: Path, counts: dict[str, int]) -> Path:
    """ONS's counts of burglary by CSP, over the year to April 2023."""
    header = (
        "Police Force Area code,Police Force Area name,Community Safety Partnership code,"
        "Community Safety Partnership name,Local Authority code,Local Authority name,"
        "Total recorded crime (excluding fraud),Theft offences,Burglary,Shoplifting,Robbery,Drug offences"
    )
    slugs = list(SLUGS)
    rows = [
        (
            SLUGS[slugs[at]],
            slugs[at].title(),
            csp(at),
            f"CSP {at}",
            "",
            "",
            3 * counts[csp(at)],
            "",
            counts[csp(at)],
            1,
            1,
            "",
        )
        for at in range(len(SLUGS))
    ]
    return written(folder / "ons_c2_year_ending_april_2023.csv", table(header, *rows))


def with_reference(cache: Path, *files: Path) -> Path:
    """Bring reference data into a cache; gives its path."""
    with OfflineCache(cache) as opened:
        import_reference(opened, files)
    return cache


REFERENCE = (
    f"attributes/{CENSUS}",
    "attributes/ruc21_lsoa21.csv.gz",
    "profiles/csp24_census2021_profile.csv",
    "profiles/pfa24_census2021_profile.csv",
    "peers/ons_statistical_nearest_neighbours_long.csv.gz",
    "official/ons_table_C2_csp_yejun2025.csv",
    "official/ons_table_P1_pfa_yejun2025.csv",
)


def real_reference(factory: pytest.TempPathFactory, shared: Path) -> Path:
    """Bedfordshire with outlines, look-ups and the real reference data, made once a session; tests read it only."""
    path = factory.getbasetemp() / "real_reference" / "policeuk.sqlite"
    files = [shared / "data" / name for name in REFERENCE]

    def make(made: Path) -> None:
        with_reference(real_cache(made, shared, shared / "data" / ARCHIVE), *files)

    if not path.exists():
        path.parent.mkdir()
        copied(path, make, ARCHIVE, files)
    return path
