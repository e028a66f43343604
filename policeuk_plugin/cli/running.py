# SPDX-License-Identifier: GPL-2.0-or-later
"""One command as one run of an algorithm: the same code as in QGIS, so the same numbers."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
)

from offline_cache.errors import CacheError
from offline_cache.reference import crime_types

from ..processing.provider import PoliceUkProvider
from .packs import pack_parameters
from .peers import peer_parameters, printed, settle
from .stopping import Stopped

_POINTS = ("study_area", "input", "count_field", "cell_size", "crs")
_OF_SOME = (*_POINTS, "units", "unit_layer", "alpha", "seed", "bandwidth", "other_area", "chart")


class Speaking(QgsProcessingFeedback):
    """Says on stderr what must be known about the numbers; what a result may say on stdout too is `kept` till then."""

    def __init__(self, keeps: bool = False) -> None:
        super().__init__(False)
        self._keeps = keeps
        self._kept: list[str] = []

    def pushInfo(self, info: str) -> None:  # noqa: N802 - Qt's name
        """Say a line, now or with the result."""
        if self._keeps:
            self._kept.append(info)
        else:
            sys.stderr.write(f"{info}\n")

    def say_kept(self, sentence: str) -> None:
        """Say the lines that the sentence on stdout has not."""
        sys.stderr.writelines(f"{line}\n" for line in self._kept if line not in sentence)

    def pushWarning(self, warning: str) -> None:  # noqa: N802 - Qt's name
        """Say a line."""
        sys.stderr.write(f"warning: {warning}\n")

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N802, N803 - Qt's names
        """Say a line."""
        sys.stderr.write(f"{error}\n")


def run(options: argparse.Namespace) -> list[str]:
    """Run the command; gives lines of numbers. Raises `CacheError` with a sentence, `Stopped` after a signal."""
    settle(options)
    out = _checked_out(options)
    provider = PoliceUkProvider()
    registry = QgsApplication.processingRegistry()
    registry.addProvider(provider)
    algorithm = registry.createAlgorithmById(options.algorithm)
    context, feedback = QgsProcessingContext(), Speaking(getattr(options, "format", "") == "text")
    parameters = parameters_of(options)
    received: list[int] = []

    def stop(number: int, frame: object) -> None:
        received.append(number)
        feedback.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):  # an exception would not survive what QGIS calls from now on
        signal.signal(number, stop)
    fine, sentence = algorithm.checkParameterValues(parameters, context)
    if not fine:
        raise CacheError(sentence)
    try:
        results, done = algorithm.run(parameters, context, feedback, {}, False)
    except QgsProcessingException as error:
        if not feedback.isCanceled():
            raise CacheError(str(error)) from error
        done = False
    if feedback.isCanceled() and not done:
        raise Stopped(received[0] if received else signal.SIGINT)
    if not done or (out is not None and not out.exists()):
        raise CacheError(f"{out} was not written. Check that the folder exists and may be written.")
    feedback.say_kept(str(results.get("SENTENCE") or ""))
    return printed(results, options) or _lines(results, options)


def parameters_of(options: argparse.Namespace) -> dict[str, Any]:
    """The options as parameters of the algorithm; raises `CacheError` for an unknown crime type."""
    given: dict[str, Optional[Any]] = {
        "CACHE": str(options.cache) if options.cache else None,
        "AREA": options.area,
        "FROM": options.first,
        "TO": options.last,
        "TYPES": [_crime_type(name) for name in options.type],
        "INCLUDE_ASB": options.with_asb,
        "OUTPUT": str(options.out) if options.out else "memory:",
        "REPORT": str(options.report) if options.report else None,
    }
    for name in _OF_SOME:
        value = getattr(options, name, None)
        given[name.upper()] = str(value) if isinstance(value, Path) else value
    given.update(peer_parameters(options))
    given.update(pack_parameters(options))
    _check_layers(options)
    return {name: value for name, value in given.items() if value not in (None, "", [])}


def _checked_out(options: argparse.Namespace) -> Optional[Path]:
    out: Optional[Path] = options.out
    if out is not None and options.suffixes and out.suffix.lower() not in options.suffixes:
        raise CacheError(f"{out.name} is of no kind that can be written. Name it {' or '.join(options.suffixes)}.")
    for path in (out, options.report, getattr(options, "chart", None)):
        if path is not None and not path.absolute().parent.is_dir():
            raise CacheError(f"The folder of {path} does not exist. Make it first.")
    takes_points = hasattr(options, "input")
    if options.cache is None and not (takes_points and options.input):
        points = ", or points with --input FILE" if takes_points else ""
        raise CacheError(f"Name the cache with --cache FILE{points}.")
    return out


def _check_layers(options: argparse.Namespace) -> None:
    for text in (getattr(options, name, None) for name in ("study_area", "input", "unit_layer")):
        if text and not Path(text.split("|")[0]).exists():
            raise CacheError(f"{text} does not exist. Check the name.")


def _crime_type(text: str) -> str:
    for name in crime_types():
        if name.casefold() == text.strip().casefold():
            return name
    raise CacheError(f"'{text}' is not a crime type. There are: {'; '.join(crime_types())}.")


def _lines(results: dict[str, Any], options: argparse.Namespace) -> list[str]:
    """Each number with its name, then what was written."""
    numbers = {name: value for name, value in results.items() if isinstance(value, (int, float))}
    lines = [
        f"{name.lower()}: {value:g}" if value % 1 else f"{name.lower()}: {value:.0f}" for name, value in numbers.items()
    ]
    written = [path for path in (options.out, options.report, getattr(options, "chart", None)) if path]
    said = [str(results["SENTENCE"])] if results.get("SENTENCE") else []
    return [*lines, *said, *([f"Wrote {' and '.join(map(str, written))}."] if written else [])]
