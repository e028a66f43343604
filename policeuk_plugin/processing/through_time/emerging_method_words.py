# SPDX-License-Identifier: GPL-2.0-or-later
"""How a run of emerging hotspots was done, and what to keep in mind, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...text import many, number, tr
from ..asking.analysis_parameters import LSOA
from .emerging_run import EmergingRun
from .emerging_words import unit_words

_FULL = 0.5


def method(run: EmergingRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    cube = run.found.cube
    lines = [
        tr(
            "Crimes are counted in {words}, {units} in all, in each of {held} months that are wholly held. A month is "
            "taken {together}; a unit together with {window}."
        ).format(
            words=run.units.words,
            units=number(len(run.units.keys)),
            held=number(run.held),
            together=together_words(run),
            window=run.asked.window.words,
        ),
        tr(
            "Hot or cold: what that neighbourhood holds is compared with as many units drawn from the map of the same "
            "months, each with all its months, exactly. So a stack of crimes that stays, a season, or a busy month "
            "makes nothing hot. Units are exchanged with {like}, in {strata} groups. The fullest unit in a thousand "
            "counts for no more than the next, so that a burst on one point hides nothing elsewhere."
        ).format(like=run.units.like, strata=number(cube.strata)),
        tr(
            "False discovery rate {alpha:g} over all {tests} units and months (Benjamini-Hochberg), half of it for hot "
            "and half for cold. One unit alone with crimes is never hot, and one that never had any is given no class."
        ).format(alpha=cube.alpha, tests=number(cube.hot.size)),
        tr(
            "Classes: the 17 of Esri's Emerging Hot Spot Analysis (ArcGIS Pro 3), at least ten months, nine tenths for "
            "those that last. Where two apply the choice is ours: cold before goes before new, nine tenths before all "
            "else."
        ),
        tr(
            "Growing or shrinking: Mann-Kendall with ties of the share of all crimes that the neighbourhood holds, "
            "each month by itself. It is tested for those hot or cold in nine tenths ({n}), allowing for how much a "
            "month leans on the one before, Benjamini-Hochberg over these. It is not of z, which grows with the crimes "
            "of the whole map."
        ).format(n=number(int(run.found.trends.asked.sum()))),
    ]
    if run.months.left_out:
        lines.append(tr("A run of months goes on over a month that is not held."))
    return [*lines, tr("Parameters: {parameters}.").format(parameters="; ".join(parameters))]


def caveats(run: EmergingRun) -> list[str]:
    """What to keep in mind, and when not to use it."""
    lines = [
        tr("Every place is a snap point, mostly the middle of a street: a unit is a neighbourhood, not an address."),
        tr(
            "Hot means compared with the rest of the map in the same months. Where crimes rise everywhere alike, "
            "nothing becomes hot, and a place may cool because others fill."
        ),
        tr(
            "Do not use it to show that something you did worked, to foresee next month, or for a handful of crimes. "
            "Nor does it say that a place is safe: cold means that fewer crimes are recorded than chance would leave."
        ),
        tr(
            "Classes depend on the first month and the last: other months give other classes. Not hot does not mean "
            "few: there may be many crimes, only no more than chance might put into so few months."
        ),
    ]
    if run.asked.together > 1:
        lines.append(
            tr("One very busy month is hot in the {n} after it too, as they are judged together.").format(
                n=tr("month") if run.asked.together == 2 else many(run.asked.together - 1, tr("month"), tr("months"))
            )
        )
    if run.asked.counted_in.units == LSOA:
        lines.append(tr("LSOAs have about as many residents each, not as much ground: those of town centres lead."))
    stacks = run.hot & (run.units.counted.largest_place_share > _FULL)
    if np.any(stacks):
        lines.append(
            tr("In {n} of the {units} of hotspots one snap point holds more than half of the crimes.").format(
                n=number(int(stacks.sum())), units=unit_words(run, int(run.hot.sum()))
            )
        )
    return lines


def together_words(run: EmergingRun) -> str:
    """What a month is judged with."""
    before = run.asked.together - 1
    if before == 0:
        return tr("by itself")
    if before == 1:
        return tr("with the month before, where held")
    return tr("with the {n} months before, as far as held").format(n=before)
