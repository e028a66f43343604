# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run of the cluster test found, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from ...analysis.clusters import Direction, Verdict
from ...text import many, number, tr
from ..running.wording import number_text, percent, sentence_case
from .alarm_words import alarms
from .cluster_option_words import (
    allowed_text,
    at_risk_text,
    compared,
    exposure_lines,
    not_risk,
    quiet_caveats,
    quiet_sentence,
    quiet_text,
    rules,
    units_text,
    untested_lines,
    what_words,
    window_lines,
)
from .cluster_run import ClusterRun
from .cluster_warnings import warnings_of

ONE_STACK = 0.5
_SMALLEST_SAID = 0.001


def finding(run: ClusterRun) -> str:
    """The finding as a title."""
    about = run.inputs.crimes.about
    what, where = sentence_case(what_words(run)), about.where
    if run.found.direction is Direction.COLD:
        return tr("{what} in {where}: {quiet}").format(what=what, where=where, quiet=quiet_text(run))
    if run.found.direction is Direction.BOTH and (run.areas or run.quiet):
        clusters = areas_text(run) if run.areas else tr("no cluster")
        return tr("{what} in {where}: {clusters}, {quiet}").format(
            what=what, where=where, clusters=clusters, quiet=quiet_text(run)
        )
    if run.areas:
        clusters = areas_text(run)
        return tr("{what} in {where}: {clusters}").format(what=what, clusters=clusters, where=where)
    if 2 * run.found.is_(Verdict.TOO_FEW).sum() > run.area.size:
        return tr("{what} in {where}: too few crimes to say where they cluster").format(what=what, where=where)
    return tr("{what} in {where}: no cluster beyond what chance makes").format(what=what, where=where)


def areas_text(run: ClusterRun) -> str:
    """How many clusters there are, and how many of them are but one unit."""
    text = many(run.areas, tr("cluster"), tr("clusters"))
    if not run.alone or run.areas == 1:
        return text
    of_one = tr("{n} of one cell") if run.grids is not None else tr("{n} of one unit")
    return f"{text} ({of_one.format(n=number(run.alone))})"


def sentences(run: ClusterRun) -> tuple[str, ...]:
    """What was found, how sure that is, and what was not tested."""
    return (*_said(run), *untested_lines(run))


def in_short(run: ClusterRun) -> str:
    """What can be said of it alone."""
    return " ".join([f"{finding(run)}.", *sentences(run)])


def _said(run: ClusterRun) -> tuple[str, ...]:
    if run.found.direction is Direction.COLD:
        return tuple(line for line in (quiet_sentence(run), _surely(run)) if line)
    first, second = _of_clusters(run)
    if run.found.direction is Direction.BOTH:
        return (first, quiet_sentence(run), _doubt(run)) if run.quiet else (first, second, quiet_sentence(run))
    return first, second


def _of_clusters(run: ClusterRun) -> tuple[str, str]:
    units, called = run.units, run.found.is_(Verdict.CLUSTER)
    crimes = number_text(run.crimes)
    if not run.clusters:
        return (
            tr("None of the {units} stands out among {crimes} crimes on {places} snap points.").format(
                units=units_text(run, int(run.tested.sum())),
                crimes=crimes,
                places=number(int(units.counted.places[run.tested].sum())),
            ),
            tr("Some are busier than others, but no more than chance makes where crimes stand in stacks."),
        )
    text = tr("{where} {hold} {share} of the {crimes} crimes, on {ground} of the ground{at_risk}.")
    return text.format(
        where=_where(run),
        hold=tr("holds") if run.clusters == 1 else tr("hold"),
        share=percent(float(units.counted.count[called].sum()) / run.crimes),
        crimes=crimes,
        ground=percent(float(units.area[called].sum() / units.area.sum())),
        at_risk=at_risk_text(run, called),
    ), " ".join(
        [
            tr("Chance alone would rarely make such neighbourhoods{allowed}.").format(allowed=allowed_text(run)),
            _doubt(run),
        ]
    )


