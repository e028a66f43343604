# SPDX-License-Identifier: GPL-2.0-or-later
"""What an evaluation found, in sentences: which setting finds most, and whether by more than chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...analysis.evaluation import SHARES
from ...analysis.forecasts import Method
from ...analysis.paired_months import FEWEST_MONTHS
from ...text import many, months_phrase, number, tr, with_sign
from ..asking.analysis_parameters import DEFAULT_CELL
from ..running.wording import number_text, percent, sentence_case
from .evaluation_run import EvaluationRun
from .evaluation_settings import Setting

BASELINE, BETTER, WORSE, CHANCE = "baseline", "better", "worse", "within chance"
NO_BETTER, UNTOLD = "no better", "too few months"


def setting_words(setting: Setting) -> str:
    """A setting by its method, radius and units, such as last year's counts in squares of 250 m."""
    return tr("{method} in {units}").format(method=_method(setting), units=setting.words)


def short_words(setting: Setting) -> str:
    """The same for charts and tables, with the cell size alone, such as Last year's counts · 250 m."""
    method = sentence_case(_method(setting))
    return f"{method} · {setting.cell:g} m" if setting.cell is not None else method


def _method(setting: Setting) -> str:
    words = {
        Method.LAST_YEAR: tr("last year's counts"),
        Method.ALL_MONTHS: tr("counts of all months"),
        Method.LAST_MONTH: tr("last month's counts"),
        Method.PERSISTENCE: tr("months in the top 5%"),
        Method.CLUSTERS: tr("clusters (Gi*)"),
        Method.KERNEL: tr("kernel density of {radius:g} m"),
    }
    return words[setting.method].format(radius=setting.radius)


def share_words(at: int) -> str:
    """A share of the area, such as 2%."""
    return f"{100 * SHARES[at]:g}%"


def verdict(run: EvaluationRun, setting: int, share: int) -> str:
    """A setting against the baseline of a share, in the words of the table."""
    if setting == run.judged.baseline[share]:
        return BASELINE
    if not run.judged.told:
        return UNTOLD
    below = WORSE if run.worse[setting, share] else NO_BETTER
    return {1: BETTER, -1: below, 0: CHANCE}[int(run.judged.beyond[setting, share])]


def shown_verdict(word: str) -> str:
    """A verdict in the user's language."""
    return {
        BASELINE: tr("baseline"),
        BETTER: tr("better"),
        WORSE: tr("worse"),
        CHANCE: tr("within chance"),
        NO_BETTER: tr("no better"),
        UNTOLD: tr("too few months"),
    }[word]


def sentences(run: EvaluationRun) -> list[str]:
    """What was found, how sure that is, and what to use."""
    return [_found(run), _sure(run), _advice(run)]


def _found(run: EvaluationRun) -> str:
    at, best = run.asked.share, run.best
    text = tr(
        "On the first {share} of the ground, {setting} found {rate} of the crimes of the month after: {hits} of "
        "{crimes} in {months}, {when}. A ranking at random would find {share}."
    )
    return text.format(
        share=share_words(at),
        setting=setting_words(run.settings[best]),
        rate=_rate(run, best, at),
        hits=number(round(float(run.tallies[best].hits[:, at].sum()))),
        crimes=number(run.crimes),
        months=many(len(run.months), tr("month"), tr("months")),
        when=months_phrase(run.months[0], run.months[-1]),
    )


def _sure(run: EvaluationRun) -> str:
    at, best = run.asked.share, run.best
    if best == run.baseline:
        return _none_more(run)
    text = (
        tr(
            "{baseline} found {rate}. The difference is {points} percentage points ({level}% interval {interval}), "
            "which is {chance}."
        )
        if run.judged.told
        else tr(
            "{baseline} found {rate}, a difference of {points} percentage points. From fewer than {fewest} months it "
            "cannot be said whether that is more than chance."
        )
    )
    return text.format(
        baseline=sentence_case(setting_words(run.settings[run.baseline])),
        rate=_rate(run, run.baseline, at),
        points=points(run, best, at),
        level=level(run),
        interval=interval(run, best, at),
        chance=chance_words(run),
        fewest=FEWEST_MONTHS,
    )


