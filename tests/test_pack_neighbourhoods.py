# SPDX-License-Identifier: GPL-2.0-or-later
"""Neighbourhoods in a pack: a beat with its team and its neighbours, counted as in the cache it came from."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_cache import OfflineCache
from offline_cache.chosen_area import read_area
from offline_cache.model import By, Selection
from offline_cache.neighbourhood_ground import ground_of
from offline_cache.neighbourhoods import neighbourhood
from offline_cache.police_api.neighbourhoods import NeighbourhoodKey
from offline_cache.queries import counts
from offline_cache.reader import reading
from offline_cache.slice_outlines import lsoas_covering
from tests.api_client import FORCE
from tests.held_neighbourhoods import fetch_into
from tests.pack_cases import sound, trimmed
from tests.service import Service


@pytest.fixture(scope="module")
def neighbourhoods(sample_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the sample with its areas and neighbourhoods; the tests read it only."""
    path = tmp_path_factory.mktemp("neighbourhoods") / "held.sqlite"
    shutil.copy(sample_cache, path)
    with Service(rate_limit=False) as running:
        yield fetch_into(running, path)


def test_a_beat_takes_its_team_priorities_events_stations_and_its_neighbours(
    neighbourhoods: Path, tmp_path: Path
) -> None:
    key = NeighbourhoodKey(FORCE, "NC04")
    trimmed(neighbourhoods, tmp_path / "pack.sqlite", f"neighbourhood:{FORCE}/NC04")
    with reading(neighbourhoods) as there, reading(sound(tmp_path / "pack.sqlite")) as here:
        assert neighbourhood(here, key) == neighbourhood(there, key)
        shown = "SELECT * FROM neighbourhoods WHERE code = 'NC04'"
        assert here.execute(shown).fetchall() == there.execute(shown).fetchall() != []
        known = "SELECT count(*) FROM neighbourhood_outline"
        assert 1 <= here.execute(known).fetchone()[0] <= there.execute(known).fetchone()[0]
        listed = "SELECT code, name FROM neighbourhood ORDER BY position"
        assert here.execute(listed).fetchall() == there.execute(listed).fetchall()


def test_every_beat_of_the_sample_counts_the_same_in_its_pack(neighbourhoods: Path, tmp_path: Path) -> None:
    for code in ("NC04", "17", "DB ALL"):
        area = f"neighbourhood:{FORCE}/{code}"
        pack = tmp_path / f"{code}.sqlite"
        trimmed(neighbourhoods, pack, area)
        with reading(neighbourhoods) as there, reading(pack) as here:
            both = [counts(c, Selection(area=read_area(c, area).area), By.LSOA) for c in (there, here)]
            assert both[0].rows == both[1].rows != ()
            assert both[0].coverage.missing == both[1].coverage.missing
            assert both[1].coverage.partial == ()


def test_a_beat_at_the_sea_is_held_whole_wherever_other_outlines_are_held(neighbourhoods: Path, tmp_path: Path) -> None:
    """Ground without an LSOA is the sea where all outlines of the force are held: so they all come along."""
    cache = Path(shutil.copy(neighbourhoods, tmp_path / "held.sqlite"))
    area = f"neighbourhood:{FORCE}/DB ALL"
    with OfflineCache(cache) as opened, opened.transaction() as connection:
        elsewhere = "SELECT source, kind, edition, 'E01991999', 'Elsewhere', geom FROM area WHERE kind = 'lsoa' LIMIT 1"
        sql = f"INSERT INTO area (source, kind, edition, code, name, geom) {elsewhere}"  # noqa: S608 - this test's own
        row = connection.execute(sql).lastrowid
        connection.execute("INSERT INTO idx_area_geom VALUES (?, 5, 5.1, 50, 50.1)", (row,))
    with reading(cache) as connection:
        found = read_area(connection, area).area
        assert found is not None
        assert lsoas_covering(connection, ground_of(connection, found)).notes != ()
    trimmed(cache, tmp_path / "pack.sqlite", area)
    with reading(tmp_path / "pack.sqlite") as connection:
        counted = counts(connection, Selection(area=read_area(connection, area).area), By.MONTH)
    assert counted.coverage.partial == ()
