# SPDX-License-Identifier: GPL-2.0-or-later
"""What an intervention changed, in sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...analysis.displacement import BeforeAfter, Effect
from ...text import many, month_name, number, tr
from ..running.wording import percent, sentence_case
from .change_run import BURSTS
from .intervention_run import InterventionRun

_UNLIKE = 2.0


def finding(run: InterventionRun) -> str:
    """The finding as a title."""
    what, effect = sentence_case(run.inputs.crimes.about.what), run.effect.total
    if run.too_few:
        return tr("{what} since {month}: too few crimes to tell an effect").format(what=what, month=_month(run))
    if effect.beyond_chance < 0:
        text = tr("{what} since {month}: {crimes} fewer than expected from the control area")
    elif effect.beyond_chance > 0:
        text = tr("{what} since {month}: {crimes} more than expected from the control area")
    else:
        text = tr("{what} since {month}: no effect that can be told from chance")
    crimes = many(round(abs(effect.estimate)), tr("crime"), tr("crimes"))
    return text.format(what=what, month=_month(run), crimes=crimes)


def sentences(run: InterventionRun) -> list[str]:
    """What happened in the zones, the effect with its interval, and what could have been found."""
    treated, control = run.counts[:2]
    lines = [
        tr("The treated area went from {treated}, and the control area from {control}.").format(
            treated=_went(treated), control=_went(control)
        ),
        tr("So the treated area had {effect}.").format(effect=effect_text(run, run.effect.local)),
    ]
    if run.effect.around is not None:
        lines += [
            tr("Around it there were {effect}.").format(effect=effect_text(run, run.effect.around)),
            tr("Together, with displacement counted in, there were {effect}.").format(
                effect=effect_text(run, run.effect.total)
            ),
        ]
    least = run.effect.total.detectable
    of_treated = tr(", which is {share} of the treated area's crimes before").format(
        share=percent(least / treated.before)
    )
    lines.append(
        tr("With these counts, an effect is found 8 times in 10 only from about {n} crimes on{of}.").format(
            n=number(math.ceil(least)), of=of_treated if treated.before else ""
        )
    )
    return lines


def effect_text(run: InterventionRun, effect: Effect) -> str:
    """An effect with its interval, in words."""
    what = _signed(effect.estimate)
    return tr("{what} than expected from the control ({level} interval: {low} to {high})").format(
        what=what, level=_level(run), low=_signed(effect.lower), high=_signed(effect.upper)
    )


def _signed(crimes: float) -> str:
    if round(crimes) == 0:
        return tr("neither more nor fewer")
    return (tr("{n} more") if crimes > 0 else tr("{n} fewer")).format(n=number(abs(round(crimes))))


def _went(counted: BeforeAfter) -> str:
    return tr("{before} to {after} crimes").format(before=number(counted.before), after=number(counted.after))


def _level(run: InterventionRun) -> str:
    return f"{100 * (1 - run.asked.alpha):g}%"


def _month(run: InterventionRun) -> str:
    return month_name(run.asked.periods.first)


def p_text(p: float) -> str:
    """A p-value for reading."""
    return "< 1e-12" if p < 1e-12 else f"{p:.2g}"


def basis(run: InterventionRun) -> list[str]:
    """What the numbers rest on."""
    about = run.inputs.crimes.about
    lines = [tr("{title}.").format(title=sentence_case(about.title)), *run.months.lines(), *about.basis]
    return list(dict.fromkeys([*lines, *warnings(run)]))


def warnings(run: InterventionRun) -> list[str]:
    """What must not be overlooked."""
    lines = [run.redrawn] if run.redrawn else []
    if not run.months.whole:
        lines += run.months.lines()[1:]
    lines += [*run.lines, *run.asked.zones.notes, *run.inputs.notes]
    treated, control = run.counts[:2]
    low, high = sorted((treated.before, control.before))
    if high > _UNLIKE * max(low, 1):
        lines.append(
            tr(
                "The control area had {control} crimes before, the treated one {treated}. The effect is a difference "
                "of numbers of crimes, so both should have about as many: choose another control, or read the ratio."
            ).format(control=number(control.before), treated=number(treated.before))
        )
    if not math.isfinite(run.bursts):
        lines.append(
            tr(
                "There are too few months to know how much they vary. So the intervals are those of single events "
                "only, and are too narrow."
            )
        )
    if run.bursts > BURSTS:
        single = run.single.total
        lines.append(
            tr(
                "Within zones, months differ {n} times as much as they would if crimes came as single events. All "
                "intervals, p and what could be found allow for that; for single events the effect would be {low} "
                "to {high}, too narrow for these crimes."
            ).format(n=f"{run.bursts:.1f}", low=_signed(single.lower), high=_signed(single.upper))
        )
    return list(dict.fromkeys(lines))


def method(run: InterventionRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    lines = [
        tr(
            "Weighted displacement difference (Wheeler & Ratcliffe 2018): change of the treated less that of the "
            "control area, plus change of the zone around the treated less that of the zone around the control. Its "
            "variance is the sum of all the counts, times {bursts}, by which months within zones differ more than "
            "single events (Poisson) would make them."
        ).format(bursts=f"{max(run.bursts, 1.0):.2f}" if math.isfinite(run.bursts) else tr("1 (not known)")),
        tr("z = {z}, p = {p}.").format(z=f"{run.effect.total.z:.2f}", p=p_text(run.effect.total.p)),
    ]
    if run.proportion is not None:
        lines.append(
            tr(
                "In proportion, without the zones around: the treated area's ratio over the control's is {ratio} "
                "({low} to {high}). That supposes that both change by the same share, the difference that they change "
                "by the same number."
            ).format(
                ratio=f"{run.proportion.ratio:.2f}",
                low=f"{run.proportion.lower:.2f}",
                high=f"{run.proportion.upper:.2f}",
            )
        )
    return [*lines, tr("Parameters: {parameters}.").format(parameters="; ".join(parameters))]


def caveats() -> list[str]:
    """What to keep in mind, and what it is not for."""
    return [
        tr("Every place is a snap point, mostly mid-street: crimes near an edge may count on its other side."),
        tr(
            "It supposes that both areas would have gone on alike without the intervention. Look at the months before: "
            "if they did not go alike then, this says nothing."
        ),
        tr(
            "Areas that were chosen because they were at their worst have fewer crimes afterwards by themselves "
            "(regression to the mean). A control chosen as an equally bad place allows for that, another does not."
        ),
        tr("Do not try several controls or months and keep the best: its interval would not hold."),
    ]
