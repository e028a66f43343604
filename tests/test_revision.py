# SPDX-License-Identifier: GPL-2.0-or-later
"""A revised file takes the place of the old one, and what changed is told as counting by hand tells it."""

from __future__ import annotations

import csv
import io
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache import OfflineCache, import_paths
from offline_cache.importing import import_file, import_sources
from offline_cache.model import ChangeKind, FileChange, Month, Snapshot
from offline_cache.sources.disk import SourceFile, find_published
from tests.command import cache_rows, csv_rows, dump, query, succeed
from tests.sample_factory import (
    OUTCOME_COLUMNS,
    STOP_COLUMNS,
    STREET_COLUMNS,
    Row,
    asb_row,
    crime_id,
    outcome_row,
    outcomes_csv,
    stop_row,
    stops_csv,
    street_csv,
    street_row,
    unplaced_row,
)

MONTH, FORCE = "2024-05", "dorset"
COLUMNS = {"street": STREET_COLUMNS, "outcomes": OUTCOME_COLUMNS, "stop-and-search": STOP_COLUMNS}
OUTCOME = {"street": "Last outcome category", "outcomes": "Outcome type"}
BUILD = {"street": street_csv, "outcomes": outcomes_csv, "stop-and-search": stops_csv}


def put(folder: Path, dataset: str, rows: list[Row], crlf: bool = True) -> Path:
    """Write the rows as the published file of the month."""
    path = folder / f"{MONTH}-{FORCE}-{dataset}.csv"
    path.write_bytes(BUILD[dataset](MONTH, FORCE, rows, crlf=crlf))
    return path


def told_by_hand(old: bytes, new: bytes, dataset: str) -> tuple[int, int, int]:
    """Count rows added, gone, and changed in nothing but the outcome; the last only where an id tells the crime."""
    before, after = (list(csv.DictReader(io.StringIO(data.decode(), newline=""))) for data in (old, new))
    was, now = (Counter(tuple(row.values()) for row in rows) for rows in (before, after))
    gone, added = was - now, now - was
    if dataset == "stop-and-search":
        return sum(added.values()), sum(gone.values()), 0
    outcome = COLUMNS[dataset].index(OUTCOME[dataset])
    lost, found = (
        Counter(row[:outcome] + row[outcome + 1 :] for row in rows.elements() if row[0]) for rows in (gone, added)
    )
    changed = sum((lost & found).values())
    return sum(added.values()) - changed, sum(gone.values()) - changed, changed


street_rows = st.builds(
    street_row,
    crime_id=st.sampled_from(["", "x", crime_id(1), crime_id(2)]),
    longitude=st.sampled_from(["2.000000", "2.100000"]),
    crime_type=st.sampled_from(["Burglary", "Drugs"]),
    last_outcome_category=st.sampled_from(["", "Under investigation", "Local resolution"]),
    lsoa_name=st.sampled_from(["A", "B, C"]),
    reported_by=st.sampled_from(["Dorset Police", "Harbour Police"]),
    context=st.sampled_from(["", "", "seen"]),
)
outcome_rows = st.builds(
    outcome_row,
    crime_id=st.sampled_from(["", crime_id(1), crime_id(2)]),
    longitude=st.sampled_from(["2.000000", "2.100000"]),
    outcome_type=st.sampled_from(["Local resolution", "Suspect charged", "Sent back"]),
    falls_within=st.sampled_from(["Dorset Police", "Kent Police"]),
)
stop_rows = st.builds(
    stop_row,
    date=st.sampled_from(["2024-05-01T10:00:00+00:00", "2024-05-02T10:00:00+00:00"]),
    outcome=st.sampled_from(["Arrest", "Caution", ""]),
    longitude=st.sampled_from(["2.000000", "2.100000"]),
)
pairs = st.one_of(
    *(
        st.tuples(st.just(dataset), st.lists(rows, max_size=12), st.lists(rows, max_size=12))
        for dataset, rows in (("street", street_rows), ("outcomes", outcome_rows), ("stop-and-search", stop_rows))
    )
)


def revise(cache_path: Path, folder: Path, dataset: str, *versions: list[Row]) -> tuple[FileChange, list[bytes]]:
    """Import versions of a file one after the other; give the last change and the bytes of all."""
    data = []
    change = None
    for rows in versions:
        path = put(folder, dataset, rows)
        data.append(path.read_bytes())
        with OfflineCache(cache_path) as cache:
            (change,) = import_paths(cache, [path]).changes
    assert change
    return change, data


@settings(max_examples=150, deadline=None)
@given(pairs)
def test_what_changed_is_what_counting_by_hand_finds(pair: tuple[str, list[Row], list[Row]]) -> None:
    dataset, old, new = pair
    with tempfile.TemporaryDirectory() as folder:
        cache_path = Path(folder) / "cache.sqlite"
        change, (before, after) = revise(cache_path, Path(folder), dataset, old, new)
        assert cache_rows(cache_path, dataset) == csv_rows(after)
        if before == after:
            assert change.kind is ChangeKind.UNCHANGED
            return
        assert change.kind is ChangeKind.REVISED
        assert change.rows == len(new)
        told = (change.rows_added, change.rows_gone, change.outcomes_changed)
        assert told == told_by_hand(before, after, dataset)
        used = "SELECT place FROM crime UNION SELECT place FROM outcome UNION SELECT place FROM stop ORDER BY 1"
        assert query(cache_path, "SELECT id FROM place ORDER BY id") == query(cache_path, used)


