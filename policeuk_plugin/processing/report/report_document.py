# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers put together: plain words first, what all of them rest on once, each on pages of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Union

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QDate, QLocale

from ...reports.document import (
    Beside,
    Block,
    Bullets,
    Document,
    Heading,
    Legend,
    Paragraph,
    Pictures,
    Section,
    Style,
)
from ...reports.page_reading import ReadPage
from ...text import attribution, caveat, invented, tr
from ..peers.peer_parameters import ONS, SOURCE
from ..recipes.recipe import plugin_version
from ..running.wording import sentence_case
from .report_run import Answer

_PEERS = "policeuk:findpeers"
"""Its answer has no counts of crimes."""
_COMPARED, _LOW = "policeuk:comparewithpeers", 84.0
"""Whose chart stands on a first page without a map, and how high it is there at most, in millimetres."""


@dataclass(frozen=True)
class Headed:
    """What stands above all: title, the selection where the title is another, who made it, a marking; '' for none.

    `cannot` is what no part can say, `other_counts` what is said of parts that are not of ONS's counts in a report
    that is, '' in others.
    """

    title: str
    cannot: str
    what: str = ""
    author: str = ""
    marking: str = ""
    other_counts: str = ""


def document(headed: Headed, answers: Sequence[Answer], recipe: str) -> Document:
    """The report; `recipe` is the name of the file beside it that runs it again, '' for none."""
    pages = [answer.run.page for answer in answers if answer.run.page is not None]
    shared = {head: _shared(pages, head) for head in (_based_on(), _keep_in_mind())}
    labels = _labels(pages)
    front: list[Block] = [Paragraph(_made(headed), Style.NOTE)]
    front += [Paragraph(text, Style.LABEL) for text in labels]
    prefix = _prefix([page.title for page in pages])
    words: list[Union[Heading, Paragraph]] = [Heading(tr("In short"))]
    words += [one for answer in answers for one in _in_short(answer, prefix, labels, headed.other_counts)]
    front += _beside_map(answers, words)
    front.append(Paragraph(headed.cannot, Style.NOTE, tr("What this cannot say")))
    after: list[Block] = []
    for head, lines in shared.items():
        if lines:
            name = tr("What all of this is based on") if head == _based_on() else tr("To keep in mind of all of it")
            after += [Heading(name), Bullets(lines)]
    foot = invented() if invented() in labels else attribution()
    sections = [_section(answer, page, shared, labels) for answer in answers for page in _page(answer)]
    sections += [_done(answers, shared), _again(answers, pages, recipe)]
    return Document(headed.title, headed.what or caveat(), front, sections, foot, after, headed.marking)


def what_of(answers: Sequence[Answer]) -> str:
    """What pages that were given are about: what the first of them rests on, in words."""
    pages = [answer.run.page for answer in answers if answer.run.page is not None]
    return _about(pages[0]) if pages else ""


def _about(page: ReadPage) -> str:
    return next(iter(_under(page, _based_on())), page.subtitle).rstrip(".")


def _made(headed: Headed) -> str:
    today = QLocale(QgsApplication.locale() or "en_GB").toString(QDate.currentDate(), "d MMMM yyyy")
    if headed.author:
        return tr("Made on {date} by {author}.").format(date=today, author=headed.author)
    return tr("Made on {date}.").format(date=today)


def _prefix(titles: Sequence[str]) -> str:
    """What several titles begin with, up to a colon: which crimes and where, that the title of the report says."""
    heads = [title.partition(": ")[0] for title in titles if ": " in title]
    again = [head for head in heads if heads.count(head) > 1]
    return f"{again[0]}: " if again else ""


def _in_short(answer: Answer, prefix: str, labels: Sequence[str], other_counts: str) -> list[Paragraph]:
    """The answer in a few sentences, with what must not be overlooked of it; first whose counts, if other ones."""
    page = answer.run.page
    if page is None:
        return [Paragraph(tr("Not answered: {why}").format(why=answer.run.why), bold=answer.question)]
    text = page.short or " ".join([page.title.rstrip(".") + ".", page.lead])
    text = text[len(prefix) :] if prefix and text.startswith(prefix) and not answer.given else text
    if (
        other_counts
        and not answer.given
        and answer.run.algorithm != _PEERS
        and answer.run.parameters.get(SOURCE) != ONS
    ):
        text = f"{other_counts} {sentence_case(text)}"
    own = [one for one in _labels([page]) if one not in labels and one not in text]
    given = [Paragraph(_given(page), Style.NOTE)] if answer.given else []
    return [
        Paragraph(sentence_case(text), bold=answer.question),
        *(Paragraph(one, Style.LABEL) for one in own),
        *given,
    ]


def _given(page: ReadPage) -> str:
    return tr("This part was made before and given as a page. It is about: {what}.").format(what=_about(page))


def _beside_map(answers: Sequence[Answer], words: Sequence[Union[Heading, Paragraph]]) -> Sequence[Block]:
    """The words, beside the first map of all answers with its legend and what it answers; else above a chart."""
    for answer in answers:
        blocks = list(answer.run.page.blocks) if answer.run.page is not None else []
        for at, block in enumerate(blocks):
            if isinstance(block, Pictures) and block.pictures[0].address.startswith("data:image/png"):
                legend = blocks[at + 1] if at + 1 < len(blocks) else None
                swatches = legend if isinstance(legend, Legend) else Legend(())
                return [Beside(answer.question, block.pictures[0], swatches, words)]
    return [*words, *_chart(answers)]


