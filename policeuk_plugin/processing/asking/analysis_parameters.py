# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters that all analyses of points share, beside the selection; their names are API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterDistance,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsUnitTypes,
)

from ...text import tr

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

CACHE = "CACHE"
INPUT, COUNT_FIELD, STUDY_AREA = "INPUT", "COUNT_FIELD", "STUDY_AREA"
UNITS, UNIT_LAYER, CELL_SIZE = "UNITS", "UNIT_LAYER", "CELL_SIZE"
CRS, ALPHA, SEED, BANDWIDTH = "CRS", "ALPHA", "SEED", "BANDWIDTH"
OUTPUT, REPORT, CHART = "OUTPUT", "REPORT", "CHART"
ROUTE, TABLE, BUFFER_AREA = "ROUTE", "TABLE", "BUFFER_AREA"
CONTOURS = "CONTOURS"
PDF = "PDF"
SENTENCE = "SENTENCE"
SQUARE, HEXAGON, LSOA, LAYER = "square", "hexagon", "LSOA", "layer"
SNAP_POINT = "snap_point"
WARD, DISTRICT, CSP = "ward", "district", "csp"
AREAS = (WARD, DISTRICT, CSP)
"""Units that are LSOAs put together."""
DEFAULT_CELL = 250.0
DEFAULT_RADIUS = 500.0


def add_input(algorithm: PoliceUkAlgorithm) -> None:
    """Declare INPUT and COUNT_FIELD: points of a layer in place of the cache."""
    points = QgsProcessingParameterFeatureSource(
        INPUT, tr("Points instead of the cache"), [QgsProcessing.SourceType.TypeVectorPoint], optional=True
    )
    algorithm.add(
        points,
        tr(
            "A layer of points to analyse in place of the crimes of the cache, in any CRS. Months and crime types do "
            "not apply to it; a study area has to be given."
        ),
    )
    counts = QgsProcessingParameterField(
        COUNT_FIELD,
        tr("Count field"),
        parentLayerParameterName=INPUT,
        type=QgsProcessingParameterField.DataType.Numeric,
        optional=True,
    )
    algorithm.add(counts, tr("How many crimes each point stands for. Empty: one each. Empty values are an error."))


def add_study_area(algorithm: PoliceUkAlgorithm) -> None:
    """Declare STUDY_AREA."""
    polygons = QgsProcessingParameterFeatureSource(
        STUDY_AREA, tr("Study area"), [QgsProcessing.SourceType.TypeVectorPolygon], optional=True
    )
    algorithm.add(
        polygons,
        tr(
            "Polygons within which crimes are counted. Empty: the outlines in the cache that the area means, or, where "
            "none are held, the ground on and between known snap points. Crimes outside are counted and said."
        ),
    )


def add_units(algorithm: PoliceUkAlgorithm, more: Sequence[str] = (), note: str = "") -> None:
    """Declare UNITS and UNIT_LAYER; `more` are units of this algorithm alone, with a sentence about them."""
    units = QgsProcessingParameterEnum(
        UNITS,
        tr("Units"),
        options=[SQUARE, HEXAGON, LSOA, LAYER, *more],
        defaultValue=SQUARE,
        usesStaticStrings=True,
    )
    counted_in = tr(
        "What crimes are counted in: squares, hexagons or polygons of a layer (by where the snap point lies), or LSOAs "
        "(by the code in the file, so a few crimes on the border of the area may count in one and not in the other)."
    )
    algorithm.add(units, " ".join([counted_in, note]).strip())
    layer = QgsProcessingParameterFeatureSource(
        UNIT_LAYER, tr("Layer of units"), [QgsProcessing.SourceType.TypeVectorPolygon], optional=True
    )
    algorithm.add(layer, tr("Polygons to count in, where the units are those of a layer."))


def add_cell_size(algorithm: PoliceUkAlgorithm) -> None:
    """Declare CELL_SIZE."""
    meaning = tr("Width of a cell in metres. Finer than 250 m says little, because crimes are moved to snap points.")
    add_metres(algorithm, CELL_SIZE, tr("Cell size"), DEFAULT_CELL, meaning)


def add_bandwidth(algorithm: PoliceUkAlgorithm, radius: float = DEFAULT_RADIUS) -> None:
    """Declare BANDWIDTH, `radius` metres where no other is given."""
    meaning = tr(
        "Radius in metres within which a crime counts. It matters far more than the cell size; less than 500 m "
        "shows single snap points."
    )
    add_metres(algorithm, BANDWIDTH, tr("Bandwidth"), radius, meaning)


