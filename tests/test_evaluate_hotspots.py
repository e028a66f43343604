# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:evaluatehotspots`: the baseline against plain counting of real files, other units, cancel, models."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
)
from qgis.PyQt.QtCore import NULL

from policeuk_plugin.reports.page_reading import read_page
from tests.algorithm_runs import Listening, in_metres, shapely_outlines
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.evaluation_runs import MONTHS, evaluation, sample_squares
from tests.pace import little_work
from tests.plain_months import by_month, crimes, lsoas_in
from tests.plugin_caches import make_cache, placed
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures
from tests.test_installed import run as run_command

SHARES = (0.01, 0.02, 0.05)
Cell = tuple[int, int]


@pytest.fixture(scope="module")
def bedfordshire(shared: Path, bedfordshire_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a cache of two real years of a force with its outlines and look-ups."""
    areas = (outlines_file(shared), shared / "data" / "lookups" / "lsoa21_ward24_lad24_csp24_pfa24.csv.gz")
    return str(make_cache(tmp_path_factory.mktemp("beds") / "beds.sqlite", bedfordshire_zip, areas=areas))


def outlines_file(shared: Path) -> Path:
    """The outlines of the LSOAs of the force."""
    return shared / "data" / "boundaries" / "lsoa2021_bedfordshire_bgc.geojson"


def row_of(found: list[dict[str, Any]], method: str, share: float, **more: Any) -> dict[str, Any]:
    """The one row of a method, a share and what else is given."""
    (row,) = [
        row
        for row in found
        if (row["method"], row["area_share"]) == (method, share) and all(row[key] == more[key] for key in more)
    ]
    return row


def plain_cells(shared: Path, archive: Path, size: int) -> tuple[dict[Cell, float], dict[str, Counter[Cell]]]:
    """Squares cut to the outlines with their areas, and burglaries inside by month and square, all by shapely."""
    from shapely.geometry import Point
    from shapely.geometry import box as rectangle
    from shapely.ops import unary_union
    from shapely.prepared import prep

    whole = unary_union([one.buffer(0) for one in shapely_outlines(outlines_file(shared)).values()])
    ready = prep(whole)
    west, south, east, north = (int(edge // size) for edge in whole.bounds)
    area: dict[Cell, float] = {}
    for column in range(west, east + 1):
        for row in range(south, north + 1):
            square = rectangle(column * size, row * size, (column + 1) * size, (row + 1) * size)
            if ready.contains(square):
                area[column, row] = float(size * size)
            elif ready.intersects(square) and whole.intersection(square).area > 1e-3:
                area[column, row] = whole.intersection(square).area
    counts: dict[str, Counter[Cell]] = {month: Counter() for month in MONTHS}
    transform = in_metres()
    for month, crime in placed(archive, "street"):
        if crime["Crime type"] == "Burglary":
            at = transform.transform(float(crime["Longitude"]), float(crime["Latitude"]))
            if ready.intersects(Point(at.x(), at.y())):
                counts[month][int(at.x() // size), int(at.y() // size)] += 1
    return area, counts


def plain_hits(area: dict[Cell, float], score: Counter[Cell], crimes: Counter[Cell], share: float) -> tuple[float, ...]:
    """Crimes on the first share of the ground: ties against, ties at random, and the most that can be; by loops."""
    ground = share * sum(area.values())
    ranked = sorted(area, key=lambda cell: (-score[cell] / area[cell], crimes[cell] / area[cell]))
    best = sorted(area, key=lambda cell: -crimes[cell] / area[cell])
    ties: dict[float, list[Cell]] = {}
    for cell in ranked:
        ties.setdefault(score[cell] / area[cell], []).append(cell)
    groups = [(sum(area[cell] for cell in one), sum(crimes[cell] for cell in one)) for one in ties.values()]
    takings = [[(area[cell], crimes[cell]) for cell in ranked], groups, [(area[cell], crimes[cell]) for cell in best]]
    found = []
    for taking in takings:
        left, hits = ground, 0.0
        for room, number in taking:
            part = min(1.0, left / room)
            hits += part * number
            left -= part * room
            if left <= 0:
                break
        found.append(hits)
    return tuple(found)


def test_the_baseline_is_what_plain_counting_gives(shared: Path, bedfordshire_zip: Path, bedfordshire: str) -> None:
    area, counts = plain_cells(shared, bedfordshire_zip, 500)
    results, found = evaluation(
        bedfordshire, AREA="force:bedfordshire", TYPES=["Burglary"], CELL_SIZES="500", METHODS=["last_month"]
    )
    crimes = sum(sum(counts[month].values()) for month in MONTHS[12:])
    assert (results["CRIMES"], results["MONTHS"], results["SETTINGS"]) == (crimes, 12, 2)
    for share in SHARES:
        sums = [0.0, 0.0, 0.0]
        for at in range(12, 24):
            year = sum((counts[month] for month in MONTHS[at - 12 : at]), Counter[Cell]())
            hits = plain_hits(area, year, counts[MONTHS[at]], share)
            sums = [before + hit for before, hit in zip(sums, hits)]
        row = row_of(found, "last_year", share, cell_m=500)
        assert row["strict"] == pytest.approx(sums[0] / crimes, abs=2e-4)
        assert row["hit_rate"] == pytest.approx(sums[1] / crimes, abs=2e-4)
        assert row["pai"] == pytest.approx(row["hit_rate"] / share)
        assert row["pei"] == pytest.approx(sums[1] / sums[2], abs=2e-4)
        last = [plain_hits(area, counts[MONTHS[at - 1]], counts[MONTHS[at]], share)[0] for at in range(12, 24)]
        assert row_of(found, "last_month", share)["hits"] == pytest.approx(sum(last), abs=0.5)


def test_the_whole_of_it_on_real_files(bedfordshire: str, tmp_path: Path) -> None:
    page, chart = tmp_path / "page.html", tmp_path / "chart.svg"
    with little_work(30):
        results, found = evaluation(
            bedfordshire, AREA="force:bedfordshire", TYPES=["Burglary"], REPORT=str(page), CHART=str(chart)
        )
    assert results["SETTINGS"] == 13
    assert len(found) == 39
    assert {row["crimes"] for row in found} == {results["CRIMES"]}, "the same crimes in cells of any size"
    (chosen,) = [row for row in found if row["recommended"]]
    assert chosen["area_share"] == 0.02
    assert (results["BEST_METHOD"], results["BEST_CELL_SIZE"]) == (chosen["method"], chosen["cell_m"])
    assert results["HIT_RATE"] == chosen["hit_rate"]
    best = max((row for row in found if row["area_share"] == 0.02), key=lambda row: row["hit_rate"])
    better = best["low"] > 0
    assert results["BEATS_BASELINE"] == int(better)
    assert chosen["verdict"] == ("better" if better else "baseline")
    for row in found:
        assert row["low"] <= row["difference"] <= row["high"]
        assert 0 < row["pei"] <= 1
        assert row["strict"] <= row["hit_rate"] + 1e-12
    text = page.read_text(encoding="utf-8")
    for words in ("Chainey, Tompson &amp; Uhlig 2008", "Hunt 2016", "What to keep in mind", "May 2022 to April 2023"):
        assert words in text
    read = read_page(page)
    assert results["SENTENCE"].startswith(f"{read.title}. ")
    assert f"last year's busiest 2% of the ground held {100 * results['BASELINE_HIT_RATE']:.0f}% of" in read.title
    more = f"a density map (within {results['BEST_BANDWIDTH']:g} m) would have held {100 * results['HIT_RATE']:.0f}%"
    assert (more in read.title) == better
    assert read.short.startswith(read.title)
    assert "kernel" not in read.short
    drawn = ElementTree.fromstring(chart.read_text(encoding="utf-8"))
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}circle"))) == 13 * 3 + 3


def test_two_million_cells_are_refused(bedfordshire: str) -> None:
    with little_work(10), pytest.raises(QgsProcessingException, match="2,000,000 is the most"):
        evaluation(bedfordshire, AREA="force:bedfordshire", TYPES=["Burglary"], CELL_SIZES="10")


@pytest.mark.parametrize("units", ["hexagon", "LSOA", "layer"])
def test_other_units(sample_cache: Path, units: str) -> None:
    feedback, given = Listening(), {}
    if units == "layer":
        given = {"UNIT_LAYER": sample_squares(sample_cache)}
    results, found = evaluation(sample_cache, feedback, UNITS=units, **given)
    kinds = {row["method"] for row in found}
    assert "kernel" not in kinds
    assert ("clusters" in kinds) == (units == "hexagon")
    assert any("left out" in line and "ernel" in line for line in feedback.warned)
    if units != "hexagon":
        assert {row["cell_m"] for row in found} == {NULL}
    if units == "layer":
        assert any("overlap" in line for line in feedback.warned)
    assert results["CRIMES"] > 1000


def test_lsoas_by_the_code_in_the_file(shared: Path, bedfordshire_zip: Path, bedfordshire: str) -> None:
    luton = lsoas_in(shared / "data", "csp24_name", "Luton")
    burglaries = [crime for crime in crimes(bedfordshire_zip) if crime[1] == "Burglary" and crime[2] in luton]
    counted = by_month(burglaries)
    results, found = evaluation(bedfordshire, AREA="csp:Luton", TYPES=["Burglary"], UNITS="LSOA", HOLD_OUT=7)
    assert results["CRIMES"] == sum(counted[month] for month in MONTHS[17:])
    assert {row["crimes"] for row in found} == {results["CRIMES"]}


@pytest.mark.parametrize("at", [1, 10, 15, 47, 82])
def test_cancel_returns_fast(sample_cache: Path, at: int) -> None:
    feedback = Listening(cancel_at=at)
    with little_work(2), pytest.raises(QgsProcessingException, match="Stopped"):
        evaluation(sample_cache, feedback)


def test_a_model_uses_the_cell_size_recommended(sample_cache: Path) -> None:
    model = QgsProcessingModelAlgorithm("m", "tests")
    source = QgsProcessingModelChildParameterSource
    child = QgsProcessingModelChildAlgorithm("policeuk:evaluatehotspots")
    child.setChildId("e")
    second = QgsProcessingModelChildAlgorithm("policeuk:crimeclusters")
    second.setChildId("c")
    for one in (child, second):
        one.addParameterSources("CACHE", [source.fromStaticValue(str(sample_cache))])
    second.addParameterSources("CELL_SIZE", [source.fromChildOutput("e", "BEST_CELL_SIZE")])
    model.addChildAlgorithm(child)
    model.addChildAlgorithm(second)
    results, done = model.run({}, QgsProcessingContext(), Listening())
    assert done
    expected, _ = evaluation(sample_cache)
    assert results["CHILD_INPUTS"]["c"]["CELL_SIZE"] == expected["BEST_CELL_SIZE"]
    assert results["CHILD_RESULTS"]["e"]["SENTENCE"] == expected["SENTENCE"]


def test_qgis_process_gives_the_same(
    environment: dict[str, str],  # noqa: F811
    enabled: str,  # noqa: F811
    sample_cache: Path,
    tmp_path: Path,
) -> None:
    words = [f"--CACHE={sample_cache}", f"--OUTPUT={tmp_path / 'table.gpkg'}", f"--REPORT={tmp_path / 'page.html'}"]
    printed = run_command([enabled, "run", "policeuk:evaluatehotspots", *words], environment, tmp_path)
    expected, _ = evaluation(sample_cache)
    found = dict(re.findall(r"^(\w+):\s*([\d.]+)$", printed, re.MULTILINE))
    assert float(found["HIT_RATE"]) == pytest.approx(expected["HIT_RATE"])
    assert expected["SENTENCE"] in printed
    again = run_command([enabled, "run", "policeuk:evaluatehotspots", *words], environment, tmp_path)
    assert expected["SENTENCE"] in again, "an earlier result may be replaced"
