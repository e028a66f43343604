# SPDX-License-Identifier: GPL-2.0-or-later
"""Zips that break a rule of the plugin repository each, made of one that keeps them all."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Optional

PLUGIN = "policeuk_plugin"
METADATA = """[general]
name=UK Police Crime Analyst
description=Crimes
about=Open Government Licence; England, Wales and Northern Ireland; No network; no extra Python packages
version=1.2.3
qgisMinimumVersion=3.22
qgisMaximumVersion=4.99
author=somebody
email=somebody@example.org
tracker=https://example.org/issues
repository=https://example.org/code
homepage=https://example.org
icon=icon.png
hasProcessingProvider=yes
changelog=
    1.2.3
    - all of it
"""
FINE = {
    "__init__.py": "",
    "metadata.txt": METADATA,
    "LICENSE": "GNU GENERAL PUBLIC LICENSE",
    "CHANGELOG.md": "",
    "icon.png": "",
    "offline_cache/__init__.py": "",
}
BROKEN: dict[str, tuple[dict[str, Optional[str]], str]] = {
    "no licence": ({"LICENSE": None}, "LICENSE is missing"),
    "another licence": ({"LICENSE": "MIT"}, "LICENSE is not the text of the GPL"),
    "no start": ({"__init__.py": None}, "__init__.py is missing"),
    "no metadata": ({"metadata.txt": None}, "metadata.txt is missing"),
    "no cache": ({"offline_cache/__init__.py": None}, "offline_cache/__init__.py is missing"),
    "no icon": ({"icon.png": None}, "the icon is not in the zip"),
    "bytecode": ({"a.pyc": ""}, "a program or bytecode"),
    "a library": ({"a.SO": ""}, "a program or bytecode"),
    "a library by another name": ({"a.dat": "\x7fELF"}, "machine code"),
    "a program of Windows by another name": ({"a.dat": "MZ"}, "machine code"),
    "left by a tool": ({"x/__pycache__/a.py": ""}, "left by a tool"),
    "hidden": ({".env": ""}, "hidden"),
    "generated": ({"ui_dock.py": ""}, "generated"),
    "out of the folder": ({"../a.py": ""}, "leads out of its folder"),
    "two spellings": ({"Icon.png": ""}, "the same file as"),
    "not on Windows": ({"aux.py": ""}, "a name that Windows does not take"),
    "too long": ({"a" * 140: ""}, "too long for Windows"),
    "not ASCII": ({"é.py": ""}, "not every system spells alike"),
}
"""What is put in, or taken out, and what has to be said of it."""
UNTOLD = {
    "version=1.2.3": ("version=1.2", "is not three numbers"),
    "    1.2.3\n": ("    1.2.2\n", "the changelog does not begin with version 1.2.3"),
    "qgisMaximumVersion=4.99": ("qgisMaximumVersion=3.99", "not for QGIS 3.22 to 4.99"),
    "hasProcessingProvider=yes": ("hasProcessingProvider=no", "qgis_process does not find"),
    "author=somebody": ("author=some/body", "a slash in the author"),
    "Crime Analyst": ("Crime Plugin", "'plugin' in the name"),
    "description=Crimes": ("description=<b>Crimes</b>", "HTML in description"),
    "tracker=https": ("tracker=http", "tracker is not an https address"),
    "email=somebody@example.org": ("email=", "metadata.txt has no email"),
    "homepage=": ("supportsQt6=yes\nhomepage=", "supportsQt6 is no longer read"),
    "no extra Python packages": ("nothing", "about does not say that nothing else is needed"),
}
"""A text of the metadata, what stands there instead, and what has to be said of it."""


def make_zip(path: Path, changes: Mapping[str, Optional[str]], mode: int = 0o100644) -> Path:
    """Write a zip of `FINE` with changes: another text, another file, or None for none."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**FINE, **changes}.items():
            if text is not None:
                info = zipfile.ZipInfo(f"{PLUGIN}/{name}")
                info.external_attr = mode << 16
                archive.writestr(info, text)
    return path
