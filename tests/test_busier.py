# SPDX-License-Identifier: GPL-2.0-or-later
"""What is busier than random placement: by ground, of units by themselves; it is no cluster."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
)

from tests.algorithm_runs import Listening, clusters, point_layer, polygon_layer, rows, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.cluster_cases import cache as _cache  # noqa: F401 - a fixture
from tests.cluster_grids import SIDE, STUDY, VEHICLES, as_map, grid_of


def test_busier_is_the_binomial_tail_by_ground_and_says_that_it_is_no_cluster(tmp_path: Path) -> None:
    stats = pytest.importorskip("scipy.stats")
    counts = np.random.default_rng(6).multinomial(800, np.full(900, 1 / 900))
    counts[15 * SIDE + 15] = 40  # one stack
    page = tmp_path / "busier.html"
    results, context = run("busierthanrandom", {**grid_of(counts), "OUTPUT": "memory:", "REPORT": str(page)})
    units = rows(results, context)
    padded = np.pad(counts.reshape(SIDE, SIDE), 1)
    room = np.pad(np.ones((SIDE, SIDE)), 1)
    around, ground = (
        sum(one[i : i + SIDE, j : j + SIDE] for i in range(3) for j in range(3)) for one in (padded, room)
    )
    wanted = stats.binom.sf(np.asarray(around) - 1, counts.sum(), np.asarray(ground) / 900)
    np.testing.assert_allclose(as_map(units, "p").astype(float), wanted, rtol=1e-7)
    verdict = as_map(units, "verdict")
    assert verdict[15, 15] == "busier"
    assert {unit["verdict"] for unit in units} <= {"busier", "edge", "not busier", "too few crimes"}
    assert results["BUSIER"] == (verdict == "busier").sum() >= 9 - (counts.reshape(SIDE, SIDE)[14:17, 14:17] == 0).sum()
    assert not any(unit["verdict"] == "cluster" for unit in clusters(grid_of(counts)))
    text = page.read_text(encoding="utf-8")
    for words in ("That is not a cluster", "Do not use it to choose where to go", "busier than random placement"):
        assert words in text


def test_busier_of_units_by_themselves_finds_the_stack_alone() -> None:
    counts = np.random.default_rng(6).multinomial(800, np.full(900, 1 / 900))
    counts[15 * SIDE + 15] = 40
    units = rows(*run("busierthanrandom", {**grid_of(counts), "OUTPUT": "memory:", "WINDOW": "alone"}))
    assert np.argwhere(as_map(units, "verdict") == "busier").tolist() == [[15, 15]]


def test_busier_refuses_parts_of_crimes() -> None:
    points = point_layer([(500_125 + 250 * i, 200_125) for i in range(30)], counts=[1.5] * 30)
    parameters = {"INPUT": points, "COUNT_FIELD": "n", "STUDY_AREA": polygon_layer([STUDY]), "OUTPUT": "memory:"}
    with pytest.raises(QgsProcessingException, match="Parts of crimes"):
        run("busierthanrandom", parameters)


def test_a_model_takes_quiet_and_busier_numbers(cache: str) -> None:
    model, source = QgsProcessingModelAlgorithm("m", "tests"), QgsProcessingModelChildParameterSource
    for name, chosen in (("crimeclusters", {"DIRECTION": "both"}), ("busierthanrandom", {"WINDOW": "alone"})):
        child = QgsProcessingModelChildAlgorithm(f"policeuk:{name}")
        child.setChildId(name)
        for parameter, value in {"CACHE": cache, "TYPES": [VEHICLES], **chosen}.items():
            child.addParameterSources(parameter, [source.fromStaticValue(value)])
        model.addChildAlgorithm(child)
    last = QgsProcessingModelChildAlgorithm("policeuk:crimeclusters")
    last.setChildId("last")
    last.addParameterSources("CACHE", [source.fromStaticValue(cache)])
    last.addParameterSources("SEED", [source.fromChildOutput("busierthanrandom", "BUSIER")])
    model.addChildAlgorithm(last)
    results, done = model.run({}, QgsProcessingContext(), Listening())
    assert done
    assert results["CHILD_RESULTS"]["crimeclusters"]["QUIET"] >= 0
    assert results["CHILD_INPUTS"]["last"]["SEED"] == results["CHILD_RESULTS"]["busierthanrandom"]["BUSIER"] > 0
