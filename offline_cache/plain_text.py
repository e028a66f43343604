# SPDX-License-Identifier: GPL-2.0-or-later
"""HTML as forces write it (descriptions, biographies, priorities) to plain text that can do nothing.

The result is text, not HTML: whoever puts it on a page escapes it there.
"""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from typing import Optional
from urllib.parse import urlsplit

LONGEST = 20_000
"""Characters kept of a text; the longest description seen has under 2,000."""
LONGEST_LINE = 500

_READ = 3 * LONGEST
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "object", "title", "svg", "math", "textarea"})
_PARAGRAPHS = frozenset({"p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section"})
_LINES = frozenset({"br", "li", "tr", "dt", "dd", "hr"})
_CELLS = frozenset({"td", "th"})
_BLANKS = re.compile(r"[^\S\n]+")
_AROUND_ENDS = re.compile(r" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{3,}")
# A "<" that begins no tag is a sign like any other, and html.parser takes minutes over thousands of open tags.
_NO_TAG = re.compile(r"<(?!/?[a-zA-Z][^<>]{0,2000}>)")
_ADDRESS = re.compile(r"[^\s\\\"'<>`{}|^]{1,2000}\Z")


def plain_text(html: str, longest: int = LONGEST) -> str:
    """The words of `html` without markup: entities read once, paragraphs as lines, links as `text (address)`.

    Scripts and styles are dropped, and so is an address that `web_address` does not pass. At most `longest`
    characters; a cut text ends in an ellipsis.
    """
    html = html if "<" in html else html.replace("\n", "<br>")  # no markup: its lines are meant
    reader = _Words()
    reader.feed(_NO_TAG.sub("&lt;", _without_declarations(html[:_READ])))
    reader.close()
    reader.end_link()
    text = _laid_out(_without_controls("".join(reader.parts)))
    return text if len(text) <= longest and len(html) <= _READ else text[: longest - 1].rstrip() + "…"


def plain_line(html: str, longest: int = LONGEST_LINE) -> str:
    """`plain_text` on one line: for names and titles, which hold entities too."""
    text = " ".join(plain_text(html).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def web_address(text: str) -> str:
    """The address where `text` is one of the web (http or https, with a host, without a user name), else ''."""
    address = text.strip()
    if not (_ADDRESS.match(address) and address.isprintable()):
        return ""
    try:
        parts = urlsplit(address)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        fine = fine and parts.port != 0
    except ValueError:
        return ""
    return address if fine else ""


class _Words(HTMLParser):
    """Collects what a reader would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = ""  # the element that hides what is inside it
        self._depth = 0
        self._link: Optional[tuple[str, int]] = None  # address, and where its text begins in parts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        """Break lines where the tag does; remember where a link leads."""
        if self._silent:
            self._depth += tag == self._silent
        elif tag in _SILENT:
            self._silent, self._depth = tag, 1
        elif tag == "a":
            self.end_link()
            self._link = web_address(dict(attrs).get("href") or ""), len(self.parts)
        else:
            self._break(tag)
            if tag == "li":
                self.parts.append("- ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        """Take an element without content, such as <br/>."""
        if not self._silent and tag not in _SILENT:
            self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        """Break lines where the tag does."""
        if self._silent:
            self._depth -= tag == self._silent
            if self._depth == 0:
                self._silent = ""
        elif tag == "a":
            self.end_link()
        elif tag in _PARAGRAPHS:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        """Keep words, and line ends in them as blanks."""
        if not self._silent:
            self.parts.append(data.replace("\n", " ").replace("\r", " "))

    def end_link(self) -> None:
        """Put the address after the text of a link, unless the text is the address."""
        if self._link is not None:
            address, start = self._link
            self._link = None
            if address and "".join(self.parts[start:]).strip() != address:
                self.parts.append(f" ({address})")

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in _LINES:
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append(" ")


def _without_declarations(html: str) -> str:
    """The text without comments and declarations: html.parser of Python 3.9 and 3.10 fails on odd ones."""
    kept: list[str] = []
    at = 0
    while True:
        start = html.find("<!", at)
        if start < 0:
            return "".join([*kept, html[at:]])
        kept.append(html[at:start])
        end = "-->" if html.startswith("<!--", start) else ">"
        found = html.find(end, start + 2)
        if found < 0:
            return "".join(kept)
        at = found + len(end)


def _without_controls(text: str) -> str:
    """The text without signs that steer a terminal or the direction of writing, and without halves of signs."""
    return "".join(sign for sign in text if sign == "\n" or sign.isspace() or unicodedata.category(sign)[0] != "C")


def _laid_out(text: str) -> str:
    lines = _AROUND_ENDS.sub("\n", _BLANKS.sub(" ", text.replace("\f", " ").replace("\v", " ")))
    return _EMPTY_LINES.sub("\n\n", lines).strip()
