# SPDX-License-Identifier: GPL-2.0-or-later
"""The planner's question: is our area out of line with areas like it? From a held cache to the report as PDF."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from tools.drive_first import Step, choose_type
from tools.drive_hand import Hand, State, usable, words

PATIENCE = 300.0
"""Seconds: the report answers six questions."""
CLOSING, REST, RUN = "policeukCompareClosing", "policeukCompareRest", "policeukCompareRun"


def planner_steps(hand: Hand, by_mouse: bool, area: str, pictures: Path) -> Iterator[Step]:
    """Each step with its name."""
    yield f"choose {area}", lambda: _choose_area(hand, by_mouse, area)
    yield "choose burglary", lambda: choose_type(hand, by_mouse)
    yield "is it out of line with its peers?", lambda: _compare(hand, by_mouse)
    yield "make the report", lambda: _report(hand, by_mouse)
    yield "export page and PDF", lambda: _export(hand, pictures / "planner.html", by_mouse)


def _choose_area(hand: Hand, by_mouse: bool, area: str) -> None:
    hand.click_on("policeukArea") if by_mouse else hand.keys("alt+a")
    hand.keys("ctrl+a")
    hand.write(area)
    hand.keys("Return")
    name = area.partition(" (")[0]
    hand.see("the sentence", lambda s: name in words(s, "policeukSentence"))
    hand.picture("area")


def _compare(hand: Hand, by_mouse: bool) -> None:
    if by_mouse:
        hand.click_tab("Compare")
    else:
        hand.keys("alt+4")
    hand.see("who the peers are", lambda s: "policeukPeerChips" in s["controls"] and usable(s, RUN))
    _picture(hand, "peers")
    hand.click_on(RUN) if by_mouse else hand.keys("alt+u")
    hand.see("the finding", lambda s: usable(s, RUN) and " its " in words(s, CLOSING), PATIENCE)
    _picture(hand, "finding")


def _picture(hand: Hand, name: str) -> None:
    time.sleep(1)  # what has just come is being laid out
    hand.picture(name)


def _report(hand: Hand, by_mouse: bool) -> None:
    hand.click_on("policeukCompareReport") if by_mouse else hand.keys("alt+f")
    hand.see("the report", lambda s: "questions answered" in words(s, REST), PATIENCE)
    _picture(hand, "report")


def _export(hand: Hand, target: Path, by_mouse: bool) -> None:
    hand.click_on("policeukCompareSavePage") if by_mouse else hand.keys("alt+x")
    hand.see("the dialogue for the page", lambda s: bool(s["dialog"]))
    hand.keys("ctrl+a")
    hand.write(str(target))
    hand.keys("Return")
    hand.see("page and PDF", lambda s: _both(s, target))
    hand.picture("exported")


def _both(seen: State, target: Path) -> bool:
    return not seen["dialog"] and target.is_file() and target.with_suffix(".pdf").is_file()
