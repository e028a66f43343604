# SPDX-License-Identifier: GPL-2.0-or-later
"""Settings of single questions of a report, pages and recipes given to it, and recipes that it does not replace."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException

from tests.algorithm_runs import registered, run
from tests.plugin_caches import make_cache

VEHICLES = "Vehicle crime"


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> str:
    """Give a cache of the sample with outlines, look-up and residents."""
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*.csv"))
    return str(make_cache(tmp_path_factory.mktemp("report") / "policeuk.sqlite", sample_zip, areas=areas))


def test_each_question_has_its_own_settings(cache: str, tmp_path: Path) -> None:
    settings = {
        "clusters": {"EXPOSURE": "residents", "DIRECTION": "both", "CELL_SIZE": 500},
        "concentration": {"UNITS": "LSOA", "SHARE": 50},
        "chance": {"CELL_SIZE": 1000},
    }
    asked = {"CACHE": cache, "TYPES": [VEHICLES], "MAPS": 20, "QUESTIONS": list(settings), "ALPHA": 0.1}
    report = tmp_path / "r.html"
    results, _ = run("hotspotreport", {**asked, "SETTINGS": json.dumps(settings), "REPORT": str(report)})
    runs = json.loads(Path(results["RECIPE"]).read_text(encoding="utf-8"))["runs"]
    given = {one["algorithm"].partition(":")[2]: one["parameters"] for one in runs}
    for algorithm, question in (("crimeclusters", "clusters"), ("concentration", "concentration")):
        assert {name: given[algorithm][name] for name in settings[question]} == settings[question]
        assert given[algorithm]["ALPHA"] == 0.1
    chance = given["nullmaps"]
    assert (chance["EXPOSURE"], chance["DIRECTION"], chance["CELL_SIZE"]) == ("residents", "both", 1000)
    alone, _ = run("crimeclusters", {**asked, **settings["clusters"], "OUTPUT": "memory:"})
    (clusters,) = (one["numbers"] for one in runs if one["algorithm"] == "policeuk:crimeclusters")
    for name in ("CLUSTERS", "QUIET", "CRIMES"):
        assert clusters[name] == alone[name]
    assert "Parameters: " in report.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ("no JSON", "SETTINGS is no JSON of questions"),
        ("[1]", "SETTINGS is no JSON of questions"),
        ('{"clusters": 1}', "SETTINGS is no JSON of questions"),
        ("[" * 100_000, "SETTINGS is no JSON of questions"),
        ('{"where": {}}', "'where', which is no question"),
        ('{"clusters": {"TOP": 5}}', "the parameter 'TOP', which it does not have"),
        ('{"clusters": {"OUTPUT": "/etc/x.gpkg"}}', "the parameter 'OUTPUT', which it does not have"),
        ('{"clusters": {"TO": "2025-01"}}', "one for the whole report"),
        ('{"clusters": {"CACHE": "x"}}', "one for the whole report"),
        ('{"clusters": {"ALPHA": {"a": 1}}}', "no text, number or list"),
    ],
)
def test_settings_that_no_question_has_end_in_a_sentence(
    cache: str, tmp_path: Path, settings: str, sentence: str
) -> None:
    asked = {"CACHE": cache, "QUESTIONS": ["clusters"], "SETTINGS": settings, "REPORT": str(tmp_path / "r.html")}
    with pytest.raises(QgsProcessingException, match=sentence):
        run("hotspotreport", asked)
    assert list(tmp_path.iterdir()) == []


def test_a_page_is_called_by_what_it_is(cache: str, tmp_path: Path) -> None:
    page, report = tmp_path / "res.html", tmp_path / "r.html"
    run("crimeclusters", {"CACHE": cache, "OUTPUT": "memory:", "REPORT": str(page)})
    asked = {"CACHE": cache, "TYPES": [VEHICLES], "QUESTIONS": ["concentration"], "PAGES": [str(page)]}
    run("hotspotreport", {**asked, "REPORT": str(report)})
    text = report.read_text(encoding="utf-8")
    questions = re.findall(r"<p class='question'>\d · (.*?)</p>", text)
    assert questions[:2] == ["How few places hold how much?", "Where do crimes cluster?"]
    assert "made before and given as a page. It is about: Recorded crime, " in text
    assert "· res" not in text


def test_a_recipe_is_never_lost_to_a_report(cache: str, tmp_path: Path) -> None:
    asked = {"CACHE": cache, "TYPES": [VEHICLES], "QUESTIONS": ["concentration"]}
    mine = {name: tmp_path / f"{name}.policeuk-recipe.json" for name in ("notes", "lonely", "good", "given")}
    run("hotspotreport", {**asked, "REPORT": str(tmp_path / "good.html")})
    run("hotspotreport", {**asked, "REPORT": str(tmp_path / "good.html")})  # its own is replaced
    (tmp_path / "notes.html").write_text("A page of mine")
    mine["notes"].write_text("MY NOTES")
    mine["lonely"].write_bytes(mine["good"].read_bytes())
    mine["given"].write_bytes(mine["good"].read_bytes())
    (tmp_path / "given.html").write_bytes((tmp_path / "good.html").read_bytes())
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for more, sentence in (
        ({"REPORT": "notes.html"}, "which is no recipe of a report"),
        ({"REPORT": "lonely.html"}, "which belongs to no report there"),
        ({"REPORT": "given.html", "PAGES": [str(mine["given"])]}, "which is read or written too"),
        ({"REPORT": "new.html", "PDF": "new.policeuk-recipe.json"}, "is that of a recipe"),
        ({"REPORT": "new.html", "PDF": "good.policeuk-recipe.json"}, "is that of a recipe"),
        ({"REPORT": "new.html", "PDF": "new.html"}, "is the result itself"),
    ):
        targets = {name: str(tmp_path / str(more[name])) for name in ("REPORT", "PDF") if name in more}
        with pytest.raises(QgsProcessingException, match=sentence):
            run("hotspotreport", {**asked, **more, **targets})
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_recipe_among_the_pages_reads_the_cache_that_is_given(cache: str, tmp_path: Path) -> None:
    asked = {"CACHE": cache, "TYPES": [VEHICLES], "QUESTIONS": ["concentration"]}
    first, _ = run("hotspotreport", {**asked, "REPORT": str(tmp_path / "first.html")})
    pages = {"PAGES": [first["RECIPE"]], "REPORT": str(tmp_path / "second.html")}
    with pytest.raises(QgsProcessingException, match="There is no cache file at /nowhere"):
        run("hotspotreport", {**pages, "CACHE": "/nowhere/none.sqlite"})
    second, _ = run("hotspotreport", {**pages, "CACHE": cache})
    made = [json.loads(Path(one["RECIPE"]).read_text(encoding="utf-8"))["runs"] for one in (first, second)]
    assert made[0] == made[1]
