# SPDX-License-Identifier: GPL-2.0-or-later
"""What every result carries out: its parameters as settled, the command that runs it again, its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from offline_cache.errors import CacheError

from ...reports.result_page import ResultPage, write_page
from ..asking.analysis_parameters import BUFFER_AREA, CHART, CONTOURS, CRS, OUTPUT, REPORT, TABLE
from ..asking.selection_parameters import months_settled
from ..running.base import CACHE
from ..running.command_text import (
    Texts,
    names_only,
    parameter_lines,
    parameter_texts,
    qgis_process_command,
    rows_command,
)
from ..running.wording import sentence_case
from .result_layer import Explained
from .staging import Staging, unwritten

if TYPE_CHECKING:
    from offline_cache.model import Month

    from ..running.base import PoliceUkAlgorithm
    from ..units.crimes import About
    from ..units.inputs import Inputs

_RESULTS = (OUTPUT, REPORT, CHART, TABLE, BUFFER_AREA, CONTOURS)


def settled_texts(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    inputs: Inputs,
    used: dict[str, str],
) -> Texts:
    """The parameters with what was left open filled in, so that a run next year gives the same.

    `used` are those that matter to this run, also at their default, months only where they are not the selection's,
    and the OUTPUT of one that is kept in no file.
    """
    settled = {CRS: inputs.crs.authid() or inputs.crs.toWkt()}
    if inputs.connection is not None:
        settled[CACHE] = str(algorithm.cache_path(parameters, context))
    selection = inputs.crimes.selection
    if selection is not None:
        settled.update(months_settled(selection))
    settled.update({name: text for name, text in used.items() if name != OUTPUT})
    texts = parameter_texts(algorithm, parameters, context, settled)
    texts.setdefault(OUTPUT, used[OUTPUT])
    return texts


def explained(
    algorithm: PoliceUkAlgorithm,
    about: About,
    finding: Sequence[str],
    basis: Sequence[str],
    texts: Texts,
    compared: Sequence[Month] = (),
) -> Explained:
    """What the layer says of itself; `compared` are the months counted, where those do not follow each other."""
    return Explained(
        name=f"{algorithm.displayName()}: {sentence_case(about.title)}",
        finding=finding,
        basis=basis,
        rights=(*about.labels, *about.rights),
        parameters=parameter_lines(_without_results(texts)),
        command=qgis_process_command(algorithm, texts),
        of_the_service=bool(about.rights),
        months=about.months,
        rows=rows_command(texts, compared),
        compared=tuple(compared),
    )


def to_hand_on(told: Explained, algorithm: PoliceUkAlgorithm, texts: Texts) -> Explained:
    """The same without the folders of this machine, for a page that goes to others."""
    named = names_only(texts)
    return replace(
        told,
        parameters=parameter_lines(_without_results(named)),
        command=qgis_process_command(algorithm, named),
        rows=rows_command(named, told.compared),
    )


def _without_results(texts: Texts) -> Texts:
    return {name: text for name, text in texts.items() if name not in _RESULTS}


def tell(told: Explained, warnings: Sequence[str], feedback: QgsProcessingFeedback) -> None:
    """Log the finding and what it rests on; `warnings` are the lines not to be overlooked."""
    for line in (*told.finding, *told.basis):
        if line in warnings:
            feedback.pushWarning(line)
        else:
            feedback.pushInfo(line)


def write_asked_report(
    algorithm: PoliceUkAlgorithm,
    page: Callable[[], ResultPage],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    staging: Staging,
) -> dict[str, Any]:
    """Make and write REPORT beside where it goes, where it was asked for; gives it as a result by its name."""
    report = algorithm.parameterAsFileOutput(parameters, REPORT, context)
    if not report:
        return {}
    write_report(page(), staging.beside(Path(report)))
    return {REPORT: report}


def write_report(page: ResultPage, beside: Path) -> None:
    """Write the page beside where it goes; raises `CacheError` where it is not all there."""
    try:
        write_page(page, beside)
    except CacheError as error:
        raise unwritten(beside) from error
