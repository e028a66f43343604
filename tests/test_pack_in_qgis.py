# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS looks at the cache of a pack, on a disk that it may write and on one that it may not, and changes nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsVectorLayer

from offline_cache.field_pack import names
from offline_cache.field_pack.checking import check_pack
from tests.command import query
from tests.pack_cases import made_pack

LAYERS = ("crime_points", "crime_places", "counted_places", "area", "area_lsoa_2021", "stop_points")
EMPTY = ("neighbourhoods", "neighbourhood_station", "police_stations", "drawn_area", "area_ward")


@pytest.fixture(params=["writable", "read only"])
def pack(sample_cache: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Give a pack of the sample in a folder that may be written, or not."""
    made_pack(tmp_path / "pack", sample_cache)
    folder = tmp_path / "pack"
    if request.param == "read only":
        os.chmod(folder / names.CACHE, stat.S_IRUSR)
        os.chmod(folder, stat.S_IRUSR | stat.S_IXUSR)
    yield folder
    os.chmod(folder, stat.S_IRWXU)


@pytest.mark.parametrize("name", [*LAYERS, *EMPTY])
@pytest.mark.parametrize("provider", ["spatialite", "ogr"])
@pytest.mark.usefixtures("qgis_app")
def test_looking_at_a_layer_changes_nothing(pack: Path, name: str, provider: str) -> None:
    cache = pack / names.CACHE
    before = cache.read_bytes()
    uri = f"dbname='{cache}' table=\"{name}\" (geom)" if provider == "spatialite" else f"{cache}|layername={name}"
    layer = QgsVectorLayer(uri, name, provider)
    assert layer.isValid()
    features = sum(1 for _ in layer.getFeatures())
    held = query(cache, f"SELECT count(*) FROM {name} WHERE geom IS NOT NULL")[0][0]  # noqa: S608 - names of this test
    assert features == held
    assert (features > 0) is (name in LAYERS)
    layer.extent()
    del layer
    assert cache.read_bytes() == before
    assert check_pack(pack).whole
