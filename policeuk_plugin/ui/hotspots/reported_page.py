# SPDX-License-Identifier: GPL-2.0-or-later
"""A page of an algorithm that writes a result page: to open it in the browser, to save it elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout

from ... import settings
from ...processing.asking import analysis_parameters as names
from ...text import tr
from ..algorithm_page import AlgorithmPage
from ..history import Entry
from ..running import Outcome


class ReportedPage(AlgorithmPage):
    """Beside the main button are those for the page of the last run, `report`; '' where it is not there."""

    report = ""
    _title = ""
    _answered: Optional[tuple[Any, ...]] = None

    def build_buttons(self, layout: QHBoxLayout) -> None:
        """What to do with the page of the result."""
        self.open_button = self.button(self.button_names()[0], tr("Open pa&ge"))
        self.save_button = self.button(self.button_names()[1], tr("E&xport page…"))
        self.open_button.clicked.connect(self.open_report)
        self.save_button.clicked.connect(self._pick_target)
        layout.addWidget(self.open_button)
        layout.addWidget(self.save_button)

    def button_names(self) -> tuple[str, str]:
        """Object names of both buttons."""
        name = f"policeuk{self.key.capitalize()}"
        return f"{name}OpenPage", f"{name}SavePage"

    @property
    def is_answered(self) -> bool:
        """Whether what is asked is what was run last: the result may have the room of the form."""
        return self._answered is not None and self._answered == self._asked()

    def last_entry(self) -> Optional[Entry]:
        """The last run of this page that is remembered."""
        return next((entry for entry in self.desk.runs if entry.page == self.key), None)

    def update_form(self) -> None:
        """Buttons of the last page, too."""
        super().update_form()
        last = self.last_entry()
        self.report = last.report if last and last.report and Path(last.report).is_file() else ""
        self._title = last.title if last else ""
        reason = "" if self.report else tr("Run first: the page of the last run is not there.")
        self.open_button.setEnabled(bool(self.report))
        self.open_button.setToolTip(reason or tr("The finding and how it was made, to read or print in the browser"))
        self.save_button.setEnabled(bool(self.report))
        self.save_button.setToolTip(reason or tr("One file with its pictures in it, to hand on"))

    def _last_sentence(self) -> str:
        last = self.last_entry()
        self.answer = last.sentence if last and not last.parameters.get(names.PDF) else ""  # a report has several
        return tr("Last: {title}. {sentence}").format(title=last.title, sentence=last.sentence) if last else ""

    def _asked(self) -> tuple[Any, ...]:
        return self.desk.selection.chosen, self.state()

    def _started(self) -> None:
        self._answered = None
        super()._started()

    def _ended(self, outcome: Outcome) -> None:
        self._answered = self._asked() if not (outcome.error or outcome.cancelled) else None
        super()._ended(outcome)

    def open_report(self) -> None:
        """Show the page of the last run in the browser."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.report))

    def save_report(self, target: Path) -> None:
        """Copy the page of the last run."""
        try:
            target.write_bytes(Path(self.report).read_bytes())
        except OSError as error:
            text = tr("The page could not be saved: {error}. Choose a folder that may be written.")
            self.desk.around.warn(text.format(error=error.strerror))
            return
        settings.remember_export_folder(target.parent)
        text = tr("Exported to {path}: one file, with its pictures in it.")
        self.desk.around.tell(text.format(path=target))

    def _pick_target(self) -> None:
        start = str(Path(settings.export_folder()) / f"{_as_file_name(self._title)}.html")
        name, _ = QFileDialog.getSaveFileName(self, tr("Export the page"), start, tr("Web pages (*.html)"))
        if name:
            path = Path(name)
            self.save_report(path if path.suffix else path.with_suffix(".html"))


def _as_file_name(title: str) -> str:
    """A title without what no file system takes."""
    return "".join(letter for letter in title if letter not in '\\/:*?"<>|').strip()[:120]
