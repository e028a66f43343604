# SPDX-License-Identifier: GPL-2.0-or-later
"""Run by QGIS itself (`--code`): clicks through the panel as a user does, then saves a picture of the window."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QDockWidget, QPushButton, QToolBar, QWidget
from qgis.utils import iface, plugins

STEP_MS = 250
Condition = Callable[[], bool]


def script() -> Iterator[Condition]:
    """The steps; each yields what to wait for before the next."""
    window = iface.mainWindow()
    width, height = (int(part) for part in os.environ["PICTURE_SIZE"].split("x"))
    window.showNormal()
    window.setGeometry(0, 0, width, height)
    _tidy(window)
    dock = window.findChild(QDockWidget, "policeukDock")
    yield dock.isVisible
    page = dock.data_page
    if not os.environ["PICTURE_WELCOME"]:
        yield from _import_and_add(dock, page)
    window.resizeDocks([window.findChild(QDockWidget, "Layers"), dock], [330, 380], Qt.Orientation.Horizontal)
    yield lambda: not iface.mapCanvas().isDrawing()
    dock.findChild(QWidget, "policeukCacheButton").clearFocus()
    yield _waits(6)
    window.grab().save(os.environ["PICTURE_OUT"])


def _import_and_add(dock: QDockWidget, page: QWidget) -> Iterator[Condition]:
    files = [Path(name) for name in os.environ["PICTURE_FILES"].split(os.pathsep) if name]
    if files:
        page.import_paths(files)
    else:
        dock.findChild(QPushButton, "policeukSampleButton").click()
    yield lambda: not page.runner.running
    layers = os.environ["PICTURE_LAYERS"].split()
    for kind, box in page.form.layer_boxes.items():
        if layers:
            box.setChecked(kind.value in layers)
    dock.findChild(QPushButton, "policeukAddLayers").click()
    yield _waits(4)
    canvas = iface.mapCanvas()
    zoom = float(os.environ["PICTURE_ZOOM"])
    if zoom != 1.0:
        canvas.zoomByFactor(1 / zoom)
    print("project CRS", QgsProject.instance().crs().authid(), "extent", canvas.extent().toString(0))
    print("messages", [item.text() for item in iface.messageBar().items()])
    time = canvas.temporalController()
    print("time", time.temporalExtents().begin().toString(), time.frameDuration().originalDuration())


def _tidy(window: QWidget) -> None:
    """Leave what every user sees, without panels that tell nothing here."""
    for dock in window.findChildren(QDockWidget):
        if dock.objectName() not in ("Layers", "policeukDock"):
            dock.setVisible(False)
    for bar in window.findChildren(QToolBar):
        if bar.objectName() not in ("mFileToolBar", "mMapNavToolBar", "mAttributesToolBar", "mVectorToolBar"):
            bar.setVisible(False)


def _waits(steps: int) -> Condition:
    left = [steps]

    def over() -> bool:
        left[0] -= 1
        return left[0] < 0 and not iface.mapCanvas().isDrawing()

    return over


def _run(steps: Iterator[Condition], condition: Condition) -> None:
    try:
        if condition():
            condition = next(steps)
    except StopIteration:
        _leave(0)
    except Exception:
        traceback.print_exc()
        _leave(1)
    QTimer.singleShot(STEP_MS, lambda: _run(steps, condition))


def _leave(code: int) -> None:
    """Without QGIS's own end, which crashes on 3.40 and 3.44 when a script asks for it."""
    sys.stdout.flush()
    os._exit(code)


if "policeuk_plugin" not in plugins:
    print("The plugin did not load.", file=sys.stderr)
    _leave(1)
QTimer.singleShot(1000, lambda: _run(script(), lambda: True))