def _where(run: ClusterRun) -> str:
    """The units called, and in how many clusters they are where that says more."""
    units = units_text(run, run.clusters)
    if run.clusters == run.areas:
        return units
    clusters = many(run.areas, tr("cluster"), tr("clusters"))
    return tr("{units} in {clusters}").format(units=units, clusters=clusters)


def _surely(run: ClusterRun) -> str:
    """How sure what is quiet is; '' where nothing could be shown to be."""
    if run.quiet:
        return _doubt(run)
    possible = run.found.quiet_possible
    if possible is not None and not possible.any():
        return ""
    return tr("Some are quieter than others, but no more than chance makes where crimes stand in stacks.")


def _doubt(run: ClusterRun) -> str:
    return alarms(run.found.alpha, run.clusters + run.quiet, *run.asked.counted_in.nouns)


def q_text(q: float) -> str:
    """A q-value for reading; the layer has it in full."""
    return f"<{_SMALLEST_SAID:g}" if q < _SMALLEST_SAID else f"{q:.2g}"


def basis(run: ClusterRun) -> list[str]:
    """What the numbers rest on."""
    about, units = run.inputs.crimes.about, run.units
    counted = (
        tr("{inside} crimes in the study area, on {places} snap points; {outside} outside it, not counted.")
        if run.tested.all()
        else tr(
            "{inside} crimes in the units tested, on {places} snap points; {left} in those not tested and {outside} "
            "outside the study area, not counted."
        )
    ).format(
        inside=number_text(run.crimes),
        places=number(int(units.counted.places[run.tested].sum())),
        left=number_text(run.untested),
        outside=number_text(units.counted.outside),
    )
    lines = [tr("{title}.").format(title=sentence_case(about.title)), counted, *about.basis]
    if run.inputs.study is not None:
        study = run.inputs.study
        lines.append(tr("Study area of {km2} km²: {origin}.").format(km2=f"{study.km2:,.1f}", origin=study.origin))
    return [*lines, *warnings(run)]


def warnings(run: ClusterRun) -> list[str]:
    """What must not be overlooked."""
    return [*run.inputs.notes, *run.units.notes, *warnings_of(run)]


def method(run: ClusterRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    found = run.found
    how = (
        tr("exactly, by counting all permutations")
        if not found.draws
        else tr("by {draws} random permutations (seed {seed})").format(draws=number(found.draws), seed=run.asked.seed)
    )
    return [
        tr("Crimes are counted in {words}, {units} in all, empty ones included.").format(
            words=run.units.words, units=number(run.area.size)
        ),
        *window_lines(run),
        compared(run, how),
        *exposure_lines(run),
        *rules(run),
        tr("z is Getis-Ord Gi*, shown for information: nothing is decided by it."),
        tr("Parameters: {parameters}.").format(parameters="; ".join(parameters)),
    ]


def caveats(run: ClusterRun) -> list[str]:
    """What to keep in mind."""
    called = run.found.is_(Verdict.CLUSTER)
    lines = [
        *quiet_caveats(run),
        tr("Every place is a snap point, mostly the middle of a street: a cluster is a neighbourhood, not an address."),
        *([] if run.found.direction is Direction.COLD else [not_risk(run)]),
        tr("The share of false alarms holds on average over many such maps, not for each cluster."),
        tr(
            "Do not use it to rank streets or addresses, to say that a person is at higher risk, to compare forces, or "
            "for a handful of crimes."
        ),
    ]
    stacks = int((called & (run.units.counted.largest_place_share > ONE_STACK)).sum())
    if stacks:
        lines.append(
            tr("In {stacks} of the {clusters} one snap point holds more than half of the crimes (white dot).").format(
                stacks=number(stacks), clusters=units_text(run, run.clusters)
            )
        )
    if run.grids is not None and run.clusters:
        holds = int((run.grids[called] == 4).sum())
        lines.append(
            tr("All four grids, shifted by half a cell, agree on {holds} of the {clusters}.").format(
                clusters=units_text(run, run.clusters), holds=number(holds)
            )
        )
    return lines
