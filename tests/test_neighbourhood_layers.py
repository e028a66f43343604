# SPDX-License-Identifier: GPL-2.0-or-later
"""Neighbourhoods and stations as layers; layers and analyses of a neighbourhood."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsExpressionContext,
    QgsFeature,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProcessingException,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

from offline_cache.chosen_area import read_area
from offline_cache.model import ASB
from offline_cache.reader import reading
from policeuk_plugin.layers.build import build_layers
from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.layers.news import refresh_layer
from policeuk_plugin.layers.request import LayerRequest, request_of
from policeuk_plugin.processing.provider import PoliceUkProvider
from tests.algorithm_runs import Listening, registered, run
from tests.api_client import FORCE
from tests.command import query, succeed
from tests.held_neighbourhoods import CODES, fetch_into, polygons, rows_inside, written
from tests.older_cache import as_version_1
from tests.sample_factory import archive_zip, member, street_csv, street_row
from tests.service import Service

pytest.importorskip("shapely")
HOSTILE = '<b onmouseover="x()">N</b>\'"& \u202e' + "x" * 500


@pytest.fixture(autouse=True)
def provider() -> Iterator[PoliceUkProvider]:
    """Register the provider for one test."""
    yield from registered()


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with Service(rate_limit=False) as running:
        yield running


@pytest.fixture(scope="module")
def held(service: Service, sample_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sample with areas and neighbourhoods; the tests read it only."""
    folder = tmp_path_factory.mktemp("neighbourhoods")
    return fetch_into(service, Path(shutil.copy(sample_cache, folder / "held.sqlite")))


@pytest.fixture
def copy(held: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(held, tmp_path / "copy.sqlite"))


@pytest.fixture(scope="module")
def outlines(service: Service) -> dict[str, Any]:
    return polygons(service)


def layers_of(cache: Path, area: str, *kinds: LayerKind) -> dict[str, QgsVectorLayer]:
    with reading(cache) as connection:
        selection = read_area(connection, area)
    built = build_layers(LayerRequest(cache, kinds, selection), read_holdings(cache))
    found = {}
    for layer in built:
        request = request_of(layer)
        assert request is not None
        found[request.kinds[0].value] = layer
    return found


def tip(layer: QgsVectorLayer, feature: QgsFeature) -> str:
    context = QgsExpressionContext()
    context.setFeature(feature)
    context.setFields(layer.fields())
    return str(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))


def test_outlines_with_what_forces_say(held: Path) -> None:
    layer = layers_of(held, "", LayerKind.NEIGHBOURHOODS)["neighbourhoods"]
    features = {feature["code"]: feature for feature in layer.getFeatures()}
    assert set(features) == set(CODES)
    market = features["NC04"]
    assert market["team"].split("\n")[0] == "Sgt Example Sergeant 1 (invented)"
    assert all(features[code].geometry().isGeosValid() for code in CODES)
    officers = query(held, "SELECT rank || ' ' || name FROM officer WHERE code = 'NC04' ORDER BY position")
    assert market["team"].split("\n") == [text for (text,) in officers]
    for field, table in (("priorities", "neighbourhood_priority"), ("events", "neighbourhood_event")):
        (number,) = query(held, f"SELECT count(*) FROM {table} WHERE code = 'NC04'")[0]
        assert len(market[field].split("\n")) == number
    shown = tip(layer, market)
    assert '<a href="https://council.invalid/">' in shown
    assert "Priorities" in shown
    assert "fetched on 20" in layer.metadata().abstract()
    assert "7 outlines" in layer.metadata().abstract()
    assert layer.readOnly()


