# SPDX-License-Identifier: GPL-2.0-or-later
"""Takes pictures of every screen as users have them: small screens, 200 %, large letters, dark themes, narrow panels.

`python -m tools.looks [LOOK ...] [--scenes SCENE ...]`: a folder for each look, a picture for each screen, and in
`qgis.log` what is cut, pale, without a name or a reason. That is not all that can be wrong: look at the pictures.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.drive_officer import _sample_pack
from tools.drive_window import NOT_HANDED_ON, ROOT, screen
from tools.package import stage
from tools.screenshot import PROFILE

INSIDE = ROOT / "tools" / "looks_inside.py"
SCENES = ("welcome", "data", "map", "hotspots", "compare", "field", "dialogs", "fieldmode")
LONGEST = 900


@dataclass(frozen=True)
class Look:
    """A way in which somebody has QGIS: `size` in pixels of the display, `font` in points, `width` of the panel and
    `floating`, its height, in pixels before scaling; 0 for what QGIS does by itself."""

    size: tuple[int, int] = (1366, 768)
    scale: int = 1
    font: int = 0
    theme: str = "default"
    width: int = 0
    floating: int = 0


LOOKS = {
    "small": Look(),
    "double": Look(size=(2732, 1536), scale=2),
    "large-letters": Look(font=15),
    "night": Look(theme="Night Mapping"),
    "grey": Look(theme="Blend of Gray"),
    "narrow": Look(width=300),
    "floating": Look(width=420, floating=640),
}


def main() -> int:
    """Take the pictures; exit code 0 when QGIS came to its end in each look."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("looks", nargs="*", choices=(*LOOKS, []), help="all if left out")
    parser.add_argument("--scenes", nargs="*", default=SCENES, choices=SCENES, help="all if left out")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "looks", help="the folder for the pictures")
    arguments = parser.parse_args()
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    ended = 0
    for name in arguments.looks or LOOKS:
        out = arguments.out.resolve() / name
        out.mkdir(parents=True, exist_ok=True)
        # Not in the system's temporary folder: QGIS marks layers there as temporary.
        with tempfile.TemporaryDirectory(prefix="look-", dir=build) as folder:
            code = take(LOOKS[name], arguments.scenes, out, Path(folder))
        print(f"{name}: {'done' if code == 0 else f'QGIS ended with {code}'}", flush=True)
        ended = ended or code
    return ended


def take(look: Look, scenes: tuple[str, ...], out: Path, work: Path) -> int:
    """Go through the screens in one QGIS; gives the code with which it ended."""
    stage(ROOT, work / "plugins", ROOT / "build" / "wheels")
    settings = work / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    letters = f"\n[qgis]\nstylesheet\\fontPointSize={look.font}\n" if look.font else ""
    settings.write_text(PROFILE.format(theme=look.theme) + letters, encoding="utf-8")
    for name in ("runtime", "home"):
        (work / name).mkdir(mode=0o700)
    scale = look.scale
    environment = {
        **{name: value for name, value in os.environ.items() if name not in NOT_HANDED_ON},
        "HOME": str(work / "home"),
        "XDG_RUNTIME_DIR": str(work / "runtime"),
        "QGIS_PLUGINPATH": str(work / "plugins"),
        "LOOK_ROOT": str(ROOT),
        "LOOK_OUT": str(out),
        "LOOK_SCENES": " ".join(scenes),
        "LOOK_SIZE": "x".join(str(pixels // scale) for pixels in look.size),
        "LOOK_WIDTH": str(look.width),
        "LOOK_FLOATING": str(look.floating or ""),
        "LOOK_PACK": str(_sample_pack(work)) if "fieldmode" in scenes else "",
        **({"QT_SCALE_FACTOR": str(scale)} if scale > 1 else {}),
    }
    program = shutil.which("qgis.bin") or shutil.which("qgis") or "qgis"
    options = ["--noversioncheck", "--nologo", "--nocustomization", "--profiles-path", str(work)]
    with screen(look.size) as display, (out / "qgis.log").open("wb") as log:
        command = [program, *options, "--code", str(INSIDE)]
        given = {**environment, "DISPLAY": display}
        return subprocess.run(
            command, env=given, timeout=LONGEST, check=False, cwd=work, stdout=log, stderr=log
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
