# SPDX-License-Identifier: GPL-2.0-or-later
"""Times the analyst's first task in the real QGIS: from an empty window and a zip to a cluster map with its page.

A window under Xvfb is worked with xdotool, by keyboard or by mouse, with nothing but what is on the screen; every step
is a picture. It prints what each step took and ends with 1 where a step does not come to its end.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Optional

from tools.package import stage
from tools.screenshot import PROFILE

ROOT = Path(__file__).resolve().parent.parent
INSIDE = ROOT / "tools" / "drive_inside.py"
SAMPLE = ROOT / "policeuk_plugin" / "resources" / "sample" / "sample_archive.zip"
PATIENCE = 60.0
CRIME = "Burglary"
State = dict[str, Any]


class TaskError(Exception):
    """A step did not come to its end; the message says which, and what was seen."""


class Hand:
    """Keyboard, mouse and eyes of somebody before the screen `display`."""

    def __init__(self, display: str, state: Path, pictures: Path) -> None:
        self._environment = {**os.environ, "DISPLAY": display}
        self._state, self._pictures = state, pictures
        self._taken = 0

    def keys(self, *names: str) -> None:
        """Press keys one after the other, such as alt+i."""
        for name in names:
            self._do("xdotool", "key", "--clearmodifiers", name)

    def write(self, text: str) -> None:
        """Type a text."""
        self._do("xdotool", "type", "--delay", "15", text)

    def click(self, at: list[int]) -> None:
        """Click on a place of the screen."""
        self._do("xdotool", "mousemove", str(at[0]), str(at[1]), "click", "1")

    def click_on(self, name: str) -> None:
        """Click on a control as soon as it can be used."""
        self.click(self.see(f"{name} can be used", lambda s: usable(s, name))["controls"][name]["at"])

    def see(self, what: str, there: Callable[[State], bool], patience: float = PATIENCE) -> State:
        """Look until something is so; gives what is seen then. Raises `TaskError` after `patience` seconds."""
        end = time.monotonic() + patience
        seen: State = {}
        while time.monotonic() < end:
            if self._state.is_file():
                seen = json.loads(self._state.read_text(encoding="utf-8"))
                if there(seen):
                    return seen
            time.sleep(0.05)
        self.picture("not-seen")
        texts = {name: part["text"] for name, part in seen.get("controls", {}).items() if part["text"]}
        raise TaskError(f"Not seen within {patience:.0f} s: {what}. On the screen: {texts}")

    def picture(self, name: str) -> None:
        """Keep what is on the screen; pictures are numbered in their order."""
        self._taken += 1
        time.sleep(0.3)  # what was just pressed is drawn
        self._do("import", "-window", "root", str(self._pictures / f"{self._taken}-{name}.png"))

    def _do(self, *command: str) -> None:
        subprocess.run(command, env=self._environment, check=True, capture_output=True, timeout=PATIENCE)


def main() -> int:
    """Do the task in each way that is asked for; exit code 0 where it came to its end."""
    arguments = _arguments()
    lacking = [name for name in ("Xvfb", "xdotool", "import") if shutil.which(name) is None]
    if lacking:
        print(f"Needs {', '.join(lacking)}: install xvfb, xdotool and imagemagick.", file=sys.stderr)
        return 1
    try:
        for way in arguments.ways:
            pictures = arguments.out.resolve() / way
            shutil.rmtree(pictures, ignore_errors=True)
            pictures.mkdir(parents=True)
            times = _drive(way, arguments, pictures)
            print(f"By {way}, {arguments.archive.name}: {sum(times.values()):.1f} s")
            print(*(f"  {seconds:5.1f} s  {step}" for step, seconds in times.items()), sep="\n", flush=True)
    except TaskError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument(
        "--archive", type=Path, default=SAMPLE, help="zip of data.police.uk; the invented one if left out"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "analyst", help="the folder for pictures and page")
    parser.add_argument("--ways", nargs="*", default=("keyboard", "mouse"), choices=("keyboard", "mouse"))
    parser.add_argument("--size", type=int, nargs=2, default=(1366, 768), help="of the screen, in pixels")
    parser.add_argument("--theme", default="default", help="QGIS's theme, such as 'Night Mapping'")
    return parser.parse_args()


def _drive(way: str, arguments: argparse.Namespace, pictures: Path) -> dict[str, float]:
    """What each step took, in seconds."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="drive-", dir=build) as folder, _screen(arguments.size) as display:
        work = Path(folder)
        with _qgis(work, display, arguments):
            hand = Hand(display, work / "state.json", pictures)
            hand.see("the panel", lambda s: usable(s, "policeukImportFiles") and not s["drawing"])
            time.sleep(2)  # QGIS's start page is still being laid out
            hand.picture("empty")
            return {name: _timed(step) for name, step in _steps(way, hand, arguments.archive.resolve(), pictures)}


