# SPDX-License-Identifier: GPL-2.0-or-later
"""Two notebooks of one team for tests of merging, and what a merge says."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from offline_cache.field_notes.merge_report import MergeReport
from offline_cache.field_notes.merging import merge_notes
from offline_cache.field_notes.model import FieldNote
from offline_cache.field_notes.notebook import Notebook
from tests.note_cases import at_point, whole


@pytest.fixture(name="office")
def office(tmp_path: Path) -> Notebook:
    """Give the office's notebook."""
    return Notebook(tmp_path / "office.gpkg")


@pytest.fixture(name="laptop")
def laptop(tmp_path: Path) -> Notebook:
    """Give a laptop's."""
    return Notebook(tmp_path / "laptop.gpkg")


def merged(office: Notebook, *others: Notebook) -> MergeReport:
    """Merge, and see that the file is whole and that a second merge does nothing."""
    report = merge_notes(office.path, [other.path for other in others])
    before = dump(office.path)
    again = merge_notes(office.path, [other.path for other in others])
    assert dump(office.path) == before
    assert (again.added, again.updated, again.deleted, again.photos) == ((), (), (), 0)
    assert whole(office.path)
    return report


def dump(path: Path) -> list[str]:
    """Give all that a notebook holds as text."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def both(office: Notebook, laptop: Notebook, text: str = "one") -> FieldNote:
    """Give a note that both hold."""
    note = laptop.save(at_point(text))
    merge_notes(office.path, [laptop.path])
    return note
