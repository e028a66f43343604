# SPDX-License-Identifier: GPL-2.0-or-later
"""Moves imports of top-level packages to where the zip carries them, by the positions of the syntax tree."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Union

DYNAMIC = frozenset({"__import__", "import_module", "find_spec", "files", "get_data", "open_text", "read_text"})
ImportNode = Union[ast.Import, ast.ImportFrom]


class UnmovableImportError(ValueError):
    """An import that names a moved package in a way that cannot be rewritten."""


def rewritten(source: bytes, moved: Mapping[str, str], name: str) -> bytes:
    """Give the source with every absolute import of a key of `moved` naming its value instead.

    `moved` maps a top-level package to its dotted new place, such as `{"click": "plugin._vendor.click"}`;
    the last part of the place is the package's own name. `name` is the file's, for messages.
    """
    tree = ast.parse(source, filename=name)
    _refuse_dynamic(tree, moved, name)
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    edits = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)) and any(_top(n) in moved for n in _modules(node)):
            begin = starts[node.lineno - 1] + node.col_offset
            end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
            edits.append((begin, end, _moved_statement(node, source[begin:end], moved, name)))
    for begin, end, text in sorted(edits, reverse=True):
        source = source[:begin] + text + source[end:]
    return source


def absolute_imports(source: bytes) -> set[str]:
    """Give the top-level packages that the source imports absolutely, anywhere in it."""
    nodes = (n for n in ast.walk(ast.parse(source)) if isinstance(n, (ast.Import, ast.ImportFrom)))
    return {_top(module) for node in nodes for module in _modules(node)}


def _modules(node: ImportNode) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if node.module and node.level == 0 else []


def _top(module: str) -> str:
    return module.split(".", 1)[0]


def _moved_statement(node: ImportNode, text: bytes, moved: Mapping[str, str], name: str) -> bytes:
    if isinstance(node, ast.Import):
        return "; ".join(_moved_import(alias, moved) for alias in node.names).encode()
    module = node.module or ""
    place = moved[_top(module)] + module[len(_top(module)) :]
    moved_text, count = re.subn(rb"\Afrom(\s+)" + re.escape(module.encode()), rb"from\g<1>" + place.encode(), text)
    if count != 1:
        raise UnmovableImportError(f"{name}:{node.lineno}: write this import on one line: from {module}")
    return moved_text


def _moved_import(alias: ast.alias, moved: Mapping[str, str]) -> str:
    top = _top(alias.name)
    if top not in moved:
        return f"import {alias.name}" + (f" as {alias.asname}" if alias.asname else "")
    place = moved[top] + alias.name[len(top) :]
    if alias.asname:
        return f"import {place} as {alias.asname}"
    bind = f"from {moved[top].rpartition('.')[0]} import {top}"
    return bind if alias.name == top else f"import {place}; {bind}"


def _refuse_dynamic(tree: ast.AST, moved: Mapping[str, str], name: str) -> None:
    """Refuse package names in strings given to import functions: they would still mean the old place."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not call.args or not isinstance(call.args[0], ast.Constant):
            continue
        function = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        value = call.args[0].value
        if function in DYNAMIC and isinstance(value, str) and _top(value) in moved:
            raise UnmovableImportError(
                f"{name}:{call.lineno}: {function}({value!r}) cannot be moved; use __package__ or __name__"
            )
