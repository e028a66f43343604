# SPDX-License-Identifier: GPL-2.0-or-later
"""A few LSOAs of both editions with outlines and look-ups, and what a wanted slice is resolved to."""

from __future__ import annotations

from pathlib import Path

import pytest

from offline_cache.errors import CacheError
from offline_cache.reader import reading
from offline_cache.slices import LsoaSlice, SliceWanted, resolve_slice
from tests.area_factory import feature, geojson, square, table, written
from tests.command import succeed
from tests.sample_factory import street_csv, street_row

WEST, EAST, NORTH = "E01015693", "E01015694", "E01015695"
"""Three LSOAs that both editions have."""
OLD, YOUNG, YOUNGER = "E01000010", "E01033770", "E01033771"
"""An LSOA of 2011, and the two of 2021 that it was split into."""
MERGED, FIRST, SECOND = "E01033772", "E01000023", "E01000048"
"""An LSOA of 2021, and the two of 2011 that it was merged from."""
PFA, OTHER_PFA, CSP = "E23000026", "E23000027", "E22000246"
EXACT_FIT = table(
    "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND",
    *((code, code, code, code, "U") for code in (WEST, EAST, NORTH)),
    *((OLD, OLD, code, code, "S") for code in (YOUNG, YOUNGER)),
    *((code, code, MERGED, MERGED, "M") for code in (FIRST, SECOND)),
)
LOOK_UP = table(
    "LSOA21CD,LSOA21NM,LAD24CD,LAD24NM,CSP24CD,CSP24NM,PFA24CD,PFA24NM",
    *((code, code, "E06000032", "Luton", CSP, "Luton", PFA, "Bedfordshire") for code in (WEST, EAST, YOUNG)),
    *((code, code, "E07000098", "Hertsmere", "E22000001", "Herts", OTHER_PFA, "Herts") for code in (YOUNGER, MERGED)),
    (NORTH, NORTH, "E07000098", "Hertsmere", "E22000001", "Herts", OTHER_PFA, "Herts"),
)
OUTLINES = geojson(
    [
        feature(WEST, [square(-0.50, 52.0)]),
        feature(EAST, [square(-0.49, 52.0)]),
        feature(NORTH, [square(-0.50, 52.01)]),
    ]
)


@pytest.fixture(name="areas", scope="module")
def areas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache with look-ups, exact fit and outlines; the tests read it only."""
    folder = tmp_path_factory.mktemp("areas")
    cache = folder / "cache.sqlite"
    files = {"fit.csv": EXACT_FIT, "look_up.csv": LOOK_UP, "outlines.geojson": OUTLINES}
    succeed(cache, "areas", "import", *(written(folder / name, text) for name, text in files.items()))
    return cache


@pytest.fixture(name="bare")
def bare(tmp_path: Path, cache_path: Path) -> Path:
    """Give a cache with a published file and nothing of areas."""
    path = tmp_path / "2024-05-dorset-street.csv"
    path.write_bytes(street_csv("2024-05", "dorset", [street_row(lsoa_code=WEST, lsoa_name="Bedford 001A")]))
    succeed(cache_path, "import", path)
    return cache_path


def resolved(cache: Path, wanted: SliceWanted) -> LsoaSlice:
    """Resolve in this process."""
    with reading(cache) as connection:
        return resolve_slice(connection, wanted)


def refused(cache: Path, wanted: SliceWanted) -> str:
    """Give the sentence that refuses it."""
    with pytest.raises(CacheError) as caught:
        resolved(cache, wanted)
    assert str(caught.value).endswith(".")
    return str(caught.value)
