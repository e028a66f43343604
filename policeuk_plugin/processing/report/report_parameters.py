# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters of reports that no other algorithm has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ...text import tr
from ..asking.analysis_parameters import PDF, REPORT, add_choices, advanced

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

QUESTIONS, SETTINGS, PAGES, TITLE, MAPS = "QUESTIONS", "SETTINGS", "PAGES", "TITLE", "MAPS"
AUTHOR, MARKING = "AUTHOR", "MARKING"


def add_questions(algorithm: PoliceUkAlgorithm, options: list[str], help_text: str) -> None:
    """Declare QUESTIONS."""
    add_choices(algorithm, QUESTIONS, tr("Questions"), options, help_text)


def add_settings(algorithm: PoliceUkAlgorithm, help_text: str) -> None:
    """Declare SETTINGS."""
    settings = QgsProcessingParameterString(SETTINGS, tr("Settings of single questions"), optional=True)
    advanced(settings)
    algorithm.add(settings, help_text)


def add_maps(algorithm: PoliceUkAlgorithm) -> None:
    """Declare MAPS."""
    kind = QgsProcessingParameterNumber.Type.Integer
    maps = QgsProcessingParameterNumber(MAPS, tr("Maps made by chance"), kind, 300, False, 20, 5000)
    advanced(maps)
    algorithm.add(maps, tr("How many maps are made in each way where chance is asked: most of the time goes there."))


def add_document(algorithm: PoliceUkAlgorithm) -> None:
    """Declare PAGES, TITLE, AUTHOR, MARKING, REPORT and PDF."""
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
