# SPDX-License-Identifier: GPL-2.0-or-later
"""What is expected of the next months, and how far such forecasts were off, in sentences."""

from __future__ import annotations

import numpy as np

from offline_cache.model import SNAP_POINTS_REDRAWN

from ...analysis.forecast_trial import classes as count_classes
from ...analysis.month_forecasts import SEASONAL_MONTHS, YEAR, Model
from ...text import many, month_name, months_phrase, number, tr, with_sign
from ..running.wording import number_text, percent, sentence_case
from ..units.unit_months import left_out_words
from .forecast_run import DECIDED, ForecastRun

_ENOUGH_TO_RANK = 20
"""Units of which fewer make no ranking of the ground: 5% of it would be a part of one."""
_NARROW = 0.1
"""Of the squared error saved, below which a model is said to be better by little; the bound is ours."""
_FEW = 1.0
"""Crimes expected of the busiest unit below which a map by unit says little."""
_TELLING = 100
"""Counts fewer than which say little of how often an interval holds; the choice is ours."""


def finding(run: ForecastRun) -> str:
    """The finding as a title."""
    about = run.inputs.crimes.about
    text = (
        tr("{what} in {where}: {low} to {high} expected in {month}; {model} {beat} last year's counts")
        if run.beaten
        else tr("{what} in {where}: {low} to {high} expected in {month}; no model beats last year's counts")
    )
    return text.format(
        what=sentence_case(about.what),
        where=about.where,
        low=number(int(run.coming.total_lower[0])),
        high=number(int(run.coming.total_upper[0])),
        month=month_name(run.ahead[0]),
        model=model_words(run.model),
        beat=tr("narrowly beat") if run.trial.gain(run.trial.chosen) < _NARROW else tr("beat"),
    )


def model_words(model: Model) -> str:
    """A model in words, such as smoothed counts of all months, by season."""
    return {
        Model.LAST_YEAR: tr("last year's counts"),
        Model.SMOOTHED: tr("smoothed counts of last year"),
        Model.SMOOTHED_ALL: tr("smoothed counts of all months"),
        Model.SEASONAL: tr("last year's counts by season"),
        Model.SMOOTHED_SEASONAL: tr("smoothed counts of last year by season"),
        Model.SMOOTHED_ALL_SEASONAL: tr("smoothed counts of all months by season"),
    }[model]


def sentences(run: ForecastRun) -> list[str]:
    """What is expected, by which model and how sure that is, how well intervals held, what the map is worth."""
    return [text for text in (_expected(run), _models(run), _held(run), _ground(run)) if text]


def in_short(run: ForecastRun) -> str:
    """What can be said of it alone."""
    return " ".join([f"{finding(run)}.", *sentences(run), *top_lines(run)])


def _expected(run: ForecastRun) -> str:
    coming, parts = run.coming, []
    for at, month in enumerate(run.ahead):
        n = round(float(coming.total[at]))
        text = tr("{n} in {month} ({low} to {high})")
        if not at:
            one = tr("{n} crime is expected in {month} ({level} interval {low} to {high})")
            text = one if n == 1 else tr("{n} crimes are expected in {month} ({level} interval {low} to {high})")
        low, high = (number(int(end[at])) for end in (coming.total_lower, coming.total_upper))
        parts.append(text.format(n=number(n), month=month_name(month), low=low, high=high, level=level(run)))
    units = len(run.units.keys)
    text = tr("In the one {unit}, {months}.") if units == 1 else tr("In all {units} together, {months}.")
    said = text.format(units=unit_words(run, units), unit=run.asked.counted_in.nouns[0], months=", ".join(parts))
    if run.year_before is None:
        return said
    before = tr("{month} had {n}.")
    if not run.model.seasonal:
        before = tr("{month} had {n}; the forecast goes by the mean of the last {year} months, without seasons.")
    ago = month_name(run.ahead[0].moved(-YEAR))
    return f"{said} {before.format(month=ago, n=number(int(run.year_before.sum())), year=YEAR)}"


def _models(run: ForecastRun) -> str:
    trial, best = run.trial, run.trial.best
    if run.beaten:
        text = tr(
            "Tried on the last {months}, {model} came nearer than last year's counts, by more than chance can explain. "
            "Their squared error is {gain} less ({sure} interval {interval})."
        )
        best = trial.chosen
    elif best == 0:
        text = tr(
            "Tried on the last {months}, none of {n} other models came nearer than last year's counts: these stand."
        )
        return text.format(months=_tried(run), n=number(len(trial.models) - 1))
    else:
        text = tr(
            "Tried on the last {months}, no model came nearer than last year's counts by more than chance can explain, "
            "so these stand. The nearest were {model}, with a squared error {gain} less ({sure} interval {interval})."
        )
    return text.format(
        months=_tried(run),
        model=model_words(trial.models[best]),
        gain=percent(trial.gain(best)),
        sure=sure(run),
        interval=interval(run, best),
    )


def _tried(run: ForecastRun) -> str:
    return many(len(run.scored), tr("month"), tr("months"))


def interval(run: ForecastRun, model: int) -> str:
    """The interval of what a model saves, in per cent of the baseline's error, which is all that can be saved."""
    ends = (run.trial.against.low[model - 1], min(float(run.trial.against.high[model - 1]), 1.0))
    low, high = (f"{with_sign(100 * float(end), 1)}%" for end in ends)
    return tr("{low} to {high}").format(low=low, high=high)