def test_the_command_says_what_changed(cache_path: Path, tmp_path: Path) -> None:
    succeed(cache_path, "import", put(tmp_path, "street", [street_row(), street_row(crime_id=crime_id(2)), asb_row()]))
    revised = [street_row(last_outcome_category="Local resolution"), asb_row(), asb_row(), asb_row()]
    said = succeed(cache_path, "import", put(tmp_path, "street", revised)).out
    assert f"{MONTH}-{FORCE}-street.csv revised: 2 rows added, 1 gone, 1 with another outcome" in said
    assert "1 files: 0 added, 1 revised, 0 unchanged." in said


def test_places_no_longer_used_are_gone_from_table_and_index(cache_path: Path, tmp_path: Path) -> None:
    shared, alone = "2.000000", "2.500000"
    succeed(cache_path, "import", put(tmp_path, "outcomes", [outcome_row(longitude=shared)]))
    succeed(cache_path, "import", put(tmp_path, "street", [street_row(longitude=x) for x in (shared, alone)]))
    assert query(cache_path, "SELECT count(*) FROM idx_place_geom") == [(2,)]
    succeed(cache_path, "import", put(tmp_path, "street", [unplaced_row()]))
    assert query(cache_path, "SELECT longitude FROM place ORDER BY 1") == [("",), (shared,)]
    indexed = "SELECT round(xmin, 3) FROM idx_place_geom"
    assert query(cache_path, indexed) == [(2.0,)]
    assert query(cache_path, "SELECT count(*) FROM crime_places") == [(0,)]
    succeed(cache_path, "import", put(tmp_path, "street", [street_row(longitude=alone)]))
    assert query(cache_path, "SELECT location FROM crime_points") == [("On or near Herring Street",)]
    succeed(cache_path, "verify")


def test_the_same_rows_with_other_line_ends_are_a_revision_without_change(cache_path: Path, tmp_path: Path) -> None:
    rows = [street_row(), street_row(), asb_row(), unplaced_row(context="seen"), street_row(reported_by="Kent Police")]
    succeed(cache_path, "import", put(tmp_path, "street", rows))
    before = cache_rows(cache_path, "street")
    said = succeed(cache_path, "import", put(tmp_path, "street", rows, crlf=False)).out
    assert "revised: 0 rows added, 0 gone, 0 with another outcome" in said
    assert cache_rows(cache_path, "street") == before


def test_other_files_keep_their_rows_and_ids_when_one_is_revised(cache_path: Path, tmp_path: Path) -> None:
    other = tmp_path / "2024-06-dorset-street.csv"
    other.write_bytes(street_csv("2024-06", FORCE, [street_row(), asb_row()]))
    succeed(cache_path, "import", put(tmp_path, "street", [street_row()]), other)
    ids = "SELECT c.id, c.place FROM crime c JOIN published_file f ON f.id = c.file WHERE f.month_start LIKE '2024-06%'"
    before = query(cache_path, ids)
    succeed(cache_path, "import", put(tmp_path, "street", [street_row(), street_row(longitude="2.300000")]))
    assert query(cache_path, ids) == before
    assert len(dump(cache_path)["crime"]) == 4
    assert query(cache_path, "SELECT count(DISTINCT id) FROM crime_points") == [(4,)]


def test_what_another_program_has_brought_meanwhile_is_not_revised(tmp_path: Path, cache_path: Path) -> None:
    """Between the look at what is held and the writing; the file comes whole there and as a slice here."""
    (source,) = find_published(put(tmp_path, "street", [street_row(), asb_row()]))
    (file,) = source.files

    def read_by_both(file: SourceFile) -> bytes:
        with OfflineCache(cache_path) as other:
            import_sources(other, [source])
        return file.path.read_bytes()

    for wanted in (None, frozenset({"E01020000"})):
        cache_path.unlink(missing_ok=True)
        with OfflineCache(cache_path) as cache:
            change = import_file(cache, source.snapshot, file, read_by_both, wanted)
            written = dump(cache_path)
        assert (change.kind, change.rows, change.scope) == (ChangeKind.UNCHANGED, 2, None)
        assert len(written["crime"]) == 2


def test_a_newer_release_that_came_meanwhile_stays(tmp_path: Path, cache_path: Path) -> None:
    (source,) = find_published(put(tmp_path, "street", [street_row()]))
    (file,) = source.files
    newer = street_csv(MONTH, FORCE, [street_row(), asb_row()])

    def read(file: SourceFile) -> bytes:
        with OfflineCache(cache_path) as other:
            import_file(other, Snapshot(Month(2024, 7), exact=True), file, lambda _: newer, None)
        return file.path.read_bytes()

    with OfflineCache(cache_path) as cache:
        change = import_file(cache, Snapshot(Month(2024, 6), exact=True), file, read, None)
    assert change.kind is ChangeKind.NEWER_HELD
    assert cache_rows(cache_path, "street") == csv_rows(newer)
