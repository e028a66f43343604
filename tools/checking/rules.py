# SPDX-License-Identifier: GPL-2.0-or-later
"""The rules of the QGIS plugin repository for a zip, and those of the systems that it is installed on."""

from __future__ import annotations

import configparser
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urlparse

from tools.package import LARGEST_ZIP, PLUGIN

REQUIRED = ("name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository")
ADDRESSES = ("tracker", "repository", "homepage")
HIDDEN_ALLOWED = frozenset({".bandit", ".secrets.baseline", ".flake8", ".gitignore", ".gitattributes"})
PROGRAMS = frozenset({".exe", ".dll", ".so", ".dylib", ".pyd", ".bat", ".sh", ".ps1", ".cmd", ".pyc", ".pyo"})
DROPPINGS = frozenset({"__MACOSX", ".git", "__pycache__", ".DS_Store", "Thumbs.db"})
MACHINE_CODE = (b"\x7fELF", b"MZ", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
"""How programs and libraries of Linux, Windows and macOS begin."""
GENERATED = re.compile(r"(ui_.*|resources_rc)\.py")
LONGEST_NAME = 150
"""Characters: with the plugin folder of a Windows profile in front a path stays below the 260 that Windows takes."""
NOT_ON_WINDOWS = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)', re.IGNORECASE)
SAID = {
    "the licence of the data": "Open Government Licence",
    "where it covers": "England, Wales and Northern Ireland",
    "when the network is used": "No network",
    "that nothing else is needed": "no extra Python packages",
}
"""What `about` has to say, and the words that say it."""


def faults(path: Path) -> list[str]:
    """What keeps a zip from the repository or from a user's disk, a sentence each; empty where nothing does."""
    try:
        with zipfile.ZipFile(path) as archive:
            broken = archive.testzip()
            if broken is not None:
                return [f"{broken}: damaged"]
            found = [*_of_the_size(path), *_of_the_names(archive.infolist()), *_of_what_must_be_there(archive)]
            if f"{PLUGIN}/metadata.txt" in archive.namelist():
                found += _of_the_metadata(archive)
            return found
    except zipfile.BadZipFile:
        return [f"{path.name}: cannot be read as a zip"]


def metadata(archive: zipfile.ZipFile) -> dict[str, str]:
    """The general section of metadata.txt, read as QGIS and the repository read it."""
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    parser.read_string(archive.read(f"{PLUGIN}/metadata.txt").decode("utf-8"))
    return dict(parser["general"]) if parser.has_section("general") else {}


def _of_the_size(path: Path) -> Iterator[str]:
    size = path.stat().st_size
    if size > LARGEST_ZIP:
        yield f"{path.name}: {size / 1e6:.1f} MB, more than {LARGEST_ZIP / 1e6:.0f} MB"


def _of_the_names(members: list[zipfile.ZipInfo]) -> Iterator[str]:
    tops = {info.filename.partition("/")[0] for info in members}
    if tops != {PLUGIN}:
        yield f"the top folders are {', '.join(sorted(tops))}; it has to be {PLUGIN} alone"
    spelt: dict[str, str] = {}
    for info in members:
        name = info.filename
        for fault in _of_one_name(info):
            yield f"{name}: {fault}"
        twin = spelt.setdefault(name.casefold(), name)
        if twin != name:
            yield f"{name}: the same file as {twin} on Windows and macOS"


def _of_one_name(info: zipfile.ZipInfo) -> Iterator[str]:
    path = PurePosixPath(info.filename)
    if path.is_absolute() or ".." in info.filename or "\\" in info.orig_filename:
        yield "leads out of its folder"
    if DROPPINGS & set(path.parts):
        yield "left by a tool"
    if any(part.startswith(".") and part != ".." and part not in HIDDEN_ALLOWED for part in path.parts):
        yield "hidden"
    if path.suffix.lower() in PROGRAMS:
        yield "a program or bytecode"
    if info.external_attr >> 16 & 0o111 and not info.is_dir():
        yield "marked as a program"
    if GENERATED.fullmatch(path.name):
        yield "generated"
    if len(info.filename) > LONGEST_NAME:
        yield f"a path of {len(info.filename)} characters, too long for Windows"
    if any(NOT_ON_WINDOWS.search(part) for part in path.parts if part != ".."):
        yield "a name that Windows does not take"
    if not info.filename.isascii():
        yield "a name that not every system spells alike"


def _of_what_must_be_there(archive: zipfile.ZipFile) -> Iterator[str]:
    names = set(archive.namelist())
    for name in ("__init__.py", "metadata.txt", "LICENSE", "CHANGELOG.md", "offline_cache/__init__.py"):
        if f"{PLUGIN}/{name}" not in names:
            yield f"{name} is missing"
    for name in sorted(names):
        with archive.open(name) as member:
            if member.read(4).startswith(MACHINE_CODE):
                yield f"{name}: machine code, whatever its name says"


def _of_the_metadata(archive: zipfile.ZipFile) -> Iterator[str]:
    told = metadata(archive)
    yield from (f"metadata.txt has no {key}" for key in REQUIRED if not told.get(key, "").strip())
    yield from (f"metadata.txt: {fault}" for fault in (*_of_its_versions(told), *_of_its_texts(told)))
    if f"{PLUGIN}/{told.get('icon', '').removeprefix('./')}" not in archive.namelist():
        yield "metadata.txt: the icon is not in the zip"
    licence = f"{PLUGIN}/LICENSE"
    if licence in archive.namelist() and b"GNU GENERAL PUBLIC LICENSE" not in archive.read(licence):
        yield "LICENSE is not the text of the GPL"


def _of_its_versions(told: dict[str, str]) -> Iterator[str]:
    version = told.get("version", "")
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        yield f"version {version!r} is not three numbers"
    if told.get("changelog", "").split("\n")[1:2] != [version]:
        yield f"the changelog does not begin with version {version}"
    if (told.get("qgisMinimumVersion"), told.get("qgisMaximumVersion")) != ("3.22", "4.99"):
        yield "not for QGIS 3.22 to 4.99"
    if told.get("hasProcessingProvider") != "yes":
        yield "without hasProcessingProvider=yes qgis_process does not find the algorithms"
    if "supportsQt6" in told:
        yield "supportsQt6 is no longer read"


def _of_its_texts(told: dict[str, str]) -> Iterator[str]:
    if "/" in told.get("author", ""):
        yield "a slash in the author"
    if "plugin" in told.get("name", "").lower():
        yield "'plugin' in the name"
    for key in ("description", "about", "changelog"):
        if re.search(r"</?[a-z]+[ />]", told.get(key, "")):
            yield f"HTML in {key}"
    for key in ADDRESSES:
        address = urlparse(told.get(key, ""))
        if address.scheme != "https" or not address.netloc:
            yield f"{key} is not an https address"
    for what, words in SAID.items():
        if words not in told.get("about", ""):
            yield f"about does not say {what}"
