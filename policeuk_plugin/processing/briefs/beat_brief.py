# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:beatbrief`: one A4 page for a beat meeting, an atlas of them, or a meeting pack; as HTML and PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ...text import many, tr
from ..asking import analysis_parameters as names
from ..asking.selection_parameters import AREA, FROM, add_area_and_months
from ..peers.peer_choice import NAMES
from ..peers.peer_parameters import DENOMINATOR, add_denominator, add_peers
from ..rates.rated_parameters import LEVEL, LEVELS
from ..report.report_parameters import AUTHOR, MARKING
from ..running.base import Group, PoliceUkAlgorithm

if TYPE_CHECKING:
    from ...reports.brief import Briefs


class BeatBrief(PoliceUkAlgorithm):
    """A page an area."""

    GROUP = Group.FIELD
    TEAM, SINCE, BACKGROUND = "TEAM", "SINCE", "BACKGROUND"
    BRIEFS, LEFT_OUT, CRIMES, BEFORE, SENTENCE = "BRIEFS", "LEFT_OUT", "CRIMES", "BEFORE", "SENTENCE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Beat brief")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr(
            "police,crime,brief,beat,neighbourhood,meeting,page,pdf,print,atlas,officer,priorities,events,ward"
        ).split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Makes one A4 page for a beat meeting, as HTML and PDF: a map, five short texts in plain English, three "
            "small charts (the dashed lines are the limits of an XmR chart), the team's priorities and next events, "
            "and what to keep in mind.\n\n"
            "The five texts say how much recorded crime there is, beside the area's peers or, where these cannot be "
            "told, beside its force; what changed on the same months a year before, and whether chance alone would do "
            "that; how far crime concentrates on few snap points; what came of the crimes half a year on; what is "
            "missing. Ranges 'allowing for chance' are 95% intervals.\n\n"
            "AREA is a neighbourhood, ward, LSOAs, CSP, district or force. With LEVEL it is an atlas: a page for each "
            "neighbourhood or ward of AREA in one PDF, with contents. With SINCE, the month of the last meeting, it is "
            "a meeting pack: a second sheet sets the priorities of last time beside what the team did and what the "
            "crimes did since, with lines for what is agreed.\n\n"
            "Everything comes from the cache; priorities and events are those that 'Download neighbourhoods' fetched, "
            "with the day.\n\n"
            "Do not use it to judge how police or a team perform, to rank beats, or for streets, addresses and hours: "
            "every place is a snap point, dates are months. A beat with few crimes mostly reads 'no change that can be "
            "told from chance', which is the truth."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_area_and_months(self)
        self.parameterDefinition(AREA).setHelp(
            tr(
                "Whose brief: neighbourhood:bedfordshire/C1, ward:…, lsoa:E01…,E01…, csp:Luton, district:… or "
                "force:bedfordshire; several of a kind with commas are one beat. With LEVEL the area that holds them; "
                "empty: all that is held."
            )
        )
        self.parameterDefinition(FROM).setHelp(tr("A month as YYYY-MM. Empty: twelve months, up to the last one."))
        level = QgsProcessingParameterEnum(
            LEVEL, tr("Atlas of"), options=["neighbourhood", *LEVELS], optional=True, usesStaticStrings=True
        )
        self.add(level, tr("A brief of each of these in AREA, in one file. Empty: one brief, of AREA itself."))
        since = QgsProcessingParameterString(self.SINCE, tr("Month of the last meeting"), optional=True)
        self.add(since, tr("As YYYY-MM: adds a sheet of what happened since. Empty: none."))
        team = QgsProcessingParameterString(self.TEAM, tr("Team"), optional=True)
        self.add(
            team,
            tr(
                "The neighbourhood whose priorities and events are shown, such as bedfordshire/C1. Empty: the "
                "neighbourhood itself, of other areas the one that most of their crimes lie in."
            ),
        )
        background = QgsProcessingParameterFile(
            self.BACKGROUND,
            tr("Background map"),
            optional=True,
            fileFilter=tr("Maps (*.mbtiles *.gpkg *.tif *.tiff *.png *.jpg);;All files (*)"),
        )
        self.add(
            background,
            tr("A map of your own to draw under the crimes: MBTiles, GeoPackage or raster. Nothing is fetched."),
        )
        add_peers(self)
        add_denominator(self)
        for name in (*NAMES, DENOMINATOR):
            names.advanced(self.parameterDefinition(name))
        for name, title, meaning in (
            (AUTHOR, tr("Made by"), tr("A name, unit or force, in the foot of every page.")),
            (MARKING, tr("Marking"), tr("A protective marking, such as OFFICIAL, at the top and foot of every page.")),
        ):
            self.add(QgsProcessingParameterString(name, title, optional=True), meaning)
        names.add_report(self)
        pdf = QgsProcessingParameterFileDestination(
            names.PDF, tr("PDF"), tr("PDF files (*.pdf)"), optional=True, createByDefault=False
        )
        self.add(pdf, tr("The same to print: a sheet of A4 each. Empty: none."))
        names.add_numbers(
            self,
            {
                self.BRIEFS: tr("Briefs made"),
                self.LEFT_OUT: tr("Areas without a brief"),
                self.CRIMES: tr("Recorded crimes in the months compared, of one brief"),
                self.BEFORE: tr("The same a year before, of one brief"),
            },
        )
        self.addOutput(QgsProcessingOutputString(self.SENTENCE, tr("What it says, or what was made")))

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, make, write."""
        from ..running.cache_opened import cache_opened
        from .beat_asked import brief_asked  # not while QGIS starts
        from .beat_brief_run import Heading, make_briefs

        with cache_opened(self, parameters, context, feedback, tr("Reading the selection")) as connection:
            team, author, marking = (
                self.parameterAsString(parameters, name, context).strip() for name in (self.TEAM, AUTHOR, MARKING)
            )
            since = self.month(parameters, self.SINCE, context)
            background = self.parameterAsFile(parameters, self.BACKGROUND, context)
            asked = brief_asked(self, parameters, context, connection, team, since, background)
            briefs = make_briefs(connection, asked, Heading(author, marking), context, feedback)
            return self._written(briefs, parameters, context, feedback)

    def _written(
        self,
        briefs: Briefs,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Page and PDF; nothing is there before both are whole."""
        from pathlib import Path

        from ...reports.brief_html import briefs_html, short_of
        from ...reports.brief_pdf import briefs_pdf
        from ..running.telling import step
        from ..writing.outputs_files import write_bytes
        from ..writing.staging import Staging

        step(feedback, 95, tr("Writing the brief") if not briefs.atlas else tr("Writing the briefs"))
        targets = {name: self.parameterAsFileOutput(parameters, name, context) for name in (names.REPORT, names.PDF)}
        with Staging() as staging:
            if targets[names.PDF]:
                made = briefs_pdf(briefs, feedback.isCanceled)
                write_bytes(made, staging.beside(Path(targets[names.PDF])))
            if targets[names.REPORT]:
                write_bytes(briefs_html(briefs).encode("utf-8"), staging.beside(Path(targets[names.REPORT])))
        for line in briefs.left_out:
            feedback.pushWarning(line)
        said = short_of(briefs)
        feedback.pushInfo(said)
        one = briefs.briefs[0] if not briefs.atlas else None
        if briefs.atlas and briefs.left_out:
            left = many(len(briefs.left_out), tr("area is"), tr("areas are"))
            said += " " + tr("{areas} without a brief.").format(areas=left)
        return {
            **{name: path for name, path in targets.items() if path},
            self.BRIEFS: len(briefs.briefs),
            self.LEFT_OUT: len(briefs.left_out),
            self.CRIMES: one.crimes if one else None,
            self.BEFORE: one.before if one else None,
            self.SENTENCE: said,
        }
