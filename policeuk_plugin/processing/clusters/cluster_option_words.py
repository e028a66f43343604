# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run of the cluster test says of quiet units, of its neighbourhoods and of what is at risk."""

from __future__ import annotations

import numpy as np

from ...analysis.clusters import Direction, Verdict
from ...text import many, number, tr
from ..running.wording import number_text, percent
from ..units.exposure import AtRisk
from ..units.unit_windows import QUEEN
from .cluster_run import ClusterRun


def units_text(run: ClusterRun, count: int) -> str:
    """A number of cells, LSOAs, wards or what the units are."""
    return many(count, *run.asked.counted_in.nouns)


def what_words(run: ClusterRun) -> str:
    """What is tested, with what it is held against: such as burglary per resident."""
    what, kind = run.inputs.crimes.about.what, run.asked.at_risk.kind
    if run.exposure is None or kind is AtRisk.NONE:
        return what
    if kind is AtRisk.TYPES:
        others = ", ".join(name[:1].lower() + name[1:] for name in run.asked.at_risk.types)
        return tr("{what} as a share of it and {others}").format(what=what, others=others)
    per = {
        AtRisk.RESIDENTS: tr("per resident"),
        AtRisk.HOUSEHOLDS: tr("per household"),
        AtRisk.AREA: tr("per km²"),
    }[kind]
    return f"{what} {per}"


def at_risk_text(run: ClusterRun, called: np.ndarray) -> str:
    """Behind what called units hold of the crimes: how much of what is at risk."""
    if run.exposure is None or run.asked.at_risk.kind is AtRisk.AREA:
        return ""
    share = float(run.exposure.units[called].sum() / run.exposure.units[run.tested].sum())
    return tr(" and with {share} of the {what}").format(share=percent(share), what=run.exposure.words)


def allowed_text(run: ClusterRun) -> str:
    """What is allowed for, behind a neighbourhood that stands out."""
    if run.exposure is None:
        return ""
    return tr(" among those with about as much at risk ({what})").format(what=run.exposure.words)


def untested_lines(run: ClusterRun) -> list[str]:
    """How much was not tested because nothing is at risk there."""
    if run.exposure is None or run.tested.all():
        return []
    left = int((~run.tested).sum())
    if left == 1:
        text = tr("1 of the {all} has no {what}, so it was not tested and crimes there do not count ({crimes}).")
    else:
        text = tr(
            "{left} of the {all} have no {what}, so they were not tested and crimes there do not count ({crimes})."
        )
    said = {"all": units_text(run, run.tested.size), "left": number(left), "what": run.exposure.words}
    return [text.format(**said, crimes=number_text(run.untested))]


def not_risk(run: ClusterRun) -> str:
    """What a cluster does not say."""
    if run.exposure is None:
        return tr(
            "A cluster says that crimes are more concentrated there than a chance arrangement of the same units would "
            "be. It does not say why, nor that the risk to a person is higher: more people may be there."
        )
    return tr(
        "A cluster says that crimes are more concentrated there than in other units with about as much at risk "
        "({what}). It does not say why, nor that the risk to a person is higher: who is there by day may be others."
    ).format(what=run.exposure.words)


def quiet_text(run: ClusterRun) -> str:
    """How many are quiet, for a title."""
    if run.quiet:
        one, several = run.asked.counted_in.nouns
        return many(run.quiet, tr("quiet {unit}").format(unit=one), tr("quiet {units}").format(units=several))
    possible = run.found.quiet_possible
    if possible is not None and not possible.any():
        return tr("no neighbourhood can be shown to be quiet")
    if possible is not None and not possible[run.tested].all():
        text = tr("none of the {units} that could be shown to be quiet is quiet")
        return text.format(units=units_text(run, int(possible.sum())))
    return tr("no neighbourhood quieter than chance makes it")


def quiet_sentence(run: ClusterRun) -> str:
    """How many are quiet, on how much of the ground, and what that means."""
    quiet, possible = run.found.is_(Verdict.QUIET), run.found.quiet_possible
    if possible is not None and not possible.any():
        return tr(
            "There are too few crimes for units of this size to show a quiet one: chance often leaves none at all. "
            "Choose larger units, more months or more crime types."
        )
    tested = units_text(run, int(run.tested.sum()))
    if not quiet.any():
        if possible is None or possible[run.tested].all():
            text = tr(
                "None of the {tested}, with its neighbours, has so few crimes that chance would rarely leave so few."
            )
            return text.format(tested=tested)
        text = tr("Only {some} of the {tested} tested could be shown to be quiet, and none of them is.")
        if possible.sum() == 1:
            text = tr("Only {some} of the {tested} tested could be shown to be quiet, and it is not.")
        return text.format(some=number(int(possible.sum())), tested=tested)
    return tr(
        "{quiet} {hold} {share} of the crimes, on {ground} of the ground. Chance alone would rarely leave so few "
        "crimes in such neighbourhoods."
    ).format(
        quiet=units_text(run, int(quiet.sum())),
        hold=tr("holds") if quiet.sum() == 1 else tr("hold"),
        ground=percent(float(run.units.area[quiet].sum() / run.units.area.sum())),
        share=percent(float(run.units.counted.count[quiet].sum()) / run.crimes),
    )


