# SPDX-License-Identifier: GPL-2.0-or-later
"""A report as a PDF on A4, drawn with Qt's own writer: no window, no printer, no browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qgis.PyQt.QtGui import QPdfWriter

from ..analysis.errors import Cancelled, never, stop_if
from ..text import tr
from .document import Beside, Block, Bullets, Document, Heading, Legend, Paragraph, Pictures, Style
from .paper import Group, Paper
from .paper_beside import beside_groups
from .paper_blocks import (
    bullets_groups,
    heading_group,
    legend_group,
    paragraph_group,
    pictures_group,
    title_group,
)
from .paper_table import table_groups
from .result_page import Table


def document_pdf(document: Document, cancelled: Cancelled = never) -> bytes:
    """The file: first page, contents with page numbers, parts one after another; drawn twice for the numbers."""
    _, starts, pages = _made(document, [0] * len(document.sections), 0, cancelled)
    data, again, _ = _made(document, starts, pages, cancelled)
    if again != starts:  # the contents grew with their numbers
        data, _, _ = _made(document, again, pages, cancelled)
    return data


def _made(document: Document, starts: Sequence[int], pages: int, cancelled: Cancelled) -> tuple[bytes, list[int], int]:
    with Paper(document.title, document.foot, pages, document.marking) as paper:
        device, width = paper.device, paper.width
        paper.put([title_group(document.title, 17, device, width)])
        paper.put([paragraph_group(Paragraph(document.subtitle, Style.SUBTITLE), device, width)])
        paper.put(list(groups_of(document.front, device, width)))
        if document.sections:
            paper.put(list(_contents(document, starts, device, width)))
        paper.put(list(groups_of(document.after, device, width)))
        found = []
        for at, section in enumerate(document.sections, 1):
            stop_if(cancelled)
            question = Paragraph(f"{at} · {section.question}", Style.NOTE)
            head = [paragraph_group(question, device, width), title_group(section.title, 14, device, width)]
            parts = _joined([(block, list(groups_of([block], device, width))) for block in section.blocks])
            paper.begin_part(sum(one.least for one in [*head, *_opening(parts)]))
            found.append(paper.page)
            paper.put([*head, *(one for _, groups in parts for one in groups)])
        return paper.finish(), found, paper.page


def _joined(parts: Sequence[tuple[Block, list[Group]]]) -> list[tuple[Block, list[Group]]]:
    """The same with each picture on the page of the legend that follows it: colours say nothing without."""
    found = []
    for at, (block, groups) in enumerate(parts):
        last = parts[at + 1][0] if at + 1 < len(parts) else None
        if isinstance(block, Pictures) and isinstance(last, Legend):
            groups = [replace(group, with_next=True) for group in groups]
        found.append((block, groups))
    return found


def _opening(parts: Sequence[tuple[Block, list[Group]]]) -> list[Group]:
    """What should stand with a part's head: all up to its first picture, or its first words where it has none."""
    for at, (block, _) in enumerate(parts):
        if isinstance(block, Pictures):
            return [one for _, groups in parts[: at + 2] for one in groups]
    return [one for _, groups in parts[:3] for one in groups]


def _contents(document: Document, starts: Sequence[int], device: QPdfWriter, width: float) -> Iterator[Group]:
    rows = [
        (f"{at} · {section.question}", str(page or "000"))
        for at, (section, page) in enumerate(zip(document.sections, starts), 1)
    ]
    yield from table_groups(Table(tr("Contents"), (tr("Question"), tr("Page")), rows), device, width)


def groups_of(blocks: Sequence[Block], device: QPdfWriter, width: float) -> Iterator[Group]:
    """What each block is on paper."""
    for block in blocks:
        if isinstance(block, Heading):
            yield heading_group(block, device, width)
        elif isinstance(block, Paragraph):
            yield paragraph_group(block, device, width)
        elif isinstance(block, Bullets):
            yield from bullets_groups(block, device, width)
        elif isinstance(block, Pictures):
            yield pictures_group(block, device, width)
        elif isinstance(block, Legend):
            yield legend_group(block, device, width)
        elif isinstance(block, Beside):
            yield from beside_groups(block, device, width)
        else:
            yield from table_groups(block, device, width)
