# SPDX-License-Identifier: GPL-2.0-or-later
"""Takes the pictures of the documentation, of the invented sample: `python -m tools.docs_pictures [WHAT ...]`.

`tours`: what each of the three users sees, from the scripts that drive the real window. `pages`: the result page of
each algorithm that makes one, as a browser shows it. `dialogs`: the dialog of every other algorithm. `window`: the
panel and the window after each of the first steps. Pictures of layers are of tools/layer_pictures.py.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QImage

from tools.colour_vision import few_colours
from tools.package import ROOT, stage
from tools.screenshot import PROFILE

WHAT = ("window", "tours", "pages", "dialogs")
OUT = ROOT / "docs" / "pictures"
SAMPLE = ROOT / "policeuk_plugin" / "resources" / "sample"
INSIDE = ROOT / "tools" / "docs_dialogs_inside.py"
LARGEST = 42_000
"""Bytes of one picture; colours go until it is no larger."""
_COLOURS = (96, 48, 32, 24, 16)
_PAGE = (900, 1000)
_DIALOG = (1000, 640)
TOURS = {
    "analyst": (
        ["tools.drive_analyst", "--task", "first", "--ways", "keyboard"],
        ["keyboard"],
        ("imported", "types", "clusters"),
    ),
    "planner": (
        ["tools.drive_analyst", "--task", "planner", "--ways", "mouse"],
        ["planner-mouse"],
        ("area", "peers", "finding", "report"),
    ),
    "officer": (["tools.drive_officer"], [], ("menu", "change", "note", "notes", "brief")),
}
"""Of each user: the command, the folder below its --out, and the pictures that the documentation shows."""
_OF_THE_PANEL = {"imported", "types", "area", "peers", "finding", "report"}
"""Pictures of a tour in which nothing happens but in the panel, on the right of the window."""
_PANEL_WIDTH = 356
_TYPE = "Vehicle crime"
_WARD = "ward:Swallow Hole"
_OWN: dict[str, dict[str, Any]] = {
    "beatbrief": {"AREA": _WARD},
    "comparetwoareas": {"AREA": _WARD, "OTHER_AREA": "ward:Botney Cut"},
    "findpeers": {"AREA": _WARD},
    "comparewithpeers": {"AREA": _WARD},
    "comparisonreport": {"AREA": "district:Dogger Bank", "LEVEL": "ward"},
    "comparetime": {"AREA": _WARD},
    "outcomecomparison": {"AREA": _WARD},
    "peerverdicts": {"LEVEL": "ward"},
    "areamap": {"LEVEL": "lsoa"},
    "arearates": {"LEVEL": "lsoa"},
    "funnelplot": {"LEVEL": "lsoa"},
    "smoothedrates": {"LEVEL": "lsoa"},
    "locationquotient": {"LEVEL": "lsoa"},
}
"""Parameters of algorithms that need others than a crime type."""
_LAYERS_TELL_MORE = ("areamap",)


def main() -> int:
    """Take what is asked for; exit code 1 where something could not be taken."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("what", nargs="*", choices=(*WHAT, []), help="all if left out")
    parser.add_argument("--only", nargs="*", default=[], help="names of users or algorithms")
    arguments = parser.parse_args()
    wanted = arguments.what or WHAT
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], True)
    application.initQgis()
    failed: list[str] = []
    # Not in the system's temporary folder: QGIS marks layers there as temporary.
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="docs-", dir=ROOT / "build") as folder:
        work = Path(folder)
        if "window" in wanted and not take_window(work):
            failed.append("window")
        if "tours" in wanted:
            failed += [name for name in arguments.only or TOURS if name in TOURS and not take_tour(name, work)]
        if "pages" in wanted:
            failed += take_pages(work, arguments.only)
        if "dialogs" in wanted:
            failed += take_dialogs(work, arguments.only)
    if failed:
        print(f"Without a picture: {', '.join(failed)}", file=sys.stderr)
    sys.stdout.flush()
    # Without QGIS's own end, which crashes where Python still refers to layers.
    os._exit(1 if failed else 0)


