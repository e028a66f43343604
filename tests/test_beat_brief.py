# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:beatbrief` as QGIS runs it: sentences against plain counting, HTML and PDF read back, odd input."""

from __future__ import annotations

import base64
import calendar
import html
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtGui import QImage

from offline_cache.model import ASB, Month
from offline_cache.monthly import MonthStatus
from policeuk_plugin.processing.beat_map import apart
from policeuk_plugin.processing.beat_since import types_named
from policeuk_plugin.processing.beat_words import one_line
from policeuk_plugin.reports.charts.month_bars import MonthBar
from policeuk_plugin.reports.charts.small_months import SmallMonths, small_months
from tests.algorithm_runs import Listening, registered, run
from tests.api_client import FORCE
from tests.command import succeed
from tests.held_neighbourhoods import CODES, fetch_into, polygons, rows_inside, written
from tests.pace import little_work
from tests.peer_cases import real_reference
from tests.plain_months import months
from tests.plugin_caches import make_cache, placed, published_rows
from tests.sample_factory import archive_zip, member, street_csv, street_row
from tests.service import Service
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures
from tests.test_installed import run as run_command

pytest.importorskip("shapely")
BEAT = f"neighbourhood:{FORCE}/NC04"
LATER, BEFORE = months("2025-05", 12), months("2024-05", 12)
HELD, GONE = MonthStatus.HELD, MonthStatus.MISSING
HEADINGS = (
    "How much crime",
    "What has changed",
    "Where it concentrates",
    "What came of it",
    "What is missing",
)
NASTY = '<script>alert(1)</script>=cmd|"/c calc"!A1 ' + "again and again without an end " * 60


@pytest.fixture(autouse=True)
def _provider() -> Iterator[object]:
    yield from registered()


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """Give a service that stands in."""
    with Service(rate_limit=False) as running:
        yield running


