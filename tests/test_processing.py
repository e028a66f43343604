# SPDX-License-Identifier: GPL-2.0-or-later
"""The algorithms as QGIS runs them: contract, results, sentences, cancel, layers loaded and styled."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.processing.provider import PoliceUkProvider
from tests.plugin_caches import make_cache, placed, published_rows
from tests.sample_factory import archive_zip, member, outcome_row, outcomes_csv, street_csv, street_row

DATASETS = ("street", "outcomes", "stop-and-search")


class Feedback(QgsProcessingFeedback):
    """Keeps what is said, and can cancel after some progress."""

    def __init__(self, cancel_at: float = 101) -> None:
        super().__init__(False)
        self.said: list[str] = []
        self._cancel_at = cancel_at
        self.progressChanged.connect(self._watch)

    def pushInfo(self, info: str) -> None:  # noqa: N802
        self.said.append(info)

    def pushWarning(self, warning: str) -> None:  # noqa: N802
        self.said.append(warning)

    def _watch(self, percent: float) -> None:
        if percent >= self._cancel_at:
            self.cancel()


@pytest.fixture(autouse=True)
def provider() -> Iterator[PoliceUkProvider]:
    """Register the provider for one test."""
    provider = PoliceUkProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> Path:
    """Give a cache of the sample with its outlines."""
    areas = tuple(sample_folder.glob("*.geojson"))
    return make_cache(tmp_path_factory.mktemp("processing") / "policeuk.sqlite", sample_zip, areas=areas)


def run(
    name: str, parameters: dict[str, Any], feedback: Feedback | None = None, project: QgsProject | None = None
) -> tuple[dict[str, Any], QgsProcessingContext]:
    """Run an algorithm as the toolbox does; raises what it raises."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"policeuk:{name}")
    context = QgsProcessingContext()
    if project is not None:
        context.setProject(project)
    fine, sentence = algorithm.checkParameterValues(parameters, context)
    if not fine:
        raise QgsProcessingException(sentence)
    results, done = algorithm.run(parameters, context, feedback or Feedback(), {}, False)
    assert done
    context.algorithm = algorithm
    return results, context


WITHOUT_CACHE = ("checkfieldpack", "mergefieldnotes")
"""They read field packs and notes alone."""


def test_the_contract_of_every_algorithm(provider: PoliceUkProvider) -> None:
    assert provider.id() == "policeuk"
    assert {a.id() for a in provider.algorithms()} >= {"policeuk:importfiles", "policeuk:addlayers"}
    for algorithm in provider.algorithms():
        assert re.fullmatch(r"[a-z0-9]+", algorithm.name())
        assert re.fullmatch(r"[a-z0-9]+", algorithm.groupId())
        assert algorithm.displayName()
        assert algorithm.group()
        assert not algorithm.icon().isNull()
        assert Path(algorithm.svgIconPath()).is_file()
        assert len(algorithm.shortHelpString()) > 200
        assert algorithm.helpUrl().endswith(f"#{algorithm.name()}")
        assert type(algorithm.createInstance()) is type(algorithm)
        assert algorithm.flags() & QgsProcessingAlgorithm.Flag.FlagCanCancel
        for parameter in algorithm.parameterDefinitions():
            assert parameter.name() == parameter.name().upper()
            assert len(parameter.help()) > 20, f"{algorithm.id()} {parameter.name()}"
        if algorithm.name() not in WITHOUT_CACHE:
            assert "snap point" in algorithm.shortHelpString()
            assert algorithm.parameterDefinition("CACHE") is not None


def test_an_archive_is_imported_and_counted(sample_zip: Path, cache_path: Path) -> None:
    feedback = Feedback()
    results, _ = run("importfiles", {"INPUT": str(sample_zip), "CACHE": str(cache_path)}, feedback)
    rows = sum(1 for dataset in DATASETS for _ in published_rows(sample_zip, dataset))
    lost = rows - sum(len(placed(sample_zip, dataset)) for dataset in DATASETS)
    assert results["FILES"] == results["ADDED"] == 71
    assert (results["ROWS"], results["UNPLACED"], results["GAPS"]) == (rows, lost, 1)
    assert results["CACHE"] == str(cache_path)
    assert any("Missing, which is not zero" in line and "February 2025" in line for line in feedback.said)
    again, _ = run("importfiles", {"INPUT": str(sample_zip), "CACHE": str(cache_path)})
    assert (again["ADDED"], again["REVISED"], again["UNCHANGED"]) == (0, 0, 71)


