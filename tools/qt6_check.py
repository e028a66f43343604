# SPDX-License-Identifier: GPL-2.0-or-later
"""What of the sources Qt 6 and QGIS 4 no longer have: `python -m tools.qt6_check [FOLDER ...]`; 1 where there is any.

The rules of QGIS's own converter (pyqt5_to_pyqt6), enums by looking at the classes of the QGIS that runs this, and
`qt6_gone.txt`, what PyQt6 was seen to lack.
"""

from __future__ import annotations

import ast
import enum
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Optional

ROOT = Path(__file__).resolve().parent.parent
MODULES_GONE = ("QtWebKit", "QtWebKitWidgets", "QtWebEngine", "QtWebEngineWidgets", "QtXmlPatterns", "Qt")
MOVED = {
    ("QtWidgets", name) for name in ("QActionGroup", "QFileSystemModel", "QUndoCommand", "QUndoGroup", "QUndoStack")
}
"""In QtGui of Qt 6. QAction and QShortcut are too, but there QGIS gives them from QtWidgets as well."""
ONLY_FROM_WIDGETS = ("QAction", "QShortcut")
"""QtGui of QGIS 3.22 has none."""
FIELD_TYPES = ("Bool", "Date", "DateTime", "Double", "Int", "LongLong", "String", "StringList", "Time")
"""What QGIS puts back onto QVariant, which in PyQt6 has no types."""
NO_OVERLOADS = ("activated", "currentIndexChanged", "highlighted", "buttonClicked", "valueChanged", "mapped")
"""Signals of which Qt 6 has no form with a text or a number, asked for as `signal[str]`."""
MOUSE_GONE = frozenset(("x", "y", "globalPos", "globalX", "globalY", "localPos", "windowPos", "screenPos", "source"))
DROP_GONE = frozenset(("pos", "posF", "mouseButtons", "keyboardModifiers"))
WHEEL_GONE = frozenset(("x", "y", "pos", "posF", "globalPos", "globalX", "globalY", "delta", "orientation"))
EVENTS_GONE = {
    **dict.fromkeys(("QMouseEvent", "QgsMapMouseEvent", "QTabletEvent"), MOUSE_GONE),
    **dict.fromkeys(("QDropEvent", "QDragMoveEvent", "QDragEnterEvent"), DROP_GONE),
    **dict.fromkeys(("QWheelEvent", "QEnterEvent", "QHoverEvent"), WHEEL_GONE),
}
"""Methods of events that other classes still have."""
WHOLE = (
    *("QPoint", "QRect", "QSize", "QMargins", "resize", "move", "setGeometry", "setContentsMargins", "setSpacing"),
    *(f"set{which}{what}" for which in ("Fixed", "Minimum", "Maximum") for what in ("Width", "Height", "Size")),
    *("setInterval", "singleShot"),
)
"""What takes whole numbers alone from Python 3.10 on."""
ENUM_AT = {"QgsProcessingParameterNumber": 2, "logMessage": 2, "setCheckState": -1}
"""Arguments that have to be a value of an enum, which PyQt6 does not make of a number."""
ENUM_NAMES = ("type", "level", "flags", "behavior")
Fault = tuple[int, str]


