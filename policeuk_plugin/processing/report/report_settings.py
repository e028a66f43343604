# SPDX-License-Identifier: GPL-2.0-or-later
"""SETTINGS of a report: parameters that one question has for itself, as JSON; no numpy, as it is read while asking."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from qgis.core import QgsApplication

from offline_cache.errors import CacheError, shown

from ...text import tr
from ..asking.selection_parameters import AREA, FROM, INCLUDE_ASB, TO, TYPES
from ..running.base import CACHE
from .report_questions import ReportKind

_OF_ALL = (CACHE, AREA, FROM, TO, TYPES, INCLUDE_ASB)
_LONGEST = 100_000
Settings = Mapping[str, Mapping[str, Any]]


def read_settings(text: str, kind: ReportKind) -> Settings:
    """Parameters by question of a kind of report; raises `CacheError` for what no question can be given."""
    if not text.strip():
        return {}
    try:
        data = json.loads(text) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or not all(isinstance(value, dict) for value in data.values()):
        raise CacheError(
            tr("SETTINGS is no JSON of questions with their parameters, such as {example}. Write it so.").format(
                example='{"clusters": {"EXPOSURE": "residents"}}'
            )
        )
    for question, given in data.items():
        if question not in kind.algorithms:
            raise CacheError(
                tr("SETTINGS has {question}, which is no question. Choose among {all}.").format(
                    question=shown(question), all=", ".join(kind.algorithms)
                )
            )
        for name, value in given.items():
            _check(kind, question, name, value)
    return data


def settings_text(settings: Settings) -> str:
    """The text that `read_settings` reads, '' for none."""
    kept = {question: dict(given) for question, given in settings.items() if given}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False) if kept else ""


def settings_of(settings: Settings, question: str, kind: ReportKind) -> dict[str, Any]:
    """Those of one question, over those of the question it takes them from: chance is asked as clusters are."""
    taken = settings.get(kind.settings_of.get(question, ""), {})
    return {**taken, **settings.get(question, {})}


def _check(kind: ReportKind, question: str, name: str, value: Any) -> None:
    algorithm = QgsApplication.processingRegistry().algorithmById(kind.algorithms[question])
    definition = algorithm.parameterDefinition(name) if algorithm is not None else None
    if definition is None or definition.isDestination():
        raise CacheError(
            tr("SETTINGS gives {question} the parameter {name}, which it does not have. Leave it out.").format(
                question=question, name=shown(name)
            )
        )
    if name in _OF_ALL:
        raise CacheError(
            tr(
                "SETTINGS gives {question} its own {name}, which is one for the whole report. Give it as {name}."
            ).format(question=question, name=name)
        )
    plain = (str, int, float, bool)
    if not isinstance(value, plain) and not (isinstance(value, list) and all(isinstance(one, plain) for one in value)):
        raise CacheError(
            tr(
                "SETTINGS gives {question} a value of {name} that is no text, number or list of them. Correct it."
            ).format(question=question, name=name)
        )
