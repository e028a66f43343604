# SPDX-License-Identifier: GPL-2.0-or-later
"""A screen of its own under Xvfb and QGIS on it, with the plugin as it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Optional

from tools.drive_hand import PATIENCE
from tools.package import stage
from tools.screenshot import PROFILE

ROOT = Path(__file__).resolve().parent.parent
INSIDE = ROOT / "tools" / "drive_inside.py"
NOT_HANDED_ON = ("QT_QPA_PLATFORM", "QGIS_CUSTOM_CONFIG_PATH", "PYTHONPATH", "POLICEUK_CACHE")


@contextmanager
def screen(size: tuple[int, int]) -> Iterator[str]:
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
def qgis(work: Path, display: str, size: tuple[int, int], theme: str, cache: Optional[Path]) -> Iterator[None]:
    """QGIS with the plugin as it is installed, in a profile in which nothing was ever done; `cache`: one that is held.

    What it tells of its window is in `state.json` in `work`.
    """
    stage(ROOT, work / "plugins", ROOT / "build" / "wheels")
    settings = work / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(PROFILE.format(theme=theme), encoding="utf-8")
    (work / "runtime").mkdir(mode=0o700)
    (work / "home").mkdir()
    environment = {
        **{k: v for k, v in os.environ.items() if k not in NOT_HANDED_ON},
        **({"POLICEUK_CACHE": str(cache)} if cache else {}),
        "DISPLAY": display,
        "HOME": str(work / "home"),
        "XDG_RUNTIME_DIR": str(work / "runtime"),
        "QGIS_PLUGINPATH": str(work / "plugins"),
        "DRIVE_ROOT": str(ROOT),
        "DRIVE_STATE": str(work / "state.json"),
        "DRIVE_SIZE": "x".join(map(str, size)),
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
