# SPDX-License-Identifier: GPL-2.0-or-later
"""Notes handed out as a page: what and where, when as people write it, and what becomes of such a copy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from offline_cache.field_notes import shapes
from offline_cache.field_notes.exporting import NoteFormat, export_notes
from offline_cache.field_notes.model import FieldNote
from offline_cache.field_notes.notebook import Notebook


@pytest.fixture
def page(tmp_path: Path) -> str:
    """Give the page of a note at a point and one on an area."""
    notebook = Notebook(tmp_path / "notes.gpkg")
    notebook.save(FieldNote(shapes.Shape.POINT, shapes.point(-0.42, 51.87), text="Lamp out"))
    ring = [(-0.42, 51.87), (-0.40, 51.87), (-0.40, 51.89), (-0.42, 51.87)]
    notebook.save(FieldNote(shapes.Shape.AREA, shapes.area(ring), text="Bins"))
    export_notes(notebook, tmp_path / "out.html", NoteFormat.HTML)
    return (tmp_path / "out.html").read_text(encoding="utf-8")


def test_each_note_has_its_place_latitude_first(page: str) -> None:
    assert "<th>Where</th>" in page
    assert "<td>51.87000, -0.42000</td>" in page
    assert "<td>51.88000, -0.41000 (middle of the area)</td>" in page


def test_times_are_as_people_write_them(page: str) -> None:
    assert len(re.findall(r"<td>\d{4}-\d\d-\d\d \d\d:\d\d</td>", page)) == 2
    assert "Z</td>" not in page


def test_the_page_does_not_say_of_itself_that_it_stays_on_the_machine(page: str) -> None:
    assert "stay on this machine" not in page
    assert "This page is a copy" in page
