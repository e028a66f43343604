# SPDX-License-Identifier: GPL-2.0-or-later
"""Briefs as a PDF on A4: a sheet each, its meeting sheets behind it, before them the contents of an atlas."""

from __future__ import annotations

from collections.abc import Sequence

from ..analysis.errors import Cancelled, never, stop_if
from ..text import many, number, tr
from .brief import Briefs, contents_note
from .brief_meeting import meeting_groups
from .brief_sheet import brief_slice
from .document import Bullets, Heading, Paragraph, Style
from .paper import Group, Paper, Slice
from .paper_blocks import bullets_groups, heading_group, paragraph_group, title_group
from .paper_table import table_groups
from .result_page import Table


def briefs_pdf(briefs: Briefs, cancelled: Cancelled = never) -> bytes:
    """The file. How many pages it has is known before it is drawn but for meeting sheets: then it is drawn twice."""
    starts, pages = [0] * len(briefs.briefs), 0
    if not briefs.atlas and briefs.briefs[0].meeting is None:
        pages = 1
    else:
        _, starts, pages = _made(briefs, starts, pages, cancelled, sheets=False)
    data, again, there = _made(briefs, starts, pages, cancelled, sheets=True)
    if (again, there) != (starts, pages):
        data, _, _ = _made(briefs, again, there, cancelled, sheets=True)
    return data


def _made(
    briefs: Briefs, starts: Sequence[int], pages: int, cancelled: Cancelled, sheets: bool
) -> tuple[bytes, list[int], int]:
    """The file, the page of each brief, and how many there are; without `sheets` only as far as that takes."""
    with Paper(briefs.title, briefs.foot, pages, briefs.marking) as paper:
        if briefs.atlas:
            _contents(paper, briefs, starts)
        found = []
        for brief in briefs.briefs:
            stop_if(cancelled)
            paper.new_page()
            found.append(paper.page)
            sheet = Slice(paper.height - 1, lambda painter, x, y: None)
            if sheets:
                sheet = brief_slice(brief, paper.device, paper.width, paper.height - 1)
            paper.put([Group([sheet])])
            if brief.meeting is not None:
                paper.new_page()
                paper.put(list(meeting_groups(brief, brief.meeting, paper.device, paper.width)))
        return paper.finish(), found, paper.page


def _contents(paper: Paper, briefs: Briefs, starts: Sequence[int]) -> None:
    device, width = paper.device, paper.width
    paper.put([title_group(briefs.title, 17, device, width)])
    paper.put([paragraph_group(Paragraph(briefs.subtitle, Style.SUBTITLE), device, width)])
    rows = [
        (brief.name, _count(brief.crimes), _count(brief.before), str(page or "000"))
        for brief, page in zip(briefs.briefs, starts)
    ]
    head = (tr("Area"), tr("Recorded crimes"), tr("Year before"), tr("Page"))
    foot = contents_note()
    paper.put(list(table_groups(Table("", head, rows, foot), device, width)))
    about = [*briefs.briefs[0].labels, *briefs.briefs[0].caveats, *briefs.briefs[0].rights]
    paper.put([paragraph_group(Paragraph(" ".join(about), Style.FOOT), device, width)])
    if briefs.left_out:
        title = tr("Without a brief: {areas}").format(areas=many(len(briefs.left_out), tr("area"), tr("areas")))
        paper.put([heading_group(Heading(title), device, width)])
        paper.put(bullets_groups(Bullets(briefs.left_out), device, width))


def _count(count: object) -> str:
    return number(count) if isinstance(count, int) else "–"