def test_stations_stand_once_and_those_without_a_place_are_said(held: Path) -> None:
    layer = layers_of(held, "", LayerKind.STATIONS)["police_stations"]
    placed = query(
        held, "SELECT DISTINCT force, name, address, postcode FROM neighbourhood_station WHERE geom IS NOT NULL"
    )
    assert layer.featureCount() == len(placed) > 0
    without = query(held, "SELECT DISTINCT name, postcode FROM neighbourhood_station WHERE geom IS NULL")
    unplaced = set(without) - {(name, postcode) for _, name, _, postcode in placed}
    assert f"{len(unplaced)} more of Dogger Bank" in layer.metadata().abstract()
    (feature,) = layer.getFeatures()
    assert len(feature["neighbourhoods"].split("\n")) == 2
    assert layer.getFeature(feature.id())["name"] == feature["name"]
    assert [found["name"] for found in layer.getFeatures(feature.geometry().boundingBox().buffered(0.001))]


def test_hostile_texts_are_shown_as_text(copy: Path) -> None:
    written(copy, "UPDATE neighbourhood_detail SET name = ?, url = 'javascript:x()' WHERE code = 'NC04'", HOSTILE)
    written(copy, "UPDATE officer SET name = ? WHERE code = 'NC04'", HOSTILE)
    written(copy, "UPDATE neighbourhood_priority SET issue = ? WHERE code = 'NC04'", "<script>x()</script>" * 200)
    written(copy, "UPDATE neighbourhood_link SET title = 'javascript:x()', url = 'ftp://x \"onclick=x()'")
    written(copy, "UPDATE neighbourhood_station SET name = ?, address = ?", HOSTILE, HOSTILE)
    for kind in (LayerKind.NEIGHBOURHOODS, LayerKind.STATIONS):
        (layer,) = layers_of(copy, "", kind).values()
        for feature in layer.getFeatures():
            shown = tip(layer, feature)
            for harm in ("<script", "<b onmouse", 'href="javascript', 'href="ftp'):
                assert harm not in shown
            assert shown.count("<a href=") == shown.count('<a href="http')
    (layer,) = layers_of(copy, f"neighbourhood:{FORCE}/NC04", LayerKind.NEIGHBOURHOODS).values()
    (feature,) = layer.getFeatures()
    assert feature["name"] == HOSTILE
    context = QgsExpressionContext()
    context.setFeature(feature)
    label = QgsExpression(layer.labeling().settings().fieldName).evaluate(context)
    assert len(label) <= 61


@pytest.mark.parametrize("code", ["NC04", "nc04", "DB ALL"])
def test_layers_of_a_neighbourhood_have_the_points_in_its_outline(
    held: Path, outlines: dict[str, Any], sample_zip: Path, code: str
) -> None:
    found = layers_of(
        held,
        f"neighbourhood:{FORCE}/{code}",
        *(LayerKind.PLACES, LayerKind.CRIMES, LayerKind.OUTCOMES, LayerKind.STOP_PLACES, LayerKind.STOPS),
        *(LayerKind.NEIGHBOURHOODS, LayerKind.AREAS),
    )
    street, outcomes, stops = (
        rows_inside(outlines[code], sample_zip, dataset) for dataset in ("street", "outcomes", "stop-and-search")
    )
    assert found["crimes"].featureCount() == len(street)
    assert found["outcomes"].featureCount() == len(outcomes)
    assert found["stops"].featureCount() == len(stops)
    assert sum(feature["crimes"] for feature in found["places"].getFeatures()) == len(street)
    assert sum(feature["stops"] for feature in found["stop_places"].getFeatures()) == len(stops)
    assert [feature["code"] for feature in found["neighbourhoods"].getFeatures()] == [code]
    assert {feature["code"] for feature in found["areas"].getFeatures()} == {row["LSOA code"] for _, row in street}
    assert "as it was fetched on" in found["crimes"].metadata().abstract()


def test_a_layer_of_a_neighbourhood_follows_its_cache(copy: Path, outlines: dict[str, Any], tmp_path: Path) -> None:
    (layer,) = layers_of(copy, f"neighbourhood:{FORCE}/NC04", LayerKind.CRIMES).values()
    before = layer.featureCount()
    inside, outside = outlines["NC04"].representative_point(), outlines["17"].representative_point()
    new = [street_row(longitude=f"{at.x:.6f}", latitude=f"{at.y:.6f}", location="New") for at in (inside, outside)]
    succeed(
        copy, "import", archive_zip(tmp_path / "n.zip", {member("2026-04", "btp"): street_csv("2026-04", "btp", new)})
    )
    refresh_layer(layer)
    assert layer.featureCount() == before + 1


