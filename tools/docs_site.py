# SPDX-License-Identifier: GPL-2.0-or-later
"""Builds the documentation site: `python -m tools.docs_site [--out build/docs]`, read from files and offline.

docs/ and the pages made of the sources (algorithms, troubleshooting) go into build/docs-source; MkDocs makes the site.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import shutil
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import tomllib

from tools.docs_markdown import ALGORITHMS, FOLDER, anchors, mended, sections
from tools.docs_messages import page as messages_page

ROOT = Path(__file__).resolve().parent.parent
MESSAGES = "troubleshooting.md"
PANEL = "panel.md"
INDEX = "search_index.js"
WHEN = "when.toml"
_KEPT: list[Any] = []
"""The application, which has to outlive the algorithms."""


def main(arguments: list[str]) -> int:
    """Write the sources of the site and build it; 1 where something in it leads nowhere."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "docs", help="the folder of the site")
    parser.add_argument("--source", type=Path, default=ROOT / "build" / "docs-source", help="where pages are gathered")
    options = parser.parse_args(arguments)
    try:
        nav = gather(ROOT, options.source)
        build(ROOT, options.source, options.out, nav)
    except SiteError as error:
        print(f"docs: {error}", file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in options.out.rglob("*") if path.is_file())
    print(f"{options.out / 'index.html'} ({len(list(options.out.rglob('*.html')))} pages, {size / 1e6:.1f} MB)")
    return 0


class SiteError(Exception):
    """The site cannot be built; the message says why."""


def gather(root: Path, target: Path) -> dict[str, list[str]]:
    """Write all pages as Markdown below `target`; gives the pages of algorithms by the title of their group."""
    from qgis.core import QgsApplication

    from tools.make_algorithm_pages import all_algorithms, pages, pictures_of

    if QgsApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _KEPT.append(QgsApplication([], False))
        _KEPT[0].initQgis()
    shutil.rmtree(target, ignore_errors=True)
    docs = root / "docs"
    shutil.copytree(docs, target, ignore=shutil.ignore_patterns(ALGORITHMS, WHEN, ".*"))
    algorithms = all_algorithms()
    prose = (docs / ALGORITHMS).read_text(encoding="utf-8")
    made = pages(prose, algorithms, pictures_of(docs / "pictures" / "algorithms"), _whens(docs))
    moved = anchors(sections(prose)[1])
    for path in sorted(docs.rglob("*.md")):
        name = path.relative_to(docs).as_posix()
        if name != ALGORITHMS:
            made[name] = mended(path.read_text(encoding="utf-8"), name, moved)
    made[MESSAGES] = messages_page(made[MESSAGES], root)
    made[PANEL] = _panel(root / "policeuk_plugin" / "resources" / "help" / "index.html")
    _drop_unseen(target, "".join(made.values()))
    for name, text in made.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(text, encoding="utf-8")
    groups: dict[str, list[str]] = {}
    for algorithm in algorithms:
        groups.setdefault(algorithm.group(), []).append(f"{FOLDER}/{algorithm.name()}.md")
    in_groups = {name for names in groups.values() for name in names}
    shared = [n for n in made if n.startswith(f"{FOLDER}/") and n not in in_groups and not n.endswith("/index.md")]
    return {**groups, "What several share": shared}


def _whens(docs: Path) -> dict[str, dict[str, str]]:
    return tomllib.loads((docs / WHEN).read_text(encoding="utf-8"))


def _drop_unseen(target: Path, text: str) -> None:
    """Remove the pictures that no page shows."""
    for path in sorted((target / "pictures").rglob("*.png")):
        if f"pictures/{path.relative_to(target / 'pictures').as_posix()})" not in text:
            path.unlink()


def build(root: Path, source: Path, target: Path, groups: dict[str, list[str]]) -> None:
    """Build the site of gathered pages; raises `SiteError` with MkDocs' own words where a link leads nowhere."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    heard = _Heard()
    logging.getLogger("mkdocs").addHandler(heard)
    try:
        config: Any = load_config(str(root / "mkdocs.yml"), docs_dir=str(source), site_dir=str(target))
        config["nav"] = _with_groups(config["nav"], groups)
        mkdocs_build(config)
    except MkDocsException as error:
        raise SiteError("\n".join([*heard.said, str(error)])) from error
    finally:
        logging.getLogger("mkdocs").removeHandler(heard)
    for name in ("sitemap.xml", "sitemap.xml.gz", "404.html"):
        (target / name).unlink(missing_ok=True)
    (target / INDEX).write_text(f"window.policeukIndex = {search_index(target)};\n", encoding="utf-8")


def search_index(site: Path) -> str:
    """Each section of each page with its words, as JSON."""
    entries = []
    for path in sorted(site.rglob("*.html")):
        reader = _Sections()
        reader.feed(path.read_text(encoding="utf-8"))
        at = path.relative_to(site).as_posix()
        for number, (anchor, title, words) in enumerate(reader.found):
            text = re.sub(r"\s+", " ", " ".join(words)).strip()
            whole = title if not number else f"{reader.found[0][1]}: {title}"
            entries.append({"at": f"{at}#{anchor}" if number else at, "title": whole, "text": text, "page": not number})
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


class _Heard(logging.Handler):
    """Keeps what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


class _Sections(HTMLParser):
    """The sections of the main text of a page: anchor, title, words."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, list[str]]] = []
        self._inside = self._in_title = False
        self._skipped = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self._inside |= tag == "main"
        if self._inside and tag in ("h1", "h2", "h3"):
            self.found.append((given.get("id") or "", "", []))
            self._in_title = True
        self._inside &= not (tag == "p" and given.get("class") == "turn")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h1", "h2", "h3"):
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if not (self._inside and self.found):
            return
        anchor, title, words = self.found[-1]
        if self._in_title:
            self.found[-1] = (anchor, title + data, words)
        else:
            words.append(data)


def _with_groups(nav: list[Any], groups: dict[str, list[str]]) -> list[Any]:
    """The navigation with the pages of algorithms in the place of their one entry."""
    chapters = [{title: list(names)} for title, names in groups.items()]
    return [{"Algorithms": ["algorithms/index.md", *chapters]} if "Algorithms" in item else item for item in nav]


def _panel(path: Path) -> str:
    """The short help of the panel as a page: the body of the HTML that stands in the plugin's folder."""
    body = re.search(r"<body>(.*)</body>", path.read_text(encoding="utf-8"), re.DOTALL)
    if not body:
        raise SiteError(f"{path} has no body")
    title = re.search(r"<h1>.*?</h1>", body[1], re.DOTALL)
    text = body[1].replace(title[0], "") if title else body[1]
    parts = re.split(r"<h2>(.*?)</h2>", text, flags=re.DOTALL)
    blocks = ["# The panel, page by page", _block(parts[0])]
    for heading, inside in zip(parts[1::2], parts[2::2]):
        blocks += [f"## {heading}", _block(inside)]
    return "\n\n".join(blocks) + "\n"


def _block(html: str) -> str:
    """HTML as one block that Markdown leaves alone."""
    return f"<div>{re.sub(chr(10) + '{2,}', chr(10), html.strip())}</div>"


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    # Without QGIS's own end, which may crash where Python still refers to algorithms.
    os._exit(code)
