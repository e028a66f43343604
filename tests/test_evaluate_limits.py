# SPDX-License-Identifier: GPL-2.0-or-later
"""What `policeuk:evaluatehotspots` refuses or leaves out: missing months, too little, lengths that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import NULL

from tests.algorithm_runs import Listening, point_layer, polygon_layer
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.evaluation_runs import evaluation, sample_squares


def test_months_that_are_missing_are_named_and_in_no_number(sample_cache: Path) -> None:
    feedback = Listening()
    results, found = evaluation(sample_cache, feedback)
    assert results["MONTHS"] == 11, "of 24 months one is missing, and 12 are needed to learn from"
    assert any("1 month left out" in line and "February 2025" in line for line in feedback.warned)
    assert any("Only 11 months could be scored, not 12" in line for line in feedback.warned)
    again, same = evaluation(sample_cache)
    assert [list(row.values())[:-1] for row in same] == [list(row.values())[:-1] for row in found]
    fewer, _ = evaluation(sample_cache, HOLD_OUT=4)
    assert fewer["MONTHS"] == 4
    assert again["SENTENCE"] == results["SENTENCE"]


def test_three_months_give_no_interval(sample_cache: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    results, found = evaluation(sample_cache, HOLD_OUT=3, REPORT=str(page))
    assert all(row["low"] == NULL and row["high"] == NULL for row in found)
    assert {row["verdict"] for row in found} == {"baseline", "too few months"}
    assert results["BEATS_BASELINE"] == 0
    assert "No intervals: at least 6 months have to be scored." in page.read_text(encoding="utf-8")


def test_too_little_to_evaluate_is_said(sample_cache: Path) -> None:
    for given, words in (
        ({"TO": "2025-04"}, "Only 11 months are wholly held: 12 are needed .* February 2025"),
        ({"TO": "2025-04", "FROM": "2025-04"}, "Only 1 month is wholly held"),
        ({"TYPES": ["Possession of weapons"], "HOLD_OUT": 1}, "too few to tell one method|holds no"),
        ({"CELL_SIZES": "5000"}, "too few to compare with one another"),
    ):
        with pytest.raises(QgsProcessingException, match=words):
            evaluation(sample_cache, **given)


@pytest.mark.parametrize("text", ["", "abc", "250;-5", "nan", "inf", "1e9", "0", "1", "10,20,30,40,50,60,70"])
def test_lengths_that_are_none_are_refused(sample_cache: Path, text: str) -> None:
    for name in ("CELL_SIZES", "BANDWIDTHS"):
        with pytest.raises(QgsProcessingException, match=f"{name}|parameter"):
            evaluation(sample_cache, **{name: text})


def test_what_does_not_fit_is_left_out_and_said(sample_cache: Path) -> None:
    feedback = Listening()
    results, found = evaluation(sample_cache, feedback, BANDWIDTHS="100, 300", CELL_SIZES="5000 250")
    assert results["SETTINGS"] == 6
    assert {row["cell_m"] for row in found} == {250}
    assert any("A radius of 100 m is left out" in line for line in feedback.warned)
    assert any("too few to compare" in line for line in feedback.warned)
    small = Listening()
    evaluation(sample_cache, small, CELL_SIZES="100", METHODS=["last_month"], HOLD_OUT=2)
    assert any("Cells under 250 m find more" in line for line in small.warned)


def test_units_that_are_too_few(sample_cache: Path) -> None:
    layer = sample_squares(sample_cache)
    two = [feature.geometry().asWkt() for feature in layer.getFeatures()][:2]
    with pytest.raises(QgsProcessingException, match="too few to compare"):
        evaluation(sample_cache, UNITS="layer", UNIT_LAYER=polygon_layer(two))
    with pytest.raises(QgsProcessingException, match="Choose the layer of units"):
        evaluation(sample_cache, UNITS="layer")


def test_a_layer_of_points_has_no_months(sample_cache: Path) -> None:
    with pytest.raises(QgsProcessingException, match="leave the layer of points empty"):
        evaluation(sample_cache, INPUT=point_layer([(1.0, 1.0)]))
