# SPDX-License-Identifier: GPL-2.0-or-later
"""Run by a Python with PyQt6 and without QGIS: every module is imported, what needs no QGIS is used.

`python tools/qt6_run.py SOURCES`: `qgis.PyQt` is what QGIS 4 makes of PyQt6; QGIS's own classes are stand-ins that can
be imported, derived from and no more.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from types import ModuleType
from typing import Any

MODULES = ("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtSvg", "QtXml", "QtPrintSupport")
FIELD_TYPES = {"Int": "Int", "Double": "Double", "String": "QString", "LongLong": "LongLong", "Bool": "Bool"}
DATES = {"Date": "QDate", "DateTime": "QDateTime", "Time": "QTime", "StringList": "QStringList"}
OF_QT = {"QgsDockWidget": "QDockWidget", "QgsOptionsPageWidget": "QWidget", "QgsMapCanvas": "QGraphicsView"}
"""Classes of QGIS that are derived from, and what they are to Qt."""


class Kind(type):
    """A stand-in class: whatever is asked of it is another."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Kind(name, (StandIn,), {})

    def __or__(cls, other: Any) -> Any:
        return cls


class StandIn(metaclass=Kind):
    """An object of such a class."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """Take anything."""


def main(sources: str) -> int:
    """Import, use, print a line of each; 1 where anything failed."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, sources)
    _provide()
    failed = _imported("policeuk_plugin")
    application = importlib.import_module("PyQt6.QtWidgets").QApplication([])
    for name, use in USES.items():
        try:
            use()
        except Exception as error:
            failed.append(f"{name}: {type(error).__name__}: {error}")
    for line in failed:
        print(line)
    print(f"{len(failed)} failed under PyQt6 {importlib.import_module('PyQt6.QtCore').PYQT_VERSION_STR}")
    del application
    return 1 if failed else 0


def _provide() -> None:
    """Make `qgis.PyQt` of PyQt6, and modules of QGIS of stand-ins."""
    shim = sys.modules["qgis"] = ModuleType("qgis")
    pyqt = sys.modules["qgis.PyQt"] = ModuleType("qgis.PyQt")
    pyqt.sip = sys.modules["qgis.PyQt.sip"] = importlib.import_module("PyQt6.sip")  # type: ignore[attr-defined]
    shim.PyQt = pyqt  # type: ignore[attr-defined]
    for name in MODULES:
        real = importlib.import_module(f"PyQt6.{name}")
        made = sys.modules[f"qgis.PyQt.{name}"] = ModuleType(f"qgis.PyQt.{name}")
        made.__dict__.update({key: value for key, value in vars(real).items() if not key.startswith("__")})
        setattr(pyqt, name, made)
    core, widgets, gui = (sys.modules[f"qgis.PyQt.{name}"] for name in ("QtCore", "QtWidgets", "QtGui"))
    widgets.QAction, widgets.QShortcut = gui.QAction, gui.QShortcut  # type: ignore[attr-defined]
    for name, kind in {**FIELD_TYPES, **DATES}.items():
        setattr(core.QVariant, name, getattr(core.QMetaType.Type, kind))
    bases = {name: getattr(widgets, kind) for name, kind in OF_QT.items()}
    bases.update({"QgsTask": core.QObject, "QgsMapTool": core.QObject})
    for name in ("core", "gui", "utils", "analysis"):
        sys.modules[f"qgis.{name}"] = _StandInModule(f"qgis.{name}", bases)
    for name in ("processing", "osgeo"):
        sys.modules.setdefault(name, ModuleType(name))


class _StandInModule(ModuleType):
    def __init__(self, name: str, bases: dict[str, Any]) -> None:
        super().__init__(name)
        self._bases = bases

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._bases.get(name) or Kind(name, (StandIn,), {})


def _imported(top: str) -> list[str]:
    """The modules that cannot be imported, each with why."""
    failed = []
    package = importlib.import_module(top)
    for found in pkgutil.walk_packages(package.__path__, f"{top}."):
        try:
            if not found.name.endswith("__main__"):
                importlib.import_module(found.name)
        except Exception as error:
            failed.append(f"{found.name}: {type(error).__name__}: {error}")
    return failed


CHART = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 60" width="80" height="60">
<title>a chart</title>
<rect x="0" y="0" width="40" height="60" fill="#08306b"/>
</svg>"""


def _ui(module: str, name: str) -> Any:
    return getattr(importlib.import_module(f"policeuk_plugin.ui.{module}"), name)


def _flow() -> None:
    """Buttons in lines: the narrower the room, the more lines."""
    widgets, core = importlib.import_module("PyQt6.QtWidgets"), importlib.import_module("PyQt6.QtCore")
    holder = widgets.QWidget()
    flow = _ui("flow_layout", "FlowLayout")(holder, 4)
    for text in ("one", "two", "three"):
        flow.addWidget(_ui("slim", "SlimButton")(text, holder))
    holder.resize(120, 200)
    holder.show()
    holder.grab()
    if flow.expandingDirections() != core.Qt.Orientation(0) or flow.heightForWidth(60) <= flow.heightForWidth(600):
        raise ValueError("its lines do not follow the width")


def _chart() -> None:
    """A chart of ours as Qt 6 draws it: of more than one colour."""
    widgets = importlib.import_module("PyQt6.QtWidgets")
    holder = widgets.QWidget()
    chart = _ui("chart_view", "ChartView")("chart", holder)
    chart.show_text(CHART, "a chart in words")
    chart.resize(80, 60)
    holder.show()
    image = chart.grab().toImage()
    if len({image.pixel(x, 30) for x in range(80)}) < 2:
        raise ValueError("it draws nothing")


def _parts() -> None:
    """Parts of panel and field mode, shown, with a key pressed in each."""
    widgets, core = importlib.import_module("PyQt6.QtWidgets"), importlib.import_module("PyQt6.QtCore")
    gui = importlib.import_module("PyQt6.QtGui")
    holder = widgets.QWidget()
    body = widgets.QLabel("body", holder)
    made = [
        _ui("fitting_text", "FittingText")("text", "Words", holder),
        _ui("fitting_scroll", "FittingScroll")(body, holder, 40),
        _ui("never_growing", "NeverGrowing")(widgets.QLabel("other")),
        _ui("slim", "SlimTabs")(holder),
        _ui("slim", "WrappingCheck")("words that are long", holder),
        _ui("field.field_list", "FieldList")(holder),
        _ui("field.field_cross", "FieldCross")(holder),
    ]
    holder.resize(300, 300)
    holder.show()
    for part in made:
        part.resize(100, 60)
        part.show()
        part.grab()
        kind, key = gui.QKeyEvent.Type.KeyPress, core.Qt.Key.Key_Down
        widgets.QApplication.sendEvent(part, gui.QKeyEvent(kind, key, core.Qt.KeyboardModifier.NoModifier))


USES = {"flow_layout": _flow, "chart_view": _chart, "parts of the panel": _parts}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
