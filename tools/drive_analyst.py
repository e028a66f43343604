# SPDX-License-Identifier: GPL-2.0-or-later
"""Times an analyst's tasks in the real QGIS: `--task first`, from an empty window and a zip to a cluster map with its
page; `--task superintendent`, from a held cache to persistent areas, what changed, what chance would do, and a PDF;
`--task planner`, from a held cache to an area among its peers, and a PDF.

A window under Xvfb is worked with xdotool, by keyboard or by mouse, with nothing but what is on the screen; every step
is a picture. It prints what each step took and ends with 1 where a step does not come to its end.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Callable

from tools.drive_first import Step, first_steps
from tools.drive_hand import Hand, TaskError, usable
from tools.drive_planner import planner_steps
from tools.drive_superintendent import held_sample, superintendent_steps
from tools.drive_window import ROOT, qgis, screen

SAMPLE = ROOT / "policeuk_plugin" / "resources" / "sample" / "sample_archive.zip"
FIRST, SUPERINTENDENT, PLANNER = "first", "superintendent", "planner"


def main() -> int:
    """Do the task in each way that is asked for; exit code 0 where it came to its end."""
    arguments = _arguments()
    lacking = [name for name in ("Xvfb", "xdotool", "import") if shutil.which(name) is None]
    if lacking:
        print(f"Needs {', '.join(lacking)}: install xvfb, xdotool and imagemagick.", file=sys.stderr)
        return 1
    try:
        for way in arguments.ways:
            pictures = arguments.out.resolve() / (way if arguments.task == FIRST else f"{arguments.task}-{way}")
            shutil.rmtree(pictures, ignore_errors=True)
            pictures.mkdir(parents=True)
            times = _drive(way, arguments, pictures)
            worked_on = arguments.archive if arguments.task == FIRST else arguments.cache or SAMPLE
            print(f"By {way}, {worked_on.name}: {sum(times.values()):.1f} s")
            print(*(f"  {seconds:5.1f} s  {step}" for step, seconds in times.items()), sep="\n", flush=True)
    except TaskError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--task", default=FIRST, choices=(FIRST, SUPERINTENDENT, PLANNER))
    parser.add_argument(
        "--archive", type=Path, default=SAMPLE, help="zip of data.police.uk; the invented one if left out"
    )
    parser.add_argument("--cache", type=Path, help="of the other tasks; copied; the sample's if left out")
    parser.add_argument("--area", default="Swallow Hole", help="of the planner's task")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "analyst", help="the folder for pictures and page")
    parser.add_argument("--ways", nargs="*", default=("keyboard", "mouse"), choices=("keyboard", "mouse"))
    parser.add_argument("--size", type=int, nargs=2, default=(1366, 768), help="of the screen, in pixels")
    parser.add_argument("--theme", default="default", help="QGIS's theme, such as 'Night Mapping'")
    return parser.parse_args()


def _drive(way: str, arguments: argparse.Namespace, pictures: Path) -> dict[str, float]:
    """What each step took, in seconds."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="drive-", dir=build) as folder, screen(arguments.size) as display:
        work = Path(folder)
        held = _held(arguments, work) if arguments.task != FIRST else None
        with qgis(work, display, arguments.size, arguments.theme, held):
            hand = Hand(display, work / "state.json", pictures)
            ready = "policeukImportFiles" if held is None else "policeukSentence"
            hand.see("the panel", lambda s: usable(s, ready) and not s["drawing"])
            time.sleep(2)  # QGIS's start page is still being laid out
            hand.picture("empty" if held is None else "held")
            steps = _steps(way == "mouse", hand, arguments, pictures)
            return {name: _timed(step) for name, step in steps}


def _held(arguments: argparse.Namespace, work: Path) -> Path:
    """A copy of the cache to work with."""
    copy = work / "held.sqlite"
    if arguments.cache is None:
        held_sample(SAMPLE.parent, copy)
    else:
        shutil.copyfile(arguments.cache, copy)
    return copy


def _timed(step: Callable[[], None]) -> float:
    began = time.monotonic()
    step()
    return time.monotonic() - began


def _steps(by_mouse: bool, hand: Hand, arguments: argparse.Namespace, pictures: Path) -> Iterator[Step]:
    if arguments.task == FIRST:
        return first_steps(hand, by_mouse, arguments.archive.resolve(), pictures)
    if arguments.task == PLANNER:
        return planner_steps(hand, by_mouse, arguments.area, pictures)
    return superintendent_steps(hand, by_mouse, pictures)


if __name__ == "__main__":
    sys.exit(main())
