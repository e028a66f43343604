# SPDX-License-Identifier: GPL-2.0-or-later
"""What holds for every algorithm: its id stays, cancel ends it, emptiness is a sentence, it works in a model."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsVectorLayer,
)

from offline_cache import OfflineCache
from tests.algorithm_runs import Listening, box, polygon_layer, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.command import succeed
from tests.contract_cases import FILES, NETWORK, OFFLINE, asked
from tests.held_neighbourhoods import fetch_into
from tests.pace import little_work
from tests.service import Service

ALL = sorted((*OFFLINE, *NETWORK, *FILES))
AT_ONCE = ("addlayers", "crimehistory", "crimelayers", "neighbourhoodlayer")
"""They open what is there, or look one thing up: nothing that a cancel could end."""
BY_STUDY_AREA = (
    "busierthanrandom", "concentration", "crimeclusters", "crimedensity", "localmoran", "nullmaps",
    "persistence", "riskdensity", "snapuncertainty",
)  # fmt: skip


@pytest.fixture(scope="session")
def everything(sample_cache: Path, sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sample with residents, shares and neighbourhoods; the tests read it only."""
    cache = Path(shutil.copy(sample_cache, tmp_path_factory.mktemp("contract") / "everything.sqlite"))
    succeed(cache, "reference", "import", *(sample_folder / f"sample_{name}.csv" for name in ("residents", "shares")))
    with Service(rate_limit=False) as running:
        return fetch_into(running, cache)


@pytest.fixture(scope="session")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache that holds nothing; the tests read it only."""
    cache = tmp_path_factory.mktemp("contract") / "nothing.sqlite"
    OfflineCache(cache).close()
    return cache


def algorithm(name: str) -> QgsProcessingAlgorithm:
    """Give one by its name."""
    return QgsApplication.processingRegistry().createAlgorithmById(f"policeuk:{name}")


def test_ids_stay_and_these_tests_know_every_algorithm() -> None:
    """An id is part of models, scripts and recipes: a new one is added here, none is taken away."""
    provider = QgsApplication.processingRegistry().providerById("policeuk")
    assert sorted(one.id() for one in provider.algorithms()) == [f"policeuk:{name}" for name in ALL]


@pytest.mark.parametrize("name", sorted(OFFLINE))
def test_a_cancel_ends_it_soon_and_leaves_nothing(name: str, everything: Path, tmp_path: Path) -> None:
    """Before it begins, and at its first progress; less than a second of work comes after that."""
    for cancel_at in (101, 1):
        feedback = Listening(cancel_at)
        if cancel_at == 101:
            feedback.cancel()
        with little_work(1):
            if name in AT_ONCE:
                run(name, asked(algorithm(name), everything, tmp_path), feedback)
                continue
            with pytest.raises(QgsProcessingException, match="^Stopped"):
                run(name, asked(algorithm(name), everything, tmp_path), feedback)
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", sorted(NETWORK))
def test_a_cancel_before_it_begins_sends_nothing(
    name: str, everything: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Path(shutil.copy(everything, tmp_path / "copy.sqlite"))
    feedback = Listening()
    feedback.cancel()
    with Service() as running:
        for variable, address in running.environment.items():
            monkeypatch.setenv(variable, address)
        with pytest.raises(QgsProcessingException, match="^Stopped"):
            run(name, asked(algorithm(name), cache, tmp_path), feedback)
        assert len(running.log) == 0


@pytest.mark.parametrize("name", sorted(OFFLINE))
def test_an_empty_cache_is_told_in_a_sentence(name: str, nothing: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException) as caught:
        run(name, asked(algorithm(name), nothing, tmp_path))
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "Traceback" not in sentence
    assert "Error" not in sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FILES)
def test_an_empty_file_or_folder_is_told_in_a_sentence(name: str, tmp_path: Path) -> None:
    empty, folder = tmp_path / "empty.csv", tmp_path / "folder"
    empty.write_bytes(b"")
    folder.mkdir()
    given: dict[str, Any] = {
        "checkfieldpack": {"FOLDER": str(folder)},
        "importfiles": {"FOLDER": str(folder)},
        "importpeers": {"INPUT": str(empty), "NAME": "ours", "KIND": "csp"},
        "mergefieldnotes": {"FILES": [str(empty)], "INTO": str(tmp_path / "into.gpkg")},
        "runrecipe": {"RECIPE": str(empty), "OUTPUT": str(tmp_path / "out.gpkg")},
    }.get(name, {"INPUT": [str(empty)]})
    with pytest.raises(QgsProcessingException) as caught:
        run(name, {"CACHE": str(tmp_path / "new.sqlite"), **given})
    assert str(caught.value).endswith(".")
    assert "Traceback" not in str(caught.value)


def study_area(crs: str) -> QgsVectorLayer:
    """A part of the sample's ground as a polygon in a CRS, the same ground in each."""
    shape = QgsGeometry.fromWkt(box(1.97, 54.70, 0.05)).densifyByCount(50)
    wgs84, other = (QgsCoordinateReferenceSystem(name) for name in ("EPSG:4326", crs))
    shape.transform(QgsCoordinateTransform(wgs84, other, QgsCoordinateTransformContext()))
    return polygon_layer([shape.asWkt(12)], crs)


@pytest.mark.slow
@pytest.mark.parametrize("name", BY_STUDY_AREA)
def test_the_crs_of_a_study_area_changes_nothing(name: str, everything: Path, tmp_path: Path) -> None:
    counted = []
    for crs in ("EPSG:27700", "EPSG:4326", "EPSG:3857"):
        given = {**asked(algorithm(name), everything, tmp_path), "TYPES": [], "STUDY_AREA": study_area(crs)}
        results, _ = run(name, given)
        counted.append({key: results[key] for key in ("CRIMES", "BEFORE", "AFTER", "UNITS") if key in results})
    assert counted[0] == counted[1] == counted[2]
    assert any(counted[0].values())


@pytest.mark.parametrize("name", ALL)
def test_it_is_a_step_of_a_model_that_is_kept_and_opened(name: str, everything: Path, tmp_path: Path) -> None:
    step = QgsProcessingModelChildAlgorithm(f"policeuk:{name}")
    step.setChildId("step")
    itself = algorithm(name)
    given = asked(itself, everything, tmp_path)
    outputs = {one.name() for one in itself.parameterDefinitions() if one.isDestination()}
    plain = {
        key: value
        for key, value in given.items()
        if isinstance(value, (str, int, list)) and value != [] and key not in outputs
    }
    for key, value in plain.items():
        step.addParameterSources(key, [QgsProcessingModelChildParameterSource.fromStaticValue(value)])
    model = QgsProcessingModelAlgorithm("model", "tests")
    model.addChildAlgorithm(step)
    path = tmp_path / "model.model3"
    assert model.toFile(str(path))
    opened = QgsProcessingModelAlgorithm()
    assert opened.fromFile(str(path))
    again = opened.childAlgorithm("step")
    assert again.algorithm() is not None
    assert again.algorithm().id() == f"policeuk:{name}"
    for key, value in plain.items():
        (source,) = again.parameterSources()[key]
        assert source.staticValue() == value
