# SPDX-License-Identifier: GPL-2.0-or-later
"""How good the data of a selection is, against the published rows counted plainly."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from offline_cache import Cancelled, Dataset, Month, Selection
from offline_cache.exact_copies import Copies, exact_copies
from offline_cache.model import Area
from offline_cache.quality import Quality, QualityCell, Standing, quality
from offline_cache.reader import reading
from tests.command import run, sentence, succeed
from tests.pace import little_work
from tests.plugin_caches import make_cache, published_rows
from tests.sample_factory import (
    archive_zip,
    asb_row,
    member,
    outcome_row,
    outcomes_csv,
    stop_row,
    stops_csv,
    street_csv,
    street_row,
)

NAMES = ("street", "outcomes", "stop-and-search")


def look(cache: Path, selection: Selection = Selection()) -> Quality:  # noqa: B008 - frozen
    """Give the quality of a selection of a cache."""
    with reading(cache) as connection:
        return quality(connection, selection)


def copies(cache: Path, most_rows: int | None = None) -> dict[Dataset, Copies]:
    """Give the exact copies in all files of a cache."""
    with reading(cache) as connection:
        return exact_copies(connection, quality(connection, Selection()).files, most_rows)


def cell(found: Quality, force: str, month: str, dataset: Dataset = Dataset.STREET) -> QualityCell:
    """Give one cell of the grid."""
    (only,) = (c for c in found.of(dataset) if (c.key.force, str(c.key.month)) == (force, month))
    return only


@pytest.fixture(scope="module")
def bedfordshire(bedfordshire_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of two real years."""
    return make_cache(tmp_path_factory.mktemp("quality") / "bedfordshire.sqlite", bedfordshire_zip)


@pytest.mark.parametrize("name", NAMES)
def test_rows_and_those_without_a_place_by_month(bedfordshire: Path, bedfordshire_zip: Path, name: str) -> None:
    rows: dict[str, list[bool]] = defaultdict(list)
    for month, row in published_rows(bedfordshire_zip, name):
        rows[month].append(not row["Longitude"])
    found = look(bedfordshire)
    cells = found.of(Dataset(name))
    assert {str(c.key.month): (c.published, c.unplaced) for c in cells} == {
        month: (len(of), sum(of)) for month, of in rows.items()
    }
    assert {c.standing for c in cells} == {Standing.HELD}
    assert [c.unplaced_share for c in cells] == [sum(of) / len(of) for _, of in sorted(rows.items())]


def test_those_without_a_place_by_type(bedfordshire: Path, bedfordshire_zip: Path) -> None:
    crimes: Counter[str] = Counter()
    unplaced: Counter[str] = Counter()
    for month, row in published_rows(bedfordshire_zip, "street"):
        if month >= "2022-01":
            crimes[row["Crime type"]] += 1
            unplaced[row["Crime type"]] += not row["Longitude"]
    found = look(bedfordshire, Selection(first=Month(2022, 1)))
    assert {of.crime_type: (of.crimes, of.unplaced) for of in found.unplaced_by_type} == {
        name: (crimes[name], unplaced[name]) for name in crimes
    }
    assert [of.unplaced for of in found.unplaced_by_type] == sorted(unplaced.values(), reverse=True)
    some = look(bedfordshire, Selection(crime_types=("Burglary", "Drugs"), with_asb=False))
    assert {of.crime_type for of in some.unplaced_by_type} == {"Burglary", "Drugs"}


def test_exact_copies_of_real_files(bedfordshire: Path, bedfordshire_zip: Path) -> None:
    found = copies(bedfordshire)
    for name in NAMES:
        seen: Counter[tuple[str, ...]] = Counter(
            (month, *row.values()) for month, row in published_rows(bedfordshire_zip, name)
        )
        rows = sum(seen.values())
        assert found[Dataset(name)] == Copies(rows - len(seen), rows, 24, 0)
    assert (found[Dataset.STREET].copies, found[Dataset.OUTCOMES].copies) == (6_982, 1_717)


def test_it_takes_less_than_two_seconds(bedfordshire: Path) -> None:
    with little_work(2), reading(bedfordshire) as connection:
        exact_copies(connection, quality(connection, Selection()).files)


