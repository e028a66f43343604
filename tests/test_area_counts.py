# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts, rates and change by area against plain counting of the published files."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from offline_cache.area_counts import AreaCount, AreaCounts, area_counts
from offline_cache.areas.model import AreaKind, AreaSet
from offline_cache.chosen_area import read_area
from offline_cache.denominators import Denominator, denominator_of
from offline_cache.errors import CacheError
from offline_cache.model import Month
from offline_cache.reader import reading
from offline_cache.reference import lsoa_edition
from tests.area_cases import ARCHIVE, census, plain_counts, real_cache, within, without_files
from tests.area_factory import table, written
from tests.command import succeed
from tests.plugin_caches import make_cache
from tests.sample_factory import street_csv, street_row, unplaced_row

LSOAS, WARDS, CSPS = AreaSet(AreaKind.LSOA, 2021), AreaSet(AreaKind.WARD, 2024), AreaSet(AreaKind.CSP, 2024)
BEDFORDSHIRE, LUTON = "E23000026", "E22000010"
YEAR = [f"2022-{month:02d}" for month in range(5, 13)] + [f"2023-{month:02d}" for month in range(1, 5)]
YEAR_BEFORE = [f"2021-{month:02d}" for month in range(5, 13)] + [f"2022-{month:02d}" for month in range(1, 5)]


@pytest.fixture(scope="module")
def archive(shared: Path) -> Path:
    """Give the real archive."""
    return shared / "data" / ARCHIVE


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, shared: Path, archive: Path) -> Path:
    """Give Bedfordshire with its areas."""
    return real_cache(tmp_path_factory.mktemp("whole") / "c.sqlite", shared, archive)


@pytest.fixture(scope="module")
def gapped(tmp_path_factory: pytest.TempPathFactory, shared: Path, archive: Path) -> Path:
    """Give the same without the street file of August 2022."""
    folder = tmp_path_factory.mktemp("gapped")
    lacking = without_files(archive, folder / "lacking.zip", "2022-08-bedfordshire-street.csv")
    return real_cache(folder / "c.sqlite", shared, lacking)


def counted(cache: Path, area: str, areas: AreaSet, first: str = "", last: str = "") -> AreaCounts:
    """Count an area, by residents."""
    with reading(cache) as connection:
        selection = replace(
            read_area(connection, area),
            first=Month.parse(first) if first else None,
            last=Month.parse(last) if last else None,
        )
        return area_counts(connection, selection, areas)


def by_code(counts: AreaCounts) -> dict[str, AreaCount]:
    """The areas by code."""
    return {row.code: row for row in counts.rows}


def test_every_lsoa_of_the_force_as_counted_plainly(cache: Path, shared: Path, archive: Path) -> None:
    """Each count, the residents, the rate, and that all crimes of the files are accounted for."""
    plain, police, residents = plain_counts(archive), within(shared, "pfa24_code"), census(shared, "total_residents")
    mine = {code for code, area in police.items() if area == BEDFORDSHIRE}
    counts = counted(cache, "force:bedfordshire", LSOAS)
    assert {row.code: row.count for row in counts.rows} == {code: plain[code] for code in mine}
    assert {row.code: row.denominator for row in counts.rows} == {code: residents[code] for code in mine}
    for row in counts.rows:
        assert row.months == 24
        assert row.rate == pytest.approx(plain[row.code] * 12 / 24 / residents[row.code] * 1000)
    assert counts.unplaced == plain[""]
    assert counts.elsewhere == sum(n for code, n in plain.items() if code and code not in mine)
    assert counts.rate == pytest.approx(sum(plain[code] for code in mine) / 2 / sum(map(residents.get, mine)) * 1000)
    parts = counts.unplaced + counts.without_lsoa + counts.not_carried + counts.elsewhere
    assert parts + sum(row.count or 0 for row in counts.rows) == sum(plain.values()) == 120_588


