# SPDX-License-Identifier: GPL-2.0-or-later
"""The brief: the page that was made with the pack, to look at, print, and keep a copy of."""

from __future__ import annotations

import functools
import shutil
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QImage, QKeyEvent, QPageSize, QPixmap, QResizeEvent
from qgis.PyQt.QtPrintSupport import QPrintDialog, QPrinter
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from offline_cache.errors import BAD_PATH, reason
from offline_cache.field_pack import names

from ... import settings
from ...text import tr
from ..asking import Asker
from . import field_style as style
from .field_brief_view import BriefView
from .field_pdf import LOOK, PRINT, pdf_pages, print_pages
from .field_results import open_file
from .field_screen import FieldScreen

_MOST_READ = 12
"""Pages that are shown large: each takes 19 MB; of an atlas the rest is for paper."""


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
        self.large_button = style.button(self, "policeukFieldBriefLarge", tr("&Enlarge"), tr("To read it here (plus)"))
        self.open_button = style.button(self, "policeukFieldBriefOpen", tr("&Open"), tr("In the program for PDFs"))
        self.save_button = style.button(self, "policeukFieldBriefSave", tr("&Save a copy…"))
        row_of = (self.large_button, self.open_button, self.save_button)
        for made in row_of:
            row.addWidget(made, 1)
        self.foot.addLayout(row)
        title = tr("Field mode: reading the brief")
        self.looking, self.fetching, self.reading = (Asker(title, 0, self) for _ in range(3))
        self.looking.answered.connect(self._look)
        self.looking.failed.connect(self._fail)
        self.fetching.answered.connect(self._print)
        self.fetching.failed.connect(self._fail)
        self.reading.answered.connect(self._refine)
        self.reading.failed.connect(self._fail)
        self.print_button.clicked.connect(self.fetch)
        self.large_button.clicked.connect(self.enlarge)
        self.open_button.clicked.connect(lambda: open_file(self._pdf()))
        self.save_button.clicked.connect(self._pick_target)
        style.say(self.said, "")
        self._tips = {made: made.toolTip() for made in (self.print_button, *row_of)}
        self._page: Optional[QImage] = None
        self._shown: object = None
        self._wish = False
        self.view: Optional[BriefView] = None

    @property
    def waiting(self) -> bool:
        """Whether a page is still being read."""
        return self.looking.waiting or self.fetching.waiting or self.reading.waiting

    def refresh(self) -> None:
        """Of another pack."""
        pack = self.desk.pack
        if pack is None or pack is self._shown:
            return
        self._shown, self._page, self._wish = pack, None, False
        lacking = tr("This pack was made without a brief. Ask for one where packs are made.")
        style.say(self.refusal, pack.refused or ("" if self._pdf() else lacking))
        style.set_role(self.refusal, "refused" if pack.refused else "warning")
        self.picture.clear()
        style.say(self.said, "")
        for made in (self.print_button, self.large_button, self.open_button, self.save_button):
            made.setEnabled(self._pdf() is not None)
            made.setToolTip(self._tips[made] if self._pdf() else pack.refused or lacking)

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

    def enlarge(self) -> None:
        """Show all pages over the whole window: the one that is seen at once, all of them in finer print."""
        pdf = self._pdf()
        if pdf is None or self.view is not None:
            return
        self._wish = self._page is None
        if self._page is None:  # it is still being read
            return
        self.view = BriefView((self._page,), self)
        self.view.finished.connect(self._put_away)
        self.view.open()
        self.reading.ask(functools.partial(pdf_pages, pdf, PRINT, _MOST_READ))

    def keyPressEvent(self, event: Optional[QKeyEvent]) -> None:  # noqa: N802 - Qt's name
        """Plus enlarges, as on the map."""
        if event is not None and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.enlarge()
        elif event is not None:
            super().keyPressEvent(event)

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
        if self.view is not None:
            self.view.close()
        for asker in (self.looking, self.fetching, self.reading):
            asker.shut_down()

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
            self.large_button.setEnabled(False)
            self.large_button.setToolTip(self.refusal.text())
            return
        self._page = pages[0]
        self._fit()
        if self._wish and self.isVisible():
            self.enlarge()

    def _refine(self, pages: tuple[QImage, ...]) -> None:
        if self.view is not None and pages:
            self.view.show_pages(pages)

    def _put_away(self, _: int) -> None:
        self.view = None
        self.reading.forget()

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
