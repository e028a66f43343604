# SPDX-License-Identifier: GPL-2.0-or-later
"""A download of three months of one force, and whether a cache holds what was published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import all_csv_rows, cache_rows
from tests.downloads import FORCE, file_names, held, names, request
from tests.service import Service

WANTED = request("2023-06", "2023-08")
PATTERN = f"2023-0[678]/*-{FORCE}-*"


@pytest.fixture(name="service")
def service(wide_zip: Path) -> Iterator[Service]:
    """A service with a wide archive and no fault yet."""
    with Service(wide_zip) as running:
        yield running


def same_as(archive: Path, cache: Path, pattern: str = PATTERN) -> bool:
    """Whether a cache holds these files of an archive, all of them and row for row."""
    import zipfile

    files = names(archive, pattern)
    with zipfile.ZipFile(archive) as opened:
        rows = {
            kind: all_csv_rows(opened.read(name) for name in files if name.endswith(f"-{kind}.csv"))
            for kind in ("street", "outcomes", "stop-and-search")
        }
    assert held(cache) == file_names(files)
    return all(cache_rows(cache, kind) == rows[kind] for kind in rows)


def read(archive: Path, name: str) -> bytes:
    """One member."""
    import zipfile

    with zipfile.ZipFile(archive) as opened:
        return opened.read(name)
