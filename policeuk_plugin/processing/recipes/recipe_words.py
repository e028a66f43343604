# SPDX-License-Identifier: GPL-2.0-or-later
"""What a recipe that was run again says: the same numbers or not, and what has changed."""

from __future__ import annotations

from collections.abc import Sequence

from offline_cache.errors import shown
from offline_cache.spreadsheet_text import no_formula

from ...reports.document import Block, Bullets, Document, Heading, Paragraph, Style
from ...reports.result_page import Table
from ...text import attribution, caveat, many, tr
from ..report.report_questions import question_text
from ..running.child_runs import ROWS
from .recipe import Number
from .recipe_run import Compared, RecipeResult

_FEW = 6


def sentence(result: RecipeResult) -> str:
    """The finding."""
    numbers = many(len(result.compared), tr("number"), tr("numbers"))
    if result.same:
        return tr("The same: all {numbers} of {runs} are what they were.").format(
            numbers=numbers, runs=many(len(result.recipe.runs), tr("run"), tr("runs"))
        )
    parts = []
    if result.different:
        named = "; ".join(_difference(one) for one in result.different[:_FEW])
        more = len(result.different) - _FEW
        parts.append(
            tr("{n} of the {numbers} differ: {named}{more}.").format(
                n=len(result.different),
                numbers=numbers,
                named=named,
                more=tr("; and {n} more").format(n=more) if more > 0 else "",
            )
        )
    if result.failed:
        parts.append(tr("{runs} could not be run again.").format(runs=many(len(result.failed), tr("run"), tr("runs"))))
    return " ".join(parts)


def changes(result: RecipeResult) -> list[str]:
    """What has changed since the recipe was written."""
    lines = []
    if result.recipe.plugin != result.version:
        lines.append(
            tr("The plugin: version {then} then, {now} now.").format(
                then=shown(result.recipe.plugin), now=result.version
            )
        )
    found = result.changed
    if found is None:
        lines.append(tr("Whether the data has changed is not known: the recipe does not say what it rested on."))
    elif found:
        lines += [
            *_named(tr("Files revised in the cache: {names}."), found.revised),
            *_named(tr("Files that the cache did not hold then: {names}."), found.added),
            *_named(tr("Files that the cache no longer holds: {names}."), found.gone),
            *_named(tr("Outlines and figures of areas that have changed: {names}."), found.areas),
        ]
    if not lines and result.same:
        lines.append(tr("Plugin and data are as they were."))
    elif not lines:
        lines.append(
            tr("Plugin and data are as they were, so QGIS, its libraries or a layer that was read must differ.")
        )
    return lines


def failures(result: RecipeResult) -> list[str]:
    """Which runs gave nothing, and why."""
    return [tr("{question} {why}").format(question=question_text(run.algorithm), why=run.why) for run in result.failed]


def document(result: RecipeResult) -> Document:
    """The page."""
    front: list[Block] = [Paragraph(sentence(result), Style.LEAD), Heading(tr("What has changed"))]
    front.append(Bullets(changes(result)))
    if result.failed:
        front += [Heading(tr("Not run again")), Bullets(failures(result))]
    rows = [
        (f"{question_text(one.algorithm)} {one.name}", text_of(one.then), text_of(one.now), _verdict(one))
        for one in result.compared
        if not isinstance(one.then, str) or one.name == ROWS
    ]
    head = (tr("Number"), tr("Then"), tr("Now"), "")
    front.append(Table(tr("The numbers"), head, rows, tr("{rows} stands for all rows of a result.").format(rows=ROWS)))
    front.append(Paragraph(caveat(), Style.NOTE))
    title = tr("The same numbers") if result.same else tr("Not the same numbers")
    return Document(title, result.recipe.title, front, [], attribution())


def text_of(value: Number) -> str:
    """A number for reading; strangers' texts short, on one line, and never a formula where a table is opened."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return f"{value:.10g}"
    text = shown(value)[1:-1]
    return no_formula(text)


def _verdict(one: Compared) -> str:
    return tr("same") if one.same else tr("differs")


def _difference(one: Compared) -> str:
    if one.name == ROWS:
        return tr("rows of {algorithm}").format(algorithm=one.algorithm)
    if isinstance(one.then, str) or isinstance(one.now, str):
        return tr("the words of {algorithm}").format(algorithm=one.algorithm)
    return tr("{name} of {algorithm} was {then}, is {now}").format(
        name=shown(one.name)[1:-1],
        algorithm=one.algorithm,
        then=text_of(one.then) or tr("not there"),
        now=text_of(one.now) or tr("not there"),
    )


def _named(text: str, names: Sequence[str]) -> list[str]:
    if not names:
        return []
    some = ", ".join(shown(name)[1:-1] for name in names[:_FEW])
    more = len(names) - _FEW
    return [text.format(names=some + (tr(" and {n} more").format(n=more) if more > 0 else ""))]
