# SPDX-License-Identifier: GPL-2.0-or-later
"""The jobs of the page Field that make a brief and merge field notes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsRectangle
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from offline_cache.errors import CacheError
from offline_cache.field_notes.office import notebooks_at, office_notebook

from ... import settings
from ...processing.asking import analysis_parameters as names
from ...text import many, month_name, tr
from ..choices import choice_box, choose
from ..desk import Desk
from ..live import GroundKnown, Live
from ..result_files import free_file
from ..running import Outcome
from .field_job import FieldJob, there

_LEVEL, _SINCE, _FILES, _INTO = "LEVEL", "SINCE", "FILES", "INTO"


class BriefJob(FieldJob):
    """Fills in `policeuk:beatbrief`."""

    key = "brief"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        levels = [
            ("", tr("The selected area")),
            ("neighbourhood", tr("Every neighbourhood in it")),
            ("ward", tr("Every ward in it")),
        ]
        self.level = choice_box("policeukBriefLevel", tr("A page for"), levels, self)
        self.since = choice_box("policeukBriefSince", tr("Last meeting"), [("", tr("No second sheet"))], self)
        self.since.setToolTip(tr("Adds a sheet: the priorities of then beside what happened since"))
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(3)
        form.addRow(tr("A page for"), self.level)
        form.addRow(tr("Last meeting"), self.since)
        self.level.activated.connect(lambda _: self.changed.emit())
        self.since.activated.connect(lambda _: self.changed.emit())
        self._wanted = ""
        self.order = (self.level, self.since)

    def title(self) -> str:
        """In the list of jobs."""
        return tr("Make a brief for a meeting")

    def purpose(self) -> str:
        """What it gives."""
        return tr("One page of A4: map, five sentences, charts, priorities and next events; as PDF and for the browser")

    def run_text(self) -> str:
        """What stands on the main button."""
        return tr("Ma&ke brief")

    def algorithm(self) -> str:
        """The id of its algorithm."""
        return "policeuk:beatbrief"

    def parameters(self) -> dict[str, Any]:
        """Files that nothing overwrites. The months are those on top; a brief is of the year up to their end."""
        page = free_file("brief", "html")
        return {
            _LEVEL: self.level.currentData() or None,
            _SINCE: self.since.currentData() or None,
            "FROM": None,
            names.REPORT: str(page),
            names.PDF: str(page.with_suffix(".pdf")),
        }

    def state(self) -> dict[str, Any]:
        """What is set."""
        return {"brief_level": self.level.currentData(), "brief_since": self.since.currentData()}

    def restore(self, state: dict[str, Any]) -> None:
        """Set it again; months are offered once they are known."""
        choose(self.level, state.get("brief_level"))
        self._wanted = str(state.get("brief_since") or "")

    def fault(self) -> str:
        """A brief is of an area."""
        if not self.desk.selection.chosen.area:
            return tr("Choose an area on top: the beat, or the force whose beats have a page each.")
        return ""

    def cost(self, live: Live) -> str:
        """What will be made."""
        if self.level.currentData():
            return tr("A page for each, in one PDF; some seconds a page.")
        return tr("One page of the last twelve months of the selection; takes seconds.")

    def update_form(self, reason: str) -> None:
        """Offer the months that are held, the newest first."""
        live = self.desk.selection.live
        months = [month for month, _ in live.months] if live is not None else []
        offered = [self.since.itemData(row) for row in range(1, self.since.count())]
        wanted = [str(month) for month in reversed(months)]
        if offered != wanted and wanted:
            chosen = str(self.since.currentData() or self._wanted)
            while self.since.count() > 1:
                self.since.removeItem(1)
            for month in reversed(months):
                self.since.addItem(month_name(month), str(month))
            choose(self.since, chosen)
        for field in (self.level, self.since):
            field.setEnabled(not reason)

    def succeeded(self, outcome: Outcome, live: Live) -> tuple[str, str, str]:
        """The algorithm's own words."""
        title = tr("Brief, {title}").format(title=live.title)
        return title, str(outcome.results.get("SENTENCE") or ""), tr("Next: open it, to read or print.")

    def result_of(self, parameters: Mapping[str, Any]) -> Optional[Path]:
        """The PDF."""
        return there(parameters.get(names.PDF))