def take_window(work: Path) -> bool:
    """The first steps of a new user, as tools/screenshot.py takes them; whether all are there."""
    out = work / "window"
    command = [sys.executable, "-m", "tools.screenshot", "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, check=False, env=_screen())
    for path in sorted(out.glob("*.png")):
        keep(QImage(str(path)), OUT / path.name, 2 * LARGEST)
    return done.returncode == 0


def take_tour(name: str, work: Path) -> bool:
    """Let a user's task be done and keep the pictures named; whether all are there."""
    command, below, wanted = TOURS[name]
    out = work / name
    done = subprocess.run([sys.executable, "-m", *command, "--out", str(out)], cwd=ROOT, check=False, env=_screen())
    taken = {path.stem.partition("-")[2]: path for path in out.joinpath(*below).glob("*.png")}
    for wish in wanted:
        if wish in taken:
            seen = QImage(str(taken[wish]))
            if wish in _OF_THE_PANEL:
                seen = seen.copy(seen.width() - _PANEL_WIDTH, 98, _PANEL_WIDTH, seen.height() - 98 - 32)
            largest = LARGEST if wish in _OF_THE_PANEL else 2 * LARGEST  # a map needs the colours of its key
            keep(seen, OUT / "tours" / f"{name}-{wish}.png", largest)
    return done.returncode == 0 and set(wanted) <= set(taken)


def take_pages(work: Path, only: list[str]) -> list[str]:
    """The result page of each algorithm that makes one; gives the names of those that made none."""
    from tools.drive_superintendent import held_sample
    from tools.every_layer import provided

    provider = provided()
    cache = work / "sample.sqlite"
    held_sample(SAMPLE, cache)
    failed = []
    for algorithm in provider.algorithms():
        name = algorithm.name()
        if (only and name not in only) or not algorithm.parameterDefinition("REPORT") or name in _LAYERS_TELL_MORE:
            continue
        page, why = run(algorithm, cache, work)
        picture = work / f"{name}.png"
        if page.is_file() and photograph(page, picture, work):
            keep(QImage(str(picture)), OUT / "algorithms" / f"{name}.png")
        else:
            print(f"{name}: {why}", file=sys.stderr)
            failed.append(name)
    QgsApplication.processingRegistry().removeProvider(provider)
    return [name for name in failed if not (OUT / "algorithms" / f"{name}.png").is_file()]


def run(algorithm: Any, cache: Path, work: Path) -> tuple[Path, str]:
    """Run an algorithm on the sample; gives where its page is, and what was said where there is none."""
    page = work / f"{algorithm.name()}.html"
    given: dict[str, Any] = {"CACHE": str(cache), "REPORT": str(page)}
    if algorithm.parameterDefinition("OUTPUT"):
        ending = ".tif" if algorithm.parameterDefinition("OUTPUT").type() == "rasterDestination" else ".gpkg"
        given["OUTPUT"] = str(page.with_suffix(ending))
    if algorithm.parameterDefinition("TYPES"):
        given["TYPES"] = [_TYPE]
    given.update(_OWN.get(algorithm.name(), {}))
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    fine, why = algorithm.checkParameterValues(given, context)
    if not fine:
        return page, why
    algorithm.create().run(given, context, feedback, {}, False)
    return page, feedback.textLog()[-300:]


def photograph(page: Path, target: Path, work: Path) -> bool:
    """A page as Chromium shows it, its first screen; whether there is a picture."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        print("Pictures of pages need chromium.", file=sys.stderr)
        return False
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--user-data-dir={work / 'browser'}",
    ]
    options += [f"--window-size={_PAGE[0]},{_PAGE[1]}", f"--screenshot={target}", page.as_uri()]
    subprocess.run([program, *options], check=False, capture_output=True, timeout=60)
    return target.is_file()


def take_dialogs(work: Path, only: list[str]) -> list[str]:
    """The dialog of each algorithm that has no picture yet; gives the names of those that are still without."""
    from policeuk_plugin.processing.provider import ALGORITHMS

    prose = (ROOT / "docs" / "algorithms.md").read_text(encoding="utf-8")
    names = only or [kind().create().name() for kind in ALGORITHMS]
    lacking = [name for name in names if only or not (_pictured(name, prose) or _taken(name).is_file())]
    stage(ROOT, work / "plugins", ROOT / "build" / "wheels")
    settings = work / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(PROFILE.format(theme="default"), encoding="utf-8")
    (work / "runtime").mkdir(mode=0o700)
    (work / "dialogs").mkdir()
    environment = {
        **_screen(),
        "XDG_RUNTIME_DIR": str(work / "runtime"),
        "QGIS_PLUGINPATH": str(work / "plugins"),
        "DIALOG_OUT": str(work / "dialogs"),
        "DIALOG_NAMES": " ".join(lacking),
        "DIALOG_SIZE": "x".join(map(str, _DIALOG)),
    }
    program = shutil.which("qgis.bin") or shutil.which("qgis") or "qgis"
    options = ["--noversioncheck", "--nologo", "--nocustomization", "--profiles-path", str(work)]
    command = ["xvfb-run", "-a", "-s", "-screen 0 1500x940x24", program, *options, "--code", str(INSIDE)]
    subprocess.run(command, env=environment, timeout=240, check=False, cwd=work)
    for path in sorted((work / "dialogs").glob("*.png")):
        keep(QImage(str(path)), _taken(path.stem))
    return [name for name in lacking if not _taken(name).is_file()]


def keep(picture: QImage, target: Path, largest: int = LARGEST) -> None:
    """Write a picture with as few colours as it takes to have `largest` bytes, if that can be done."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if picture.width() > 1000:
        picture = picture.scaledToWidth(1000, Qt.TransformationMode.SmoothTransformation)
    for colours in _COLOURS:
        few_colours(picture, colours).save(str(target), "PNG", 0)
        if target.stat().st_size <= largest:
            break
    print(f"{target} ({target.stat().st_size / 1000:.0f} kB)")


def _pictured(name: str, prose: str) -> bool:
    """Whether the section of an algorithm in docs/algorithms.md has a picture."""
    _, _, after = prose.partition(f"\n## {name}\n")
    return "](pictures/" in after.partition("\n## ")[0]


def _taken(name: str) -> Path:
    return OUT / "algorithms" / f"{name}.png"


def _screen() -> dict[str, str]:
    """The environment of a program that has a screen of its own."""
    left_out = ("QT_QPA_PLATFORM", "PYTHONPATH", "POLICEUK_CACHE", "QGIS_CUSTOM_CONFIG_PATH")
    return {key: value for key, value in os.environ.items() if key not in left_out}


if __name__ == "__main__":
    sys.exit(main())
