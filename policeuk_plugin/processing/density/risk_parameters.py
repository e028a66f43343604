# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters of a risk density beyond those that all analyses share; their names are API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
)

from offline_cache.reference import crime_types

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking import period_parameters as periods
from ..asking.analysis_parameters import advanced

if TYPE_CHECKING:
    from ..asking.two_periods import Periods
    from ..running.base import PoliceUkAlgorithm
    from .risk_run import Asked

BASIS, BASE_TYPES, MEASURE, KERNEL, LEAST, MAPS = "BASIS", "BASE_TYPES", "MEASURE", "KERNEL", "LEAST", "MAPS"
BASES, MEASURES = ["before", "types", "residents"], ["ratio", "difference"]
KERNELS = ["quartic", "gaussian", "epanechnikov", "triangular", "uniform"]
_LEAST, _MAPS = 5.0, 199


def add_basis(algorithm: PoliceUkAlgorithm) -> None:
    """Declare BASIS, BASE_TYPES and MEASURE."""
    names.add_choice(
        algorithm,
        BASIS,
        tr("Set against"),
        BASES,
        tr(
            "before: the same calendar months of an earlier period. types: crimes of other types, of the same months. "
            "residents: of the LSOAs, shared out among the street snap points."
        ),
    )
    other = tr("Where crimes are set against other types: which.")
    names.add_choices(algorithm, BASE_TYPES, tr("Crime types to set against"), crime_types(), other)
    names.add_choice(
        algorithm,
        MEASURE,
        tr("Show"),
        MEASURES,
        tr(
            "ratio: crimes over those expected, 1 as in the whole area. difference: crimes per km² more than expected. "
            "Expected is what the base would make if the risk were the same everywhere."
        ),
    )


def add_options(algorithm: PoliceUkAlgorithm) -> None:
    """Declare KERNEL, LEAST, ALPHA, SEED and MAPS."""
    kernel = names.add_choice(
        algorithm,
        KERNEL,
        tr("Kernel"),
        KERNELS,
        tr(
            "Form in which a crime is spread over the bandwidth. It matters little. gaussian: with the spread of the "
            "quartic kernel of this bandwidth."
        ),
    )
    advanced(kernel)
    kind = QgsProcessingParameterNumber.Type
    least = QgsProcessingParameterNumber(LEAST, tr("Least crimes expected"), kind.Double, _LEAST, False, 1)
    advanced(least)
    algorithm.add(least, tr("Cells where fewer are expected within the bandwidth are not judged: no data, hatched."))
    names.add_test(algorithm)
    maps = QgsProcessingParameterNumber(MAPS, tr("Maps of chance"), kind.Integer, _MAPS, False, 39, 9999)
    advanced(maps)
    algorithm.add(maps, tr("Maps on which shares are dealt anew. More take longer and change little."))


def add_results(algorithm: PoliceUkAlgorithm) -> None:
    """Declare OUTPUT, CONTOURS and REPORT."""
    algorithm.add(
        QgsProcessingParameterRasterDestination(names.OUTPUT, tr("Risk density")),
        tr("A GeoTIFF of the ratio or difference, no data outside the study area and where too little is expected."),
    )
    kind = QgsProcessing.SourceType.TypeVectorPolygon
    algorithm.add(
        QgsProcessingParameterFeatureSink(names.CONTOURS, tr("Ground that stands out"), kind, None, True, True),
        tr(
            "Polygons: places with more or fewer than chance would make, the top 1, 2 and 5 % of the ground judged, "
            "and the ground that is not judged. Fields kind, crimes, base, spread, expected, ratio, least, km2, near."
        ),
    )
    names.add_report(algorithm)


def read_asked(
    algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, asked: Optional[Periods]
) -> Asked:
    """What the parameters ask for; `asked` are the periods, where two are set against each other."""
    from ...analysis.kernels import Kernel  # numpy, not while QGIS starts
    from ...analysis.risk import RiskAsked
    from .risk_run import Asked, Measure
    from .risk_sides import Basis, BasisAsked

    basis = BasisAsked(
        Basis(algorithm.parameterAsString(parameters, BASIS, context)),
        asked,
        algorithm.choices(parameters, BASE_TYPES, context),
        algorithm.parameterAsBool(parameters, periods.ACROSS_REDRAWING, context),
    )
    risk = RiskAsked(
        algorithm.parameterAsDouble(parameters, names.BANDWIDTH, context),
        Kernel(algorithm.parameterAsString(parameters, KERNEL, context)),
        algorithm.parameterAsDouble(parameters, LEAST, context),
        algorithm.parameterAsDouble(parameters, names.ALPHA, context),
        algorithm.parameterAsInt(parameters, MAPS, context),
        algorithm.parameterAsInt(parameters, names.SEED, context),
    )
    measure = Measure(algorithm.parameterAsString(parameters, MEASURE, context))
    return Asked(basis, measure, algorithm.parameterAsDouble(parameters, names.CELL_SIZE, context), risk)


def used_by(asked: Asked) -> dict[str, str]:
    """The parameters that matter to a run, whether or not they were given."""
    basis, risk = asked.basis, asked.risk
    used = {
        BASIS: basis.basis.value,
        MEASURE: asked.measure.value,
        names.BANDWIDTH: f"{risk.radius:g}",
        names.CELL_SIZE: f"{asked.cell:g}",
        KERNEL: risk.kernel.value,
        LEAST: f"{risk.least:g}",
        names.ALPHA: f"{risk.alpha:g}",
        MAPS: str(risk.draws),
        names.SEED: str(risk.seed),
        names.OUTPUT: "risk.tif",
    }
    if basis.periods is not None:
        used[periods.BEFORE_FROM] = str(basis.periods.before_first)
        used[periods.BEFORE_TO] = str(basis.periods.before_last)
    return used
