# SPDX-License-Identifier: GPL-2.0-or-later
"""Follows the page "Start in five minutes" word for word in the real QGIS, by keyboard and by mouse.

A window under Xvfb is worked with xdotool, with nothing but what is on the screen; every step is a picture. It prints
what each step took and ends with 1 where a step does not give what the page promises.
"""

from __future__ import annotations

import argparse
import functools
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tools.drive_first import Step
from tools.drive_hand import Hand, State, TaskError, row_of, usable, words
from tools.drive_window import ROOT, qgis, screen

WAYS = ("keyboard", "mouse")
LONGEST = 300.0
"""Seconds: the page says five minutes."""
TYPE = "Burglary"


def main() -> int:
    """Follow the page each way; exit code 0 where it gives what it promises in time."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--ways", nargs="*", default=WAYS, choices=WAYS, help="both if left out")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "start", help="the folder for pictures")
    parser.add_argument("--size", type=int, nargs=2, default=(1366, 768), help="of the screen, in pixels")
    parser.add_argument("--theme", default="default", help="QGIS's theme, such as 'Night Mapping'")
    arguments = parser.parse_args()
    lacking = [name for name in ("Xvfb", "xdotool", "import") if shutil.which(name) is None]
    if lacking:
        print(f"Needs {', '.join(lacking)}: install xvfb, xdotool and imagemagick.", file=sys.stderr)
        return 1
    try:
        return max(follow(way, arguments) for way in arguments.ways)
    except TaskError as error:
        print(error, file=sys.stderr)
        return 1


def follow(way: str, arguments: argparse.Namespace) -> int:
    """Follow the page in a profile in which nothing was ever done."""
    pictures = arguments.out.resolve() / way
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    (ROOT / "build").mkdir(exist_ok=True)
    times: dict[str, float] = {}
    with (
        tempfile.TemporaryDirectory(prefix="start-", dir=ROOT / "build") as folder,
        screen(tuple(arguments.size)) as display,
        qgis(Path(folder), display, tuple(arguments.size), arguments.theme, None),
    ):
        hand = Hand(display, Path(folder) / "state.json", pictures)
        for name, step in steps(hand, way == "mouse"):
            began = time.monotonic()
            step()
            times[name] = time.monotonic() - began
    total = sum(times.values())
    print(f"By {way}: {total:.1f} s")
    print(*(f"  {seconds:5.1f} s  {step}" for step, seconds in times.items()), sep="\n", flush=True)
    return 0 if total <= LONGEST else 1


def steps(hand: Hand, by_mouse: bool) -> Iterator[Step]:
    """The page's own steps, from the second on; the first installs the zip."""
    yield "the panel opens by itself", lambda: _opens(hand)
    yield "try the sample", lambda: _try_sample(hand, by_mouse)
    yield "read the sentence", lambda: _read_sentence(hand, by_mouse)
    yield "see it", lambda: _see_it(hand, by_mouse)
    yield "ask a question", lambda: _ask(hand, by_mouse)


def _opens(hand: Hand) -> None:
    hand.see("the welcome", lambda s: usable(s, "policeukSampleButton") and not s["drawing"])
    hand.see("a file beside the sample", lambda s: usable(s, "policeukImportFirst"))
    hand.see("a force beside the sample", lambda s: usable(s, "policeukDownloadForce"))
    time.sleep(2)  # QGIS's start page is still being laid out
    hand.picture("welcome")


def _try_sample(hand: Hand, by_mouse: bool) -> None:
    hand.click_on("policeukSampleButton") if by_mouse else hand.keys("alt+t")
    hand.see("what is held, month by month", lambda s: usable(s, "policeukHeldTable"))
    hand.see("what was imported", lambda s: "Imported:" in words(s, "policeukClosing"))
    hand.picture("sample")


def _read_sentence(hand: Hand, by_mouse: bool) -> None:
    promised = ("crimes on", "snap points", "have no place", "is missing")
    seen = hand.see("the sentence", lambda s: all(one in words(s, "policeukSentence") for one in promised))
    before = words(seen, "policeukSentence")
    _open_types(hand, by_mouse)
    if by_mouse:
        hand.click_row(TYPE)
    else:
        hand.write(TYPE[:3].lower())
        hand.keys("space")
    hand.keys("Escape")
    changed = hand.see("another sentence", lambda s: words(s, "policeukSentence").startswith(f"{TYPE}, "))
    if words(changed, "policeukSentence") == before:
        raise TaskError("The sentence did not change.")
    hand.picture("sentence")


def _open_types(hand: Hand, by_mouse: bool) -> None:
    """Who clicks while the panel is being laid out anew misses, and clicks again."""
    for _ in range(5):
        hand.click_on("policeukTypes") if by_mouse else hand.keys("alt+y", "alt+Down")
        try:
            hand.see("the crime types", lambda s: row_of(s, TYPE) is not None, 5)
            return
        except TaskError:
            continue
    raise TaskError("The list of crime types does not open.")


def _see_it(hand: Hand, by_mouse: bool) -> None:
    if by_mouse:
        hand.click_tab("Map")
        hand.click_on("policeukMapRun")
    else:
        hand.keys("alt+2")
        hand.see("the page Map", lambda s: usable(s, "policeukMapRun"))
        hand.keys("Return")
    hand.see("layers", lambda s: "Crimes by place" in s["layers"] and not s["drawing"])
    hand.picture("map")
    hand.click_on("policeukPlay") if by_mouse else _tab_to(hand, "policeukPlay")
    hand.see("the months play", lambda s: words(s, "policeukPlay") == "Pause" and words(s, "policeukPlayStatus") != "")
    hand.picture("playing")
    hand.click_on("policeukPlayBack") if by_mouse else _tab_to(hand, "policeukPlayBack")
    hand.see("all months", lambda s: words(s, "policeukPlay") == "Play months")


def _ask(hand: Hand, by_mouse: bool) -> None:
    if by_mouse:
        hand.click_tab("Hotspots")
        hand.click_on("policeukHotspotsRun")
    else:
        hand.keys("alt+3")
        hand.see("Run", lambda s: usable(s, "policeukHotspotsRun"))
        hand.keys("alt+u")
    hand.see("the answer", lambda s: "Next:" in words(s, "policeukHotspotsClosing"))
    hand.see("the map", lambda s: any(name.startswith("Persistent") for name in s["layers"]) and not s["drawing"])
    hand.see("its page", lambda s: usable(s, "policeukOpenPage"))
    hand.picture("answer")


def _tab_to(hand: Hand, name: str) -> None:
    """Go to a control with Tab, and press it."""
    passed: list[str] = []
    for _ in range(40):
        seen = hand.see("the focus", lambda s: bool(s["focus at"]))
        passed.append(seen["focus"])
        if passed[-1] == name:
            hand.keys("space")
            return
        before = seen["focus at"]
        hand.keys("Tab")
        hand.see("the focus elsewhere", functools.partial(_has_moved, before))
    raise TaskError(f"Tab does not come to {name}, but to {passed}.")


def _has_moved(before: list[int], seen: State) -> bool:
    return bool(seen["focus at"]) and seen["focus at"] != before


if __name__ == "__main__":
    sys.exit(main())
