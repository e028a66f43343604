# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run of the cluster test found, to who knows no statistics: such as an officer, who reads it in field mode."""

from __future__ import annotations

from ...analysis.clusters import Direction, Verdict
from ...text import many, tr
from ..running.plain_words import plain_alarms, plain_size, plain_units
from ..running.wording import number_text, percent, sentence_case
from .cluster_run import ClusterRun


def plain(run: ClusterRun) -> tuple[str, ...]:
    """The title, then its sentences; () for what only analysts ask: quiet places, and what is held against others."""
    if run.found.direction is not Direction.HOT or run.exposure is not None:
        return ()
    return (_title(run), *(_found(run) if run.clusters else _nothing(run)))


def _title(run: ClusterRun) -> str:
    about = run.inputs.crimes.about
    if run.areas:
        text = many(
            run.areas,
            tr("place has more crime than chance would put there"),
            tr("places have more crime than chance would put there"),
        )
    elif _too_few(run):
        text = tr("too few crimes to say where they gather")
    else:
        text = tr("nowhere is more crime than chance would put there")
    return tr("{what} in {where}: {text}").format(what=sentence_case(about.what), where=about.where, text=text)


def _found(run: ClusterRun) -> tuple[str, str]:
    called, asked = run.found.is_(Verdict.CLUSTER), run.asked.counted_in
    text = tr("{units} on {ground} of the ground {have} {share} of the {crimes} crimes.").format(
        units=sentence_case(plain_units(asked, run.clusters)) + plain_size(asked),
        ground=percent(float(run.units.area[called].sum() / run.units.area.sum())),
        have=tr("has") if run.clusters == 1 else tr("have"),
        share=percent(float(run.units.counted.count[called].sum()) / run.crimes),
        crimes=number_text(run.crimes),
    )
    return text, plain_alarms(run.found.alpha)


def _nothing(run: ClusterRun) -> tuple[str, ...]:
    if _too_few(run):
        return (tr("What looks busy may be so by chance alone."),)
    return (tr("Some places are busier than others, but no more than chance makes them."),)


def _too_few(run: ClusterRun) -> bool:
    return bool(2 * run.found.is_(Verdict.TOO_FEW).sum() > run.area.size)
