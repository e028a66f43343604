# SPDX-License-Identifier: GPL-2.0-or-later
"""Stages the plugin folder with all it carries and zips it so that the same sources give the same bytes."""

from __future__ import annotations

import argparse
import configparser
import hashlib
import re
import shutil
import sys
import zipfile
from pathlib import Path

import tomllib

from tools.import_rewriting import UnmovableImportError, rewritten
from tools.vendoring import VendoringError, vendor

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = "policeuk_plugin"
SIBLINGS = ("offline_cache",)
LARGEST_ZIP = 10 * 1000 * 1000
"""Bytes that a download of ours may have; the plugin repository takes 25 MB."""
TIMESTAMP = (2020, 1, 1, 0, 0, 0)
BANDIT = "[bandit]\nexclude = */_vendor/*\n"


def stage(root: Path, build: Path, wheels: Path, site: Path | None = None) -> Path:
    """Make `build/policeuk_plugin`, the folder as QGIS installs it, from the repository at `root`.

    Libraries come from the folder `wheels`; one that is not there yet is fetched to it. `site` is the documentation
    that `make docs` built, which goes along as offline help.
    """
    folder = build / PLUGIN
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / PLUGIN, folder, ignore=_droppings)
    if site:
        shutil.copytree(site, folder / "resources" / "help" / "site")
    moved = {}
    for sibling in SIBLINGS:
        shutil.copytree(root / sibling, folder / sibling, ignore=_droppings)
        moved[sibling] = f"{PLUGIN}.{sibling}"
    ours = sorted(folder.rglob("*.py"))
    moved |= vendor(_requirements(root), wheels, folder / "_vendor", f"{PLUGIN}._vendor")
    for path in ours:
        path.write_bytes(rewritten(path.read_bytes(), moved, str(path.relative_to(folder))))
    for name in ("LICENSE", "CHANGELOG.md"):
        shutil.copyfile(root / name, folder / name)
    (folder / ".bandit").write_text(BANDIT)
    (folder / "metadata.txt").write_text(_metadata(root), encoding="utf-8")
    return folder


def pack(folder: Path, target: Path) -> Path:
    """Zip the staged folder to `target`: sorted, one timestamp, no executable bits."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), TIMESTAMP)
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, path.read_bytes())
    if target.stat().st_size > LARGEST_ZIP:
        raise ValueError(f"{target} is larger than 10 MB")
    return target


def version(root: Path) -> str:
    """Give the version that metadata.txt names."""
    parser = configparser.ConfigParser()
    parser.read(root / "metadata.txt", encoding="utf-8")
    return parser["general"]["version"]


def changes(text: str, wanted: str) -> str:
    """Give the entries of one version in CHANGELOG.md's text, one a line; ValueError when it has none."""
    match = re.search(rf"^## \[?{re.escape(wanted)}\]?[^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    whole = re.sub(r"\n +", " ", match[1]) if match else ""
    lines = [line.strip().lstrip("#").strip() for line in whole.splitlines()]
    if not any(lines):
        raise ValueError(f"CHANGELOG.md says nothing of version {wanted}")
    return "\n".join(line for line in lines if line)


def _metadata(root: Path) -> str:
    """Give metadata.txt with the version's changes; a percent sign would be read as an interpolation."""
    number = version(root)
    entries = changes((root / "CHANGELOG.md").read_text(encoding="utf-8"), number)
    text = "".join(f"\n    {line}" for line in [number, *entries.splitlines()])
    return (
        (root / "metadata.txt").read_text(encoding="utf-8").rstrip() + "\nchangelog=" + text.replace("%", "%%") + "\n"
    )


def _requirements(root: Path) -> list[str]:
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return list(settings["tool"]["policeuk"]["vendor"]["requirements"])


def _droppings(folder: str, names: list[str]) -> list[str]:
    endings = (".pyc", "~", ".ts")
    return [name for name in names if name.startswith(".") or name == "__pycache__" or name.endswith(endings)]


def main(arguments: list[str]) -> int:
    """Stage, zip and say where; 1 with a sentence where something cannot be carried."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository")
    parser.add_argument("--build", type=Path, default=ROOT / "build", help="where to stage")
    parser.add_argument("--wheels", type=Path, help="where fetched libraries are kept (BUILD/wheels)")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where the zip goes")
    parser.add_argument("--site", type=Path, help="the folder of the built documentation, to go along")
    options = parser.parse_args(arguments)
    try:
        folder = stage(options.root, options.build, options.wheels or options.build / "wheels", options.site)
        target = pack(folder, options.dist / f"{PLUGIN}-{version(options.root)}.zip")
    except (UnmovableImportError, VendoringError, ValueError, OSError) as error:
        print(f"package: {error}", file=sys.stderr)
        return 1
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    print(f"{target} ({target.stat().st_size / 1e6:.2f} MB, sha256 {digest[:16]})")
    print(f"{folder}: the same unzipped; QGIS_PLUGINPATH={folder.parent} runs it")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
