# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:emerginghotspots` as QGIS runs it: beside plain counting, on planted months, on odd input, from a shell."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from tests.algorithm_runs import Listening, box, numbers_and_units, polygon_layer, run
from tests.algorithm_runs import analysed_cache as _analysed_cache  # noqa: F401 - a fixture
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.pace import little_work
from tests.plugin_caches import make_cache, placed
from tests.square_crimes import SIDE, SOUTH, STEP_X, STEP_Y, WEST, written
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures
from tests.test_installed import run as qgis_process

FIELDS = [
    "pattern",
    "class",
    "months_hot",
    "months_cold",
    "months_held",
    "steps",
    "crimes",
    "last_count",
    "last_expected",
    "last_q",
    "trend_tau",
    "trend_q",
    "places",
    "largest_place_share",
]
KINDS = (
    "lasting, stronger",
    "lasting",
    "lasting, weaker",
    "lately",
    "on and off",
    "not at the end",
    "cold",
    "too few crimes",
    "no pattern",
)


def planted(months: int) -> np.ndarray:
    """Counts (20, 20, months): 2 a month on average; one block always hot, one lately, one over, one on and off."""
    mean = np.full((SIDE, SIDE, months), 2.0)
    mean[3:6, 3:6] = 20
    mean[3:6, 14:17, -3:] = 20
    mean[14:17, 3:6, :-2] = 20
    mean[14:17, 14:17, ::4] = 20
    mean[14:17, 14:17, -1] = 20
    return np.random.default_rng(1).poisson(mean)


@pytest.fixture(scope="module", name="made")
def made_of_blocks(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], np.ndarray]:
    """A cache of 14 months of blocks, of which the sixth is missing; and its counts."""
    counts = planted(14)
    return written(tmp_path_factory.mktemp("blocks"), counts, left_out=(5,)), counts


def test_planted_blocks_are_what_they_are(made: tuple[dict[str, Any], np.ndarray]) -> None:
    asked, counts = made
    feedback = Listening()
    results, units = numbers_and_units("emerginghotspots", {**asked, "TOGETHER": 1}, feedback)
    assert [name for name in units[0] if name in FIELDS] == FIELDS
    by_place = np.array([unit["pattern"] for unit in units]).reshape(SIDE, SIDE)
    assert by_place[4, 4] == "persistent hotspot"
    assert by_place[4, 15] == "consecutive hotspot"
    assert by_place[15, 4] == "no pattern", "12 of 14 months, not the last: fewer than nine tenths"
    assert by_place[15, 15] == "sporadic hotspot"
    far = np.array([abs(x - 9.5) < 1.5 or abs(y - 9.5) < 1.5 for x in range(SIDE) for y in range(SIDE)])
    assert (by_place.ravel()[far] == "no pattern").mean() > 0.95
    counted = Counter(unit["pattern"] for unit in units)
    assert results["PERSISTENT_HOT"] == counted["persistent hotspot"] >= 5
    assert results["CONSECUTIVE_HOT"] == counted["consecutive hotspot"]
    assert results["HOT_UNITS"] == sum(n for pattern, n in counted.items() if "hotspot" in pattern)
    assert (results["MONTHS_HELD"], results["MONTHS_LEFT_OUT"], results["UNITS"]) == (13, 1, 400)
    held = np.delete(counts, 5, axis=2)
    assert [unit["crimes"] for unit in units] == held.sum(axis=2).ravel().tolist()
    assert results["CRIMES"] == int(held.sum())
    assert any("1 month left out" in line and "June 2024" in line for line in feedback.warned)
    assert "in February 2025" in results["SENTENCE"]


def test_steps_and_counts_of_a_unit_are_plain_sums_and_what_is_missing_is_no_zero(
    made: tuple[dict[str, Any], np.ndarray],
) -> None:
    asked, counts = made
    _, units = numbers_and_units("emerginghotspots", asked)
    for x, y in ((4, 4), (15, 15), (0, 0), (10, 19)):
        unit = units[x * SIDE + y]
        steps = unit["steps"]
        assert len(steps) == 14
        assert [at for at, step in enumerate(steps) if step == "?"] == [5]
        assert (steps.count("H"), steps.count("C")) == (unit["months_hot"], unit["months_cold"])
        window = counts[max(x - 1, 0) : x + 2, max(y - 1, 0) : y + 2]
        assert unit["last_count"] == window[:, :, -2:].sum(), "the last month with the one before"
        cells = window.shape[0] * window.shape[1]
        assert unit["last_expected"] == pytest.approx(counts[:, :, -2:].sum() * cells / 400, rel=0.01)
        assert isinstance(unit["last_q"], float) == (steps[-1] in "HC")
    middle = units[4 * SIDE + 4]
    assert middle["steps"] == "HHHHH?HHHHHHHH"
    assert isinstance(middle["trend_tau"], float)


