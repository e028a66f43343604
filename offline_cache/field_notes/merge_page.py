# SPDX-License-Identifier: GPL-2.0-or-later
"""A merge as a page: what came of it, and what to look at, both sides beside each other. No text in it is markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Optional

from .merge_report import ConflictKind, MergeReport
from .model import WHY_NO_PEOPLE, FieldNote

_HEAD = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Field notes merged</title>
<style>body{font-family:sans-serif;margin:2em;max-width:60em}td,th{text-align:left;vertical-align:top;
padding:.4em .9em .4em 0;border-bottom:1px solid #bbb}td{white-space:pre-wrap;overflow-wrap:anywhere}</style>
</head><body>
"""
_WHAT_TO_DO = {
    ConflictKind.BOTH_CHANGED: "Open both notes, keep what holds, delete the other.",
    ConflictKind.DELETED_THERE: "Delete it here, too, if it should go.",
    ConflictKind.DELETED_HERE: "Copy what is needed into a new note, or delete that file.",
}


def merge_page(report: MergeReport, notes: Iterable[FieldNote]) -> str:
    """The page; `notes` are those of the target after the merge."""
    held = {note.id: note for note in notes}
    parts = [_HEAD, "<h1>Field notes merged</h1>", _paragraph(report.sentence)]
    rows = [
        (
            conflict.about,
            f"{conflict.kind.value} ({conflict.source.name})",
            _said(held.get(conflict.note)),
            _said(held.get(conflict.beside)),
            _WHAT_TO_DO[conflict.kind],
        )
        for conflict in report.conflicts
    ]
    parts += _table("Changed on both sides", ("Note", "What happened", "Here", "Kept beside it", "What to do"), rows)
    left = [(entry.source.name, entry.what, entry.sentence) for entry in report.left_out]
    parts += _table("Not taken", ("File", "What", "Why"), left)
    alike = [(about,) for _, about in report.alike]
    parts += _table("The same under two ids; both are kept", ("Note",), alike)
    if report.still_there:
        parts.append(_paragraph("Notes that were deleted here still stand in files that were merged. Delete these."))
    parts += [_paragraph(WHY_NO_PEOPLE), "</body></html>\n"]
    return "\n".join(parts)


def _said(note: Optional[FieldNote]) -> str:
    if note is None:
        return ""
    words = [f"{note.category}: {note.text}" if note.category else note.text]
    return "\n".join([*words, f"{note.author} {note.changed[:16].replace('T', ' ')}".strip()])


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _table(title: str, head: Iterable[str], rows: Sequence[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    cells = "".join(f"<th>{escape(text)}</th>" for text in head)
    lines = ("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows)
    return [f"<h2>{escape(title)}</h2>", f"<table><tr>{cells}</tr>", *lines, "</table>"]
