# SPDX-License-Identifier: GPL-2.0-or-later
"""What leaves a notebook is text: no spreadsheet computes it, no page runs it, and only its user may read it."""

from __future__ import annotations

import csv
import json
import os
import struct
import subprocess
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offline_cache.errors import CacheError
from offline_cache.field_notes import shapes
from offline_cache.field_notes.exporting import NoteFormat, export_notes, format_of, guarded
from offline_cache.field_notes.merge_page import merge_page
from offline_cache.field_notes.merge_report import Conflict, ConflictKind, LeftOut, MergeReport
from offline_cache.field_notes.model import FieldNote, PriorityLink
from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_notes.priorities import priority_links
from offline_cache.field_notes.retention import due_notes, months_before
from offline_cache.police_api.neighbourhoods import NeighbourhoodKey, Priority
from tests.note_cases import at_point, jpeg, run

EVIL = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "<script>alert(1)</script>",
    "&amp;",
]


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    """Give a notebook of one note of each shape."""
    notebook = Notebook(tmp_path / "notes.gpkg")
    notebook.set_priorities([PriorityLink("k", "=Speeding <b>", "2026-04-01")])
    ring = [(-0.42, 51.87), (-0.42, 51.88), (-0.41, 51.88)]  # clockwise
    hole = [(-0.419, 51.876), (-0.418, 51.877), (-0.419, 51.877)]
    note = notebook.save(at_point("one", priority="k"))
    notebook.add_photo(note.id, jpeg())
    notebook.save(FieldNote(shapes.Shape.LINE, shapes.line([(-0.42, 51.87), (-0.40, 51.89)]), text="two"))
    notebook.save(FieldNote(shapes.Shape.AREA, shapes.area(ring, hole), text="three\nlines, “quoted”"))
    return notebook


