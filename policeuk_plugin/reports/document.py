# SPDX-License-Identifier: GPL-2.0-or-later
"""A report of several pages as plain data: what `document_html` and `document_pdf` both make a file of."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Union

from .result_page import Swatch, Table

TALLEST = 112.0
"""Millimetres of a picture on paper, so that words and a table stand on its page too."""


class Style(enum.Enum):
    """How a paragraph is set; the values are classes of the style sheet."""

    PLAIN = "plain"
    LEAD = "lead"
    SUBTITLE = "subtitle"
    NOTE = "note"
    LABEL = "invented"
    FOOT = "foot"
    CODE = "code"


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Words; `bold` stand before them."""

    text: str
    style: Style = Style.PLAIN
    bold: str = ""


@dataclass(frozen=True)
class Bullets:
    """Lines of a list."""

    lines: Sequence[str]


@dataclass(frozen=True)
class Picture:
    """The `data:` address of a PNG or of an SVG as `charts` makes them, and what it shows."""

    address: str
    text: str
    caption: str = ""


@dataclass(frozen=True)
class Pictures:
    """One picture as wide as the page, or several side by side; none higher than `tallest` millimetres on paper."""

    pictures: Sequence[Picture]
    tallest: float = TALLEST


@dataclass(frozen=True)
class Legend:
    """What the colours of the picture before it stand for."""

    swatches: Sequence[Swatch]


@dataclass(frozen=True)
class Beside:
    """A picture with its title and legend at the right of words, which are as wide as the page again below it."""

    title: str
    picture: Picture
    legend: Legend
    words: Sequence[Union[Heading, Paragraph]]


Block = Union[Heading, Paragraph, Bullets, Pictures, Legend, Table, Beside]


@dataclass(frozen=True)
class Section:
    """A part, on a page of its own where little room is left: `question` is what it answers, `title` the finding."""

    question: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Document:
    """Title, what stands before the contents and after them, the parts, and the line under every page.

    `marking` is a protective marking, which stands at the top and on every page.
    """

    title: str
    subtitle: str
    front: Sequence[Block]
    sections: Sequence[Section]
    foot: str = ""
    after: Sequence[Block] = ()
    marking: str = ""