def test_it_runs_with_layers_and_numbers(held: Path) -> None:
    parameters = {"CACHE": str(held), "FORCES": []}
    results, _ = run("neighbourhoodlayer", parameters)
    assert (results["COUNT"], results["WITHOUT_OUTLINE"]) == (7, 0)
    assert (results["STATION_COUNT"], results["UNPLACED"]) == (1, 1)
    assert QgsVectorLayer(results["NEIGHBOURHOODS"], "n", "ogr").featureCount() == 7
    one, _ = run("neighbourhoodlayer", {**parameters, "AREA": "neighbourhood:NC04", "LAYERS": ["neighbourhoods"]})
    assert one["COUNT"] == 1
    assert "STATIONS" not in one
    assert QgsVectorLayer(one["NEIGHBOURHOODS"], "n", "ogr").featureCount() == 1
    with pytest.raises(
        QgsProcessingException, match="holds no neighbourhoods of 'dorset'; it has those of dogger-bank"
    ):
        run("neighbourhoodlayer", {"CACHE": str(held), "FORCES": ["dorset"]})
    with pytest.raises(QgsProcessingException, match="forces or an area, not both"):
        run("neighbourhoodlayer", {"CACHE": str(held), "FORCES": ["dorset"], "AREA": f"force:{FORCE}"})


def test_layers_of_an_older_cache(sample_cache: Path, service: Service, tmp_path: Path) -> None:
    old = as_version_1(fetch_into(service, Path(shutil.copy(sample_cache, tmp_path / "old.sqlite"))))
    assert build_layers(LayerRequest(old, (LayerKind.NEIGHBOURHOODS,)), read_holdings(old)) == []
    results, _ = run("addlayers", {"CACHE": str(old), "LAYERS": ["neighbourhoods"]})
    assert QgsVectorLayer(results["NEIGHBOURHOODS"], "n", "ogr").featureCount() == 7
    assert (tmp_path / "old.schema-1.sqlite").is_file()


def test_clusters_and_density_stay_inside_the_outline(held: Path, outlines: dict[str, Any], sample_zip: Path) -> None:
    inside = [row for _, row in rows_inside(outlines["NC04"], sample_zip, "street") if row["Crime type"] != ASB]
    area = {"CACHE": str(held), "AREA": f"neighbourhood:{FORCE}/NC04"}
    feedback = Listening()
    results, context = run("crimeclusters", {**area, "OUTPUT": "memory:"}, feedback)
    assert results["CRIMES"] == len(inside)
    assert any("the outline of the neighbourhood as it was fetched on" in line for line in feedback.said)
    with pytest.raises(QgsProcessingException, match="is a neighbourhood, which is not made of LSOAs"):
        run("crimeclusters", {**area, "UNITS": "LSOA", "OUTPUT": "memory:"})


def test_they_are_drawn_at_three_scales(held: Path) -> None:
    found = layers_of(held, "", LayerKind.STATIONS, LayerKind.NEIGHBOURHOODS)
    for share in (1.0, 0.4, 0.1):
        settings = QgsMapSettings()
        settings.setLayers(list(found.values()))
        settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
        box = found["neighbourhoods"].extent()
        box.scale(share)
        settings.setExtent(box)
        settings.setOutputSize(QSize(300, 200))
        settings.setBackgroundColor(QColor("white"))
        job = QgsMapRendererParallelJob(settings)
        job.start()
        job.waitForFinished()
        image = job.renderedImage()
        assert job.errors() == []
        colours = {image.pixelColor(x, y).name() for x in range(300) for y in range(200)}
        assert "#5e3c99" in colours
