# SPDX-License-Identifier: GPL-2.0-or-later
"""A pack of stand-ins and its zip, which tests of zips share."""

from __future__ import annotations

from pathlib import Path

import pytest

from offline_cache.field_pack.zipping import zip_pack
from tests.pack_cases import made_pack


@pytest.fixture(name="pack")
def pack(tmp_path: Path) -> Path:
    """Give a pack of stand-ins."""
    made_pack(tmp_path / "Luton")
    return tmp_path / "Luton"


@pytest.fixture(name="zipped")
def zipped(pack: Path, tmp_path: Path) -> Path:
    """Give it as a zip."""
    zip_pack(pack, tmp_path / "Luton.zip")
    return tmp_path / "Luton.zip"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
