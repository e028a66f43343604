# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:comparisonreport`: an area, or all areas of a force, against similar ones, to hand on to anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingParameterEnum

from offline_cache.errors import CacheError

from ...text import tr
from ..asking.selection_parameters import AREA, FROM, add_selection
from ..peers.peer_parameters import add_denominator, add_peers, add_source
from ..rates.rated_parameters import LEVEL, LEVELS
from ..running.base import Group
from . import report_parameters as own
from . import report_tables_parameters as tables
from .report_algorithm import ReportAlgorithm
from .report_questions import COMPARED, EACH, ReportKind, comparison

if TYPE_CHECKING:
    from ..writing.staging import Staging
    from .report_run import Answer, Basis


class ComparisonReport(ReportAlgorithm):
    """Questions about an area and those like it."""

    GROUP = Group.COMPARISON

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Comparison report")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,compare,peers,similar,report,pdf,print,html,xlsx,csv,council,csp,batch,recipe").split(
            ","
        )

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Sets an area beside the areas most like it, in one report to hand on to people without GIS. It has what "
            "was found in plain words, charts, tables, a map of the peers, what it rests on and what it cannot say. It "
            "is an HTML page and, if you like, a PDF on A4, a spreadsheet and a CSV of every number.\n\n"
            "For one area (AREA, such as csp:Luton) it says how its level of crime stands to its peers, who these are, "
            "and how it has changed. If chosen it also says what comes of the crimes, and which of its LSOAs stand "
            "out.\n\n"
            "With LEVEL it looks at all areas of a force or larger area at once, such as LEVEL lsoa of AREA "
            "force:bedfordshire. It says which are out of line with their peers, by crime type, allowing for how many "
            "are looked at, and how many chance would call. It has a map, and says which areas could not be compared, "
            "and why.\n\n"
            "Months are the last 12 held unless others are chosen. How it has changed, and outcomes, are looked at "
            "over the 36 months up to the last. A recipe file beside the report keeps what is needed to do it again "
            "('Run a recipe').\n\n"
            "Limits: every place is a snap point, not an address; dates are months. Do not use it to judge how police "
            "perform, to rank areas, or for neighbourhoods, and do not hand it on without its caveats."
        )

    def kind(self) -> ReportKind:
        """The questions of comparisons."""
        return comparison()

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        self.parameterDefinition(AREA).setHelp(
            tr(
                "One area, by name or ONS code: csp:Luton, district:…, ward:…, lsoa:…, pfa:… or force:bedfordshire. "
                "With LEVEL also several, or none for all that is held."
            )
        )
        self.parameterDefinition(FROM).setHelp(tr("A month as YYYY-MM. Empty: 12 months, up to the last one."))
        level = QgsProcessingParameterEnum(
            LEVEL, tr("All areas of it, by"), options=LEVELS, optional=True, usesStaticStrings=True
        )
        self.add(level, tr("Compare each of these areas in AREA with its own peers. Empty: AREA itself is compared."))
        own.add_questions(
            self,
            list(COMPARED),
            tr(
                "Of AREA itself, by name, on a command line one after another (QUESTIONS=level QUESTIONS=peers). "
                "level: how it stands to its peers. peers: who they are. time: how it has changed. outcomes: what "
                "comes of the crimes. areas: which of its LSOAs stand out. rates: of its LSOAs. None: level, peers "
                "and time; with LEVEL none, and with pages none."
            ),
        )
        add_peers(self)
        add_denominator(self)
        add_source(self)
        own.add_settings(
            self,
            tr(
                'Parameters that one question has for itself, as JSON: {"areas": {"LEVEL": "ward"}, "time": {"PERIOD": '
                '"months"}}. That of LEVEL is called each. All else is as given here.'
            ),
        )
        own.add_document(self)
        tables.add_tables(self)
        self.add_outputs()

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """An area, unless pages are given; a spreadsheet only where this QGIS can write one."""
        from .report_tables import spreadsheet_fault

        questions = self.questions(parameters, context, bool(parameters.get(own.PAGES)))
        of_area = [question for question in questions if question != EACH]
        if of_area and not self.parameterAsString(parameters, AREA, context).strip():
            return tr("Choose the area as AREA, such as csp:Luton, or force:bedfordshire with LEVEL lsoa.")
        if self.parameterAsFileOutput(parameters, tables.SPREADSHEET, context):
            fault = spreadsheet_fault()
            if fault:
                return fault
        return ""

    def questions(self, parameters: dict[str, Any], context: QgsProcessingContext, pages: bool) -> list[str]:
        """LEVEL asks by itself; the usual ones only where nothing else is asked for."""
        each = [EACH] if self.parameterAsString(parameters, LEVEL, context) else []
        return [*each, *super().questions(parameters, context, pages or bool(each))]

    def basis(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Basis:
        """The area and its months; raises `CacheError` where it cannot be compared."""
        from .comparison_report_basis import settle_comparison

        return settle_comparison(self, parameters, context)

    def write_more(
        self, found: list[Answer], parameters: dict[str, Any], context: QgsProcessingContext, staging: Staging
    ) -> dict[str, Any]:
        """The spreadsheet and the CSV of every number."""
        from .report_tables import every_number, write_csv, write_spreadsheet

        results: dict[str, Any] = {}
        made = every_number(found)
        for name, write in ((tables.CSV, write_csv), (tables.SPREADSHEET, write_spreadsheet)):
            target = self.parameterAsFileOutput(parameters, name, context)
            if target and not made:
                text = tr("Pages that were given have no numbers to write: leave {name} empty.")
                raise CacheError(text.format(name=name))
            if target:
                write(made, target, staging)
                results[name] = target
        return results
