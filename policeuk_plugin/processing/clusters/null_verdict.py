# SPDX-License-Identifier: GPL-2.0-or-later
"""What maps made by chance say of a map in one sentence: pure chance, and what streets or residents alone would do."""

from __future__ import annotations

import enum

from ...analysis.clusters import Direction
from ...analysis.nulls import NullMaps
from ...text import many, number, tr
from .cluster_option_words import units_text
from .null_run import Null, NullRun

_RARE = 0.05


class Beside(enum.Enum):
    """The real map beside maps of one null: fewer called than on any, as many, more than on nearly all, or on all."""

    FEWER = "fewer"
    ALIKE = "alike"
    MORE = "more"
    MOST = "most"


def beside(run: NullRun, found: NullMaps) -> Beside:
    """How the units called on the real map lie among those of the maps made."""
    if run.called < found.least:
        return Beside.FEWER
    if run.called > found.most:
        return Beside.MOST
    return Beside.MORE if found.as_many_as(run.called) <= _RARE * found.maps else Beside.ALIKE


def on_ground(run: NullRun) -> list[tuple[Null, NullMaps]]:
    """The nulls that keep what crimes stand on, residents first."""
    return sorted(run.made(chance=False), key=lambda one: one[0] is not Null.RESIDENTS)


def enough_alone(run: NullRun) -> list[tuple[Null, NullMaps]]:
    """What of that on which crimes stand would make as many units called by itself; residents first."""
    return [one for one in on_ground(run) if run.called and beside(run, one[1]) in (Beside.FEWER, Beside.ALIKE)]


def as_many(run: NullRun) -> int:
    """Maps of pure chance with as many units called as the real one, of the kind with most."""
    return max(found.as_many_as(max(run.called, 1)) for _, found in run.made(chance=True))


def finding(run: NullRun) -> str:
    """The answer to whether chance would do this, with what reverses it, as a title."""
    if not run.called:
        return tr("{some} of {maps} maps made by chance had any {thing}; yours has none").format(
            maps=number(run.maps), some=none_or(run.worst.with_any), thing=thing(run)
        )
    alike, enough = as_many(run), enough_alone(run)
    if alike > run.real.asked.alpha * run.maps:
        return tr("Chance would do this: {n} of {maps} maps made by chance have as many as yours ({yours})").format(
            n=number(alike), maps=number(run.maps), yours=yours(run)
        )
    if enough:
        return tr("Pure chance would not do this, but {cause}: your map has {yours}, {maps}").format(
            cause=_causes(run, enough), yours=yours(run), maps=_ranges(enough)
        )
    tried = [cause_of(null) for null, _ in on_ground(run)]
    if not tried:
        return tr("Pure chance would not do this: your map has {yours}").format(yours=yours(run))
    return tr("Neither chance nor {causes} alone would do this: your map has {yours}").format(
        causes=tr(" nor ").join(tried), yours=yours(run)
    )


def advice(run: NullRun) -> str:
    """What to do where residents or streets alone would make as many, '' where they would not."""
    enough = [null for null, _ in enough_alone(run)]
    if as_many(run) > run.real.asked.alpha * run.maps or not enough:
        return ""
    if Null.RESIDENTS in enough:
        return tr(
            "So the map shows little more than where people live; clusters in proportion to residents or households "
            "show where there is more."
        )
    return tr("So the map shows little more than where snap points lie close together, as they do in towns.")


def cause_of(null: Null) -> str:
    """What of the ground a null keeps."""
    return tr("where people live") if null is Null.RESIDENTS else tr("where snap points lie")


def thing(run: NullRun) -> str:
    """What the test looks for."""
    return {
        Direction.HOT: tr("cluster"),
        Direction.COLD: tr("quiet neighbourhood"),
        Direction.BOTH: tr("cluster or quiet neighbourhood"),
    }[run.real.asked.direction]


def yours(run: NullRun) -> str:
    """What is called on the real map, such as 190 cells in 9 areas."""
    real = run.real
    parts = []
    if real.clusters:
        areas = many(real.areas, tr("area"), tr("areas"))
        parts.append(tr("{cells} in {areas}").format(cells=units_text(real, real.clusters), areas=areas))
    if real.quiet:
        parts.append(tr("{cells} quiet").format(cells=units_text(real, real.quiet)))
    return tr(" and ").join(parts) if parts else tr("none")


def _causes(run: NullRun, enough: list[tuple[Null, NullMaps]]) -> str:
    surely = all(beside(run, found) is Beside.FEWER for _, found in enough[:1])
    text = tr("{cause} alone would") if surely else tr("{cause} alone could")
    said = text.format(cause=cause_of(enough[0][0]))
    for null, _ in enough[1:]:
        said += tr(", and so {could} {cause}").format(could=tr("could"), cause=cause_of(null))
    return said


def _ranges(enough: list[tuple[Null, NullMaps]]) -> str:
    null, found = enough[0]
    text = (
        tr("maps that only follow residents have {least} to {most}")
        if null is Null.RESIDENTS
        else tr("maps that only keep the snap points have {least} to {most}")
    )
    return text.format(least=number(found.least), most=number(found.most))


def none_or(count: int) -> str:
    """The count as a sentence begins with it."""
    return number(count) if count else tr("None")
