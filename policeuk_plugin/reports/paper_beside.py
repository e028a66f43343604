# SPDX-License-Identifier: GPL-2.0-or-later
"""A picture with title and legend at the right of words, which flow around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Union

from qgis.PyQt.QtGui import QPainter, QPdfWriter

from .document import Beside, Heading, Paragraph, Pictures, Style
from .paper import Group, Slice, font, laid_out, mm
from .paper_blocks import POINTS, heading_group, legend_group, paragraph_group, pictures_group, words_slices

_PICTURE, _GAP = 0.46, 5.0
"""Of the width, for the picture; millimetres between it and the words."""


def beside_groups(block: Beside, device: QPdfWriter, width: float) -> Iterator[Group]:
    """The picture is drawn with the first words, which are narrower as long as it lasts."""
    wide = width * _PICTURE
    picture = [
        heading_group(Heading(block.title), device, wide),
        pictures_group(Pictures((block.picture,)), device, wide),
        legend_group(block.legend, device, wide),
    ]
    tall, used = sum(one.height for one in picture), 0.0
    for words in block.words:
        for group in _around(words, tall - used, device, width, width - wide - mm(_GAP)):
            yield replace(group, slices=[_at_the_right(picture, width - wide), *group.slices]) if not used else group
            used += group.height
    if used < tall:
        yield Group([Slice(tall - used, lambda painter, x, y: None)])


def _around(
    one: Union[Heading, Paragraph], left: float, device: QPdfWriter, width: float, narrow: float
) -> list[Group]:
    """A heading or paragraph, narrow for the dots that are left of the picture, as wide as the page below it."""
    room = narrow if left > 0 else width
    if isinstance(one, Heading):
        return [heading_group(one, device, room)]
    whole = paragraph_group(one, device, room)
    if left <= 0 or whole.height <= left or one.style in (Style.LABEL, Style.CODE):
        return [whole]
    points = POINTS[one.style]
    bold = words_slices(one.bold, font(points, bold=True), device, narrow) if one.bold else []
    lines = words_slices(one.text, font(points), device, narrow)
    left -= sum(line.height for line in bold)
    fit = max(sum(sum(line.height for line in lines[:at]) < left for at in range(len(lines))), 1)
    layout = laid_out(one.text, font(points), device, narrow)
    begins = layout.lineAt(fit).textStart() if fit < layout.lineCount() else len(one.text)
    rest = one.text[begins:].strip()
    first = Group([*bold, *lines[:fit]], True, None, bool(rest))
    return [first, paragraph_group(Paragraph(rest, one.style), device, width)] if rest else [whole]


def _at_the_right(groups: Sequence[Group], shift: float) -> Slice:
    """Groups one under another, `shift` dots further to the right, as something that takes no room."""

    def draw(painter: QPainter, x: float, y: float) -> None:
        for one in (one for group in groups for one in group.slices):
            one.draw(painter, x + shift, y)
            y += one.height

    return Slice(0.0, draw)
