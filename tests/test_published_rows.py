# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows behind a number are lines of the published files, found there again by file and line."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import signal
import subprocess
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Optional

import pytest

from offline_cache import CacheError, Month, OfflineCache, Selection, import_paths
from offline_cache.areas.model import AreaKind
from offline_cache.chosen_area import read_area
from offline_cache.export.rows import Row
from offline_cache.model import Area, Dataset
from offline_cache.published_rows import PROVENANCE, published_rows
from offline_cache.reader import reading
from offline_cache.row_limits import UNLIMITED, RowLimits
from tests import sample_factory as made
from tests.command import command, query, run, sentence, succeed

BEYOND = len(PROVENANCE)
ALL = Selection()


@pytest.fixture(scope="module", name="bedfordshire")
def _bedfordshire(tmp_path_factory: pytest.TempPathFactory, bedfordshire_zip: Path) -> Path:
    path = tmp_path_factory.mktemp("rows") / "bedfordshire.sqlite"
    with OfflineCache(path) as cache:
        import_paths(cache, [bedfordshire_zip])
    return path


def rows_of(
    cache: Path, selection: Selection, dataset: Dataset = Dataset.STREET, limits: RowLimits = UNLIMITED
) -> tuple[tuple[str, ...], list[Row]]:
    """Columns and all rows; what is promised of their number holds."""
    with reading(cache) as connection:
        behind = published_rows(connection, selection, dataset, limits)
        rows = [row for batch in behind.batches for row in batch]
    assert len(rows) == behind.count
    assert len({row[-BEYOND] for row in rows}) == len(behind.files)
    return behind.columns, rows


def lines_of(archive: Path, dataset: str) -> dict[str, list[bytes]]:
    """The lines of each file as they are in the zip, by its name."""
    with zipfile.ZipFile(archive) as container:
        names = [name for name in container.namelist() if name.endswith(f"-{dataset}.csv")]
        return {Path(name).name: container.read(name).split(b"\n") for name in names}


