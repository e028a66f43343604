# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:beatbrief` as QGIS runs it: sentences against plain counting, HTML and PDF read back, odd input."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtGui import QImage

from offline_cache.model import ASB
from tests.algorithm_runs import run
from tests.api_client import FORCE
from tests.beat_brief_cases import BEAT, BEFORE, LATER, inside, made, said
from tests.beat_brief_cases import _provider as _provider  # noqa: F401 - a fixture
from tests.beat_brief_cases import brief as _brief  # noqa: F401 - a fixture
from tests.beat_brief_cases import held as _held  # noqa: F401 - a fixture
from tests.beat_brief_cases import made_already as _made_already  # noqa: F401 - a fixture
from tests.beat_brief_cases import service as _service  # noqa: F401 - a fixture
from tests.held_neighbourhoods import CODES, written
from tests.plugin_caches import placed, published_rows
from tests.service import Service
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures

pytest.importorskip("shapely")

HEADINGS = (
    "How much crime",
    "What has changed",
    "Where it concentrates",
    "What came of it",
    "What is missing",
)


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
    assert f"{later:,} recorded crimes in the 11 months held in both years" in texts["What has changed"]
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
    rate, ratio = re.findall(r"rate of ([\d.]+) a year per 1,000 residents. That is ([\d.]+) times", text)[0]
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
