# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers that are none, in every algorithm: refused in one sentence, where QGIS lets them pass."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from qgis.core import QgsProcessingContext

from policeuk_plugin.processing.provider import PoliceUkProvider
from tests.algorithm_runs import registered


@pytest.fixture
def provider() -> Iterator[PoliceUkProvider]:
    """Give the provider, registered."""
    yield from registered()


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "nan", "inf"])
def test_no_algorithm_takes_what_is_no_number(provider: PoliceUkProvider, value: object) -> None:
    asked, context = 0, QgsProcessingContext()
    for algorithm in provider.algorithms():
        for definition in algorithm.parameterDefinitions():
            if definition.type() not in ("number", "distance"):
                continue
            given, one = {definition.name(): value}, algorithm.create()
            assert not one.checkParameterValues(given, context)[0], (algorithm.id(), definition.name())
            # Its own faults, such as an area that lacks, come first; behind them is the check of all.
            sentence = one.common_fault(given, context)
            assert sentence == f"{definition.name()} has to be a number, not {value}.", (algorithm.id(), sentence)
            asked += 1
    assert asked > 30


def test_numbers_left_alone_or_given_as_text_are_fine(provider: PoliceUkProvider) -> None:
    for algorithm in provider.algorithms():
        for definition in algorithm.parameterDefinitions():
            if definition.type() in ("number", "distance") and definition.defaultValue() is not None:
                text = str(definition.defaultValue())
                _, sentence = algorithm.create().checkParameterValues({definition.name(): text}, QgsProcessingContext())
                assert "has to be a number" not in sentence, (algorithm.id(), definition.name())
