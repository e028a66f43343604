# SPDX-License-Identifier: GPL-2.0-or-later
"""What all algorithms share: the cache parameter, progress and cancel, errors as the user's sentence."""

from __future__ import annotations

import contextlib
import enum
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
)
from qgis.PyQt.QtGui import QIcon

from offline_cache.errors import CacheError
from offline_cache.model import Month

from ... import settings
from ...help_pages import algorithm_page
from ...text import tr
from ..asking.analysis_parameters import CACHE as CACHE  # from here, too
from .kept_errors import let_go

if TYPE_CHECKING:
    from offline_cache.importing import Progress

ICON = Path(__file__).resolve().parents[2] / "resources" / "icons" / "policeuk.svg"
_NUMBERS = ("number", "distance")
_SINGLE = ("string", "boolean", "number", "distance", "file", "fileDestination")


class Group(enum.Enum):
    """The groups of the toolbox; the values are API and never change."""

    DATA = "data"
    AREAS = "areas"
    COMPARISON = "comparison"
    HOTSPOTS = "hotspots"
    OUTCOMES = "outcomes"
    FIELD = "field"

    @property
    def title(self) -> str:
        """As the toolbox shows it."""
        return {
            Group.DATA: tr("Data"),
            Group.AREAS: tr("Areas"),
            Group.COMPARISON: tr("Comparison"),
            Group.HOTSPOTS: tr("Hotspots"),
            Group.OUTCOMES: tr("Outcomes"),
            Group.FIELD: tr("Field"),
        }[self]


class PoliceUkAlgorithm(QgsProcessingAlgorithm):
    """Base of the algorithms; `name()`, parameter names and outputs are API and never change."""

    GROUP = Group.DATA
    WHOLE_MONTHS = False
    """Whether places are compared, so that only months count that are held of all forces (`whole_months.py`)."""

    def createInstance(self) -> PoliceUkAlgorithm:  # noqa: N802 - Qt's name
        """Give a fresh algorithm."""
        return type(self)()

    def name(self) -> str:
        """The class's name in lower case."""
        return type(self).__name__.lower()

    def group(self) -> str:
        """As the toolbox shows it."""
        return self.GROUP.title

    def groupId(self) -> str:  # noqa: N802 - Qt's name
        """Never translated."""
        return self.GROUP.value

    def icon(self) -> QIcon:
        """As the toolbox shows it."""
        return QIcon(str(ICON))

    def svgIconPath(self) -> str:  # noqa: N802 - Qt's name
        """As the modeller shows it."""
        return str(ICON)

    def helpUrl(self) -> str:  # noqa: N802 - Qt's name
        """The algorithm's page."""
        return algorithm_page(self.name())

    def add(self, parameter: QgsProcessingParameterDefinition, help_text: str) -> None:
        """Add a parameter with its help."""
        parameter.setHelp(help_text)
        self.addParameter(parameter)

    def add_cache(self) -> None:
        """Add the parameter that says which cache; empty means the user's own."""
        parameter = QgsProcessingParameterFile(
            CACHE, tr("Cache"), optional=True, fileFilter=tr("Police UK cache (*.sqlite);;All files (*)")
        )
        self.add(
            parameter, tr("The cache file. Leave it empty for your own cache, the one that the Police UK panel shows.")
        )

    def add_cache_output(self) -> None:
        """Declare the cache as a result, for what writes into it."""
        self.addOutput(QgsProcessingOutputFile(CACHE, tr("Cache")))

    def cache_path(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Path:
        """The cache asked for."""
        chosen = self.parameterAsFile(parameters, CACHE, context)
        return Path(chosen) if chosen else settings.cache_path()

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Why the parameters cannot be meant so, '' where they can: what an algorithm looks for by itself."""
        return ""

    def checkParameterValues(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        """The algorithm's own faults come first, then those of any."""
        fault = self.fault(parameters, context) or self.common_fault(parameters, context)
        return not fault, fault

    def common_fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """What QGIS finds wrong, or that a result would replace what the run reads; '' where nothing is."""
        from ..writing.destinations import check_destinations  # not while QGIS starts

        odd = self._no_number(parameters, context)
        if odd:
            return tr("{name} has to be a number, not {text}.").format(name=odd, text=str(parameters[odd])[:40])
        fine, sentence = super().checkParameterValues(parameters, context)
        if not fine:
            return sentence
        for definition in self.parameterDefinitions():
            # QGIS takes a list for no text at all: an area would mean the whole cache.
            if definition.type() in _SINGLE and isinstance(parameters.get(definition.name()), (list, tuple, dict)):
                text = tr("{name} takes one value, not a list. Write several areas into one text, with commas.")
                return text.format(name=definition.name())
        try:
            check_destinations(self, parameters, context)
        except CacheError as error:
            return str(error)
        return ""

    def _no_number(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """The first number parameter that was given what is none or has no end: QGIS lets NaN pass; '' for none."""
        for definition in self.parameterDefinitions():
            name = definition.name()
            given = definition.type() in _NUMBERS and parameters.get(name) is not None
            if given and not math.isfinite(self.parameterAsDouble(parameters, name, context)):
                return name
        return ""

    def prepareAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """In the main thread, which has to ask for every CRS first: see `reference_systems.keep_alive`."""
        for definition in self.parameterDefinitions():
            if definition.type() == "crs" and parameters.get(definition.name()):
                self.parameterAsCrs(parameters, definition.name(), context)
        return True

    def parameterAsSink(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], name: str, context: QgsProcessingContext, *described: Any
    ) -> tuple[Any, str]:
        """As QGIS does it, no text of a CSV being a formula; a file that cannot be begun is told of in a sentence."""
        from ..writing.destinations import place_of  # not while QGIS starts
        from ..writing.files_read import text_of
        from ..writing.staging import not_begun
        from .guarded_sink import guarded

        try:
            made: tuple[Any, str] = super().parameterAsSink(parameters, name, context, *described)
        except QgsProcessingException as error:
            path, _ = place_of(text_of(parameters.get(name), context))
            if path is None:
                raise
            raise QgsProcessingException(str(not_begun(path, str(error)))) from error
        sink, destination = made
        return (sink if sink is None else guarded(sink, destination)), destination

    def choices(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> tuple[str, ...]:
        """The names chosen; on 3.22 an enum that nobody set gives one empty name."""
        return tuple(choice for choice in self.parameterAsEnumStrings(parameters, name, context) if choice)

    def month(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> Optional[Month]:
        """A month asked for, None where the parameter is empty; raises `CacheError` for what is no month."""
        text = self.parameterAsString(parameters, name, context).strip()
        return Month.parse(text) if text else None


@contextlib.contextmanager
def sentences() -> Iterator[None]:
    """Let an error of the cache end the algorithm with its sentence."""
    try:
        yield
    except CacheError as error:
        let_go(error)
        raise QgsProcessingException(str(error)) from error


def shown_by(feedback: QgsProcessingFeedback) -> Callable[[Progress], None]:
    """Progress of an import as the feedback's bar and text."""

    def show(progress: Progress) -> None:
        feedback.setProgress(100 * progress.done / max(progress.total, 1))
        if progress.name:
            feedback.setProgressText(progress.name)

    return show
