# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether last year would have told: the answer of an evaluation, in a title and a few sentences."""

from __future__ import annotations

from ...analysis.forecasts import Method
from ...text import many, months_phrase, tr
from ..running.wording import percent, sentence_case
from .evaluation_run import EvaluationRun
from .evaluation_settings import Setting
from .evaluation_words import chance_words, interval, points, share_words


def finding(run: EvaluationRun) -> str:
    """The answer to whether last year would have told, as a title: what it found, and whether anything finds more."""
    about, at = run.inputs.crimes.about, run.asked.share
    text = tr(
        "{what} in {where}: last year's busiest {share} of the ground held {rate} of the crimes of the month after; "
        "{more}"
    )
    return text.format(
        what=sentence_case(about.what),
        where=about.where,
        share=share_words(at),
        rate=percent(float(run.tallies[run.baseline].hit_rate[at])),
        more=_more(run),
    )


def _more(run: EvaluationRun) -> str:
    """Whether another setting found more than last year's counts."""
    if len(run.settings) == 1:
        return tr("no other way was tried")
    if run.best == run.baseline:
        return tr("no other way found more")
    if not run.judged.told:
        return tr("too few months to say whether another way finds more")
    if run.recommended != run.best:
        return tr("no other way found more beyond chance")
    rate = percent(float(run.tallies[run.best].hit_rate[run.asked.share]))
    return tr("{setting} would have held {rate}").format(setting=_plainly(run.settings[run.best]), rate=rate)


def _plainly(setting: Setting) -> str:
    """A method in everyday words."""
    return {
        Method.LAST_YEAR: tr("last year's counts"),
        Method.ALL_MONTHS: tr("the busiest of all months"),
        Method.LAST_MONTH: tr("the busiest of last month"),
        Method.PERSISTENCE: tr("the areas that come back most often"),
        Method.CLUSTERS: tr("clusters"),
        Method.KERNEL: tr("a density map (within {radius:g} m)"),
    }[setting.method].format(radius=setting.radius)


def short(run: EvaluationRun) -> str:
    """The answer for the panel and the first page of a report."""
    at = run.asked.share
    random = tr("Ground chosen at random would have held {share}; {months} were tried ({when}).").format(
        share=share_words(at),
        months=many(len(run.months), tr("month"), tr("months")),
        when=months_phrase(run.months[0], run.months[-1]),
    )
    lines = [f"{finding(run)}.", random]
    if run.judged.told and run.best != run.baseline:
        lines.append(
            tr("The difference is {points} percentage points and may be {interval}, which is {chance}.").format(
                points=points(run, run.best, at), interval=interval(run, run.best, at), chance=chance_words(run)
            )
        )
    return " ".join([*lines, _advice(run)])


def _advice(run: EvaluationRun) -> str:
    """What to use here."""
    setting = run.settings[run.recommended]
    use = tr("{method}, in {units}").format(method=_plainly(setting), units=setting.words)
    if run.recommended == run.best:
        return tr("Recommended here: {use}.").format(use=use)
    return tr("Recommended here: {use}, the simplest.").format(use=use)
