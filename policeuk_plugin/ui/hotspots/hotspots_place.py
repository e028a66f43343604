# SPDX-License-Identifier: GPL-2.0-or-later
"""How sure the place is of a result on the page Hotspots: the same question and settings, with crimes elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Optional

from ...processing.asking import analysis_parameters as names
from ...processing.asking.selection_parameters import FROM, TO
from ...processing.doubt.judged_methods import METHODS
from .hotspots_questions import PLACE_ALGORITHM, Question

_OWN = (*(FROM, TO, names.STUDY_AREA), *(names.UNITS, names.UNIT_LAYER, names.CELL_SIZE, names.ALPHA, "TOP"))


def method_of(question: Question) -> Optional[str]:
    """METHOD that judges this question again, None for one that gives units no verdict."""
    if question.algorithm == PLACE_ALGORITHM:
        return None
    stem = question.algorithm.split(":")[1]
    return next((word for word, method in METHODS.items() if method.algorithm.__name__.lower() == stem), None)


def place_parameters(question: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters `given` for the question as those of the snap-point uncertainty."""
    own = {name: value for name, value in given.items() if name in _OWN}
    rest = {name: value for name, value in given.items() if name not in _OWN}
    settings = {"SETTINGS": json.dumps(rest, sort_keys=True)} if rest else {}
    return {**own, **settings, "METHOD": method_of(question)}