def test_a_folder_a_csv_and_both_at_once(sample_zip: Path, tmp_path: Path, cache_path: Path) -> None:
    with zipfile.ZipFile(sample_zip) as archive:
        archive.extractall(tmp_path / "unpacked")
    (csv,) = (tmp_path / "unpacked").rglob("2025-03-dogger-bank-street.csv")
    single, _ = run("importfiles", {"INPUT": str(csv), "CACHE": str(cache_path)})
    assert single["FILES"] == 1
    month = str(csv.parent)
    folder, _ = run("importfiles", {"FOLDER": month, "CACHE": str(cache_path)})
    assert (folder["FILES"], folder["ADDED"]) == (3, 2)
    as_text, _ = run("importfiles", {"INPUT": month, "CACHE": str(cache_path)})
    assert as_text["UNCHANGED"] == 3


def test_a_revised_file_is_told(tmp_path: Path, cache_path: Path) -> None:
    path = tmp_path / "2026-04.zip"
    name = member("2026-04", "dorset")
    archive_zip(path, {name: street_csv("2026-04", "dorset", [street_row()])})
    run("importfiles", {"INPUT": str(path), "CACHE": str(cache_path)})
    archive_zip(path, {name: street_csv("2026-04", "dorset", [street_row(), street_row(crime_type="Drugs")])})
    feedback = Feedback()
    results, _ = run("importfiles", {"INPUT": str(path), "CACHE": str(cache_path)}, feedback)
    assert results["REVISED"] == 1
    assert any("was revised: 1 rows added, 0 gone" in line for line in feedback.said)


@pytest.mark.parametrize("parameters", [{}, {"INPUT": "/no/such.zip"}])
def test_nothing_to_import_is_said_before_it_runs(parameters: dict[str, str], cache_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=r"Choose an archive|does not exist"):
        run("importfiles", {**parameters, "CACHE": str(cache_path)})
    assert not cache_path.exists()


def test_a_damaged_file_ends_in_its_sentence(tmp_path: Path, cache_path: Path) -> None:
    path = tmp_path / "archive.zip"
    path.write_bytes(b"not a zip")
    with pytest.raises(QgsProcessingException, match=r"not a (whole )?zip") as caught:
        run("importfiles", {"INPUT": str(path), "CACHE": str(cache_path)})
    assert "Traceback" not in str(caught.value)


def test_cancel_leaves_whole_files(sample_zip: Path, cache_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="Stopped"):
        run("importfiles", {"INPUT": str(sample_zip), "CACHE": str(cache_path)}, Feedback(cancel_at=30))
    assert 10 < len(read_holdings(cache_path).files) < 60


def test_layers_are_named_as_sources_and_loaded_styled(cache: Path) -> None:
    project = QgsProject.instance()
    project.clear()
    kinds = ["places", "crimes", "interest", "outcomes", "stops", "areas"]
    feedback = Feedback()
    results, context = run("addlayers", {"CACHE": str(cache), "LAYERS": kinds}, feedback, project)
    assert results["COUNT"] == 6
    for output in ("PLACES", "CRIMES", "INTEREST", "OUTCOMES", "STOPS", "AREAS"):
        assert QgsVectorLayer(results[output], output, "ogr").isValid()
    assert any("11,676 crimes" in line and "355" in line for line in feedback.said)
    load(context, results)
    assert len(project.mapLayers()) == 6
    (group,) = project.layerTreeRoot().findGroups()
    assert [node.layer().name() for node in group.findLayers()][:2] == ["Points of interest", "Crimes by place"]
    assert len(group.findLayers()) == len(project.layerTreeRoot().findLayers()) == 6
    assert len(project.mapThemeCollection().mapThemes()) == 5
    crimes = project.mapLayersByName("Crimes by type")[0]
    assert crimes.renderer().type() == "categorizedSymbol"
    assert crimes.temporalProperties().isActive()
    assert crimes.metadata().rights()
    project.clear()


