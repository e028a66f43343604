# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:stopsearchlayer`: numbers, places, layers, page, in the toolbox and from a shell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsProject, QgsVectorLayer

from policeuk_plugin.processing.provider import PoliceUkProvider
from tests.algorithm_runs import Listening, registered, rows, run
from tests.api_client import FORCE
from tests.held_neighbourhoods import fetch_into, polygons, rows_inside
from tests.plugin_caches import make_cache, published_rows
from tests.sample_factory import stop_row, stops_csv
from tests.service import Service

NAME = "stopsearchlayer"


@pytest.fixture(autouse=True)
def provider() -> Iterator[PoliceUkProvider]:
    """Register the provider for one test."""
    yield from registered()


@pytest.fixture(scope="module")
def bedfordshire(bedfordshire_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of two real years."""
    return make_cache(tmp_path_factory.mktemp("stops") / "bedfordshire.sqlite", bedfordshire_zip)


def text_of(page: Path) -> str:
    """Give the words of a page."""
    return unescape(re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8")))


def test_numbers_and_places_are_the_published_rows_counted(
    bedfordshire: Path, bedfordshire_zip: Path, tmp_path: Path
) -> None:
    parameters = {"CACHE": str(bedfordshire), "FROM": "2022-05", "TO": "2023-04", "OUTPUT": str(tmp_path / "p.gpkg")}
    feedback = Listening()
    results, context = run(NAME, parameters, feedback)
    published = [row for month, row in published_rows(bedfordshire_zip, "stop-and-search") if month >= "2022-05"]
    placed = Counter((row["Longitude"], row["Latitude"]) for row in published if row["Longitude"])
    unstated = sum(row["Self-defined ethnicity"] in ("", "Other ethnic group - Not stated") for row in published)
    assert results["COUNT"] == len(published)
    assert results["UNPLACED"] == len(published) - sum(placed.values())
    assert (results["PLACES"], results["NOT_STATED"], results["MISSING_MONTHS"]) == (len(placed), unstated, 0)
    found = {}
    for row in rows(results, context):
        point = row["geometry"].asPoint()
        found[f"{point.x():.6f}", f"{point.y():.6f}"] = row["stops"]
    assert found == placed
    assert results["SENTENCE"].startswith(f"{len(published):,} stops and searches, Bedfordshire Police, May 2022")
    written = QgsVectorLayer(f"{tmp_path / 'p.gpkg'}|layername=p", "p", "ogr")
    assert "snap point" in " ".join(written.metadata().rights())
    assert any("No month is missing" in line for line in feedback.said)


def test_the_page_has_what_is_not_stated_and_no_rate(bedfordshire: Path, tmp_path: Path) -> None:
    report = tmp_path / "stops.html"
    run(NAME, {"CACHE": str(bedfordshire), "REPORT": str(report)})
    said = text_of(report)
    assert (
        "7,601 stops and searches, Bedfordshire Police, May 2021 to April 2023; 1,598 of them without a place" in said
    )
    assert "Not stated: 1,482 of 7,601 (19%). Of these 1,119 are published as not stated, 363 are blank." in said
    assert "no rates for groups of people and no ratios between them" in said
    assert "8 stops have a time (UTC) in another month than that of their file" in said
    assert "On suspicion of drugs (Misuse of Drugs Act 1971, section 23)" in said
    assert re.search(r"Asian/Asian British\s+1,342\s+22%\s", said)  # 669 + 479 + 129 + 64 + 1 of 6,119
    assert not re.search(r"per 1,000|times as (often|likely)|disproportion", said)


def test_layers_are_loaded_into_a_group_of_their_selection(sample_cache: Path) -> None:
    from processing.gui import Postprocessing

    project = QgsProject.instance()
    project.clear()
    wanted = {"CACHE": str(sample_cache), "FROM": "2025-01", "LAYERS": ["stop_places", "stops"]}
    results, context = run(NAME, wanted, project=project)
    Postprocessing.iface = None
    assert Postprocessing.handleAlgorithmResults(context.algorithm, context, QgsProcessingFeedback(False), results)
    (group,) = project.layerTreeRoot().findGroups()
    assert [node.layer().name() for node in group.findLayers()] == [
        "Stops by place",
        "Stops by object",
    ]
    themes = project.mapThemeCollection().mapThemes()
    assert {theme.partition("?")[0] for theme in themes} == {
        "Where were people stopped and searched",
        "What were people searched for",
    }
    project.clear()


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"AREA": "lsoa:E01990003"}, "without an LSOA, so they cannot be limited"),
        ({"AREA": "force:gwent"}, "holds no stops and searches of this area"),
        ({"FROM": "2040-01"}, "nothing is known, which is not zero"),
        ({"FROM": "2023-04", "TO": "2023-01"}, "Swap them"),
        ({"FROM": "soon"}, "is not a month"),
        ({"CACHE": "/no/such.sqlite"}, "There is no cache file"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    sample_cache: Path, parameters: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    report = tmp_path / "none.html"
    with pytest.raises(QgsProcessingException, match=sentence):
        run(NAME, {"CACHE": str(sample_cache), "REPORT": str(report), **parameters})
    assert not report.exists()


def test_a_neighbourhood_has_the_stops_whose_point_lies_in_it(sample_zip: Path, tmp_path: Path) -> None:
    pytest.importorskip("shapely")
    with Service(rate_limit=False) as service:
        cache = fetch_into(service, make_cache(tmp_path / "cache.sqlite", sample_zip))
        inside = {
            code: rows_inside(outline, sample_zip, "stop-and-search") for code, outline in polygons(service).items()
        }
    assert any(inside.values())
    for code, expected in inside.items():
        area = {"CACHE": str(cache), "AREA": f"neighbourhood:{FORCE}/{code}", "OUTPUT": "memory:"}
        results, context = run(NAME, area)
        assert results["COUNT"] == len(expected), code
        assert sum(row["stops"] for row in rows(results, context)) == len(expected)
        layer = QgsVectorLayer(results["STOP_PLACES"], "places", "ogr")
        assert sum(feature["stops"] for feature in layer.getFeatures()) == len(expected)
        assert results["UNPLACED"] == 0  # where those without a place lie is not known


def test_published_words_are_shown_and_never_run(tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script>\u202e" + "x" * 500
    words = {"object_of_search": nasty, "self_defined_ethnicity": nasty, "outcome": nasty, "legislation": nasty}
    path = tmp_path / "2024-05-dorset-stop-and-search.csv"
    path.write_bytes(stops_csv("2024-05", "dorset", [stop_row(**words)]))
    cache, report = make_cache(tmp_path / "cache.sqlite", path), tmp_path / "page.html"
    run(NAME, {"CACHE": str(cache), "REPORT": str(report)})
    assert "<script" not in report.read_text(encoding="utf-8")
    assert "&lt;script&gt;alert" in report.read_text(encoding="utf-8")


def test_months_missing_are_named_and_hatched(tmp_path: Path) -> None:
    for month in ("2024-05", "2024-07"):
        path = tmp_path / f"{month}-dorset-stop-and-search.csv"
        path.write_bytes(stops_csv(month, "dorset", [stop_row(date=f"{month}-03T10:00:00+00:00")]))
    cache, report, feedback = make_cache(tmp_path / "cache.sqlite", tmp_path), tmp_path / "page.html", Listening()
    results, _ = run(NAME, {"CACHE": str(cache), "REPORT": str(report)}, feedback)
    assert (results["COUNT"], results["MISSING_MONTHS"]) == (2, 1)
    assert any("June 2024" in line for line in feedback.warned)
    assert "June 2024" in text_of(report)
