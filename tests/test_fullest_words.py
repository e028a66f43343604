# SPDX-License-Identifier: GPL-2.0-or-later
"""What the fullest unit keeps from being called is said with its numbers, and only where there is something."""

from __future__ import annotations

import re

import numpy as np
import pytest

from policeuk_plugin.processing.clusters.fullest_words import fullest_line
from tests.algorithm_runs import BRITISH, STUDY, Listening, numbers_and_units, point_layer, polygon_layer
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture


def test_it_counts_those_far_above_the_usual_and_below_the_fullest() -> None:
    counts = np.array([100, 3, 0, 0, 1])
    held, usual = np.array([120, 90, 8, 7, 100]), np.ones(5)
    left = np.array([False, True, True, True, True])
    line = fullest_line(counts, held, usual, left)
    assert re.search(r"alone holds 100 crimes.* 3 neighbourhoods with 8 times", line)
    assert fullest_line(counts, held, usual, np.zeros(5, dtype=bool)) == ""
    assert fullest_line(np.array([5, 5]), np.array([90, 90]), np.ones(2), np.ones(2, dtype=bool)) == ""


@pytest.mark.parametrize("name", ["crimeclusters", "localmoran"])
def test_a_block_that_one_stack_hides_is_told(name: str) -> None:
    """Nine cells of 12 crimes each stand out until one snap point somewhere else has 500."""
    generator = np.random.default_rng(3)
    block = [(401_750.0 + 500 * (at % 3), 302_750.0 + 500 * (at // 3)) for at in range(9) for _ in range(12)]
    spread = [(float(x), float(y)) for x, y in generator.uniform(0, 5000, (60, 2)) + (400_000, 300_000)]
    asked = {"STUDY_AREA": polygon_layer([STUDY]), "CELL_SIZE": 500, "CRS": BRITISH}
    plain, hidden = Listening(), Listening()
    _, units = numbers_and_units(name, {**asked, "INPUT": point_layer([*block, *spread])}, plain)
    _, none = numbers_and_units(
        name, {**asked, "INPUT": point_layer([*block, *spread, *[(404_100.0, 304_100.0)] * 500])}, hidden
    )
    called = {"cluster", "high among high"}
    assert sum(unit["verdict"] in called for unit in units) >= 5
    assert not any(unit["verdict"] in called for unit in none)
    assert "alone holds" not in " ".join(plain.warned)
    assert re.search(r"alone holds 50[0-9] crimes", " ".join(hidden.warned))
