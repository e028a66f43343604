# SPDX-License-Identifier: GPL-2.0-or-later
"""Notes to files for others: CSV that no spreadsheet computes, GeoJSON, and a page in which no text is markup."""

from __future__ import annotations

import csv
import enum
import html
import json
import os
import struct
from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex
from typing import IO, Any

from ..errors import BAD_PATH, CacheError, reason
from .file import PRIVATE
from .model import FieldNote
from .notebook import Notebook
from .shapes import Place, Shape, places_of

COLUMNS = (
    "made",
    "changed",
    "author",
    "category",
    "text",
    "priority",
    "shape",
    "longitude",
    "latitude",
    "photos",
    "id",
)
"""Of the CSV; longitude and latitude are those of the middle of the note's box, in degrees (WGS84)."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SHAPES = {Shape.POINT: "point", Shape.LINE: "line", Shape.AREA: "area"}
_GEOJSON = {Shape.POINT: "Point", Shape.LINE: "LineString", Shape.AREA: "Polygon"}
_ENDS = {".csv": "csv", ".geojson": "geojson", ".json": "geojson", ".html": "html", ".htm": "html"}


class NoteFormat(enum.Enum):
    """What notes can be written as."""

    CSV = "csv"
    GEOJSON = "geojson"
    HTML = "html"


def format_of(path: Path) -> NoteFormat:
    """The format that the end of a file's name asks for; raises `CacheError` for another."""
    known = _ENDS.get(path.suffix.lower())
    if known is None:
        raise CacheError(f"{path.name} ends in no format of notes. Name a .csv, .geojson or .html file.")
    return NoteFormat(known)


def export_notes(notebook: Notebook, out: Path, file_format: NoteFormat) -> int:
    """Write all notes to `out`, readable by the user alone; how many. Photos stay in the notebook.

    A file that is there is replaced when the new one is whole. Raises `CacheError` where it cannot be written.
    """
    if out.exists() and out.samefile(notebook.path):
        raise CacheError(f"{out} is the notebook itself. Choose another name for the export.")
    notes = notebook.notes()
    titles = {link.key: link.title for link in notebook.priorities()}
    part = out.with_name(f".{out.name[:100]}.{token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE), "w", **_TEXT) as file:
            _WRITERS[file_format](file, notes, titles)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, out)
    except BAD_PATH as error:
        raise CacheError(f"{out} cannot be written: {reason(error)}. Choose another place.") from error
    finally:
        part.unlink(missing_ok=True)
    return len(notes)


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: a sign that begins one gets an apostrophe before it."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def _csv(file: IO[str], notes: Sequence[FieldNote], titles: dict[str, str]) -> None:
    writer = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for note in notes:
        shown = _properties(note, titles)
        shown["longitude"], shown["latitude"] = _middle(note)
        # A longitude may begin with a minus: it is ours, and no formula.
        ours = ("longitude", "latitude")
        writer.writerow([shown[name] if name in ours else guarded(str(shown[name])) for name in COLUMNS])


def _middle(note: FieldNote) -> tuple[str, str]:
    places = [place for part in _parts(note) for place in part]
    if not places:
        return "", ""
    xs, ys = zip(*places)
    west, south, east, north = min(xs), min(ys), max(xs), max(ys)
    return f"{(west + east) / 2:.6f}", f"{(south + north) / 2:.6f}"


def _geojson(file: IO[str], notes: Sequence[FieldNote], titles: dict[str, str]) -> None:
    features = [
        {"type": "Feature", "id": note.id, "geometry": _geometry(note), "properties": _properties(note, titles)}
        for note in notes
    ]
    json.dump({"type": "FeatureCollection", "name": "Field notes", "features": features}, file, ensure_ascii=False)


def _html(file: IO[str], notes: Sequence[FieldNote], titles: dict[str, str]) -> None:
    file.write(_PAGE_HEAD.format(count=len(notes), why=html.escape(_WHY)))
    for note in notes:
        told = {**_properties(note, titles), "made": _minute(note.made), "where": _where(note)}
        file.write(_PAGE_ROW.format(**{name: html.escape(str(value)) for name, value in told.items()}))
    file.write("</tbody></table></body></html>\n")


def _minute(moment: str) -> str:
    """A time as people write it; one that is none as it is."""
    return moment[:16].replace("T", " ") if moment[10:11] == "T" else moment


def _where(note: FieldNote) -> str:
    """The place, or the middle of it, as maps take it: latitude first; '' for none."""
    longitude, latitude = _middle(note)
    of = "" if note.shape is Shape.POINT else f" (middle of the {_SHAPES[note.shape]})"
    return f"{latitude[:-1]}, {longitude[:-1]}{of}" if latitude else ""


def _properties(note: FieldNote, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "made": note.made,
        "changed": note.changed,
        "author": note.author,
        "category": note.category,
        "text": note.text,
        "priority": titles.get(note.priority, note.priority),
        "shape": _SHAPES[note.shape],
        "photos": len(note.photos),
        "id": note.id,
    }


def _geometry(note: FieldNote) -> Any:
    parts = [[[round(x, 7), round(y, 7)] for x, y in part] for part in _parts(note)]
    if not parts:
        return None
    places = {Shape.POINT: parts[0][0], Shape.LINE: parts[0], Shape.AREA: list(map(_wound, parts, range(len(parts))))}
    return {"type": _GEOJSON[note.shape], "coordinates": places[note.shape]}


def _parts(note: FieldNote) -> tuple[tuple[Place, ...], ...]:
    """The parts of the place; none where there is none, or another program drew one with heights or in pieces."""
    try:
        parts = () if note.geometry is None else places_of(note.shape, note.geometry)
    except struct.error:
        return ()
    return parts if all(parts) else ()


def _wound(ring: list[list[float]], number: int) -> list[list[float]]:
    """A ring as RFC 7946 wants it: the outline anticlockwise, holes clockwise."""
    x, y = ring[0]
    twice = sum((a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y) for a, b in zip(ring, ring[1:]))
    return ring if (twice > 0) == (number == 0) else ring[::-1]


_WHY = (
    "What was seen and where, not who: no names, addresses, number plates or health of anyone should stand here. This "
    "page is a copy: when a note is deleted in field mode or in the office, it stays here until the page is deleted."
)
_TEXT: dict[str, Any] = {"encoding": "utf-8", "newline": ""}
_WRITERS = {NoteFormat.CSV: _csv, NoteFormat.GEOJSON: _geojson, NoteFormat.HTML: _html}
_PAGE_HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Field notes</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>body{{font-family:sans-serif;margin:2em}}td,th{{text-align:left;vertical-align:top;padding:.3em .8em .3em 0;
border-bottom:1px solid #ccc}}td.text{{white-space:pre-wrap;max-width:40em}}</style></head><body>
<h1>Field notes</h1><p>{count} in this notebook. Times are UTC by the clock of the machine; places are latitude and
longitude (WGS 84).</p><p>{why}</p>
<table><thead><tr><th>Taken</th><th>Where</th><th>By</th><th>Category</th><th>Note</th><th>Priority</th><th>Photos</th></tr>
</thead><tbody>
"""
_PAGE_ROW = (
    "<tr><td>{made}</td><td>{where}</td><td>{author}</td><td>{category}</td><td class='text'>{text}</td>"
    "<td>{priority}</td><td>{photos}</td></tr>\n"
)
