# SPDX-License-Identifier: GPL-2.0-or-later
"""Progress of parts by their weights, and how long many like parts still take."""

from __future__ import annotations

import pytest

from policeuk_plugin.processing.running.part_feedback import PartFeedback
from policeuk_plugin.processing.running.time_left import words_for
from tests.algorithm_runs import Listening


def test_each_part_has_its_share_of_the_bar() -> None:
    whole = Listening()
    seen: list[float] = []
    whole.progressChanged.connect(seen.append)
    weights = [1.0, 12.0, 2.0]
    for at in range(3):
        part = PartFeedback(whole, weights, at)
        for percent in (10, 50, 100):
            part.setProgress(percent)
    assert seen == sorted(seen)
    assert seen[2] == pytest.approx(100 / 15)
    assert seen[5] == pytest.approx(1300 / 15)
    assert seen[-1] == pytest.approx(100)


def test_a_part_stops_with_the_whole_and_passes_on_what_is_said() -> None:
    whole = Listening()
    part = PartFeedback(whole, [1.0, 1.0], 0)
    part.pushInfo("said")
    part.pushWarning("warned")
    assert (whole.said, whole.warned) == (["said"], ["warned"])
    assert not part.isCanceled()
    whole.cancel()
    assert part.isCanceled()
    assert PartFeedback(whole, [1.0, 1.0], 1).isCanceled()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(5, "a few seconds"), (30, "about half a minute"), (61, "about 1 minute"), (170, "about 3 minutes")],
)
def test_time_left_is_said_roughly(seconds: float, words: str) -> None:
    assert words_for(seconds) == words
