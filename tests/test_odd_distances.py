# SPDX-License-Identifier: GPL-2.0-or-later
"""Radii, CRSs and places that nobody should give: a sentence at once, or a result in which no crime is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsRasterLayer

from tests.algorithm_runs import POINTS, STUDY, box, clusters, point_layer, polygon_layer, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.conftest import ROOT
from tests.odd_cases import refused
from tests.pace import little_work


def _adds_up(results: dict[str, Any], cell: float) -> float:
    layer = QgsRasterLayer(results["OUTPUT"], "d")
    block = layer.dataProvider().block(1, layer.extent(), layer.width(), layer.height())
    values = np.frombuffer(bytes(block.data()), dtype="<f4").astype(float)
    return float(values[values >= 0].sum()) * cell**2 / 1e6


@pytest.mark.parametrize(("cell", "radius"), [(250, 500), (333, 350), (50, 500), (250, 250)])
def test_no_crime_is_lost_in_thin_or_cut_parts(tmp_path: Path, cell: float, radius: float) -> None:
    """A strip narrower than half a cell, far from the rest, and points everywhere up to the edge."""
    generator = np.random.default_rng(2)
    points = [
        *generator.uniform((400_000, 300_000), (405_000, 305_000), (1000, 2)).tolist(),
        *generator.uniform((430_010, 300_000), (430_110, 310_000), (300, 2)).tolist(),
        (405_000.0, 305_000.0),
    ]
    area = polygon_layer([STUDY, box(430_010, 300_000, 100, 10_000)])
    parameters = {"INPUT": point_layer(points), "STUDY_AREA": area, "CELL_SIZE": cell, "BANDWIDTH": radius}
    results, _ = run("crimedensity", {**parameters, "OUTPUT": str(tmp_path / "d.tif")})
    assert results["CRIMES"] == 1301
    assert _adds_up(results, cell) == pytest.approx(1301, rel=1e-5)


@pytest.mark.parametrize("radius", [1e12, 1e6, 3e5])
def test_a_radius_beyond_what_can_be_computed_is_refused_at_once(radius: float) -> None:
    with little_work(2):
        refused("than can be computed in minutes", "crimedensity", BANDWIDTH=radius, CELL_SIZE=50)


def test_a_wide_radius_can_be_cancelled() -> None:
    """In a process of its own: it is cancelled a moment after the spreading began."""
    command = [sys.executable, "-c", CANCELLED]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=600, check=False)
    assert "Stopped" in done.stdout, done.stderr


CANCELLED = """
import os, sys, threading
from policeuk_plugin.analysis.density import quartic_density, raster_over
from policeuk_plugin.analysis.errors import AnalysisCancelled
from policeuk_plugin.analysis.places import Places
from tests.pace import pressed_when
import numpy as np
generator = np.random.default_rng(1)
x, y = generator.uniform(0, 10_000, (2, 20_000))
begun, stop = threading.Event(), threading.Event()
def stopped():
    begun.set()
    return stop.is_set()
grid = raster_over((0, 0, 10_000, 10_000), 25)
with pressed_when(begun.is_set, stop.set):
    try:
        quartic_density(Places(x, y, np.ones(20_000, dtype=int)), grid, 8_000, None, stopped)
    except AnalysisCancelled as error:
        print(error)
sys.stdout.flush()
os._exit(0)
"""


def test_towns_far_apart_are_no_large_grid() -> None:
    towns = [box(400_000, 300_000, 3000), box(180_000, 40_000, 3000), box(420_000, 580_000, 3000)]
    points = [(400_000.0 + 7 * i, 300_000.0 + 7 * i) for i in range(400)]
    units = clusters({"INPUT": point_layer(points), "STUDY_AREA": polygon_layer(towns), "CELL_SIZE": 100})
    assert len(units) == 3 * 30 * 30
    assert sum(unit["count"] for unit in units) == 400
    refused("would make 27,000,000 cells", STUDY_AREA=polygon_layer(towns), CELL_SIZE=1)


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:4978", "EPSG:4326", "EPSG:2263"])
def test_a_crs_that_is_out_by_more_than_a_little_is_refused(crs: str) -> None:
    refused("does not measure in metres on the ground", CRS=crs)


@pytest.mark.parametrize("crs", ["EPSG:32630", "EPSG:29903", "EPSG:3035"])
def test_a_crs_in_metres_is_taken(crs: str) -> None:
    units = clusters({"INPUT": point_layer(POINTS), "STUDY_AREA": polygon_layer([STUDY]), "CRS": crs})
    assert sum(unit["count"] for unit in units) == len(POINTS)


@pytest.mark.parametrize(("longitude", "latitude"), [(0.0, 0.0), (13.4, 52.5), (-74.0, 40.7)])
def test_a_place_elsewhere_needs_a_crs(longitude: float, latitude: float) -> None:
    area = polygon_layer([box(longitude - 0.1, latitude - 0.1, 0.2)], "EPSG:4326")
    points = point_layer([(longitude + 0.0004 * i, latitude) for i in range(200)], "EPSG:4326")
    refused("lies outside the United Kingdom", INPUT=points, STUDY_AREA=area)


def test_ireland_is_in_its_own_grid() -> None:
    area = polygon_layer([box(-6.36, 53.25, 0.2)], "EPSG:4326")
    points = point_layer([(-6.35 + 0.0004 * i, 53.35) for i in range(200)], "EPSG:4326")
    results, context = run("crimeclusters", {"INPUT": points, "STUDY_AREA": area, "OUTPUT": "memory:"})
    assert context.takeResultLayer(results["OUTPUT"]).crs().authid() == "EPSG:29903"
