# SPDX-License-Identifier: GPL-2.0-or-later
"""Who may import whom, as data, and a reader of syntax trees that names what breaks it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

LONGEST_FILE = 300
LONGEST_FUNCTION = 60
PACKAGES = ("offline_cache", "policeuk_plugin")
# Rooms of policeuk_plugin that know QGIS but no widgets.
CORE_ROOMS = (
    "layers",
    "reports",
    "field",
    "network",
    "tasks",
    "settings",
    "text",
    "locator",
    "expressions",
    "browser",
    "translation",
    "help_pages",
)
QT = ("qgis.PyQt.QtCore", "qgis.PyQt.QtGui", "qgis.PyQt.QtNetwork", "qgis.PyQt.sip")
WIDGETS = (
    *QT,
    "qgis.PyQt.QtWidgets",
    "qgis.PyQt.QtSvg",
    "qgis.PyQt.QtPrintSupport",
    "qgis.gui",
    "qgis.utils",
)
# Too heavy, or absent on some builds: imported by the function that needs them.
ONLY_IN_FUNCTIONS = ("shapely", "pyproj", "scipy", "matplotlib", "requests", "urllib3", "remotezip", "sqlite_utils")


@dataclass(frozen=True)
class Room:
    """What one room may import beside the standard library: dotted prefixes, the plugin's as `.name`."""

    may: tuple[str, ...]
    never: tuple[str, ...] = ()


ROOMS = {
    "offline_cache": Room(("requests", "urllib3", "remotezip", "sqlite_utils", "numpy", "shapely", "pyproj")),
    "analysis": Room(
        ("numpy", "scipy", ".analysis"), never=("sqlite3", "urllib", "http", "socket", "pathlib", "io")
    ),
    "core": Room(
        (
            "qgis.core", *QT, "qgis.PyQt.QtXml", "offline_cache", "numpy", "requests", "urllib3", ".analysis",
            *(f".{r}" for r in CORE_ROOMS),
        )
    ),
    "processing": Room(
        ("qgis.core", *QT, "numpy", "processing", "offline_cache", ".analysis", ".processing",
         *(f".{r}" for r in CORE_ROOMS))
    ),
    "ui": Room(
        ("qgis.core", "processing", *WIDGETS, "offline_cache", ".ui", ".processing",
         *(f".{r}" for r in CORE_ROOMS)),
        never=("sqlite3", "urllib", "http"),
    ),
    "plugin": Room(("qgis.core", *WIDGETS, "offline_cache", ".")),
    # The plugin's own command line.
    "cli": Room(("qgis.core", "qgis.PyQt.QtCore", "offline_cache", ".cli", ".processing")),
    "__main__": Room((".cli",)),
}  # fmt: skip


@dataclass(frozen=True)
class Import:
    """One imported module, made absolute, and whether it is imported when its file is."""

    module: str
    line: int
    at_start: bool


def room_of(module: str) -> str:
    """Give the room of a dotted module of ours."""
    parts = module.split(".")
    if parts[0] == "offline_cache":
        return "offline_cache"
    inside = parts[1] if len(parts) > 1 else "plugin"
    return "core" if inside in CORE_ROOMS else inside


def module_of(path: PurePosixPath) -> str:
    """Give the dotted name of a file, relative to the repository."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: PurePosixPath, source: str) -> list[Import]:
    """Give every import of a file, `from x import y` as `x.y`, but for those for the type checker."""
    module = module_of(path)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return list(_imports(ast.parse(source), package, at_start=True))


def _imports(node: ast.AST, package: str, at_start: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, child.lineno, at_start) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            base = child.module or ""
            if child.level:
                parents = package.split(".")[: len(package.split(".")) - child.level + 1]
                base = ".".join([*parents, *([base] if base else [])])
            yield from (Import(f"{base}.{alias.name}", child.lineno, at_start) for alias in child.names)
        else:
            inside = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            yield from _imports(child, package, at_start and not inside)


def import_faults(path: PurePosixPath, source: str) -> list[str]:
    """Give a sentence for every import that the file's room may not have."""
    name = room_of(module_of(path))
    if name not in ROOMS:
        return [f"{path}: {name!r} is no room of the design"]
    room, faults = ROOMS[name], []
    for found in imports(path, source):
        if not _allowed(found.module, room, name):
            faults.append(f"{path}:{found.line}: {name} may not import {found.module}")
        if found.at_start and found.module.split(".")[0] in ONLY_IN_FUNCTIONS:
            faults.append(f"{path}:{found.line}: import {found.module} inside the function that needs it")
    return faults


def _allowed(module: str, room: Room, name: str) -> bool:
    if _within(module, room.never):
        return False
    top = module.split(".")[0]
    if top == "offline_cache" and name == "offline_cache":
        return True
    if top == "policeuk_plugin":
        return _within(module[len(top) :], room.may)
    # The standard library's names of the machine that tests: `processing` is not among them.
    return top in sys.stdlib_module_names or top == "__future__" or _within(module, room.may)


def _within(module: str, prefixes: tuple[str, ...]) -> bool:
    return any(module == p or module.startswith(p if p.endswith(".") else p + ".") for p in prefixes)


def code_faults(path: PurePosixPath, source: str) -> list[str]:
    """Give a sentence for every other house rule that the file breaks."""
    lines = source.splitlines()
    faults = []
    if not lines or lines[0] != "# SPDX-License-Identifier: GPL-2.0-or-later":
        faults.append(f"{path}:1: the first line is not the SPDX line")
    if len(lines) > LONGEST_FILE:
        faults.append(f"{path}: {len(lines)} lines, more than {LONGEST_FILE}")
    for node in ast.walk(ast.parse(source)):
        faults.extend(f"{path}:{getattr(node, 'lineno', 0)}: {fault}" for fault in _node_faults(path, node))
    return faults


def _node_faults(path: PurePosixPath, node: ast.AST) -> Iterator[str]:
    room = room_of(module_of(path))
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > LONGEST_FUNCTION:
            yield f"{node.name} has {length} lines, more than {LONGEST_FUNCTION}"
    elif isinstance(node, ast.Attribute):
        text = ast.unparse(node)
        if node.attr in ("processEvents", "exec_"):
            yield f"{node.attr} is not used here"
        if text == "sys.path":
            yield "nothing of ours changes or reads sys.path"
        if room == "processing" and text == "QgsProject.instance":
            yield "an algorithm does not know the project: use the context"
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        if room == "ui" and node.value.startswith(("http://", "https://")):
            yield "ui knows no URL"
        if node.value.startswith("/tmp"):
            yield "no fixed temporary folder"


def cycles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Give the import cycles of a graph of modules, each as the modules that reach one another."""
    reach = {module: _reached(graph, module) for module in graph}
    groups = {frozenset({m} | {n for n in reach[m] if m in reach.get(n, ())}) for m in graph if m in reach[m]}
    return sorted(sorted(group) for group in groups)


def _reached(graph: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            waiting.extend(graph.get(module, ()))
    return seen
