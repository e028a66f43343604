# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters of a hotspot report that no other algorithm has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..text import tr
from .analysis_parameters import PDF, REPORT, advanced
from .report_questions import ALGORITHMS, USUAL

if TYPE_CHECKING:
    from .base import PoliceUkAlgorithm

QUESTIONS, SETTINGS, PAGES, TITLE, MAPS = "QUESTIONS", "SETTINGS", "PAGES", "TITLE", "MAPS"
AUTHOR, MARKING = "AUTHOR", "MARKING"


def add_questions(algorithm: PoliceUkAlgorithm) -> None:
    """Declare QUESTIONS."""
    questions = QgsProcessingParameterEnum(
        QUESTIONS, tr("Questions"), options=list(ALGORITHMS), allowMultiple=True, optional=True, usesStaticStrings=True
    )
    algorithm.add(
        questions,
        tr(
            "By name, on a command line one after another (QUESTIONS=clusters QUESTIONS=chance). persistence: where "
            "crimes keep coming back. change: the last year beside the one before. clusters. chance: how many clusters "
            "chance would give. random: busier than random placement. concentration. evaluation: whether last year "
            "would have told. density. None: {usual}, unless pages are given."
        ).format(usual=", ".join(USUAL)),
    )


def add_own(algorithm: PoliceUkAlgorithm) -> None:
    """Declare SETTINGS, MAPS, PAGES, TITLE, AUTHOR, MARKING, REPORT and PDF."""
    settings = QgsProcessingParameterString(SETTINGS, tr("Settings of single questions"), optional=True)
    advanced(settings)
    algorithm.add(
        settings,
        tr(
            'Parameters that one question has for itself, as JSON: {"clusters": {"EXPOSURE": "residents"}, "change": '
            '{"UNITS": "LSOA"}}. Chance is asked with those of the clusters. All else is as given here.'
        ),
    )
    kind = QgsProcessingParameterNumber.Type.Integer
    maps = QgsProcessingParameterNumber(MAPS, tr("Maps made by chance"), kind, 300, False, 20, 5000)
    advanced(maps)
    algorithm.add(maps, tr("How many maps are made in each way where chance is asked: most of the time goes there."))
    pages = QgsProcessingParameterMultipleLayers(
        PAGES, tr("Result pages and recipes"), QgsProcessing.SourceType.TypeFile, optional=True
    )
    algorithm.add(pages, tr("Result pages (.html) to put together, and recipes (.policeuk-recipe.json) to run again."))
    texts = (
        (TITLE, tr("Title"), tr("What stands at the top. Empty: the selection in words.")),
        (AUTHOR, tr("Made by"), tr("A name, unit or force, beside the date.")),
        (MARKING, tr("Marking"), tr("A protective marking, such as OFFICIAL, at the top and on every page.")),
    )
    for name, title, meaning in texts:
        algorithm.add(QgsProcessingParameterString(name, title, optional=True), meaning)
    report = QgsProcessingParameterFileDestination(REPORT, tr("Report"), tr("HTML files (*.html)"))
    algorithm.add(report, tr("The page. The recipe is written beside it."))
    pdf = QgsProcessingParameterFileDestination(
        PDF, tr("PDF"), tr("PDF files (*.pdf)"), optional=True, createByDefault=False
    )
    algorithm.add(pdf, tr("The same to print: A4, numbered pages, contents. Empty: none."))