def _none_more(run: EvaluationRun) -> str:
    """What is said where nothing found more than the baseline."""
    others = len(run.settings) - 1
    if not others:
        return tr("That setting is the plain baseline, and no other was tried.")
    said = tr("That setting is the plain baseline: none of the {n} others found more.").format(n=number(others))
    if others == 1:
        said = tr("That setting is the plain baseline: the other one did not find more.")
    if run.judged.told:
        return said
    few = tr("Fewer than {fewest} months are too few to say that none would.").format(fewest=FEWEST_MONTHS)
    return f"{said} {few}"


def _advice(run: EvaluationRun) -> str:
    """Method, cell and radius for this area."""
    setting = run.settings[run.recommended]
    use = setting_words(setting)
    if run.recommended == run.best:
        return tr("Recommended here: {use}.").format(use=use)
    return tr("Recommended here: {use}, the simplest, until more months tell the others from it.").format(use=use)


def chance_words(run: EvaluationRun) -> str:
    """Whether the difference of the best is beyond chance."""
    more = run.judged.beyond[run.best, run.asked.share] > 0
    return tr("more than chance can explain") if more else tr("no more than chance can explain")


def elsewhere(run: EvaluationRun) -> Iterator[str]:
    """The best on the other shares of the ground."""
    for at in range(len(SHARES)):
        if at != run.asked.share:
            best = int(run.judged.best[at])
            yield tr("On {share} of the ground, {setting} found most: {rate}, {verdict}.").format(
                share=share_words(at),
                setting=setting_words(run.settings[best]),
                rate=_rate(run, best, at),
                verdict=_against(verdict(run, best, at)),
            )


def _against(word: str) -> str:
    return {
        BASELINE: tr("the baseline itself"),
        BETTER: tr("better than the baseline"),
        WORSE: tr("worse than the baseline"),
        NO_BETTER: tr("no better than the baseline"),
        CHANCE: tr("within chance of the baseline"),
        UNTOLD: tr("too few months to compare"),
    }[word]


def _rate(run: EvaluationRun, setting: int, share: int) -> str:
    return f"{100 * run.tallies[setting].hit_rate[share]:.1f}%"


def points(run: EvaluationRun, setting: int, share: int) -> str:
    """A difference of hit rates in percentage points."""
    return _signed(100 * float(run.judged.difference[setting, share]))


def interval(run: EvaluationRun, setting: int, share: int) -> str:
    """Its interval, such as +0.3 to +2.1."""
    low, high = (_signed(100 * float(end[setting, share])) for end in (run.judged.low, run.judged.high))
    return tr("{low} to {high}").format(low=low, high=high)


def level(run: EvaluationRun) -> str:
    """The level of the intervals in per cent."""
    return f"{100 * (1 - run.asked.alpha):g}"


def _signed(value: float) -> str:
    return with_sign(value, 1)


def basis(run: EvaluationRun) -> list[str]:
    """What the numbers rest on."""
    about, study = run.inputs.crimes.about, run.inputs.study
    lines = [
        tr("{title}.").format(title=sentence_case(about.title)),
        tr("{inside} crimes in the study area in months held wholly; {outside} outside it, not counted.").format(
            inside=number(run.inside), outside=number_text(run.outside)
        ),
        *about.basis,
    ]
    if study is not None:
        lines.append(tr("Study area of {km2} km²: {origin}.").format(km2=f"{study.km2:,.1f}", origin=study.origin))
    return [*lines, *warnings(run)]


