# SPDX-License-Identifier: GPL-2.0-or-later
"""Recipes: the same numbers again, what has changed where they are not, and strangers' files."""

from __future__ import annotations

import copy
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException, QgsVectorFileWriter

from offline_cache import OfflineCache, import_paths
from policeuk_plugin.processing.recipes.recipe_files import found, named
from tests.algorithm_runs import box, in_metres, polygon_layer, registered, run
from tests.plugin_caches import make_cache

VEHICLES = "Vehicle crime"


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> str:
    """Give a cache of the sample with outlines, look-up and residents."""
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*.csv"))
    return str(make_cache(tmp_path_factory.mktemp("recipes") / "policeuk.sqlite", sample_zip, areas=areas))


@pytest.fixture(scope="module")
def recipe(cache: str) -> dict[str, Any]:
    """Give the recipe of a report, as JSON reads it; it lies beside the cache."""
    for _ in registered():
        results, _ = run("hotspotreport", reporting(cache, Path(cache).with_name("report.html")))
    return json.loads(Path(results["RECIPE"]).read_text(encoding="utf-8"))


def reporting(cache: str, report: Path) -> dict[str, Any]:
    """The parameters of a quick report."""
    asked = {"CACHE": cache, "TYPES": [VEHICLES], "QUESTIONS": ["clusters", "concentration"]}
    return {**asked, "REPORT": str(report)}


def again(path: Path, **more: Any) -> dict[str, Any]:
    """Run a recipe."""
    results, _ = run("runrecipe", {"RECIPE": str(path), "OUTPUT": "memory:", **more})
    return results


def test_a_recipe_names_its_files_and_not_the_machine(cache: str, recipe: dict[str, Any]) -> None:
    assert recipe["format"] == "policeuk-recipe"
    assert [one["algorithm"] for one in recipe["runs"]] == ["policeuk:crimeclusters", "policeuk:concentration"]
    assert recipe["cache"]["path"] == "policeuk.sqlite"
    assert str(Path(cache).parent) not in json.dumps(recipe)
    clusters = recipe["runs"][0]
    assert (clusters["parameters"]["FROM"], clusters["parameters"]["TYPES"]) != ("", [])
    months = {name.partition(" ")[2] for name in recipe["cache"]["files"]}
    assert clusters["parameters"]["FROM"] <= min(months)
    assert clusters["parameters"]["TO"] == max(months)
    plain, _ = run("crimeclusters", {"CACHE": cache, "TYPES": [VEHICLES], "OUTPUT": "memory:"})
    assert clusters["numbers"]["CLUSTERS"] == plain["CLUSTERS"] > 0
    assert clusters["numbers"]["CRIMES"] == plain["CRIMES"]


def test_the_same_cache_gives_the_same_numbers(cache: str, recipe: dict[str, Any], tmp_path: Path) -> None:
    page = tmp_path / "again.html"
    results = again(Path(cache).with_name("report.policeuk-recipe.json"), REPORT=str(page))
    assert (results["SAME"], results["DIFFERENT"], results["FAILED"]) == (1, 0, 0)
    assert results["SENTENCE"].startswith("The same: all ")
    assert "Plugin and data are as they were" in page.read_text(encoding="utf-8")


def test_a_revised_cache_is_named(sample_zip: Path, sample_folder: Path, tmp_path: Path) -> None:
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*.csv"))
    cache = make_cache(tmp_path / "policeuk.sqlite", sample_zip, areas=areas)
    results, _ = run("hotspotreport", reporting(str(cache), tmp_path / "report.html"))
    with zipfile.ZipFile(sample_zip) as archive:
        member = next(name for name in sorted(archive.namelist()) if name.endswith("2025-01-dogger-bank-street.csv"))
        lines = archive.read(member).decode("utf-8-sig").splitlines(keepends=True)
    kept = [line for line in lines if VEHICLES not in line]
    assert len(kept) < len(lines)
    later = tmp_path / "2030-01"
    later.mkdir()
    (later / Path(member).name).write_text("".join(kept), encoding="utf-8")
    with OfflineCache(cache) as opened:
        import_paths(opened, [later / Path(member).name])
    page = tmp_path / "again.html"
    compared = again(Path(results["RECIPE"]), REPORT=str(page))
    assert compared["SAME"] == 0
    assert "CRIMES of policeuk:crimeclusters was" in compared["SENTENCE"]
    assert "Files revised in the cache: dogger-bank 2025-01." in page.read_text(encoding="utf-8")


