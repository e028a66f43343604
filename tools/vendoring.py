# SPDX-License-Identifier: GPL-2.0-or-later
"""Fetches the pinned pure-Python wheels once and lays them out as the plugin's private `_vendor` package."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from tools.import_rewriting import rewritten

FLOOR = "3.9"
LICENCE = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", re.IGNORECASE)


class VendoringError(RuntimeError):
    """A library that cannot be carried; the message says which and why."""


def wheel(requirement: str, cache: Path) -> Path:
    """Give the wheel of a `name==version` requirement, from the cache folder or else by pip.

    Raises VendoringError for anything but a pin, and where no pure-Python wheel can be had.
    """
    match = re.fullmatch(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.+!_-]+)", requirement)
    if match is None:
        raise VendoringError(f"{requirement!r} is not pinned as name==version")
    cache.mkdir(parents=True, exist_ok=True)
    pattern = f"{re.sub(r'[-_.]+', '_', match[1])}-{match[2]}-*.whl".lower()
    held = [path for path in sorted(cache.iterdir()) if PurePosixPath(path.name.lower()).match(pattern)]
    if held:
        return held[0]
    before = set(cache.iterdir())
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--retries=1",
    ]
    command += ["--only-binary=:all:", "--python-version", FLOOR, "--implementation", "py", "--abi", "none"]
    result = subprocess.run(
        [*command, "--platform", "any", "--dest", str(cache), requirement],
        check=False,
        capture_output=True,
        text=True,
    )
    fetched = sorted(set(cache.iterdir()) - before)
    if result.returncode or not fetched:
        raise VendoringError(
            f"no pure-Python wheel of {requirement} for Python {FLOOR} could be fetched: {result.stderr.strip()}"
        )
    return fetched[0]


def vendor(requirements: Sequence[str], cache: Path, folder: Path, package: str) -> dict[str, str]:
    """Unpack the wheels into `folder`, importing each other from `package`; give where each package now is.

    The licences go to `folder/licences/<name>/`. Nothing is made where there is nothing to carry.
    """
    if not requirements:
        return {}
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text('"""Libraries of others, unchanged but for where they import from."""\n')
    moved: dict[str, str] = {}
    for requirement in requirements:
        for top in _unpack(wheel(requirement, cache), folder):
            moved[top] = f"{package}.{top}"
    for path in sorted(folder.rglob("*.py")):
        path.write_bytes(rewritten(path.read_bytes(), moved, str(path.relative_to(folder))))
    return moved


def _unpack(path: Path, folder: Path) -> list[str]:
    """Unpack one wheel; give its top-level packages and modules."""
    tops = set()
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            parts = PurePosixPath(name).parts
            if name.endswith("/") or ".." in parts or parts[0].startswith("/"):
                continue
            if parts[0].endswith(".dist-info"):
                if LICENCE.match(parts[-1]):
                    _write(folder / "licences" / path.name.split("-")[0] / parts[-1], archive.read(name))
                continue
            if parts[0].endswith(".data") or name.endswith((".so", ".pyd", ".dll", ".dylib")):
                raise VendoringError(f"{path.name} is not pure Python: {name}")
            _write(folder.joinpath(*parts), archive.read(name))
            if len(parts) > 1 or name.endswith(".py"):
                tops.add(parts[0].removesuffix(".py"))
    if not (folder / "licences" / path.name.split("-")[0]).is_dir():
        _licence_from_metadata(path, folder / "licences" / path.name.split("-")[0] / "METADATA")
    shutil.rmtree(folder / "__pycache__", ignore_errors=True)
    return sorted(tops)


def _licence_from_metadata(path: Path, target: Path) -> None:
    """Keep the wheel's METADATA, which names the licence, for a wheel that brings no licence text."""
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        _write(target, archive.read(name))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
