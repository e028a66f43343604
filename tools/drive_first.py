# SPDX-License-Identifier: GPL-2.0-or-later
"""The analyst's first task: from an empty window and a zip to a cluster map with its page."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Callable

from tools.drive_hand import Hand, row_of, usable, words

CRIME = "Burglary"
Step = tuple[str, Callable[[], None]]


def first_steps(hand: Hand, by_mouse: bool, archive: Path, pictures: Path) -> Iterator[Step]:
    """Each step with its name."""
    yield "import the zip", lambda: import_zip(hand, archive, by_mouse)
    yield "choose a crime type", lambda: choose_type(hand, by_mouse)
    yield "find the clusters", lambda: find_clusters(hand, by_mouse)
    yield "export the page", lambda: export_page(hand, pictures / "clusters.html", by_mouse)


def import_zip(hand: Hand, archive: Path, by_mouse: bool) -> None:
    """From the button to the closing sentence."""
    hand.click_on("policeukImportFiles") if by_mouse else hand.keys("alt+i")
    hand.see("the dialogue for files", lambda s: bool(s["dialog"]))
    hand.write(str(archive))
    hand.picture("files")
    hand.keys("Return")
    hand.see("what was imported", lambda s: "Imported:" in words(s, "policeukClosing"))
    hand.see("the sentence", lambda s: "crimes on" in words(s, "policeukSentence"))
    hand.picture("imported")


def choose_type(hand: Hand, by_mouse: bool) -> None:
    """Tick one crime type in the list."""
    if by_mouse:
        hand.click_on("policeukTypes")
    else:
        hand.keys("alt+y", "alt+Down")
    hand.see("the crime types", lambda s: row_of(s, CRIME) is not None)
    if by_mouse:
        hand.click_row(CRIME)
    else:
        hand.write(CRIME[:3].lower())
        hand.keys("space")
    hand.picture("types")
    hand.keys("Escape")
    hand.see("the list closed", lambda s: not s["rows"])
    hand.see("the number of that type", lambda s: words(s, "policeukSentence").startswith(f"{CRIME}, "))


def find_clusters(hand: Hand, by_mouse: bool) -> None:
    """Run, and see the map drawn."""
    if by_mouse:
        hand.click_tab("Hotspots")
        ask_for_clusters(hand)
        hand.see("its question", lambda s: "called a cluster" in words(s, "policeukHotspotsMethod"))
        hand.click_on("policeukHotspotsRun")
    else:
        hand.keys("alt+3")
        hand.see("Run", lambda s: usable(s, "policeukHotspotsRun"))
        hand.keys("alt+q", "Down")  # from where again and again to where they cluster
        hand.see("its question", lambda s: "called a cluster" in words(s, "policeukHotspotsMethod"))
        hand.picture("question")
        hand.keys("alt+u")
    hand.see("the finding", lambda s: "Next:" in words(s, "policeukHotspotsClosing"))
    hand.see("the map", lambda s: bool(s["layers"]) and not s["drawing"])
    time.sleep(1)  # it may only just be about to be drawn
    hand.see("the map drawn", lambda s: not s["drawing"])
    hand.picture("clusters")


def ask_for_clusters(hand: Hand) -> None:
    """Click the question, which is one of a list to open where there is little room."""
    short, question = "policeukAsk", "Where do crimes cluster?"
    seen = hand.see("the questions", lambda s: usable(s, short) or usable(s, f"{short}Clusters"))
    if usable(seen, f"{short}Clusters"):
        hand.click_on(f"{short}Clusters")
        return
    hand.click_on(short)
    hand.click_row(question)


def export_page(hand: Hand, target: Path, by_mouse: bool) -> None:
    """Under a name of one's own, so that it is found here."""
    hand.click_on("policeukSavePage") if by_mouse else hand.keys("alt+x")
    hand.see("the dialogue for the page", lambda s: bool(s["dialog"]))
    hand.picture("export")
    hand.keys("ctrl+a")
    hand.write(str(target))
    hand.keys("Return")
    hand.see("the page", lambda s: not s["dialog"] and target.is_file())
    hand.picture("exported")
