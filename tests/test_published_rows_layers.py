# SPDX-License-Identifier: GPL-2.0-or-later
"""From features of our layers and results back to rows of published files: as many as the map says."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsFeatureRequest,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)

from offline_cache.chosen_area import read_area
from offline_cache.model import Month, Selection
from offline_cache.reader import reading
from policeuk_plugin.layers.build import LayerRequest, build_layers
from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.layers.request import CountedFrom, note_counted
from tests import sample_factory as made
from tests.algorithm_runs import Listening, point_layer, registered, rows, run
from tests.plugin_caches import make_cache, published_rows

LUTON = "district:Luton"


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module", name="cache")
def _cache(tmp_path_factory: pytest.TempPathFactory, bedfordshire_zip: Path, shared: Path) -> Path:
    data = shared / "data"
    areas = (
        data / "boundaries" / "lsoa2021_bedfordshire_bgc.geojson",
        data / "lookups" / "LSOA_(2011)_to_LSOA_(2021)_to_LAD_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv",
        data / "lookups" / "ltla24_csp24_pfa24.csv",
        data / "lookups" / "lsoa21_ward24_lad24_bestfit.csv.gz",
    )
    return make_cache(tmp_path_factory.mktemp("rows") / "policeuk.sqlite", bedfordshire_zip, areas=areas)


@pytest.fixture(name="project")
def _project() -> Iterator[QgsProject]:
    project = QgsProject()
    yield project
    project.clear()


def selection(cache: Path, area: str = "", **limits: Any) -> Selection:
    """A selection of the cache."""
    with reading(cache) as connection:
        of = read_area(connection, area)
    return Selection(area=of.area, forces=of.forces, **limits)


def layer_of(cache: Path, project: QgsProject, kind: LayerKind, chosen: Selection) -> QgsVectorLayer:
    """A layer of the cache in a project."""
    layer = build_layers(LayerRequest(cache, (kind,), chosen), read_holdings(cache))[0]
    project.addMapLayer(layer)
    return layer


def behind(
    layer: QgsVectorLayer, project: QgsProject, selected: bool = False, **more: Any
) -> tuple[list[dict[str, Any]], dict[str, Any], Listening]:
    """The rows behind a layer, or its selected features."""
    feedback = Listening()
    given = QgsProcessingFeatureSourceDefinition(layer.id(), selected)
    results, context = run("publishedrows", {"INPUT": given, "OUTPUT": "memory:", **more}, feedback, project)
    found = rows(results, context)
    assert len(found) == results["ROWS"]
    return found, results, feedback


def as_published(found: list[dict[str, Any]]) -> Counter[tuple[str, ...]]:
    """The rows in the columns of the file."""
    columns = list(found[0])[: list(found[0]).index("File")]
    return Counter(tuple(str(row[name] or "") for name in columns) for row in found)


def plainly(archive: Path, dataset: str, **wanted: str) -> Counter[tuple[str, ...]]:
    """Rows of the CSVs with these values, counted plainly."""
    columns = {name.replace("_", " "): value for name, value in wanted.items()}
    return Counter(
        tuple(row.values())
        for _, row in published_rows(archive, dataset)
        if all(row[name] == value for name, value in columns.items())
    )


@pytest.mark.parametrize("limited", [False, True])
def test_a_place(cache: Path, bedfordshire_zip: Path, project: QgsProject, limited: bool) -> None:
    limits: dict[str, Any] = {"crime_types": ("Shoplifting",), "first": Month(2022, 1)} if limited else {}
    layer = layer_of(cache, project, LayerKind.PLACES, selection(cache, LUTON if limited else "", **limits))
    most = max(layer.getFeatures(), key=lambda feature: feature["crimes"])
    layer.selectByIds([most.id()])
    found, results, feedback = behind(layer, project, selected=True)
    place = {name: found[0][name] for name in ("Longitude", "Latitude", "Location", "LSOA code")}
    wanted = {name.replace(" ", "_"): value for name, value in place.items()}
    plain = plainly(bedfordshire_zip, "street", **wanted)
    if limited:
        plain = Counter({row: n for row, n in plain.items() if row[9] == "Shoplifting" and row[1] >= "2022-01"})
    assert as_published(found) == plain
    assert results["SHOWN"] == len(found) == most["crimes"] > 20
    assert f"the map says {most['crimes']}" in results["SENTENCE"]
    assert not any("differ" in line for line in feedback.warned)


@pytest.mark.parametrize(
    ("kind", "dataset"),
    [(LayerKind.CRIMES, "street"), (LayerKind.OUTCOMES, "outcomes"), (LayerKind.STOPS, "stop-and-search")],
)
def test_rows_themselves(
    cache: Path, bedfordshire_zip: Path, project: QgsProject, kind: LayerKind, dataset: str
) -> None:
    layer = layer_of(cache, project, kind, selection(cache, first=Month(2022, 3), last=Month(2022, 3)))
    found, results, _ = behind(layer, project)
    placed = Counter(
        tuple(row.values())
        for month, row in published_rows(bedfordshire_zip, dataset)
        if month == "2022-03" and row["Longitude"]
    )
    assert as_published(found) == placed
    assert results["SHOWN"] == results["ROWS"] == layer.featureCount()
    some = list(layer.getFeatures())[5:8]
    layer.selectByIds([feature.id() for feature in some])
    found, results, _ = behind(layer, project, selected=True)
    assert results["SHOWN"] == len(found) == 3
    if kind is not LayerKind.STOPS:
        assert sorted(row["Crime ID"] or "" for row in found) == sorted(f["crime_id"] or "" for f in some)
    else:
        assert sorted(row["Date"] for row in found) == sorted(feature["date"] for feature in some)


def test_an_outline(cache: Path, bedfordshire_zip: Path, project: QgsProject) -> None:
    layer = layer_of(cache, project, LayerKind.AREAS, selection(cache, crime_types=("Burglary",)))
    layer.selectByExpression("\"code\" = 'E01015693'")
    found, results, _ = behind(layer, project, selected=True)
    assert as_published(found) == plainly(bedfordshire_zip, "street", LSOA_code="E01015693", Crime_type="Burglary")
    assert results["SHOWN"] == -1
    assert "the map says" not in results["SENTENCE"]


@pytest.mark.parametrize("units", ["square", "LSOA"])
def test_a_cluster(cache: Path, project: QgsProject, tmp_path: Path, units: str) -> None:
    """Also where the file is opened anew: what it was counted from is kept in its style."""
    out = tmp_path / "clusters.gpkg"
    given = {"CACHE": str(cache), "AREA": LUTON, "TYPES": ["Burglary"], "UNITS": units, "OUTPUT": str(out)}
    run("crimeclusters", given)
    layer = QgsVectorLayer(str(out), "clusters", "ogr")
    project.addMapLayer(layer)
    whole, results, _ = behind(layer, project)
    assert results["SHOWN"] == len(whole) == sum(feature["count"] for feature in layer.getFeatures())
    called = [feature for feature in layer.getFeatures() if feature["verdict"] == "cluster"]
    layer.selectByIds([feature.id() for feature in called])
    found, results, _ = behind(layer, project, selected=True)
    assert results["SHOWN"] == len(found) == sum(feature["count"] for feature in called)
    assert {row["Crime type"] for row in found} == {"Burglary"}
    assert as_published(found) <= as_published(whole)


def test_a_cache_that_was_refreshed_since_is_told(project: QgsProject, tmp_path: Path) -> None:
    place = {"longitude": "-0.4", "latitude": "51.9", "lsoa_code": "E01015693", "lsoa_name": "Luton 007B"}
    folder = tmp_path / "files"
    for number in (1, 2):
        rows_now = [made.street_row(crime_id=made.crime_id(at), **place) for at in range(number)]
        made.archive_zip(
            folder / f"2024-0{number + 4}.zip",
            {made.member("2024-05", "bedfordshire"): made.street_csv("2024-05", "bedfordshire", rows_now)},
        )
    copy = make_cache(tmp_path / "copy.sqlite", folder / "2024-05.zip")
    layer = layer_of(copy, project, LayerKind.PLACES, Selection())
    kept = layer.materialize(QgsFeatureRequest())
    note_counted(kept, CountedFrom(copy, Selection()))
    make_cache(copy, folder / "2024-06.zip")
    project.addMapLayer(kept)
    found, results, feedback = behind(kept, project)
    assert (len(found), results["SHOWN"]) == (2, 1)
    assert "2 rows of 1 file; the map says 1." in results["SENTENCE"]
    assert any("refreshed" in line for line in feedback.warned)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"DATASET": "outcomes", "TYPES": ["Burglary"]}, "name no crime type"),
        ({"DATASET": "stop-and-search", "AREA": LUTON}, "without an LSOA"),
        ({"PLACES": "99999999"}, "no snap point 99999999"),
        ({"LSOAS": "XX"}, "XX"),
        ({"OUTCOMES": "Foo"}, "none of the"),
        ({"PLACES": "1,two"}, "whole numbers"),
        ({"MONTH": "2030-01"}, "not among the months"),
        ({"MONTH": "soon"}, "is not a month"),
        ({"AREA": "district:Narnia"}, "Narnia"),
        ({"FROM": "2010-01", "TO": "2010-02"}, "missing is not zero"),
    ],
)
def test_bad_input_is_one_sentence(cache: Path, given: dict[str, Any], said: str) -> None:
    with pytest.raises(QgsProcessingException, match=said):
        run("publishedrows", {"CACHE": str(cache), "OUTPUT": "memory:", **given})


def test_other_layers_are_refused(project: QgsProject) -> None:
    other = point_layer([(1, 1)])
    project.addMapLayer(other)
    with pytest.raises(QgsProcessingException, match="does not say from which rows"):
        run("publishedrows", {"INPUT": other.id(), "OUTPUT": "memory:"}, project=project)


def test_a_csv_of_it_and_the_metadata(cache: Path, bedfordshire_zip: Path, tmp_path: Path) -> None:
    given = {"CACHE": str(cache), "LSOAS": "E01015693", "MONTH": "2022-05", "INCLUDE_ASB": True}
    for _ in range(2):  # the second time over the first
        run("publishedrows", {**given, "OUTPUT": str(tmp_path / "rows.gpkg")})
    table = QgsVectorLayer(str(tmp_path / "rows.gpkg"), "rows", "ogr")
    metadata = table.metadata()
    assert "rows of 1 file" in metadata.abstract()
    assert any("policeuk:publishedrows" in line for line in metadata.history())
    assert any("Open Government Licence" in line for line in metadata.rights())
    run("publishedrows", {**given, "OUTPUT": str(tmp_path / "rows.csv")})
    written = list(csv.DictReader(io.StringIO((tmp_path / "rows.csv").read_text(encoding="utf-8"))))
    plain = plainly(bedfordshire_zip, "street", LSOA_code="E01015693", Month="2022-05")
    assert Counter(tuple(list(row.values())[:12]) for row in written) == plain
    assert table.featureCount() == len(written) == sum(plain.values())


def test_cancel_leaves_nothing(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException):
        run("publishedrows", {"CACHE": str(cache), "OUTPUT": str(tmp_path / "rows.gpkg")}, Listening(cancel_at=30))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("level", ["lsoa", "ward"])
def test_an_area_of_a_map(cache: Path, project: QgsProject, tmp_path: Path, level: str) -> None:
    out = tmp_path / "areas.gpkg"
    given = {"CACHE": str(cache), "AREA": LUTON, "TYPES": ["Burglary", "Robbery"], "LEVEL": level, "MEASURE": "count"}
    run("areamap", {**given, "OUTPUT": str(out)})
    layer = QgsVectorLayer(str(out), "areas", "ogr")
    project.addMapLayer(layer)
    most = max(layer.getFeatures(), key=lambda feature: feature["count"])
    layer.selectByIds([most.id()])
    found, results, _ = behind(layer, project, selected=True)
    assert results["SHOWN"] == len(found) == most["count"] > 5
    if level == "lsoa":
        assert {row["LSOA code"] for row in found} == {most["code"]}
    whole, results, _ = behind(layer, project)
    assert results["SHOWN"] == len(whole) == sum(feature["count"] for feature in layer.getFeatures())


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("kind", [LayerKind.BY_MONTH, LayerKind.ROLLING])
def test_a_place_in_a_month_or_a_year(
    cache: Path, bedfordshire_zip: Path, project: QgsProject, kind: LayerKind, limited: bool
) -> None:
    limits: dict[str, Any] = {"crime_types": ("Drugs",), "first": Month(2022, 9)} if limited else {}
    layer = layer_of(cache, project, kind, selection(cache, **limits))
    of_month = QgsFeatureRequest().setFilterExpression("\"month\" = '2022-10'")
    most = max(layer.getFeatures(of_month), key=lambda feature: feature["crimes"])
    layer.selectByIds([most.id()])
    found, results, _ = behind(layer, project, selected=True)
    first = "2022-10" if kind is LayerKind.BY_MONTH else "2021-11"
    place = {name: found[0][name] for name in ("Longitude", "Latitude", "Location", "LSOA code")}
    plain = Counter(
        tuple(row.values())
        for month, row in published_rows(bedfordshire_zip, "street")
        if first <= month <= "2022-10"
        and all(row[name] == value for name, value in place.items())
        and (not limited or row["Crime type"] == "Drugs")
    )
    assert as_published(found) == plain
    assert results["SHOWN"] == len(found) == most["crimes"] > 1


def test_twelve_months_do_not_add_up(cache: Path, project: QgsProject) -> None:
    layer = layer_of(cache, project, LayerKind.ROLLING, selection(cache, first=Month(2023, 1)))
    with pytest.raises(QgsProcessingException, match="do not add up"):
        behind(layer, project)
