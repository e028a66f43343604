# SPDX-License-Identifier: GPL-2.0-or-later
"""Pages of a PDF as pictures, to look at and to print: by GDAL, which QGIS has wherever it runs; no other program."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from qgis.core import QgsRasterLayer
from qgis.PyQt.QtCore import QRect, QRectF, Qt
from qgis.PyQt.QtGui import QImage, QPainter
from qgis.PyQt.QtPrintSupport import QPrinter

from offline_cache.errors import BAD_PATH, CacheError, reason

from ...text import tr

LOOK, PRINT = 100, 220
"""Dots an inch of a picture to look at, and of one to print."""
_MOST_PAGES = 400


def pdf_pages(path: Path, dots: int, most: int = _MOST_PAGES) -> tuple[QImage, ...]:
    """The first pages of a PDF; for workers. () where this QGIS cannot read PDFs.

    Works on a copy, as GDAL writes beside what it reads. Raises `CacheError` where the file cannot be read.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "pages.pdf"
        try:
            shutil.copyfile(path, copy)
        except BAD_PATH as error:
            text = tr("{name} cannot be read: {error}. Is the disk or stick of the pack still there?")
            raise CacheError(text.format(name=path.name, error=reason(error))) from error
        found: list[QImage] = []
        while len(found) < most:
            page = _page(copy, len(found) + 1, dots)
            if page.isNull():
                break
            found.append(page)
    return tuple(found)


def print_pages(pages: tuple[QImage, ...], printer: QPrinter) -> bool:
    """Print pictures of pages, each as large as the paper; says whether the printer took them."""
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for at, page in enumerate(pages):
        if at:
            printer.newPage()
        paper = QRect(painter.viewport())
        size = page.size().scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(
            (paper.width() - size.width()) / 2, (paper.height() - size.height()) / 2, size.width(), size.height()
        )
        painter.drawImage(target, page)
    return bool(painter.end())


def _page(path: Path, number: int, dots: int) -> QImage:
    options = QgsRasterLayer.LayerOptions()
    options.skipCrsValidation = True
    options.loadDefaultStyle = False
    layer = QgsRasterLayer(f"PDF:{number}:{path}|option:DPI={dots}", "", "gdal", options)
    if not layer.isValid() or layer.renderer() is None:
        return QImage()
    block = layer.renderer().block(1, layer.extent(), layer.width(), layer.height())
    return QImage(block.image()) if block is not None else QImage()
