# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers put together: plain words first, what all of them rest on once, each on pages of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..reports.document import Block, Bullets, Document, Heading, Paragraph, Section, Style
from ..reports.page_reading import ReadPage
from ..text import attribution, invented, tr
from .recipe import plugin_version
from .report_run import Answer
from .wording import sentence_case

_SHORT = 340
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")


def document(title: str, subtitle: str, answers: Sequence[Answer], recipe: str) -> Document:
    """The report; `recipe` is the name of the file beside it that runs it again, '' for none."""
    pages = [answer.run.page for answer in answers if answer.run.page is not None]
    shared = {head: _shared(pages, head) for head in (_based_on(), _keep_in_mind())}
    labels = _labels(pages)
    front: list[Block] = [Paragraph(text, Style.LABEL) for text in labels]
    front.append(Heading(tr("In plain words")))
    front += [Paragraph(_plain(answer), bold=answer.question) for answer in answers]
    front.append(Paragraph(_cannot(), bold=tr("What this cannot say")))
    after: list[Block] = []
    for head, lines in shared.items():
        if lines:
            name = tr("What all of this is based on") if head == _based_on() else tr("To keep in mind of all of it")
            after += [Heading(name), Bullets(lines)]
    foot = invented() if invented() in labels else attribution()
    sections = [_section(answer.question, page, shared, labels) for answer in answers for page in _page(answer)]
    return Document(title, subtitle, front, [*sections, _again(answers, pages, recipe)], foot, after)


def _plain(answer: Answer) -> str:
    """The finding, and as many sentences as can be read in a breath."""
    page = answer.run.page
    if page is None:
        return tr("Not answered: {why}").format(why=answer.run.why)
    text = page.title.rstrip(".") + "."
    for sentence in _SENTENCE.split(page.lead):
        if len(text) + len(sentence) > _SHORT:
            break
        text += " " + sentence
    return sentence_case(text)


def _cannot() -> str:
    return tr(
        "Places are snap points and dates are months: nothing here is about an address, a time of day or a person, and "
        "nothing says why. More crimes may mean more people, more reports or more police work. Data held by the force, "
        "with times and addresses, can say more."
    )


def _page(answer: Answer) -> list[ReadPage]:
    """The page of an answer; what was not answered is said on the first page alone."""
    return [answer.run.page] if answer.run.page is not None else []


def _section(question: str, page: ReadPage, shared: Mapping[str, Sequence[str]], labels: Sequence[str]) -> Section:
    own = [text for text in _labels([page]) if text not in labels]
    blocks: list[Block] = [Paragraph(page.subtitle, Style.SUBTITLE)]
    blocks += [*(Paragraph(text, Style.LABEL) for text in own), *_own(page, shared)]
    return Section(question, page.title, blocks)


def _own(page: ReadPage, shared: Mapping[str, Sequence[str]]) -> Iterator[Block]:
    """What a page has to itself: no commands, rights and labels, which stand elsewhere, nor what all say."""
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
        if isinstance(block, Bullets) and shared.get(head):
            lines = [line for line in block.lines if line not in shared[head]]
            if not lines:
                waiting = []
                continue
            block = Bullets(lines)
        yield from waiting
        waiting = []
        yield block


def _again(answers: Sequence[Answer], pages: Sequence[ReadPage], recipe: str) -> Section:
    blocks: list[Block] = []
    if recipe:
        text = tr("All of it again, with a word on whether the numbers are the same: policeuk:runrecipe with {recipe}.")
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


def _keep_in_mind() -> str:
    return tr("What to keep in mind")


def _before_commands() -> tuple[str, str]:
    return (
        tr("To run it again:"),
        tr("To list the rows of the published files behind it, each with its file and line:"),
    )