class Tags(HTMLParser):
    """Collects what a browser would make elements of, and the words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        """Keep the element."""
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.words += data


def test_csv_says_what_the_notes_say(notebook: Notebook, tmp_path: Path) -> None:
    assert export_notes(notebook, tmp_path / "out.csv", NoteFormat.CSV) == 3
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        one, two, three = csv.DictReader(file)
    assert (one["text"], one["priority"], one["photos"]) == ("one", "'=Speeding <b>", "1")
    assert (two["shape"], two["longitude"], two["latitude"]) == ("line", "-0.410000", "51.880000")
    assert three["text"] == "three\nlines, “quoted”"


@pytest.mark.parametrize("text", EVIL)
def test_no_text_is_a_formula_or_markup(notebook: Notebook, tmp_path: Path, text: str) -> None:
    note = notebook.save(replace(at_point("x"), text=f"{text} 1", category=text, priority=text))
    assert note.text.strip()
    for kind in NoteFormat:
        export_notes(notebook, tmp_path / f"out.{kind.value}", kind)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    signs = ("=", "+", "@", "\t", "\r", "＝", "＋", "－", "＠")
    assert [cell for cell in cells if cell.lstrip(" ").startswith(signs)] == []
    assert [cell for cell in cells if cell.startswith("-") and not cell[1:].replace(".", "").isdigit()] == []
    tags = Tags()
    tags.feed((tmp_path / "out.html").read_text(encoding="utf-8"))
    assert not tags.tags & {"script", "b", "img"}
    assert note.text in tags.words
    collection = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))
    assert note.text in [feature["properties"]["text"] for feature in collection["features"]]


@given(text=st.text(max_size=40))
def test_whatever_is_guarded_can_be_read_back(text: str) -> None:
    assert guarded(text) in (text, f"'{text}")
    assert not guarded(text).startswith(("=", "+", "-", "@"))


def test_geojson_is_read_by_other_programs(notebook: Notebook, tmp_path: Path) -> None:
    path = tmp_path / "out.geojson"
    export_notes(notebook, path, NoteFormat.GEOJSON)
    told = subprocess.run(["ogrinfo", "-al", str(path)], capture_output=True, text=True, check=True).stdout
    assert "POINT (-0.4147 51.8787)" in told
    area = json.loads(path.read_text(encoding="utf-8"))["features"][2]["geometry"]["coordinates"]
    sums = [sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) for ring in area]
    assert sums[0] > 0 > sums[1]  # RFC 7946: outlines anticlockwise, holes clockwise


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")
def test_a_place_of_another_kind_is_exported_without_it(notebook: Notebook, tmp_path: Path) -> None:
    heights = struct.pack("<BI3d", 1, 1001, -0.4, 51.9, 30.0)
    empty_ring = struct.pack("<BIII", 1, 3, 1, 0)
    head = "INSERT INTO {} (text, geom) VALUES ('{}', X'4750000100000000{}')"
    run(notebook.path, head.format("note_point", "with a height", heights.hex()))
    run(notebook.path, head.format("note_area", "no corners", empty_ring.hex()))
    for file_format in NoteFormat:
        path = tmp_path / f"odd.{file_format.value}"
        export_notes(notebook, path, file_format)
        assert "with a height" in path.read_text(encoding="utf-8")
    features = json.loads((tmp_path / f"odd.{NoteFormat.GEOJSON.value}").read_text(encoding="utf-8"))["features"]
    odd = [each["geometry"] for each in features if each["properties"]["text"] in ("with a height", "no corners")]
    assert odd == [None, None]


def test_exports_are_their_users_alone(notebook: Notebook, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("older")
    out.chmod(0o666)
    export_notes(notebook, out, NoteFormat.CSV)
    assert out.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_exports_that_cannot_be_are_said(notebook: Notebook, tmp_path: Path) -> None:
    before = notebook.path.read_bytes()
    for out, sentence in (
        (notebook.path, "the notebook itself"),
        (tmp_path / "gone" / "out.csv", "cannot be written"),
        (tmp_path, "cannot be written"),
    ):
        with pytest.raises(CacheError, match=sentence):
            export_notes(notebook, out, NoteFormat.CSV)
    with pytest.raises(CacheError, match="no format of notes"):
        format_of(tmp_path / "out.xlsx")
    assert format_of(tmp_path / "OUT.HTML") is NoteFormat.HTML
    assert notebook.path.read_bytes() == before


def test_a_merge_as_a_page_shows_both_sides_and_runs_nothing(notebook: Notebook) -> None:
    one, two, _ = notebook.notes()
    evil = "<script>alert(1)</script>"
    conflict = Conflict(ConflictKind.BOTH_CHANGED, one.id, two.id, Path(f"{evil}.gpkg"), evil, f"{evil} theirs")
    report = MergeReport(conflicts=(conflict,), left_out=(LeftOut(Path("x"), evil, evil),), alike=(("a", evil),))
    tags = Tags()
    tags.feed(merge_page(report, [replace(one, text=evil), two]))
    assert "script" not in tags.tags
    assert tags.words.count(evil) >= 6
    assert f"{evil} theirs" in tags.words


# Retention


def dated(day: str) -> FieldNote:
    """Give a note of a day."""
    return replace(at_point(day), made=f"{day}T10:00:00.000Z")


def test_notes_are_due_by_the_months_that_the_team_set() -> None:
    notes = [dated(day) for day in ("2025-05-02", "2025-05-03", "2025-05-04", "2026-05-04")]
    due = due_notes(notes, 12, date(2026, 5, 3))
    assert [note.text for note in due.notes] == ["2025-05-02"]
    assert due.doubtful == ()
    assert due.sentence.startswith("1 note is older than the 12 months that your team has set.")
    assert due_notes([], 12, date(2026, 5, 3)).sentence == ""


@pytest.mark.parametrize("day", ["1970-01-01", "2026-05-05", "2099-12-31", "yesterday", ""])
def test_a_clock_that_is_wrong_deletes_nothing(day: str) -> None:
    due = due_notes([dated(day)], 12, date(2026, 5, 3))
    assert (due.notes, len(due.doubtful)) == ((), 1)
    assert "cannot be right" in due.sentence


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), months=st.integers(1, 120))
def test_months_before_is_the_same_day_or_the_last(day: date, months: int) -> None:
    before = months_before(day, months)
    assert (day.year - before.year) * 12 + day.month - before.month == months
    assert before.day == day.day or (before.day < day.day and before.day >= 28)


# Priorities


def test_a_priority_keeps_its_key_while_its_issue_stays() -> None:
    key = NeighbourhoodKey("bedfordshire", "LTN01")
    first = Priority("Speeding in\nthe High Street", "2026-04-01T00:00:00", "", "")
    links = priority_links(key, [first, Priority("x" * 300, "", "", "")])
    assert links[0].title == "Speeding in the High Street"
    assert len(links[1].title) == 80
    assert priority_links(key, [replace(first, action="Patrols")])[0] == links[0]
    assert priority_links(key, [replace(first, issue="Litter")])[0].key != links[0].key
    notebook_keys = {link.key for link in links}
    assert all(0 < len(link) <= 80 for link in notebook_keys)
