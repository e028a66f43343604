# SPDX-License-Identifier: GPL-2.0-or-later
"""Run by QGIS itself (`--code`): goes through every screen of the plugin, and saves what is on the display."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import processing
from qgis.PyQt.QtCore import QPoint, QRect, Qt, QTimer
from qgis.PyQt.QtGui import QGuiApplication, QImage
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QComboBox, QDockWidget, QPushButton, QToolButton, QWidget
from qgis.utils import iface

sys.path.append(os.environ["LOOK_ROOT"])  # QGIS runs this file, which is in no package then

from tools.inside import Condition, begin, waits  # noqa: E402
from tools.looks_faults import faults, pale  # noqa: E402

_WANTED = os.environ["LOOK_SCENES"].split()
_PAUSE = 3
"""Steps after which what was pressed is drawn."""


def script() -> Iterator[Condition]:
    """The steps; each yields what to wait for before the next."""
    window = iface.mainWindow()
    width, height = (int(part) for part in os.environ["LOOK_SIZE"].split("x"))
    window.showNormal()
    window.setGeometry(0, 0, width, height)
    dock = window.findChild(QDockWidget, "policeukDock")
    yield dock.isVisible
    _place(window, dock)
    yield waits(6)
    scenes: dict[str, Callable[[QDockWidget], Iterator[Condition]]] = {
        "welcome": _welcome,
        "data": _data,
        "map": _map,
        "hotspots": _hotspots,
        "compare": _compare,
        "field": _field,
        "dialogs": _dialogs,
        "fieldmode": _field_mode,
    }
    for name, scene in scenes.items():
        if name in _WANTED or name == "data":  # all others need the sample
            yield from scene(dock)


def _welcome(dock: QDockWidget) -> Iterator[Condition]:
    yield from _shot("welcome-window", iface.mainWindow())
    yield from _shot("welcome", dock)
    box = dock.data_page.form.foot.offline_box
    box.click()
    yield from _shot("welcome-offline", dock)
    box.click()
    yield waits(1)


def _data(dock: QDockWidget) -> Iterator[Condition]:
    page = dock.data_page
    dock.pages.setCurrentIndex(0)
    _press(dock, "policeukSampleButton")
    yield lambda: not page.runner.running
    yield _counted(dock)
    if "data" not in _WANTED:
        return
    yield from _shot("data", dock)
    dock.selection.area_box.lineEdit().setFocus()
    dock.selection.area_box.lineEdit().setText("")
    QTest.keyClicks(dock.selection.area_box.lineEdit(), "swallow")
    yield waits(_PAUSE)
    yield from _shot("data-area-list", dock)
    dock.selection.area_box.finder.popup().hide()
    dock.selection.area_box.lineEdit().clear()
    dock.selection.area_box.take_text()
    yield _counted(dock)
    types = dock.findChild(QComboBox, "policeukTypes")
    types.showPopup()
    yield from _shot("data-types", dock)
    types.hidePopup()
    _press(dock, "policeukQuality")
    yield waits(2 * _PAUSE)
    yield from _shot("data-quality", dock)
    dock.quality.close_panel()
    _press(dock, "policeukDownload")
    yield from _shot("data-download", dock)
    page.form.download.sliced.click()
    yield from _shot("data-download-slice", dock)
    page.form.download.whole.click()
    page.cancel()
    yield waits(1)


def _map(dock: QDockWidget) -> Iterator[Condition]:
    yield from _open(dock, "map")
    yield from _run(dock, "map")
    yield from _shot("map-done", dock)
    yield from _shot("map-window", iface.mainWindow())


def _hotspots(dock: QDockWidget) -> Iterator[Condition]:
    yield from _open(dock, "hotspots")
    dock.findChild(QToolButton, "policeukHotspotsMore").setChecked(True)
    yield from _shot("hotspots-more", dock)
    dock.findChild(QToolButton, "policeukHotspotsMore").setChecked(False)
    yield from _run(dock, "hotspots")
    yield from _shot("hotspots-done", dock)
    dock.findChild(QToolButton, "policeukHistoryFold").setChecked(True)
    yield from _shot("hotspots-history", dock)
    dock.findChild(QToolButton, "policeukHistoryFold").setChecked(False)


def _compare(dock: QDockWidget) -> Iterator[Condition]:
    dock.selection.area_box.setEditText("ward:Swallow Hole")
    dock.selection.area_box.take_text()
    yield _counted(dock)
    yield from _open(dock, "compare")
    form = dock.page_of["compare"].form
    for row in range(form.ask.count()):
        form.ask.setCurrentIndex(row)
        form.change.setChecked(True)
        yield from _shot(f"compare-{row + 1}-{form.question.key}", dock)
        form.change.setChecked(False)
    form.ask.setCurrentIndex(0)
    yield waits(_PAUSE)
    if dock.page_of["compare"].main_button.isEnabled():
        yield from _run(dock, "compare")
        yield from _shot("compare-done", dock)


def _field(dock: QDockWidget) -> Iterator[Condition]:
    yield from _open(dock, "field")


def _dialogs(dock: QDockWidget) -> Iterator[Condition]:
    window = iface.mainWindow()
    QTimer.singleShot(0, lambda: iface.showOptionsDialog(window, "policeukOptions"))
    yield lambda: QApplication.activeModalWidget() is not None
    yield waits(_PAUSE)
    yield from _shot("options", QApplication.activeModalWidget())
    QApplication.activeModalWidget().reject()
    yield waits(_PAUSE)
    layers = [node.layer() for node in iface.layerTreeView().layerTreeModel().rootGroup().findLayers()]
    if layers:
        iface.setActiveLayer(layers[0])
        _find_action("policeukLayerExplain").trigger()
        yield waits(_PAUSE)
        page = window.findChild(QWidget, "policeukExplain")
        yield from _shot("explain", page)
        page.close()
    dialog = processing.createAlgorithmDialog("policeuk:crimeclusters", {})
    dialog.show()
    yield from _shot("algorithm", dialog)
    dialog.close()


def _field_mode(dock: QDockWidget) -> Iterator[Condition]:
    _find_action("policeukFieldMode").trigger()
    yield waits(_PAUSE)
    window = next(one for one in QApplication.topLevelWidgets() if one.objectName() == "policeukFieldWindow")
    yield from _shot("fieldmode-start", window)
    window.open(Path(os.environ["LOOK_PACK"]))
    yield lambda: window.pages.currentWidget() is window.work
    yield waits(2 * _PAUSE)
    yield from _shot("fieldmode-menu", window)
    for key, screen in window.screens.items():
        window.show_screen(key)
        yield waits(2 * _PAUSE)
        yield from _shot(f"fieldmode-{key}", window)
        if key == "brief":
            screen.enlarge()
            yield lambda: not window.screens["brief"].waiting
            yield from _shot("fieldmode-brief-large", screen.view)
            screen.view.close()
        screen.leave()
        window.show_menu()
    window.map.note_wanted.emit()
    yield from _shot("fieldmode-note", window)
    window.notes.form.finish()
    yield waits(2)
    window.close()


def _open(dock: QDockWidget, key: str) -> Iterator[Condition]:
    dock.pages.setCurrentIndex(list(dock.page_of).index(key))
    yield waits(_PAUSE)
    yield from _shot(key, dock)


def _run(dock: QDockWidget, key: str) -> Iterator[Condition]:
    page = dock.page_of[key]
    page.main_button.click()
    yield lambda: not page.runner.running
    yield waits(2 * _PAUSE)


def _press(dock: QDockWidget, name: str) -> None:
    dock.findChild(QPushButton, name).click()


def _find_action(name: str) -> QAction:
    """Of QGIS's window or of what the plugin keeps itself."""
    return next(one for one in iface.mainWindow().findChildren(QAction) if one.objectName() == name)


