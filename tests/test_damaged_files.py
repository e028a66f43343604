# SPDX-License-Identifier: GPL-2.0-or-later
"""Files of which any bytes are others, or that end early: read, or refused in a sentence; and nothing is half done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.command import dump, run

FLIPS = st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=20)
KEPT = st.sampled_from([1.0, 1.0, 1.0, 0.99, 0.5, 0.1])
READERS = (("status",), ("verify",), ("counts", "--by", "month"), ("quality",), ("search", "high"))


def damaged(whole: bytes, flips: list[tuple[float, int]], kept: float) -> bytes:
    """Give some bytes with others in places, and only the first part of them."""
    data = bytearray(whole)
    for place, value in flips:
        data[int(place * len(data))] = value
    return bytes(data[: max(1, int(kept * len(data)))])


def ends_well(cache: Path, *words: str) -> int:
    """Run a command; gives its code, and fails where it ends in anything but an answer or a sentence."""
    result = run(cache, *words)
    assert result.code in (0, 1), (words, result)
    assert "fault of the program" not in result.err, (words, result.err)
    assert "Traceback" not in result.err
    return result.code


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(flips=FLIPS, kept=KEPT)
def test_a_damaged_cache_is_read_or_refused(
    sample_cache: Path, tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[float, int]], kept: float
) -> None:
    cache = tmp_path_factory.mktemp("damaged") / "cache.sqlite"
    cache.write_bytes(damaged(sample_cache.read_bytes(), flips, kept))
    for words in READERS:
        ends_well(cache, *words)
    shutil.rmtree(cache.parent)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(flips=FLIPS, kept=KEPT, name=st.sampled_from(["sample_lsoa_2021.geojson", "sample_lookup.csv"]))
def test_damaged_areas_are_imported_whole_or_not_at_all(
    sample_cache: Path,
    sample_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    flips: list[tuple[float, int]],
    kept: float,
    name: str,
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    cache = Path(shutil.copy(sample_cache, folder / "cache.sqlite"))
    before = dump(cache)
    path = folder / name
    path.write_bytes(damaged((sample_folder / name).read_bytes(), flips, kept))
    if ends_well(cache, "areas", "import", str(path)):
        assert dump(cache) == before
    else:
        assert run(cache, "verify").code == 0
    shutil.rmtree(folder)