def _chart(answers: Sequence[Answer]) -> list[Block]:
    """The chart of the area among its peers, where such a comparison is among the answers."""
    for answer in answers:
        if answer.run.page is not None and answer.run.algorithm == _COMPARED:
            found = [block for block in answer.run.page.blocks if isinstance(block, Pictures)]
            return [Pictures(found[0].pictures, _LOW)] if found else []
    return []


def _page(answer: Answer) -> list[ReadPage]:
    """The page of an answer; what was not answered is said on the first page alone."""
    return [answer.run.page] if answer.run.page is not None else []


def _section(answer: Answer, page: ReadPage, shared: Mapping[str, Sequence[str]], labels: Sequence[str]) -> Section:
    own = [text for text in _labels([page]) if text not in labels]
    blocks: list[Block] = [Paragraph(page.subtitle, Style.SUBTITLE)]
    if answer.given:
        blocks.append(Paragraph(_given(page), Style.NOTE))
    blocks += [*(Paragraph(text, Style.LABEL) for text in own), *_own(page, shared)]
    return Section(answer.question, page.title, blocks)


def _own(page: ReadPage, shared: Mapping[str, Sequence[str]]) -> Iterator[Block]:
    """What a page has to itself: no commands, rights and labels, which stand elsewhere, nor what all say, nor how it
    was done, which is for the end."""
    head = ""
    waiting: list[Block] = []
    for block in page.blocks:
        if isinstance(block, Heading):
            head, waiting = block.text, [block]
            continue
        if isinstance(block, Paragraph) and (
            block.style in (Style.CODE, Style.FOOT, Style.LABEL) or block.text in _before_commands()
        ):
            continue
        if head in (_based_on(), _how_done()):
            waiting = []
            continue
        if isinstance(block, Bullets) and shared.get(head):
            lines = [line for line in block.lines if line not in shared[head]]
            if not lines:
                waiting = []
                continue
            block = Bullets(lines)
        yield from waiting
        waiting = []
        yield block


def _done(answers: Sequence[Answer], shared: Mapping[str, Sequence[str]]) -> Section:
    """What each part rests on beside what all do, and how it was done."""
    blocks: list[Block] = []
    for answer in answers:
        for page in _page(answer):
            based = [line for line in _under(page, _based_on()) if line not in shared[_based_on()]]
            blocks += [Heading(answer.question), Bullets([*based, *_under(page, _how_done())])]
    return Section(tr("How was it done?"), tr("What each part rests on, and how it was done"), blocks)


def _again(answers: Sequence[Answer], pages: Sequence[ReadPage], recipe: str) -> Section:
    blocks: list[Block] = []
    if recipe:
        text = tr("To run all of it again and see whether the numbers are the same: policeuk:runrecipe with {recipe}.")
        blocks.append(Paragraph(text.format(recipe=recipe)))
    for answer in answers:
        if answer.run.page is None:
            continue
        commands = [one for one in answer.run.page.blocks if isinstance(one, Paragraph) and one.style is Style.CODE]
        blocks += [Heading(answer.question), *commands[:1]] if commands else []
    rights = [
        one.text for page in pages for one in page.blocks if isinstance(one, Paragraph) and one.style is Style.FOOT
    ]
    blocks += [Paragraph(text, Style.FOOT) for text in dict.fromkeys(rights)]
    blocks.append(Paragraph(tr("policeuk_plugin {version}").format(version=plugin_version()), Style.FOOT))
    return Section(tr("How was this made?"), tr("To run it again"), blocks)


def _labels(pages: Sequence[ReadPage]) -> list[str]:
    """What stands in a frame at the top of all pages: that the data is invented, that borders are guessed."""
    of_each = [
        [one.text for one in page.blocks if isinstance(one, Paragraph) and one.style is Style.LABEL] for page in pages
    ]
    return [text for text in of_each[0] if all(text in texts for texts in of_each[1:])] if of_each else []


def _shared(pages: Sequence[ReadPage], head: str) -> list[str]:
    """Lines under a heading that all of several pages have."""
    of_each = [_under(page, head) for page in pages]
    if len(of_each) < 2:
        return []
    return [line for line in of_each[0] if all(line in lines for lines in of_each[1:])]


def _under(page: ReadPage, head: str) -> list[str]:
    at = ""
    lines: list[str] = []
    for block in page.blocks:
        if isinstance(block, Heading):
            at = block.text
        elif isinstance(block, Bullets) and at == head:
            lines += block.lines
    return lines


def _based_on() -> str:
    return tr("What this is based on")


def _how_done() -> str:
    return tr("How it was done")


def _keep_in_mind() -> str:
    return tr("What to keep in mind")


def _before_commands() -> tuple[str, str]:
    return (
        tr("To run it again:"),
        tr("To list the rows of the published files behind it, each with its file and line:"),
    )