def load(context: QgsProcessingContext, results: dict[str, Any]) -> None:
    """Load the layers as the toolbox does when an algorithm has ended, without a window."""
    from processing.gui import Postprocessing

    Postprocessing.iface = None
    assert Postprocessing.handleAlgorithmResults(context.algorithm, context, QgsProcessingFeedback(False), results)


def test_layers_within_months_forces_and_types(cache: Path, sample_zip: Path) -> None:
    parameters = {
        "CACHE": str(cache),
        "LAYERS": ["crimes", "places"],
        "FROM": "2025-03",
        "TO": "2025-05",
        "AREA": "force:dogger-bank",
        "TYPES": ["Burglary", "Vehicle crime"],
    }
    results, _ = run("addlayers", parameters)
    expected = sum(
        "2025-03" <= month <= "2025-05" and row["Crime type"] in ("Burglary", "Vehicle crime")
        for month, row in placed(sample_zip, "street")
    )
    crimes = QgsVectorLayer(results["CRIMES"], "crimes", "ogr")
    places = QgsVectorLayer(results["PLACES"], "places", "ogr")
    assert crimes.featureCount() == expected
    assert sum(feature["crimes"] for feature in places.getFeatures()) == expected


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"FROM": "April"}, "'April' is not a month"),
        ({"FROM": "\u0661\u0662\u0663\u0664-01"}, "is not a month"),
        ({"TO": "2999-12"}, "2999-12 has not come yet, so it is not missing"),
        ({"AREA": "force:narnia"}, "narnia"),
        ({"AREA": "csp:Narnia"}, "Narnia|look-up"),
        ({"CACHE": "/no/such.sqlite"}, "There is no cache file at"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(cache: Path, parameters: dict[str, str], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence):
        run("addlayers", {"CACHE": str(cache), "LAYERS": ["crimes"], **parameters})


def test_layers_that_the_cache_has_nothing_for(tmp_path: Path) -> None:
    path = tmp_path / "2026-04-dorset-street.csv"
    path.write_bytes(street_csv("2026-04", "dorset", [street_row()]))
    cache = make_cache(tmp_path / "small.sqlite", path)
    with pytest.raises(QgsProcessingException, match="No stops and searches are held"):
        run("addlayers", {"CACHE": str(cache), "LAYERS": ["stops"]})
    feedback = Feedback()
    results, _ = run("addlayers", {"CACHE": str(cache), "LAYERS": ["stops", "crimes"]}, feedback)
    assert results["COUNT"] == 1
    assert any("No layer 'Stops by object': No stops" in line for line in feedback.said)


@pytest.mark.parametrize("kind", ["outcomes", "stops"])
def test_months_that_are_not_held_make_no_empty_layer(cache: Path, kind: str) -> None:
    wanted = {"CACHE": str(cache), "LAYERS": [kind]}
    with pytest.raises(QgsProcessingException, match="not one month of those asked for is held, which is not zero"):
        run("addlayers", {**wanted, "FROM": "2040-01"})
    with pytest.raises(QgsProcessingException, match="The first month, 2026-01, is after the last, 2024-06"):
        run("addlayers", {**wanted, "FROM": "2026-01", "TO": "2024-06"})
    results, _ = run("addlayers", {**wanted, "FROM": "2025-03", "TO": "2025-03"})
    assert results["COUNT"] == 1


def test_of_several_layers_those_without_a_month_are_left_out_and_said(tmp_path: Path) -> None:
    (tmp_path / "2026-04-dorset-street.csv").write_bytes(street_csv("2026-04", "dorset", [street_row()]))
    (tmp_path / "2026-03-dorset-outcomes.csv").write_bytes(outcomes_csv("2026-03", "dorset", [outcome_row()]))
    cache = make_cache(tmp_path / "small.sqlite", tmp_path)
    feedback = Feedback()
    wanted = {"CACHE": str(cache), "LAYERS": ["outcomes", "crimes"], "FROM": "2026-04", "TO": "2026-04"}
    results, _ = run("addlayers", wanted, feedback)
    assert results["COUNT"] == 1
    assert any("No layer 'Outcomes': not one month" in line for line in feedback.said)
