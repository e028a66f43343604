# SPDX-License-Identifier: GPL-2.0-or-later
"""An archive as wide as the service's, one force of it with real files (or the sample's), and those alone in a zip."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.service import file_name, shifted, wide_archive

from . import data

MONTHS = 36
FORCE = "bedfordshire"


def force_files() -> dict[str, bytes]:
    """108 files of one force up to the newest month held, by member; months that are lacking are copied from others."""
    with zipfile.ZipFile(data.archive()) as source:
        held = {(parts.month, parts.kind): name for name in source.namelist() if (parts := file_name(name))}
        force = {parts.force for name in held.values() if (parts := file_name(name))}.pop()
        months = sorted({month for month, _ in held})
        files = {}
        for number in range(MONTHS):
            month = shifted(months[-1], -number)
            like = months[-1 - number % len(months)]
            for kind in ("outcomes", "stop-and-search", "street"):
                content = source.read(held[like, kind]).replace(like.encode(), month.encode())
                files[f"{month}/{month}-{force}-{kind}.csv"] = content
    return dict(sorted(files.items()))


def archives(folder: Path) -> tuple[Path, Path, str, int]:
    """A wide archive and a zip with the files of the one force, its slug, and their packed bytes."""
    files = force_files()
    last = max(parts.month for name in files if (parts := file_name(name)))
    force = {parts.force for name in files if (parts := file_name(name))}.pop()
    wide = wide_archive(folder / f"{last}.zip", last=last, given=files)
    alone = folder / "alone" / f"{last}.zip"
    alone.parent.mkdir()
    packed = 0
    with zipfile.ZipFile(wide) as source, zipfile.ZipFile(alone, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name, content in files.items():
            target.writestr(name, content)
            packed += source.getinfo(name).compress_size
    return wide, alone, force, packed
