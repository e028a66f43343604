# SPDX-License-Identifier: GPL-2.0-or-later
"""Markdown of docs/ taken apart and put together again: sections of one file as pages of their own, links mended."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

ALGORITHMS = "algorithms.md"
FOLDER = "algorithms"
_HEADING = re.compile(r"^(#{1,6}) +(.+?) *$")
_LINK = re.compile(r"(!?\[[^\]]*\])\(([^)\s]+)\)")
_OUTSIDE = re.compile(r"^[a-z]+:")


@dataclass(frozen=True)
class Section:
    """What stands under one second-level heading, without the heading; `name` is that of its page."""

    name: str
    title: str
    text: str


def slug(heading: str) -> str:
    """The anchor of a heading, as both MkDocs and GitHub make it."""
    words = re.sub(r"[^\w\s-]", "", heading).strip().lower()
    return re.sub(r"[-\s]+", "-", words)


def sections(text: str) -> tuple[str, list[Section]]:
    """What stands before the first second-level heading without the title, and the sections after it in order."""
    before: list[str] = []
    found: list[tuple[str, list[str]]] = []
    for line, is_text in _outside_code(text):
        heading = _HEADING.match(line) if is_text else None
        if heading and len(heading[1]) == 2:
            found.append((heading[2], []))
        elif not (heading and len(heading[1]) == 1):
            (found[-1][1] if found else before).append(line)
    made = [Section(slug(title), title, "\n".join(lines).strip()) for title, lines in found]
    return "\n".join(before).strip(), made


def anchors(parts: list[Section]) -> dict[str, str]:
    """Where each anchor of the undivided file is now, as `page.md` or `page.md#anchor` beside each other."""
    found = {}
    for part in parts:
        found[part.name] = f"{part.name}.md"
        for line, is_text in _outside_code(part.text):
            heading = _HEADING.match(line) if is_text else None
            if heading:
                found[slug(heading[2])] = f"{part.name}.md#{slug(heading[2])}"
    return found


def mended(text: str, page: str, moved: Mapping[str, str]) -> str:
    """A page of docs/ whose links lead to the pages that `ALGORITHMS` became; `page` is where it will stand.

    A page in the folder of algorithms is written as if it still stood beside the others.
    """

    def link(match: re.Match[str]) -> str:
        target = match[2]
        if _OUTSIDE.match(target):
            return match[0]
        path, _, anchor = target.partition("#")
        if path == ALGORITHMS or (not path and page.startswith(f"{FOLDER}/")):
            path, _, anchor = moved.get(anchor, "index.md" if not anchor else f"lost.md#{anchor}").partition("#")
            path = f"{FOLDER}/{path}"
        if path:
            path = posixpath.relpath(path, posixpath.dirname(page) or ".")
        if path == posixpath.basename(page) and anchor:
            path = ""
        return f"{match[1]}({path}{'#' + anchor if anchor else ''})"

    return "\n".join(_LINK.sub(link, line) if is_text else line for line, is_text in _outside_code(text)) + "\n"


def cell(text: str) -> str:
    """A text in one cell of a table: on one line, nothing that ends the cell or opens markup."""
    return escaped(" ".join(text.split())).replace("|", "\\|")


def escaped(text: str) -> str:
    """A plain text that Markdown shows as it is."""
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)


def _outside_code(text: str) -> list[tuple[str, bool]]:
    """Each line, and whether it is text: neither in a fenced block nor indented as code."""
    found, fenced = [], False
    for line in text.splitlines():
        fence = line.startswith("```")
        found.append((line, not (fenced or fence or line.startswith("    "))))
        fenced ^= fence
    return found
