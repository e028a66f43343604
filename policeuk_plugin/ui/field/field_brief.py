# SPDX-License-Identifier: GPL-2.0-or-later
"""The brief: the page that was made with the pack, to look at, print, and keep a copy of."""

from __future__ import annotations

import functools
import shutil
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QImage, QPageSize, QPixmap, QResizeEvent
from qgis.PyQt.QtPrintSupport import QPrintDialog, QPrinter
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from offline_cache.errors import BAD_PATH, reason
from offline_cache.field_pack import names

from ... import settings
from ...text import tr
from ..asking import Asker
from . import field_style as style
from .field_pdf import LOOK, PRINT, pdf_pages, print_pages
from .field_results import open_file
from .field_screen import FieldScreen


class BriefScreen(FieldScreen):
    """Its first page as a picture; printing needs no other program."""

    key = "brief"

    @classmethod
    def title(cls) -> str:
        """What it is called."""
        return tr("Brief")

    def hint(self) -> str:
        """What it is, or why not."""
        pack = self.desk.pack
        if pack is not None and pack.refused:
            return tr("Not shown: the pack was changed")
        return tr("One page to read, print, hand out") if self._pdf() else tr("Not in this pack")

    def build(self) -> None:
        """Picture and buttons."""
        self.refusal = style.label(self.body, "policeukFieldBriefRefused", "", "refused")
        self.picture = QLabel(self.body)
        self.picture.setObjectName("policeukFieldBriefPage")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.picture.setAccessibleName(tr("The first page of the brief"))
        self.said = style.label(self, "policeukFieldBriefSaid", "", "good")
        self.body_layout.addWidget(self.refusal)
        self.body_layout.addWidget(self.picture)
        self.foot.addWidget(self.said)
        self.print_button = self.main("policeukFieldPrint", tr("&Print…"), tr("Alt+P"))
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        self.open_button = style.button(self, "policeukFieldBriefOpen", tr("&Open"), tr("In the program for PDFs"))
        self.save_button = style.button(self, "policeukFieldBriefSave", tr("&Save a copy…"))
        for made in (self.open_button, self.save_button):
            row.addWidget(made, 1)
        self.foot.addLayout(row)
        self.looking, self.fetching = (Asker(tr("Field mode: reading the brief"), 0, self) for _ in range(2))
        self.looking.answered.connect(self._look)
        self.looking.failed.connect(self._fail)
        self.fetching.answered.connect(self._print)
        self.fetching.failed.connect(self._fail)
        self.print_button.clicked.connect(self.fetch)
        self.open_button.clicked.connect(lambda: open_file(self._pdf()))
        self.save_button.clicked.connect(self._pick_target)
        style.say(self.said, "")
        self._page: Optional[QImage] = None
        self._shown: object = None

    @property
    def waiting(self) -> bool:
        """Whether a page is still being read."""
        return self.looking.waiting or self.fetching.waiting

    def refresh(self) -> None:
        """Of another pack."""
        pack = self.desk.pack
        if pack is None or pack is self._shown:
            return
        self._shown, self._page = pack, None
        lacking = tr("This pack was made without a brief. Ask for one where packs are made.")
        style.say(self.refusal, pack.refused or ("" if self._pdf() else lacking))
        style.set_role(self.refusal, "refused" if pack.refused else "warning")
        self.picture.clear()
        style.say(self.said, "")
        for made in (self.print_button, self.open_button, self.save_button):
            made.setEnabled(self._pdf() is not None)
            made.setToolTip("" if self._pdf() else pack.refused or lacking)

    def enter(self) -> None:
        """Look at it as soon as it is wanted."""
        pdf = self._pdf()
        style.say(self.said, "")
        if pdf is not None and self._page is None:
            self.looking.ask(functools.partial(pdf_pages, pdf, LOOK, 1))

    def first_control(self) -> QWidget:
        """Enter prints."""
        return self.print_button if self.print_button.isEnabled() else self.back_button

    def fetch(self) -> None:
        """Read the pages as they are printed, then ask which printer."""
        pdf = self._pdf()
        if pdf is not None and not self.fetching.waiting:
            style.say(self.said, tr("Getting the pages ready…"))
            self.fetching.ask(functools.partial(pdf_pages, pdf, PRINT))

    def print_to(self, printer: QPrinter, pages: tuple[QImage, ...]) -> None:
        """Print, and say so."""
        if print_pages(pages, printer):
            path = printer.outputFileName()
            text = tr("Printed into {path}.") if path else tr("Handed to {printer}.")
            style.say(self.said, text.format(path=path, printer=printer.printerName()))
        else:
            self._fail(tr("The printer did not take it. Open the brief and print it from there."))

    def save_copy(self, target: Path) -> None:
        """Copy the PDF."""
        pdf = self._pdf()
        if pdf is None:
            return
        try:
            shutil.copyfile(pdf, target)
        except BAD_PATH as error:
            text = tr("The copy could not be saved: {error}. Choose a folder that may be written.")
            self._fail(text.format(error=reason(error)))
            return
        settings.remember_export_folder(target.parent)
        style.set_role(self.said, "good")
        style.say(self.said, tr("Saved as {path}.").format(path=target))

    def shut_down(self) -> None:
        """Nothing of it is left running."""
        self.looking.shut_down()
        self.fetching.shut_down()

    def resizeEvent(self, event: Optional[QResizeEvent]) -> None:  # noqa: N802 - Qt's name
        """The picture is as wide as the screen."""
        super().resizeEvent(event)
        self._fit()

    def _pdf(self) -> Optional[Path]:
        return self.desk.pack.file(names.BRIEF_PDF) if self.desk.pack else None

    def _look(self, pages: tuple[QImage, ...]) -> None:
        if not pages:
            style.say(self.refusal, tr("This QGIS cannot show PDFs. Open the brief in another program."))
            style.set_role(self.refusal, "warning")
            return
        self._page = pages[0]
        self._fit()

    def _fit(self) -> None:
        if self._page is not None:
            ratio = self.devicePixelRatioF()
            wide = max(int((self.scroll.viewport().width() - 8) * ratio), 60)
            shown = QPixmap.fromImage(self._page).scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
            shown.setDevicePixelRatio(ratio)
            self.picture.setPixmap(shown)

    def _print(self, pages: tuple[QImage, ...]) -> None:
        style.say(self.said, "")
        if not pages:
            open_file(self._pdf())
            self._fail(tr("This QGIS cannot print PDFs: the brief was opened in another program, print it there."))
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setDocName(self.desk.pack.manifest.title if self.desk.pack else "")
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(tr("Print the brief"))
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            style.set_role(self.said, "good")
            self.print_to(printer, pages)

    def _pick_target(self) -> None:
        title = self.desk.pack.manifest.title if self.desk.pack else ""
        name = "".join(letter for letter in title if letter not in '\\/:*?"<>|').strip()[:100] or "brief"
        start = str(Path(settings.export_folder()) / f"{name}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save a copy of the brief"), start, tr("PDF (*.pdf)"))
        if chosen:
            path = Path(chosen)
            self.save_copy(path if path.suffix else path.with_suffix(".pdf"))

    def _fail(self, sentence: str) -> None:
        style.set_role(self.said, "warning")
        style.say(self.said, sentence)
