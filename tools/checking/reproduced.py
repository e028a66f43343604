# SPDX-License-Identifier: GPL-2.0-or-later
"""The zip made again from a clone of the sources, elsewhere, by a user of other habits: the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools.package import ROOT


def faults(package: Path, work: Path) -> list[str]:
    """What differs; site and zip are made anew from the files that git knows, as they stand now."""
    clone = work / "a clone"
    _clone(clone)
    habits = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7"}
    site = [sys.executable, "-m", "tools.docs_site"]
    pack = [sys.executable, "-m", "tools.package", "--site", "build/docs"]
    wheels = ["--wheels", str(ROOT / "build" / "wheels")]
    for command in (["tools/headless.sh", *site], [*pack, *wheels]):
        done = subprocess.run(
            ["bash", "-c", 'umask 077; exec "$@"', "bash", *command],
            cwd=clone,
            env=habits,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            return [f"a clone cannot be packaged: {(done.stderr or done.stdout).strip()[-400:]}"]
    again = next((clone / "dist").glob("*.zip"))
    return [] if again.read_bytes() == package.read_bytes() else ["a clone gives a zip of other bytes"]


def strays(package: Path) -> list[str]:
    """Files in the zip that git does not know: they would be in nobody else's."""
    import zipfile

    command = ["git", "ls-files", "-z", "--", "policeuk_plugin", "offline_cache"]
    known = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    ours = {name if name.startswith("policeuk_plugin/") else f"policeuk_plugin/{name}" for name in known}
    made = ("policeuk_plugin/_vendor/", "policeuk_plugin/resources/help/site/")
    written = {f"policeuk_plugin/{name}" for name in (".bandit", "CHANGELOG.md", "LICENSE", "metadata.txt")}
    with zipfile.ZipFile(package) as archive:
        names = set(archive.namelist()) - written - ours
    return [f"{name}: git does not know it" for name in sorted(names) if not name.startswith(made)]


def _clone(target: Path) -> None:
    """The files that git knows, as they stand, newest first and written now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in sorted(filter(None, listed.split("\0")), reverse=True):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes((ROOT / name).read_bytes())
    for name in ("tools/headless.sh",):
        (target / name).chmod(0o700)
