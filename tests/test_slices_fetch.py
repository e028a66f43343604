# SPDX-License-Identifier: GPL-2.0-or-later
"""`fetch`, `plan` and `refresh` of LSOAs against the stand-in: their rows in the files of all forces near."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.area_factory import table, written
from tests.command import PublishedRow, Result, cache_rows, csv_rows, query, run, sentence, succeed
from tests.sample_factory import (
    asb_row,
    btp_row,
    crime_id,
    member,
    outcome_row,
    outcomes_csv,
    psni_row,
    stop_row,
    stops_csv,
    street_csv,
    street_row,
    unplaced_row,
)
from tests.service import Service

ONE, TWO, THREE = "E01015693", "E01015694", "E01015695"
MONTHS = ("2026-02", "2026-03")
NEXT = "2026-04"
FORCES = ("bedfordshire", "btp", "cambridgeshire", "hertfordshire", "northamptonshire", "thames-valley")
LOOK_UP = table(
    "LSOA21CD,LSOA21NM,CSP24CD,CSP24NM,PFA24CD,PFA24NM",
    *((code, code, "E22000001", "Luton", "E23000026", "Bedfordshire") for code in (ONE, TWO)),
    (THREE, THREE, "E22000002", "Elsewhere", "E23000026", "Bedfordshire"),
)


def files_of(month: str, revised: bool = False) -> dict[str, bytes]:
    """Give the files of a month: of each force near some rows, of one far away one, of Northern Ireland none there."""
    outcome = {"last_outcome_category": "Local resolution"} if revised else {}
    files = {}
    for number, force in enumerate((*FORCES, "kent")):
        rows = [street_row(lsoa_code=code, crime_id=crime_id(number), **outcome) for code in (ONE, TWO, THREE)]
        rows += [asb_row(lsoa_code=ONE), unplaced_row()] + [btp_row()] * (force == "btp")
        files[member(month, force)] = street_csv(month, force, rows[number % 2 :])
    home = [outcome_row(lsoa_code=code) for code in (ONE, THREE)]
    files[member(month, "bedfordshire", "outcomes")] = outcomes_csv(month, "bedfordshire", home)
    stops = [stop_row(date=f"{month}-03T10:00:00+00:00")]
    files[member(month, "bedfordshire", "stop-and-search")] = stops_csv(month, "bedfordshire", stops)
    files[member(month, "northern-ireland")] = street_csv(month, "northern-ireland", [psni_row()])
    return files


ALL = {name: data for month in MONTHS for name, data in files_of(month).items()}


@pytest.fixture
def service() -> Iterator[Service]:
    """A service with one release of two months."""
    with Service(ALL) as running:
        yield running


@pytest.fixture
def areas(tmp_path: Path, cache_path: Path) -> Path:
    """Give a cache with a look-up and nothing else."""
    succeed(cache_path, "areas", "import", written(tmp_path / "look_up.csv", LOOK_UP))
    return cache_path


def rows_of(files: dict[str, bytes], codes: set[str], *forces: str) -> Counter[PublishedRow]:
    """Count the street rows of the LSOAs in the files of some forces."""
    wanted = [
        data for name, data in files.items() if name.endswith("street.csv") and any(f"-{f}-" in name for f in forces)
    ]
    return Counter({row: n for row, n in sum(map(csv_rows, wanted), Counter()).items() if row[7] in codes})


def fetched(service: Service, cache: Path, *words: str) -> Result:
    result = run(cache, "fetch", "--from", MONTHS[0], "--to", MONTHS[1], *words, **service.environment)
    assert result.code == 0, result.err
    return result


def test_a_district_is_its_rows_in_the_files_of_all_forces_near(service: Service, areas: Path) -> None:
    result = fetched(service, areas, "--area", "csp:Luton")
    assert result.err.startswith(f"Luton ({ONE}, {TWO}): 2 LSOAs. Files of {', '.join(FORCES)}.\n")
    assert cache_rows(areas, "street") == rows_of(ALL, {ONE, TWO}, *FORCES)
    assert {row[7] for row in cache_rows(areas, "outcomes")} == {ONE}
    assert not cache_rows(areas, "stop-and-search")
    succeed(areas, "verify")
    again = fetched(service, areas, "--area", "csp:Luton")
    assert "nothing to download, 14 already held" in again.err


def test_every_force_but_northern_irelands(service: Service, areas: Path) -> None:
    fetched(service, areas, "--lsoa", ONE, "--all-forces")
    assert cache_rows(areas, "street") == rows_of(ALL, {ONE}, *FORCES, "kent")


def test_stops_come_whole_where_they_are_named(service: Service, areas: Path) -> None:
    fetched(service, areas, "--lsoa", ONE, "--types", "street,stop-and-search", "--force", "bedfordshire")
    assert cache_rows(areas, "stop-and-search").total() == 2
    assert query(areas, "SELECT DISTINCT dataset, scope FROM published_file ORDER BY 1") == [
        ("stop-and-search", None),
        ("street", f'["{ONE}"]'),
    ]


def test_a_plan_tells_the_lsoas_and_writes_nothing(service: Service, areas: Path, tmp_path: Path) -> None:
    before = areas.read_bytes()
    said = run(areas, "plan", "--from", MONTHS[0], "--to", MONTHS[1], "--area", "csp:Luton", **service.environment)
    lines = said.out.splitlines()
    assert said.code == 0, said.err
    assert lines[0] == f"Luton ({ONE}, {TWO}): 2 LSOAs. Files of {', '.join(FORCES)}."
    assert "Bedfordshire Police polices these LSOAs." in lines
    assert any("24 files" in line and "Luton" in line for line in lines[1:])
    assert areas.read_bytes() == before
    none = tmp_path / "none.sqlite"
    words = ("--from", MONTHS[0], "--lsoa", ONE, "--force", "btp")
    said = run(none, "plan", *words, **service.environment)
    assert said.code == 0, said.err
    assert not none.exists()
    assert "Which forces police these LSOAs" in sentence(run(none, "fetch", "--lsoa", ONE, **service.environment))
    assert not none.exists()


def test_a_whole_download_takes_the_slice_over_and_a_refresh_keeps_the_scope(service: Service, areas: Path) -> None:
    fetched(service, areas, "--area", "csp:Luton")
    newer = {**ALL, **files_of(MONTHS[1], revised=True), **files_of(NEXT)}
    service.publish(newer)
    said = run(areas, "refresh", **service.environment)
    assert said.code == 0, said.err
    assert cache_rows(areas, "street") == rows_of(newer, {ONE, TWO}, *FORCES)
    assert query(areas, "SELECT count(DISTINCT scope) FROM published_file") == [(1,)]
    succeed(areas, "verify")
    result = run(areas, "fetch", "--force", "bedfordshire", "--types", "street", **service.environment)
    assert result.code == 0, result.err
    assert cache_rows(areas, "street", "bedfordshire") == sum(
        (csv_rows(data) for name, data in newer.items() if name.endswith("-bedfordshire-street.csv")), Counter()
    )
    assert cache_rows(areas, "street", "btp") == rows_of(newer, {ONE, TWO}, "btp")
