# SPDX-License-Identifier: GPL-2.0-or-later
"""`pack`: hands over to the plugin's own command in a Python that has QGIS, for it draws maps and results."""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..errors import CacheError

PYTHON = "POLICEUK_QGIS_PYTHON"
"""Environment variable that names a Python with QGIS."""
_NAMES = ("python3", "python-qgis", "python-qgis-ltr", "python-qgis.bat", "python-qgis-ltr.bat")
_PLUGIN = "policeuk_plugin"
_LOOK = "import qgis.core"
_PATIENCE = 60


def run(options: argparse.Namespace) -> None:
    """Make the pack; raises `CacheError` where no Python with QGIS is found, and ends as the plugin's command ends."""
    home, python = _home_of_plugin(), _python_with_qgis()
    words = [python, "-m", _PLUGIN, "--cache", str(options.cache), *(["--debug"] if options.debug else []), "pack"]
    words += ["--area", options.area]
    for flag, value in (
        *(("--from", options.first), ("--to", options.last), ("--title", options.title), ("--home", options.home)),
        *(("--type", name) for name in options.type),
        *(("--question", name) for name in options.question),
    ):
        words += [flag, value] if value else []
    words += ["--with-asb"] if options.with_asb else []
    words += ["--background", str(options.background)] if options.background else []
    path = os.pathsep.join(filter(None, (str(home), os.environ.get("PYTHONPATH", ""))))
    code = asyncio.run(_ended([*words, "--", str(options.out)], {**os.environ, "PYTHONPATH": path}))
    if code:
        raise SystemExit(code if code > 0 else 128 - code)


async def _ended(words: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a program to its end, and end it where this one is stopped; its exit code, negative for a signal."""
    program = await asyncio.create_subprocess_exec(*words, env=environment)
    try:
        return await program.wait()
    except asyncio.CancelledError:
        if program.returncode is None:
            program.terminate()
            await program.wait()
        raise


async def _has_qgis(python: str) -> bool:
    """Ask a Python of this computer whether it has QGIS."""
    nowhere = asyncio.subprocess.DEVNULL
    program = await asyncio.create_subprocess_exec(python, "-c", _LOOK, stdout=nowhere, stderr=nowhere)
    try:
        return await asyncio.wait_for(program.wait(), _PATIENCE) == 0
    except asyncio.TimeoutError:
        program.kill()
        return False


def _home_of_plugin() -> Path:
    """The folder that has the plugin: beside this package, or around it where it lies in the plugin's own folder."""
    for folder in Path(__file__).resolve().parents[2:4]:
        if (folder / _PLUGIN / "__main__.py").is_file():
            return folder
    raise CacheError(
        "A field pack is made by the QGIS plugin, which is not beside this program. Install the plugin and use its "
        "algorithm 'Make a field pack'."
    )


def _python_with_qgis() -> str:
    if importlib.util.find_spec("qgis") is not None:
        return sys.executable
    for python in _others():
        if asyncio.run(_has_qgis(python)):
            return python
    raise CacheError(
        "A field pack is made by QGIS, and no Python with QGIS was found. Run this with the Python of QGIS, such as "
        f"/usr/bin/python3 on Debian, or name it in the environment variable {PYTHON}."
    )


def _others() -> Iterator[str]:
    named = os.environ.get(PYTHON, "")
    if named:
        yield from filter(None, [shutil.which(named)])
        return
    seen = {os.path.realpath(sys.executable)}
    for found in (shutil.which(name, path=path) for path in (None, "/usr/bin") for name in _NAMES):
        if found and os.path.realpath(found) not in seen:
            seen.add(os.path.realpath(found))
            yield found
