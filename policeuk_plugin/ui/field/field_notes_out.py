# SPDX-License-Identifier: GPL-2.0-or-later
"""Hands notes over: as a notebook for the office, to be merged there, or for others to read; and deletes those due."""

from __future__ import annotations

import functools
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from offline_cache.field_notes.exporting import export_notes, format_of
from offline_cache.field_notes.merging import merge_notes
from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_notes.retention import Due, due_notes

from ... import settings
from ...text import many, tr
from . import field_style as style
from .field_desk import FieldDesk

_BOOK = "gpkg"


class FieldHandOver(QWidget):
    """Buttons, and what came of them."""

    def __init__(self, desk: FieldDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("policeukFieldOutPage")
        self._due = Due((), (), 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(style.GAP)
        layout.addWidget(style.heading(self, "", tr("Hand over")))
        words = tr(
            "One file with all notes and photos, for the office: there it is merged on the page Field, with what "
            "others hand in. Handing it over deletes nothing here."
        )
        layout.addWidget(style.label(self, "", words))
        self.book_button = style.button(self, "policeukFieldOutBook", tr("Notebook for the &office…"))
        style.make_main(self.book_button)
        layout.addWidget(self.book_button)
        layout.addWidget(style.label(self, "", tr("To read elsewhere, without photos:"), "quiet"))
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        for name, text in (("csv", tr("Table…")), ("html", tr("Page…")), ("geojson", tr("Map…"))):
            made = style.button(self, f"policeukFieldOut{name.capitalize()}", text, f".{name}")
            made.clicked.connect(lambda _=False, kind=name: self._pick(kind))
            row.addWidget(made, 1)
        layout.addLayout(row)
        self.said = style.label(self, "policeukFieldOutSaid", "", "good")
        self.due = style.label(self, "policeukFieldDue", "", "warning")
        self.delete_button = style.button(self, "policeukFieldDeleteDue", "")
        for part in (self.said, self.due, self.delete_button):
            layout.addWidget(part)
        self.book_button.clicked.connect(lambda: self._pick(_BOOK))
        self.delete_button.clicked.connect(self._delete_due)

    def first_control(self) -> QWidget:
        """The usual way."""
        return self.book_button

    def read(self) -> None:
        """As it is."""
        style.say(self.said, "")
        self._show_due()

    def hand_over(self, target: Path) -> None:
        """Write the notes to a file of the kind that its name says."""
        settings.remember_export_folder(target.parent)
        work = functools.partial(_booked if target.suffix == f".{_BOOK}" else _exported, target)
        self.desk.notes.do(work, lambda count: self._tell(target, count), self._fail)

    def _tell(self, target: Path, count: int) -> None:
        notes = many(count, tr("note"), tr("notes"))
        self._say(tr("{notes} in {path}, readable by you alone.").format(notes=notes, path=target), "good")

    def _pick(self, kind: str) -> None:
        title = self.desk.pack.manifest.title if self.desk.pack else ""
        stem = "".join(letter for letter in title if letter not in '\\/:*?"<>|').strip()[:80]
        day = datetime.now().strftime("%Y-%m-%d")
        initials = str(settings.state("field").get("initials") or "")
        name = " ".join(part for part in (tr("Notes"), stem, day, initials) if part)
        start = str(Path(settings.export_folder()) / f"{name}.{kind}")
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Hand over notes"), start, f"*.{kind}")
        if chosen:
            path = Path(chosen)
            self.hand_over(path if path.suffix.lower() == f".{kind}" else path.with_name(f"{path.name}.{kind}"))

    def _show_due(self) -> None:
        held = self.desk.notes.held
        today = datetime.now(timezone.utc).date()
        self._due = due_notes(held.notes, held.months or 1, today)
        self._asked = False
        style.say(self.due, self._due.sentence)
        self.delete_button.setVisible(bool(self._due.notes))
        self.delete_button.setText(tr("Delete those that are due…"))

    def _delete_due(self) -> None:
        """The first press asks, the second deletes."""
        if not self._asked:
            self._asked = True
            count = many(len(self._due.notes), tr("note"), tr("notes"))
            self.delete_button.setText(tr("Delete {count} for good").format(count=count))
            return
        ids = [note.id for note in self._due.notes]
        self.desk.notes.do(functools.partial(_deleted, ids), lambda _: self._done(len(ids)), self._fail)

    def _done(self, count: int) -> None:
        self._show_due()
        self._say(tr("Deleted for good: {notes}.").format(notes=many(count, tr("note"), tr("notes"))), "good")

    def _fail(self, sentence: str) -> None:
        self._say(sentence, "warning")

    def _say(self, text: str, role: str) -> None:
        style.set_role(self.said, role)
        style.say(self.said, text)

    _asked = False


def _booked(target: Path, book: Notebook) -> int:
    """Notes and photos in a notebook; one that is there takes them in beside what it has."""
    from ...field.photo import prepare

    merge_notes(target, [book.path], prepare)
    return len(book.notes())


def _exported(target: Path, book: Notebook) -> int:
    return export_notes(book, target, format_of(target))


def _deleted(ids: list[str], book: Notebook) -> Any:
    book.delete(*ids)
