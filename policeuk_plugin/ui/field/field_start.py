# SPDX-License-Identifier: GPL-2.0-or-later
"""The first screen of field mode: packs that were opened before, and a button for another."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from offline_cache.errors import BAD_PATH

from ... import settings
from ...text import tr
from . import field_style as style
from .field_screen import clear

_STATE, _MOST = "field packs", 5


class FieldStart(QWidget):
    """`wanted` carries the path of a pack."""

    wanted = pyqtSignal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukFieldStart")
        self.title = style.heading(self, "policeukFieldStartTitle", tr("Open a field pack"))
        self.said = style.label(
            self,
            "policeukFieldStartSaid",
            tr(
                "A field pack is a folder, or one zip, that the office made of your area. "
                "Everything is in it: no network is needed."
            ),
        )
        self.problem = style.label(self, "policeukFieldStartProblem", "", "refused")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(style.GAP)
        self.folder_button = style.button(self, "policeukFieldOpenFolder", tr("Open a &folder…"), tr("Alt+F"))
        self.zip_button = style.button(self, "policeukFieldOpenZip", tr("Open a &zip…"), tr("Alt+Z"))
        self._build()
        self.folder_button.clicked.connect(self._pick_folder)
        self.zip_button.clicked.connect(self._pick_zip)
        self.show_recent()

    def show_recent(self) -> None:
        """Packs that are still where they were."""
        clear(self._recent)
        recent = recent_packs()
        for path, title in recent:
            made = style.button(self, "policeukFieldRecent", f"{title}\n{path}".replace("&", "&&"), str(path))
            made.setProperty("card", True)
            made.setMinimumHeight(style.LEAST + 18)
            made.clicked.connect(lambda _=False, where=str(path): self.wanted.emit(where))
            self._recent.addWidget(made)

    def first_control(self) -> QWidget:
        """The pack that was opened last, else the button for one."""
        item = self._recent.itemAt(0)
        widget = item.widget() if item is not None else None
        return widget if isinstance(widget, QPushButton) else self.folder_button

    def say_opening(self, name: str) -> None:
        """It is read."""
        style.set_role(self.problem, "good")
        style.say(self.problem, tr("Opening {name}…").format(name=name))
        self.setEnabled(False)

    def say_problem(self, sentence: str) -> None:
        """It could not be read."""
        self.setEnabled(True)
        style.set_role(self.problem, "refused")
        style.say(self.problem, sentence)

    def _build(self) -> None:
        inner = QWidget(self)
        inner.setMaximumWidth(640)
        layout = QVBoxLayout(inner)
        layout.setSpacing(style.GAP + 4)
        for part in (self.title, self.said, self.problem):
            layout.addWidget(part)
        layout.addLayout(self._recent)
        row = QHBoxLayout()
        row.addWidget(style.make_main(self.folder_button), 1)
        row.addWidget(self.zip_button, 1)
        layout.addLayout(row)
        layout.addStretch(1)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(inner, 6)
        outer.addStretch(1)
        outer.setAlignment(Qt.AlignmentFlag.AlignTop)
        style.say(self.problem, "")

    def _pick_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Open a field pack"), settings.last_folder())
        if name:
            self.wanted.emit(name)

    def _pick_zip(self) -> None:
        kinds = tr("Field packs (*.zip manifest.json);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, tr("Open a field pack"), settings.last_folder(), kinds)
        if name:
            self.wanted.emit(name)


def recent_packs() -> list[tuple[Path, str]]:
    """Paths and titles of the packs that were opened last and are still there."""
    kept = settings.state(_STATE).get("recent")
    pairs = [one for one in kept if isinstance(one, list) and len(one) == 2] if isinstance(kept, list) else []
    return [(Path(str(path)), str(title)) for path, title in pairs if _is_there(Path(str(path)))]


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except BAD_PATH:
        return False


def remember_pack(path: Path, title: str) -> None:
    """Offer it first the next time."""
    others = [(str(one), name) for one, name in recent_packs() if one != path]
    settings.remember_state(_STATE, {"recent": [[str(path), title], *map(list, others)][:_MOST]})
