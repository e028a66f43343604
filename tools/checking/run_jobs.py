# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs jobs by the algorithms that QGIS knows, whoever registered them, and keeps what each found or said."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
)

from tools.checking.jobs import Job

ENDINGS = {
    "rasterDestination": ".tif",
    "sink": ".gpkg",
    "vectorDestination": ".gpkg",
    "folderDestination": "",
}
OF_FILES = {"REPORT": ".html", "CHART": ".svg", "PDF": ".pdf", "ZIP": ".zip", "SPREADSHEET": ".xlsx", "CSV": ".csv"}


@dataclass
class Outcome:
    """What became of a job: its numbers, the files it says it wrote, or the sentence it ended with."""

    said: str = ""
    numbers: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def run_all(
    jobs: Iterable[Job], cache: Callable[[], Path], folder: Path, left_out: Collection[str] = ()
) -> dict[str, Outcome]:
    """Run jobs one after another, each on the cache that `cache` gives; files go to `folder`.

    `left_out` names what is not written where it need not be, such as pages, which take most of the time.
    """
    outcomes: dict[str, Outcome] = {}
    for job in jobs:
        given = dict(job.parameters)
        if job.uses[0]:
            parameter, of, key = job.uses
            given[parameter] = outcomes[of].files.get(key, "") if of in outcomes else ""
        outcomes[job.name] = run_one(job.name, given, cache(), folder, left_out)
    return outcomes


def run_one(name: str, given: dict[str, Any], cache: Path, folder: Path, left_out: Collection[str] = ()) -> Outcome:
    """Run an algorithm with everything that it can write but what is left out."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"policeuk:{name}")
    if algorithm is None:
        return Outcome(f"there is no policeuk:{name}")
    whole = {**_with_files(algorithm, folder, left_out), **given}
    if algorithm.parameterDefinition("CACHE"):
        whole.setdefault("CACHE", str(cache))
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    try:
        fine, said = algorithm.checkParameterValues(whole, context)
        if not fine:
            return Outcome(said)
        results, done = algorithm.run(whole, context, feedback, {}, False)
    except QgsProcessingException as error:
        return Outcome(str(error))
    if not done:
        return Outcome(feedback.textLog()[-300:] or "ended without a word")
    return _outcome(results)


def _with_files(algorithm: QgsProcessingAlgorithm, folder: Path, left_out: Collection[str]) -> dict[str, str]:
    """A path for everything that an algorithm can write, but for what is left out and need not be written."""
    paths = {}
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    for parameter in algorithm.parameterDefinitions():
        if parameter.isDestination() and not (parameter.name() in left_out and parameter.flags() & optional):
            ending = OF_FILES.get(parameter.name(), ENDINGS.get(parameter.type(), ".gpkg"))
            paths[parameter.name()] = str(folder / f"{algorithm.name()}_{parameter.name().lower()}{ending}")
    return paths


def _outcome(results: dict[str, Any]) -> Outcome:
    """Numbers, and what is a file; the paths of which differ from run to run."""
    outcome = Outcome()
    for key, value in results.items():
        if isinstance(value, (int, float)):
            outcome.numbers[key] = value
        elif isinstance(value, str) and "/" in value and Path(value.partition("|")[0]).exists():
            outcome.files[key] = value
    return outcome
