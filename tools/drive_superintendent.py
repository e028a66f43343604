# SPDX-License-Identifier: GPL-2.0-or-later
"""The superintendent's questions: where are our persistent burglary areas, what changed since last year, would chance
do this, and can I be shown it? From a held cache to the PDF."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.drive_first import Step, choose_type
from tools.drive_hand import Hand, State, usable, words

PATIENCE = 600.0
"""Seconds: what chance would do takes the longest, on a machine that is busy."""
CLOSING, RUN = "policeukHotspotsClosing", "policeukHotspotsRun"
QUESTIONS = ("Persistence", "Clusters", "Change")
"""By the names of their controls, in the order of the page."""


def superintendent_steps(hand: Hand, by_mouse: bool, pictures: Path) -> Iterator[Step]:
    """Each step with its name."""
    yield "choose burglary", lambda: choose_type(hand, by_mouse)
    yield "where again and again?", lambda: _answer(hand, by_mouse, "Persistence")
    yield "what changed since a year ago?", lambda: _answer(hand, by_mouse, "Change")
    yield "where do crimes cluster?", lambda: _answer(hand, by_mouse, "Clusters")
    yield "would chance alone do it?", lambda: _chance(hand, by_mouse)
    yield "make the report", lambda: _report(hand, by_mouse)
    yield "export page and PDF", lambda: _export(hand, pictures / "superintendent.html", by_mouse)


def held_sample(folder: Path, target: Path) -> None:
    """A cache of the invented sample, with its areas and what they are compared by."""
    tool = [sys.executable, "-m", "offline_cache", "--cache", str(target)]
    areas = [str(path) for path in sorted([*folder.glob("*.csv"), *folder.glob("*.geojson")])]
    for command in ([*tool, "import", str(folder / "sample_archive.zip")], [*tool, "reference", "import", *areas]):
        subprocess.run(command, check=True, capture_output=True)


def _answer(hand: Hand, by_mouse: bool, question: str) -> None:
    """Ask it, run, and see answer and map."""
    _open_page(hand, by_mouse)
    _ask(hand, by_mouse, question)
    _run(hand, by_mouse)
    hand.see("the map", lambda s: bool(s["layers"]) and not s["drawing"])
    hand.picture(question.lower())


def _open_page(hand: Hand, by_mouse: bool) -> None:
    if by_mouse:
        hand.click_tab("Hotspots")
    else:
        hand.keys("alt+3")
    hand.see("Run", lambda s: usable(s, RUN))


def _ask(hand: Hand, by_mouse: bool, question: str) -> None:
    """By its radio button, or in the list that takes the place of the buttons where there is little room."""
    if by_mouse:
        seen = hand.see("the questions", lambda s: usable(s, f"policeukAsk{question}") or usable(s, "policeukAsk"))
        if usable(seen, f"policeukAsk{question}"):
            hand.click_on(f"policeukAsk{question}")
            return
        hand.click_on("policeukAsk")
        text = TEXTS[question]
        hand.click_row(text)
        return
    hand.keys("alt+q", *["Up"] * len(QUESTIONS), *["Down"] * QUESTIONS.index(question))


TEXTS = {
    "Persistence": "Where again and again?",
    "Clusters": "Where do crimes cluster?",
    "Change": "What changed since a year ago?",
}


def _run(hand: Hand, by_mouse: bool) -> None:
    """Start, and see what came of it; what was said before goes away first."""
    hand.click_on(RUN) if by_mouse else hand.keys("alt+u")
    _await(hand, "the finding")


def _await(hand: Hand, what: str) -> None:
    hand.see(f"{what} begun", lambda s: not usable(s, RUN))
    hand.see(what, lambda s: usable(s, RUN) and "Next:" in words(s, CLOSING), PATIENCE)


def _chance(hand: Hand, by_mouse: bool) -> None:
    """The same on maps made by chance."""
    hand.click_on("policeukChance") if by_mouse else hand.keys("alt+n")
    _await(hand, "what chance would give")
    hand.picture("chance")


def _report(hand: Hand, by_mouse: bool) -> None:
    """The usual questions in one report."""
    hand.click_on("policeukReport") if by_mouse else hand.keys("alt+f")
    hand.see("what it will contain", lambda s: usable(s, "policeukReportPersistence"))
    hand.picture("contents")
    _run(hand, by_mouse)
    hand.see("the PDF", lambda s: usable(s, "policeukOpenPdf"))
    hand.picture("report")


def _export(hand: Hand, target: Path, by_mouse: bool) -> None:
    """Under a name of one's own; the PDF goes beside the page."""
    hand.click_on("policeukSavePage") if by_mouse else hand.keys("alt+x")
    hand.see("the dialogue for the page", lambda s: bool(s["dialog"]))
    hand.keys("ctrl+a")
    hand.write(str(target))
    hand.keys("Return")
    hand.see("page and PDF", lambda s: _both(s, target))
    hand.picture("exported")


def _both(seen: State, target: Path) -> bool:
    return not seen["dialog"] and target.is_file() and target.with_suffix(".pdf").is_file()
