# SPDX-License-Identifier: GPL-2.0-or-later
"""The members of a zip that says it is a pack; whatever could do harm is refused before anything is read."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import BadFile, shown
from . import names
from .manifest import MOST_BYTES, MOST_FILES
from .paths import is_clutter, is_safe

MOST_RATIO = 200
"""How many times its size a member may unpack to; more than 1 MB of nothing but zeros does more."""
_ALWAYS = 1 << 20
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_AGAIN = "Nothing was unpacked. Ask for the pack again from whom you trust."
_MAC = "__MACOSX/"


@dataclass(frozen=True)
class Members:
    """The files by their path in the pack; `top` is the folder in the zip in which they lie, '' or 'name/'."""

    top: str
    files: Mapping[str, zipfile.ZipInfo]


def members_of(archive: zipfile.ZipFile, path: Path) -> Members:
    """The files of the pack in a zip, which lie at its top or in one folder; raises `BadFile` for a hostile one."""
    infos = [info for info in archive.infolist() if not info.filename.startswith(_MAC)]
    if len(infos) > 2 * MOST_FILES:
        raise BadFile(f"{path.name} has {len(infos):,} members; no field pack has so many. {_AGAIN}")
    for info in infos:
        _refuse(info, path)
    tops = {info.filename.partition("/")[0] + "/" for info in infos if "/" in info.filename}
    at_top = any("/" not in info.filename for info in infos)
    top = tops.pop() if len(tops) == 1 and not at_top else ""
    files: dict[str, zipfile.ZipInfo] = {}
    folded: set[str] = set()
    for info in infos:
        name = info.filename[len(top) :]
        if info.is_dir() or not name or is_clutter(name):
            continue
        if name.casefold() in folded:
            raise BadFile(f"{path.name} holds {shown(name)} twice. {_AGAIN}")
        folded.add(name.casefold())
        files[name] = info
    if names.MANIFEST in files and files[names.MANIFEST].file_size > MOST_BYTES:
        raise BadFile(f"{path.name}: its manifest is too long to be one. {_AGAIN}")
    return Members(top, files)


def _refuse(info: zipfile.ZipInfo, path: Path) -> None:
    name = info.filename
    if not is_safe(name[:-1] if info.is_dir() else name):
        raise BadFile(f"{path.name} has a member with the unsafe name {shown(name)}. {_AGAIN}")
    if info.flag_bits & 0x1:
        raise BadFile(f"{path.name} is locked with a password. Unpack it yourself and choose the folder.")
    if info.compress_type not in _PACKED:
        raise BadFile(f"{path.name} is packed in an unusual way. Unpack it yourself and choose the folder.")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise BadFile(f"{path.name}: {shown(name)} is a link or device, not a file. {_AGAIN}")
    if info.file_size > max(_ALWAYS, MOST_RATIO * info.compress_size):
        raise BadFile(f"{path.name}: {shown(name)} would unpack to {info.file_size:,} bytes; no pack's does. {_AGAIN}")