def gone() -> dict[str, frozenset[str]]:
    """The names of qt6_gone.txt by section."""
    sections: dict[str, list[str]] = {}
    for line in (ROOT / "tools" / "qt6_gone.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            words += line.split()
    return {section: frozenset(words) for section, words in sections.items()}


GONE = gone()


def faults(folder: Path) -> list[str]:
    """What a folder's sources have, as `file:line what`."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))}
    own = {node.name for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return [
        f"{path.relative_to(folder).as_posix()}:{line} {what}"
        for path, tree in trees.items()
        for line, what in sorted(set(of_source(tree, own)))
    ]


def of_source(tree: ast.Module, own: Optional[set[str]] = None) -> Iterator[Fault]:
    """What one file has; `own` are names of methods that the sources define themselves."""
    known: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from _of_import(node, known)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield from _of_attribute(node, known, own or set())
        elif isinstance(node, ast.Call):
            yield from _of_call(node)
            yield from _of_numbers(node)
        elif isinstance(node, ast.Subscript):
            yield from _of_subscript(node)
        elif isinstance(node, ast.FunctionDef):
            yield from _of_function(node)
        yield from _of_truth(node)


def _of_import(node: ast.Import | ast.ImportFrom, known: dict[str, Any]) -> Iterator[Fault]:
    """Modules and classes that are gone or elsewhere; what is there goes into `known` by its name here."""
    modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    for module in modules:
        if module.split(".")[0] in ("PyQt5", "PyQt6", "PySide2", "PySide6"):
            yield node.lineno, f"{module} is of one Qt alone: import from qgis.PyQt"
        if module.startswith("qgis.PyQt.") and module.split(".")[2] in MODULES_GONE:
            yield node.lineno, f"{module} is gone"
    if not isinstance(node, ast.ImportFrom) or node.level:
        return
    module = node.module or ""
    for alias in node.names:
        if alias.name == "resources_rc":
            yield node.lineno, "compiled resources are gone: load files by their paths"
        if module.startswith("qgis.PyQt"):
            yield from _of_class(node.lineno, module.rpartition(".")[2], alias.name)
        if module.split(".")[0] == "qgis":
            known[alias.asname or alias.name] = _found(module, alias.name)


def _of_class(line: int, module: str, name: str) -> Iterator[Fault]:
    if name in GONE["classes"] or name in MODULES_GONE and module == "PyQt":
        yield line, f"{name} is gone"
    if (module, name) in MOVED:
        yield line, f"{name} is in QtGui of Qt 6"
    if module == "QtGui" and name in ONLY_FROM_WIDGETS:
        yield line, f"{name} is in QtWidgets of QGIS 3.22, where QGIS 4 gives it, too"


def _found(module: str, name: str) -> Any:
    """The class or module of the QGIS that runs this; None where it has none."""
    try:
        return getattr(importlib.import_module(module), name, None)
    except ImportError:
        return None


def _of_attribute(node: ast.Attribute, known: dict[str, Any], own: set[str]) -> Iterator[Fault]:
    name = node.attr
    if name == "exec_" or name in GONE["methods"] and name not in own:
        yield node.lineno, f"{name} is {'exec' if name == 'exec_' else 'gone'}"
    if not isinstance(node.value, (ast.Name, ast.Attribute)):
        return
    owner = _resolved(node.value, known)
    if owner is None:
        return
    if owner.__name__ == "QVariant":
        if name[0].isupper() and name not in FIELD_TYPES:
            yield node.lineno, f"QVariant.{name} is not there: QGIS keeps QVariant.{', '.join(FIELD_TYPES)}"
    elif name in GONE["values"] and owner.__module__.startswith("PyQt"):
        yield node.lineno, f"{owner.__name__}.{name} is gone"
    elif is_unscoped(owner, name):
        scope = type(getattr(owner, name)).__name__
        yield node.lineno, f"{owner.__name__}.{name} has to name its enum: {owner.__name__}.{scope}.{name}"


def _resolved(node: ast.expr, known: dict[str, Any]) -> Any:
    """The class that a dotted name is, if it is one of Qt's or QGIS's."""
    if isinstance(node, ast.Attribute):
        owner = _resolved(node.value, known)
        found = getattr(owner, node.attr, None) if owner is not None else None
    else:
        found = known.get(node.id) if isinstance(node, ast.Name) else None
    return found if hasattr(found, "__name__") and hasattr(found, "__dict__") else None


def is_unscoped(owner: Any, name: str) -> bool:
    """Whether it is a value of an enum, asked of the class around the enum."""
    value = getattr(owner, name, None)
    kind = type(value)
    is_value = isinstance(value, enum.Enum) or isinstance(value, int) and kind not in (int, bool)
    return is_value and isinstance(owner, type) and not issubclass(owner, kind)


def _of_call(node: ast.Call) -> Iterator[Fault]:
    called = _called(node)
    first = node.args[0] if node.args else None
    if called == "QVariant" and (first is None or _root(first) == "QVariant"):
        yield node.lineno, "there is no null QVariant: None, or NULL of qgis.core"
    if called == "QDateTime" and (len(node.args) == 8 or len(node.args) == 1 and _called(first) == "QDate"):
        yield node.lineno, "QDateTime takes a date and a time"
    if called == "addAction" and len(node.args) >= 4:
        yield node.lineno, "addAction takes other arguments: make the QAction first"
    if called == "desktop" and not node.args and isinstance(node.func, ast.Attribute):
        yield node.lineno, "QDesktopWidget is gone: ask the QScreen"
    if called == "width" and _called(getattr(node.func, "value", None)) in ("fontMetrics", "QFontMetrics"):
        yield node.lineno, "QFontMetrics.width is horizontalAdvance"
    if called == "int" and _root(first) == "Qt":
        yield node.lineno, "an enum is no number: .value"
    if called == "connect" and getattr(getattr(node.func, "value", None), "attr", "") == "stateChanged":
        yield node.lineno, "stateChanged gives a number, which no Qt.CheckState equals: use toggled"


def _of_numbers(node: ast.Call) -> Iterator[Fault]:
    """Numbers with a fraction where whole ones are wanted, and numbers where an enum is."""
    called = _called(node)
    if called in WHOLE and any(_is_fraction(argument) for argument in node.args):
        yield node.lineno, f"{called} takes whole numbers: round, or //"
    at = ENUM_AT.get(called)
    given = [node.args[at]] if at is not None and len(node.args) > max(at, 0) else []
    if called.startswith("Qgs") or called in (*ENUM_AT, "pushMessage"):
        given += [keyword.value for keyword in node.keywords if keyword.arg in ENUM_NAMES]
    if any(isinstance(value, ast.Constant) and type(value.value) is int for value in given):
        yield node.lineno, f"{called} wants an enum, not a number"


def _is_fraction(node: ast.expr) -> bool:
    """Whether it is divided without being made whole again."""
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Div) or _is_fraction(node.left) or _is_fraction(node.right)
    return isinstance(node, ast.UnaryOp) and _is_fraction(node.operand)


def _of_function(node: ast.FunctionDef) -> Iterator[Fault]:
    """What is asked of the events that it is given."""
    if node.name == "exec_":
        yield node.lineno, "exec_ is exec"
    lacking = {
        argument.arg: (argument.annotation.id, EVENTS_GONE[argument.annotation.id])
        for argument in node.args.args
        if isinstance(argument.annotation, ast.Name) and argument.annotation.id in EVENTS_GONE
    }
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name):
            kind, names = lacking.get(inner.value.id, ("", frozenset()))
            if inner.attr in names:
                yield inner.lineno, f"{kind}.{inner.attr} is gone: position or globalPosition where there is one"


def _of_truth(node: ast.AST) -> Iterator[Fault]:
    """A state asked for its truth: all values of an enum of PyQt6 are true."""
    asked: list[ast.expr] = []
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        asked = [node.test]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        asked = [node.operand]
    elif isinstance(node, ast.BoolOp):
        asked = node.values
    elif _called(node) == "bool" and isinstance(node, ast.Call):
        asked = node.args
    for one in asked:
        if _called(one) == "checkState":
            yield one.lineno, "a value of an enum is always true: compare it"


def _of_subscript(node: ast.Subscript) -> Iterator[Fault]:
    chosen = node.slice.id if isinstance(node.slice, ast.Name) else ""
    if isinstance(node.value, ast.Attribute) and node.value.attr in NO_OVERLOADS and chosen in ("str", "int"):
        yield node.lineno, f"{node.value.attr}[{chosen}] is gone"


def _root(node: Optional[ast.AST]) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _called(node: Optional[ast.AST]) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def main(arguments: list[str]) -> int:
    """Print what is found, one a line."""
    folders = [Path(argument) for argument in arguments] or [ROOT / "policeuk_plugin"]
    found = [fault for folder in folders for fault in faults(folder)]
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
