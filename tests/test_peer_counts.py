# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts of several areas and the months they are compared over, against plain counting of the rows."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from offline_cache.areas.model import AreaKind, AreaSet
from offline_cache.denominators import Denominator
from offline_cache.errors import CacheError
from offline_cache.model import Month, Selection
from offline_cache.peer_counts import PeerArea, PeerCounts, peer_counts
from offline_cache.peer_force_counts import force_counts
from offline_cache.peer_months import common_months
from offline_cache.reader import reading
from tests.area_cases import ARCHIVE, census, plain_counts, real_cache, within, without_files
from tests.peer_cases import SLUGS, TYPES, YEAR, country, crimes, csp, lsoas, residents
from tests.plugin_caches import make_cache
from tests.sample_factory import archive_zip, member, street_csv, street_row

CSPS, PFAS, LSOAS = AreaSet(AreaKind.CSP, 2024), AreaSet(AreaKind.PFA, 2024), AreaSet(AreaKind.LSOA, 2021)
ALL = [csp(at) for at in range(len(SLUGS))]
ASKED = Selection(first=Month.parse(YEAR[0]), last=Month.parse(YEAR[-1]))
LOST = {("cambridgeshire", "2022-08"), ("kent", "2022-08"), ("kent", "2022-09"), ("norfolk", "2023-01")}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the invented country without four files, and nothing of Dorset."""
    lost = LOST | {("dorset", month) for month in YEAR}
    return country(tmp_path_factory.mktemp("country"), lost)


def counted(path: Path, areas: AreaSet, codes: list[str], which: Denominator = Denominator.RESIDENTS) -> PeerCounts:
    """Count areas over the year."""
    with reading(path) as connection:
        return peer_counts(connection, areas, codes, ASKED, which)


def test_every_area_month_and_type_is_counted(cache: Path) -> None:
    lost = LOST | {("dorset", month) for month in YEAR}
    plain = Counter((row.lsoa, row.kind, row.month) for row in crimes(lost))
    counts = counted(cache, CSPS, [*ALL, "E22999999"])
    assert [row.code for row in counts.rows] == ALL
    assert counts.unknown == ("E22999999",)
    assert counts.types == ("Burglary", "Shoplifting", TYPES[-1])
    for at, (row, slug) in enumerate(zip(counts.rows, SLUGS)):
        held = {month for month in YEAR if (slug, month) not in lost}
        assert {str(month) for month in row.held} == held
        assert row.forces == (slug,)
        assert {str(gap.month) for gap in row.lacking} == set(YEAR) - held
        assert row.denominator == 2 * residents(at)
        assert (row.unplaced, row.published) == (len(held), sum(r.force == slug for r in crimes(lost)))
        for month in YEAR:
            for kind in TYPES:
                found = row.count([kind], [Month.parse(month)])
                assert found == (sum(plain[lsoa, kind, month] for lsoa in lsoas(at)) if month in held else None)
    assert counted(cache, CSPS, ALL, Denominator.HOUSEHOLDS).rows[3].denominator == residents(3)


@pytest.mark.parametrize("areas", [PFAS, LSOAS, AreaSet(AreaKind.DISTRICT, 2024), AreaSet(AreaKind.WARD, 2024)])
def test_all_kinds_of_area_add_up(cache: Path, areas: AreaSet) -> None:
    codes = {
        AreaKind.PFA: list(SLUGS.values()),
        AreaKind.LSOA: [lsoa for at in range(9) for lsoa in lsoas(at)],
        AreaKind.DISTRICT: [f"E0799000{at}" for at in range(9)],
        AreaKind.WARD: [f"E0599{of}00{at}" for at in range(9) for of in range(2)],
    }[areas.kind]
    counts = counted(cache, areas, codes)
    lost = LOST | {("dorset", month) for month in YEAR}
    total = sum(row.count(TYPES, row.held) or 0 for row in counts.rows)
    assert total == sum(bool(row.lsoa) for row in crimes(lost))


def test_forces_count_all_rows_of_their_files(cache: Path) -> None:
    lost = LOST | {("dorset", month) for month in YEAR}
    with reading(cache) as connection:
        counts = force_counts(connection, PFAS, [*SLUGS.values(), "E23999999"], ASKED)
    assert (counts.by_file, counts.unknown) == (True, ("E23999999",))
    for slug, row in zip(SLUGS, counts.rows):
        mine = [crime for crime in crimes(lost) if crime.force == slug]
        assert (row.count(TYPES, row.held) or 0) == len(mine)
        assert len(row.held) == len({crime.month for crime in mine})
        assert row.unplaced == sum(not crime.lsoa for crime in mine)


def test_months_of_the_comparison(cache: Path) -> None:
    """Bedfordshire holds all: of eight peers Dorset lacks all, Kent two, two others one month each."""
    found = common_months(counted(cache, CSPS, ALL), csp(0))
    # Four peers hold all 12 months; with a month lacking at most, six peers have 10 months, with two seven have 9.
    assert len(found.peers) == 7
    assert [str(month) for month in found.given_up] == ["2022-08", "2022-09", "2023-01"]
    assert len(found.months) == 9
    assert [row.name for row in found.left_out] == ["CSP 5"]
    assert found.own_lacking == ()
    assert found.enough
    own = common_months(counted(cache, CSPS, ALL), csp(7))
    assert [str(month) for month in own.own_lacking] == ["2022-08", "2022-09"]
    assert set(own.months).isdisjoint({*own.own_lacking, *own.given_up})
    nothing = common_months(counted(cache, CSPS, ALL), csp(5))
    assert (nothing.months, nothing.peers, nothing.enough) == ((), (), False)


def made(lacking: list[set[int]], denominators: list[int] | None = None) -> PeerCounts:
    """The area first, which holds all 12 months, and peers by the months that they lack."""
    months = tuple(Month.parse(month) for month in YEAR)
    given = denominators or [100] * len(lacking)
    rows = tuple(
        PeerArea(
            f"P{at}",
            f"P{at}",
            ("dorset",),
            frozenset(month for place, month in enumerate(months) if place not in lacks),
            (),
            (),
            {},
            given[at],
            0,
            0,
        )
        for at, lacks in enumerate(lacking)
    )
    return PeerCounts(CSPS, rows, months, (), None, (), by_file=False)


@pytest.mark.parametrize(
    ("lacking", "peers", "months"),
    [
        ([set()] * 15, 14, 12),
        ([set(), *[set()] * 13, {3}], 13, 12),  # one peer that lacks a month: 13 x 12 is more than 14 x 11
        ([set(), *[set()] * 5, *[{3}] * 9], 14, 11),  # nine that lack the same one: 14 x 11 is more than 5 x 12
        ([set(), *[set()] * 4, {0, 1}, {2, 3, 4}], 5, 10),  # five at least, though four have all
        ([set(), *[set()] * 3, set(range(12))], 3, 12),  # never five: as many peers as can be, none without a month
        ([set(), set(range(12))], 0, 12),
    ],
)
def test_what_is_kept(lacking: list[set[int]], peers: int, months: int) -> None:
    found = common_months(made(lacking), "P0")
    assert (len(found.peers), len(found.months)) == (peers, months)
    assert found.enough == (peers >= 5)
    assert all(row.held.issuperset(found.months) for row in found.peers)
    assert len(found.peers) + len(found.left_out) == len(lacking) - 1


def test_peers_without_residents_are_named() -> None:
    found = common_months(made([set()] * 8, [100, 0, *[50] * 6]), "P0")
    assert [row.code for row in found.unrated] == ["P1"]
    assert len(found.peers) == 6


def test_lsoas_of_a_real_force(shared: Path, tmp_path: Path) -> None:
    archive = without_files(shared / "data" / ARCHIVE, tmp_path / "lacking.zip", "2022-08-bedfordshire-street.csv")
    cache = real_cache(tmp_path / "c.sqlite", shared, archive)
    police, people = within(shared, "pfa24_code"), census(shared, "total_residents")
    mine = sorted(code for code, area in police.items() if area == SLUGS["bedfordshire"])
    counts = counted(cache, LSOAS, [*mine, "E01000001"])
    plain = plain_counts(archive, [month for month in YEAR if month != "2022-08"])
    for row in counts.rows[:-1]:
        assert row.count(counts.types, row.held) == plain[row.code]
        assert row.denominator == people[row.code]
        assert [str(gap.month) for gap in row.lacking] == ["2022-08"]
    elsewhere = counts.rows[-1]
    assert (elsewhere.forces, elsewhere.held) == (("city-of-london",), frozenset())
    assert elsewhere.count(counts.types, [Month.parse("2022-05")]) is None
    assert common_months(counts, mine[0]).months == tuple(Month.parse(m) for m in YEAR if m != "2022-08")


def test_without_look_ups_or_months_one_sentence(cache: Path, tmp_path: Path) -> None:
    with reading(cache) as connection, pytest.raises(CacheError, match="first and the last month"):
        peer_counts(connection, CSPS, ALL, Selection())
    bare = make_cache(tmp_path / "bare.sqlite")
    nothing = counted(bare, CSPS, ALL)
    assert (nothing.rows, nothing.unknown, nothing.figures) == ((), tuple(ALL), None)


def test_a_force_from_elsewhere_that_lacks_months_is_in_no_count(tmp_path: Path) -> None:
    """The British Transport Police's crimes come and go with its files: in all months, or in none."""

    def transport(month: str) -> str:
        rows = [street_row(crime_type="Burglary", lsoa_code=lsoa) for lsoa in lsoas(0) for _ in range(50)]
        return street_csv(month, "btp", rows)

    def burglaries(held: list[str]) -> tuple[PeerArea, PeerArea]:
        folder = tmp_path / f"{len(held)}"
        folder.mkdir()
        archive = archive_zip(folder / "2023-05.zip", {member(month, "btp"): transport(month) for month in held})
        cache = make_cache(country(folder), archive)
        rows = counted(cache, CSPS, ALL).rows
        return rows[0], rows[1]

    plain = sum(row.lsoa in lsoas(0) and row.kind == "Burglary" for row in crimes())
    part, other = burglaries(YEAR[:6])
    assert part.count(["Burglary"], part.held) == plain
    assert {(gap.force, str(gap.month)) for gap in part.visiting} == {("btp", month) for month in YEAR[6:]}
    assert other.visiting == ()
    whole, _ = burglaries(YEAR)
    assert whole.count(["Burglary"], whole.held) == plain + 12 * 2 * 50
    assert whole.visiting == ()
