# SPDX-License-Identifier: GPL-2.0-or-later
"""What the panel offers to map the algorithm maps; what it does not offer the algorithm refuses in the same words.

And where results of the toolbox go: into the group of their selection.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.core import (
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorLayer,
)

from offline_cache.chosen_area import read_area
from offline_cache.model import Month
from offline_cache.reader import reading
from policeuk_plugin.layers.request import counted_from
from policeuk_plugin.processing.areas.area_choices import area_choices
from policeuk_plugin.processing.areas.area_map import LEVELS, MEASURES
from policeuk_plugin.processing.asking.selection_parameters import with_months
from tests.algorithm_runs import registered, run
from tests.plugin_caches import make_cache, published_rows


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module", name="cache")
def _cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> Path:
    """Give the sample with outlines, look-up and residents; the tests read it only."""
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*.csv"))
    return make_cache(tmp_path_factory.mktemp("choices") / "policeuk.sqlite", sample_zip, areas=areas)


@pytest.mark.parametrize("area", ["", "ward:E05990001"])
@pytest.mark.parametrize("months", [("", ""), ("2026-03", "2026-04"), ("2024-05", "2024-06")])
def test_what_is_offered_is_what_can_be_mapped(cache: Path, area: str, months: tuple[str, str]) -> None:
    first, last = (Month.parse(text) if text else None for text in months)
    refused = 0
    for level in LEVELS:
        with reading(cache) as connection:
            asked = replace(read_area(connection, area), first=first, last=last)
            choices = area_choices(connection, with_months(connection, asked), level)
        for measure in MEASURES:
            why_not = choices.levels[level] or choices.measures[measure]
            given = {"CACHE": str(cache), "AREA": area, "FROM": months[0], "TO": months[1]}
            given.update({"LEVEL": level, "MEASURE": measure, "OUTPUT": "memory:"})
            if why_not:
                refused += 1
                with pytest.raises(QgsProcessingException) as error:
                    run("areamap", given)
                assert why_not in str(error.value)
            else:
                run("areamap", given)
    assert refused < len(LEVELS) * len(MEASURES)


@pytest.mark.parametrize(
    ("name", "more"),
    [("areamap", {"MEASURE": "count"}), ("crimeclusters", {}), ("areatrend", {}), ("crimedensity", {})],
)
def test_results_of_the_toolbox_join_the_layers_of_their_selection(
    cache: Path, tmp_path: Path, name: str, more: dict[str, str]
) -> None:
    from processing.gui import Postprocessing

    project = QgsProject.instance()
    project.clear()
    Postprocessing.iface = None
    out = str(tmp_path / "out.tif") if name == "crimedensity" else "memory:"
    for algorithm, given in (
        ("addlayers", {"LAYERS": ["places"]}),
        (name, {**more, "OUTPUT": QgsProcessingOutputLayerDefinition(out, project)}),
    ):
        results, context = run(algorithm, {"CACHE": str(cache), **given}, project=project)
        Postprocessing.handleAlgorithmResults(context.algorithm, context, QgsProcessingFeedback(False), results)
    root = project.layerTreeRoot()
    (group,) = root.findGroups()
    assert len(root.children()) == 1, "nothing lies beside the group"
    assert len(group.findLayers()) == 2
    assert [node.layer().customProperty("policeuk/result") for node in group.findLayers()] == [None, "1"]
    project.clear()


def test_the_rows_behind_a_month_are_those_of_its_files(cache: Path, tmp_path: Path, sample_zip: Path) -> None:
    path = str(tmp_path / "months.gpkg")
    run("areatrend", {"CACHE": str(cache), "TYPES": ["Burglary"], "OUTPUT": path})
    layer = QgsVectorLayer(path, "months", "ogr")
    layer.loadDefaultStyle()
    assert counted_from(layer) is not None
    layer.selectByExpression("\"month\" in ('2025-03', '2025-02', '2026-04')")
    project = QgsProject()
    project.addMapLayer(layer)
    rows = published_rows(sample_zip, "street")
    wanted = sum(m in ("2025-03", "2026-04") and row["Crime type"] == "Burglary" for m, row in rows)
    given = {"INPUT": QgsProcessingFeatureSourceDefinition(layer.id(), True), "OUTPUT": "memory:"}
    results, _ = run("publishedrows", given, project=project)
    assert results["ROWS"] == results["SHOWN"] == wanted > 0
    assert results["FILES"] == 2
