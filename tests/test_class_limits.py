# SPDX-License-Identifier: GPL-2.0-or-later
"""Limits of classes: round, few, and none of them empty."""

from __future__ import annotations

import pytest

from policeuk_plugin.analysis.breaks import round_breaks


@pytest.mark.parametrize(
    ("values", "whole"),
    [([0, 0, 0, 1, 2], True), ([3.0] * 9, False), ([], False), (list(range(1000)), True), ([0.01, 5e6, 20, 30], False)],
)
def test_class_limits_are_round_few_and_leave_no_class_empty(values: list[float], whole: bool) -> None:
    limits = round_breaks(values, whole=whole)
    assert len(limits) <= 4
    assert limits == sorted(set(limits))
    for limit in limits:
        assert len(f"{limit:e}".partition("e")[0].rstrip("0").replace(".", "")) <= 2
    edges = [float("-inf"), *limits, float("inf")]
    if values:
        assert all(any(low <= value < high for value in values) for low, high in zip(edges, edges[1:]))