def _counted(dock: QDockWidget) -> Condition:
    return lambda: not (dock.selection.asker.waiting or dock.selection.areas.waiting or dock.selection.search.waiting)


def _shot(name: str, part: QWidget) -> Iterator[Condition]:
    """Save the part of the display on which a window or the panel is, with what lies over it."""
    part.activateWindow()  # as a window manager does
    yield waits(_PAUSE)
    screen = QGuiApplication.primaryScreen()
    box = QRect(part.mapToGlobal(QPoint(0, 0)), part.size())
    if part.isWindow() and not isinstance(part, QDockWidget):
        box = QRect(QPoint(0, 0), screen.size())
    picture = screen.grabWindow(0, box.x(), box.y(), box.width(), box.height())
    picture.save(str(Path(os.environ["LOOK_OUT"]) / f"{name}.png"))
    ours = part.findChild(QWidget, "policeukOptions") or part
    if ours.objectName().startswith("policeuk"):  # else it is QGIS's own
        seen = _crop_of(ours, picture.toImage(), box)
        for fault in (*faults(ours), *pale(ours, seen)):
            print(f"{name}: {fault}")
    print(name, f"{box.width()}x{box.height()}", flush=True)


def _crop_of(part: QWidget, picture: QImage, box: QRect) -> QImage:
    """What of a picture of `box` shows the part itself."""
    scale = picture.width() / box.width()
    at = part.mapToGlobal(QPoint(0, 0)) - box.topLeft()
    whole = QRect(at * scale, part.size() * scale)
    return picture.copy(whole)


def _place(window: QWidget, dock: QDockWidget) -> None:
    wide = int(os.environ["LOOK_WIDTH"])
    if os.environ["LOOK_FLOATING"]:
        dock.setFloating(True)
        dock.setGeometry(60, 40, wide, int(os.environ["LOOK_FLOATING"]))
    elif wide:
        window.resizeDocks([dock], [wide], Qt.Orientation.Horizontal)


begin(script)
