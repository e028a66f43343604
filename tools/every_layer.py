# SPDX-License-Identifier: GPL-2.0-or-later
"""Every layer that the plugin makes, in one project: of the invented sample, or of a cache that is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)

from offline_cache import OfflineCache, import_paths
from offline_cache.areas import import_areas
from offline_cache.model import Dataset, Month
from policeuk_plugin.layers.build import LayerRequest, build_layers
from policeuk_plugin.layers.extent import main_extent
from policeuk_plugin.layers.holdings import Holdings, read_holdings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.layers.project import WGS84, add_group, group_name, prepare_empty_project, set_time
from policeuk_plugin.layers.request import kind_of
from policeuk_plugin.processing.areas.area_map import MEASURES
from policeuk_plugin.processing.provider import PoliceUkProvider
from tools.invented.areas import make_areas
from tools.invented.dice import Dice
from tools.invented.neighbourhoods import keep_invented
from tools.make_sample import SEED, SHIPPED

ROUTE_WIDTH = 60.0
_TYPE = "Vehicle crime"
_SQUARE = 500.0


@dataclass(frozen=True)
class Result:
    """One run of an algorithm whose result is a layer; `key` names its picture."""

    key: str
    algorithm: str
    parameters: Mapping[str, Any]
    output: str = "OUTPUT"
    suffix: str = ".gpkg"


def sample_cache(path: Path) -> Path:
    """The sample in a new cache, with outlines, residents and invented neighbourhoods; gives the path."""
    with OfflineCache(path) as cache:
        import_paths(cache, sorted(SHIPPED.glob("*.zip")))
        import_areas(
            cache, [*sorted(SHIPPED.glob("*.geojson")), SHIPPED / "sample_lookup.csv", SHIPPED / "sample_residents.csv"]
        )
        keep_invented(cache, make_areas(Dice(SEED)))
    return path


def results_of(held: Holdings, route: str) -> list[Result]:
    """What is run: area maps of every measure, other maps by area, outcomes with times, route, clusters and density."""
    year = _last_year(held)
    areas = [
        Result(
            f"area_{measure.replace(' ', '_')}",
            "areamap",
            {"LEVEL": "lsoa", "MEASURE": measure, **(_compared(held) if measure == "change" else year)},
        )
        for measure in MEASURES
    ]
    areas.append(Result("area_months_missing", "areamap", {"LEVEL": "lsoa", "MEASURE": "rate residents"}))
    lsoas = {"LEVEL": "lsoa", "TYPES": [_TYPE]}
    areas += [
        Result("area_funnel", "funnelplot", {**lsoas, **year}),
        Result("area_rates_change", "arearates", {"LEVEL": "lsoa", "MEASURE": "change", **_compared(held)}),
        Result("area_smoothed", "smoothedrates", {**lsoas, **year}),
        Result("area_quotient", "locationquotient", {**lsoas, **year}),
    ]
    along = {"ROUTE_TEXT": route, "BUFFER": ROUTE_WIDTH}
    return [
        *areas,
        Result("outcome_times", "outcomelayer", year),
        Result("route", "crimealongroute", along),
        Result("route_buffer", "crimealongroute", along, "BUFFER_AREA"),
        Result("clusters", "crimeclusters", {"TYPES": [_TYPE]}),
        Result("emerging", "emerginghotspots", {"TYPES": [_TYPE], "TOGETHER": 6}),
        Result("trends", "areatrends", {"UNITS": "LSOA"}),
        Result("alike", "localmoran", {"TYPES": [_TYPE]}),
        Result("nextmonths", "nextmonths", {"CELL_SIZE": 500}),
        Result("snap_uncertainty", "snapuncertainty", {"METHOD": "persistence", "CELL_SIZE": 250}),
        Result(
            "risk_contours",
            "riskdensity",
            {"BASIS": "types", "TYPES": [_TYPE], "BASE_TYPES": ["Violence and sexual offences"], "BANDWIDTH": 2000},
            "CONTOURS",
        ),
        Result("density", "crimedensity", {"TYPES": [_TYPE]}, suffix=".tif"),
    ]


def run(result: Result, cache: Path, folder: Path) -> QgsMapLayer:
    """Run an algorithm into `folder` and open what it wrote, as QGIS opens a file that explains itself."""
    path = folder / f"{result.key}{result.suffix}"
    parameters = {"CACHE": str(cache), **result.parameters, result.output: str(path)}
    if result.output != "OUTPUT":
        raster = result.algorithm == "riskdensity"
        parameters["OUTPUT"] = str(folder / f"{result.key}_{'raster.tif' if raster else 'points.gpkg'}")
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"policeuk:{result.algorithm}")
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    fine, why = algorithm.checkParameterValues(parameters, context)
    _, done = algorithm.run(parameters, context, feedback, {}, False) if fine else ({}, False)
    if not done:
        raise RuntimeError(f"{result.algorithm} made no {result.key}: {why or feedback.textLog()}")
    layer = QgsRasterLayer(str(path), result.key) if result.suffix == ".tif" else _opened(path, result.key)
    if not layer.isValid():
        raise RuntimeError(f"{path} does not open.")
    return layer


def provided() -> PoliceUkProvider:
    """Register the plugin's algorithms; keep what it gives while they are used."""
    provider = PoliceUkProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    return provider