@pytest.fixture(scope="module")
def held(service: Service, sample_folder: Path, sample_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sample with areas, residents and neighbourhoods; the tests read it only."""
    areas = tuple(sample_folder / f"sample_{name}" for name in ("lsoa_2021.geojson", "lookup.csv", "residents.csv"))
    return fetch_into(service, make_cache(tmp_path_factory.mktemp("brief") / "held.sqlite", sample_zip, areas=areas))


@pytest.fixture
def brief(
    held: Path, made_already: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Give what came of the brief of one neighbourhood, made by the first test that asks."""
    if not made_already:
        made_already["brief"] = made(held, tmp_path_factory.mktemp("one"), AREA=BEAT)
    return made_already["brief"]


@pytest.fixture(scope="module")
def made_already() -> dict[str, dict[str, Any]]:
    """Give a place to keep it."""
    return {}


class Made(dict[str, Any]):
    """The results of a run; `pages`, the text of each page of the PDF, is read when it is asked for."""

    def __missing__(self, key: str) -> Any:
        if key != "pages":
            raise KeyError(key)
        self[key] = pages_of(self)
        return self[key]


def made(cache: Path, folder: Path, **parameters: Any) -> dict[str, Any]:
    """Run it; gives the results with the text of the page."""
    files = {"REPORT": str(folder / "brief.html"), "PDF": str(folder / "brief.pdf")}
    results, _ = run("beatbrief", {"CACHE": str(cache), **files, **parameters})
    page = Path(results["REPORT"]).read_text("utf-8")
    return Made(**results, html=page, text=html.unescape(re.sub(r"<[^>]+>", " ", page)))


def pages_of(results: dict[str, Any]) -> list[str]:
    """The text of each page of the PDF by poppler, on one line each; none where it is not installed."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext")
    command = ["pdftotext", "-raw", results["PDF"], "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [" ".join(page.split()) for page in unicodedata.normalize("NFKC", text).split("\f")[:-1]]


def said(page: str) -> dict[str, str]:
    """The sentence under each heading of the first brief of a page."""
    found = re.findall(r"<h2>([^<]*)</h2><p>([^<]*)</p>", page.partition("class='charts'")[0])
    return {head: html.unescape(text) for head, text in found}


def inside(service: Service, sample_zip: Path) -> list[tuple[str, dict[str, str]]]:
    """The street rows whose snap point lies in the neighbourhood, counted plainly."""
    return rows_inside(polygons(service)["NC04"], sample_zip, "street")


def test_one_sheet_with_five_sentences_three_charts_and_a_map(brief: dict[str, Any]) -> None:
    assert tuple(said(brief["html"])) == HEADINGS
    (page,) = brief["pages"]
    for heading, text in said(brief["html"]).items():
        assert heading in page
        assert " ".join(text.split()) in page
    assert brief["html"].count("data:image/svg+xml") == 3
    assert brief["html"].count("data:image/png") == 1
    assert "Page 1 of 1" in page
    assert "Data to April 2026" in page
    assert "Every place is a snap point" in page
    assert "Invented sample" in page


def test_the_sheet_is_a4(brief: dict[str, Any]) -> None:
    if shutil.which("pdfinfo") is None:
        pytest.skip("needs pdfinfo")
    told = subprocess.run(["pdfinfo", brief["PDF"]], capture_output=True, text=True, check=True).stdout
    width, height = re.findall(r"Page size:\s+([\d.]+) x ([\d.]+)", told)[0]
    assert (float(width), float(height)) == pytest.approx((595.3, 841.9), abs=1)
    assert re.search(r"Pages:\s+1\n", told)


def test_counts_are_those_of_the_files(brief: dict[str, Any], service: Service, sample_zip: Path) -> None:
    rows = [(month, row) for month, row in inside(service, sample_zip) if row["Crime type"] != ASB]
    year = sum(month in LATER for month, _ in rows)
    later = sum(month in LATER and month != "2026-02" for month, _ in rows)
    before = sum(month in BEFORE for month, _ in rows)
    assert year > later > 0
    assert (brief["CRIMES"], brief["BEFORE"]) == (later, before)
    texts = said(brief["html"])
    assert texts["How much crime"].startswith(f"{year:,} recorded crimes")
    assert f"Recorded crime: {later:,} in the 11 months held in both years" in texts["What has changed"]
    assert "Missing, which is not zero, and in no comparison: February 2025" in texts["What is missing"]


def test_its_part_of_the_force(brief: dict[str, Any], service: Service, sample_zip: Path) -> None:
    crimes = [(month, row) for month, row in inside(service, sample_zip) if row["Crime type"] != ASB]
    everywhere = [(month, row) for month, row in placed(sample_zip, "street") if row["Crime type"] != ASB]
    share = sum(month in LATER for month, _ in crimes) / sum(month in LATER for month, _ in everywhere)
    assert f"{100 * share:.1f}% of those in all of" in said(brief["html"])["How much crime"]
    assert "nobody counts who lives in a neighbourhood" in said(brief["html"])["How much crime"]


def test_half_of_the_crimes_on_the_fewest_points(brief: dict[str, Any], service: Service, sample_zip: Path) -> None:
    rows = [(month, row) for month, row in inside(service, sample_zip) if month in LATER]
    crimes: Counter[tuple[str, str]] = Counter()
    for _, row in rows:
        crimes[row["Longitude"], row["Latitude"]] += row["Crime type"] != ASB
    left, fewest = sum(crimes.values()) / 2, 0
    for _, count in crimes.most_common():
        if left <= 0:
            break
        left -= count
        fewest += 1
    assert f"stand on {fewest} of {len(crimes)} known snap points" in said(brief["html"])["Where it concentrates"]


def test_priorities_and_events_with_their_day(brief: dict[str, Any], held: Path) -> None:
    from offline_cache.neighbourhoods import neighbourhood
    from offline_cache.police_api.neighbourhoods import NeighbourhoodKey
    from offline_cache.reader import reading

    with reading(held) as connection:
        known = neighbourhood(connection, NeighbourhoodKey(FORCE, "NC04"))
    assert known.priorities
    for one in known.priorities:
        for line in one.issue.splitlines():
            assert line.strip("- ") in brief["text"]
    assert "As the force published them on" in brief["text"]


def test_an_area_with_residents_has_a_rate_against_its_force(held: Path, tmp_path: Path, sample_zip: Path) -> None:
    results = made(held, tmp_path, AREA="ward:Cleaver Bank")
    text = said(results["html"])["How much crime"]
    rate, ratio = re.findall(r"rate of ([\d.]+) a year per 1,000 residents: ([\d.]+) times", text)[0]
    two, _ = run("comparetwoareas", {
        "CACHE": str(held), "AREA": "ward:Cleaver Bank", "OTHER_AREA": "csp:Dogger Bank (invented)",
        "FROM": "2025-05", "TO": "2026-04", "OUTPUT": "memory:",
    })  # fmt: skip
    assert float(rate) == pytest.approx(two["RATE"], abs=0.05)
    mine, all_of = two["CRIMES"], two["OTHER_CRIMES"]
    own, other = (count / value for count, value in ((mine, two["RATE"]), (all_of, two["OTHER_RATE"])))
    assert float(ratio) == pytest.approx((mine / own) / ((all_of - mine) / (other - own)), abs=0.01)
    assert "Not compared with peers" in said(results["html"])["What is missing"]


def test_an_atlas_has_a_sheet_each_and_contents_that_are_right(held: Path, tmp_path: Path) -> None:
    results = made(held, tmp_path, AREA=f"force:{FORCE}", LEVEL="ward")
    listed = re.findall(r"([A-Z][\w' ]+?) [\d,]+ [\d,]+ (\d+)(?= |$)", results["pages"][0].partition("Page")[2])
    assert results["BRIEFS"] == len(listed) == len(results["pages"]) - 1 > 3
    assert sorted(name for name, _ in listed) == [name for name, _ in listed]
    for name, page in listed:
        assert results["pages"][int(page) - 1].startswith(f"{name} Crime brief")
    for at, page in enumerate(results["pages"], 1):
        assert f"Page {at} of {len(results['pages'])}" in page
    assert results["html"].count("<article class='brief'") == len(listed)


def test_an_atlas_of_a_force_names_neighbourhoods_without_an_outline(held: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(held, tmp_path / "without.sqlite"))
    written(path, "UPDATE neighbourhood_outline SET geom = NULL WHERE code <> 'NC04'")
    results = made(path, tmp_path, AREA=f"force:{FORCE}", LEVEL="neighbourhood")
    assert results["BRIEFS"] == 1
    assert results["LEFT_OUT"] >= len(CODES) - 1
    assert "no outline of it is held" in results["pages"][0]
    assert len(results["pages"]) == 2


def test_several_areas_are_one_beat(held: Path, tmp_path: Path, sample_zip: Path) -> None:
    codes = ("E01990001", "E01990007")
    results = made(held, tmp_path, AREA=f"lsoa:{','.join(codes)}")
    rows = [(m, r) for m, r in published_rows(sample_zip, "street") if r["LSOA code"] in codes]
    crimes = sum(month in LATER and row["Crime type"] != ASB for month, row in rows)
    assert said(results["html"])["How much crime"].startswith(f"{crimes} recorded crimes, a rate of")
    assert "Several areas together have no peers" in said(results["html"])["What is missing"]
    assert len(results["pages"]) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- Bicycle theft\n- Shoplifting", "Bicycle theft; Shoplifting"),
        ("Speeding\nnear the school", "Speeding near the school"),
        ("1. Parking\n2. Litter\n\n3. Noise", "Parking; Litter; Noise"),
        ("  one   line ", "one line"),
        ("", ""),
    ],
)
def test_texts_of_several_lines_on_one(text: str, line: str) -> None:
    assert one_line(text) == line


def test_an_atlas_of_neighbourhoods(held: Path, tmp_path: Path) -> None:
    results = made(held, tmp_path, AREA=f"{BEAT},{FORCE}/AB12", LEVEL="neighbourhood")
    assert results["BRIEFS"] == 2
    assert len(results["pages"]) == 3


def test_a_meeting_pack_sets_priorities_beside_what_happened(held: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(held, tmp_path / "meeting.sqlite"))
    answer = "(SELECT id FROM answer WHERE question = ?)"
    question = f"/{FORCE}/NC04/priorities"
    written(path, f"DELETE FROM neighbourhood_priority WHERE answer = {answer}", question)
    for at, (issue, issued) in enumerate((("Burglary in Cleaver Street", "2026-01-10"), ("Litter", "2026-03-02"))):
        row = (question, at, FORCE, "NC04", issue, f"{issued}T00:00:00", "Visited 40 homes.", "2026-02-20T00:00:00")
        written(path, f"INSERT INTO neighbourhood_priority VALUES ({answer}, ?, ?, ?, ?, ?, ?, ?)", *row)
    results = made(path, tmp_path, AREA=BEAT, SINCE="2026-01")
    first, second = results["pages"]
    assert "since the last meeting" not in first
    assert "Burglary in Cleaver Street (set on 10 January 2026)" in second
    assert "Visited 40 homes. (20 February 2026)" in second
    assert "Litter (2 March 2026)" in second.partition("New since then")[2]
    assert "Agreed at this meeting" in second


def test_crimes_since_the_last_meeting_are_those_of_the_files(
    held: Path, tmp_path: Path, service: Service, sample_zip: Path
) -> None:
    results = made(held, tmp_path, AREA=BEAT, SINCE="2026-03")
    rows = [month for month, row in inside(service, sample_zip) if row["Crime type"] != ASB]
    now, before = (sum(month in span for month in rows) for span in (months("2026-03", 2), months("2025-03", 2)))
    assert f"Recorded crime: {now:,} after {before:,} a year before" in results["text"]


def test_a_last_meeting_after_the_newest_month(held: Path, tmp_path: Path) -> None:
    results = made(held, tmp_path, AREA=BEAT, SINCE="2026-06")
    assert "The newest month held is April 2026, so no crimes since then are known yet" in results["pages"][1]


def test_names_and_texts_of_anybody_do_nothing_and_fit(held: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(held, tmp_path / "nasty.sqlite"))
    for table, column in (
        ("neighbourhood_detail", "name"),
        ("neighbourhood_priority", "issue"),
        ("neighbourhood_priority", "action"),
        ("neighbourhood_event", "title"),
        ("neighbourhood_event", "starts"),
    ):
        written(path, f"UPDATE {table} SET {column} = ? WHERE code = 'NC04'", NASTY)
    results = made(path, tmp_path, AREA=BEAT)
    assert "<script" not in results["html"]
    assert html.escape("<script>alert(1)</script>") in results["html"]
    assert len(results["pages"]) == 1
    assert "Every place is a snap point" in results["pages"][0]


def test_an_area_with_few_crimes_says_so(held: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(held, tmp_path / "few.sqlite"))
    written(path, "DELETE FROM crime WHERE id % 60 <> 0")  # the ledger still says what was published
    texts = said(made(path, tmp_path, AREA=BEAT)["html"])
    assert "too few to say where they concentrate" in texts["Where it concentrates"]
    assert "too few for a share" in texts["What came of it"] or "cannot be told" in texts["What came of it"]


def test_without_outcomes_neighbourhoods_or_outlines(tmp_path: Path) -> None:
    rows = [street_row(longitude=f"1.{at:03}", latitude=f"54.{at:03}") for at in range(101, 109)]
    files = {member(month, FORCE): street_csv(month, FORCE, rows) for month in LATER}
    archive = archive_zip(tmp_path / "2026-04.zip", files)
    results = made(make_cache(tmp_path / "bare.sqlite", archive), tmp_path, AREA=f"force:{FORCE}")
    texts = said(results["html"])
    assert texts["How much crime"].startswith("96 recorded crimes")
    assert "Nothing is told of change" in texts["What has changed"]
    assert "No outcomes of" in texts["What came of it"]
    assert "missing is not zero" in texts["What came of it"]
    assert "None are held" in results["text"]
    assert "Notes" in results["pages"][0]


def test_of_a_slice_only_the_area_is_told_of(sample_zip: Path, sample_folder: Path, tmp_path: Path) -> None:
    areas = tuple(sample_folder / f"sample_{name}" for name in ("lsoa_2021.geojson", "lookup.csv", "residents.csv"))
    path = make_cache(tmp_path / "slice.sqlite", areas=areas)
    succeed(path, "import", sample_zip, "--area", "ward:Cleaver Bank", "--force", FORCE)
    whole = make_cache(tmp_path / "whole.sqlite", sample_zip, areas=areas)
    part, all_of = (said(made(one, tmp_path, AREA="ward:Cleaver Bank")["html"]) for one in (path, whole))
    assert part["How much crime"].partition(" residents")[0] == all_of["How much crime"].partition(" residents")[0]
    assert "not one month is wholly held" in part["What is missing"]
    for text, types, what in ((part, (), "all rows, anti-social"), (all_of, (ASB,), "the recorded crimes")):
        now, before = (without_place(sample_zip, span, types) for span in (LATER, BEFORE))
        assert re.search(rf"{now} of {what}.* published \({before} a year before\) have", text["What is missing"])


def without_place(sample_zip: Path, span: Sequence[str], but: Sequence[str]) -> str:
    """The share of the rows of some months that have no coordinates, without those of some types."""
    rows = [row for month, row in published_rows(sample_zip, "street") if month in span]
    kept = [not row["Longitude"] for row in rows if row["Crime type"] not in but]
    return f"{100 * sum(kept) / len(kept):.1f}%"


def test_an_area_without_a_crime(held: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(held, tmp_path / "none.sqlite"))
    inside_it = "SELECT p.id FROM place p JOIN lsoa l ON l.id = p.lsoa WHERE l.code = 'E01990007'"
    crimes = "type IN (SELECT id FROM crime_type WHERE name <> ?)"
    written(path, f"DELETE FROM crime WHERE place IN ({inside_it}) AND {crimes}", ASB)
    results = made(path, tmp_path, AREA="lsoa:E01990007")
    assert (results["CRIMES"], results["BEFORE"]) == (0, 0)
    texts = said(results["html"])
    assert texts["How much crime"].startswith("0 recorded crimes")
    assert texts["Where it concentrates"] == "No recorded crime stands on a snap point here."
    assert len(results["pages"]) == 1


def test_a_map_of_the_users_own_lies_under_the_crimes(held: Path, tmp_path: Path) -> None:
    gdal = pytest.importorskip("osgeo.gdal")
    gdal.UseExceptions()
    raster = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "town.tif"), 8, 8, 3)
    raster.SetGeoTransform((1.5, 0.2, 0, 55.5, 0, -0.2))
    raster.SetProjection("EPSG:4326")
    for band, value in enumerate((10, 200, 10), 1):
        raster.GetRasterBand(band).Fill(value)
    raster = None
    results = made(held, tmp_path, AREA=BEAT, BACKGROUND=str(tmp_path / "town.tif"))
    image = QImage.fromData(base64.b64decode(re.findall(r"data:image/png;base64,([^']+)", results["html"])[0]))
    corner = image.pixelColor(3, 3)
    assert corner.green() > corner.red() + 40
    assert "Background map: town.tif" in results["pages"][0]
    with pytest.raises(QgsProcessingException, match="holds no map|no kind"):
        made(held, tmp_path, AREA=BEAT, BACKGROUND=str(held))


@pytest.mark.parametrize(
    ("priority", "types"),
    [
        ("Burglary and break-ins near the park", ["Burglary"]),
        ("ASB and drug dealing in the precinct", [ASB, "Drugs"]),
        ("Theft from motor vehicles; stolen bikes (bicycle theft)", ["Vehicle crime", "Bicycle theft"]),
        ("Shoplifting at the retail park", ["Shoplifting"]),
        ("Speeding past the school", []),
        ("Litter, parking and casbah music", []),
    ],
)
def test_crime_types_are_those_whose_words_stand_in_a_priority(priority: str, types: list[str]) -> None:
    assert types_named(priority) == types


def test_small_months_hatch_what_is_missing_and_say_so() -> None:
    bars = [
        MonthBar(Month(2025, at), None if at in (3, 4) else float(at), None, HELD if at not in (3, 4) else GONE)
        for at in range(1, 13)
    ]
    svg = small_months(SmallMonths("Burglary", "72 in 10 months", "Burglary by month", bars, None, 6))
    root = ElementTree.fromstring(svg)
    words = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "missing" in words
    assert [one.text for one in root.iter("{http://www.w3.org/2000/svg}desc")] == ["Burglary by month"]
    tips = [one.text for one in root.iter("{http://www.w3.org/2000/svg}title")][1:]
    assert tips == [f"{name} 2025: {at}" for at, name in enumerate(calendar.month_name) if at and at not in (3, 4)]


def test_names_on_the_map_lie_apart_whatever_their_crimes() -> None:
    x, y = (np.array(of, dtype=float) for of in ((0, 1, 2, 100, 100, 50), (0, 1, 0, 0, 100, 50)))
    names = ["A", "B", "A", "C", "D", ""]
    chosen = apart(x, y, names, 3)
    assert chosen == [2, 4, 3]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"AREA": ""}, "Choose whose brief this is"),
        ({"AREA": "neighbourhood:dogger-bank/ZZ99"}, "no neighbourhood"),
        ({"AREA": BEAT, "TEAM": "nobody/1"}, "nobody"),
        ({"AREA": BEAT, "SINCE": "last week"}, "last week"),
        ({"AREA": BEAT, "FROM": "2024-06"}, "twelve months or fewer"),
        ({"AREA": BEAT, "FROM": "2019-01", "TO": "2019-06"}, "missing is not zero"),
        ({"AREA": "lsoa:E01990001", "LEVEL": "ward"}, "no whole area"),
    ],
)
def test_odd_questions_end_in_a_sentence(held: Path, tmp_path: Path, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence):
        made(held, tmp_path, **given)
    assert not list(tmp_path.iterdir())


def test_a_cancel_leaves_nothing_and_is_at_once(held: Path, tmp_path: Path) -> None:
    feedback = Listening(cancel_at=20)
    files = {"REPORT": str(tmp_path / "brief.html"), "PDF": str(tmp_path / "brief.pdf")}
    with little_work(10), pytest.raises(QgsProcessingException):
        run("beatbrief", {"CACHE": str(held), "AREA": f"force:{FORCE}", "LEVEL": "ward", **files}, feedback)
    assert not list(tmp_path.iterdir())


def test_the_same_sentence_twice(held: Path, tmp_path: Path, brief: dict[str, Any]) -> None:
    results = made(held, tmp_path, AREA=BEAT)
    assert results["SENTENCE"] == brief["SENTENCE"] == " ".join(said(brief["html"]).values())


def test_marking_and_author_on_the_sheet(held: Path, tmp_path: Path) -> None:
    results = made(held, tmp_path, AREA=BEAT, MARKING="OFFICIAL", AUTHOR="PC Example, 17")
    assert results["pages"][0].count("OFFICIAL") == 2
    assert "by PC Example, 17" in results["pages"][0]
    assert results["html"].count("class='marking'") == 2


def test_a_ward_stands_to_its_peers_as_comparewithpeers_says(
    shared: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = real_reference(tmp_path_factory, shared)
    asked = {"AREA": "ward:E05014409", "FROM": "2022-05", "TO": "2023-04"}
    theirs, _ = run("comparewithpeers", {"CACHE": str(cache), **asked, "OUTPUT": "memory:"})
    text = said(made(cache, tmp_path, **asked)["html"])["How much crime"]
    assert f"{theirs['CRIMES']:,} recorded crimes, a rate of {theirs['RATE']:.1f}" in text
    assert f"{theirs['VERDICT']} its {theirs['PEERS_COMPARED']:.0f} peers" in text
    assert f"prediction range {theirs['LOWER']:.1f} to {theirs['UPPER']:.1f}" in text


def test_what_came_of_the_crimes_is_that_of_outcomecomparison(
    shared: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = real_reference(tmp_path_factory, shared)
    text = said(made(cache, tmp_path, AREA="csp:Luton")["html"])["What came of it"]
    theirs, _ = run(
        "outcomecomparison",
        {
            **{"CACHE": str(cache), "AREA": "csp:Luton", "AGAINST": "force", "FOLLOW_UP": "6"},
            **{"FROM": "2021-11", "TO": "2022-10", "MEASURE": "charged or out of court", "OUTPUT": "memory:"},
        },
    )
    assert f"{theirs['SHARE']:.1f}% had a suspect charged" in text


def test_it_runs_in_qgis_process_from_the_packaged_plugin(
    enabled: str,  # noqa: F811
    environment: dict[str, str],  # noqa: F811
    held: Path,
    tmp_path: Path,
) -> None:
    asked = [f"CACHE={held}", f"AREA=force:{FORCE}", "LEVEL=ward", f"PDF={tmp_path / 'briefs.pdf'}"]
    printed = run_command([enabled, "run", "policeuk:beatbrief", "--", *asked], environment, tmp_path)
    assert int(re.findall(r"^BRIEFS:\s*(\d+)", printed, re.MULTILINE)[0]) > 3
    assert (tmp_path / "briefs.pdf").read_bytes().startswith(b"%PDF-")
