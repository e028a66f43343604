# SPDX-License-Identifier: GPL-2.0-or-later
"""Looks the packaged zip over before it is uploaded: `python -m tools.check_package [--quick] [ZIP]`.

Rules and scanners of the QGIS plugin repository; the same bytes from a clone; QGIS's own installer in an empty profile
and the main job from it; without each library that a QGIS may lack; Python 3.9. A table, and 1 where anything is found.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tools import qt6_check
from tools.checking import absent, floor, installing, reproduced, rules, scans, shell
from tools.package import PLUGIN, ROOT, version

Check = tuple[str, Callable[[], list[str]]]


def main(arguments: list[str]) -> int:
    """Run every check, print what it found; 1 where one found anything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("zip", nargs="?", type=Path, help="the zip; that of this version in dist/ if left out")
    parser.add_argument("--quick", action="store_true", help="only what starts no QGIS")
    options = parser.parse_args(arguments)
    package = options.zip or ROOT / "dist" / f"{PLUGIN}-{version(ROOT)}.zip"
    if not package.is_file():
        print(f"check-package: {package} is not there. Run make package.", file=sys.stderr)
        return 1
    print(f"{package} ({package.stat().st_size / 1e6:.2f} MB)")
    found = 0
    with tempfile.TemporaryDirectory(prefix="check-package-") as folder:
        for name, check in checks(package, Path(folder), options.quick):
            found += bool(_shown(name, check))
    print("nothing found" if not found else f"{found} of the checks found something")
    return 1 if found else 0


def checks(package: Path, work: Path, quick: bool) -> Iterator[Check]:
    """The checks in order; a later one uses what an earlier one unpacked or installed."""
    unzipped, home = work / "unzipped", work / "home"
    yield "rules of the plugin repository", partial(rules.faults, package)
    with zipfile.ZipFile(package) as archive:
        archive.extractall(unzipped)
    yield "nothing but the sources", partial(reproduced.strays, package)
    yield "bandit", lambda: [*scans.bandit(unzipped), *scans.suppressions(unzipped)]
    yield "detect-secrets", partial(scans.detect_secrets, unzipped)
    yield "flake8", partial(scans.flake8, unzipped)
    yield "Python 3.9, by vermin", partial(floor.vermin, unzipped)
    yield "Qt 6 and QGIS 4", partial(qt6_check.faults, unzipped / PLUGIN)
    if quick:
        return
    real = floor.python()
    if real is not None:
        yield "Python 3.9, a real one", partial(floor.imported, unzipped, real)
    else:
        print("Python 3.9, a real one         not here (POLICEUK_PYTHON39 names one)")
    yield "the same bytes from a clone", partial(reproduced.faults, package, work)
    home.mkdir()
    yield "installed and used in QGIS", lambda: installing.faults(installing.install(package, home))
    yield "qgis_process", partial(shell.by_qgis_process, home)
    for python in filter(None, (absent.SYSTEM_PYTHON, real)):
        yield f"the cache alone, {Path(python).name}", partial(shell.of_the_cache, home, python)
    yield from _without(home)


def _without(home: Path) -> Iterator[Check]:
    """The installed plugin without one library after another, and every algorithm without all of them."""
    stand_in = importlib.import_module("tests.service")
    with stand_in.Service() as service:
        found = partial(absent.outcomes, home, service.environment)
        for which, rounds in (("main", [(name,) for name in absent.LIBRARIES]), ("all", [absent.LIBRARIES])):
            whole: dict[str, Any] = {}
            yield f"with all libraries, {which} jobs", partial(_kept, found, which, whole)
            for names in rounds:
                title = f"without {names[0]}" if len(names) == 1 else "without any of them, all jobs"
                yield title, partial(_compared, found, which, names, whole)


def _kept(found: Callable[..., absent.Outcomes], which: str, whole: dict[str, Any]) -> list[str]:
    """The jobs that do not end well with all libraries; what each found goes into `whole`."""
    whole.update(found((), which))
    return absent.unwell(whole)


def _compared(
    found: Callable[..., absent.Outcomes], which: str, names: tuple[str, ...], whole: dict[str, Any]
) -> list[str]:
    return absent.faults(names, found(names, which), whole)


def _shown(name: str, check: Callable[[], list[str]]) -> list[str]:
    """Run a check, print its line and what it found."""
    began = time.monotonic()
    print(f"{name:<31}", end="", flush=True)
    try:
        found = check()
    except Exception as error:  # a check that cannot be made is a finding, and the others go on
        found = [f"{type(error).__name__}: {error}"]
    print(f"{'ok' if not found else f'{len(found)} found':<10}{time.monotonic() - began:5.0f} s", flush=True)
    for line in found[:20]:
        print(f"    {line}")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
