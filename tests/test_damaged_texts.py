# SPDX-License-Identifier: GPL-2.0-or-later
"""Recipes, settings of reports, lists of a pack and what layers remember, with random damage: read, or one sentence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProcessingException, QgsVectorLayer

from offline_cache.field_pack import names
from policeuk_plugin.browser import read_held
from policeuk_plugin.field.ready_results import read_home, read_results
from policeuk_plugin.layers import request
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.processing.doubt.snap_settings import read_snap_settings
from policeuk_plugin.processing.peers.peer_choice import read_choice
from policeuk_plugin.processing.provider import PoliceUkProvider
from policeuk_plugin.processing.recipes.recipe_layers import check_layer
from policeuk_plugin.processing.recipes.recipe_reading import read_recipe
from policeuk_plugin.processing.report.report_questions import hotspots
from policeuk_plugin.processing.report.report_settings import read_settings, settings_text
from policeuk_plugin.reports.page_reading import read_page, short_of
from tests.algorithm_runs import registered, run
from tests.area_factory import geojson, square, written
from tests.damage import bytes_damaged, chances, json_damaged, json_or_bytes_damaged, refusal

CLUSTERS = "policeuk:crimeclusters"
CHOSEN = {"TYPES": ["Vehicle crime"], "FROM": "2026-03", "TO": "2026-04", "CELL_SIZE": 500, "SEED": 1}
RECIPE: dict[str, Any] = {
    "format": "policeuk-recipe",
    "version": 1,
    "title": "A report",
    "plugin_version": "1",
    "cache": {"path": "policeuk.sqlite", "files": {"2024-01": "ab"}, "areas": {"x": "y"}},
    "runs": [{"algorithm": CLUSTERS, "parameters": CHOSEN, "numbers": {"CLUSTER_AREAS": 3, "HIGHEST": 0.5}}],
}
PEERS = {"PEERS": "list", "PEER_LIST": "mine", "K": 5, "MEASURES": "a, b", "WEIGHTS": "a=1", "CALIPER": 0.2}
RESULT = dict.fromkeys(("key", "question", "title", "short", "page", "layer", "theme", "why"), "a")
HOME = {"here": "a", "home": "b", "rows": [{"label": "a", "here": "1", "home": "2", "verdict": "more"}]}
SELECTION = {
    **{"from": "2024-01", "to": "2024-02", "forces": ["dorset"], "types": ["Burglary"], "with_asb": True},
    **{"area": ["lsoa", ["E01990001"], "a"], "place_kinds": ["x"], "months": ["2024-01"]},
}
PAGE = (
    b'<html><head><meta name="policeuk-short" content="x"><style>a{}</style></head><body><h1>Finding</h1>'
    b'<p class="subtitle">Sub</p><p class="lead">Lead</p><h2>H</h2>'
    b'<img alt="a" src="data:image/png;base64,iVBORw0KGgo="><table><tr><th>a</th></tr><tr><td>b</td></tr></table>'
    b'<ul><li>x</li></ul><div class="details"><figure><img src="data:image/svg+xml;base64,PHN2Zz48cmVjdC8+PC9zdmc+">'
    b'<figcaption>c <span><i style="background:#fff"></i>s</span></figcaption></figure></div><pre>x</pre></body></html>'
)


@pytest.fixture(autouse=True)
def _provider() -> Iterator[PoliceUkProvider]:
    yield from registered()


def some_of_each(said: list[str]) -> None:
    """Fail unless damage was refused, and something was read."""
    assert any(said)
    assert not all(said)


def test_recipes_are_read_or_refused(tmp_path: Path) -> None:
    known = {one.id() for one in QgsApplication.processingRegistry().providerById("policeuk").algorithms()}
    path = tmp_path / "a.policeuk-recipe.json"
    assert read_recipe(written(path, json.dumps(RECIPE)), known).title == "A report"
    some_of_each(
        [
            refusal(lambda: read_recipe(path, known))
            for chance in chances(200)
            if written(path, json_or_bytes_damaged(RECIPE, chance))
        ]
    )


def test_recipes_that_are_read_run_or_say_why_not(tmp_path: Path, sample_cache: Path) -> None:
    cache = Path(shutil.copy(sample_cache, tmp_path / "policeuk.sqlite"))
    before = cache.read_bytes()
    path = tmp_path / "a.policeuk-recipe.json"
    known = [CLUSTERS]
    given = {"RECIPE": str(path), "OUTPUT": "memory:"}
    written(path, json.dumps(RECIPE))
    assert run("runrecipe", given)[0]["FAILED"] == 0
    ran = 0
    for chance in chances(40):
        written(path, json_damaged(RECIPE, chance))
        if refusal(lambda: read_recipe(path, known)):
            continue
        ran += not refusal(lambda: run("runrecipe", given), QgsProcessingException)
    assert ran
    assert cache.read_bytes() == before
    assert all(one.name.startswith((path.name, cache.name)) for one in tmp_path.iterdir())


def test_layers_that_recipes_name(tmp_path: Path) -> None:
    shape = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [square()]}}
    name = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    whole = json.loads(geojson([shape], crs=name))
    path = tmp_path / "a.geojson"
    some_of_each(
        [
            refusal(lambda: check_layer(path, ""))
            for chance in chances(150)
            if written(path, json_or_bytes_damaged(whole, chance))
        ]
    )


TEXTS: dict[str, tuple[Any, Callable[[str], object]]] = {
    "peers": (PEERS, lambda text: read_choice(text).text()),
    "report": (
        {"clusters": {"EXPOSURE": "residents", "ALPHA": 0.05}, "density": {"BANDWIDTH": 300}},
        lambda text: settings_text(read_settings(text, hotspots())),
    ),
    "snap points": (
        {"EXPOSURE": "residents", "ALPHA": 0.1, "DIRECTION": "hot"},
        lambda text: read_snap_settings(
            text, QgsApplication.processingRegistry().algorithmById(CLUSTERS), "clusters", {"SEED"}
        ),
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_settings_that_are_texts(name: str) -> None:
    whole, read = TEXTS[name]
    assert refusal(lambda: read(json.dumps(whole))) == ""
    some_of_each([refusal(lambda chance=chance: read(json_damaged(whole, chance).decode())) for chance in chances(200)])  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "whole", "read"),
    [(names.RESULTS_LIST, [RESULT, RESULT], read_results), (names.HOME, HOME, read_home)],
    ids=["results", "home"],
)
def test_lists_in_packs(tmp_path: Path, name: str, whole: Any, read: Callable[[Path], object]) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    some_of_each(
        [
            refusal(lambda: read(tmp_path))
            for chance in chances(150)
            if written(path, json_or_bytes_damaged(whole, chance))
        ]
    )


def test_result_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    said = []
    for chance in chances(300):
        written(path, bytes_damaged(PAGE, chance, 8))
        short_of(path)
        said.append(refusal(lambda: read_page(path)))
    some_of_each(said)


def test_what_layers_of_a_project_remember() -> None:
    layer = QgsVectorLayer("Point", "a", "memory")
    layer.setCustomProperty(request.KIND_PROPERTY, next(iter(LayerKind)).value)
    read = tried = 0
    for chance in chances(300):
        tried += 1
        layer.setCustomProperty(request.SELECTION_PROPERTY, json_damaged(SELECTION, chance).decode())
        found = request.request_of(layer)
        if found is not None:
            read += 1
            assert all(isinstance(text, str) for text in (*found.selection.forces, *found.selection.crime_types))
    assert 0 < read < tried


def test_what_is_dragged_from_the_browser() -> None:
    whole = ["/a.sqlite", "dorset", "2024-01", "2024-02", ["street"]]
    held = [read_held(json_damaged(whole, chance).decode()) for chance in chances(150)]
    for one in held:
        assert one is None or read_held(one.as_text()) == one
    assert any(held)
    assert not all(held)