def add_crs(algorithm: PoliceUkAlgorithm) -> None:
    """Declare CRS."""
    crs = QgsProcessingParameterCrs(CRS, tr("CRS of the analysis"), optional=True)
    advanced(crs)
    algorithm.add(crs, tr("A CRS in metres. Empty: the British National Grid, or the Irish Grid for Northern Ireland."))


def add_test(algorithm: PoliceUkAlgorithm) -> None:
    """Declare ALPHA and SEED."""
    add_alpha(algorithm)
    add_seed(
        algorithm,
        tr("Start of the random numbers, used only where a test has to draw: the same seed, the same result."),
    )


def add_alpha(algorithm: PoliceUkAlgorithm) -> None:
    """Declare ALPHA, for a test that draws nothing."""
    meaning = tr("Of the units that are called, the share that may be expected to be called wrongly.")
    add_error_rate(algorithm, tr("False discovery rate"), meaning)


def add_chance(algorithm: PoliceUkAlgorithm, meaning: str) -> None:
    """Declare ALPHA, which means `meaning`, and SEED: chance is drawn as a yardstick, and nothing called by a rate."""
    add_error_rate(algorithm, tr("How rare chance has to be"), meaning)
    add_seed(
        algorithm,
        tr("Start of the random numbers with which chance is drawn for comparison: the same seed, the same result."),
    )


def add_error_rate(algorithm: PoliceUkAlgorithm, title: str, meaning: str) -> None:
    """Declare ALPHA, a probability."""
    number = QgsProcessingParameterNumber
    alpha = number(ALPHA, title, number.Type.Double, 0.05, False, 0.000001, 0.5)
    advanced(alpha)
    algorithm.add(alpha, meaning)


def add_seed(algorithm: PoliceUkAlgorithm, meaning: str) -> None:
    """Declare SEED."""
    number = QgsProcessingParameterNumber
    seed = number(SEED, tr("Seed"), number.Type.Integer, 1, False, 0)
    advanced(seed)
    algorithm.add(seed, meaning)


def add_report(algorithm: PoliceUkAlgorithm) -> None:
    """Declare REPORT."""
    page = QgsProcessingParameterFileDestination(
        REPORT, tr("Result page"), tr("HTML files (*.html)"), optional=True, createByDefault=False
    )
    algorithm.add(page, tr("A page to print or hand on: finding, map, what it rests on, how it was done. Empty: none."))


def add_numbers(algorithm: PoliceUkAlgorithm, names: dict[str, str]) -> None:
    """Declare number outputs."""
    for name, description in names.items():
        algorithm.addOutput(QgsProcessingOutputNumber(name, description))


def add_texts(algorithm: PoliceUkAlgorithm, names: dict[str, str]) -> None:
    """Declare text outputs."""
    for name, description in names.items():
        algorithm.addOutput(QgsProcessingOutputString(name, description))


def add_sentence(algorithm: PoliceUkAlgorithm) -> None:
    """Declare SENTENCE."""
    add_texts(algorithm, {SENTENCE: tr("The finding in sentences")})


def add_choice(
    algorithm: PoliceUkAlgorithm, name: str, title: str, options: Sequence[str], help_text: str, default: str = ""
) -> QgsProcessingParameterEnum:
    """Declare a choice of one word, the first where no other is the default."""
    parameter = QgsProcessingParameterEnum(
        name, title, options=list(options), defaultValue=default or options[0], usesStaticStrings=True
    )
    algorithm.add(parameter, help_text)
    return parameter


def add_choices(
    algorithm: PoliceUkAlgorithm,
    name: str,
    title: str,
    options: Sequence[str],
    help_text: str,
    usual: Sequence[str] = (),
) -> QgsProcessingParameterEnum:
    """Declare a choice of several words: those `usual` where no others are chosen; it may be empty if none are."""
    parameter = QgsProcessingParameterEnum(
        name,
        title,
        options=list(options),
        allowMultiple=True,
        defaultValue=list(usual) or None,
        optional=not usual,
        usesStaticStrings=True,
    )
    algorithm.add(parameter, help_text)
    return parameter


def add_metres(
    algorithm: PoliceUkAlgorithm, name: str, title: str, default: float, help_text: str
) -> QgsProcessingParameterDistance:
    """Declare a length in metres."""
    parameter = QgsProcessingParameterDistance(name, title, defaultValue=default)
    parameter.setDefaultUnit(QgsUnitTypes.DistanceUnit.DistanceMeters)
    algorithm.add(parameter, help_text)
    return parameter


def advanced(parameter: QgsProcessingParameterDefinition) -> None:
    """Show a parameter among the advanced ones."""
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
