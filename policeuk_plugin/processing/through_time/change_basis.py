# SPDX-License-Identifier: GPL-2.0-or-later
"""What a comparison of two periods rests on, how it was done, and what it is not for."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...analysis.change import Against, Told
from ...text import number, tr
from ..running.wording import number_text, sentence_case
from .change_run import BURSTS, ChangeRun


def basis(run: ChangeRun) -> list[str]:
    """What the numbers rest on."""
    about, units, inputs = run.inputs.crimes.about, run.units, run.inputs
    lines = [tr("{title}.").format(title=sentence_case(about.title)), *run.months.lines()]
    lines.append(
        tr("{n} crimes of both periods in the study area; {outside} of all months read lie outside it.").format(
            n=number(int(run.area.after[0] + run.area.before[0])), outside=number_text(units.counted.outside)
        )
    )
    lines += about.basis
    if inputs.study is not None:
        study = inputs.study
        lines.append(tr("Study area of {km2} km²: {origin}.").format(km2=f"{study.km2:,.1f}", origin=study.origin))
    return list(dict.fromkeys([*lines, *warnings(run)]))


def warnings(run: ChangeRun) -> list[str]:
    """What must not be overlooked."""
    lines = [run.redrawn] if run.redrawn else []
    if not run.months.whole:
        lines += run.months.lines()[1:]
    lines += [*([run.asked.note] if run.asked.note else []), *run.lines, *run.inputs.notes, *run.units.notes]
    if run.ratio.dispersion > BURSTS:
        lines.append(
            tr(
                "The area's change was not the same in all months: they differ {n} times as much as they would if "
                "crimes came as single events. The interval of the area allows for that."
            ).format(n=f"{run.ratio.dispersion:.1f}")
        )
    if not math.isfinite(run.ratio.dispersion):
        lines.append(
            tr(
                "There are too few months to know how much they vary. So the interval of the area is that of single "
                "events, which is too narrow."
            )
        )
    if run.allows:
        lines.append(
            tr(
                "Within units, months differ {n} times as much as they would if crimes came as single events. So a "
                "unit is called only if it also is with counts divided by that: {called} of the {single} that single "
                "events would call."
            ).format(n=f"{run.unit_bursts:.1f}", called=number(run.called), single=number(run.single))
        )
    if 2 * run.told(Told.TOO_FEW) > run.found.told.size and not run.only_unit:
        lines.append(
            tr(
                "Most units hold too few crimes to tell even a doubling. Choose larger units, longer periods or more "
                "crime types."
            )
        )
    return list(dict.fromkeys(lines))


def method(run: ChangeRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    tests = run.found.told.size * (1 + len(run.of_type))
    held = (
        tr(
            "Each unit is tested by the E-test of two Poisson means (Krishnamoorthy & Thomson 2004): how often two "
            "counts of one mean differ by as much."
        )
        if run.asked.against is Against.NO_CHANGE
        else tr(
            "Each unit is tested against the change of the area, exactly, given its crimes and the area's: the "
            "conditional binomial test with the area's share, in Fisher's form, which allows for the chance in the "
            "rest of the area."
        )
    )
    return [
        tr("Crimes are counted in {words}, {units} in all, empty ones included.").format(
            words=run.units.words, units=number(run.found.told.size)
        ),
        held,
        tr("Benjamini-Hochberg over all {tests} tests{types}; called where q is at most {alpha:g}.").format(
            tests=number(tests),
            types=tr(" of units and crime types") if run.of_type else "",
            alpha=run.found.alpha,
        ),
        *(
            [
                tr(
                    "q_bursts is the same with counts divided by {n}, the dispersion of months within units, as if so "
                    "many crimes came at once. It has to be as low; the table has the larger of both."
                ).format(n=_number(run.unit_bursts))
            ]
            if run.allows
            else []
        ),
        tr("Too few to tell: not even twice as many, or half as many, would have been called."),
        tr(
            "Intervals of units are 95% mid-P intervals of the ratio of two Poisson means; that of the area is widened "
            "by how its months differ (quasi-Poisson, Student's t). Poisson z = 2 (√after − √before) is for "
            "information; 3 is its usual alarm."
        ),
        tr("Dispersion of months within units: {n} (1 for single events).").format(n=_number(run.unit_bursts)),
        tr("Parameters: {parameters}.").format(parameters="; ".join(parameters)),
    ]


def _number(value: float) -> str:
    return f"{value:.2f}" if math.isfinite(value) else tr("not known")


def caveats() -> list[str]:
    """What to keep in mind, and what it is not for."""
    return [
        tr("Every place is a snap point, mostly the middle of a street: a unit is a neighbourhood, not an address."),
        tr(
            "Crimes come in bursts by one offender or at one place, so real chance is larger than that of single "
            "events. What months within a unit show of it is allowed for; what lasts longer than a month is not."
        ),
        tr(
            "A unit that stood out before tends to have fewer afterwards by itself (regression to the mean). Do not "
            "pick the busiest units and call their fall a success."
        ),
        tr(
            "A change says nothing about its cause. To ask whether a measure worked, compare with an area without it "
            "(policeuk:interventioneffect)."
        ),
        tr("Recording rules and what victims report change too, and are a change here like any other."),
    ]