def level(run: ForecastRun) -> str:
    """The level of the intervals of counts, such as 90%."""
    return f"{100 * run.asked.level:g}%"


def sure(run: ForecastRun) -> str:
    """The level of the intervals of differences, such as 95%."""
    return f"{100 * (1 - run.asked.alpha):g}%"


def _held(run: ForecastRun) -> str:
    held = run.coming.held
    parts: list[str] = []
    for share, kind, of in zip(held.share.tolist(), class_words(), held.tried.sum(axis=1).tolist()):
        if np.isnan(share):
            continue
        text = tr("{share} where {kind}{few}") if parts else tr("{share} where {kind} were expected{few}")
        few = tr(" (only {n}, which tells little)").format(n=many(of, tr("count"), tr("counts")))
        parts.append(text.format(share=_often(float(share)), kind=kind, few=few if of < _TELLING else ""))
    return tr("In those months, the {level} interval of a single {unit} was right this often: {parts}.").format(
        level=level(run), unit=run.asked.counted_in.nouns[0], parts=", ".join(parts)
    )


def _often(share: float) -> str:
    """A share that is not all is not said to be."""
    return tr("over 99%") if 0.995 <= share < 1 else percent(share)


def class_words() -> list[str]:
    """The classes by which it is said how intervals held."""
    words = []
    for low, high in count_classes():
        if low == 0:
            words.append(tr("fewer than {n:g}").format(n=high))
        elif np.isinf(high):
            words.append(tr("{n:g} and more").format(n=low))
        else:
            words.append(tr("{low:g} to {high:g}").format(low=low, high=high))
    return words


def _ground(run: ForecastRun) -> str:
    if len(run.units.keys) < _ENOUGH_TO_RANK:
        return ""
    tally, usual = (run.trial.tallies[at].evened for at in (run.trial.chosen, 0))
    text = tr(
        "The first 5% of the ground in this ranking held {rate} of the crimes of those months. With the crimes known "
        "beforehand it would be {most}; at random, 5%."
    )
    if run.beaten:
        text = tr(
            "The first 5% of the ground in this ranking held {rate} of the crimes of those months, and {usual} if "
            "ranked by last year's counts. With the crimes known beforehand it would be {most}; at random, 5%."
        )
    return text.format(
        rate=percent(float(tally.hit_rate[DECIDED])),
        usual=percent(float(usual.hit_rate[DECIDED])),
        most=percent(float(tally.best[:, DECIDED].sum() / max(tally.crimes.sum(), 1))),
    )


def unit_words(run: ForecastRun, count: int) -> str:
    """The count with what the units are."""
    return many(count, *run.asked.counted_in.nouns)


def top_lines(run: ForecastRun) -> list[str]:
    """What has to stand at the top of the page."""
    lines = []
    if run.across:
        lines.append(
            tr(
                "The snap points are not the same throughout: from {month} on the service places crimes on another "
                "list, and there are too few months since to learn from alone. So a small area is expected to have "
                "what its neighbours had before. The area as a whole holds."
            ).format(month=month_name(SNAP_POINTS_REDRAWN))
        )
    if run.coming.expected[:, 0].max(initial=0.0) < _FEW:
        lines.append(
            tr(
                "Less than one crime is expected in every single unit. The number of the whole area can be told, that "
                "of a unit hardly. Choose larger units or more crime types."
            )
        )
    return lines


def warnings(run: ForecastRun) -> list[str]:
    """What must not be overlooked."""
    lines = [*top_lines(run), *run.inputs.notes, *run.units.notes]
    left_out = left_out_words(run.months.left_out)
    if left_out:
        lines.append(left_out)
    if run.dropped:
        text = tr("Only months from {first} on are learned from: earlier ones stand on another list of snap points.")
        lines.append(text.format(first=month_name(run.months.months[0])))
    chosen = run.inputs.crimes.selection
    if chosen is not None and chosen.last is not None and chosen.last > run.months.months[-1]:
        text = tr("Later months of the selection are not wholly held, so {month} is the next.")
        lines.append(text.format(month=month_name(run.ahead[0])))
    if not any(model.seasonal for model in run.trial.models):
        text = tr("Seasons could not be tried: that takes {n} months held, and as many more as are tried.")
        lines.append(text.format(n=SEASONAL_MONTHS))
    return lines


def basis(run: ForecastRun) -> list[str]:
    """What the numbers rest on."""
    about, study = run.inputs.crimes.about, run.inputs.study
    held = run.months.months
    lines = [
        tr("{title}.").format(title=sentence_case(about.title)),
        tr("{inside} crimes in the units in {months}, {when}; {outside} of all read lie outside them.").format(
            inside=number(run.crimes),
            months=many(len(held), tr("month"), tr("months")),
            when=months_phrase(held[0], held[-1]),
            outside=number_text(run.units.counted.outside),
        ),
        *about.basis,
    ]
    if study is not None:
        lines.append(tr("Study area of {km2} km²: {origin}.").format(km2=f"{study.km2:,.1f}", origin=study.origin))
    return list(dict.fromkeys([*lines, *warnings(run)]))