def as_line(fields: Row) -> bytes:
    """Fields as the service writes them."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(fields)
    return text.getvalue().encode("utf-8")


@pytest.mark.parametrize("dataset", list(Dataset))
def test_every_row_is_that_line_of_that_file(bedfordshire: Path, bedfordshire_zip: Path, dataset: Dataset) -> None:
    lines = lines_of(bedfordshire_zip, dataset.value)
    columns, rows = rows_of(bedfordshire, Selection(), dataset)
    assert len(rows) == sum(len([line for line in of if line]) - 1 for of in lines.values())
    for row in rows:
        published, name, line = row[:-BEYOND], row[-BEYOND], row[-BEYOND + 1]
        assert lines[name][line - 1].rstrip(b"\r") == as_line(published)
    header = as_line(columns[:-BEYOND])
    assert {of[0].rstrip(b"\r").lstrip(b"\xef\xbb\xbf") for of in lines.values()} == {header}
    order = [(row[-BEYOND], row[-BEYOND + 1]) for row in rows]
    assert order == sorted(order)


def test_it_says_where_each_row_is_from(bedfordshire: Path, bedfordshire_zip: Path) -> None:
    columns, rows = rows_of(bedfordshire, Selection(Month(2022, 3), Month(2022, 3)))
    with zipfile.ZipFile(bedfordshire_zip) as container:
        member = next(
            info for info in container.infolist() if info.filename.endswith("2022-03-bedfordshire-street.csv")
        )
    said = dict(zip(columns, rows[0]))
    assert said["CRC-32"] == f"{member.CRC:08x}"
    assert (said["File"], said["Force"]) == ("2022-03-bedfordshire-street.csv", "bedfordshire")
    assert said["File month"] == "2022-03"
    assert said["Source"].endswith(member.filename)
    assert said["Snapshot"] == "2023-04 or later"
    fetched = "SELECT fetched_at FROM published_file WHERE month_start LIKE '2022-03%' AND dataset = 'street'"
    assert said["Fetched"] == query(bedfordshire, fetched)[0][0]


def plainly(archive: Path, dataset: str, **wanted: str) -> int:
    """How many rows of a kind of file have these values, by the CSVs alone."""
    columns = {name.replace("_", " "): value for name, value in wanted.items()}
    return sum(
        all(row[name] == value for name, value in columns.items())
        for lines in lines_of(archive, dataset).values()
        for row in csv.DictReader(io.StringIO(b"\n".join(lines).decode("utf-8-sig")))
    )


def test_limits_keep_what_they_name(bedfordshire: Path, bedfordshire_zip: Path) -> None:
    def number(dataset: Dataset, limits: RowLimits, selection: Selection = ALL) -> int:
        return len(rows_of(bedfordshire, selection, dataset, limits)[1])

    lsoa = Area(AreaKind.LSOA.value, ("E01015693",), "E01015693")
    count = number(Dataset.STREET, RowLimits(within=lsoa))
    assert 0 < count == plainly(bedfordshire_zip, "street", LSOA_code="E01015693")
    charged = "Suspect charged"
    found = number(Dataset.OUTCOMES, RowLimits(month=Month(2022, 5), outcomes=(charged,)))
    assert 0 < found == plainly(bedfordshire_zip, "outcomes", Month="2022-05", Outcome_type=charged)
    burglary = Selection(crime_types=("Burglary",))
    within = number(Dataset.STREET, RowLimits(within=lsoa, month=Month(2022, 5)), burglary)
    assert within == plainly(bedfordshire_zip, "street", LSOA_code="E01015693", Month="2022-05", Crime_type="Burglary")
    arrest = number(Dataset.STOPS, RowLimits(outcomes=("Arrest",)))
    assert 0 < arrest == plainly(bedfordshire_zip, "stop-and-search", Outcome="Arrest")


def test_the_rows_of_a_place_are_those_of_its_point_and_name(bedfordshire: Path, bedfordshire_zip: Path) -> None:
    place, longitude, latitude, name, crimes = query(
        bedfordshire,
        "SELECT p.id, p.longitude, p.latitude, p.name, count(*) FROM crime c JOIN place p ON p.id = c.place"
        " WHERE p.geom IS NOT NULL GROUP BY p.id ORDER BY 5 DESC LIMIT 1",
    )[0]
    rows = rows_of(bedfordshire, Selection(), limits=RowLimits(places=(place,)))[1]
    plain = plainly(bedfordshire_zip, "street", Longitude=longitude, Latitude=latitude, Location=name)
    assert len(rows) == plain == crimes > 100
    first = query(bedfordshire, "SELECT id FROM crime WHERE place = ? ORDER BY id LIMIT 3", place)
    some = rows_of(bedfordshire, Selection(), limits=RowLimits(rows=tuple(number for (number,) in first)))[1]
    assert len(some) == 3
    assert set(some) <= set(rows)
    assert rows_of(bedfordshire, Selection(), limits=RowLimits(places=()))[1] == []


def test_it_streams(bedfordshire: Path) -> None:
    """Twice the rows take no more memory than once."""

    def peak(selection: Selection) -> int:
        tracemalloc.start()
        with reading(bedfordshire) as connection:
            for _ in published_rows(connection, selection).batches:
                pass
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    assert peak(Selection()) < 1.5 * peak(Selection(Month(2021, 5), Month(2021, 8)))


def imported(cache: Path, *files: tuple[str, str, str, bytes]) -> Path:
    """Import files given as (month, force, kind, content)."""
    folder = cache.parent / "published"
    for month, force, kind, content in files:
        path = folder / made.member(month, force, kind)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with OfflineCache(cache) as opened:
        import_paths(opened, [folder])
    return cache


HOSTILE = '<b onload="x">=HYPERLINK("a"), \u202eevil\u2069 ' + "long " * 90


def test_files_of_2012_and_hostile_names_stay_as_published(cache_path: Path) -> None:
    hostile = made.street_row(location=HOSTILE, lsoa_name="A, B")
    grid = made.easting_northing_row()
    imported(
        cache_path,
        ("2012-03", "bedfordshire", "street", made.easting_northing_csv("2012-03", "bedfordshire", [grid])),
        ("2024-05", "bedfordshire", "street", made.street_csv("2024-05", "bedfordshire", [made.asb_row(), hostile])),
    )
    columns, rows = rows_of(cache_path, Selection())
    assert columns[:14] == (*made.STREET_COLUMNS, "Easting", "Northing")
    old, _, new = (dict(zip(columns, row)) for row in rows)
    assert (old["Easting"], old["Northing"], old["Longitude"], old["Crime ID"]) == ("504900", "249700", None, None)
    assert (new["Location"], new["LSOA name"], new["Easting"], new["Line"]) == (HOSTILE, "A, B", None, 3)
    only_old = rows_of(cache_path, Selection(last=Month(2012, 12)))[0]
    assert only_old[:-BEYOND] == tuple(made.GRID_COLUMNS)


def test_a_slice_does_not_know_the_line(bedfordshire_zip: Path, cache_path: Path) -> None:
    succeed(cache_path, "import", bedfordshire_zip, "--lsoa", "E01015693", "--force", "bedfordshire")
    columns, rows = rows_of(cache_path, Selection(Month(2022, 1), Month(2022, 1)))
    assert rows
    assert {row[columns.index("Line")] for row in rows} == {None}
    with reading(cache_path) as connection:
        notes = " ".join(published_rows(connection, Selection(Month(2022, 1), Month(2022, 1))).notes)
    assert "Not all of it is held" in notes


@pytest.mark.parametrize(
    ("dataset", "area", "selection", "limits", "said"),
    [
        (Dataset.STOPS, "lsoa:E01015693", Selection(), RowLimits(), "without an LSOA"),
        (Dataset.OUTCOMES, None, Selection(crime_types=("Burglary",)), RowLimits(), "name no crime type"),
        (Dataset.STREET, None, Selection(last=Month(2022, 1)), RowLimits(month=Month(2022, 2)), "not among the months"),
        (Dataset.STREET, None, Selection(forces=("kent",)), RowLimits(), "holds no street file"),
    ],
)
def test_what_means_nothing_is_refused(
    bedfordshire: Path, dataset: Dataset, area: Optional[str], selection: Selection, limits: RowLimits, said: str
) -> None:
    with reading(bedfordshire) as connection:
        asked = read_area(connection, area) if area else selection
        with pytest.raises(CacheError, match=said):
            published_rows(connection, asked, dataset, limits)


def test_the_command_writes_the_rows(bedfordshire: Path, bedfordshire_zip: Path, tmp_path: Path) -> None:
    out = tmp_path / "rows.csv"
    asked = ("rows", "--type", "burglary", "--lsoa", "E01015693", "--month", "2022-05")
    done = succeed(bedfordshire, *asked, out)
    number = plainly(bedfordshire_zip, "street", Crime_type="Burglary", LSOA_code="E01015693", Month="2022-05")
    with out.open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    assert len(written) == number
    assert f"Wrote {number} row" in done.err
    assert "snap point" in done.err
    printed = succeed(bedfordshire, *asked).out
    assert list(csv.DictReader(io.StringIO(printed))) == written


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--dataset", "stop-and-search", "--lsoa", "E01015693"), "without an LSOA"),
        (("--area", "csp:Narnia"), "no look-up"),
        (("--force", "kent"), "holds no street file"),
        (("--lsoa", "XX"), "XX"),
        (("--outcome", "Investigation"), "none of the .* outcomes that the cache holds.*Under investigation"),
        (("--dataset", "stop-and-search", "--outcome", "Foo"), "none of the .* outcomes"),
        (("--place", "99999999"), "no snap point 99999999"),
    ],
)
def test_the_command_fails_in_one_sentence(bedfordshire: Path, words: tuple[str, ...], said: str) -> None:
    assert re.search(said, sentence(run(bedfordshire, "rows", *words)))


def test_an_lsoa_of_another_edition_is_no_empty_result(bedfordshire_zip: Path, shared: Path, tmp_path: Path) -> None:
    cache, fit = (
        tmp_path / "policeuk.sqlite",
        "LSOA_(2011)_to_LSOA_(2021)_to_LAD_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv",
    )
    succeed(cache, "import", bedfordshire_zip, "--force", "bedfordshire", "--types", "street")
    succeed(cache, "areas", "import", shared / "data" / "lookups" / fit)
    assert not plainly(bedfordshire_zip, "street", LSOA_code="E01015741")
    said = sentence(run(cache, "rows", "--lsoa", "E01015741"))
    assert "an LSOA of 2011, and the files of these months are written with those of 2021" in said
    assert "Its ground is in E01033801, E01033802" in said
    later = [plainly(bedfordshire_zip, "street", LSOA_code=code) for code in ("E01033801", "E01033802")]
    assert all(later)
    both = ("rows", "--lsoa", "E01033801", "--lsoa", "E01033802", "--lsoa", "E01015741")
    assert f"Wrote {sum(later):,} rows of " in succeed(cache, *both).err


def test_a_cache_is_never_written_over(bedfordshire: Path) -> None:
    assert "is the cache itself" in sentence(run(bedfordshire, "rows", bedfordshire))


def folders_files(folder: Path) -> Iterator[str]:
    """Names in a folder."""
    return (path.name for path in folder.iterdir())


def test_a_kill_leaves_no_half_file(bedfordshire: Path, tmp_path: Path) -> None:
    out = tmp_path / "rows.csv"
    out.write_text("Crime ID,before\r\n", encoding="utf-8")
    process = subprocess.Popen(command(bedfordshire, "rows", out))
    deadline = time.monotonic() + 300
    with contextlib.suppress(FileNotFoundError):  # it is whole, and has its name
        while time.monotonic() < deadline and process.poll() is None:
            if any(path.stat().st_size for path in tmp_path.iterdir() if path != out):  # it is being written
                break
            time.sleep(0.005)
    process.send_signal(signal.SIGTERM)
    code = process.wait(600)
    assert set(folders_files(tmp_path)) == {"rows.csv"}
    if code:
        assert out.read_text(encoding="utf-8") == "Crime ID,before\n"
    else:  # it was faster
        assert len(out.read_text(encoding="utf-8").splitlines()) == 120_589
