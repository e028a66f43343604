# SPDX-License-Identifier: GPL-2.0-or-later
"""Takes pictures of the real QGIS with the plugin at work: a window under Xvfb, driven as a user drives it."""

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
LONGEST = 240
PICTURES = ("data", "map", "hotspots", "qgis")
"""Pages of the panel after each step of the first quarter of an hour; `qgis` is the whole window at its end."""
PROFILE = """[PythonPlugins]
policeuk_plugin=true

[qgis]
showTips=false
checkVersion=false
newProjectDefault=false

[locale]
overrideFlag=true
userLocale=en_GB

[UI]
UITheme={theme}

[app]
askToSaveMemoryLayers=false

[core]
NewsFeed\\httpsfeedqgisorg\\disabled=true
"""


def main() -> int:
    """Take the pictures; exit code 0 when all are there."""
    arguments = _arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    wanted = [arguments.out / f"{name}.png" for name in arguments.pictures]
    for path in wanted:
        path.unlink(missing_ok=True)
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    # Not in the system's temporary folder: QGIS marks layers there as temporary.
    with tempfile.TemporaryDirectory(prefix="picture-", dir=build) as folder:
        work = Path(folder)
        stage(ROOT, work / "plugins", build / "wheels")
        settings = work / "profiles" / "default" / "QGIS" / "QGIS3.ini"
        settings.parent.mkdir(parents=True)
        settings.write_text(PROFILE.format(theme=arguments.theme), encoding="utf-8")
        code = _run_qgis(work, arguments)
    missing = [path for path in wanted if not path.is_file()]
    if missing:
        print(f"QGIS ended with {code} and did not make {', '.join(map(str, missing))}.", file=sys.stderr)
        return 1
    print(*wanted, sep="\n")
    return code


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures", help="the folder for the PNGs")
    parser.add_argument("--pictures", nargs="*", default=PICTURES, choices=(*PICTURES, "welcome"), help="which")
    parser.add_argument("--import", dest="files", type=Path, nargs="*", default=[], help="instead of the sample")
    parser.add_argument("--area", default="", help="an AREA text, such as csp:Luton")
    parser.add_argument("--width", type=int, default=380, help="of the panel, in pixels")
    parser.add_argument("--size", type=int, nargs=2, default=SIZE, help="of the window, in pixels")
    parser.add_argument("--theme", default="default", help="QGIS's theme, such as 'Night Mapping'")
    return parser.parse_args()


def _run_qgis(work: Path, arguments: argparse.Namespace) -> int:
    program = shutil.which("qgis.bin") or shutil.which("qgis") or "qgis"
    runtime = work / "runtime"
    runtime.mkdir(mode=0o700)
    size = "x".join(map(str, arguments.size))
    environment = {
        **{k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "PYTHONPATH", "POLICEUK_CACHE")},
        "XDG_RUNTIME_DIR": str(runtime),
        "QGIS_PLUGINPATH": str(work / "plugins"),
        "PICTURE_ROOT": str(ROOT),
        "PICTURE_OUT": str(arguments.out.resolve()),
        "PICTURE_NAMES": " ".join(arguments.pictures),
        "PICTURE_FILES": os.pathsep.join(str(path.resolve()) for path in arguments.files),
        "PICTURE_AREA": arguments.area,
        "PICTURE_WIDTH": str(arguments.width),
        "PICTURE_SIZE": size,
    }
    options = ["--noversioncheck", "--nologo", "--nocustomization", "--profiles-path", str(work)]
    command = ["xvfb-run", "-a", "-s", f"-screen 0 {size}x24", program, *options, "--code", str(INSIDE)]
    return subprocess.run(command, env=environment, timeout=LONGEST, check=False, cwd=work).returncode


if __name__ == "__main__":
    sys.exit(main())
