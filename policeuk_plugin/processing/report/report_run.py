# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of a report: pages and recipes that were given, and questions answered by algorithms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from offline_cache.errors import CacheError
from offline_cache.fingerprint import Fingerprint, fingerprint
from offline_cache.model import Month

from ...reports.document import Paragraph, Style
from ...reports.page_reading import read_page
from ...text import tr
from ..asking.analysis_parameters import (
    ALPHA,
    CELL_SIZE,
    COUNT_FIELD,
    CRS,
    INPUT,
    LSOA,
    SEED,
    STUDY_AREA,
    UNIT_LAYER,
    UNITS,
)
from ..asking.selection_parameters import AREA, FROM, INCLUDE_ASB, TO, TYPES, months_settled, read_selection
from ..recipes.recipe import SUFFIX
from ..recipes.recipe_reading import read_recipe
from ..recipes.recipe_running import parameters_of
from ..running.base import CACHE
from ..running.child_runs import ChildRun, refused, run_child, scratch
from ..running.part_feedback import WEIGHTS, PartFeedback
from ..running.telling import step
from ..running.wording import months_in, places_of_selection, selection_words, sentence_case
from .report_questions import ALGORITHMS, RUNNABLE, ReportKind, question_text
from .report_settings import Settings, settings_of

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

COMMON = (
    CACHE, AREA, FROM, TO, TYPES, INCLUDE_ASB, INPUT, COUNT_FIELD, STUDY_AREA, UNITS, UNIT_LAYER, CELL_SIZE, CRS,
    ALPHA, SEED, "MAPS",
)  # fmt: skip
_YEAR = 12
_IN_LSOAS = {ALGORITHMS[question] for question in ("change", "trends", "next")}
"""What is asked in LSOAs where it cannot be answered in the units of the report."""
_WROTE = re.compile(r"\brun (policeuk:\w+)")


@dataclass(frozen=True)
class Basis:
    """The selection in words, settled parameters, and what of the cache it rests on; None without a cache.

    `own` are parameters of single questions, over those of all; `note` stands under the title, '' for the usual caveat;
    `other_counts` is said of parts that are not of ONS's counts in a report that is.
    """

    what: str
    parameters: Mapping[str, Any]
    cache: Optional[Path] = None
    held: Optional[Fingerprint] = None
    own: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    note: str = ""
    other_counts: str = ""


@dataclass(frozen=True)
class Answer:
    """A question with what answers it: a run of this report, or a page that was `given`."""

    question: str
    run: ChildRun
    given: bool = False


@dataclass(frozen=True)
class Asked:
    """Questions of a kind of report with the settings that single ones have and what they rest on, None for none;
    pages and recipes, with the files that are given in place of those that recipes name."""

    kind: ReportKind
    questions: Sequence[str]
    settings: Settings
    basis: Optional[Basis]
    pages: Sequence[Path] = ()
    instead: Mapping[str, Any] = field(default_factory=dict)


def settle(algorithm: PoliceUkAlgorithm, parameters: Mapping[str, Any], context: QgsProcessingContext) -> Basis:
    """The common parameters with their months; raises `CacheError` where nothing of the selection is held."""
    from offline_cache.reader import reading  # not while QGIS starts

    given = {name: parameters[name] for name in COMMON if parameters.get(name) not in (None, "", [])}
    if given.get(INPUT) and not given.get(AREA):
        return Basis(tr("points of a layer"), given)
    cache = algorithm.cache_path(dict(parameters), context)
    with reading(cache) as connection:
        selection = read_selection(algorithm, dict(parameters), context, connection)
        what, when = selection_words(selection)
        words = ", ".join([what, places_of_selection(connection, selection), when])
        held = fingerprint(connection, selection)
    settled = {CACHE: str(cache), **months_settled(selection)}
    return Basis(sentence_case(words), {**given, **settled}, cache, held)


def answers(asked: Asked, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> list[Answer]:
    """All answers: questions, then recipes, then pages that were given; raises `CacheError` where there is none."""
    given = [_of_page(path) for path in asked.pages if not _is_recipe(path)]
    runs: list[tuple[str, dict[str, Any]]] = []
    if asked.basis is not None:
        common = asked.basis.parameters
        runs += [(asked.kind.algorithms[one], _parameters(one, common, asked)) for one in asked.questions]
    runs += [run for path in asked.pages if _is_recipe(path) for run in _runs_of(path, asked.instead)]
    weights = [WEIGHTS.get(algorithm, 1.0) for algorithm, _ in runs]
    found = []
    for at, (algorithm, parameters) in enumerate(runs):
        steps = PartFeedback(feedback, weights, at)
        step(steps, 0, question_text(algorithm))
        run = _run(algorithm, parameters, context, steps, asked.kind.kept)
        if run.why:
            feedback.pushWarning(tr("{question} {why}").format(question=question_text(algorithm), why=run.why))
        found.append(Answer(question_text(algorithm), run))
    found += given
    if not any(answer.run.page for answer in found):
        if found:
            raise refused(found[0].run)
        raise CacheError(tr("There is nothing to report: choose questions, or give result pages."))
    return found


def _run(
    algorithm: str,
    parameters: Mapping[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    kept: Sequence[str],
) -> ChildRun:
    """The run; what small cells cannot bear, because snap points were redrawn, is tried in LSOAs."""
    with scratch() as folder:
        run = run_child(algorithm, parameters, folder, context, feedback, kept)
        if run.why and algorithm in _IN_LSOAS and parameters.get(UNITS) != LSOA:
            other = run_child(algorithm, {**parameters, UNITS: LSOA}, folder, context, feedback, kept)
            run = run if other.why else other
    return run


def _is_recipe(path: Path) -> bool:
    return path.name.lower().endswith((SUFFIX, ".json"))


def _of_page(path: Path) -> Answer:
    """A page by what it is: the command on it says which algorithm wrote it."""
    page = read_page(path)
    codes = [one.text for one in page.blocks if isinstance(one, Paragraph) and one.style is Style.CODE]
    wrote = _WROTE.search(codes[0]) if codes else None
    question = question_text(wrote[1]) if wrote else question_text("")
    return Answer(question, ChildRun("", {}, {}, page), given=True)


def _runs_of(path: Path, instead: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    recipe = read_recipe(path, RUNNABLE)
    return [(run.algorithm, parameters_of(run, recipe, path, instead)) for run in recipe.runs]


def _parameters(question: str, common: Mapping[str, Any], asked: Asked) -> dict[str, Any]:
    """Those of a question: a change is that of the last year, or of all months where they are fewer."""
    own = asked.basis.own.get(question, {}) if asked.basis is not None else {}
    given = {**common, **own, **settings_of(asked.settings, question, asked.kind)}
    if question in ("change", "risk") and FROM in given:
        first, last = Month.parse(given[FROM]), Month.parse(given[TO])
        if months_in(first, last) > _YEAR:
            given[FROM] = str(last.moved(1 - _YEAR))
    return given