def test_a_busy_month_everywhere_and_a_month_without_crimes_are_no_hotspots(tmp_path: Path) -> None:
    counts = np.random.default_rng(2).poisson(np.full((SIDE, SIDE, 12), 1.0))
    counts[:, :, 4] *= 5
    counts[:, :, 8] = 0
    counts[0, 0, 8] = 1  # a file without a row is another matter
    results, units = numbers_and_units("emerginghotspots", written(tmp_path, counts))
    assert results["HOT_UNITS"] == results["COLD_UNITS"] == 0
    assert "no unit hot in December 2024" in results["SENTENCE"]
    assert {unit["pattern"] for unit in units} == {"no pattern"}


def test_the_sample_in_cells_hexagons_and_lsoas(cache: str, sample_zip: Path) -> None:
    crimes = len([row for _, row in placed(sample_zip, "street") if row["Crime type"] == "Vehicle crime"])
    squares, units = numbers_and_units("emerginghotspots", {"CACHE": cache, "CELL_SIZE": 500})
    assert list(units[0])[1 : 1 + len(FIELDS)] == FIELDS
    assert squares["CRIMES"] == sum(unit["crimes"] for unit in units)
    assert squares["MISSING_MONTHS"] == 1
    hexagons, _ = numbers_and_units("emerginghotspots", {"CACHE": cache, "CELL_SIZE": 600, "UNITS": "hexagon"})
    assert hexagons["UNITS"] > 20
    lsoas, units = numbers_and_units("emerginghotspots", {"CACHE": cache, "UNITS": "LSOA", "TYPES": ["Vehicle crime"]})
    assert (lsoas["UNITS"], lsoas["MONTHS_HELD"]) == (40, 23)
    assert sum(unit["crimes"] for unit in units) == lsoas["CRIMES"] <= crimes
    assert {unit["class"] for unit in units} <= set(KINDS)


def test_every_run_is_the_same(made: tuple[dict[str, Any], np.ndarray]) -> None:
    one, other = (numbers_and_units("emerginghotspots", made[0]) for _ in range(2))
    numbers = [name for name in one[0] if name != "OUTPUT"]
    assert [one[0][name] for name in numbers] == [other[0][name] for name in numbers]
    assert [unit["steps"] for unit in one[1]] == [unit["steps"] for unit in other[1]]


def test_neighbourhoods_by_distance_and_more_months_together(made: tuple[dict[str, Any], np.ndarray]) -> None:
    asked = {**made[0], "WINDOW": "distance", "DISTANCE": 700}
    wide, units = numbers_and_units("emerginghotspots", {**asked, "TOGETHER": 6})
    assert units[4 * SIDE + 4]["last_count"] == made[1][4, 3:6, -6:].sum() + made[1][[3, 5], 4, -6:].sum()
    assert wide["HOT_UNITS"] > 0
    with pytest.raises(QgsProcessingException, match="distance above zero"):
        numbers_and_units("emerginghotspots", {**asked, "DISTANCE": 0})
    with pytest.raises(QgsProcessingException, match="most of the map cannot stand out"):
        numbers_and_units("emerginghotspots", {**asked, "DISTANCE": 50_000})


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"FROM": "2025-08", "TO": "2026-03"}, "Only 8 months are wholly held, too few to say what emerges"),
        ({"FROM": "2024-10", "TO": "2025-07", "CELL_SIZE": 500}, "Only 9 months .* February 2025"),
        ({"TYPES": ["Possession of weapons"], "AREA": "lsoa:E01990001"}, "too few"),
        ({"CELL_SIZE": 5000}, "too few to compare with one another"),
        ({"CELL_SIZE": -1}, "."),
        ({"UNITS": "layer"}, "Choose the layer of units"),
        ({"TOGETHER": 13}, "."),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_sentence(cache: str, changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence):
        numbers_and_units("emerginghotspots", {"CACHE": cache, **changed})


@pytest.mark.parametrize("at", [1, 45, 50])
def test_cancel_returns_fast(cache: str, at: int) -> None:
    feedback = Listening(cancel_at=at)
    if at == 1:
        feedback.cancel()
    with little_work(3), pytest.raises(QgsProcessingException, match="Stopped"):
        numbers_and_units("emerginghotspots", {"CACHE": cache, "CELL_SIZE": 250}, feedback)


def test_page_chart_and_layer_say_what_they_rest_on(made: tuple[dict[str, Any], np.ndarray], tmp_path: Path) -> None:
    out, page, chart = (tmp_path / name for name in ("e.gpkg", "e.html", "e.svg"))
    results, _ = run(
        "emerginghotspots", {**made[0], "OUTPUT": str(out), "REPORT": str(page), "CHART": str(chart)}
    )  # fmt: skip
    text = page.read_text(encoding="utf-8")
    for words in (
        "June 2024",
        "which is not zero",
        "Esri",
        "What becomes of them",
        "What they hold",
        "Do not use it",
        "snap point",
        "policeuk:emerginghotspots",
        "Benjamini-Hochberg",
        "goes on over a month that is not held",
        "13 months only",
    ):
        assert words in text, words
    assert str(tmp_path) not in text
    assert "None" not in re.sub(r"base64,[^']+|None of the ", "", text)
    assert "nan" not in re.sub(r"base64,[^']+", "", text).lower().replace("financ", "")
    root = ElementTree.fromstring(chart.read_text(encoding="utf-8"))
    words = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert "not wholly held, which is not zero" in words
    assert any(word and word.startswith("Persistent hotspot, ") for word in words)
    layer = QgsVectorLayer(str(out), "e", "ogr")
    assert tuple(category.value() for category in layer.renderer().categories()) == KINDS
    assert "pattern: One of the 17 classes" in layer.metadata().abstract()
    assert "June 2024" in layer.metadata().abstract()
    assert results["SENTENCE"].split(":")[0] in text