def _timed(step: Callable[[], None]) -> float:
    began = time.monotonic()
    step()
    return time.monotonic() - began


def _steps(way: str, hand: Hand, archive: Path, pictures: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    by_mouse = way == "mouse"
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
    seen = hand.see("the crime types", lambda s: row_of(s, CRIME) is not None)
    if by_mouse:
        hand.click(row_of(seen, CRIME) or [0, 0])
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
        hand.click(hand.see("the tab", lambda s: "Hotspots" in s["tabs"])["tabs"]["Hotspots"])
        ask_for_clusters(hand)
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
    hand.picture("clusters")


def ask_for_clusters(hand: Hand) -> None:
    """Click the question, which is one of a list to open where there is little room."""
    short, question = "policeukAsk", "Where do crimes cluster?"
    seen = hand.see("the questions", lambda s: usable(s, short) or usable(s, f"{short}Clusters"))
    if usable(seen, f"{short}Clusters"):
        hand.click_on(f"{short}Clusters")
        return
    hand.click_on(short)
    seen = hand.see("the list of questions", lambda s: row_of(s, question) is not None)
    hand.click(row_of(seen, question) or [0, 0])


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


def words(seen: State, name: str) -> str:
    """What a control says; '' where it is not to be seen."""
    return str(seen["controls"].get(name, {}).get("text", ""))


def usable(seen: State, name: str) -> bool:
    """Whether a control is on the screen and can be used."""
    return bool(seen["controls"].get(name, {}).get("enabled"))


def row_of(seen: State, text: str) -> Optional[list[int]]:
    """Where the row of a list is that begins so."""
    return next((at for row, at in seen["rows"].items() if row.startswith(text)), None)


@contextmanager
def _screen(size: tuple[int, int]) -> Iterator[str]:
    """A screen of its own, by its name; the server finds a free number."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
    finally:
        server.terminate()
        server.wait(PATIENCE)


@contextmanager
def _qgis(work: Path, display: str, arguments: argparse.Namespace) -> Iterator[None]:
    """QGIS with the plugin as it is installed, in a profile in which nothing was ever done."""
    stage(ROOT, work / "plugins", ROOT / "build" / "wheels")
    settings = work / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(PROFILE.format(theme=arguments.theme), encoding="utf-8")
    (work / "runtime").mkdir(mode=0o700)
    (work / "home").mkdir()
    environment = {
        **{
            k: v
            for k, v in os.environ.items()
            if k not in ("QT_QPA_PLATFORM", "QGIS_CUSTOM_CONFIG_PATH", "PYTHONPATH", "POLICEUK_CACHE")
        },
        "DISPLAY": display,
        "HOME": str(work / "home"),
        "XDG_RUNTIME_DIR": str(work / "runtime"),
        "QGIS_PLUGINPATH": str(work / "plugins"),
        "DRIVE_STATE": str(work / "state.json"),
        "DRIVE_SIZE": "x".join(map(str, arguments.size)),
    }
    program = shutil.which("qgis.bin") or shutil.which("qgis") or "qgis"
    options = ["--noversioncheck", "--nologo", "--nocustomization", "--profiles-path", str(work)]
    with (work / "qgis.log").open("wb") as log:
        command = [program, *options, "--code", str(INSIDE)]
        running = subprocess.Popen(command, env=environment, cwd=work, stdout=log, stderr=log)
        try:
            yield
        finally:
            running.kill()
            running.wait(PATIENCE)


if __name__ == "__main__":
    sys.exit(main())
