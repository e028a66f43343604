# SPDX-License-Identifier: GPL-2.0-or-later
"""Routes that cannot be meant or lie partly outside: one sentence, or what was left out is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException

from tests.algorithm_runs import Listening
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.route_cases import ROUTE, along, line_layer, text_of, wkt_of
from tests.route_cases import cache as _cache  # noqa: F401 - a fixture


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({}, "Give a route"),
        ({"ROUTE_TEXT": text_of(), "ROUTE": line_layer}, "not both"),
        ({"ROUTE_TEXT": text_of(), "BUFFER": 0}, "above 0"),
        ({"ROUTE_TEXT": text_of(), "BUFFER": -5}, "above 0"),
        ({"ROUTE_TEXT": text_of(), "BUFFER": 5001}, "up to 5000 m"),
        ({"ROUTE_TEXT": text_of(), "BUFFER": float("nan")}, "above 0"),
        ({"ROUTE_TEXT": wkt_of(ROUTE)}, "no line with its CRS"),
        ({"ROUTE_TEXT": "LINESTRING(1 2, x) [EPSG:4326]"}, "no geometry|no line with its CRS"),
        ({"ROUTE_TEXT": f"{wkt_of(ROUTE)} [EPSG:999999]"}, "no line with its CRS"),
        ({"ROUTE_TEXT": "POINT(1 2) [EPSG:4326]"}, "no lines"),
        ({"ROUTE_TEXT": "<script>alert(1)</script>" + "x" * 500}, "no line with its CRS"),
        ({"ROUTE_TEXT": text_of(((-74.0, 40.7), (-74.1, 40.8)))}, "outside the United Kingdom"),
        ({"ROUTE_TEXT": text_of(((-1.5, 53.8), (-1.51, 53.81)))}, "nothing is known there, which is not zero"),
        ({"ROUTE_TEXT": text_of(((-3.2, 55.95), (-3.21, 55.96)))}, "nothing is known there, which is not zero"),
        ({"ROUTE_TEXT": text_of(((-0.48, 52.13), (-0.47, 52.14))), "AREA": "district:Luton"}, "outside the area"),
        ({"ROUTE_TEXT": text_of(), "FROM": "2010-01", "TO": "2010-03"}, "missing is not zero"),
    ],
)
def test_nonsense_is_one_sentence(cache: Path, parameters: dict[str, Any], said: str) -> None:
    given = {name: value([wkt_of(ROUTE)]) if callable(value) else value for name, value in parameters.items()}
    with pytest.raises(QgsProcessingException, match=said) as caught:
        along(cache, **given)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    ("layer", "said"),
    [
        (lambda: line_layer([wkt_of(ROUTE)], ""), "has no CRS.*Set one"),
        (lambda: line_layer([]), "is empty"),
        (lambda: line_layer(["", ""]), "no line that can be used"),
        (lambda: line_layer(["LINESTRING EMPTY"]), "no line that can be used"),
        (lambda: line_layer([wkt_of(ROUTE)], "EPSG:27700"), "nothing is known there, which is not zero"),
        (lambda: line_layer(["LINESTRING(1e300 1, 2 1e300)"]), "cannot be placed|outside the United Kingdom"),
        (lambda: line_layer(["POLYGON((0 0, 1 0, 1 1, 0 0))"], kind="Polygon"), "no layer of lines"),
    ],
)
def test_odd_layers_are_one_sentence(cache: Path, layer: Any, said: str) -> None:
    with pytest.raises(QgsProcessingException, match=said):
        along(cache, ROUTE=layer())


def test_what_lies_outside_is_said(cache: Path) -> None:
    feedback = Listening()
    east = ((-0.42, 51.88), (-0.3, 51.88))
    along(cache, feedback, ROUTE_TEXT=text_of(east), AREA="district:Luton")
    (line,) = [line for line in feedback.warned if "Only about" in line]
    assert "Luton" in line
    assert "not zero" in line


def test_some_features_that_cannot_be_used_are_said(cache: Path) -> None:
    feedback = Listening()
    layer = line_layer(
        [wkt_of(ROUTE), "", "CIRCULARSTRING Z(-0.42 51.88 5, -0.41 51.88 5, -0.41 51.87 5)"], kind="CompoundCurveZ"
    )
    results = along(cache, feedback, ROUTE=layer)
    assert any("1 feature without geometry" in line for line in feedback.warned)
    assert results["LENGTH"] > 3000