def test_copies_differ_where_any_column_does(tmp_path: Path) -> None:
    month = "2024-05"
    same = [asb_row(), asb_row(), asb_row()]
    other = [asb_row(context="Witnesses wanted"), asb_row(longitude="-1.000000"), street_row()]
    (tmp_path / f"{month}-dorset-street.csv").write_bytes(street_csv(month, "dorset", [*same, *other]))
    (tmp_path / f"{month}-dorset-outcomes.csv").write_bytes(
        outcomes_csv(month, "dorset", [outcome_row(), outcome_row()])
    )
    rows = [stop_row(), stop_row(), stop_row(gender="Female")]
    (tmp_path / f"{month}-dorset-stop-and-search.csv").write_bytes(stops_csv(month, "dorset", rows))
    cache = make_cache(tmp_path / "cache.sqlite", tmp_path)
    found = copies(cache)
    assert {dataset: (of.copies, of.rows) for dataset, of in found.items()} == {
        Dataset.STREET: (2, 6),
        Dataset.OUTCOMES: (1, 2),
        Dataset.STOPS: (1, 3),
    }


def test_of_a_large_cache_the_newest_files_are_looked_through(bedfordshire: Path) -> None:
    some = copies(bedfordshire, most_rows=30_000)
    assert all(of.files > 0 and of.files + of.left_out == 24 for of in some.values())
    assert sum(of.rows for of in some.values()) <= 30_000
    with reading(bedfordshire) as connection, pytest.raises(Cancelled):
        exact_copies(connection, quality(connection, Selection()).files, cancelled=lambda: True)


def dorset(folder: Path, months: tuple[str, ...], *forces: str) -> Path:
    """Give a cache with a small street file of each of these months and forces."""
    for month in months:
        for force in forces or ("dorset",):
            path = folder / f"{month}-{force}-street.csv"
            path.write_bytes(street_csv(month, force, [street_row(), street_row(crime_type="Drugs")]))
    return make_cache(folder / "cache.sqlite", folder)


def test_a_missing_month_is_missing_and_names_the_reason(tmp_path: Path) -> None:
    cache = dorset(tmp_path, ("2025-08", "2025-11"), "gwent", "dorset")
    found = look(cache, Selection(last=Month(2025, 12)))
    assert [str(month) for month in found.months] == ["2025-08", "2025-09", "2025-10", "2025-11", "2025-12"]
    missing = cell(found, "dorset", "2025-10")
    assert (missing.standing, missing.published, missing.unplaced_share) == (Standing.MISSING, 0, None)
    assert missing.reason.startswith("not held")
    assert cell(found, "gwent", "2025-10").reason == "files missing"
    # Of stops no file is held, but that Gwent withholds them is known; of outcomes nothing is.
    assert set(found.coverage) == {Dataset.STREET, Dataset.STOPS}
    assert ("gwent", "stop-and-search") in {(issue.force, issue.about) for issue in found.issues}
    assert not {"btp", "humberside"} & {issue.force for issue in found.issues}


def test_a_file_published_empty_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "2024-05-dorset-street.csv").write_bytes(street_csv("2024-05", "dorset", [street_row()]))
    (tmp_path / "2024-06-dorset-street.csv").write_bytes(street_csv("2024-06", "dorset", []))
    found = look(make_cache(tmp_path / "cache.sqlite", tmp_path))
    assert cell(found, "dorset", "2024-06").standing is Standing.MISSING
    assert "not believed" in cell(found, "dorset", "2024-06").reason


