# SPDX-License-Identifier: GPL-2.0-or-later
"""Notes in a line or two."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QDateTime, QLocale, Qt

from offline_cache.field_notes.model import FieldNote
from offline_cache.field_notes.shapes import Shape

from ...text import many, tr

_LONGEST = 90


def when(moment: str) -> str:
    """A time in UTC (ISO 8601) by the clock of the machine, such as 3 May 2026 14:05."""
    read = QDateTime.fromString(moment[:19] + "Z", Qt.DateFormat.ISODate)
    return QLocale().toString(read.toLocalTime(), "d MMM yyyy HH:mm") if read.isValid() else moment


def row_words(note: FieldNote) -> str:
    """Category and text on one line, time and author on the next."""
    text = " ".join(note.text.split())
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    first = ": ".join(part for part in (note.category, text) if part) or tr("Without words")
    more = [when(note.made)]
    if note.author:
        more.append(note.author)
    if note.shape is not Shape.POINT:
        more.append(tr("line") if note.shape is Shape.LINE else tr("area"))
    if note.photos or note.photo_file:
        more.append(many(len(note.photos) or 1, tr("photo"), tr("photos")))
    if note.conflict_of:
        more.append(tr("kept beside another version"))
    return f"{first}\n{' · '.join(more)}"


def count_words(notes: Sequence[FieldNote]) -> str:
    """How many, and when the last was taken."""
    if not notes:
        return tr("None yet")
    last = max(note.made for note in notes)
    return tr("{n}, last taken {when}").format(n=many(len(notes), tr("note"), tr("notes")), when=when(last))


def times_words(note: FieldNote) -> str:
    """When it was taken and changed last."""
    made, changed = when(note.made), when(note.changed)
    if made == changed:
        return tr("Taken {made}.").format(made=made)
    return tr("Taken {made}, changed {changed}.").format(made=made, changed=changed)
