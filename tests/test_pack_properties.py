# SPDX-License-Identifier: GPL-2.0-or-later
"""Whatever is held, and whatever is asked for: a trimmed cache has the rows of its LSOAs once, and no others."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache import OfflineCache, import_paths
from offline_cache.errors import CacheError
from offline_cache.field_pack.hashing import digest, digest_as
from offline_cache.field_pack.manifest import parsed
from offline_cache.field_pack.paths import is_safe
from offline_cache.field_pack.trimming import trim_cache
from offline_cache.model import Area, Month, Selection
from offline_cache.reader import reading
from offline_cache.scope import Scope
from offline_cache.verify import faults
from tests.command import PublishedRow, cache_rows, csv_rows
from tests.sample_factory import Row, crime_id, street_csv, street_row, unplaced_row

CODES = ("E01015693", "E01015694", "E01015695")
MONTHS, FORCES = ("2024-04", "2024-05"), ("dorset", "kent")

placed_rows = st.builds(
    street_row,
    crime_id=st.sampled_from(["", crime_id(1), crime_id(2), "text"]),
    lsoa_code=st.sampled_from(CODES),
    longitude=st.sampled_from(["2.000000", "2.000001"]),
    context=st.sampled_from(["", "seen"]),
    reported_by=st.sampled_from(["Quay Police", "Harbour Police"]),
)
published = st.lists(st.one_of(placed_rows, st.just(unplaced_row())), min_size=1, max_size=8)
held_files = st.dictionaries(
    st.tuples(st.sampled_from(MONTHS), st.sampled_from(FORCES)),
    st.tuples(published, st.one_of(st.none(), st.frozensets(st.sampled_from(CODES), min_size=1))),
    min_size=1,
)
asked = st.tuples(st.frozensets(st.sampled_from(CODES)), st.sampled_from([None, *MONTHS]))


def kept(data: bytes, scope: Scope, codes: frozenset[str]) -> Counter[PublishedRow]:
    """Count by hand the rows of a CSV that a slice holds and a pack of some LSOAs, or of all, keeps."""
    rows = csv_rows(data).items()
    return Counter({row: n for row, n in rows if (scope is None or row[7] in scope) and (not codes or row[7] in codes)})


@settings(max_examples=40, deadline=None)
@given(held_files, asked)
def test_a_trimmed_cache_is_exact(
    files: dict[tuple[str, str], tuple[list[Row], Scope]], wanted: tuple[frozenset[str], str | None]
) -> None:
    codes, month = wanted
    expected: Counter[PublishedRow] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for (of, force), (rows, scope) in files.items():
            path = folder / f"{of}-{force}-street.csv"
            path.write_bytes(street_csv(of, force, rows))
            with OfflineCache(folder / "cache.sqlite") as cache:
                import_paths(cache, [path], lsoas=scope)
            if month in (None, of):
                expected += kept(path.read_bytes(), scope, codes)
        limit = Month.parse(month) if month else None
        area = Area("lsoa", tuple(sorted(codes)), "some") if codes else None
        try:
            trim_cache(folder / "cache.sqlite", folder / "pack.sqlite", Selection(limit, limit, area=area))
        except CacheError:
            assert not (folder / "pack.sqlite").exists()
            assert not expected
            return
        assert cache_rows(folder / "pack.sqlite", "street") == expected
        with reading(folder / "pack.sqlite") as connection:
            assert faults(connection) == []


@given(st.text())
def test_a_safe_path_stays_below_its_folder_on_every_system(text: str) -> None:
    if is_safe(text):
        parts = text.split("/")
        assert all(part not in ("", ".", "..") for part in parts)
        assert not set(text) & set('\\:*?"<>|\0\n\r\t')


@given(st.binary(max_size=300))
def test_bytes_that_nobody_wrote_are_a_sentence(data: bytes) -> None:
    with pytest.raises(
        CacheError, match=r"^The manifest of the field pack pack is damaged .* it was made\.$"
    ) as caught:
        parsed(data, "pack")
    assert str(caught.value).isprintable()


@given(st.binary(min_size=84, max_size=400), st.binary(min_size=14, max_size=14), st.integers(0, 300))
def test_only_what_a_look_changes_in_a_header_is_forgiven(rest: bytes, looked: bytes, at: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "a.sqlite"
        original = b"SQLite format 3\0" + rest
        path.write_bytes(original)
        with path.open("rb") as file:
            made = digest(file, lambda size: None)
        changed = bytearray(original)
        places = [18, 19, 24, 25, 26, 27, *range(92, 100)]
        for place, value in zip(places, looked):
            changed[place] = value
        changed[18:20] = bytes(2 * [1 + looked[0] % 2])  # others keep SQLite from opening the file
        path.write_bytes(changed)
        with path.open("rb") as file:
            found = digest_as(file, lambda size: None, made.header)
        assert (found.size, found.sha256) == (made.size, made.sha256)
        at = 16 + at % len(rest)
        if at not in places:
            changed[at] ^= 1
            path.write_bytes(changed)
            with path.open("rb") as file:
                assert digest_as(file, lambda size: None, made.header).sha256 != made.sha256
