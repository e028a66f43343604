# SPDX-License-Identifier: GPL-2.0-or-later
"""The sources keep to what Qt 6 and QGIS 4 have, and run under PyQt6 where POLICEUK_PYQT6 names a Python with it."""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
from pathlib import Path

import pytest

from tools import qt6_run
from tools.qt6_check import GONE, faults, of_source

CORE, GUI, WIDGETS = (f"from qgis.PyQt.Qt{name} import " for name in ("Core", "Gui", "Widgets"))
BROKEN = {
    "from PyQt5.QtCore import Qt": "is of one Qt alone",
    "import PyQt6.QtCore": "is of one Qt alone",
    "from qgis.PyQt.Qt import Qt": "is gone",
    "from qgis.PyQt.QtWebKitWidgets import QWebView": "is gone",
    "from . import resources_rc\nfrom qgis.core import resources_rc": "compiled resources",
    f"{CORE}QRegExp": "QRegExp is gone",
    f"{WIDGETS}QDesktopWidget": "QDesktopWidget is gone",
    f"{WIDGETS}QUndoStack": "is in QtGui of Qt 6",
    f"{GUI}QAction": "in QtWidgets of QGIS 3.22",
    f"{CORE}Qt\nx = Qt.AlignLeft": "Qt.AlignmentFlag.AlignLeft",
    f"{CORE}Qt\nx = Qt.MidButton": "Qt.MidButton is gone",
    f"{CORE}Qt\nx = Qt.Orientations()": "Qt.Orientations is gone",
    f"{GUI}QPainter\nx = QPainter.Antialiasing": "QPainter.RenderHint.Antialiasing",
    "from qgis.PyQt import QtCore\nx = QtCore.Qt.UserRole": "Qt.ItemDataRole.UserRole",
    "from qgis.core import QgsProcessing\nx = QgsProcessing.TypeVectorPoint": "has to name its enum",
    "from qgis.core import QgsTask\nx = QgsTask.CanCancel": "QgsTask.Flag.CanCancel",
    "dialog.exec_()": "exec_ is exec",
    "def exec_(self): pass": "exec_ is exec",
    f"{CORE}QVariant\nx = QVariant()": "no null QVariant",
    f"{CORE}QVariant\nx = QVariant(QVariant.Int)": "no null QVariant",
    f"{CORE}QVariant\nx = QVariant.Type.Int": "QVariant.Type is not there",
    f"{CORE}QVariant\nx = QVariant.Invalid": "QVariant.Invalid is not there",
    "x = QDateTime(QDate(2024, 1, 1))": "a date and a time",
    "bar.addAction(icon, text, slot, key)": "make the QAction first",
    "x = app.desktop()": "ask the QScreen",
    "x = self.fontMetrics().width(text)": "horizontalAdvance",
    "x = QFontMetrics(font).width(text)": "horizontalAdvance",
    "box.activated[str].connect(slot)": "activated[str] is gone",
    "box.stateChanged.connect(slot)": "use toggled",
    "x = int(Qt.ItemDataRole.UserRole)": "no number",
    "x = moment.toTime_t()": "toTime_t is gone",
    "x = event.localPos()": "localPos is gone",
    "def mousePressEvent(self, event: QMouseEvent): return event.x()": "QMouseEvent.x is gone",
    "def dropEvent(self, event: QDropEvent): return event.pos()": "QDropEvent.pos is gone",
    "def wheelEvent(self, event: QWheelEvent): return event.globalPos()": "QWheelEvent.globalPos is gone",
    "if item.checkState(): pass": "always true",
    "x = not item.checkState(0)": "always true",
    "x = item.checkState() and y": "always true",
    "x = bool(item.checkState())": "always true",
    "widget.resize(width / 2, height)": "resize takes whole numbers",
    "widget.setFixedWidth(4 + width / 2)": "setFixedWidth takes whole numbers",
    "x = QPoint(-a / 2, b)": "QPoint takes whole numbers",
    "x = QgsProcessingParameterNumber(name, title, 0)": "wants an enum",
    "x = QgsProcessingParameterNumber(name, title, type=1)": "wants an enum",
    "item.setCheckState(2)": "wants an enum",
    "item.setCheckState(0, 2)": "wants an enum",
    "bar.pushMessage(title, text, level=2)": "wants an enum",
}
"""Sources, and what has to be said of each."""
FINE = """
from qgis.PyQt.QtCore import Qt, QVariant
from qgis.PyQt.QtWidgets import QAction, QShortcut
from qgis.core import QgsField, QgsProcessingAlgorithm, QgsTask
x = QgsField("a", QVariant.Int), QVariant.LongLong, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
y = QgsTask.Flag.CanCancel, QgsProcessingAlgorithm.Flag.FlagNoThreading, Qt.ItemDataRole.UserRole + 1
dialog.exec()
box.toggled.connect(slot)
self.width(), self.fontMetrics().horizontalAdvance(text)
item.checkState() == Qt.CheckState.Checked
item.setCheckState(0, Qt.CheckState.Checked)
widget.resize(round(width / 2), height // 2)
def mousePressEvent(self, event: QMouseEvent): return event.pos(), self.x()
"""


def test_the_plugin_has_nothing_that_is_gone(root: Path) -> None:
    assert faults(root / "policeuk_plugin") == []


@pytest.mark.parametrize("source", BROKEN)
def test_what_is_gone_is_found(source: str) -> None:
    found = [what for _, what in of_source(ast.parse(source))]
    assert any(BROKEN[source] in what for what in found), found


def test_what_both_have_is_not_complained_of() -> None:
    assert list(of_source(ast.parse(FINE))) == []


def test_a_method_of_our_own_may_have_the_name_of_one_that_is_gone() -> None:
    assert list(of_source(ast.parse("self.tabWidth()"), {"tabWidth"})) == []
    assert {"classes", "methods", "values"} == set(GONE)


def test_what_is_run_under_pyqt6_is_there() -> None:
    """Without PyQt6 nothing else would notice that a part has moved."""
    source = Path(qt6_run.__file__).read_text(encoding="utf-8")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    used = [call.args for call in calls if isinstance(call.func, ast.Name) and call.func.id == "_ui"]
    assert len(used) > 5
    for module, name in used:
        assert isinstance(module, ast.Constant)
        assert isinstance(name, ast.Constant)
        assert hasattr(importlib.import_module(f"policeuk_plugin.ui.{module.value}"), name.value)


def test_it_runs_under_pyqt6(root: Path) -> None:
    """Every module imported, QGIS's own classes as stand-ins; what needs no QGIS is shown and drawn."""
    program = os.environ.get("POLICEUK_PYQT6")
    if not program:
        pytest.skip("needs POLICEUK_PYQT6, a Python with PyQt6 and numpy")
    command = [program, str(root / "tools" / "qt6_run.py"), str(root)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
