# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:hotspotreport`: several questions answered in one report, as HTML and PDF, with a recipe to do it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.selection_parameters import add_selection
from ..running.base import Group
from . import report_parameters as own
from .report_algorithm import ReportAlgorithm
from .report_questions import ALGORITHMS, USUAL, ReportKind, hotspots

if TYPE_CHECKING:
    from .report_run import Basis


class HotspotReport(ReportAlgorithm):
    """Questions about where crimes are."""

    GROUP = Group.HOTSPOTS

    def kind(self) -> ReportKind:
        """The questions of hotspots."""
        return hotspots()

    def basis(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Basis:
        """The selection, or the layer of points."""
        from .report_run import settle

        return settle(self, self._named(parameters, context), context)

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Hotspot report")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,hotspot,report,pdf,print,html,recipe,brief,superintendent").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Answers several questions about one selection in one report to hand on: an HTML page and, if you like, a "
            "PDF on A4 with page numbers.\n\n"
            "Choose the questions. Each is an analysis of its own, which runs with the parameters given here, with "
            "settings of its own where they are given, else with its defaults. Or give result pages that were written "
            "before, or recipes, which are run again. The first page says in plain words what was found, what it rests "
            "on and what it cannot say. Each question follows with map or chart, tables and caveats. A question that "
            "cannot be answered says why.\n\n"
            "A recipe file (.policeuk-recipe.json) is written beside the report. It keeps algorithms, parameters, the "
            "files that the numbers rest on and the numbers themselves. 'Run a recipe' does all of it again and says "
            "what differs.\n\n"
            "Limits: every place is a snap point, not an address; dates are months. Do not use it for times of day, "
            "repeat victims, streets or addresses, and do not hand it on without its caveats."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        own.add_questions(
            self,
            list(ALGORITHMS),
            tr(
                "By name, on a command line one after another (QUESTIONS=clusters QUESTIONS=chance). persistence: "
                "where crimes keep coming back. change: the last year beside the one before. trends: what rises or "
                "falls. clusters. chance: how many clusters chance would give. emerging: what becomes of hotspots. "
                "moran: what differs from its neighbours. random: busier than random placement. concentration. "
                "evaluation: whether last year would have told. next: what to expect of the next months. density. "
                "risk: the density beside a year before. snapping: which clusters stay when crimes stand elsewhere "
                "near their snap points. None: {usual}, unless pages are given."
            ).format(usual=", ".join(USUAL)),
        )
        add_selection(self)
        names.add_units(self)
        names.add_cell_size(self)
        names.add_study_area(self)
        names.add_input(self)
        names.add_crs(self)
        names.add_test(self)
        own.add_settings(
            self,
            tr(
                'Parameters that one question has for itself, as JSON: {"clusters": {"EXPOSURE": "residents"}, '
                '"change": {"UNITS": "LSOA"}}. Chance is asked with those of the clusters. All else is as given here.'
            ),
        )
        own.add_maps(self)
        own.add_document(self)
        self.add_outputs()

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Units of a layer need the layer; the report is none of the pages it is made of."""
        from ..units.unit_inputs import units_fault  # numpy, not while QGIS starts

        return units_fault(self, parameters, context)

    def _named(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """The parameters with names of choices in place of their numbers, and defaults where they matter."""
        from ..asking.selection_parameters import TYPES

        named = dict(parameters)
        named[TYPES] = list(self.choices(parameters, TYPES, context))
        named[names.UNITS] = self.parameterAsString(parameters, names.UNITS, context)
        for name in (names.CELL_SIZE, names.ALPHA):
            named[name] = self.parameterAsDouble(parameters, name, context)
        for name in (names.SEED, own.MAPS):
            named[name] = self.parameterAsInt(parameters, name, context)
        return named
