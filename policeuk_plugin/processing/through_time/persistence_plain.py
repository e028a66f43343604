# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run of persistence found, to who knows no statistics: such as an officer, who reads it in field mode."""

from __future__ import annotations

from offline_cache.model import SNAP_POINTS_REDRAWN

from ...text import month_name, number, tr
from ..running.plain_words import plain_size, plain_units
from ..running.wording import percent, sentence_case
from .persistence_halves import MOST, kept_text
from .persistence_run import PersistenceRun
from .persistence_words import by_any


def plain(run: PersistenceRun) -> tuple[str, ...]:
    """The title, then its sentences."""
    few = tr("There are few crimes a month here: a single one can put a place among the busiest.")
    return (_title(run), _found(run), *([few] if by_any(run) else []), *_lasts(run), *_apart(run))


def _title(run: PersistenceRun) -> str:
    about, count = run.inputs.crimes.about, int(run.persistent.sum())
    units = plain_units(run.asked.counted_in, count)
    if not count:
        text = tr("{what} in {where}: nowhere is among the busiest month after month")
    elif count == 1:
        text = tr("{what} in {where}: {units} is among the busiest month after month")
    else:
        text = tr("{what} in {where}: {units} are among the busiest month after month")
    return text.format(what=sentence_case(about.what), where=about.where, units=units)


def _found(run: PersistenceRun) -> str:
    persistent, held, asked = run.persistent, run.found.held, run.asked.counted_in
    count, plain_any = int(persistent.sum()), run.by_any == held
    places = run.found.places
    top = tr("the {n} with the most crimes").format(n=number(places))
    top = tr("the one with the most crimes") if places == 1 else tr("one of {top}").format(top=top)
    units = plain_units(asked, len(run.units.keys)) + plain_size(asked)
    if not count:
        text = (
            tr("No more than {months} of the {held} months had crimes in any one of the {units}.")
            if plain_any
            else tr("None of the {units} was {top} in more than {months} of the {held} months.")
        )
        return text.format(units=units, top=top, months=number(int(run.found.months.max())), held=number(held))
    text = (
        tr("{n} of the {units} had crimes in at least {least} of the {held} months. {together}")
        if plain_any
        else tr("{n} of the {units} {was} {top} in at least {least} of the {held} months. {together}")
    )
    together = tr("On {ground} of the ground {they} {share} of the {crimes} crimes.").format(
        ground=percent(float(run.units.area[persistent].sum() / run.units.area.sum())),
        they=tr("it has") if count == 1 else tr("they have"),
        share=percent(float(run.found.crimes[persistent].sum()) / run.crimes),
        crimes=number(run.crimes),
    )
    was = tr("was") if count == 1 else tr("were each")
    least = number(run.least)
    return text.format(
        n=number(count), units=units, was=was, top=top, least=least, held=number(held), together=together
    )


def _lasts(run: PersistenceRun) -> list[str]:
    """Whether those that were busiest first still are."""
    stable = run.stability
    kept, same, alike = stable.found.kept, stable.same_kept, stable.alike_kept
    if kept is None or same is None or alike is None:
        return [tr("Whether it lasts cannot be told: in the first half of the months nowhere is clearly busiest.")]
    if kept <= alike.upper:
        text = (
            tr("There are too few crimes to tell whether it lasts.")
            if kept >= same.lower
            else tr(
                "What is busiest moves: {kept} of the busiest of the first {n} months {are}, no more than by chance."
            )
        )
    elif kept >= max(same.lower, MOST):
        text = tr("It lasts: {kept} of the busiest of the first {n} months {are}.")
    else:
        text = tr("It lasts in part: {kept} of the busiest of the first {n} months {are}, more than by chance.")
    said = text.format(
        n=number(stable.months),
        kept=kept_text(kept),
        are=tr("are among those of the last {n}").format(n=number(stable.months)),
    )
    return [said]


def _apart(run: PersistenceRun) -> list[str]:
    if not run.apart:
        return []
    text = tr("From {month} on, crimes are put on other points. Part of what moved may be only that.")
    return [text.format(month=month_name(SNAP_POINTS_REDRAWN))]
