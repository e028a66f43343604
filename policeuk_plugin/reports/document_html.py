# SPDX-License-Identifier: GPL-2.0-or-later
"""A report as one HTML file that holds its style and pictures, sends nothing and runs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from ..text import tr
from .document import Beside, Block, Bullets, Document, Heading, Legend, Paragraph, Picture, Pictures, Section, Style
from .result_page import STYLE, Swatch, Table

_MORE = Path(__file__).resolve().parent.parent / "resources" / "styles" / "document.css"
_BACKGROUND = re.compile(r"[#\w\s(),.%/-]{0,300}")
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def document_html(document: Document) -> str:
    """The page; in print every part begins on a new sheet."""
    style = STYLE.read_text(encoding="utf-8") + _MORE.read_text(encoding="utf-8")
    marking = f"<p class='marking'>{escape(document.marking)}</p>" if document.marking else ""
    parts = [
        marking,
        f"<h1>{escape(document.title)}</h1>",
        f"<p class='subtitle'>{escape(document.subtitle)}</p>",
        *map(_block, document.front),
        _contents(document),
        *map(_block, document.after),
        *(_section(at, section) for at, section in enumerate(document.sections, 1)),
        f"<p class='foot'>{escape(document.foot)}</p>" if document.foot else "",
        marking,
    ]
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(document.title)}</title><style>{style}</style>"
    )
    body = "\n".join(part for part in parts if part)
    return f"<!DOCTYPE html>\n<html lang='en-GB'><head>{head}</head><body>\n{body}\n</body></html>\n"


def _contents(document: Document) -> str:
    if not document.sections:
        return ""
    lines = "".join(
        f"<li><a href='#part{at}'>{escape(section.question)}</a></li>"
        for at, section in enumerate(document.sections, 1)
    )
    return f"<nav><h2>{escape(tr('Contents'))}</h2><ol>{lines}</ol></nav>"


def _section(at: int, section: Section) -> str:
    head = f"<p class='question'>{at} · {escape(section.question)}</p><h2 class='part'>{escape(section.title)}</h2>"
    return f"<div class='part' id='part{at}'>{head}{''.join(map(_block, section.blocks))}</div>"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h2>{escape(block.text)}</h2>"
    if isinstance(block, Paragraph):
        return _paragraph(block)
    if isinstance(block, Bullets):
        return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in block.lines)}</ul>"
    if isinstance(block, Legend):
        return f"<div class='legend'>{''.join(map(_swatch, block.swatches))}</div>"
    if isinstance(block, Pictures):
        return _pictures(block)
    return _beside(block) if isinstance(block, Beside) else _table(block)


def _beside(block: Beside) -> str:
    picture = Pictures((Picture(block.picture.address, block.picture.text, block.title),))
    return f"<div class='beside'><aside>{_pictures(picture)}{_block(block.legend)}</aside>{_blocks(block.words)}</div>"


def _blocks(blocks: Iterable[Block]) -> str:
    return "".join(map(_block, blocks))


def _paragraph(block: Paragraph) -> str:
    if block.style is Style.CODE:
        return f"<pre>{escape(block.text)}</pre>"
    bold = f"<b>{escape(block.bold)}</b> " if block.bold else ""
    return f"<p class='{block.style.value}'>{bold}{escape(block.text)}</p>"


def _pictures(block: Pictures) -> str:
    figures = "".join(
        f"<figure><img src='{escape(one.address, quote=True)}' alt='{escape(one.text, quote=True)}'>"
        + (f"<figcaption>{escape(one.caption)}</figcaption>" if one.caption else "")
        + "</figure>"
        for one in block.pictures
    )
    return figures if len(block.pictures) == 1 else f"<div class='details'>{figures}</div>"


def _swatch(swatch: Swatch) -> str:
    background = swatch.background if _BACKGROUND.fullmatch(swatch.background) else ""
    box = f"<i style='background:{escape(background, quote=True)}'></i>" if background else ""
    return f"<span>{box}{escape(swatch.text)}</span>"


def _table(table: Table) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in table.head)
    rows = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in table.rows)
    title = f"<h2>{escape(table.title)}</h2>" if table.title else ""
    foot = f"<p class='note'>{escape(table.foot)}</p>" if table.foot else ""
    return f"{title}<table class='{table.css}'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{foot}"
