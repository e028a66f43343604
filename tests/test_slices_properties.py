# SPDX-License-Identifier: GPL-2.0-or-later
"""Any sequence of slices, whole files and revisions leaves what a model in two dictionaries says."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Optional

from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache import OfflineCache, import_paths
from offline_cache.model import ChangeKind
from offline_cache.reader import reading
from offline_cache.scope import Scope, covers, joined
from offline_cache.verify import faults
from tests.command import PublishedRow, cache_rows, csv_rows, query
from tests.sample_factory import Row, crime_id, street_csv, street_row, unplaced_row

CODES = ("E01015693", "E01015694", "E01015695", "E01000010")
MONTH, FORCE = "2024-05", "dorset"

scopes: st.SearchStrategy[Scope] = st.one_of(st.none(), st.frozensets(st.sampled_from(CODES), min_size=1))


@given(scopes, scopes, scopes)
def test_joining_scopes_is_a_union_with_the_whole_above_all(a: Scope, b: Scope, c: Scope) -> None:
    assert joined(a, b) == joined(b, a)
    assert joined(a, joined(b, c)) == joined(joined(a, b), c)
    assert joined(a, a) == a
    assert joined(a, None) is None
    assert covers(joined(a, b), a)
    assert covers(joined(a, b), b)
    assert covers(a, b) == (joined(a, b) == a)


placed_rows = st.builds(
    street_row,
    crime_id=st.sampled_from(["", crime_id(1), crime_id(2)]),
    lsoa_code=st.sampled_from(CODES),
    crime_type=st.sampled_from(["Burglary", "Drugs"]),
    last_outcome_category=st.sampled_from(["", "Local resolution"]),
    context=st.sampled_from(["", "seen"]),
    reported_by=st.sampled_from(["Dorset Police", "Harbour Police"]),
)
versions = st.lists(st.one_of(placed_rows, st.just(unplaced_row())), max_size=10)
steps = st.lists(st.tuples(st.integers(0, 1), scopes), min_size=1, max_size=6)


def kept(data: bytes, scope: Scope) -> Counter[PublishedRow]:
    """Count by hand the rows of a CSV that a scope keeps."""
    return Counter({row: n for row, n in csv_rows(data).items() if scope is None or row[7] in scope})


def write(folder: Path, rows: list[Row]) -> Path:
    path = folder / f"{MONTH}-{FORCE}-street.csv"
    path.write_bytes(street_csv(MONTH, FORCE, rows))
    return path


@settings(max_examples=60, deadline=None)
@given(versions, versions, steps)
def test_what_is_held_never_shrinks_and_is_exact(
    one: list[Row], two: list[Row], wanted: list[tuple[int, Scope]]
) -> None:
    files = (one, two)
    scope: Scope = frozenset()
    held: Optional[bytes] = None
    with tempfile.TemporaryDirectory() as name:
        cache_path = Path(name) / "cache.sqlite"
        for version, lsoas in wanted:
            path = write(Path(name), files[version])
            data = path.read_bytes()
            with OfflineCache(cache_path) as cache:
                (change,) = import_paths(cache, [path], lsoas=lsoas).changes
            before = scope
            scope = lsoas if held is None else joined(scope, lsoas)
            assert (change.kind is ChangeKind.ADDED) == (held is None)
            if held is not None:
                kind = ChangeKind.REVISED if held != data else ChangeKind.WIDENED
                assert change.kind is (kind if held != data or scope != before else ChangeKind.UNCHANGED)
                gone, now = kept(held, before), kept(data, before)
                told = change.rows_added + change.outcomes_changed, change.rows_gone + change.outcomes_changed
                assert told == ((now - gone).total(), (gone - now).total())
                assert change.rows_widened == kept(data, scope).total() - now.total()
            held = data
            assert cache_rows(cache_path, "street") == kept(data, scope)
            assert change.rows == kept(data, scope).total()
            assert change.scope == (None if scope is None else tuple(sorted(scope)))
            counts = "SELECT published_rows, unplaced_rows, no_lsoa_rows FROM published_file"
            assert query(cache_path, counts) == [(len(files[version]), files[version].count(unplaced_row()), 0)]
        with reading(cache_path) as connection:
            assert faults(connection) == []
        used = "SELECT DISTINCT place FROM crime ORDER BY 1"
        assert query(cache_path, "SELECT id FROM place ORDER BY id") == query(cache_path, used)