def test_qgis_process_gives_the_same(
    environment: dict[str, str],  # noqa: F811
    enabled: str,  # noqa: F811
    cache: str,
    tmp_path: Path,
) -> None:
    chosen = [f"--CACHE={cache}", "--CELL_SIZE=500", f"--OUTPUT={tmp_path / 'e.gpkg'}"]
    printed = qgis_process([enabled, "run", "policeuk:emerginghotspots", *chosen], environment, tmp_path)
    expected, _ = numbers_and_units("emerginghotspots", {"CACHE": cache, "CELL_SIZE": 500})
    found = dict(re.findall(r"^(\w+):\s*(\d+)$", printed, re.MULTILINE))
    for name in ("HOT_UNITS", "PERSISTENT_HOT", "CRIMES", "MONTHS_HELD", "TOO_FEW"):
        assert int(found[name]) == expected[name]


def test_two_years_of_bedfordshire(shared: Path, bedfordshire_zip: Path, tmp_path: Path) -> None:
    outlines = shared / "data" / "boundaries" / "lsoa2021_bedfordshire_bgc.geojson"
    cache = str(make_cache(tmp_path / "c.sqlite", bedfordshire_zip, areas=(outlines,)))
    feedback = Listening()
    with little_work(15):
        parameters = {"CACHE": cache, "TYPES": ["Burglary"], "CELL_SIZE": 500}
        results, units = numbers_and_units("emerginghotspots", parameters, feedback)
    assert (results["MONTHS_HELD"], results["REDRAWN"]) == (24, 1)
    assert any("begins or ends then may be nothing but points that moved" in line for line in feedback.warned)
    for unit in units:
        hot, last = unit["months_hot"], unit["steps"][-1]
        if unit["pattern"] in ("persistent hotspot", "intensifying hotspot", "diminishing hotspot"):
            assert 10 * hot >= 9 * 24
            assert last == "H"
        elif unit["pattern"] == "new hotspot":
            assert (hot, last) == (1, "H")
        elif unit["pattern"] == "no pattern" and unit["crimes"]:
            assert last != "H"
    towns = [unit["near"][:4] for unit in units if unit["pattern"] == "persistent hotspot"]
    assert set(towns) <= {"Luto", "Bedf", "Cent"}
    assert len(towns) == results["PERSISTENT_HOT"] > 5


def test_units_that_are_two_overlap_or_leave_holes(made: tuple[dict[str, Any], np.ndarray]) -> None:
    asked = made[0]
    two = polygon_layer([box(WEST, SOUTH, 0.1, 0.12), box(WEST + 0.1, SOUTH, 0.1, 0.12)], "EPSG:4326")
    with pytest.raises(QgsProcessingException, match="too few to compare with one another"):
        numbers_and_units("emerginghotspots", {**asked, "UNIT_LAYER": two})
    wide = [
        box(WEST + STEP_X * x, SOUTH + STEP_Y * y, 1.5 * STEP_X, STEP_Y) for x in range(20) for y in range(0, 20, 2)
    ]
    results, units = numbers_and_units("emerginghotspots", {**asked, "UNIT_LAYER": polygon_layer(wide, "EPSG:4326")})
    assert results["UNITS"] == len(units) == 200
    assert sum(unit["crimes"] for unit in units) == results["CRIMES"], "each crime in one unit at most"
    assert results["OUTSIDE"] > 0, "every second row is a hole"


def test_a_model_can_use_its_numbers(made: tuple[dict[str, Any], np.ndarray]) -> None:
    from qgis.core import (
        QgsProcessingContext,
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
    )

    source, model = QgsProcessingModelChildParameterSource, QgsProcessingModelAlgorithm("m", "tests")
    cache = made[0]["CACHE"]
    for name in ("first", "second"):
        child = QgsProcessingModelChildAlgorithm("policeuk:emerginghotspots")
        child.setChildId(name)
        child.addParameterSources("CACHE", [source.fromStaticValue(cache)])
        child.addParameterSources("CELL_SIZE", [source.fromStaticValue(700)])
        if name == "second":
            child.addParameterSources("TOGETHER", [source.fromChildOutput("first", "MONTHS_LEFT_OUT")])
        model.addChildAlgorithm(child)
    results, done = model.run({}, QgsProcessingContext(), Listening())
    assert done
    steps = results["CHILD_RESULTS"]
    assert steps["first"]["MONTHS_LEFT_OUT"] == 1
    assert steps["second"]["CRIMES"] == steps["first"]["CRIMES"] > 0