@pytest.mark.parametrize(("areas", "column"), [(WARDS, "ward24_code"), (CSPS, "csp24_code")])
def test_wards_and_csps_are_sums_of_their_lsoas(
    cache: Path, shared: Path, archive: Path, areas: AreaSet, column: str
) -> None:
    """By the look-up, crimes and residents."""
    lies, police, residents = within(shared, column), within(shared, "pfa24_code"), census(shared, "total_residents")
    crimes, people = Counter[str](), Counter[str]()
    for lsoa, count in plain_counts(archive).items():
        if police.get(lsoa) == BEDFORDSHIRE:
            crimes[lies[lsoa]] += count
    for lsoa, area in lies.items():
        people[area] += residents[lsoa]
    rows = by_code(counted(cache, "force:bedfordshire", areas))
    assert {code: row.count for code, row in rows.items()} == dict(crimes)
    assert {code: row.denominator for code, row in rows.items()} == {code: people[code] for code in rows}


def test_a_missing_month_is_named_and_in_no_rate(gapped: Path, shared: Path, archive: Path) -> None:
    """Rates rest on 11 months of 12, and there is no change."""
    months = [month for month in YEAR if month != "2022-08"]
    plain, residents = plain_counts(archive, months), census(shared, "total_residents")
    counts = counted(gapped, "force:bedfordshire", LSOAS, YEAR[0], YEAR[-1])
    for row in counts.rows:
        assert (row.count, row.months, row.before, row.change) == (plain[row.code], 11, None, None)
        assert [str(gap.month) for gap in row.missing] == ["2022-08"]
        assert row.rate == pytest.approx(plain[row.code] * 12 / 11 / residents[row.code] * 1000)
    assert [str(gap.month) for gap in counts.coverage.missing] == ["2022-08"]


def test_change_on_the_same_months_a_year_before(cache: Path, archive: Path) -> None:
    """Plain counts of both years; a percentage from 20 crimes before on."""
    now, before = plain_counts(archive, YEAR), plain_counts(archive, YEAR_BEFORE)
    rows = counted(cache, "force:bedfordshire", LSOAS, YEAR[0], YEAR[-1]).rows
    for row in rows:
        assert (row.count, row.before) == (now[row.code], before[row.code])
        assert row.change == now[row.code] - before[row.code]
        assert (row.change_percent is None) == (before[row.code] < 20)
        if row.change_percent is not None:
            assert row.change_percent == pytest.approx(100 * (now[row.code] / before[row.code] - 1))
    assert any(row.change_percent is None for row in rows)
    whole = counted(cache, "force:bedfordshire", LSOAS)
    assert all(row.before is None for row in whole.rows)


def test_areas_of_a_force_that_is_not_held_are_not_zero(cache: Path) -> None:
    """Hertfordshire beside Bedfordshire: nothing is known there, though some rows lie there."""
    counts = counted(cache, "pfa:Bedfordshire,Hertfordshire", CSPS)
    known = {row.name: row.count for row in counts.rows if row.count is not None}
    assert sorted(known) == ["Bedford", "Central Bedfordshire", "Luton"]
    unknown = [row for row in counts.rows if row.count is None]
    assert len(unknown) == 10
    assert all(row.rate is None and row.before is None for row in unknown)
    assert counts.elsewhere > 0


def test_an_area_without_crimes_has_none_where_its_months_are_held(cache: Path, archive: Path) -> None:
    """0 is 0: robberies of one month are in few LSOAs, and no other is empty-handed of a number."""
    plain = plain_counts(archive, ["2023-04"], crime_type="Robbery")
    with reading(cache) as connection:
        selection = replace(
            read_area(connection, "csp:Luton"),
            first=Month(2023, 4),
            last=Month(2023, 4),
            crime_types=("Robbery",),
        )
        rows = area_counts(connection, selection, LSOAS).rows
    assert {row.code: row.count for row in rows} == {row.code: plain[row.code] for row in rows}
    assert {row.rate for row in rows if not row.count} == {0.0}
    assert any(row.count == 0 for row in rows)


def test_only_whole_areas_are_counted(cache: Path) -> None:
    """A ward is no district, and is said to hold none."""
    with pytest.raises(CacheError, match="holds no whole area among the districts of 2024"):
        counted(cache, "ward:Ampthill", AreaSet(AreaKind.DISTRICT, 2024))
    with reading(cache) as connection:
        lsoas = sorted(code for code, ward in _wards(connection).items() if ward == "Ampthill")
    counts = counted(cache, f"lsoa:{','.join(lsoas[1:])}", LSOAS)
    assert [row.code for row in counts.rows] == lsoas[1:]


