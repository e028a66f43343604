# SPDX-License-Identifier: GPL-2.0-or-later
"""A long answer in the panel: what decides in sight, nothing lost, unfolded by a button."""

from __future__ import annotations

import pytest

from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.hotspots.folded_answer import fold
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture

_SENTENCE = "In 12 of 24 months the 3.5% of squares were among those with most crimes, by 1,020 of 2,000."


@pytest.mark.parametrize("count", range(1, 14))
def test_nothing_of_an_answer_is_lost_and_sentences_stay_whole(count: int) -> None:
    answer = " ".join([_SENTENCE] * count)
    head, rest = fold(answer)
    assert f"{head} {rest}".strip() == answer
    assert len(head) < 620
    assert head.endswith(".")
    assert (rest == "") is (count < 5)


def test_the_rest_is_there_once_it_is_asked_for(dock: PoliceUkDock) -> None:
    folded = dock.page_of["hotspots"].folded
    answer = " ".join([_SENTENCE] * 9)
    said = folded.shortened(f"{answer} Next: open the page.", answer)
    assert said.endswith("Next: open the page.")
    assert folded.label.isHidden()
    assert folded.button.text().startswith("6 sentences more")
    folded.button.click()
    assert not folded.label.isHidden()
    assert folded.shortened("Stopped. Nothing was made.", "") == "Stopped. Nothing was made."
    assert folded.isHidden()


def test_what_is_unfolded_comes_into_sight(dock: PoliceUkDock, window: Window) -> None:
    page = dock.page_of["hotspots"]
    window.main.resize(500, 420)
    window.main.show()
    dock.pages.setCurrentWidget(page)
    page.answer = " ".join([_SENTENCE] * 9)
    page.say(page.answer)
    window.wait(lambda: page.results.verticalScrollBar().maximum() > 0)
    page.folded.button.click()
    window.wait(lambda: page.results.verticalScrollBar().value() > 0)
    assert not page.folded.label.visibleRegion().isEmpty()
