# SPDX-License-Identifier: GPL-2.0-or-later
"""The manifest of a pack: what it is of, and the hash of each of its files. Written last, read with suspicion."""

from __future__ import annotations

import hashlib
import json
import os
import re
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Optional

from ..errors import BadFile, CacheError, printable, reason, shown
from ..model import Month
from . import names
from .describing import Described, described
from .hashing import digest
from .model import Manifest, PackedFile
from .paths import is_clutter, is_safe, side_file_of

MOST_BYTES = 8_000_000
MOST_FILES = 5_000
_FORMAT = "police-uk field pack"
_OWN_HASH = "sha256"
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_MADE = "%Y-%m-%dT%H:%M:%SZ"
_HEADER = re.compile(r"([0-9a-f]{28})?\Z")
_LONGEST = 2_000


class NewerPack(CacheError):
    """A pack of a newer version than this program's."""


class OlderPack(BadFile):
    """A pack of an older version, which lacks what tells whether it was changed."""


@dataclass(frozen=True)
class PackFacts:
    """What whoever makes a pack says of it; see `Manifest`."""

    title: str
    area: str
    months: tuple[Month, ...]
    types: tuple[str, ...]
    made_with: str
    held_to: Optional[Month] = None


def write_manifest(
    folder: Path,
    facts: PackFacts,
    descriptions: Optional[Mapping[str, Described]] = None,
    made: Optional[datetime] = None,
) -> Manifest:
    """Write the manifest of all files in `folder`, which are described by `descriptions` or by their names.

    Call it when all others are closed and whole. Raises `CacheError` where one of the files that every pack has
    lacks, or one cannot be part of a pack.
    """
    given = descriptions or {}
    paths = sorted(files_below(folder))
    lacking = [path for path in names.REQUIRED if path not in paths]
    if lacking:
        raise CacheError(f"{', '.join(lacking)} is not there, so this is no field pack yet. Make the pack anew.")
    files = [_packed(folder, path, given.get(path) or described(path)) for path in paths if _is_hashed(path)]
    manifest = Manifest(
        version=names.VERSION,
        id=str(uuid.uuid4()),
        title=facts.title,
        area=facts.area,
        months=facts.months,
        types=facts.types,
        data_to=facts.months[-1] if facts.months else None,
        held_to=facts.held_to or (facts.months[-1] if facts.months else None),
        made=(made or datetime.now(timezone.utc)).astimezone(timezone.utc).strftime(_MADE),
        made_with=facts.made_with,
        files=tuple(files),
    )
    values = _as_json(manifest)
    text = json.dumps({**values, _OWN_HASH: own_hash(values)}, ensure_ascii=False, indent=1) + "\n"
    (folder / names.MANIFEST).write_bytes(text.encode("utf-8"))
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest in a pack's folder; raises `CacheError` where there is none, `NewerPack` where it is newer."""
    path = folder / names.MANIFEST
    try:
        if path.exists() and not path.is_file():
            raise BadFile(f"The field pack {folder} is none: its {names.MANIFEST} is no file. Copy the pack again.")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise BadFile(
            f"{folder} is no field pack: it has no {names.MANIFEST}. Choose the folder that holds it, or copy the pack "
            "again."
        ) from error
    except OSError as error:
        raise BadFile(
            f"The field pack {folder} cannot be read ({reason(error)}). Check that its disk or stick is still there."
        ) from error
    return parsed(data, str(folder))


def own_hash(values: Mapping[str, Any]) -> str:
    """SHA-256 of all that a manifest says but this hash, whatever the order and the white space.

    It tells a byte that was changed on the way, and a date that somebody put right by hand: no other file has a hash
    of the manifest. It keeps nobody out who works it out anew.
    """
    said = {name: value for name, value in values.items() if name != _OWN_HASH}
    text = json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def files_below(folder: Path) -> dict[str, int]:
    """The files in a pack's folder, by their path with '/', with their sizes in bytes; links are not followed.

    Raises `OSError` where a folder cannot be looked into.
    """

    def refuse(error: OSError) -> None:
        raise error

    found = {}
    for parent, _, files in os.walk(folder, onerror=refuse):
        for name in files:
            path = Path(parent, name)
            found[path.relative_to(folder).as_posix()] = path.lstat().st_size
    return found


def _is_hashed(path: str) -> bool:
    known = path in names.NOT_HASHED or side_file_of(path) in names.NOT_HASHED
    return not (known or names.is_of_notes(path) or is_clutter(path))