def quiet_caveats(run: ClusterRun) -> list[str]:
    """What a quiet unit is not, and where none could be shown."""
    possible = run.found.quiet_possible
    if possible is None:
        return []
    lines = [
        tr(
            "Quiet says that fewer crimes are recorded there than chance would leave. Fields, water, a few homes or "
            "missing reports make a place quiet too: it is not a verdict on safety."
        )
    ]
    if run.exposure is None:
        lines.append(tr("Who or what is there was left out: choose an exposure to take it into account."))
    hidden = int((~possible & run.tested).sum())
    if 0 < hidden < int(run.tested.sum()):
        lines.append(
            tr(
                "{units} could not be called quiet even with no crimes at all, because few are expected there anyhow. "
                "So nothing is said of whether it is quiet there."
            ).format(units=units_text(run, hidden))
        )
    if run.quiet_grids is not None and run.quiet:
        holds = int((run.quiet_grids[run.found.is_(Verdict.QUIET)] == 4).sum())
        lines.append(
            tr("All four grids, shifted by half a cell, agree on {holds} of the {quiet} that {are} quiet.").format(
                quiet=units_text(run, run.quiet), holds=number(holds), are=tr("is") if run.quiet == 1 else tr("are")
            )
        )
    return lines


def rules(run: ClusterRun) -> list[str]:
    """When a unit is called, and how two directions share the false discovery rate."""
    alpha = run.found.alpha
    if run.found.direction is Direction.COLD:
        text = tr(
            "p_cold is the share of draws that hold at most as many crimes, q_cold the same after Benjamini-Hochberg "
            "over all units. A unit is quiet where q_cold is at most {alpha:g} and it has neighbours."
        )
        return [text.format(alpha=alpha)]
    if run.found.direction is Direction.BOTH:
        text = tr(
            "Both tails are looked at, each with Benjamini-Hochberg over all units at half of {alpha:g}: q and q_cold "
            "are doubled, so that of all that is called, hot or quiet, {share} at most is expected to be wrong. p_cold "
            "is the share of draws that hold at most as many crimes."
        )
        return [text.format(alpha=alpha, share=percent(alpha)), _hot_rule(alpha)]
    return [_hot_rule(alpha)]


def _hot_rule(alpha: float) -> str:
    return tr(
        "q is p after Benjamini-Hochberg over all units. A unit is called where q is at most {alpha:g} and at least "
        "two units of its neighbourhood hold crimes."
    ).format(alpha=alpha)


def compared(run: ClusterRun, how: str) -> str:
    """What each neighbourhood is compared with, and how p was found."""
    if run.found.direction is Direction.COLD:
        text = tr("Each unit with its neighbours is compared with as many units drawn from {like}, {how}.")
    else:
        text = tr(
            "Each unit with its neighbours is compared with as many units drawn from {like}: p is the share of draws "
            "that hold at least as many crimes, found {how}."
        )
    return text.format(like=like_text(run), how=how)


def window_lines(run: ClusterRun) -> list[str]:
    """What a unit is taken together with, where it is not those that touch it."""
    if run.asked.window.kind == QUEEN:
        return []
    sizes = run.units.windows.sizes
    return [
        tr("A unit's neighbourhood is itself and {words}: {least} to {most} units.").format(
            words=run.asked.window.words, least=number(int(sizes.min())), most=number(int(sizes.max()))
        )
    ]


def exposure_lines(run: ClusterRun) -> list[str]:
    """What crimes are expected in proportion to, and the test that holds for that."""
    if run.exposure is None:
        return []
    lines = [
        tr(
            "Crimes are expected in proportion to {what}. Units are exchanged with those that have about as much of it "
            "({strata} groups), and crimes per expected crime are compared: stacks of crimes are kept as they are, "
            "which tests that place each crime by itself (binomial, Poisson) cannot."
        ).format(what=run.exposure.words, strata=number(run.found.strata))
    ]
    if run.asked.at_risk.kind is AtRisk.TYPES:
        lines.append(
            tr(
                "The crimes tested are counted with those they are compared with: among crimes of one rate the share "
                "of a type does not depend on the rate."
            )
        )
    return lines


def like_text(run: ClusterRun) -> str:
    """Among which units counts are exchanged."""
    if run.exposure is None:
        return run.units.like
    return tr("units with about as much at risk")
