# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters of an evaluation: which methods, cells and radii, how many months are scored, on how much ground."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingParameterNumber
from qgis.core import QgsProcessingParameterString as TextParameter

from offline_cache.errors import CacheError

from ...text import tr
from ..asking.analysis_parameters import ALPHA, SEED, add_choice, add_choices, add_error_rate, add_seed

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm
    from ..units.unit_inputs import UnitsAsked
    from .evaluation_settings import Asked

METHODS, CELL_SIZES, BANDWIDTHS = "METHODS", "CELL_SIZES", "BANDWIDTHS"
HOLD_OUT, AREA_SHARE = "HOLD_OUT", "AREA_SHARE"
LAST_YEAR, ALL_MONTHS, LAST_MONTH = "last_year", "all_months", "last_month"
PERSISTENCE, CLUSTERS, KERNEL = "persistence", "clusters", "kernel"
ALL = (LAST_YEAR, ALL_MONTHS, LAST_MONTH, PERSISTENCE, CLUSTERS, KERNEL)
SHARES = ("1", "2", "5")
_MOST = 6
_SMALLEST, _LARGEST = 10.0, 100_000.0


def add_evaluation(algorithm: PoliceUkAlgorithm) -> None:
    """Declare METHODS, CELL_SIZES, BANDWIDTHS, HOLD_OUT, AREA_SHARE, ALPHA and SEED."""
    add_choices(
        algorithm,
        METHODS,
        tr("Methods"),
        ALL,
        tr(
            "What ranks the ground. last_year, the counts of the 12 months before, is the plain baseline and always "
            "among them. The others are all_months, counts of all months before; last_month; persistence, in how many "
            "months a unit was among the top 5%; clusters, Gi* of a cell with its neighbours; kernel, density of a "
            "radius."
        ),
        ALL,
    )
    algorithm.add(
        TextParameter(CELL_SIZES, tr("Cell sizes"), "250,500"),
        tr("Widths of cells in metres, with commas. Finer than 250 m says little, because crimes are at snap points."),
    )
    algorithm.add(
        TextParameter(BANDWIDTHS, tr("Bandwidths"), "500,750,1000"),
        tr("Radii of the kernel density in metres, with commas; tried in the smallest cells, in squares only."),
    )
    whole = QgsProcessingParameterNumber.Type.Integer
    algorithm.add(
        QgsProcessingParameterNumber(HOLD_OUT, tr("Months to score"), whole, 12, False, 1, 120),
        tr("How many of the last months are scored, each from the months before it; 12 more are needed to learn from."),
    )
    share = tr("The share of the ground on which it is decided; the table has all three.")
    add_choice(algorithm, AREA_SHARE, tr("Per cent of the area"), SHARES, share, "2")
    rate = tr("How often chance alone may make any of the settings seem different from the baseline.")
    add_error_rate(algorithm, tr("Error rate"), rate)
    add_seed(algorithm, tr("Start of the random numbers, used only where more than 12 months are scored."))


def read_evaluation(
    algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, counted_in: UnitsAsked
) -> Asked:
    """What is asked for; raises `CacheError` as `metres` does."""
    from ...analysis.forecasts import Method
    from .evaluation_settings import Asked

    chosen = {LAST_YEAR, *algorithm.choices(parameters, METHODS, context)}
    share = algorithm.parameterAsString(parameters, AREA_SHARE, context)
    return Asked(
        counted_in,
        tuple(method for method in Method if method.value in chosen),
        metres(algorithm, parameters, CELL_SIZES, context),
        metres(algorithm, parameters, BANDWIDTHS, context),
        algorithm.parameterAsInt(parameters, HOLD_OUT, context),
        SHARES.index(share) if share in SHARES else 1,
        algorithm.parameterAsDouble(parameters, ALPHA, context),
        algorithm.parameterAsInt(parameters, SEED, context),
    )


def metres(
    algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
) -> tuple[float, ...]:
    """The lengths of a parameter, ascending; raises `CacheError` for none, too many, or what is no length."""
    text = algorithm.parameterAsString(parameters, name, context)
    words = [word for word in re.split(r"[,;\s]+", text) if word]
    what = tr("Give one to {most} lengths in metres for {name}, such as {example}, not '{text}'.").format(
        most=_MOST, name=name, example=algorithm.parameterDefinition(name).defaultValue(), text=text[:60]
    )
    try:
        found = sorted({float(word) for word in words})
    except ValueError as error:
        raise CacheError(what) from error
    if not 0 < len(found) <= _MOST or not all(math.isfinite(one) and _SMALLEST <= one <= _LARGEST for one in found):
        raise CacheError(what)
    return tuple(found)