def _packed(folder: Path, path: str, words: Described) -> PackedFile:
    if not is_safe(path):
        raise CacheError(f"{shown(path)} cannot be part of a pack: not every system allows such a name. Rename it.")
    file = folder / path
    if file.is_symlink() or not file.is_file():
        raise CacheError(f"{path} cannot be part of a pack: it is a link, or not a file. Put a copy of the file there.")
    if side_file_of(path):
        raise CacheError(f"{side_file_of(path)} is still open in a program. Close it and make the pack anew.")
    with file.open("rb") as opened:
        found = digest(opened, lambda size: None)
    return PackedFile(path, found.size, found.sha256, words.what, words.licence, found.header)


def _as_json(manifest: Manifest) -> dict[str, Any]:
    values = asdict(manifest)
    values["months"] = [str(month) for month in manifest.months]
    values["data_to"] = str(manifest.data_to) if manifest.data_to else None
    values["held_to"] = str(manifest.held_to) if manifest.held_to else None
    return {"format": _FORMAT, **values}


def parsed(data: bytes, name: str) -> Manifest:
    """The manifest that bytes out of the pack `name` are; raises `BadFile` for anything else, `NewerPack`."""
    try:
        if len(data) > MOST_BYTES:
            raise ValueError("too long")
        values = json.loads(data)
        if not isinstance(values, dict) or values.get("format") != _FORMAT:
            raise ValueError("of another kind")
        version = values["version"]
        if type(version) is int and version > names.VERSION:
            raise NewerPack(
                f"The field pack {name} was made by a newer version of the plugin (version {version} of packs; this "
                f"one knows {names.VERSION}). Update the plugin, or ask for a pack made with this version."
            )
        if type(version) is int and 0 < version < names.VERSION:
            raise OlderPack(
                f"The field pack {name} was made by an older version of the plugin (version {version} of packs; this "
                f"one makes {names.VERSION}) and cannot be checked. Ask for a new one; merge its notes.gpkg first."
            )
        manifest = _manifest(values)
        if values.get(_OWN_HASH) != own_hash(values):
            raise ValueError("it was changed since it was made")
        return manifest
    except (ValueError, KeyError, TypeError, RecursionError, CacheError) as error:
        if isinstance(error, (NewerPack, OlderPack)):
            raise
        raise BadFile(
            f"The manifest of the field pack {name} is damaged ({reason(error)}). Copy the pack again from where it "
            "was made."
        ) from error


def _manifest(values: dict[str, Any]) -> Manifest:
    months = tuple(Month.parse(_text(month)) for month in _list(values["months"]))
    files = tuple(_file(file) for file in _list(values["files"]))
    folded = {file.path.casefold() for file in files}
    if len(files) > MOST_FILES or len(folded) < len(files):
        raise ValueError("its files")
    if values["version"] != names.VERSION or type(values["version"]) is not int:
        raise ValueError("its version")
    if any(path not in {file.path for file in files} for path in names.REQUIRED):
        raise ValueError("a file that every pack has is not named")
    datetime.strptime(values["made"], _MADE)
    if _month(values["data_to"]) != (months[-1] if months else None) or list(months) != sorted(set(months)):
        raise ValueError("its months")
    return Manifest(
        version=values["version"],
        id=str(uuid.UUID(_text(values["id"]))),
        title=_line(values["title"]),
        area=_text(values["area"]),
        months=months,
        types=tuple(_text(name) for name in _list(values["types"])),
        data_to=_month(values["data_to"]),
        held_to=_month(values["held_to"]),
        made=_text(values["made"]),
        made_with=_text(values["made_with"]),
        files=files,
    )


def _file(values: Any) -> PackedFile:
    path, size, header = _text(values["path"]), values["size"], _text(values.get("header", ""))
    if not is_safe(path) or path in names.NOT_HASHED or names.is_of_notes(path):
        raise ValueError(f"the name {shown(path)}")
    if type(size) is not int or size < 0 or not _SHA256.match(_text(values["sha256"])) or not _HEADER.match(header):
        raise ValueError(f"what it says of {path}")
    return PackedFile(path, size, values["sha256"], _text(values["what"]), _text(values["licence"]), header)


def _month(value: Any) -> Optional[Month]:
    return None if value is None else Month.parse(_text(value))


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError("a text is none")
    return value


def _line(value: Any) -> str:
    """A text that is shown, on one line, without signs that steer a terminal."""
    return printable(" ".join(_text(value).split()))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("a list is none")
    return value
