# SPDX-License-Identifier: GPL-2.0-or-later
"""What imports, downloads and merges of files do alike: files given, what came told and counted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from offline_cache.model import ChangeKind

from ...text import tr

if TYPE_CHECKING:
    from offline_cache.areas.model import AreaChange, AreasReport
    from offline_cache.reference_data.report import ReferenceChange, ReferenceReport

    from ..running.base import PoliceUkAlgorithm

ADDED, REVISED, UNCHANGED = "ADDED", "REVISED", "UNCHANGED"


def files_given(
    algorithm: PoliceUkAlgorithm, name: str, parameters: dict[str, Any], context: QgsProcessingContext
) -> list[Path]:
    """The files that a parameter of several names."""
    return [Path(path) for path in algorithm.parameterAsFileList(parameters, name, context) if path]


def missing_file(paths: Iterable[Path]) -> str:
    """A sentence about the first of these files that does not exist, '' where all do."""
    for path in paths:
        if not path.exists():
            return tr("{path} does not exist. Check the name.").format(path=path)
    return ""


def tell_brought(report: Union[AreasReport, ReferenceReport], feedback: QgsProcessingFeedback) -> None:
    """Log what came, and as warnings what could not be fetched."""
    for line in report.lines():
        feedback.pushInfo(line)
    for sentence in report.missing:
        feedback.pushWarning(sentence)


def changes_counted(changes: Iterable[Union[AreaChange, ReferenceChange]]) -> dict[str, int]:
    """How many parts are new, replaced what was held, or were held as they are: outputs by their names."""
    kinds = [change.kind for change in changes]
    return {
        ADDED: kinds.count(ChangeKind.ADDED),
        REVISED: kinds.count(ChangeKind.REVISED),
        UNCHANGED: kinds.count(ChangeKind.UNCHANGED),
    }
