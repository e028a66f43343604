# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:localmoran` as QGIS runs it, against maps that were made by hand and plain counting."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsVectorLayer,
)

from policeuk_plugin.reports.page_reading import read_page
from tests.algorithm_runs import BRITISH, Listening, numbers_and_units, polygon_layer, run
from tests.algorithm_runs import analysed_cache as _analysed_cache  # noqa: F401 - a fixture
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture

SIDE, CELL = 20, 500.0


def planted() -> np.ndarray:
    """About 30 crimes a cell: a busy block with an empty cell, a quiet one with a stack on one point."""
    counts = np.random.default_rng(5).poisson(30, (SIDE, SIDE))
    counts[2:7, 2:7] = 70
    counts[4, 4] = 0
    counts[12:17, 12:17] = 4
    counts[14, 14] = 120
    return counts


def points(counts: np.ndarray) -> QgsVectorLayer:
    """Three points a cell with its crimes between them; of cells with more than a hundred all on one."""
    from qgis.core import QgsFeature, QgsGeometry, QgsPointXY

    layer = QgsVectorLayer(f"Point?crs={BRITISH}&field=crimes:integer", "points", "memory")
    features = []
    for (row, column), count in np.ndenumerate(counts):
        shares = [int(count)] if count > 100 else [int(count) // 3, int(count) // 3, int(count) - 2 * (int(count) // 3)]
        for at, share in enumerate(shares):
            if share:
                feature = QgsFeature(layer.fields())
                x, y = 500_000 + (column + 0.3 + 0.2 * at) * CELL, 200_000 + (row + 0.5) * CELL
                feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
                feature.setAttributes([share])
                features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def ground() -> QgsVectorLayer:
    """The study area."""
    east, north = 500_000 + SIDE * CELL, 200_000 + SIDE * CELL
    corners = ((500_000, 200_000), (east, 200_000), (east, north), (500_000, north), (500_000, 200_000))
    return polygon_layer([f"POLYGON(({','.join(f'{x} {y}' for x, y in corners)}))"])


@pytest.fixture(name="asked")
def _asked() -> dict[str, Any]:
    """Give the parameters of a run on the map made by hand."""
    return {"INPUT": points(planted()), "COUNT_FIELD": "crimes", "STUDY_AREA": ground(), "CELL_SIZE": CELL}


def at(units: list[dict[str, Any]]) -> dict[tuple[int, int], dict[str, Any]]:
    """The units by row and column of the map."""
    found = {}
    for unit in units:
        column, row = map(int, unit["id"].split("_"))
        found[row - 400, column - 1000] = unit
    return found


def test_what_was_put_there_is_told_apart_and_one_snap_point_is_named(asked: dict[str, Any], tmp_path: Path) -> None:
    page = str(tmp_path / "p.html")
    feedback = Listening()
    results, units = numbers_and_units("localmoran", {**asked, "REPORT": page}, feedback)
    cells, counts = at(units), planted()
    assert len(cells) == SIDE * SIDE
    for (row, column), count in np.ndenumerate(counts):
        assert cells[row, column]["count"] == count
    assert cells[4, 4]["verdict"] == "low among high"
    assert (cells[14, 14]["verdict"], cells[14, 14]["class"]) == ("high among low", "high among low, one snap point")
    assert cells[14, 14]["largest_place_share"] == 1
    assert cells[3, 3]["verdict"] == "high among high"
    assert cells[13, 13]["verdict"] == "low among low"
    assert cells[3, 3]["grids"] == 4
    assert all(isinstance(cell["grids"], int) == (cell["q"] <= 0.05) for cell in cells.values())
    for name in ("HIGH_HIGH", "LOW_LOW", "HIGH_LOW", "LOW_HIGH"):
        verdict = name.lower().replace("_", " among ")
        assert results[name] == sum(unit["verdict"] == verdict for unit in units) >= 1
    assert results["ONE_POINT"] == 1
    assert results["HIGH_HIGH"] >= 16
    assert "high among low ones, 1 of them mostly a single snap point" in results["SENTENCE"]
    assert read_page(Path(page)).short == results["SENTENCE"]
    html = Path(page).read_text(encoding="utf-8")
    assert "one snap point that gathers" in html
    assert "<td>&lt;0.001</td>" in html, "no more figures than anybody reads"
    assert f"{cells[4, 4]['id']}, without a crime" in html
    called = f"{results['HIGH_HIGH']} cells high among high, {results['LOW_LOW']} low among low"
    assert called in results["SENTENCE"].partition(".")[0]


def test_moran_and_sides_are_plain_arithmetic(asked: dict[str, Any]) -> None:
    _, units = numbers_and_units("localmoran", asked)
    cells, counts = at(units), planted()
    z = counts - counts.mean()
    for (row, column), unit in cells.items():
        near = [
            z[r, c]
            for r in range(max(row - 1, 0), min(row + 2, SIDE))
            for c in range(max(column - 1, 0), min(column + 2, SIDE))
            if (r, c) != (row, column)
        ]
        usual = (z.size - 1) * z[row, column] * np.mean(near) / (z**2).sum()
        assert unit["moran"] == pytest.approx(usual)
        assert unit["own"] == ("high" if z[row, column] > 0 else "low")
        assert unit["around"] == ("high" if np.mean(near) > 0 else "low")


def test_the_sample_by_lsoa_and_square_and_few_wards_are_refused(cache: str) -> None:
    for more in ({"UNITS": "LSOA"}, {"CELL_SIZE": 500}, {"WINDOW": "nearest", "NEIGHBOURS": 12}):
        results, units = numbers_and_units("localmoran", {"CACHE": cache, **more})
        assert results["UNITS"] == len(units)
        assert results["CRIMES"] == sum(unit["count"] for unit in units)
        for unit in units:
            called = unit["verdict"] not in ("not told from chance", "too few crimes")
            assert not called or unit["q"] <= 0.05
            assert unit["p"] <= unit["q"] or math.isclose(unit["p"], unit["q"])
    with pytest.raises(QgsProcessingException, match="too few to compare with one another"):
        run("localmoran", {"CACHE": cache, "UNITS": "ward", "OUTPUT": "memory:"})


def test_every_run_is_the_same_and_a_stop_leaves_nothing(asked: dict[str, Any], tmp_path: Path) -> None:
    runs = [numbers_and_units("localmoran", asked)[1] for _ in range(2)]
    for units in runs:
        for unit in units:
            del unit["geometry"]
    assert runs[0] == runs[1]
    path = tmp_path / "m.gpkg"
    with pytest.raises((QgsProcessingException, AssertionError)):
        run("localmoran", {**asked, "OUTPUT": str(path)}, Listening(cancel_at=45))
    assert not path.exists()


def test_odd_input_is_refused_or_said(asked: dict[str, Any]) -> None:
    flat = {**asked, "INPUT": points(np.full((SIDE, SIDE), 9))}
    feedback = Listening()
    results, _ = numbers_and_units("localmoran", flat, feedback)
    assert (results["HIGH_HIGH"], results["LOW_LOW"]) == (0, 0)
    assert any("same number of crimes" in line for line in feedback.warned)
    with pytest.raises(QgsProcessingException, match="distance above zero"):
        run("localmoran", {**asked, "WINDOW": "distance", "DISTANCE": 0, "OUTPUT": "memory:"})
    few = np.zeros((SIDE, SIDE), dtype=int)
    few[3, 3] = 5
    with pytest.raises(QgsProcessingException, match="at least 20 are needed"):
        run("localmoran", {**asked, "INPUT": points(few), "OUTPUT": "memory:"})


def test_the_file_explains_itself(asked: dict[str, Any], tmp_path: Path) -> None:
    path = str(tmp_path / "alike.gpkg")
    run("localmoran", {**asked, "OUTPUT": path})
    layer = QgsVectorLayer(path, "alike", "ogr")
    labels = [item.label() for item in layer.renderer().legendSymbolItems()]
    assert labels[:3] == ["High among high", "High among low", "High among low, one point"]
    assert len(labels) <= 7
    assert "Local Moran's I" in layer.metadata().abstract()


def test_a_model_hands_numbers_of_trends_and_of_neighbours_on(cache: str) -> None:
    model, source = QgsProcessingModelAlgorithm("m", "tests"), QgsProcessingModelChildParameterSource
    for name in ("areatrends", "localmoran"):
        child = QgsProcessingModelChildAlgorithm(f"policeuk:{name}")
        child.setChildId(name)
        for parameter, value in {"CACHE": cache, "UNITS": "LSOA"}.items():
            child.addParameterSources(parameter, [source.fromStaticValue(value)])
        model.addChildAlgorithm(child)
    last = QgsProcessingModelChildAlgorithm("policeuk:localmoran")
    last.setChildId("last")
    last.addParameterSources("CACHE", [source.fromStaticValue(cache)])
    last.addParameterSources("SEED", [source.fromChildOutput("areatrends", "UNITS")])
    model.addChildAlgorithm(last)
    results, done = model.run({}, QgsProcessingContext(), Listening())
    assert done
    assert results["CHILD_RESULTS"]["areatrends"]["MONTHS_HELD"] == 23
    assert results["CHILD_INPUTS"]["last"]["SEED"] == results["CHILD_RESULTS"]["localmoran"]["UNITS"] == 40
