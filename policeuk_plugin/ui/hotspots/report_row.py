# SPDX-License-Identifier: GPL-2.0-or-later
"""The buttons that make a report of what is compared, and open its PDF; and the files that lie beside its page."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QHBoxLayout, QWidget

from ...processing.asking import analysis_parameters as names
from ...processing.report.report_tables_parameters import CSV, SPREADSHEET
from ...text import tr
from ..compare.compare_questions import REPORT_ALGORITHM
from ..history import Entry
from ..plain import plain
from ..slim import SlimButton
from ..surroundings import Surroundings


class ReportRow(QWidget):
    """`asked`: a report is wanted."""

    asked = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukCompareReportRow")
        self._pdf: Optional[Path] = None
        self.report = SlimButton(tr("Report (PD&F)"), self)
        self.report.setObjectName("policeukCompareReport")
        self.open = SlimButton(tr("Open PDF"), self)
        self.open.setObjectName("policeukCompareOpenPdf")
        self.open.setToolTip(tr("The last report, to read or print"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.report, 1)
        layout.addWidget(self.open)
        self.report.clicked.connect(self.asked)
        self.open.clicked.connect(self.open_pdf)

    def show_for(self, wanted: bool, reason: str, does: str, last: Optional[Entry]) -> None:
        """Be there where a report is of use (and there is one); `last` is the run that is told of."""
        there = QgsApplication.processingRegistry().algorithmById(REPORT_ALGORITHM) is not None
        pdf = Path(str(last.parameters.get(names.PDF) or "")) if last is not None else Path()
        self._pdf = pdf if pdf.suffix == ".pdf" and pdf.is_file() else None
        self.report.setVisible(wanted and there)
        self.report.setEnabled(not reason)
        self.report.setToolTip(plain(reason) or does)
        self.open.setVisible(self._pdf is not None)
        self.setVisible((wanted and there) or self._pdf is not None)

    def open_pdf(self) -> None:
        """Show the PDF of the last report."""
        if self._pdf is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._pdf)))


def files_beside(parameters: Mapping[str, Any]) -> tuple[Path, ...]:
    """What a report wrote beside its page, as far as it is there: PDF, spreadsheet, CSV."""
    paths = (Path(str(parameters.get(name) or "")) for name in (names.PDF, SPREADSHEET, CSV))
    return tuple(path for path in paths if path.suffix and path.is_file())


def copy_beside(parameters: Mapping[str, Any], target: Path, around: Surroundings) -> None:
    """Copy them beside the copy of the page, and say so."""
    copies = []
    for path in files_beside(parameters):
        copy = target.with_suffix(path.suffix)
        try:
            shutil.copyfile(path, copy)
        except OSError as error:
            text = tr("{name} could not be saved: {error}.")
            around.warn(text.format(name=copy.name, error=error.strerror))
            return
        copies.append(copy.name)
    if copies:
        around.tell(tr("Beside it: {names}.").format(names=", ".join(copies)))
