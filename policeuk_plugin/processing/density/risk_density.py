# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:riskdensity`: crimes beside the period before, other types or residents, as a surface with a test."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking import period_parameters as periods
from ..asking.selection_parameters import TYPES, add_selection
from ..running.base import Group, PoliceUkAlgorithm
from . import risk_parameters as options

_RADIUS = 1000.0  # metres; under it most ground has too few crimes to set against each other


class RiskDensity(PoliceUkAlgorithm):
    """Two kernel densities set against each other, masked where the base is thin, with a permutation band."""

    GROUP = Group.HOTSPOTS
    CRIMES, BASE, RATIO, UNPLACED, OUTSIDE = "CRIMES", "BASE", "RATIO", "UNPLACED", "OUTSIDE"
    MORE, FEWER, JUDGED = "MORE", "FEWER", "JUDGED"
    SCOTT, LIKELIHOOD, DIGGLE = "SCOTT", "LIKELIHOOD", "DIGGLE"
    MISSING_MONTHS, REDRAWN, SENTENCE = "MISSING_MONTHS", "REDRAWN", "SENTENCE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Risk density")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr(
            "police,crime,hotspot,heatmap,kernel,density,kde,relative risk,ratio,difference,change,dual,bandwidth,"
            "diggle,scott,gaussian,epanechnikov,triangular,uniform,raster,contours"
        ).split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Sets the density of crimes against another one: the same months before, other crime types, or residents. "
            "It shows where there is more than in the area as a whole, and whether chance could do that.\n\n"
            "The raster is crimes over expected, 1 as in the whole area, or crimes per km² more than expected. Cells "
            "where too little is expected are no data: ratios of small numbers are wild. The polygons are places with "
            "more or fewer than chance, the top 1, 2 and 5 % of the ground judged, and what is not judged.\n\n"
            "Chance: how the crimes of each snap point split between both sides is dealt anew among snap points with "
            "about as many on both together (beside residents: among those with about as many). All crimes of a point "
            "stay together, so that bursts and stacks on single points make no finding.\n\n"
            "The bandwidth decides the picture. The page and the outputs show what the rules of Scott, of "
            "cross-validation and of Diggle would choose: they differ widely.\n\n"
            "Use it with hundreds of crimes on each side, and 1,000 m and more.\n\n"
            "Do not use it to show that something you did worked; to compare town centres with where people live "
            "(residents are not the people at risk); for a handful of crimes; across July 2022 with small bandwidths "
            "(the snap points are not the same); or for streets and addresses.\n\n"
            "Kelsall & Diggle 1995; Berman & Diggle 1989; Scott 1992."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        options.add_basis(self)
        periods.add_before(self)
        names.add_bandwidth(self, _RADIUS)
        names.add_cell_size(self)
        names.add_study_area(self)
        names.add_crs(self)
        options.add_options(self)
        options.add_results(self)
        names.add_numbers(
            self,
            {
                self.CRIMES: tr("Crimes in the study area"),
                self.BASE: tr("What they are set against, there"),
                self.RATIO: tr("The one over the other, in the whole study area"),
                self.MORE: tr("Places with more than chance would make"),
                self.FEWER: tr("Places with fewer"),
                self.JUDGED: tr("Share of the ground that is judged, 0 to 1"),
                self.UNPLACED: tr("Crimes without a place"),
                self.OUTSIDE: tr("Crimes outside the study area"),
                self.SCOTT: tr("Bandwidth by Scott's rule, in metres, as radius of the quartic kernel"),
                self.LIKELIHOOD: tr("Bandwidth by likelihood cross-validation"),
                self.DIGGLE: tr("Bandwidth by Diggle's mean square error"),
                self.MISSING_MONTHS: tr("Months missing, by force"),
                self.REDRAWN: tr("1 where the periods have different snap points, else 0"),
            },
        )
        names.add_sentence(self)

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """A GeoTIFF is called one, and types are set against types."""
        from .density_raster import raster_fault  # numpy, not while QGIS starts

        fault = raster_fault(parameters, context)
        if fault:
            return fault
        by_types = self.parameterAsString(parameters, options.BASIS, context) == options.BASES[1]
        chosen = [self.choices(parameters, name, context) for name in (TYPES, options.BASE_TYPES)]
        if by_types and not all(chosen):
            return tr("Choose both: the crime types to look at, and those to set them against.")
        return ""

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, spread, test, write."""
        from math import isnan

        from ..running.telling import findings
        from ..units.unit_inputs import inputs_read
        from .risk_files import write_risk  # numpy, not while QGIS starts
        from .risk_run import run_risk
        from .risk_words import finding, sentences

        with findings():
            before = self.parameterAsString(parameters, options.BASIS, context) == options.BASES[0]
            both = periods.periods_asked(self, parameters, context) if before else None
        given = periods.over_both(parameters, both) if both is not None else parameters
        with inputs_read(self, given, context, feedback) as (_, inputs):
            asked = options.read_asked(self, parameters, context, both)
            run = run_risk(inputs, asked, context.transformContext(), feedback)
            results = write_risk(self, run, parameters, context, feedback)
        found = run.bandwidths
        radii = {self.SCOTT: found.scott, self.LIKELIHOOD: found.likelihood, self.DIGGLE: found.diggle}
        return {
            **results,
            **{name: None if isnan(radius) else radius for name, radius in radii.items()},
            self.CRIMES: run.crimes,
            self.BASE: run.base,
            self.RATIO: run.risk.ratio,
            self.MORE: len(run.of("more")),
            self.FEWER: len(run.of("fewer")),
            self.JUDGED: run.share_of_ground(run.risk.judged),
            self.UNPLACED: inputs.crimes.unplaced,
            self.OUTSIDE: run.outside,
            self.MISSING_MONTHS: inputs.crimes.about.missing_months,
            self.REDRAWN: int(bool(run.points.redrawn)),
            self.SENTENCE: " ".join([finding(run) + ".", *sentences(run)]),
        }
