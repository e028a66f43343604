# SPDX-License-Identifier: GPL-2.0-or-later
"""The model that feeds QGIS's DBSCAN with places and counts, against a plain DBSCAN of published rows."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from qgis.analysis import QgsNativeAlgorithms
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProject,
    QgsVectorLayer,
)

import policeuk_plugin
from tests.algorithm_runs import BRITISH, Listening
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.conftest import ROOT
from tests.plugin_caches import made_once, placed
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures
from tests.test_installed import run as qgis_process

MODEL = Path(policeuk_plugin.__file__).parent / "resources" / "models" / "places_dbscan.model3"
TYPE = "Vehicle crime"
Place = tuple[float, float]


@pytest.fixture(name="model")
def _model() -> QgsProcessingModelAlgorithm:
    """Give the model, as QGIS reads it, with QGIS's own algorithms."""
    registry = QgsApplication.processingRegistry()
    if registry.providerById("native") is None:
        registry.addProvider(QgsNativeAlgorithms(registry))
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(MODEL))
    return model


def grouped(model: QgsProcessingModelAlgorithm, path: Path, **given: Any) -> list[tuple[int, int]]:
    """Crimes and places of each group that a run makes, the most first."""
    name = model.outputDefinitions()[0].name()
    _, done = model.create({}).run({**given, name: str(path)}, QgsProcessingContext(), Listening(), {}, False)
    assert done
    layer = QgsVectorLayer(str(path), "groups", "ogr")
    assert layer.crs().authid() == BRITISH
    found = [(int(one["crimes"]), int(one["places"])) for one in layer.getFeatures()]
    assert all(one.geometry().isGeosValid() and one.geometry().area() > 0 for one in layer.getFeatures())
    return sorted(found, reverse=True)


def crimes_of(archive: Path) -> dict[Place, int]:
    """Crimes of the type by place, in metres, counted plainly."""
    counted: dict[Place, int] = {}
    transform = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateReferenceSystem(BRITISH), QgsProject.instance()
    )
    for _, row in placed(archive, "street"):
        if row["Crime type"] == TYPE:
            at = transform.transform(QgsPointXY(float(row["Longitude"]), float(row["Latitude"])))
            counted[(at.x(), at.y())] = counted.get((at.x(), at.y()), 0) + 1
    return counted


def plain_dbscan(counted: dict[Place, int], distance: float, least: int) -> tuple[list[tuple[int, int]], int]:
    """Crimes and places of each group by the definition: cores hold `least` crimes within the distance.

    Places at the rim of several groups are in each of them; how many times too often comes second.
    """
    near = {a: [b for b in counted if math.dist(a, b) <= distance] for a in counted}
    cores = {a for a in counted if sum(counted[b] for b in near[a]) >= least}
    groups, seen = [], set[Place]()
    for start in cores:
        if start in seen:
            continue
        group, left = {start}, [start]
        while left:
            for other in near[left.pop()]:
                if other not in group:
                    group.add(other)
                    left += [other] if other in cores else []
        seen |= group & cores
        groups.append(group)
    found = sorted(((sum(counted[one] for one in group), len(group)) for group in groups), reverse=True)
    return found, sum(map(len, groups)) - len(set().union(*groups))


@pytest.mark.parametrize(("distance", "least"), [(200, 30), (250, 60), (400, 120)])
def test_groups_are_those_of_the_definition_with_each_place_as_often_as_it_has_crimes(
    model: QgsProcessingModelAlgorithm,
    sample_zip: Path,
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
    distance: int,
    least: int,
) -> None:
    cache = str(made_once(tmp_path_factory, "grouped", sample_zip))
    given = {"CACHE": cache, "TYPES": [TYPE], "DISTANCE": distance, "LEAST": least}
    found = grouped(model, tmp_path / "g.gpkg", **given)
    plain, shared_places = plain_dbscan(crimes_of(sample_zip), distance, least)
    assert found, "there is something to find"
    if not shared_places:
        assert found == plain
    assert len(found) == len(plain)
    assert sum(places for _, places in found) == sum(places for _, places in plain) - shared_places


def test_what_a_script_leaves_out_is_at_its_default(
    model: QgsProcessingModelAlgorithm, sample_zip: Path, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    given = {"CACHE": str(made_once(tmp_path_factory, "grouped", sample_zip)), "TYPES": [TYPE]}
    short = grouped(model, tmp_path / "a.gpkg", **given)
    assert short == grouped(model, tmp_path / "b.gpkg", DISTANCE=200, LEAST=30, **given)


def test_the_model_names_no_folder_and_says_what_it_is_not_for(model: QgsProcessingModelAlgorithm) -> None:
    text = MODEL.read_text(encoding="utf-8")
    assert "/home/" not in text
    assert str(ROOT) not in text
    assert "Crime clusters" in model.helpContent()["ALG_DESC"]
    assert [one.algorithmId() for one in model.childAlgorithms().values()].count("native:dbscanclustering") == 1


def test_qgis_process_runs_it_by_its_path(
    model: QgsProcessingModelAlgorithm,
    enabled: str,  # noqa: F811 - a fixture
    environment: dict[str, str],  # noqa: F811
    sample_zip: Path,
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
) -> None:
    cache = str(made_once(tmp_path_factory, "grouped", sample_zip))
    name, path = model.outputDefinitions()[0].name(), tmp_path / "cli.gpkg"
    chosen = [f"--CACHE={cache}", f"--TYPES={TYPE}", "--DISTANCE=250", "--LEAST=60", f"--{name}={path}"]
    qgis_process([enabled, "run", str(MODEL), *chosen], environment, tmp_path)
    layer = QgsVectorLayer(str(path), "groups", "ogr")
    found = sorted(((int(one["crimes"]), int(one["places"])) for one in layer.getFeatures()), reverse=True)
    given = {"CACHE": cache, "TYPES": [TYPE], "DISTANCE": 250, "LEAST": 60}
    assert found == grouped(model, tmp_path / "g.gpkg", **given)
