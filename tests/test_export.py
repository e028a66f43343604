# SPDX-License-Identifier: GPL-2.0-or-later
"""Export gives back what was imported, field by field, as far as it was asked for."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from offline_cache import CacheError, Month, OfflineCache, Selection, import_paths
from offline_cache.export.choices import ExportFormat, ExportLayer
from offline_cache.export.exporting import export
from offline_cache.reader import reading
from tests import sample_factory as made

Rows = list[list[str]]
KINDS = {ExportLayer.CRIMES: "street", ExportLayer.OUTCOMES: "outcomes", ExportLayer.STOPS: "stop-and-search"}
ALL = Selection()


def rows_of(data: bytes) -> Rows:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def published(archive: Path, layer: ExportLayer) -> tuple[list[str], Rows]:
    """Header and rows of all files of a dataset in a zip, as the csv module reads them, by force and month."""
    header: list[str] = []
    rows: Rows = []
    with zipfile.ZipFile(archive) as container:
        names = [name for name in container.namelist() if name.endswith(f"-{KINDS[layer]}.csv")]
        for name in sorted(names, key=lambda name: (name[16:], name)):
            header, *body = rows_of(container.read(name))
            rows += body
    return header, rows


def imported(cache: Path, *files: tuple[str, str, str, bytes]) -> None:
    """Import files given as (month, force, kind, content)."""
    folder = cache.parent / "published"
    for month, force, kind, content in files:
        path = folder / made.member(month, force, kind)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with OfflineCache(cache) as opened:
        import_paths(opened, [folder])


def exported(cache: Path, layer: ExportLayer, selection: Selection = ALL) -> bytes:
    out = cache.parent / "out.csv"
    with reading(cache) as connection:
        written = export(connection, selection, layer, ExportFormat.CSV, out)
    data = out.read_bytes()
    assert written == len(rows_of(data)) - 1
    return data


@pytest.fixture(scope="session")
def sample_cache(tmp_path_factory: pytest.TempPathFactory, sample_zip: Path) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.sqlite"
    with OfflineCache(path) as cache:
        import_paths(cache, [sample_zip])
    return path


@pytest.mark.parametrize("layer", KINDS)
def test_the_sample_comes_back_row_for_row(
    sample_cache: Path, sample_zip: Path, layer: ExportLayer, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    with reading(sample_cache) as connection:
        export(connection, ALL, layer, ExportFormat.CSV, out)
    header, *rows = rows_of(out.read_bytes())
    assert (header, rows) == published(sample_zip, layer)


def test_two_real_years_come_back_row_for_row(bedfordshire_zip: Path, cache_path: Path) -> None:
    with OfflineCache(cache_path) as cache:
        import_paths(cache, [bedfordshire_zip])
    numbers = {}
    for layer in KINDS:
        header, *rows = rows_of(exported(cache_path, layer))
        expected_header, expected = published(bedfordshire_zip, layer)
        assert header == expected_header
        assert Counter(map(tuple, rows)) == Counter(map(tuple, expected))
        assert rows == expected
        numbers[layer.value] = len(rows)
    assert numbers == {"crimes": 120_588, "outcomes": 98_484, "stops": 7_601}


ERAS = {
    "2010-12": ("metropolitan", [made.old_row(), made.asb_row(), made.old_row()]),
    "2013-05": ("northern-ireland", [made.psni_row(), made.psni_row(location="On or near Belfast")]),
    "2014-01": ("btp", [made.btp_row(), made.btp_row()]),
    "2019-07": ("dyfed-powys", [made.welsh_row(), made.welsh_row(crime_id="")]),
    "2020-02": ("dorset", [made.quoted_row(), made.quoted_row(location='On or near "The Quay"')]),
    "2021-03": ("bedfordshire", [made.zero_row(), made.unplaced_row(), made.street_row(), made.street_row()]),
    "2022-04": (
        "bedfordshire",
        [
            made.street_row(crime_id="BED/0001"),
            made.street_row(crime_id=made.crime_id(1).upper()),
            made.street_row(crime_id="z" * 64),
            made.street_row(context="Reported late, in person"),
            {**made.street_row(), "Reported by": "Hertfordshire Constabulary"},
            {**made.street_row(), "Falls within": "Hertfordshire Constabulary"},
            made.street_row(longitude="2.0", latitude="54.7200"),
            made.street_row(location="No location"),
        ],
    ),
    "2023-01": ("bedfordshire", []),
}


@pytest.mark.parametrize("month", ERAS)
def test_a_street_file_of_every_era_comes_back_byte_for_byte(cache_path: Path, month: str) -> None:
    force, rows = ERAS[month]
    content = made.street_csv(month, force, rows)
    imported(cache_path, (month, force, "street", content))
    assert exported(cache_path, ExportLayer.CRIMES) == content


@pytest.mark.parametrize(("crlf", "bom"), [(False, False), (True, True), (False, True)])
def test_copies_by_other_tools_come_back_as_the_service_writes_them(cache_path: Path, crlf: bool, bom: bool) -> None:
    rows = [made.quoted_row(), made.asb_row()]
    imported(
        cache_path, ("2020-02", "dorset", "street", made.street_csv("2020-02", "dorset", rows, crlf=crlf, bom=bom))
    )
    assert exported(cache_path, ExportLayer.CRIMES) == made.street_csv("2020-02", "dorset", rows)


def test_outcomes_and_stops_come_back_byte_for_byte(cache_path: Path) -> None:
    outcomes = made.outcomes_csv(
        "2024-05",
        "bedfordshire",
        [
            made.outcome_row(),
            made.outcome_row(),
            made.unplaced_outcome_row(),
            made.outcome_row(crime_id="BED/0001", outcome_type="Something new"),
            {**made.outcome_row(), "Reported by": "Hertfordshire Constabulary"},
            {**made.outcome_row(crime_id=""), "Falls within": "Hertfordshire Constabulary"},
        ],
    )
    stops = made.stops_csv(
        "2024-05",
        "bedfordshire",
        [
            made.stop_row(),
            made.stop_row(date="2024-04-30T23:41:00+00:00", latitude="", longitude=""),
            made.stop_row(part_of_a_policing_operation="", policing_operation="Sceptre, 2024", outcome=""),
        ],
    )
    imported(
        cache_path,
        ("2024-05", "bedfordshire", "outcomes", outcomes),
        ("2024-05", "bedfordshire", "stop-and-search", stops),
    )
    assert exported(cache_path, ExportLayer.OUTCOMES) == outcomes
    assert exported(cache_path, ExportLayer.STOPS) == stops


GRID = made.easting_northing_csv(
    "2012-05",
    "bedfordshire",
    [
        made.easting_northing_row(),
        made.easting_northing_row(easting="504900.0", context="Late"),
        made.easting_northing_row(easting="", northing="", location="No Location"),
        made.easting_northing_row(easting="0", northing="0", location="No Location"),
    ],
)


def test_files_of_2012_come_back_with_easting_and_northing(cache_path: Path) -> None:
    imported(cache_path, ("2012-05", "bedfordshire", "street", GRID))
    assert exported(cache_path, ExportLayer.CRIMES) == GRID


def test_files_of_2012_among_others_get_the_later_columns(cache_path: Path) -> None:
    later = made.street_csv("2012-06", "bedfordshire", [made.old_row()])
    imported(cache_path, ("2012-05", "bedfordshire", "street", GRID), ("2012-06", "bedfordshire", "street", later))
    header, *rows = rows_of(exported(cache_path, ExportLayer.CRIMES))
    assert header == made.STREET_COLUMNS
    # Dag Lane in Stagsden, by the transformation of the Ordnance Survey to 1 m.
    longitude, latitude = (float(value) for value in rows[0][4:6])
    assert longitude == pytest.approx(-0.470, abs=0.002)
    assert latitude == pytest.approx(52.135, abs=0.002)
    assert [row[4:6] for row in rows[2:4]] == [["", ""], ["", ""]]
    assert rows[4:] == rows_of(later)[1:]
    only = Selection(last=Month(2012, 5))
    assert exported(cache_path, ExportLayer.CRIMES, only) == GRID


def test_the_selection_is_kept_to(cache_path: Path) -> None:
    files = []
    for force in ("bedfordshire", "dorset"):
        for month in ("2024-04", "2024-05", "2024-06"):
            rows = [made.street_row(), made.asb_row(), made.asb_row(), made.street_row(crime_type="Drugs")]
            files.append((month, force, "street", made.street_csv(month, force, rows)))
            files.append((month, force, "outcomes", made.outcomes_csv(month, force, [made.outcome_row()])))
    imported(cache_path, *files)
    everything = [row for _, _, kind, content in files if kind == "street" for row in rows_of(content)[1:]]

    def chosen(**limits: object) -> Rows:
        return rows_of(exported(cache_path, ExportLayer.CRIMES, Selection(**limits)))[1:]  # type: ignore[arg-type]

    assert chosen() == everything
    assert chosen(first=Month(2024, 5)) == [row for row in everything if row[1] >= "2024-05"]
    assert chosen(last=Month(2024, 5), forces=("dorset",)) == [
        row for row in everything if row[1] <= "2024-05" and row[2] == "Dorset Police"
    ]
    assert chosen(crime_types=("Drugs", "Burglary")) == [row for row in everything if row[9] != made.ASB]
    assert chosen(with_asb=False) == [row for row in everything if row[9] != made.ASB]
    outcomes = exported(cache_path, ExportLayer.OUTCOMES, Selection(forces=("dorset",), last=Month(2024, 4)))
    assert len(rows_of(outcomes)) == 2


@pytest.mark.parametrize("file_format", ExportFormat)
@pytest.mark.parametrize(
    ("layer", "selection", "word"),
    [
        (ExportLayer.OUTCOMES, Selection(crime_types=("Drugs",)), "crime type"),
        (ExportLayer.STOPS, Selection(with_asb=False), "crime type"),
        (ExportLayer.AREAS, Selection(first=Month(2024, 5)), "month"),
        (ExportLayer.AREAS, ALL, "no areas"),
        (ExportLayer.CRIMES, Selection(first=Month(2030, 1)), "no street file"),
        (ExportLayer.PLACES, Selection(forces=("dorset",)), "no street file"),
    ],
)
def test_what_means_nothing_is_refused_and_nothing_is_written(
    sample_cache: Path, tmp_path: Path, file_format: ExportFormat, layer: ExportLayer, selection: Selection, word: str
) -> None:
    with reading(sample_cache) as connection, pytest.raises(CacheError, match=word):
        export(connection, selection, layer, file_format, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_places_count_the_crimes_at_each_snap_point(sample_cache: Path, sample_zip: Path, tmp_path: Path) -> None:
    chosen = Selection(Month(2025, 1), Month(2025, 6), crime_types=("Burglary", "Drugs"))
    with reading(sample_cache) as connection:
        export(connection, chosen, ExportLayer.PLACES, ExportFormat.CSV, tmp_path / "out.csv")
    header, *rows = rows_of((tmp_path / "out.csv").read_bytes())
    assert header == ["longitude", "latitude", "location", "place_kind", "lsoa_code", "lsoa_name", "crimes"]
    expected = Counter(
        tuple(row[4:9])
        for row in published(sample_zip, ExportLayer.CRIMES)[1]
        if "2025-01" <= row[1] <= "2025-06" and row[9] in ("Burglary", "Drugs") and row[4]
    )
    assert {(*row[:3], *row[4:6]): int(row[6]) for row in rows} == dict(expected)
    assert len(rows) == len(expected)
