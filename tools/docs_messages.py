# SPDX-License-Identifier: GPL-2.0-or-later
"""The sentences that errors end with, read out of the sources, as the page on troubleshooting."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from tools.docs_markdown import cell

SUBJECTS = (
    (
        "The network and downloads",
        "transport/|network/|sources/remote|sources/form|sync|download|fetch|refresh|archive_",
    ),
    ("Answers of the service's interface and of ONS", "police_api/|sources/ons|postcode|neighbourhood|drawn_area"),
    ("Field packs and field notes", "field/|pack|notes?[_./]|photo|brief"),
    ("Files that are imported", "csv_|sources/|importing|positions|areas/|reference_data/|twins|zip|geo"),
    ("Peers and comparison", "peer|compar|official"),
    ("Processing algorithms and results", "processing/|analysis/|reports/|recipe"),
    ("Layers, expressions and the panel", "layers/|ui/|locator|browser|expressions|settings"),
    ("Exports", "export"),
    ("The command line", "cli"),
    ("The cache", ""),
)
"""Titles of the page in order, and what the path of a source has in it; the first that fits takes a sentence."""
_BASES = {"CacheError", "QgsProcessingException"}
_REQUEST = r": (?=(?:choose|give|leave|fetch|map|select|switch|check|write) )"
_FOLDERS = ("offline_cache", "policeuk_plugin")


def page(introduction: str, root: Path) -> str:
    """The page: what was written by hand, then every sentence by its subject, what happened beside what to do."""
    by_subject: dict[str, set[str]] = {title: set() for title, _ in SUBJECTS}
    for path, sentence in sentences(root):
        by_subject[next(t for t, pattern in SUBJECTS if re.search(pattern, path))].add(sentence)
    blocks = [introduction.rstrip()]
    for title, found in by_subject.items():
        rows = [
            f"| {cell(happened)} | {cell(to_do) or 'as it says'} |" for happened, to_do in sorted(map(parted, found))
        ]
        if rows:
            blocks.append("\n".join([f"## {title}\n", "| what it says | what to do |", "|---|---|", *rows]))
    return "\n\n".join(blocks) + "\n"


@cache
def sentences(root: Path) -> tuple[tuple[str, str], ...]:
    """The path of a source and a sentence that it ends with; values that are put in are written as `…`.

    A program reads the sources once.
    """
    return tuple(_sentences(root))


def _sentences(root: Path) -> Iterator[tuple[str, str]]:
    trees = {
        path.relative_to(root).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for folder in _FOLDERS
        for path in sorted((root / folder).rglob("*.py"))
    }
    family = _family(trees.values())
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in family:
                for argument in node.args:
                    text = " ".join(_text(argument).split())
                    if re.match(r"[A-Z…'“].*[ ].*[.!?]$", text):
                        yield path, text


def parted(sentence: str) -> tuple[str, str]:
    """What happened, and what to do: what stands after the first full stop, or after a colon as a request."""
    parts = re.split(r"(?<=[\w)…'\"][.!?])\s+(?=[A-Z…'])", sentence, maxsplit=1)
    if len(parts) == 1:
        parts = re.split(_REQUEST, sentence, maxsplit=1)
        if len(parts) == 1:
            return sentence, ""
        parts = [f"{parts[0]}.", parts[1][:1].upper() + parts[1][1:]]
    return parts[0], parts[1]


def _family(trees: Collection[ast.Module]) -> set[str]:
    """The names of all classes that are errors of ours."""
    family, before = set(_BASES), 0
    while len(family) > before:
        before = len(family)
        for tree in trees:
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef) and any(_name(base) in family for base in node.bases):
                    family.add(node.name)
    return family


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _text(node: ast.AST) -> str:
    """The words of a text as far as the source has them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\{[^{}]*\}", "…", node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return "…"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _text(node.left) + _text(node.right)
    if isinstance(node, ast.Call) and _name(node.func) == "tr" and node.args:
        return _text(node.args[0])
    if isinstance(node, ast.Call) and _name(node.func) == "format" and isinstance(node.func, ast.Attribute):
        return _text(node.func.value)
    return "…"
