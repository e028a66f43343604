# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:hotspotreport` as QGIS runs it: HTML and PDF read back, and what is odd in a sentence."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import QBuffer, QDate, QLocale
from qgis.PyQt.QtGui import QImage

from policeuk_plugin.reports.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Legend,
    Paragraph,
    Picture,
    Pictures,
    Section,
    Style,
)
from policeuk_plugin.reports.document_html import document_html
from policeuk_plugin.reports.document_pdf import document_pdf
from policeuk_plugin.reports.page_reading import read_page
from policeuk_plugin.reports.result_page import Swatch, Table
from tests.algorithm_runs import Listening, registered, run
from tests.pace import little_work
from tests.plugin_caches import make_cache
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures
from tests.test_installed import run as run_command
from tests.test_page_reading import NASTY

VEHICLES = "Vehicle crime"


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> str:
    """Give a cache of the sample with outlines, look-up and residents."""
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*.csv"))
    return str(make_cache(tmp_path_factory.mktemp("report") / "policeuk.sqlite", sample_zip, areas=areas))


def pages_of(data: bytes, folder: Path) -> list[str]:
    """The text of each page of a PDF, by poppler."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext")
    path = folder / "read.pdf"
    path.write_bytes(data)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


def some_rows(count: int) -> Table:
    """A table whose rows can be told."""
    return Table("Rows", ("Name", "Crimes"), [(f"row {at:03}", str(at)) for at in range(count)])


def words(count: int) -> list[Block]:
    """Paragraphs."""
    return [Paragraph(f"Words {at}. " + "More words. " * 30) for at in range(count)]


def test_every_page_is_numbered_and_the_contents_are_right(tmp_path: Path) -> None:
    sections = [Section(f"Question {at}?", f"Answer {at}", words(3 * at)) for at in range(1, 7)]
    pages = pages_of(document_pdf(Document("Title", "Sub", words(2), sections, "Foot")), tmp_path)
    for at, page in enumerate(pages, 1):
        assert f"Page {at} of {len(pages)}" in page
        assert "Foot" in page
    listed = dict(re.findall(r"Question (\d)\?\s+(\d+)", pages[0]))
    assert len(listed) == 6
    for number, page in listed.items():
        assert re.search(rf"^\s*{number} · Question {number}\?", pages[int(page) - 1], re.MULTILINE)


@pytest.mark.parametrize("before", [0, 3, 6, 8, 9, 10, 11, 12, 13])
def test_a_table_is_not_cut_where_a_page_can_hold_it(tmp_path: Path, before: int) -> None:
    pages = pages_of(document_pdf(Document("T", "S", [*words(before), some_rows(25)], [])), tmp_path)
    with_rows = [page for page in pages if "row 0" in page]
    assert len(with_rows) == 1
    assert "Rows" in with_rows[0], "with its heading"
    assert "row 024" in with_rows[0]


def test_a_long_table_is_cut_between_rows_with_its_head_again(tmp_path: Path) -> None:
    pages = pages_of(document_pdf(Document("T", "S", [some_rows(200)], [])), tmp_path)
    assert len(pages) > 3
    assert all(re.search(r"Name\s+Crimes", page) for page in pages)
    assert re.findall(r"row (\d{3})", "".join(pages)) == [f"{at:03}" for at in range(200)]


@pytest.mark.parametrize("before", range(0, 14, 2))
def test_a_picture_is_on_the_page_of_its_legend(tmp_path: Path, before: int) -> None:
    data, image = QBuffer(), QImage(400, 360, QImage.Format.Format_RGB32)
    image.fill(0)
    image.save(data, "PNG")
    address = f"data:image/png;base64,{bytes(data.data().toBase64()).decode()}"
    shown: list[Block] = [
        Pictures([Picture(address, "A map", "What the map shows")]),
        Legend([Swatch("#ff0000", "red squares")]),
    ]
    part = Section("Where?", "There", [*words(before), *shown, *words(3)])
    pages = pages_of(document_pdf(Document("T", "S", words(2), [part])), tmp_path)
    (page,) = [page for page in pages if "What the map shows" in page]
    assert "red squares" in page


def test_hostile_words_are_words(tmp_path: Path) -> None:
    long = "W" * 3000
    swatches = Legend((Swatch("url(javascript:1)", NASTY), Swatch("#d55e00", long), Swatch("x" * 999, "")))
    table = Table(NASTY, (NASTY, long[:300]), [(long[:400], NASTY), ("",), (NASTY, "1", "2")], NASTY)
    blocks: list[Block] = [swatches, table, Bullets([NASTY, long, ""]), Paragraph(long, Style.CODE), Heading(NASTY)]
    document = Document(NASTY, long, [Paragraph("", Style.LABEL)], [Section(NASTY, NASTY, blocks)], NASTY)
    page = document_html(document)
    assert "<script" not in page
    assert "javascript" not in page
    text = "".join(pages_of(document_pdf(document), tmp_path))
    assert "alert(1)" in text
    assert "[% 1 %]" in text
    assert document_pdf(Document("", "", [], [])).startswith(b"%PDF")


def test_questions_are_answered_in_one_report(cache: str, tmp_path: Path) -> None:
    report, pdf = tmp_path / "report.html", tmp_path / "report.pdf"
    asked = {"CACHE": cache, "TYPES": [VEHICLES], "MAPS": 20, "REPORT": str(report), "PDF": str(pdf)}
    questions = ["density", "chance", "clusters"]
    results, _ = run("hotspotreport", {**asked, "QUESTIONS": questions, "TITLE": NASTY})
    clusters, _ = run("crimeclusters", {"CACHE": cache, "TYPES": [VEHICLES], "OUTPUT": "memory:"})
    assert (results["ANSWERED"], results["NOT_ANSWERED"]) == (3, 0)
    text = report.read_text(encoding="utf-8")
    assert "<script" not in text
    assert "alert(1)" in text
    assert text.count("id='part") == 5, "three answers, how they were found, and how it was made"
    assert text.index("Where do crimes cluster?") < text.index("Would chance do this?") < text.index("densest?")
    assert f"your map has {clusters['CLUSTERS']} cells" in pages_of(pdf.read_bytes(), tmp_path)[0].replace("\n", " ")
    assert QLocale("en_GB").toString(QDate.currentDate(), "'Made on' d MMMM yyyy") in text
    assert text.count("Invented sample: no real place") == 2, "at the top and at the foot, not in every part"
    assert "February 2025" in text, "the month that is missing"
    assert str(tmp_path) not in text
    pages = pages_of(pdf.read_bytes(), tmp_path)
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]
    assert "In short" in pages[0]
    assert "February 2025" in "".join(pages[:2])


def test_pages_that_were_written_before_are_put_together(cache: str, tmp_path: Path) -> None:
    page, report = tmp_path / "clusters.html", tmp_path / "both.html"
    run("crimeclusters", {"CACHE": cache, "OUTPUT": "memory:", "REPORT": str(page)})
    results, _ = run("hotspotreport", {"CACHE": cache, "PAGES": [str(page)], "REPORT": str(report)})
    assert (results["ANSWERED"], results["RECIPE"]) == (1, "")
    title = re.search("<h1>(.*?)</h1>", page.read_text(encoding="utf-8"))
    assert title is not None
    assert title.group(1) in report.read_text(encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="which the result would replace"):
        run("hotspotreport", {"CACHE": cache, "PAGES": [str(page)], "REPORT": str(page)})


def test_what_reverses_a_finding_is_on_the_first_page(cache: str, tmp_path: Path) -> None:
    page, report, pdf = tmp_path / "chance.html", tmp_path / "r.html", tmp_path / "r.pdf"
    asked = {"CACHE": cache, "TYPES": [VEHICLES], "MAPS": 20}
    run("nullmaps", {**asked, "OUTPUT": "memory:", "REPORT": str(page)})
    more = {"AUTHOR": "The analysts", "MARKING": "OFFICIAL", "QUESTIONS": ["clusters", "chance"]}
    run("hotspotreport", {**asked, **more, "REPORT": str(report), "PDF": str(pdf)})
    pages = [" ".join(text.split()) for text in pages_of(pdf.read_bytes(), tmp_path)]
    said = read_page(page).short
    assert said.startswith(read_page(page).title)
    in_html = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", report.read_text(encoding="utf-8"))).split())
    assert in_html.index(said) < in_html.index("Contents")
    assert "by The analysts." in pages[0]
    assert all(text.count("OFFICIAL") == 2 for text in pages)
    raw = subprocess.run(["pdftotext", "-raw", "-l", "1", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert said.rpartition(" ")[2] in raw


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="needs pdftoppm")
def test_pages_are_filled(cache: str, tmp_path: Path) -> None:
    pdf = tmp_path / "r.pdf"
    asked = {"CACHE": cache, "MAPS": 20, "QUESTIONS": ["persistence", "clusters", "chance", "concentration"]}
    run("hotspotreport", {**asked, "REPORT": str(tmp_path / "r.html"), "PDF": str(pdf)})
    subprocess.run(["pdftoppm", "-r", "20", "-gray", pdf, tmp_path / "page"], check=True)
    heights = [lowest_ink(path) for path in sorted(tmp_path.glob("page-*.pgm"))]
    assert len(heights) < 14
    assert sum(height < 0.55 for height in heights[:-1]) <= 1, heights


def lowest_ink(path: Path) -> float:
    """How far down a page is written on, of its height, above the line at its foot."""
    image = QImage(str(path))
    rows = range(int(image.height() * 0.93))
    inked = [at for at in rows if any(image.pixelColor(x, at).lightness() < 200 for x in range(image.width()))]
    return max(inked) / len(rows)


def test_fewer_than_one_false_alarm_is_not_called_none(cache: str, tmp_path: Path) -> None:
    page = tmp_path / "clusters.html"
    results, _ = run("crimeclusters", {"CACHE": cache, "TYPES": ["Robbery"], "OUTPUT": "memory:", "REPORT": str(page)})
    called, text = results["CLUSTERS"], page.read_text(encoding="utf-8")
    assert 0 < 0.05 * called <= 0.5
    assert f"fewer than one of the {called} cells is a false alarm (at most {0.05 * called:.1g})" in text
    assert "not even one" not in text


def test_what_cannot_be_answered_says_why(cache: str, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    few = {"TYPES": ["Bicycle theft"], "FROM": "2025-01", "TO": "2025-01"}
    asked = {"CACHE": cache, **few, "QUESTIONS": ["clusters", "density"], "REPORT": str(report)}
    results, _ = run("hotspotreport", asked)
    assert (results["ANSWERED"], results["NOT_ANSWERED"]) == (1, 1)
    assert "Not answered:" in report.read_text(encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="too few to tell a cluster from chance"):
        run("hotspotreport", {**asked, "QUESTIONS": ["clusters"]})


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"CACHE": "/nowhere/none.sqlite"}, "There is no cache file"),
        ({"FROM": "2025-13"}, "2025-13"),
        ({"AREA": "district:Nowhere"}, "Nowhere"),
        ({"UNITS": "layer"}, "Choose the layer of units"),
        ({"PAGES": ["/nowhere/page.html"]}, "cannot be read"),
    ],
)
def test_bad_input_ends_in_a_sentence(cache: str, tmp_path: Path, parameters: dict[str, Any], sentence: str) -> None:
    asked = {"CACHE": cache, "REPORT": str(tmp_path / "r.html"), "QUESTIONS": ["clusters"], **parameters}
    with pytest.raises(QgsProcessingException, match=sentence):
        run("hotspotreport", asked)
    assert list(tmp_path.iterdir()) == [], "nothing is left behind"


def test_it_stops_within_a_second_and_leaves_nothing(cache: str, tmp_path: Path) -> None:
    feedback = Listening(cancel_at=10)
    asked = {"CACHE": cache, "QUESTIONS": ["chance", "clusters"], "MAPS": 5000, "REPORT": str(tmp_path / "r.html")}
    with little_work(2), pytest.raises(QgsProcessingException, match="Stopped"):
        run("hotspotreport", asked, feedback)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_by_qgis_process(
    environment: dict[str, str],  # noqa: F811
    enabled: str,  # noqa: F811
    cache: str,
    tmp_path: Path,
) -> None:
    pdf = tmp_path / "report.pdf"
    asked = [f"CACHE={cache}", f"TYPES={VEHICLES}", "QUESTIONS=clusters", "QUESTIONS=concentration", f"PDF={pdf}"]
    command = [enabled, "run", "policeuk:hotspotreport", "--", *asked, f"REPORT={tmp_path / 'report.html'}"]
    run_command(command, environment, tmp_path)
    assert len(pages_of(pdf.read_bytes(), tmp_path)) > 3
    recipe = tmp_path / "report.policeuk-recipe.json"
    command = [enabled, "run", "policeuk:runrecipe", "--", f"RECIPE={recipe}", f"CACHE={cache}"]
    printed = run_command([*command, f"OUTPUT={tmp_path / 'numbers.csv'}"], environment, tmp_path)
    assert re.search(r"^SAME:\s*1", printed, re.MULTILINE), printed