def layer_set(project: QgsProject, cache: Path) -> list[QgsVectorLayer]:
    """Put the full layer set of a cache into a project, with its themes."""
    held = read_holdings(cache)
    prepare_empty_project(project)
    layers = build_layers(LayerRequest(cache, tuple(LayerKind)), held)
    add_group(project, layers, group_name(held))
    set_time(project, held)
    return layers


def busiest(cache: Path, project: QgsProject, layers: list[QgsVectorLayer]) -> tuple[float, float]:
    """The snap point with most crimes in the busiest square of 500 m of the main part; in the project's CRS."""
    within = main_extent(cache)
    places = next(layer for layer in layers if kind_of(layer) is LayerKind.PLACES)
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), project.crs(), project)
    squares: dict[tuple[int, int], list[tuple[int, float, float]]] = {}
    for feature in places.getFeatures():
        at = feature.geometry().asPoint()
        if within.contains(at):
            to = transform.transform(at)
            square = (int(to.x() // _SQUARE), int(to.y() // _SQUARE))
            squares.setdefault(square, []).append((feature["crimes"], to.x(), to.y()))
    if not squares:
        raise RuntimeError(f"{cache} has no crimes to draw.")
    _, x, y = max(max(squares.values(), key=lambda found: sum(crimes for crimes, _, _ in found)))
    return x, y


def _opened(path: Path, name: str) -> QgsVectorLayer:
    return QgsVectorLayer(f"{path}|layername={path.stem}", name, "ogr")


def _last_year(held: Holdings) -> dict[str, str]:
    """FROM and TO of the last twelve months held."""
    first, last = _ends(held)
    first = max(first, Month(last.year - 1, last.month).next())
    return {"FROM": str(first), "TO": str(last)}


def _compared(held: Holdings) -> dict[str, str]:
    """FROM and TO of the longest run, up to a year, of months that are held together with those a year before."""
    first, last = _ends(held)
    missing = {gap.month for gap in held.gaps if gap.dataset is Dataset.STREET}
    runs: list[list[Month]] = [[]]
    for month in Month.span(Month(first.year + 1, first.month), last):
        if missing & {month, Month(month.year - 1, month.month)}:
            runs.append([])
        else:
            runs[-1].append(month)
    months = max(runs, key=len)[-12:]
    return {"FROM": str(months[0]), "TO": str(months[-1])} if months else _last_year(held)


def _ends(held: Holdings) -> tuple[Month, Month]:
    if held.first is None or held.last is None:
        raise RuntimeError("The cache holds no month.")
    return held.first, held.last
