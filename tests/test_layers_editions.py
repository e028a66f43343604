# SPDX-License-Identifier: GPL-2.0-or-later
"""Outlines of two editions nearly lie on one another: one is drawn, that of the files; the other is there to tick."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsProcessingFeedback, QgsProject

from policeuk_plugin.layers.build import LayerRequest, build_layers
from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.layers.project import add_group
from tests.algorithm_runs import registered, run
from tests.plugin_caches import make_cache
from tests.sample_factory import street_csv, street_row

OLD, NEW = "LSOAs of 2011", "LSOAs of 2021"


@pytest.fixture(scope="module")
def older_outlines(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sample's outlines as if they were of 2011."""
    text = (sample_folder / "sample_lsoa_2021.geojson").read_text(encoding="utf-8")
    path = tmp_path_factory.mktemp("outlines") / "lsoa_2011.geojson"
    path.write_text(text.replace("LSOA21CD", "LSOA11CD").replace("LSOA21NM", "LSOA11NM"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def both(sample_folder: Path, sample_zip: Path, older_outlines: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sample, whose files name LSOAs of 2021, with outlines of both editions."""
    path = tmp_path_factory.mktemp("both") / "both.sqlite"
    return make_cache(path, sample_zip, areas=(sample_folder / "sample_lsoa_2021.geojson", older_outlines))


def switched_on(cache: Path, project: QgsProject) -> dict[str, bool]:
    """Add all layers of a cache; gives which outlines are seen."""
    layers = build_layers(LayerRequest(cache, tuple(LayerKind)), read_holdings(cache))
    group = add_group(project, layers, "Police UK – here")
    return {node.name(): node.itemVisibilityChecked() for node in group.findLayers() if "LSOAs" in node.name()}


def test_outlines_of_the_edition_of_the_files_are_drawn(both: Path) -> None:
    project = QgsProject()
    assert switched_on(both, project) == {OLD: False, NEW: True}
    themes = project.mapThemeCollection()
    for name in themes.mapThemes():
        shown = [layer.name() for layer in themes.mapThemeVisibleLayers(name)]
        assert NEW in shown
        assert OLD not in shown


def test_outlines_of_the_one_edition_held_are_drawn_whatever_the_files_name(
    sample_zip: Path, older_outlines: Path, tmp_path: Path
) -> None:
    cache = make_cache(tmp_path / "old.sqlite", sample_zip, areas=(older_outlines,))
    assert switched_on(cache, QgsProject()) == {OLD: True}


def test_files_of_2011_have_those_of_2011(sample_folder: Path, older_outlines: Path, tmp_path: Path) -> None:
    street = tmp_path / "2019-03-dorset-street.csv"
    of_2011_alone = street_row(lsoa_code="E01000010", lsoa_name="City of London 001F")
    street.write_bytes(street_csv("2019-03", "dorset", [of_2011_alone]))
    outlines = (sample_folder / "sample_lsoa_2021.geojson", older_outlines)
    cache = make_cache(tmp_path / "older.sqlite", street, areas=outlines)
    assert switched_on(cache, QgsProject()) == {OLD: True, NEW: False}


def test_what_the_toolbox_adds_keeps_the_other_edition_off(both: Path) -> None:
    """Also where QGIS puts the layers into the project one by one."""
    from processing.gui import Postprocessing

    Postprocessing.iface = None
    project = QgsProject.instance()
    project.clear()
    for _ in registered():
        results, context = run("crimelayers", {"CACHE": str(both)}, project=project)
        assert Postprocessing.handleAlgorithmResults(context.algorithm, context, QgsProcessingFeedback(False), results)
        nodes = project.layerTreeRoot().findLayers()
        seen = {node.name(): node.itemVisibilityChecked() for node in nodes if "LSOAs" in node.name()}
        assert seen == {OLD: False, NEW: True}
    project.clear()
