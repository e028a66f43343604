# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters of the cluster test beyond those that all analyses share; their names are API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterNumber,
)

from offline_cache.reference import crime_types

from ...text import tr
from ..asking.analysis_parameters import ALPHA, SEED, add_choice, add_choices, add_metres, advanced

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm
    from ..units.exposure import ExposureAsked
    from ..units.inputs import Inputs, Reader
    from ..units.unit_windows import WindowAsked
    from .cluster_run import Asked

DIRECTION, CONDITIONAL = "DIRECTION", "CONDITIONAL"
WINDOW, DISTANCE, NEIGHBOURS = "WINDOW", "DISTANCE", "NEIGHBOURS"
EXPOSURE, EXPOSURE_TYPES = "EXPOSURE", "EXPOSURE_TYPES"
DIRECTIONS, WINDOWS = ["hot", "cold", "both"], ["queen", "distance", "nearest"]
EXPOSURES = ["none", "residents", "households", "area", "crime types"]
_METRES, _NEAREST = 500.0, 8


def add_direction(algorithm: PoliceUkAlgorithm) -> None:
    """Declare DIRECTION."""
    add_choice(
        algorithm,
        DIRECTION,
        tr("Look for"),
        DIRECTIONS,
        tr(
            "hot: neighbourhoods with more crimes than chance puts there. cold: quiet ones, with fewer. both: either; "
            "each direction then has half of the false discovery rate, so that the whole is what was asked for."
        ),
    )


def add_window(algorithm: PoliceUkAlgorithm, more: Sequence[str] = ()) -> None:
    """Declare WINDOW, DISTANCE and NEIGHBOURS; `more` are neighbourhoods of this algorithm alone."""
    window = add_choice(
        algorithm,
        WINDOW,
        tr("Neighbourhood"),
        [*WINDOWS, *more],
        tr(
            "What a unit is judged together with. queen: the units that touch it, corners too. distance: those whose "
            "middle lies within the distance. nearest: the nearest ones. alone, where offered: the unit itself."
        ),
    )
    advanced(window)
    middles = tr("Metres between the middles of units, where the neighbourhood is a distance.")
    advanced(add_metres(algorithm, DISTANCE, tr("Distance"), _METRES, middles))
    kind = QgsProcessingParameterNumber.Type.Integer
    nearest = QgsProcessingParameterNumber(NEIGHBOURS, tr("Nearest units"), kind, _NEAREST, False, 1, 499)
    advanced(nearest)
    algorithm.add(nearest, tr("How many, where the neighbourhood is the nearest; more where several are as near."))


def add_exposure(algorithm: PoliceUkAlgorithm) -> None:
    """Declare EXPOSURE and EXPOSURE_TYPES."""
    add_choice(
        algorithm,
        EXPOSURE,
        tr("In proportion to"),
        EXPOSURES,
        tr(
            "What crimes are expected in proportion to. residents, households: of the LSOAs, in cells shared out among "
            "the street snap points. area: the ground of each unit. crime types: crimes of other types, so that a "
            "cluster is where these are a larger share. none: nothing but the map itself."
        ),
    )
    other = tr("Where crimes are expected in proportion to crimes of other types: which.")
    advanced(add_choices(algorithm, EXPOSURE_TYPES, tr("Crime types to compare with"), crime_types(), other))


def add_conditional(algorithm: PoliceUkAlgorithm) -> None:
    """Declare CONDITIONAL."""
    conditional = QgsProcessingParameterBoolean(CONDITIONAL, tr("Conditional p too"), defaultValue=False)
    advanced(conditional)
    algorithm.add(
        conditional,
        tr(
            "Adds p_conditional, which other tools estimate by drawing (p_sim of esda, PySAL), to compare with them. "
            "Nothing is decided by it: it lights up the ring around a peak."
        ),
    )


def read_window(algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> WindowAsked:
    """WINDOW with what belongs to it."""
    from ..units.unit_windows import WindowAsked  # numpy, not while QGIS starts

    return WindowAsked(
        algorithm.parameterAsString(parameters, WINDOW, context),
        algorithm.parameterAsDouble(parameters, DISTANCE, context),
        algorithm.parameterAsInt(parameters, NEIGHBOURS, context),
    )


def window_used(window: WindowAsked) -> dict[str, str]:
    """WINDOW and what belongs to it, for the command that runs it again; nothing for the neighbours that touch."""
    if window.kind == WINDOWS[0]:
        return {}
    used = {WINDOW: window.kind}
    if window.kind == WINDOWS[1]:
        used[DISTANCE] = f"{window.distance:g}"
    if window.kind == WINDOWS[2]:
        used[NEIGHBOURS] = str(window.neighbours)
    return used


def read_exposure(
    algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> ExposureAsked:
    """EXPOSURE with the types that belong to it."""
    from ..units.exposure import AtRisk, ExposureAsked  # numpy, not while QGIS starts

    kind = AtRisk(algorithm.parameterAsString(parameters, EXPOSURE, context))
    return ExposureAsked(kind, algorithm.choices(parameters, EXPOSURE_TYPES, context))


def read_asked(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    reader: Reader,
    inputs: Inputs,
) -> Asked:
    """What is asked of the permutation test."""
    from ...analysis.clusters import Direction  # numpy, not while QGIS starts
    from ..units.unit_inputs import units_asked
    from .cluster_run import Asked

    return Asked(
        units_asked(algorithm, parameters, context, feedback, reader, inputs),
        algorithm.parameterAsDouble(parameters, ALPHA, context),
        algorithm.parameterAsInt(parameters, SEED, context),
        Direction(algorithm.parameterAsString(parameters, DIRECTION, context)),
        read_window(algorithm, parameters, context),
        read_exposure(algorithm, parameters, context),
    )


def options_fault(algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
    """Why the options cannot be meant so, '' where they can; for `checkParameterValues`."""
    kind = algorithm.parameterAsString(parameters, EXPOSURE, context)
    if kind == EXPOSURES[-1] and not parameters.get(EXPOSURE_TYPES):
        return tr("Choose the crime types to compare with, or another exposure.")
    return distance_fault(algorithm, parameters, context)


def distance_fault(algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
    """Why the neighbourhood cannot be meant so, '' where it can."""
    by_distance = algorithm.parameterAsString(parameters, WINDOW, context) == WINDOWS[1]
    if by_distance and not algorithm.parameterAsDouble(parameters, DISTANCE, context) > 0:
        return tr("Give a distance above zero, or another neighbourhood.")
    return ""
