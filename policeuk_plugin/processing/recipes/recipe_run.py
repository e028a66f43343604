# SPDX-License-Identifier: GPL-2.0-or-later
"""A recipe run again: each number beside what it was, and what has changed since."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from offline_cache.errors import CacheError
from offline_cache.fingerprint import Differences, differences, fingerprint
from offline_cache.model import Month, Selection

from ...text import tr
from ..asking.selection_parameters import FROM, TO
from ..report.report_questions import RUNNABLE, question_text
from ..running.base import CACHE
from ..running.child_runs import ChildRun, run_child, scratch
from ..running.part_feedback import WEIGHTS, PartFeedback
from ..running.telling import step
from .recipe import Number, Recipe, RecipeRun, plugin_version
from .recipe_reading import read_recipe
from .recipe_running import parameters_of

_AS_GOOD_AS = 1e-9


@dataclass(frozen=True)
class Compared:
    """A number of a run, then and now; None where there was or is none."""

    algorithm: str
    name: str
    then: Number
    now: Number

    @property
    def same(self) -> bool:
        """Whether they are equal; decimals to nine digits, which other processors may differ in."""
        if isinstance(self.then, float) or isinstance(self.now, float):
            numbers = [one for one in (self.then, self.now) if isinstance(one, (int, float))]
            return len(numbers) == 2 and math.isclose(*numbers, rel_tol=_AS_GOOD_AS, abs_tol=_AS_GOOD_AS)
        return self.then == self.now


@dataclass(frozen=True)
class RecipeResult:
    """All numbers, runs that gave nothing with the reason, and what has changed: cache and version."""

    recipe: Recipe
    compared: tuple[Compared, ...]
    failed: tuple[ChildRun, ...]
    changed: Optional[Differences]
    version: str

    @property
    def different(self) -> tuple[Compared, ...]:
        """The numbers that are not the same."""
        return tuple(one for one in self.compared if not one.same)

    @property
    def same(self) -> bool:
        """Whether every run gave what it gave then."""
        return not self.different and not self.failed


@dataclass(frozen=True)
class RecipeRuns:
    """A recipe with the parameters of each of its runs as they can be given here."""

    recipe: Recipe
    runs: tuple[tuple[RecipeRun, Mapping[str, Any]], ...]


def runs_of(path: Path, instead: Mapping[str, Any]) -> RecipeRuns:
    """Read it; `instead` are files in place of the recipe's. Raises `CacheError` for what cannot be run."""
    recipe = read_recipe(path, RUNNABLE)
    return RecipeRuns(recipe, tuple((run, parameters_of(run, recipe, path, instead)) for run in recipe.runs))


def run_recipe(read: RecipeRuns, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> RecipeResult:
    """Run all of it."""
    recipe, runs = read.recipe, read.runs
    cache = next((Path(given[CACHE]) for _, given in runs if CACHE in given), None)
    changed = _changed(recipe, cache, [given for _, given in runs]) if cache is not None else None
    weights = [WEIGHTS.get(run.algorithm, 1.0) for run, _ in runs]
    compared: list[Compared] = []
    failed = []
    for at, (run, given) in enumerate(runs):
        steps = PartFeedback(feedback, weights, at)
        step(steps, 0, question_text(run.algorithm))
        with scratch() as folder:
            made = run_child(run.algorithm, given, folder, context, steps)
        if made.why:
            failed.append(made)
            continue
        names = dict.fromkeys([*run.numbers, *made.numbers])
        compared += [Compared(run.algorithm, name, run.numbers.get(name), made.numbers.get(name)) for name in names]
    return RecipeResult(recipe, tuple(compared), tuple(failed), changed, plugin_version())


def _changed(recipe: Recipe, cache: Path, given: Sequence[Mapping[str, Any]]) -> Optional[Differences]:
    """What of the cache is not as it was, in the months and forces of the recipe; None where it does not say."""
    from offline_cache.reader import reading  # not while QGIS starts

    if recipe.fingerprint is None:
        return None
    months = [str(one[name]) for one in given for name in (FROM, TO) if one.get(name)]
    forces = tuple(sorted({name.partition(" ")[0] for name in recipe.fingerprint.files}))
    if not months or not forces:
        return None
    first, last = Month.parse(min(months)), Month.parse(max(months))
    with reading(cache) as connection:
        return differences(recipe.fingerprint, fingerprint(connection, Selection(first, last, forces)))


def first_refusal(result: RecipeResult) -> CacheError:
    """The error where not one run gave anything."""
    run = result.failed[0]
    return CacheError(tr("{question} {why}").format(question=question_text(run.algorithm), why=run.why))
