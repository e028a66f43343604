# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:dataquality`: table, page and numbers, against the published rows counted plainly."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from xml.dom.minidom import parseString

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from offline_cache import Dataset, Month, OfflineCache, Selection, import_paths
from offline_cache.exact_copies import Copies
from offline_cache.quality import Quality, quality
from offline_cache.reader import reading
from policeuk_plugin.processing.provider import PoliceUkProvider
from policeuk_plugin.reports.quality_page import grid
from policeuk_plugin.reports.quality_words import copies_lines, lead, sections
from tests.algorithm_runs import Listening, registered, rows, run
from tests.plugin_caches import make_cache, published_rows
from tests.sample_factory import archive_zip, asb_row, member, street_csv, street_row

NAME = "dataquality"


@pytest.fixture(autouse=True)
def provider() -> Iterator[PoliceUkProvider]:
    """Register the provider for one test."""
    yield from registered()


@pytest.fixture(scope="module")
def with_a_gap(bedfordshire_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of two real years in which one street file lacks."""
    folder = tmp_path_factory.mktemp("quality")
    with zipfile.ZipFile(bedfordshire_zip) as archive:
        names = [name for name in archive.namelist() if not name.endswith("2022-10-bedfordshire-street.csv")]
        copy = archive_zip(folder / "copy.zip", {name: archive.read(name) for name in names})
    return make_cache(folder / "gap.sqlite", copy)


def found_in(cache: Path, selection: Selection = Selection()) -> Quality:  # noqa: B008 - frozen
    """Look at a cache."""
    with reading(cache) as connection:
        return quality(connection, selection)


def text_of(page: Path) -> str:
    """Give the words of a page."""
    return unescape(re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8")))


def test_a_row_a_file_and_the_numbers_of_the_files(with_a_gap: Path, bedfordshire_zip: Path) -> None:
    feedback = Listening()
    results, context = run(NAME, {"CACHE": str(with_a_gap), "OUTPUT": "memory:"}, feedback)
    expected: dict[tuple[str, str], tuple[int, int]] = {}
    for dataset in Dataset:
        for month, row in published_rows(bedfordshire_zip, dataset.value):
            if (month, dataset) != ("2022-10", Dataset.STREET):
                count, unplaced = expected.get((month, dataset.value), (0, 0))
                expected[month, dataset.value] = (count + 1, unplaced + (not row["Longitude"]))
    table = rows(results, context)
    assert len(table) == 72
    (missing,) = (row for row in table if row["standing"] == "missing")
    assert (missing["month"], missing["dataset"], missing["force"]) == ("2022-10", "street", "bedfordshire")
    assert missing["reason"].startswith("not held")
    assert {
        (row["month"], row["dataset"]): (row["published_rows"], row["unplaced"])
        for row in table
        if row["standing"] == "held"
    } == expected
    street = [of for (_, dataset), of in expected.items() if dataset == "street"]
    assert (results["FILES"], results["MISSING"], results["PARTIAL"], results["REVISED"]) == (71, 1, 0, 0)
    assert (results["ROWS"], results["UNPLACED"]) == (sum(c for c, _ in street), sum(u for _, u in street))
    assert results["SENTENCE"].startswith("1 of 24 files of crimes is missing, which is not zero.")
    assert any("October 2022" in line for line in feedback.warned)


def test_of_a_slice_copies_are_of_the_rows_held(bedfordshire_zip: Path, tmp_path: Path) -> None:
    lsoa, cache, page = "E01015693", tmp_path / "slice.sqlite", tmp_path / "page.html"
    with OfflineCache(cache) as opened:
        import_paths(opened, [bedfordshire_zip], lsoas={lsoa})
    files: dict[str, list[tuple[str, ...]]] = {}
    for month, row in published_rows(bedfordshire_zip, "street"):
        files.setdefault(month, []).append(tuple(row.values()))
    results, _ = run(NAME, {"CACHE": str(cache), "OUTPUT": "memory:", "REPORT": str(page)})
    assert results["ROWS"] == sum(map(len, files.values())), "of whole files"
    kept = {month: [row for row in found if lsoa in row] for month, found in files.items()}
    copies = sum(len(found) - len(set(found)) for found in kept.values())
    assert results["COPIES"] == copies > 0
    said = (
        f"{copies} of the {sum(map(len, kept.values())):,} crimes held repeat another row of their file in every column"
    )
    assert said in text_of(page)


def test_the_page_tells_all_of_it(with_a_gap: Path, tmp_path: Path) -> None:
    report, table = tmp_path / "quality.html", tmp_path / "quality.gpkg"
    run(NAME, {"CACHE": str(with_a_gap), "OUTPUT": str(table), "REPORT": str(report), "INCLUDE_ASB": True})
    said = text_of(report)
    assert "Missing: Bedfordshire Police, crimes of October 2022 (not held" in said
    assert re.search(r"2022-10\s+missing", said)
    assert re.search(r"2023-04\s+5\.1%", said)  # 244 of 4,770
    assert "repeat another row of their file in every column" in said
    assert "LSOA codes of 2021, as the codes themselves tell" in said
    assert "All forces, court outcomes, since June 2019: not published." in said
    assert "No Location" in said
    written = QgsVectorLayer(f"{table}|layername=quality", "quality", "ogr")
    assert written.featureCount() == 72
    assert "snap point" in " ".join(written.metadata().rights())
    run(NAME, {"CACHE": str(with_a_gap), "OUTPUT": str(table)})  # an earlier result may be replaced


def test_months_that_are_asked_for_and_not_held_are_missing(with_a_gap: Path) -> None:
    results, _ = run(NAME, {"CACHE": str(with_a_gap), "OUTPUT": "memory:", "FROM": "2023-04", "TO": "2023-06"})
    assert (results["FILES"], results["MISSING"]) == (3, 6)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"AREA": "force:narnia"}, "is not a force"),
        ({"AREA": "force:kent"}, "nothing is known, which is not zero"),
        ({"FROM": "2023-04", "TO": "2023-01"}, "Swap them"),
        ({"CACHE": "/no/such.sqlite"}, "There is no cache file"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(with_a_gap: Path, parameters: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence):
        run(NAME, {"CACHE": str(with_a_gap), "OUTPUT": "memory:", **parameters})


def test_the_grid_shows_each_standing_and_says_it(tmp_path: Path) -> None:
    name = member("2025-08", "gwent")
    for release, more in (("2025-08", []), ("2025-09", [asb_row()])):
        data = street_csv("2025-08", "gwent", [street_row(), *more])
        cache = make_cache(tmp_path / "cache.sqlite", archive_zip(tmp_path / f"{release}.zip", {name: data}))
    found = found_in(cache, Selection(last=Month(2025, 10)))
    drawn = grid(found)
    document = parseString(drawn)  # well formed
    titles = [node.firstChild.data for node in document.getElementsByTagName("title") if node.firstChild]
    assert any("August 2025" in title and "1 rows added" in title for title in titles)
    assert any("September 2025" in title and "missing, which is not zero (files missing)" in title for title in titles)
    assert any("withheld" in title for title in titles)  # stops of Gwent
    assert "script" not in drawn


def test_sentences_of_large_and_of_empty_selections(with_a_gap: Path) -> None:
    assert lead(found_in(with_a_gap, Selection(forces=("kent",)))) == (
        "Nothing of this selection is held, which is not zero."
    )
    said = " ".join(copies_lines({Dataset.STREET: Copies(2, 100, 3, 5)}))
    assert "2 of the 100 crimes held repeat" in said
    assert "counted in the newest 3 files only; 5 are left out here" in said
    titles = [section.title for section in sections(found_in(with_a_gap), {})]
    assert titles == [
        "Missing and partial",
        "Without a place",
        "LSOA codes",
        "Releases and revisions",
        "Known of these data",
    ]