def test_another_version_is_named(cache: str, recipe: dict[str, Any], tmp_path: Path) -> None:
    other = copy.deepcopy(recipe)
    other["plugin_version"] = "0.0.1"
    other["runs"][0]["numbers"]["CLUSTERS"] += 1
    path, page = tmp_path / "other.policeuk-recipe.json", tmp_path / "page.html"
    path.write_text(json.dumps(other), encoding="utf-8")
    results = again(path, CACHE=cache, REPORT=str(page))
    assert (results["SAME"], results["DIFFERENT"]) == (0, 1)
    assert "CLUSTERS of policeuk:crimeclusters was" in results["SENTENCE"]
    assert "0.0.1" in page.read_text(encoding="utf-8")


def test_a_layer_that_was_read_has_to_lie_beside_the_recipe(cache: str, tmp_path: Path) -> None:
    middle = in_metres().transform(2.0, 54.72)
    layer = polygon_layer([box(middle.x() - 4000, middle.y() - 4000, 8000)])
    beside = tmp_path / "beside" / "study.gpkg"
    beside.parent.mkdir()
    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(beside), layer_context(), options)
    asked = {**reporting(cache, beside.with_name("r.html")), "STUDY_AREA": str(beside), "QUESTIONS": ["clusters"]}
    results, _ = run("hotspotreport", asked)
    written = json.loads(Path(results["RECIPE"]).read_text(encoding="utf-8"))
    assert written["runs"][0]["parameters"]["STUDY_AREA"] == "study.gpkg"
    assert again(Path(results["RECIPE"]), CACHE=cache)["SAME"] == 1
    moved = tmp_path / "moved.policeuk-recipe.json"
    drawn, _ = run("hotspotreport", {**asked, "STUDY_AREA": layer, "REPORT": str(tmp_path / "drawn.html")})
    with pytest.raises(QgsProcessingException, match="'made' as STUDY_AREA, which is not beside it"):
        again(Path(drawn["RECIPE"]), CACHE=cache)
    assert again(Path(drawn["RECIPE"]), CACHE=cache, STUDY_AREA=layer)["SAME"] == 1
    moved.write_bytes(Path(results["RECIPE"]).read_bytes())
    with pytest.raises(QgsProcessingException, match="which is not beside it"):
        again(moved, CACHE=cache)
    assert again(moved, CACHE=cache, STUDY_AREA=str(beside))["SAME"] == 1


def layer_context() -> Any:
    """A context without any transformation."""
    from qgis.core import QgsCoordinateTransformContext

    return QgsCoordinateTransformContext()


Change = Callable[[dict[str, Any]], Any]


def given(name: str, value: Any) -> Change:
    """Give the first run a parameter."""
    return lambda recipe: recipe["runs"][0]["parameters"].update({name: value})


