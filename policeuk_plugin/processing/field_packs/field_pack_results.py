# SPDX-License-Identifier: GPL-2.0-or-later
"""The ready-made results of a field pack: analyses run over its own cache, their layers and pages kept in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from offline_cache.field_pack import names
from offline_cache.model import Selection

from ...field.ready_results import ReadyResult, write_results
from ...field.results_file import gather
from ...reports.page_reading import ReadPage
from ...text import tr
from ..asking.analysis_parameters import CELL_SIZE, LSOA, OUTPUT, REPORT, UNITS
from ..asking.selection_parameters import FROM, TO
from ..report.report_questions import question_text
from ..running.base import CACHE
from ..running.child_runs import ChildRun, run_child, scratch
from ..running.part_feedback import QuietPart
from ..running.telling import step
from ..running.wording import months_in
from .field_pack_asked import PackAsked
from .field_pack_names import QUESTIONS

_WITH_LAYER = ("change", "clusters", "persistence")
_OF_A_YEAR = ("change", "comparison")
_OF_SOURCE = ("comparison",)
"""Asked of the cache that the pack is made from: peers lie outside the pack."""
_YEAR = 12
_LARGER: tuple[Mapping[str, Any], ...] = ({UNITS: LSOA}, {CELL_SIZE: 1000.0})


def ready_results(
    asked: PackAsked, folder: Path, context: QgsProcessingContext, feedback: QgsProcessingFeedback
) -> tuple[ReadyResult, ...]:
    """Answer the questions asked for into the pack in `folder`; what cannot be answered says why.

    Raises `CacheError` where a file cannot be written, `AnalysisCancelled` where the user stops.
    """
    (folder / names.RESULTS_FOLDER).mkdir(exist_ok=True)
    found = []
    for at, key in enumerate(asked.questions):
        part = QuietPart(feedback, [1.0] * len(asked.questions), at)
        step(part, 0, question_of(key))
        found.append(_answered(key, asked, folder, context, part))
    write_results(folder, found)
    return tuple(found)


def question_of(key: str) -> str:
    """The question in words."""
    return tr("How many, month by month?") if key == "trend" else question_text(QUESTIONS[key])


def _answered(
    key: str, asked: PackAsked, folder: Path, context: QgsProcessingContext, feedback: QgsProcessingFeedback
) -> ReadyResult:
    question = question_of(key)
    cache = asked.source if key in _OF_SOURCE else folder / names.CACHE
    page = f"{names.RESULTS_FOLDER}/{key}.html"
    with scratch() as work:
        layer = work / f"{key}.gpkg"
        written = {REPORT: folder / page, **({OUTPUT: layer} if key in _WITH_LAYER else {})}
        run = _run(key, _parameters(key, asked, cache), work, written, context, feedback)
        if run.why or run.page is None:
            feedback.pushWarning(tr("{question} {why}").format(question=question, why=run.why))
            return ReadyResult(key, question, why=run.why or tr("Nothing came of it."))
        drawn = gather(layer, folder, key, question, [str(folder), str(asked.source.parent), str(work)])
    shown = key if drawn else ""
    title, short = page_words(run.page)
    return ReadyResult(key, question, title, short, page, shown, question if drawn else "")


def page_words(page: ReadPage) -> tuple[str, str]:
    """Title and a few sentences, as an officer needs them where the page has such; the page itself says all."""
    if not page.plain:
        return page.title, page.short
    return page.plain[0], " ".join([f"{page.plain[0]}.", *page.plain[1:]])


def _run(
    key: str,
    parameters: Mapping[str, Any],
    work: Path,
    written: Mapping[str, Path],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> ChildRun:
    """The run; a change that small cells cannot bear, because snap points were redrawn, is tried in larger units."""
    first = run_child(QUESTIONS[key], parameters, work, context, feedback, (), written)
    if not first.why or key != "change":
        return first
    for units in _LARGER:
        run = run_child(QUESTIONS[key], {**parameters, **units}, work, context, feedback, (), written)
        if not run.why:
            return run
    return first


def _parameters(key: str, asked: PackAsked, cache: Path) -> dict[str, Any]:
    """Those of a question: some are asked of the last year alone."""
    months = last_year(asked.selection) if key in _OF_A_YEAR else asked.selection
    return {**asked.parameters, CACHE: str(cache), FROM: str(months.first), TO: str(months.last)}


def last_year(selection: Selection) -> Selection:
    """The last twelve months of a selection whose months are settled, or all of them where they are fewer."""
    first, last = selection.first, selection.last
    if first is None or last is None or months_in(first, last) <= _YEAR:
        return selection
    return replace(selection, first=last.moved(1 - _YEAR))