class MergeJob(FieldJob):
    """Fills in `policeuk:mergefieldnotes`."""

    key = "merge"
    about_selection = False
    _lacking = ""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.files = QListWidget(self)
        self.files.setObjectName("policeukMergeFiles")
        self.files.setAccessibleName(tr("Notebooks that were handed in"))
        self.files.setMaximumHeight(90)
        self.add_button, self.clear_button = QPushButton(tr("Add &notebooks…"), self), QPushButton(tr("Clear"), self)
        self.folder_button = QPushButton(tr("All &in a folder…"), self)
        self.folder_button.setToolTip(tr("All notebooks in it and below, with the photos that QField put beside them"))
        self.folder_button.setObjectName("policeukMergeFolder")
        self.add_button.setObjectName("policeukMergeAdd")
        self.clear_button.setObjectName("policeukMergeClear")
        self.into = QLineEdit(self)
        self.into.setObjectName("policeukMergeInto")
        self.into.setToolTip(tr("The office's notebook; it is made where there is none"))
        row = QHBoxLayout()
        row.addWidget(self.add_button, 1)
        row.addWidget(self.folder_button, 1)
        row.addWidget(self.clear_button)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Into"), self.into)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.files)
        layout.addLayout(row)
        layout.addLayout(form)
        self.add_button.clicked.connect(self._pick)
        self.folder_button.clicked.connect(self._pick_folder)
        self.clear_button.clicked.connect(self._clear)
        self.into.textChanged.connect(lambda _: self.changed.emit())
        self.order = (self.files, self.add_button, self.folder_button, self.clear_button, self.into)

    def title(self) -> str:
        """In the list of jobs."""
        return tr("Merge field notes that were handed in")

    def purpose(self) -> str:
        """What it gives."""
        return tr("All notes in one notebook; what two laptops changed is kept side by side, nothing is overwritten")

    def run_text(self) -> str:
        """What stands on the main button."""
        return tr("Mer&ge notes")

    def algorithm(self) -> str:
        """The id of its algorithm."""
        return "policeuk:mergefieldnotes"

    @property
    def paths(self) -> list[str]:
        """The files to merge."""
        return [self.files.item(row).text() for row in range(self.files.count())]

    def add(self, paths: list[str]) -> None:
        """Files beside those that are there."""
        there_already = set(self.paths)
        self.files.addItems([path for path in paths if path not in there_already])
        self.changed.emit()

    def add_folder(self, folder: Path) -> None:
        """The notebooks of a folder as it was handed in; where there is none, that is said."""
        found = notebooks_at([folder])
        self._lacking = "" if found[0].exists() else tr("No notebook (.gpkg) lies in {folder}.").format(folder=folder)
        self.add([] if self._lacking else [str(path) for path in found])

    def parameters(self) -> dict[str, Any]:
        """Files, and the notebook that takes them in."""
        into = Path(self.into.text().strip())
        if not into.parent.is_dir():
            raise CacheError(tr("The folder {folder} is not there. Choose another file.").format(folder=into.parent))
        return {_FILES: self.paths, _INTO: str(into), names.REPORT: str(free_file("merged-notes", "html"))}

    def fault(self) -> str:
        """Something to merge, and where to."""
        if not self.files.count():
            wanted = tr("Add the notebooks (.gpkg) that were handed in, or their folder.")
            return f"{self._lacking} {wanted}".strip()
        return "" if self.into.text().strip() else tr("Say into which file they are merged.")

    def cost(self, live: Live) -> str:
        """What will be done."""
        count = many(self.files.count(), tr("notebook"), tr("notebooks"))
        return tr("{count}; the files themselves stay as they are.").format(count=count)

    def update_form(self, reason: str) -> None:
        """Beside the cache, unless another file is chosen."""
        if not self.into.text():
            self.into.setText(str(office_notebook(self.desk.cache)))
        for field in self.order:
            field.setEnabled(not reason)

    def stand_in(self) -> Optional[Live]:
        """No crimes are needed."""
        return Live(
            tr("Field notes"), tr("Police UK – field notes"), "", "", 0, 0, {}, (), QgsRectangle(), GroundKnown("")
        )

    def succeeded(self, outcome: Outcome, live: Live) -> tuple[str, str, str]:
        """The algorithm's own words."""
        self.files.clear()
        said = str(outcome.results.get("SENTENCE") or "")
        return tr("Field notes"), said, tr("Next: open the page, which names what is to be looked at.")

    def result_of(self, parameters: Mapping[str, Any]) -> Optional[Path]:
        """The page that says what came of each file."""
        return there(parameters.get(names.REPORT))

    def _pick(self) -> None:
        kinds = tr("Notebooks (*.gpkg);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Notebooks handed in"), settings.last_folder(), kinds)
        if chosen:
            settings.remember_folder(Path(chosen[0]))
            self.add(chosen)

    def _pick_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder that was handed in"), settings.last_folder())
        if chosen:
            settings.remember_folder(Path(chosen))
            self.add_folder(Path(chosen))

    def _clear(self) -> None:
        self._lacking = ""
        self.files.clear()
        self.changed.emit()
