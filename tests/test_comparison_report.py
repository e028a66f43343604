# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:comparisonreport` as QGIS runs it: HTML, PDF, CSV and spreadsheet read back, recipes, odd input."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from qgis.core import QgsProcessingException

from offline_cache.spreadsheet_text import no_formula
from policeuk_plugin.processing.report import report_tables
from policeuk_plugin.processing.report.report_run import Answer
from policeuk_plugin.processing.report.report_tables import NumberTable, csv_text, every_number, write_spreadsheet
from policeuk_plugin.processing.running.child_runs import ChildRun, ChildTable
from policeuk_plugin.processing.writing.staging import Staging
from tests.algorithm_runs import registered, run
from tests.peer_cases import attributes, country, csp, real_reference, with_reference
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures
from tests.test_installed import run as run_command

NASTY = '=cmd|"/c calc"!A1'
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(autouse=True)
def _provider() -> Iterator[object]:
    yield from registered()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """Give Bedfordshire with real reference data."""
    return real_reference(tmp_path_factory, shared)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the invented country with measures."""
    folder = tmp_path_factory.mktemp("report")
    return with_reference(country(folder), attributes(folder))


def on_a_page(cache: Path, folder: Path, **parameters: Any) -> dict[str, Any]:
    """Run it with its page alone."""
    return run("comparisonreport", {"CACHE": str(cache), "REPORT": str(folder / "report.html"), **parameters})[0]


def reported(cache: Path, folder: Path, **parameters: Any) -> dict[str, Any]:
    """Run it with all its files."""
    files = {
        name: str(folder / f"report.{end}")
        for name, end in (("REPORT", "html"), ("PDF", "pdf"), ("CSV", "csv"), ("SPREADSHEET", "xlsx"))
    }
    results, _ = run("comparisonreport", {"CACHE": str(cache), **files, **parameters})
    return results


def lines(path: Path) -> list[dict[str, str]]:
    """The lines of the CSV."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    """The cells of each sheet, numbers as numbers; fails on a formula."""
    with zipfile.ZipFile(path) as archive:
        strings = [
            "".join(part.text or "" for part in item.iter(f"{SHEET}t"))
            for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        ]
        names = [
            one.get("name") or ""
            for one in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{SHEET}sheet")
        ]
        found = {}
        for at, name in enumerate(names, 1):
            root = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{at}.xml"))
            assert not list(root.iter(f"{SHEET}f")), "no formula"
            found[name] = [
                [
                    strings[int(cell.findtext(f"{SHEET}v") or 0)]
                    if cell.get("t") == "s"
                    else float(cell.findtext(f"{SHEET}v") or "nan")
                    for cell in row
                ]
                for row in root.iter(f"{SHEET}row")
            ]
    return found


def test_an_area_in_one_report(made: Path, tmp_path: Path) -> None:
    results = reported(made, tmp_path, AREA=f"csp:{csp(4)}", K=8, AUTHOR="The analysts", MARKING="OFFICIAL")
    assert (results["ANSWERED"], results["NOT_ANSWERED"]) == (3, 0)
    page = unescape((tmp_path / "report.html").read_text(encoding="utf-8"))
    for words in (
        "How does it stand to similar areas?",
        "Which areas are similar?",
        "How has it changed?",
        "not a judgement",
        "Made on",
        "The analysts",
        "OFFICIAL",
    ):
        assert words in page
    assert "<script" not in page
    assert str(tmp_path) not in page
    alone, _ = run("comparewithpeers", {"CACHE": str(made), "AREA": f"csp:{csp(4)}", "K": 8, "OUTPUT": "memory:"})
    found = lines(tmp_path / "report.csv")
    rate = next(row for row in found if row["number"] == "RATE" and row["question"].startswith("How does it stand"))
    assert float(rate["is"]) == alone["RATE"]
    assert rate["meaning"] == "Per 1,000 a year"
    main = next(row for row in found if row["crime_type"] == "all selected" and row["verdict"])
    assert float(main["lower"]) == pytest.approx(alone["LOWER"])
    assert main["verdict"] == alone["VERDICT"]
    book = sheets(tmp_path / "report.xlsx")
    assert list(book)[:3] == ["In short", "Comparison", "Area and peers"]
    head, first = book["Comparison"][:2]
    assert first[head.index("rate")] == pytest.approx(alone["RATE"])
    assert len(book["Area and peers"]) - 1 == 9 * 3, "nine areas by total and two types"


def test_a_recipe_does_it_again(made: Path, tmp_path: Path) -> None:
    results = reported(made, tmp_path, AREA=f"csp:{csp(4)}", K=8)
    again, _ = run("runrecipe", {"RECIPE": results["RECIPE"], "CACHE": str(made), "OUTPUT": "memory:"})
    assert (again["SAME"], again["FAILED"]) == (1, 0)
    runs = json.loads(Path(results["RECIPE"]).read_text(encoding="utf-8"))["runs"]
    by = {one["algorithm"]: one["parameters"] for one in runs}
    assert (by["policeuk:comparewithpeers"]["FROM"], by["policeuk:comparetime"]["TO"]) == ("2022-05", "2023-04")


def test_all_lsoas_of_a_force(real: Path, tmp_path: Path) -> None:
    results = reported(real, tmp_path, AREA="force:bedfordshire", LEVEL="lsoa")
    assert (results["ANSWERED"], results["NOT_ANSWERED"]) == (1, 0)
    page = unescape((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "Which areas are out of line with similar ones?" in page
    assert "chance alone" in page
    assert "data:image/png;base64," in page, "the map"
    book = sheets(tmp_path / "report.xlsx")
    assert len(book["Areas against their peers"]) - 1 == 417
    codes = {row[0] for row in book["Areas and crime types"][1:]}
    assert len(codes) == 417, "also those not compared"
    found = [row for row in lines(tmp_path / "report.csv") if row["table"] == "Areas and crime types"]
    assert len(found) == len(book["Areas and crime types"]) - 1
    again, _ = run("runrecipe", {"RECIPE": results["RECIPE"], "CACHE": str(real), "OUTPUT": "memory:"})
    assert again["SAME"] == 1


def test_pages_of_the_pdf(real: Path, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext")
    reported(real, tmp_path, AREA="lsoa:E01015693", QUESTIONS=["outcomes", "peers", "level"])
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.split("\f")[:-1]
    assert all(f"Page {at} of {len(pages)}" in page for at, page in enumerate(pages, 1))
    assert text.index("1 · How does it stand") < text.index("2 · Which areas are similar")
    assert "Luton 007A" in pages[0]


def test_longer_months_for_what_is_looked_at_through_time(real: Path, tmp_path: Path) -> None:
    asked = {"AREA": "lsoa:E01015693", "FROM": "2022-05", "TO": "2023-04", "QUESTIONS": ["level", "time"]}
    results = reported(real, tmp_path, **asked)
    runs = json.loads(Path(results["RECIPE"]).read_text(encoding="utf-8"))["runs"]
    assert [one["parameters"]["FROM"] for one in runs] == ["2022-05", "2021-05"]


def test_questions_that_cannot_be_answered_say_why(real: Path, tmp_path: Path) -> None:
    months = {"FROM": "2022-05", "TO": "2023-04"}
    with pytest.raises(QgsProcessingException, match="FROM and TO do not apply to it"):
        on_a_page(real, tmp_path, AREA="csp:Luton", SOURCE="ons", QUESTIONS=["level"], **months)
    asked = {"AREA": "csp:Luton", "SOURCE": "ons", "TYPES": ["Burglary"]}
    on_a_page(real, tmp_path, **asked, **months, QUESTIONS=["level", "time"])
    text = unescape((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "FROM and TO do not apply to it, as it is of whole years: they are of the other parts." in text
    results = on_a_page(real, tmp_path, AREA="csp:Luton", SOURCE="ons", QUESTIONS=["level", "time", "areas"])
    assert results["ANSWERED"] == 3
    page = unescape((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "July 2024 to June 2025" in page
    assert "No range of peers" in page
    results = on_a_page(real, tmp_path, AREA="lsoa:E01015693", QUESTIONS=["level", "areas"])
    assert results["NOT_ANSWERED"] == 1
    assert "Not answered:" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_no_text_is_a_formula(tmp_path: Path) -> None:
    table = NumberTable(
        "q", NASTY, ("name", "n"), [(no_formula(NASTY), 1), (no_formula("\t=1+1"), -2.5), (no_formula("a=b"), None)]
    )
    assert [row[0] for row in table.rows] == [f"'{NASTY}", "'\t=1+1", "a=b"]
    with Staging() as staging:
        write_spreadsheet([table, table], str(tmp_path / "t.xlsx"), staging)
    book = sheets(tmp_path / "t.xlsx")
    assert len(book) == 2
    for name, cells in book.items():
        assert len(name) <= 31
        assert cells[1][0].startswith("'=")
        assert cells[2][1] == -2.5
    assert csv_text([table]).splitlines()[0] == "question,table,name,n"
    for lead in ("=", "+", "-", "@", "\t", "\r", " ="):
        assert no_formula(f"{lead}1+1").startswith("'")


def test_names_of_others_are_no_formulas() -> None:
    table = ChildTable(
        "OUTPUT", "Peers", ["code", "name", "rate", "told"], [[NASTY, "+1", -1.5, NASTY], ["a", None, 2, ""]]
    )
    answer = Answer(
        NASTY, ChildRun("policeuk:findpeers", {}, {"SENTENCE": NASTY, "NEAREST": -1.5}, None, tables=[table])
    )
    refused = Answer("q", ChildRun("policeuk:findpeers", {}, {}, None, NASTY))
    found = every_number([answer, refused])
    assert [list(row) for row in found[1].rows] == [[f"'{NASTY}", "'+1", -1.5], ["a", None, 2]]
    for row in csv.reader(io.StringIO(csv_text(found), newline="")):
        assert not any(cell[:1] in ("=", "@", "+") for cell in row)


def test_a_qgis_without_the_driver_says_so(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_tables, "_DRIVER", "none such")
    with pytest.raises(QgsProcessingException, match="cannot write .xlsx"):
        reported(made, tmp_path, AREA=f"csp:{csp(4)}")
    assert not list(tmp_path.glob("report*"))


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({}, "Choose the area as AREA"),
        ({"AREA": "neighbourhood:kent/1"}, "Neighbourhoods have no peers"),
        ({"AREA": "force:northern-ireland"}, "Northern Ireland"),
        ({"AREA": "csp:S12000033"}, "Scotland"),
        ({"AREA": "csp:E22990004", "SETTINGS": '{"clusters": {}}'}, "no question"),
        ({"AREA": "csp:E22990004", "SETTINGS": '{"level": {"AREA": "x"}}'}, "one for the whole report"),
        ({"AREA": "csp:E22990004", "SPREADSHEET": "/tmp/x.ods"}, "end in .xlsx"),  # noqa: S108 - never written
    ],
)
def test_odd_input_ends_in_a_sentence(made: Path, tmp_path: Path, parameters: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        reported(made, tmp_path, **parameters)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.glob("report*"))


@pytest.mark.slow
def test_by_qgis_process(
    environment: dict[str, str],  # noqa: F811
    enabled: str,  # noqa: F811
    made: Path,
    tmp_path: Path,
) -> None:
    report, numbers = tmp_path / "report.html", tmp_path / "numbers.csv"
    asked = [f"CACHE={made}", f"AREA=csp:{csp(4)}", "K=8", "QUESTIONS=level", "QUESTIONS=peers", f"CSV={numbers}"]
    command = [enabled, "run", "policeuk:comparisonreport", "--", *asked, f"REPORT={report}"]
    run_command(command, environment, tmp_path)
    assert "How does it stand to similar areas?" in report.read_text(encoding="utf-8")
    assert {row["question"] for row in lines(numbers)} == {
        "How does it stand to similar areas?",
        "Which areas are similar?",
    }
