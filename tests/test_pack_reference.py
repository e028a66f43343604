# SPDX-License-Identifier: GPL-2.0-or-later
"""What a pack knows of the areas around it is what the cache knows; of all others it knows nothing, never a part."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from offline_cache import OfflineCache
from offline_cache.areas.model import AreaKind, AreaSet
from offline_cache.reader import reading
from offline_cache.reference_data.attributes import attributes_of
from offline_cache.reference_data.classes import classes_of
from offline_cache.reference_data.importing import import_reference
from tests.command import query
from tests.pack_cases import trimmed
from tests.plain_months import CENSUS, LOOK_UP
from tests.plugin_caches import make_cache

pytestmark = pytest.mark.slow

FILES = (
    "attributes/imd2025_england_lsoa21.csv.gz",
    "attributes/ruc21_lsoa21.csv.gz",
    "peers/ons_statistical_nearest_neighbours_long.csv.gz",
    "official/ons_table_C2_csp_yejun2025.csv",
)
LUTON, LUTON_CSP = "E06000032", "E22000010"


@pytest.fixture(scope="module")
def cache(bedfordshire_zip: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a real cache with look-up, residents and reference data; the tests read it only."""
    data = shared / "data"
    path = tmp_path_factory.mktemp("reference") / "policeuk.sqlite"
    make_cache(path, bedfordshire_zip, areas=(data / LOOK_UP, data / CENSUS))
    with OfflineCache(path) as opened:
        import_reference(opened, [data / name for name in FILES])
    return path


@pytest.fixture(scope="module")
def pack(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give it trimmed to a ward."""
    path = tmp_path_factory.mktemp("pack") / "pack.sqlite"
    trimmed(cache, path, "ward:E05014750", "2023-04", "2023-04")
    return path


@pytest.mark.parametrize("kind", [AreaKind.WARD, AreaKind.DISTRICT, AreaKind.CSP, AreaKind.PFA])
def test_measures_of_areas_are_those_of_the_whole(cache: Path, pack: Path, kind: AreaKind) -> None:
    with reading(cache) as there, reading(pack) as here:
        whole, part = (attributes_of(connection, AreaSet(kind, 2024)) for connection in (there, here))
    known = {code: repr(values) for code, values in zip(whole.codes, whole.values)}
    told = {code: repr(values) for code, values in zip(part.codes, part.values)}
    assert {code: known[code] for code in told} == told
    assert 0 < len(told) < len(known)


def test_classes_peers_and_official_counts_of_the_area_come_along(cache: Path, pack: Path) -> None:
    with reading(cache) as there, reading(pack) as here:
        whole, part = (classes_of(c, AreaSet(AreaKind.LSOA, 2021), "rural-urban") for c in (there, here))
    assert part["E01015693"] == whole["E01015693"]
    peers = (
        "SELECT p.rank, p.peer FROM peer p JOIN peer_list l ON l.id = p.list WHERE l.name = ? AND p.area = ? ORDER BY 1"
    )
    assert query(pack, peers, "ons-global", LUTON) == query(cache, peers, "ons-global", LUTON) != []
    official = "SELECT crime_group, value FROM official_count WHERE code = ? ORDER BY 1"
    assert query(pack, official, LUTON_CSP) == query(cache, official, LUTON_CSP)
    assert query(pack, "SELECT count(*) FROM official_count") < query(cache, "SELECT count(*) FROM official_count")


def test_every_source_that_is_named_is_there_and_no_other(pack: Path, tmp_path: Path) -> None:
    sources = {source for (source,) in query(pack, "SELECT id FROM area_source")}
    used = set()
    for table in ("area_in_area", "area_figure", "area_measure", "area_attribute", "area_class", "peer_list"):
        used |= {source for (source,) in query(pack, f"SELECT DISTINCT source FROM {table}")}  # noqa: S608
    used |= {source for (source,) in query(pack, "SELECT DISTINCT source FROM official_count")}
    assert sources == used
    again = Path(shutil.copy(pack, tmp_path / "again.sqlite"))
    report = trimmed(again, tmp_path / "pack.sqlite", "ward:E05014750")
    assert report.crimes == query(pack, "SELECT count(*) FROM crime")[0][0]
