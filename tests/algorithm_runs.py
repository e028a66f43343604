# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs of the analysis algorithms for tests, layers made by hand, and crimes counted plainly from the CSVs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Optional

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from offline_cache.model import ASB
from policeuk_plugin.processing.provider import PoliceUkProvider
from tests.plugin_caches import placed

BRITISH = "EPSG:27700"


class Listening(QgsProcessingFeedback):
    """Keeps what is said, and can cancel after some progress."""

    def __init__(self, cancel_at: float = 101) -> None:
        super().__init__(False)
        self.said: list[str] = []
        self.warned: list[str] = []
        self._cancel_at = cancel_at
        self.progressChanged.connect(self._watch)

    def pushInfo(self, info: str) -> None:  # noqa: N802
        self.said.append(info)

    def pushWarning(self, warning: str) -> None:  # noqa: N802
        self.warned.append(warning)

    def _watch(self, percent: float) -> None:
        if percent >= self._cancel_at:
            self.cancel()


def registered() -> Iterator[PoliceUkProvider]:
    """Register the provider for one test."""
    provider = PoliceUkProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)


@pytest.fixture(autouse=True, name="_provider")
def provider_of_analyses() -> Iterator[None]:
    """Register the provider for every test of a module that imports this."""
    yield from registered()


@pytest.fixture(autouse=True, scope="module", name="_provider")
def provider_of_module() -> Iterator[None]:
    """The same once for a module, whose own fixtures run algorithms."""
    yield from registered()


@pytest.fixture(scope="session", name="cache")
def analysed_cache(sample_cache: Path) -> str:
    """Give a cache of the sample with outlines and look-up, as a parameter; the tests read it only."""
    return str(sample_cache)


def run(
    name: str,
    parameters: dict[str, Any],
    feedback: Optional[Listening] = None,
    project: Optional[QgsProject] = None,
) -> tuple[dict[str, Any], QgsProcessingContext]:
    """Run an algorithm as the toolbox does, on layers of `project` too; raises what it raises."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"policeuk:{name}")
    context = QgsProcessingContext()
    if project is not None:
        context.setProject(project)
    fine, sentence = algorithm.checkParameterValues(parameters, context)
    if not fine:
        raise QgsProcessingException(sentence)
    results, done = algorithm.run(parameters, context, feedback or Listening(), {}, False)
    assert done
    context.algorithm = algorithm
    return results, context


def rows(results: dict[str, Any], context: QgsProcessingContext) -> list[dict[str, Any]]:
    """The features of a result layer as dictionaries; `geometry` among them."""
    layer = context.takeResultLayer(results["OUTPUT"]) or QgsVectorLayer(results["OUTPUT"], "result", "ogr")
    assert layer.isValid()
    names = [field.name() for field in layer.fields()]
    return [
        {**dict(zip(names, feature.attributes())), "geometry": QgsGeometry(feature.geometry())}
        for feature in layer.getFeatures()
    ]


def numbers_and_units(
    name: str, parameters: dict[str, Any], feedback: Optional[Listening] = None
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A run's numbers and its units."""
    results, context = run(name, {"OUTPUT": "memory:", **parameters}, feedback)
    return results, rows(results, context)


def clusters(parameters: dict[str, Any], feedback: Optional[Listening] = None) -> list[dict[str, Any]]:
    """The units of a run of the cluster test."""
    return numbers_and_units("crimeclusters", parameters, feedback)[1]


def polygon_layer(wkts: Iterable[str], crs: str = BRITISH, fields: str = "") -> QgsVectorLayer:
    """A layer of polygons; '' makes a feature without geometry, a CRS of '' a layer without one."""
    return _layer("Polygon", (QgsGeometry.fromWkt(wkt) if wkt else QgsGeometry() for wkt in wkts), crs, [])


def point_layer(
    points: Iterable[Optional[tuple[float, float]]], crs: str = BRITISH, counts: Any = ()
) -> QgsVectorLayer:
    """A layer of points with a field `n`; None makes a feature without geometry."""
    geometries = (QgsGeometry() if at is None else QgsGeometry.fromPointXY(QgsPointXY(*at)) for at in points)
    return _layer("Point", geometries, crs, list(counts))


def _layer(kind: str, geometries: Iterable[QgsGeometry], crs: str, counts: list[Any]) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{kind}?field=n:double" + (f"&crs={crs}" if crs else ""), "made", "memory")
    if not crs:
        layer.setCrs(QgsCoordinateReferenceSystem())
    features = []
    for at, geometry in enumerate(geometries):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(geometry)
        feature.setAttributes([counts[at] if counts else 1.0])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def box(x: float, y: float, width: float, height: float = 0.0) -> str:
    """A rectangle as WKT."""
    east, north = x + width, y + (height or width)
    return f"POLYGON(({x} {y},{east} {y},{east} {north},{x} {north},{x} {y}))"


STUDY = box(400000, 300000, 5000)
"""A square of 5 km as a study area."""
POINTS = [(400_050.0 + 97 * i % 4900, 300_050.0 + 61 * i % 4900) for i in range(400)]
"""Points all over it."""


def in_metres(crs: str = BRITISH) -> QgsCoordinateTransform:
    """From WGS84 degrees to metres."""
    wgs84, grid = QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateReferenceSystem(crs)
    return QgsCoordinateTransform(wgs84, grid, QgsCoordinateTransformContext())


def crimes_in_metres(archive: Path, *types: str) -> list[tuple[float, float, dict[str, str]]]:
    """Every placed street crime of the archive but anti-social behaviour: easting, northing, row."""
    transform = in_metres()

    @cache  # crimes share their places
    def moved(longitude: str, latitude: str) -> tuple[float, float]:
        at = transform.transform(float(longitude), float(latitude))
        return at.x(), at.y()

    return [
        (*moved(row["Longitude"], row["Latitude"]), row)
        for _, row in placed(archive, "street")
        if row["Crime type"] != ASB and (not types or row["Crime type"] in types)
    ]


def shapely_outlines(path: Path, key: str = "LSOA21CD") -> dict[str, Any]:
    """The outlines of a GeoJSON in WGS84, in metres, by code, as shapely polygons."""
    from shapely.geometry import shape
    from shapely.ops import transform

    to_metres = in_metres()

    def moved(xs: Any, ys: Any) -> tuple[list[float], list[float]]:
        points = [to_metres.transform(x, y) for x, y in zip(xs, ys)]
        return [at.x() for at in points], [at.y() for at in points]

    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {f["properties"][key]: transform(moved, shape(f["geometry"])) for f in features}
