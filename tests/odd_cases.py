# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers that nobody should give, and runs that are refused in a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsProcessingException

from tests.algorithm_runs import POINTS, STUDY, point_layer, polygon_layer, run


def refused(sentence: str, algorithm: str = "crimeclusters", **changed: Any) -> None:
    """Run with one thing changed; it ends in that sentence, which is one and no trace."""
    parameters = {"INPUT": point_layer(POINTS), "STUDY_AREA": polygon_layer([STUDY]), "OUTPUT": "memory:"}
    if algorithm == "crimedensity":
        parameters["OUTPUT"] = "TEMPORARY_OUTPUT"
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        run(algorithm, {**parameters, **changed})
    said = str(caught.value)
    assert "Traceback" not in said
    assert "\n" not in said
    assert said.endswith(".")