HOSTILE: list[tuple[Change, str]] = [
    (lambda recipe: recipe.update(format="other"), "does not say that it is one"),
    (lambda recipe: recipe.update(version="1"), "version is no number"),
    (lambda recipe: recipe.update(version=True), "version is no number"),
    (lambda recipe: recipe.update(version=99), "newer version"),
    (lambda recipe: recipe.update(runs=[]), "no list of 1 to 50 runs"),
    (lambda recipe: recipe.update(runs={"a": 1}), "no list of 1 to 50 runs"),
    (lambda recipe: recipe.update(runs=recipe["runs"] * 40), "no list of 1 to 50 runs"),
    (lambda recipe: recipe.update(runs=[7]), "no object"),
    (lambda recipe: recipe["runs"][0].update(algorithm="native:package"), "no analysis that a recipe may run"),
    (lambda recipe: recipe["runs"][0].update(algorithm="policeuk:downloadforceslice"), "no analysis"),
    (lambda recipe: recipe["runs"][0].update(algorithm=["x"]), "is no text"),
    (lambda recipe: recipe["runs"][0].update(parameters=[1]), "no object"),
    (lambda recipe: recipe["runs"][0].update(numbers={"CRIMES": {"a": 1}}), "is no number"),
    (lambda recipe: recipe.update(cache=5), "no object"),
    (lambda recipe: recipe["cache"].update(files={"a": 1}), "is no text"),
    (lambda recipe: recipe["cache"].update(path="/etc/passwd"), "does not lie beside it"),
    (lambda recipe: recipe["cache"].update(path="../../x.sqlite"), "does not lie beside it"),
    (lambda recipe: recipe["cache"].update(path="C:\\x.sqlite"), "does not lie beside it"),
    (given("OUTPUT", "/no/such/folder/x.gpkg"), "which no recipe may"),
    (given("REPORT", "x.html"), "which no recipe may"),
    (given("CACHE", "x.sqlite"), "which no recipe may"),
    (given("NO_SUCH", 1), "which no recipe may"),
    (given("STUDY_AREA", "/etc/passwd"), "does not lie beside it"),
    (given("STUDY_AREA", "..\\..\\x.gpkg"), "does not lie beside it"),
    (given("STUDY_AREA", "http://example.org/x.geojson"), "not beside it"),
    (given("UNIT_LAYER", "/vsicurl/http://example.org/x"), "does not lie beside it"),
    (given("TYPES", [["a"]]), "no text, number or list"),
    (given("ALPHA", {"a": 1}), "no text, number or list"),
    (given("CELL_SIZE", 10**400), "no text, number or list|no JSON"),
    (given("AREA", "a\0b"), "no text, number or list"),
    (given("AREA", "a" * 30_000), "no text, number or list"),
]


@pytest.mark.parametrize(("change", "sentence"), HOSTILE)
def test_a_hostile_recipe_ends_in_one_sentence(
    recipe: dict[str, Any], tmp_path: Path, change: Change, sentence: str
) -> None:
    bad = copy.deepcopy(recipe)
    change(bad)
    path = tmp_path / "bad.policeuk-recipe.json"
    path.write_text(json.dumps(bad), encoding="utf-8")
    with pytest.raises(QgsProcessingException, match=sentence) as error:
        again(path)
    assert "\n" not in str(error.value)
    assert "fault of the plugin" not in str(error.value)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe", "no text in UTF-8"),
        (b"[" * 100_000, "no JSON"),
        (b'{"format": NaN}', "no JSON"),
        (b"[]", "does not say that it is one"),
        (b"null", "does not say that it is one"),
        (b'{"format": "policeuk-recipe", "version": 1, "runs": [', "no JSON"),
    ],
)
def test_what_is_no_recipe_ends_in_one_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "bad.policeuk-recipe.json"
    path.write_bytes(data)
    with pytest.raises(QgsProcessingException, match=sentence):
        again(path)


def test_a_hundred_megabytes_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "huge.policeuk-recipe.json"
    with path.open("wb") as stream:
        stream.truncate(100 * 2**20)
    with pytest.raises(QgsProcessingException, match="it has 100 MB, and no recipe has"):
        again(path)


def test_odd_values_end_in_the_algorithms_own_sentence(cache: str, recipe: dict[str, Any], tmp_path: Path) -> None:
    for name, value in (("CELL_SIZE", -5), ("CELL_SIZE", "wide"), ("UNITS", 99), ("FROM", 12), ("TYPES", [12345])):
        bad = copy.deepcopy(recipe)
        bad["runs"] = bad["runs"][:1]
        given(name, value)(bad)
        path = tmp_path / "odd.policeuk-recipe.json"
        path.write_text(json.dumps(bad), encoding="utf-8")
        assert "fault of the plugin" not in _said(path, cache), (name, value)


def _said(path: Path, cache: str) -> str:
    """The sentence of a recipe that is run, be it of an error."""
    try:
        return str(again(path, CACHE=cache)["SENTENCE"])
    except QgsProcessingException as error:
        return str(error)


def test_files_are_named_by_their_way_from_the_recipe(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b.gpkg"
    below.parent.mkdir()
    below.write_bytes(b"x")
    assert named(below, tmp_path) == "a/b.gpkg"
    assert named(below, tmp_path / "c") == "b.gpkg"
    assert found("a/b.gpkg", tmp_path) == below.resolve()
    assert found("a/none.gpkg", tmp_path) is None
    link = tmp_path / "a" / "out"
    link.symlink_to("/etc")
    with pytest.raises(Exception, match="does not lie beside it"):
        found("a/out/passwd", tmp_path)
