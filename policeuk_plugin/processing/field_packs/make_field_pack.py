# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:makefieldpack`: a beat, ward, CSP, force or drawn area as one folder that opens without a network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterGeometry,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.analysis_parameters import add_choices
from ..asking.selection_parameters import AREA, add_selection
from ..running.base import Group, PoliceUkAlgorithm
from .field_pack_names import DRAWN, EXTENT, GEOMETRY, POLYGON, QUESTIONS

if TYPE_CHECKING:
    from .field_pack_asked import PackAsked
    from .field_pack_run import PackMade


class MakeFieldPack(PoliceUkAlgorithm):
    """A field pack of an area."""

    GROUP = Group.FIELD
    QUESTIONS, HOME, BACKGROUND, TITLE, ZIP = "QUESTIONS", "HOME", "BACKGROUND", "TITLE", "ZIP"
    BACKGROUND_CREDIT = "BACKGROUND_CREDIT"
    CRIMES, MONTHS, SIZE, FILES = "CRIMES", "MONTHS", "SIZE", "FILES"
    ANSWERED, NOT_ANSWERED, SENTENCE = "ANSWERED", "NOT_ANSWERED", "SENTENCE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Make a field pack")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,field,pack,beat,offline,laptop,tablet,qfield,officer,notes,zip").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Makes one folder, and one zip if you like, with all that an officer needs of an area without a network: "
            "the cache trimmed to it, a project with themes and forms, ready-made results with their pages, the brief, "
            "an empty notebook, a GeoPackage and a project for QField, a manifest with hashes, dates and licences.\n\n"
            "It opens with QGIS alone, on read-only media too, and with the plugin in field mode. 'Check a field pack' "
            "says whether a copy is whole.\n\n"
            "Name the area, or draw it: then the pack has the LSOAs that share ground with what was drawn. The cache "
            "of the pack keeps all crime types; the types chosen limit its results. HOME is the area that its reader "
            "knows, to compare this one with. A question that cannot be answered says why in the pack.\n\n"
            "Do not make packs of places to watch people: every place is a snap point, not an address, and nothing in "
            "a pack says when in a day or who. Do not put data into it that is not published: whoever finds the folder "
            "can read it.\n\n"
            "Limits: a pack knows the months of the day it was made; whether newer ones exist it cannot know. Missing "
            "months are named, never counted as zero. A background map is your own file, on its own terms."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        self.parameterDefinition(AREA).setHelp(
            tr(
                "Which area, by name or ONS code: neighbourhood:bedfordshire/LTN01, ward:…, csp:Luton, district:…, "
                "force:bedfordshire, lsoa:…,…. Empty where it is drawn."
            )
        )
        self._add_drawn()
        self._add_contents()
        self.add(
            QgsProcessingParameterFolderDestination(names.OUTPUT, tr("Field pack"), None, True, False),
            tr("The folder to make; it may not be there yet, or be empty. Empty: only the zip."),
        )
        zipped = QgsProcessingParameterFileDestination(
            self.ZIP, tr("Zip"), tr("Field packs (*.zip)"), optional=True, createByDefault=False
        )
        self.add(zipped, tr("The same as one file to hand over. Empty: only the folder."))
        names.add_numbers(
            self,
            {
                self.CRIMES: tr("Crimes and incidents of the area in the pack"),
                self.MONTHS: tr("Months in the pack"),
                self.SIZE: tr("Size of the pack in bytes"),
                self.FILES: tr("Files of the pack"),
                self.ANSWERED: tr("Questions answered"),
                self.NOT_ANSWERED: tr("Questions that could not be answered"),
            },
        )
        self.addOutput(QgsProcessingOutputString(self.SENTENCE, tr("What was made, in a sentence")))

    def _add_drawn(self) -> None:
        polygon, one = QgsProcessing.SourceType.TypeVectorPolygon, QgsWkbTypes.GeometryType.PolygonGeometry
        self.add(
            QgsProcessingParameterFeatureSource(POLYGON, tr("Polygons"), [polygon], optional=True),
            tr("In place of an area: the LSOAs that share ground with these polygons. Needs outlines of LSOAs."),
        )
        extent = QgsProcessingParameterExtent(EXTENT, tr("Extent"), optional=True)
        self.add(extent, tr("In place of an area: the LSOAs that share ground with this rectangle."))
        self.add(
            QgsProcessingParameterGeometry(GEOMETRY, tr("Polygon as text"), optional=True, geometryTypes=[one]),
            tr("A polygon as well-known text in WGS 84 degrees, for scripts and for the panel."),
        )

    def _add_contents(self) -> None:
        add_choices(
            self,
            self.QUESTIONS,
            tr("Ready-made results"),
            list(QUESTIONS),
            tr(
                "change: the last year beside the one before. clusters. persistence: where crimes keep coming back. "
                "trend: month by month. comparison: beside similar areas. None chosen: all of them."
            ),
        )
        self.add(
            QgsProcessingParameterString(self.HOME, tr("Home"), optional=True),
            tr("The area that the pack's reader knows, in the forms of AREA. Empty: the force of the area."),
        )
        suffixes = tr("Background maps (*.mbtiles *.gpkg *.tif *.tiff *.png *.jpg *.jp2);;All files (*)")
        self.add(
            QgsProcessingParameterFile(self.BACKGROUND, tr("Background map"), optional=True, fileFilter=suffixes),
            tr("A file of your own to draw under everything: MBTiles of pictures, a GeoPackage or a raster."),
        )
        self.add(
            QgsProcessingParameterString(self.BACKGROUND_CREDIT, tr("Credit of the background map"), optional=True),
            tr("What its terms ask to be shown on the map. Empty: what MBTiles say of themselves."),
        )
        self.add(
            QgsProcessingParameterString(self.TITLE, tr("Title"), optional=True),
            tr("What the pack is called. Empty: the name of the area."),
        )

    def checkParameterValues(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        """An area, one place to write to at least, a background that is there."""
        fine, sentence = super().checkParameterValues(parameters, context)
        if not fine:
            return False, sentence
        drawn = any(parameters.get(name) not in (None, "", []) for name in DRAWN)
        if bool(self.parameterAsString(parameters, AREA, context).strip()) == drawn:
            return False, tr("Say which area: either by name as AREA, such as neighbourhood:kent/12, or drawn.")
        if not parameters.get(names.OUTPUT) and not parameters.get(self.ZIP):
            return False, tr("Say where the field pack is to go: a folder as OUTPUT, or a file as ZIP.")
        return True, ""

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Settle what is asked for, make it beside its place, move it there."""
        from ..running.telling import findings
        from .field_pack_places import made_at  # not while QGIS starts

        with findings():
            asked = self._asked(parameters, context, feedback)
            folder = self.parameterAsFileOutput(parameters, names.OUTPUT, context) or ""
            out = self.parameterAsFileOutput(parameters, self.ZIP, context) or ""
            made = made_at(asked, folder, out, context, feedback)
        results = self._numbers(made)
        said = results[self.SENTENCE]
        feedback.pushInfo(said)
        places = {name: path for name, path in ((names.OUTPUT, folder), (self.ZIP, out)) if path}
        return {**places, **results}

    def _asked(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> PackAsked:
        from pathlib import Path

        from offline_cache.chosen_area import read_area
        from offline_cache.reader import reading

        from ...field.background import check_background, credit_of
        from ..running.wording import places_of_selection, sentence_case
        from .field_pack_asked import PackAsked, area_text, common_parameters, ground_of, read_pack_selection

        background = self.parameterAsFile(parameters, self.BACKGROUND, context)
        credit = " ".join(self.parameterAsString(parameters, self.BACKGROUND_CREDIT, context).split())
        if background:
            check_background(Path(background))
            credit = credit or credit_of(Path(background))
        source = self.cache_path(parameters, context)
        with reading(source) as connection:
            selection = read_pack_selection(self, parameters, context, feedback, connection)
            ground = ground_of(source, connection, selection)
            home = self.parameterAsString(parameters, self.HOME, context).strip()
            read_area(connection, home)  # refused here, not after all the work
            title = self.parameterAsString(parameters, self.TITLE, context).strip()
            title = " ".join(title.split()) or sentence_case(places_of_selection(connection, selection))
        area = area_text(selection)
        return PackAsked(
            source=source,
            selection=selection,
            area=area,
            title=title,
            questions=self._questions(parameters, context),
            parameters=common_parameters(self, parameters, context, area),
            ground=ground,
            home=home,
            background=background,
            credit=credit if background else "",
        )

    def _questions(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[str, ...]:
        chosen = set(self.choices(parameters, self.QUESTIONS, context))
        return tuple(key for key in QUESTIONS if not chosen or key in chosen)

    def _numbers(self, made: PackMade) -> dict[str, Any]:
        from offline_cache.sync.words import size_phrase

        from ...text import many, number

        answered = sum(not one.why for one in made.results)
        said = tr("Field pack '{title}': {crimes} of {months}, {n} of {all} questions answered, {size}.").format(
            title=made.manifest.title,
            crimes=many(made.crimes, tr("crime or incident"), tr("crimes and incidents")),
            months=many(len(made.trimmed.months), tr("month"), tr("months")),
            n=number(answered),
            all=number(len(made.results)),
            size=size_phrase(made.size),
        )
        return {
            self.CRIMES: made.crimes,
            self.MONTHS: len(made.trimmed.months),
            self.SIZE: made.size,
            self.FILES: len(made.manifest.files),
            self.ANSWERED: answered,
            self.NOT_ANSWERED: len(made.results) - answered,
            self.SENTENCE: " ".join([said, *_lacking(made)]),
        }


def _lacking(made: PackMade) -> Iterator[str]:
    """What whoever hands the pack on has to know of it."""
    from ...text import number

    if made.partly:
        text = tr("For {n} of the months only a part of the area is held: what is missing is not zero.")
        yield text.format(n=number(made.partly))
    if not made.brief:
        yield tr("It has no brief.")