def test_a_slice_is_partial_and_keeps_the_figures_of_its_file(tmp_path: Path) -> None:
    rows = [street_row(), street_row(lsoa_code="E01015350", lsoa_name="Bournemouth 022C"), street_row(crime_id="")]
    rows[2].update({"Longitude": "", "Latitude": "", "LSOA code": "", "LSOA name": "", "Location": "No Location"})
    path = tmp_path / "2024-05-dorset-street.csv"
    path.write_bytes(street_csv("2024-05", "dorset", rows))
    cache = tmp_path / "cache.sqlite"
    code = street_row()["LSOA code"]
    succeed(cache, "import", path, "--lsoa", code, "--force", "dorset")
    sliced = cell(look(cache), "dorset", "2024-05")
    assert (sliced.standing, sliced.published, sliced.unplaced) == (Standing.PARTIAL, 3, 1)
    assert "1 LSOA" in sliced.reason
    within = look(cache, Selection(area=Area("lsoa", (code,), "one LSOA")))
    assert cell(within, "dorset", "2024-05").standing is Standing.HELD
    elsewhere = look(cache, Selection(area=Area("lsoa", ("E01015350",), "another"), forces=("dorset",)))
    assert cell(elsewhere, "dorset", "2024-05").standing is Standing.MISSING


def test_editions_and_releases(tmp_path: Path) -> None:
    for month, code in (("2023-01", "E01032504"), ("2023-02", "E01033918")):
        path = tmp_path / f"{month}-bedfordshire-street.csv"
        path.write_bytes(street_csv(month, "bedfordshire", [street_row(lsoa_code=code)]))
    found = look(make_cache(tmp_path / "cache.sqlite", tmp_path))
    assert sum(use.files for use in found.editions) == 2
    assert {use.dataset for use in found.editions} == {Dataset.STREET}
    assert found.releases == {"": 2}


def test_what_was_revised_is_remembered(tmp_path: Path) -> None:
    name, cache = member("2026-03", "dorset"), tmp_path / "cache.sqlite"
    first, second = [street_row(), street_row(crime_type="Drugs")], [street_row(last_outcome_category="Charged")]
    for archive, rows in (("2026-03", first), ("2026-04", [*second, asb_row(), asb_row()])):
        succeed(
            cache, "import", archive_zip(tmp_path / f"{archive}.zip", {name: street_csv("2026-03", "dorset", rows)})
        )
    revised = cell(look(cache), "dorset", "2026-03")
    assert revised.standing is Standing.REVISED
    (only,) = revised.revisions
    assert (only.snapshot_before, only.snapshot) == ("2026-03", "2026-04")
    assert (only.rows_added, only.rows_gone, only.outcomes_changed) == (2, 1, 1)
    assert look(cache).releases == {"2026-04": 1}
    succeed(cache, "import", tmp_path / "2026-04.zip")
    assert len(cell(look(cache), "dorset", "2026-03").revisions) == 1
    said = succeed(cache, "quality").out
    assert "revised: 2026-03-dorset-street.csv on 20" in said
    assert "2 rows added, 1 gone, 1 outcomes changed" in said


def test_nothing_held_is_nothing_known(bedfordshire: Path) -> None:
    found = look(bedfordshire, Selection(forces=("kent",)))
    assert (found.months, found.cells, found.files, found.unplaced_by_type) == ((), (), (), ())
    with_months = look(bedfordshire, Selection(forces=("kent",), first=Month(2022, 1), last=Month(2022, 3)))
    assert len(with_months.months) == 3
    assert {c.standing for c in with_months.cells} <= {Standing.MISSING}


def test_the_command_says_it_in_lines_and_as_json(bedfordshire: Path) -> None:
    lines = succeed(bedfordshire, "quality", "--from", "2023-03", "--to", "2023-05").out.splitlines()
    assert lines[0] == "street: 2 of 3 files held, 9,657 rows published, 429 without a place (4.4%)"
    assert "missing: bedfordshire street 2023-05 (not held: not published, or not imported)" in lines
    assert "without a place: bedfordshire 2023-04: 244 of 4,770 (5.1%)" in lines
    whole = json.loads(succeed(bedfordshire, "quality", "--json").out)
    assert whole["copies"]["street"] == {"copies": 6_982, "rows": 120_588, "files": 24, "left_out": 0}
    assert len(whole["files"]) == 72
    assert whole["known"][-1]["about"] == "court outcomes"
    assert "is not a force" in sentence(run(bedfordshire, "quality", "--force", "narnia"))
    assert "which is not zero" in succeed(bedfordshire, "quality", "--force", "kent").out
