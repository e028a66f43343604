# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run of the test against random placement found, in sentences that do not speak of clusters."""

from __future__ import annotations

from collections.abc import Sequence

from ...analysis.clusters import Verdict
from ...text import number, tr
from ..running.wording import number_text, percent, sentence_case
from ..units.unit_windows import ALONE
from .cluster_option_words import units_text, what_words, window_lines
from .cluster_run import ClusterRun
from .cluster_words import ONE_STACK, basis, warnings

__all__ = ["basis", "caveats", "finding", "method", "sentences", "verdict_texts", "warnings", "what_words"]


def verdict_texts() -> dict[Verdict, str]:
    """What the verdicts of the shared machinery are called here, in the layer: API, never translated."""
    return {
        Verdict.CLUSTER: "busier",
        Verdict.EDGE: "edge",
        Verdict.NOT_A_CLUSTER: "not busier",
        Verdict.TOO_FEW: "too few crimes",
        Verdict.NOT_TESTED: "not tested",
    }


def finding(run: ClusterRun) -> str:
    """The finding as a title."""
    about = run.inputs.crimes.about
    what, where = sentence_case(what_words(run)), about.where
    if run.clusters:
        return tr("{what} in {where}: {units} busier than random placement").format(
            what=what, where=where, units=units_text(run, run.clusters)
        )
    return tr("{what} in {where}: nowhere busier than random placement").format(what=what, where=where)


def sentences(run: ClusterRun) -> tuple[str, ...]:
    """What was found, and what that is worth."""
    units, called = run.units, run.found.is_(Verdict.CLUSTER)
    crimes = number_text(run.crimes)
    if not run.clusters:
        text = tr("None of the {units} holds more of the {crimes} crimes than if each had fallen by itself.")
        no_reason = tr("So there is no reason to look for clusters in these crimes with these units.")
        return text.format(units=units_text(run, called.size), crimes=crimes), no_reason
    first = tr("{called} {hold} {share} of the {crimes} crimes, on {ground} of the ground.").format(
        called=units_text(run, run.clusters),
        hold=tr("holds") if run.clusters == 1 else tr("hold"),
        share=percent(float(units.counted.count[called].sum()) / run.crimes),
        crimes=crimes,
        ground=percent(float(units.area[called].sum() / units.area.sum())),
    )
    one = run.clusters == 1
    more = tr("With its neighbours, {each} holds more than if every crime fell anywhere by itself.")
    if run.asked.window.kind == ALONE:
        more = tr("{each} holds more than if every crime fell anywhere by itself.")
    more = sentence_case(more.format(each=tr("it") if one else tr("each")))
    return first, more, warning()


def warning() -> str:
    """What this test cannot tell."""
    return tr(
        "That is not a cluster: crimes never fall one by one at random, and this test calls any place where they stand "
        "in stacks."
    )


def method(run: ClusterRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    exposure = run.exposure.words if run.exposure is not None else tr("ground")
    return [
        tr("Crimes are counted in {words}, {units} in all, empty ones included.").format(
            words=run.units.words, units=number(run.area.size)
        ),
        *window_lines(run),
        tr(
            "p is the exact binomial probability that a unit with its neighbours gets at least as many of all crimes, "
            "if each falls by itself, in proportion to {what}."
        ).format(what=exposure),
        tr("q is p after Benjamini-Hochberg over all units. A unit is called where q is at most {alpha:g}.").format(
            alpha=run.found.alpha
        ),
        tr("z is Getis-Ord Gi*, shown for information: nothing is decided by it."),
        tr("Parameters: {parameters}.").format(parameters="; ".join(parameters)),
    ]


def caveats(run: ClusterRun) -> list[str]:
    """When not to use it, and what to keep in mind."""
    called = run.found.is_(Verdict.CLUSTER)
    lines = [
        tr(
            "Do not use it to choose where to go or to say that crime clusters: use 'Crime clusters' for that. Repeat "
            "crimes at one shop, or a snap point that stands for a long street, are enough for a unit to be called."
        ),
        tr(
            "Use it to see how far crimes are from being spread at random, or beside the work of others who test "
            "against random placement (Poisson, SaTScan, CSR)."
        ),
        tr("Every place is a snap point, mostly the middle of a street, not an address."),
    ]
    stacks = int((called & (run.units.counted.largest_place_share > ONE_STACK)).sum())
    if stacks:
        lines.append(
            tr("In {stacks} of the {called} one snap point holds more than half of the crimes (white dot).").format(
                stacks=number(stacks), called=units_text(run, run.clusters)
            )
        )
    if run.grids is not None and run.clusters:
        holds = int((run.grids[called] == 4).sum())
        lines.append(
            tr("All four grids, shifted by half a cell, agree on {holds} of the {called}.").format(
                called=units_text(run, run.clusters), holds=number(holds)
            )
        )
    return lines
