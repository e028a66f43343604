# SPDX-License-Identifier: GPL-2.0-or-later
"""One run as a page: finding, map, what it is based on, how it was done, what it cannot say; prints on A4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from errno import EIO
from html import escape
from pathlib import Path

from offline_cache.errors import CacheError

from ..text import tr

SHORT, PLAIN = "policeuk-short", "policeuk-plain"
"""The name under which a page says itself in a few sentences, for who puts it together with others."""
_CHART, _BESIDE = "data:image/svg+xml", 2
STYLE = Path(__file__).resolve().parent.parent / "resources" / "styles" / "result_page.css"


@dataclass(frozen=True)
class Swatch:
    """A part of the legend: a CSS background ('' for none), and what it stands for."""

    background: str
    text: str


@dataclass(frozen=True)
class Table:
    """A table: the first column is text, the others numbers as text, or words."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    foot: str = ""

    def has_words(self, at: int) -> bool:
        """Whether a column begins at the left: the first, and those whose cells begin with a letter, dashes aside."""
        cells = [row[at] for row in self.rows if at < len(row) and row[at].strip(" –")]
        return at == 0 or (bool(cells) and all(cell.lstrip()[:1].isalpha() for cell in cells))

    @property
    def css(self) -> str:
        """The classes of its columns of words, for the style of the page."""
        return " ".join(f"words{at + 1}" for at in range(1, len(self.head)) if self.has_words(at))


@dataclass(frozen=True)
class Detail:
    """A part of the map from near: the address of its picture, what it shows, and what its colours stand for."""

    picture: str
    text: str
    legend: Sequence[Swatch] = ()


@dataclass(frozen=True)
class ResultPage:
    """All that the page says, as plain text; `picture` is the address of the map.

    `command` runs it again, `rows` lists the published rows of its selection ('' for none). `short` is what is said
    of it where there is room for a few sentences, in the panel and on the first page of a report: it has to carry
    whatever limits or reverses the title; '' for title and sentences. `plain` is the same, the title first, for who
    knows no statistics and can choose nothing, such as an officer on the beat; () where that is `short`.
    """

    title: str
    subtitle: str
    sentences: Sequence[str]
    picture: str
    picture_text: str
    legend: Sequence[Swatch]
    basis: Sequence[str]
    method: Sequence[str]
    command: str
    caveats: Sequence[str]
    rights: Sequence[str]
    labels: Sequence[str] = ()
    tables: Sequence[Table] = ()
    details: Sequence[Detail] = ()
    rows: str = ""
    short: str = ""
    plain: Sequence[str] = ()

    @property
    def in_short(self) -> str:
        """A few sentences that can stand alone."""
        return self.short or " ".join([f"{self.title}.", *self.sentences])


def page_html(page: ResultPage) -> str:
    """The page in HTML, with its style and its map inside: one file to hand on."""
    style = STYLE.read_text(encoding="utf-8")
    parts = [
        f"<h1>{escape(page.title)}</h1>",
        f"<p class='subtitle'>{escape(page.subtitle)}</p>",
        *(f"<p class='invented'>{escape(label)}</p>" for label in page.labels),
        *(f"<p class='lead'>{escape(sentence)}</p>" for sentence in page.sentences if sentence),
        f"<figure><img src='{page.picture}' alt='{escape(page.picture_text)}'>",
        f"<figcaption>{''.join(map(_swatch, page.legend))}</figcaption></figure>",
        _details(page.details),
        *map(_table, page.tables),
        _section(tr("What this is based on"), page.basis),
        _section(tr("What to keep in mind"), page.caveats),
        _section(tr("How it was done"), page.method),
        f"<p class='again'>{escape(tr('To run it again:'))}</p><pre>{escape(page.command)}</pre>",
        _rows(page.rows),
        *(f"<p class='foot'>{escape(line)}</p>" for line in page.rights),
    ]
    head = (
        f"<meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
        f"<meta name='{SHORT}' content='{escape(page.in_short, quote=True)}'>"
        f"{''.join(map(_plain, page.plain))}"
        f"<title>{escape(page.title)}</title><style>{style}</style>"
    )
    body = "\n".join(parts)
    return f"<!DOCTYPE html>\n<html lang='en-GB'><head>{head}</head><body>\n{body}\n</body></html>\n"


def _plain(sentence: str) -> str:
    return f"<meta name='{PLAIN}' content='{escape(sentence, quote=True)}'>"


def write_page(page: ResultPage, path: Path) -> None:
    """Write the page at `path`; raises `CacheError` where that cannot be done."""
    data = page_html(page).encode("utf-8")
    try:
        path.write_bytes(data)
        if path.read_bytes() != data:
            raise OSError(EIO, tr("not all of it is there"))
    except OSError as error:
        raise CacheError(
            tr("The page {path} could not be written ({error}). Choose a folder that may be written.").format(
                path=path, error=error.strerror
            )
        ) from error


def _section(title: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<section><h2>{escape(title)}</h2><ul>{items}</ul></section>"


def _rows(command: str) -> str:
    if not command:
        return ""
    text = tr("To list the rows of the published files behind it, each with its file and line:")
    return f"<p class='again'>{escape(text)}</p><pre>{escape(command)}</pre>"


def _details(details: Sequence[Detail]) -> str:
    """Maps from near side by side, each chart in a row of its own: its words would be too small."""
    rows: list[list[Detail]] = []
    for detail in details:
        alone = detail.picture.startswith(_CHART)
        if rows and not alone and len(rows[-1]) < _BESIDE and not rows[-1][-1].picture.startswith(_CHART):
            rows[-1].append(detail)
        else:
            rows.append([detail])
    return "\n".join(f"<div class='details'>{''.join(map(_detail, row))}</div>" for row in rows)


def _detail(detail: Detail) -> str:
    legend = f"<p class='legend'>{''.join(map(_swatch, detail.legend))}</p>" if detail.legend else ""
    return (
        f"<figure><img src='{detail.picture}' alt='{escape(detail.text)}'>"
        f"<figcaption>{escape(detail.text)}</figcaption>{legend}</figure>"
    )


def _swatch(swatch: Swatch) -> str:
    box = f"<i style='background:{escape(swatch.background)}'></i>" if swatch.background else ""
    return f"<span>{box}{escape(swatch.text)}</span>"


def _table(table: Table) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in table.head)
    rows = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in table.rows)
    foot = f"<p class='note'>{escape(table.foot)}</p>" if table.foot else ""
    return (
        f"<section><h2>{escape(table.title)}</h2><table class='{table.css}'><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>{foot}</section>"
    )
