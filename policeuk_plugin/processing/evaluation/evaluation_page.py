# SPDX-License-Identifier: GPL-2.0-or-later
"""The page and the chart of an evaluation."""

from __future__ import annotations

from ...analysis.evaluation import SHARES
from ...reports.charts import Background, HitRate, HitRates, hit_rates, svg_address
from ...reports.result_page import ResultPage, Table
from ...text import month_name, number, tr
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.wording import sentence_case
from ..writing.result_layer import Explained
from .evaluation_finding import finding, short
from .evaluation_run import EvaluationRun
from .evaluation_table import by_hits
from .evaluation_words import (
    BASELINE,
    NO_BETTER,
    basis,
    caveats,
    elsewhere,
    interval,
    level,
    method,
    points,
    sentences,
    share_words,
    short_words,
    shown_verdict,
    verdict,
)


def chart(run: EvaluationRun, width: int, background: Background) -> str:
    """Hit rates of all settings, the most first."""
    at = run.asked.share
    shares = [share_words(share) for share in range(len(SHARES))]
    title = sentence_case(run.inputs.crimes.about.title)
    unit = tr("per cent of the {crimes} crimes that were found, by method and cell size").format(
        crimes=number(run.crimes)
    )
    whisker = tr("{level}% interval of the difference, from the baseline").format(level=level(run))
    line = tr("baseline on {share}").format(share=shares[at])
    rates = [_rate(run, setting) for setting in by_hits(run)]
    summary = " ".join([f"{finding(run)}.", *sentences(run)])
    return hit_rates(HitRates(title, unit, summary, rates, shares, at, whisker, line, width, background))


def _rate(run: EvaluationRun, setting: int) -> HitRate:
    at = run.asked.share
    tally, judged = run.tallies[setting], run.judged
    values = [100 * float(value) for value in tally.hit_rate]
    is_baseline = setting == run.baseline
    low = high = None
    if judged.told and not is_baseline:
        plain = 100 * float(run.tallies[run.baseline].hit_rate[at])
        low, high = (plain + 100 * float(end[setting, at]) for end in (judged.low, judged.high))
    return HitRate(short_words(run.settings[setting]), values, low, high, setting == run.recommended, is_baseline)


def page(run: EvaluationRun, told: Explained) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    about = run.inputs.crimes.about
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(about.when),
        sentences=sentences(run),
        picture=svg_address(chart(run, PAGE_WIDTH, Background.LIGHT)),
        picture_text=" ".join([f"{finding(run)}.", *sentences(run)]),
        legend=(),
        basis=[line for line in basis(run) if line not in run.inputs.plain],
        method=method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=caveats(run),
        rights=about.rights,
        labels=(*about.labels, *run.inputs.plain),
        tables=(_settings(run), _months(run)),
        short=short(run),
    )


def _settings(run: EvaluationRun) -> Table:
    at = run.asked.share
    decides = share_words(at)
    head = [
        tr("Method · cell size") if run.asked.counted_in.cells else tr("Method"),
        *(tr("Found on {share}").format(share=share_words(share)) for share in range(len(SHARES))),
        tr("PAI on {share}").format(share=decides),
        tr("PEI on {share}").format(share=decides),
        tr("Against the baseline, points"),
        tr("On {share}").format(share=decides),
    ]
    rows = [_row(run, setting) for setting in by_hits(run)]
    notes = [tr("* recommended."), *elsewhere(run)]
    if any(verdict(run, setting, at) == NO_BETTER for setting in range(len(run.settings))):
        text = tr("no better: it found less, but only because units of one rank were taken in the order worst for it.")
        notes.append(text)
    if run.judged.told:
        notes.append(
            tr("In brackets the {level}% interval, which holds for all settings together.").format(level=level(run))
        )
    return Table(tr("The settings"), head, rows, " ".join(notes))


def _row(run: EvaluationRun, setting: int) -> list[str]:
    at, tally = run.asked.share, run.tallies[setting]
    word = verdict(run, setting, at)
    against = "–" if word == BASELINE else points(run, setting, at)
    if run.judged.told and word != BASELINE:
        against = f"{against} ({interval(run, setting, at)})"
    return [
        short_words(run.settings[setting]) + (" *" if setting == run.recommended else ""),
        *(f"{100 * rate:.1f}%" for rate in tally.hit_rate.tolist()),
        f"{tally.pai[at]:.1f}",
        f"{tally.pei[at]:.2f}",
        against,
        shown_verdict(word),
    ]


def _months(run: EvaluationRun) -> Table:
    """Month by month: the best, and the baseline where it is another."""
    at = run.asked.share
    shown = list(dict.fromkeys([run.best, run.baseline]))
    head = [tr("Month"), tr("Crimes"), *(short_words(run.settings[one]) for one in shown)]
    head.append(tr("The most that could be found, with the units of the first"))
    rows = []
    for place, month in enumerate(run.months):
        tally = run.tallies[run.best]
        hits = [f"{run.tallies[one].hits[place, at]:,.0f}" for one in shown]
        rows.append([month_name(month), number(int(tally.crimes[place])), *hits, f"{tally.best[place, at]:,.0f}"])
    foot = tr("Crimes found on {share} of the ground, rounded. Those of a unit taken in part count pro rata.")
    return Table(tr("Month by month"), head, rows, foot.format(share=share_words(at)))
