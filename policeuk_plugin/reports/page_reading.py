# SPDX-License-Identifier: GPL-2.0-or-later
"""A result page that was written earlier, read back as plain data; what else stands in a file counts for nothing."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Optional

from offline_cache.errors import BAD_PATH, CacheError, reason

from ..text import tr
from .document import Block, Bullets, Heading, Legend, Paragraph, Picture, Pictures, Style
from .result_page import PLAIN, SHORT, Swatch, Table

LARGEST = 40 * 2**20
_MOST_PARTS = 20_000
_LONGEST = 20_000
_LONGEST_SHORT, _MOST_PLAIN = 3000, 20
_HEAD = 16_384
_PNG, _SVG = "data:image/png;base64,", "data:image/svg+xml;base64,"
_MARK = re.compile(r"<\s*/?\s*([A-Za-z!?][\w:-]*)")
_CHART_MARKS = frozenset({"svg", "title", "desc", "rect", "line", "path", "circle", "text"})
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_STYLES = {"lead": Style.LEAD, "subtitle": Style.SUBTITLE, "invented": Style.LABEL, "foot": Style.FOOT,
           "note": Style.NOTE, "again": Style.NOTE}  # fmt: skip


@dataclass(frozen=True)
class ReadPage:
    """Title (the finding), subtitle, what it says in words (`lead`), and all below in its order.

    `short` is what can be said of it alone, in a few sentences; '' on pages of older versions. `plain` is the same for
    who knows no statistics, the title first; () where there is no such.
    """

    title: str
    subtitle: str
    lead: str
    blocks: Sequence[Block]
    short: str = ""
    plain: tuple[str, ...] = ()


def read_page(path: Path) -> ReadPage:
    """Read a result page; raises `CacheError` for what is none."""
    try:
        if path.stat().st_size > LARGEST:
            raise _none(path, tr("it is larger than any result page"))
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise _none(path, tr("it is no text in UTF-8")) from error
    except BAD_PATH as error:
        raise CacheError(
            tr("{path} cannot be read: {error}. Choose another file.").format(path=path, error=reason(error))
        ) from error
    reader = _Reader()
    try:
        reader.feed(text)
        reader.close()
    except (AssertionError, ValueError, RecursionError) as error:  # of html.parser, for odd declarations
        raise _none(path, reason(error)) from error
    if not reader.title or not reader.subtitle or not reader.blocks:
        raise _none(path, tr("it lacks what such a page begins with"))
    return ReadPage(reader.title, reader.subtitle, reader.lead, reader.blocks, reader.short, tuple(reader.plain))


def short_of(path: Path) -> str:
    """What a result page says of itself in a few sentences, without reading its pictures; '' for what does not."""
    try:
        with path.open("rb") as stream:
            text = stream.read(_HEAD).decode("utf-8", "ignore")
    except BAD_PATH:
        return ""
    reader = _Reader()
    try:
        reader.feed(text)
    except (AssertionError, ValueError, RecursionError):
        return ""
    return reader.short


def _none(path: Path, why: str) -> CacheError:
    return CacheError(
        tr("{path} is no result page of this plugin: {why}. Choose a page that a run wrote.").format(path=path, why=why)
    )


def is_picture(address: str) -> bool:
    """Whether an address holds a PNG, or a chart of shapes alone: nothing that leads elsewhere."""
    if address.startswith(_PNG):
        return (_bytes(address[len(_PNG) :]) or b"").startswith(_PNG_HEAD)
    if not address.startswith(_SVG):
        return False
    data = _bytes(address[len(_SVG) :])
    try:
        text = data.decode("utf-8") if data else ""
    except UnicodeDecodeError:
        return False
    marks = set(_MARK.findall(text))
    return "svg" in marks and marks <= _CHART_MARKS and "href" not in text and "url(" not in text


def _bytes(text: str) -> Optional[bytes]:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


@dataclass
class _Rows:
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Keeps what result pages are made of; styles, scripts and marks it does not know are passed over."""

    _KEPT = ("h1", "h2", "p", "li", "th", "td", "pre", "figcaption", "span")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = self.subtitle = self.lead = self.short = ""
        self.plain: list[str] = []
        self.blocks: list[Block] = []
        self._mark, self._class, self._words = "", "", ""
        self._background = ""
        self._lines: list[str] = []
        self._swatches: list[Swatch] = []
        self._rows: Optional[_Rows] = None
        self._side_by_side: Optional[list[Picture]] = None
        self._passed = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("style", "script"):
            self._passed += 1
        elif tag in self._KEPT:
            self._mark, self._class, self._words = tag, given.get("class", ""), ""
            self._background = ""
        elif tag == "meta":
            self._meta(given)
        elif tag == "i":
            self._background = given.get("style", "").partition("background:")[2][:300]
        elif tag == "img":
            self._picture(given)
        elif tag == "table":
            self._rows = _Rows()
        elif tag == "tr" and self._rows is not None:
            self._rows.rows.append([])
        elif tag == "div" and given.get("class") == "details":
            self._side_by_side = []

    def handle_data(self, data: str) -> None:
        if self._mark and not self._passed and len(self._words) < _LONGEST:
            self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._passed = max(self._passed - 1, 0)
        elif tag == self._mark:
            self._kept(tag, self._words if tag == "pre" else " ".join(self._words.split()))
            self._mark = ""
        if tag == "ul" and self._lines:
            self._add(Bullets(tuple(self._lines)))
            self._lines = []
        elif tag == "figcaption" and self._side_by_side is None:
            self._legend()
        elif tag == "table" and self._rows is not None:
            rows = [tuple(row) for row in self._rows.rows if row]
            self._add(Table("", tuple(self._rows.head), rows))
            self._rows = None
        elif tag == "div" and self._side_by_side is not None:
            if self._side_by_side:
                self._add(Pictures(tuple(self._side_by_side)))
            self._side_by_side = None
            self._legend()

    def _legend(self) -> None:
        if self._swatches:
            self._add(Legend(tuple(self._swatches)))
        self._swatches = []

    def _kept(self, tag: str, words: str) -> None:
        if tag in ("th", "td"):
            self._cell(tag, words)
        elif not words:
            return
        elif tag == "h1":
            self.title = self.title or words
        elif tag == "h2":
            self._add(Heading(words))
        elif tag == "p":
            self._paragraph(words)
        elif tag == "pre":
            self._add(Paragraph(words, Style.CODE))
        elif tag == "li":
            self._lines.append(words)
        elif tag == "span":
            self._swatches.append(Swatch(self._background, words))
        else:
            self._caption(words)

    def _meta(self, given: dict[str, str]) -> None:
        if given.get("name") == SHORT:
            self.short = self.short or " ".join(given.get("content", "").split())[:_LONGEST_SHORT]
        elif given.get("name") == PLAIN and len(self.plain) < _MOST_PLAIN:
            self.plain.append(" ".join(given.get("content", "").split())[:_LONGEST_SHORT])

    def _cell(self, tag: str, words: str) -> None:
        if self._rows is None:
            return
        if tag == "th" and not any(self._rows.rows):
            self._rows.head.append(words)
        elif self._rows.rows:
            self._rows.rows[-1].append(words)

    def _paragraph(self, words: str) -> None:
        style = _STYLES.get(self._class, Style.PLAIN)
        if style is Style.SUBTITLE and not self.subtitle:
            self.subtitle = words
            return
        if style is Style.LEAD:
            self.lead = f"{self.lead} {words}".lstrip()
        self._add(Paragraph(words, style))

    def _picture(self, given: dict[str, str]) -> None:
        address = given.get("src", "")
        if not is_picture(address):
            return
        picture = Picture(address, given.get("alt", ""))
        if self._side_by_side is None:
            self._add(Pictures((picture,)))
        else:
            self._side_by_side.append(picture)

    def _caption(self, words: str) -> None:
        """Under the last of the pictures side by side."""
        if self._side_by_side:
            last = self._side_by_side[-1]
            self._side_by_side[-1] = Picture(last.address, last.text, words)

    def _add(self, block: Block) -> None:
        if len(self.blocks) < _MOST_PARTS:
            self.blocks.append(block)
