# SPDX-License-Identifier: GPL-2.0-or-later
"""Run by QGIS itself (`--code`): clicks through the panel as a user does, and saves a picture at each step."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QPushButton, QToolBar, QToolButton, QWidget
from qgis.utils import iface

sys.path.append(os.environ["PICTURE_ROOT"])  # QGIS runs this file, which is in no package then

from tools.inside import Condition, begin, waits  # noqa: E402


def script() -> Iterator[Condition]:
    """The steps; each yields what to wait for before the next."""
    window = iface.mainWindow()
    width, height = (int(part) for part in os.environ["PICTURE_SIZE"].split("x"))
    window.showNormal()
    window.setGeometry(0, 0, width, height)
    _tidy(window)
    dock = window.findChild(QDockWidget, "policeukDock")
    yield dock.isVisible
    _widen(window, dock)
    yield waits(4)
    _save("welcome", dock)
    yield from _data(dock)
    _widen(window, dock)
    yield waits(4)
    _save("data", dock)
    yield from _run(dock, "map")
    yield waits(8)
    _save("map", window)
    yield from _run(dock, "hotspots")
    dock.findChild(QToolButton, "policeukHistoryFold").setChecked(True)
    iface.messageBar().clearWidgets()  # QGIS tells of tasks that took long while its window was not looked at
    yield waits(8)
    _save("hotspots", window)
    _save("qgis", window)


def _data(dock: QDockWidget) -> Iterator[Condition]:
    page = dock.page_of["data"]
    files = [Path(name) for name in os.environ["PICTURE_FILES"].split(os.pathsep) if name]
    if files:
        page.import_paths(files)
    else:
        dock.findChild(QPushButton, "policeukSampleButton").click()
    yield lambda: not page.runner.running
    yield lambda: not (dock.selection.asker.waiting or dock.selection.areas.waiting)
    if os.environ["PICTURE_AREA"]:
        dock.selection.area_box.setEditText(os.environ["PICTURE_AREA"])
        dock.selection.area_box.take_text()
        yield lambda: not dock.selection.asker.waiting


def _run(dock: QDockWidget, key: str) -> Iterator[Condition]:
    page = dock.page_of[key]
    dock.pages.setCurrentIndex(list(dock.page_of).index(key))
    began = time.monotonic()
    page.main_button.click()
    yield lambda: not page.runner.running
    print(key, round(time.monotonic() - began, 1), "s:", page.closing_label.text())
    print("messages", [item.text() for item in iface.messageBar().items()])


def _widen(window: QWidget, dock: QDockWidget) -> None:
    docks = [window.findChild(QDockWidget, "Layers"), dock]
    window.resizeDocks(docks, [330, int(os.environ["PICTURE_WIDTH"])], Qt.Orientation.Horizontal)


def _save(name: str, widget: QWidget) -> None:
    if name in os.environ["PICTURE_NAMES"].split():
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.clearFocus()
        widget.grab().save(str(Path(os.environ["PICTURE_OUT"]) / f"{name}.png"))


def _tidy(window: QWidget) -> None:
    """Leave what every user sees, without panels that tell nothing here."""
    for dock in window.findChildren(QDockWidget):
        if dock.objectName() not in ("Layers", "policeukDock"):
            dock.setVisible(False)
    for bar in window.findChildren(QToolBar):
        if bar.objectName() not in ("mFileToolBar", "mMapNavToolBar", "mAttributesToolBar", "mVectorToolBar"):
            bar.setVisible(False)


begin(script)