def warnings(run: EvaluationRun) -> list[str]:
    """What must not be overlooked."""
    lines = [*run.inputs.notes, *run.notes, *([run.left_out] if run.left_out else [])]
    if run.asked.counted_in.cells and run.asked.sizes[0] < DEFAULT_CELL:
        text = tr(
            "Cells under {size:g} m find more than larger ones because all crimes of a street stand on one snap point, "
            "not because they know better where crimes happen. Do not choose a cell size by that."
        )
        lines.append(text.format(size=DEFAULT_CELL))
    if len(run.months) < run.asked.hold_out:
        text = tr("Only {months} could be scored, not {asked}: each needs 12 months held before it.")
        months = many(len(run.months), tr("month"), tr("months"))
        lines.append(text.format(months=months, asked=number(run.asked.hold_out)))
    return lines


def method(run: EvaluationRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    kinds = ", ".join(f"{words} ({number(units)})" for words, units in run.counted.items())
    of = run.judged.of
    flips = (
        tr("all {n} ways to flip the signs of months")
        if of.exact
        else tr("{n} random ways to flip the signs of months")
    ).format(n=number(of.flips))
    lines = [
        tr(
            "For each of the {months} the ground was ranked from the months before it only, and scored with the crimes "
            "of that month. The first was ranked from {learned}."
        ).format(
            months=many(len(run.months), tr("month"), tr("months")),
            learned=months_phrase(run.learned[0], run.learned[-1]),
        ),
        tr("Crimes are counted in {kinds}, cut to the study area.").format(kinds=kinds),
        tr(
            "Units are taken from the first rank on until {shares} of the study area are reached. Of the last one as "
            "large a part of its crimes counts as is needed of its area, so cells of any size compare on the same "
            "ground. Units of the same rank are taken in the order that is worst for the method; for last year's "
            "counts they are taken at random, so that nothing beats the baseline by its ties alone. 'Worse' is said "
            "only of what found less with its own ties at random, too; otherwise it is 'no better'."
        ).format(shares=", ".join(share_words(at) for at in range(len(SHARES)))),
        tr(
            "Hit rate: crimes found ÷ all crimes, of all months together. PAI (Chainey, Tompson & Uhlig 2008): hit "
            "rate ÷ share of the area; 1 is a random ranking. PEI (Hunt 2016): crimes found ÷ the most that could be "
            "found on as much ground with the same units, had the month been known."
        ),
        tr(
            "Last year's counts, kernel density and clusters learn from the 12 months held before; months in the top "
            "5% (per km², as all are ranked) and counts of all months from all months before. The baseline is "
            "last year's counts in the units in which they found most."
        ),
    ]
    if run.judged.told:
        lines.append(
            tr(
                "Differences are paired by month. Their {level}% intervals are wild bootstrap intervals of t ({flips}) "
                "and hold together for every setting, share and baseline, which allows for having looked at so many."
            ).format(level=level(run), flips=flips)
        )
    else:
        lines.append(tr("No intervals: at least {fewest} months have to be scored.").format(fewest=FEWEST_MONTHS))
    return [*lines, tr("Parameters: {parameters}.").format(parameters="; ".join(parameters))]


def caveats(run: EvaluationRun) -> list[str]:
    """What to keep in mind."""
    at, best = run.asked.share, run.recommended
    return [
        tr(
            "This is how these settings did in this area, for these crimes and months. Do not use it for other crimes "
            "or areas, nor to judge whether policing worked or would prevent anything."
        ),
        tr(
            "What is found is what was recorded and published at snap points: a cell says which streets are near, not "
            "which one it was. Where police already are, more may be recorded."
        ),
        tr(
            "If the month had been known beforehand, {most} of its crimes could have been found on {share} of the "
            "ground with the recommended units. Most of what is missed could not be known from past places."
        ).format(most=percent(float(run.tallies[best].best[:, at].sum()) / run.crimes), share=share_words(at)),
        tr("Months that follow each other share most of what they are ranked from, and are taken as independent."),
    ]
