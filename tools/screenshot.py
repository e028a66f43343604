# SPDX-License-Identifier: GPL-2.0-or-later
"""Takes a picture of the real QGIS with the plugin at work: a window under Xvfb, driven as a user drives it."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.package import stage

ROOT = Path(__file__).resolve().parent.parent
INSIDE = ROOT / "tools" / "screenshot_inside.py"
SIZE = (1500, 940)
LONGEST = 180
PROFILE = """[PythonPlugins]
policeuk_plugin=true

[qgis]
showTips=false
checkVersion=false
newProjectDefault=false

[locale]
overrideFlag=true
userLocale=en_GB

[app]
askToSaveMemoryLayers=false

[core]
NewsFeed\\httpsfeedqgisorg\\disabled=true
"""


def main() -> int:
    """Take the picture; exit code 0 when it is there."""
    arguments = _arguments()
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.unlink(missing_ok=True)
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    # Not in the system's temporary folder: QGIS marks layers there as temporary.
    with tempfile.TemporaryDirectory(prefix="picture-", dir=build) as folder:
        work = Path(folder)
        stage(ROOT, work / "plugins")
        settings = work / "profiles" / "default" / "QGIS" / "QGIS3.ini"
        settings.parent.mkdir(parents=True)
        settings.write_text(PROFILE, encoding="utf-8")
        code = _run_qgis(work, arguments)
    if not arguments.out.is_file():
        print(f"QGIS ended with {code} and made no picture.", file=sys.stderr)
        return 1
    print(arguments.out)
    return code


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures" / "qgis.png", help="the PNG")
    parser.add_argument("--import", dest="files", type=Path, nargs="*", default=[], help="instead of the sample")
    parser.add_argument("--layers", nargs="*", default=[], help="instead of those ticked at first")
    parser.add_argument("--zoom", type=float, default=1.0, help="how much closer than the whole")
    parser.add_argument("--welcome", action="store_true", help="the panel as a new user finds it")
    return parser.parse_args()


def _run_qgis(work: Path, arguments: argparse.Namespace) -> int:
    program = shutil.which("qgis.bin") or shutil.which("qgis") or "qgis"
    runtime = work / "runtime"
    runtime.mkdir(mode=0o700)
    environment = {
        **{k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "PYTHONPATH", "POLICEUK_CACHE")},
        "XDG_RUNTIME_DIR": str(runtime),
        "QGIS_PLUGINPATH": str(work / "plugins"),
        "PICTURE_OUT": str(arguments.out.resolve()),
        "PICTURE_FILES": os.pathsep.join(str(path.resolve()) for path in arguments.files),
        "PICTURE_LAYERS": " ".join(arguments.layers),
        "PICTURE_ZOOM": str(arguments.zoom),
        "PICTURE_WELCOME": "1" if arguments.welcome else "",
        "PICTURE_SIZE": f"{SIZE[0]}x{SIZE[1]}",
    }
    screen = f"-screen 0 {SIZE[0]}x{SIZE[1]}x24"
    options = ["--noversioncheck", "--nologo", "--nocustomization", "--profiles-path", str(work)]
    command = ["xvfb-run", "-a", "-s", screen, program, *options, "--code", str(INSIDE)]
    return subprocess.run(command, env=environment, timeout=LONGEST, check=False, cwd=work).returncode


if __name__ == "__main__":
    sys.exit(main())
