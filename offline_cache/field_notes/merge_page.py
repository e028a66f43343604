# SPDX-License-Identifier: GPL-2.0-or-later
"""A merge as a page: what came of it, and what to look at, both sides beside each other. No text in it is markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from .merge_report import ConflictKind, MergeReport, said
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
    ConflictKind.BOTH_CHANGED: "Open both notes at that place, keep what holds in one, delete the other.",
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
            said(held[conflict.note]) if conflict.note in held else "deleted",
            conflict.theirs or "deleted",
            _WHAT_TO_DO[conflict.kind],
        )
        for conflict in report.conflicts
    ]
    parts += _table("Changed on both sides", ("Note", "What happened", "Here", "In the file", "What to do"), rows)
    left = [(entry.source.name, entry.what, entry.sentence) for entry in report.left_out]
    parts += _table("Not taken", ("File", "What", "Why"), left)
    alike = [(about,) for _, about in report.alike]
    parts += _table("The same under two ids; both are kept", ("Note",), alike)
    if report.still_there:
        parts.append(_paragraph("Notes that were deleted here still stand in files that were merged. Delete these."))
    parts += [_paragraph(WHY_NO_PEOPLE), "</body></html>\n"]
    return "\n".join(parts)


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _table(title: str, head: Iterable[str], rows: Sequence[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    cells = "".join(f"<th>{escape(text)}</th>" for text in head)
    lines = ("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows)
    return [f"<h2>{escape(title)}</h2>", f"<table><tr>{cells}</tr>", *lines, "</table>"]
