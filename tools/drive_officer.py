# SPDX-License-Identifier: GPL-2.0-or-later
"""Times the officer's task in the real QGIS, by keyboard alone: open a pack, see what changed, take a note with a
photo, print the brief.

A window under Xvfb is worked with xdotool, with nothing but what is on the screen; every step is a picture. It prints
what each step took and ends with 1 where a step does not come to its end.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Callable

from tools.drive_first import Step
from tools.drive_hand import Hand, State, TaskError, usable, words
from tools.drive_superintendent import held_sample
from tools.drive_window import ROOT, qgis, screen

SAMPLE = ROOT / "policeuk_plugin" / "resources" / "sample"
NOTE = "Lamp out beside the underpass, third week"
_BRIEF = "policeukFieldBriefPage"
LONGEST = 180.0
"""Seconds that the task may take."""


def main() -> int:
    """Do the task; exit code 0 where it came to its end in time."""
    arguments = _arguments()
    lacking = [name for name in ("Xvfb", "xdotool", "import") if shutil.which(name) is None]
    if lacking:
        print(f"Needs {', '.join(lacking)}: install xvfb, xdotool and imagemagick.", file=sys.stderr)
        return 1
    pictures = arguments.out.resolve()
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="officer-", dir=build) as folder, screen(arguments.size) as display:
            work = Path(folder)
            pack = arguments.pack.resolve() if arguments.pack else _sample_pack(work)
            photo = _photo(work / "photo.jpg")
            with qgis(work, display, arguments.size, arguments.theme, None):
                hand = Hand(display, work / "state.json", pictures)
                hand.see("the panel", lambda s: usable(s, "policeukImportFiles") and not s["drawing"])
                time.sleep(2)  # QGIS's start page is still being laid out
                times = {name: _timed(step) for name, step in officer_steps(hand, pack, photo, work / "home")}
    except TaskError as error:
        print(error, file=sys.stderr)
        return 1
    total = sum(times.values())
    print(f"By keyboard, {pack.name}: {total:.1f} s")
    print(*(f"  {seconds:5.1f} s  {step}" for step, seconds in times.items()), sep="\n", flush=True)
    return 0 if total <= LONGEST else 1


def officer_steps(hand: Hand, pack: Path, photo: Path, home: Path) -> Iterator[Step]:
    """Each step with its name."""
    yield "open field mode", lambda: _open_field_mode(hand)
    yield "open the pack", lambda: _open_pack(hand, pack)
    yield "see what changed", lambda: _see_change(hand)
    yield "take a note with a photo", lambda: _take_note(hand, photo)
    yield "print the brief", lambda: _print_brief(hand, home)
    yield "leave field mode", lambda: _leave(hand)


def _open_field_mode(hand: Hand) -> None:
    hand.keys("alt+5")
    hand.see("the page Field", lambda s: usable(s, "policeukOpenFieldMode"))
    hand.picture("page")
    hand.keys("alt+f")
    hand.see("field mode", lambda s: s["field"] and usable(s, "policeukFieldOpenZip"))
    hand.picture("start")


def _open_pack(hand: Hand, pack: Path) -> None:
    hand.keys("alt+z" if pack.is_file() else "alt+f")
    hand.see("the dialogue for the pack", lambda s: bool(s["dialog"]))
    hand.write(str(pack))
    hand.keys("Return")
    hand.see("the menu", lambda s: usable(s, "policeukFieldOpenChange") and not s["drawing"])
    hand.see("the numbers", lambda s: " to " in words(s, "policeukFieldOpenAreaHint"))
    hand.picture("menu")


def _see_change(hand: Hand) -> None:
    hand.keys("2")
    hand.see("what changed", lambda s: bool(words(s, "policeukFieldChangeChangeTitle")) and not s["drawing"])
    hand.picture("change")
    hand.keys("Escape")
    hand.see("the menu", lambda s: usable(s, "policeukFieldOpenChange"))


def _take_note(hand: Hand, photo: Path) -> None:
    hand.keys("alt+n")
    hand.see("the form", lambda s: s["focus"] == "policeukFieldCategory")
    hand.keys("Down", "Down", "Tab")
    hand.see("the text", lambda s: s["focus"] == "policeukFieldText")
    hand.write(NOTE)
    hand.picture("note")
    hand.keys("alt+h")
    hand.see("the dialogue for the photo", lambda s: bool(s["dialog"]))
    hand.write(str(photo))
    hand.keys("Return")
    hand.see("the photo", lambda s: usable(s, "policeukFieldPhoto"))
    hand.picture("photo")
    hand.keys("alt+s")
    hand.see("the list", lambda s: usable(s, "policeukFieldNoteList"))
    hand.picture("notes")
    hand.keys("Escape")
    hand.see("the menu", lambda s: "1 note" in words(s, "policeukFieldOpenNotesHint"))


def _print_brief(hand: Hand, home: Path) -> None:
    hand.keys("6")
    hand.see("the brief", lambda s: usable(s, "policeukFieldPrint") and s["controls"].get(_BRIEF, {}).get("picture"))
    hand.picture("brief")
    hand.keys("plus")
    hand.see("the brief enlarged", lambda s: usable(s, "policeukBriefClose"))
    hand.keys("plus", "Down")
    hand.picture("enlarged")
    hand.keys("Escape")
    hand.see("the brief beside the map", lambda s: not s["dialog"] and usable(s, "policeukFieldPrint"))
    hand.keys("alt+p")
    hand.see("the dialogue of the printer", lambda s: bool(s["dialog"]))
    hand.picture("printer")
    hand.keys("Return")
    hand.see("that it was printed", _printed)
    if not any(home.rglob("*.pdf")):
        raise TaskError("Nothing was printed to a file, and there is no printer.")
    hand.picture("printed")


def _leave(hand: Hand) -> None:
    hand.keys("alt+l")
    hand.see("QGIS again", lambda s: not s["field"] and usable(s, "policeukOpenFieldMode"))
    messages = hand.see("QGIS as it was", lambda s: True)["messages"]
    if messages:
        raise TaskError(f"Field mode left messages behind in QGIS: {messages}")
    hand.picture("left")


def _printed(seen: State) -> bool:
    return not seen["dialog"] and words(seen, "policeukFieldBriefSaid").startswith("Printed into")


def _sample_pack(work: Path) -> Path:
    """A pack of the invented sample, as one zip."""
    cache, out = work / "sample.sqlite", work / "sample.zip"
    held_sample(SAMPLE, cache)
    command = [sys.executable, "-m", "offline_cache", "--cache", str(cache), "pack", "--area", "force:dogger-bank"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([*command, str(out)], check=True, capture_output=True, cwd=ROOT, env=environment)
    return out


def _photo(path: Path) -> Path:
    """A picture such as a telephone makes, with metadata that must not be kept."""
    size = ["-size", "3000x2000", "plasma:", "-set", "exif:GPSLatitude", "51/1", "-quality", "90", str(path)]
    subprocess.run(["convert", *size], check=True, capture_output=True)
    return path


def _timed(step: Callable[[], None]) -> float:
    began = time.monotonic()
    step()
    return time.monotonic() - began


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--pack", type=Path, help="folder or zip; one of the invented sample if left out")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "officer", help="the folder for pictures")
    parser.add_argument("--size", type=int, nargs=2, default=(1366, 768), help="of the screen, in pixels")
    parser.add_argument("--theme", default="default", help="QGIS's theme, such as 'Night Mapping'")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