def _wards(connection: object) -> dict[str, str]:
    query = """
        SELECT a.code, n.name FROM area_in_area a
        JOIN area_name n ON n.kind = 'ward' AND n.edition = a.in_edition AND n.code = a.in_code WHERE a.in_kind = 'ward'
    """
    return dict(connection.execute(query))  # type: ignore[attr-defined]


@pytest.mark.parametrize("which", list(Denominator))
def test_residents_and_households_of_any_area(cache: Path, shared: Path, which: Denominator) -> None:
    """Sums over the LSOAs of the look-up; nobody lives in British Transport Police."""
    people, csp = census(shared, f"total_{which.value}"), within(shared, "csp24_code")
    expected = sum(n for code, n in people.items() if csp[code] == LUTON)
    with reading(cache) as connection:
        for area in ("csp:Luton", "district:Luton"):
            found = denominator_of(connection, read_area(connection, area), which)
            assert found is not None
            assert (found.value, found.year, found.missing_areas) == (expected, 2021, 0)
            assert found.source == "lsoa21_census2021_residents_households.csv.gz"
        assert denominator_of(connection, read_area(connection, "force:btp"), which) is None


# --- both editions, made by hand ------------------------------------------------------------------------------

CODES = [f"E010{number:05d}" for number in range(1, 35_000)]
OLD = [code for code in CODES if lsoa_edition(code) == 2011][:4]
SAME = next(code for code in CODES if lsoa_edition(code) is None)
NEW = [code for code in CODES if lsoa_edition(code) == 2021][:3]
# OLD[0] was split into NEW[0] and NEW[1]; OLD[1] and OLD[2] became NEW[2]; no look-up knows OLD[3].
FIT = table(
    "LSOA11CD,LSOA21CD,CHGIND",
    *([OLD[0], NEW[0], "S"], [OLD[0], NEW[1], "S"], [OLD[1], NEW[2], "M"], [OLD[2], NEW[2], "M"], [SAME, SAME, "U"]),
)
LOOK_UP = table(
    "LSOA21CD,LSOA21NM,WD24CD,WD24NM,PFA24CD,PFA24NM",
    *([code, code, "E05000001", "Abbey", "E23000039", "Dorset"] for code in (SAME, NEW[0], NEW[2])),
    [NEW[1], NEW[1], "E05000002", "Castle", "E23000039", "Dorset"],
)
PEOPLE = table("lsoa21_code,total_residents", *([code, 1000 * (at + 1)] for at, code in enumerate([SAME, *NEW])))


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a month written with LSOAs of 2011, and one with those of 2021."""
    folder = tmp_path_factory.mktemp("editions")
    held = {
        "2020-05": {SAME: 1, OLD[0]: 2, OLD[1]: 4, OLD[2]: 8, OLD[3]: 16},
        "2024-05": {SAME: 32, NEW[0]: 64, NEW[1]: 128, NEW[2]: 256},
    }
    for month, codes in held.items():
        rows = [street_row(lsoa_code=code, lsoa_name=code) for code, count in codes.items() for _ in range(count)]
        rows.append(unplaced_row())
        (folder / f"{month}-dorset-street.csv").write_bytes(street_csv(month, "dorset", rows))
    made = {"fit.csv": FIT, "look_up.csv": LOOK_UP, "people_mid2022.csv": PEOPLE}
    files = tuple(written(folder / name, text) for name, text in made.items())
    return make_cache(folder / "c.sqlite", *folder.glob("*-street.csv"), areas=files)


def test_lsoas_of_2011_are_carried_where_that_is_exact(changed: Path) -> None:
    """A split one leaves its successors partly known in that month, which is in no rate; 2020 to 2024 else missing."""
    rows = by_code(counted(changed, "force:dorset", LSOAS, "2020-05", "2020-05"))
    assert {code: row.count for code, row in rows.items()} == {SAME: 1, NEW[0]: 0, NEW[1]: 0, NEW[2]: 12}
    assert {code: row.months for code, row in rows.items()} == {SAME: 1, NEW[0]: 0, NEW[1]: 0, NEW[2]: 1}
    assert "LSOAs of 2011" in rows[NEW[0]].partial[0].reason
    assert rows[NEW[0]].rate is None
    assert rows[NEW[2]].rate == pytest.approx(12 * 12 / 4000 * 1000)
    counts = counted(changed, "force:dorset", LSOAS, "2020-05", "2020-05")
    assert (counts.not_carried, counts.unplaced) == (2 + 16, 1)


def test_lsoas_of_2021_are_carried_to_those_of_2011(changed: Path) -> None:
    """Parts of one add up, as do its residents; a merged one has no single place to go."""
    rows = by_code(counted(changed, "force:dorset", AreaSet(AreaKind.LSOA, 2011), "2024-05", "2024-05"))
    assert rows[OLD[0]].count == 64 + 128
    assert rows[OLD[0]].denominator == 2000 + 3000
    assert (rows[OLD[1]].months, rows[OLD[1]].denominator) == (0, None)
    assert rows[SAME].count == 32


def test_a_ward_that_shares_an_lsoa_is_partly_known(changed: Path) -> None:
    """OLD[0] lies in both wards; with the edition of 2021 nothing is shared."""
    early = by_code(counted(changed, "force:dorset", WARDS, "2020-05", "2020-05"))
    assert {code: (row.count, row.months) for code, row in early.items()} == {"E05000001": (13, 0), "E05000002": (0, 0)}
    late = by_code(counted(changed, "force:dorset", WARDS, "2024-05", "2024-05"))
    assert {code: (row.count, row.months) for code, row in late.items()} == {
        "E05000001": (32 + 64 + 256, 1),
        "E05000002": (128, 1),
    }


def test_lsoas_chosen_by_codes_of_both_editions_are_not_counted_twice(changed: Path) -> None:
    """The residents of a place by its old and its new codes are the same."""
    with reading(changed) as connection:
        for codes in ([OLD[0]], [NEW[0], NEW[1]], [OLD[0], NEW[0], NEW[1]]):
            found = denominator_of(connection, read_area(connection, f"lsoa:{','.join(codes)}"), Denominator.RESIDENTS)
            assert found is not None
            assert (found.value, found.year, found.missing_areas) == (5000, 2022, 0)
        half = denominator_of(connection, read_area(connection, f"lsoa:{OLD[1]},{SAME}"), Denominator.RESIDENTS)
        assert half is not None
        assert (half.value, half.missing_areas) == (1000, 1)
        assert denominator_of(connection, read_area(connection, f"lsoa:{SAME}"), Denominator.HOUSEHOLDS) is None


def test_a_slice_knows_its_lsoas_and_of_wider_areas_a_part(tmp_path: Path) -> None:
    """Of an LSOA outside the slice nothing is known; its ward is held in part, and has no rate."""
    rows = [street_row(lsoa_code=code, lsoa_name=code) for code in (SAME, NEW[0], NEW[1], NEW[1])]
    path = tmp_path / "2024-05-dorset-street.csv"
    path.write_bytes(street_csv("2024-05", "dorset", rows))
    files = tuple(written(tmp_path / name, text) for name, text in {"l.csv": LOOK_UP, "p.csv": PEOPLE}.items())
    cache = tmp_path / "c.sqlite"
    succeed(cache, "import", path, "--lsoa", SAME, NEW[1], "--all-forces")
    succeed(cache, "areas", "import", *files)
    lsoas = by_code(counted(cache, "force:dorset", LSOAS))
    assert {code: row.count for code, row in lsoas.items()} == {SAME: 1, NEW[0]: None, NEW[1]: 2, NEW[2]: None}
    assert (lsoas[NEW[1]].rate, lsoas[NEW[0]].rate) == (pytest.approx(2 * 12 / 3000 * 1000), None)
    wards = by_code(counted(cache, "force:dorset", WARDS))
    abbey, castle = wards["E05000001"], wards["E05000002"]
    assert (abbey.count, abbey.months, abbey.rate) == (1, 0, None)
    assert abbey.partial[0].reason == "only 1 of its 3 LSOAs held"
    assert (castle.count, castle.months) == (2, 1)
