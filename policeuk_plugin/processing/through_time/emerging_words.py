# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run of emerging hotspots found, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from offline_cache.model import SNAP_POINTS_REDRAWN

from ...analysis.emerging import Pattern
from ...text import many, month_name, number, tr
from ..running.wording import number_text, percent, sentence_case
from ..units.unit_windows import lonely
from .emerging_run import EmergingRun

ENOUGH_MONTHS = 24
_LASTING = (Pattern.INTENSIFYING_HOT, Pattern.PERSISTENT_HOT, Pattern.DIMINISHING_HOT)
_LATELY = (Pattern.NEW_HOT, Pattern.CONSECUTIVE_HOT)
_ON_AND_OFF = (Pattern.SPORADIC_HOT, Pattern.OSCILLATING_HOT)


def finding(run: EmergingRun) -> str:
    """The finding as a title."""
    about = run.inputs.crimes.about
    lasting, lately, off = (_count(run, some) for some in (_LASTING, _LATELY, _ON_AND_OFF))
    now, over = lasting + lately + off, run.of(Pattern.HISTORICAL_HOT)
    if now:
        parts = [
            tr("{n} lasting").format(n=number(lasting)) if lasting else "",
            tr("{n} only lately").format(n=number(lately)) if lately else "",
            tr("{n} on and off").format(n=number(off)) if off else "",
        ]
        text = tr("{what} in {where}: {units} hot in {month}, {parts}")
        said = ", ".join(part for part in parts if part)
    else:
        said = ""
        text = tr("{what} in {where}: no {unit} hot in {month}")
        if over:
            text = tr("{what} in {where}: no {unit} hot in {month}; {over} until lately")
    return text.format(
        what=sentence_case(about.what),
        where=about.where,
        units=unit_words(run, now),
        unit=unit_words(run, 1).partition(" ")[2],
        month=month_name(run.last),
        parts=said,
        over=unit_words(run, over),
    )


def in_short(run: EmergingRun) -> str:
    """What can be said of it alone."""
    return " ".join([f"{finding(run)}.", *top_lines(run), _hot(run), *redrawn_lines(run)])


def sentences(run: EmergingRun) -> tuple[str, ...]:
    """What the hotspots become, what was hot before, what is cold, how sure that is."""
    parts = (_hot(run), _before(run), _cold(run), _sure(run))
    return tuple(part for part in parts if part)


def _hot(run: EmergingRun) -> str:
    hot, units = run.hot, run.units
    if not hot.any():
        return tr("No place stands out up to the last month by more than chance can explain.")
    lasting, over = _count(run, _LASTING), run.of(Pattern.HISTORICAL_HOT)
    parts = [
        tr("The hotspots of all classes hold {share} of the {crimes} crimes on {ground} of the ground.").format(
            ground=share_text(float(units.area[hot].sum() / units.area.sum())),
            share=percent(float(run.crimes[hot].sum()) / max(int(run.crimes.sum()), 1)),
            crimes=number(int(run.crimes.sum())),
        )
    ]
    if lasting:
        parts.append(_trends(run, lasting))
    if over:
        parts.append(
            tr("{units} {was} hot in nine of ten months or more, but not in {month}.").format(
                units=unit_words(run, over), was=tr("was") if over == 1 else tr("were"), month=month_name(run.last)
            )
        )
    return " ".join(parts)


def _trends(run: EmergingRun, lasting: int) -> str:
    growing, shrinking = run.of(Pattern.INTENSIFYING_HOT), run.of(Pattern.DIMINISHING_HOT)
    if not growing + shrinking:
        if lasting == 1:
            return tr("The share of the crimes of the one that lasts neither grows nor shrinks beyond chance.")
        return tr("None of the {lasting} that last takes a growing or a shrinking share, beyond chance.").format(
            lasting=number(lasting)
        )
    if lasting == 1:
        text = tr("The one that lasts takes a {way} share of the crimes.")
        said = text.format(way=tr("growing") if growing else tr("shrinking"))
    else:
        said = tr(
            "Of the {lasting} that last, {growing} {take} a growing share of the crimes, and {shrinking} a shrinking "
            "one."
        ).format(
            lasting=number(lasting),
            growing=number(growing) if growing else tr("none"),
            take=tr("takes") if growing < 2 else tr("take"),
            shrinking=number(shrinking) if shrinking else tr("none"),
        )
    if run.held >= ENOUGH_MONTHS:
        return said
    return f"{said} {tr('In {n} months that may be a season.').format(n=run.held)}"


def share_text(share: float) -> str:
    """A share of ground or crimes for reading: what is there is never 0%."""
    return tr("less than 0.1%") if 0 < share < 0.0005 else percent(share)


def _before(run: EmergingRun) -> str:
    """Those that have no class, because it hangs on the last month."""
    if not run.once_hot:
        return ""
    text = tr("{n} {units} {was} hot in some month but not in {month}: the classes have no name for that.")
    if run.hot.any():
        text = tr("{n} more {units} {was} hot in some month but not in {month}: the classes have no name for that.")
    return text.format(
        n=number(run.once_hot),
        units=run.asked.counted_in.nouns[0 if run.once_hot == 1 else 1],
        was=tr("was") if run.once_hot == 1 else tr("were"),
        month=month_name(run.last),
    )


def _cold(run: EmergingRun) -> str:
    cold = int(run.cold.sum())
    if cold:
        text = tr("{units} {are}, with fewer crimes than chance would leave there.")
        return text.format(units=unit_words(run, cold), are=tr("is a cold spot") if cold == 1 else tr("are cold spots"))
    if not run.found.cube.could_be_cold.any():
        return tr("Cold spots cannot be told from chance: there are too few crimes, or too many places without any.")
    return tr("No cold spot was found.")


def _sure(run: EmergingRun) -> str:
    cube = run.found.cube
    called = int(cube.hot.sum() + cube.cold.sum())
    if not called:
        return ""
    return tr(
        "In all, {called} months of the {all} are called hot or cold; at most {alpha} of these are expected to be so "
        "by chance."
    ).format(
        called=number(called),
        all=unit_words(run, len(run.units.keys)),
        alpha=f"{100 * run.asked.alpha:g}%",
    )


def _count(run: EmergingRun, patterns: Sequence[Pattern]) -> int:
    return sum(run.of(pattern) for pattern in patterns)


def top_lines(run: EmergingRun) -> list[str]:
    """What has to stand at the top of the page."""
    few, units = int(run.found.too_few.sum()), len(run.units.keys)
    if 2 * few < units:
        return []
    text = tr("There are too few crimes to judge {few} of the {units} month by month: {advice}.")
    if run.asked.counted_in.cells:
        advice = tr("choose cells of {size:g} m and more, more crime types, or more months together").format(
            size=2 * run.asked.counted_in.cell_size
        )
    else:
        advice = tr("choose larger units, more crime types, or more months together")
    return [text.format(few=number(few), units=unit_words(run, units), advice=advice)]


def basis(run: EmergingRun) -> list[str]:
    """What the numbers rest on."""
    about = run.inputs.crimes.about
    counted = tr("{inside} crimes in the units in {months}; {outside} outside the units, not counted.").format(
        inside=number(int(run.crimes.sum())),
        months=many(run.held, tr("month"), tr("months")),
        outside=number_text(run.units.counted.outside),
    )
    lines = [tr("{title}.").format(title=sentence_case(about.title)), counted, *about.basis]
    if run.inputs.study is not None:
        study = run.inputs.study
        lines.append(tr("Study area of {km2} km²: {origin}.").format(km2=f"{study.km2:,.1f}", origin=study.origin))
    return [*lines, *warnings(run)]


def warnings(run: EmergingRun) -> list[str]:
    """What must not be overlooked."""
    left_out, alone = run.months.left_out_line(), lonely(run.units.windows, run.asked.window.kind)
    lines = [*top_lines(run), *run.inputs.notes, *run.units.notes]
    if left_out:
        lines.append(left_out)
        if max(run.months.left_out) > run.last:
            lines.append(
                tr("What is called new or historical is so as of {month}, the last month held.").format(
                    month=month_name(run.last)
                )
            )
    if run.held < ENOUGH_MONTHS:
        lines.append(
            tr(
                "There are {n} months only: what is new or historical after a year may be a season, and so may a "
                "share that grows or shrinks."
            ).format(n=run.held),
        )
    few = int(run.found.too_few.sum())
    if few and not top_lines(run):
        text = tr("There are too few crimes to judge {few} of the {units} in most months.")
        lines.append(text.format(few=number(few), units=unit_words(run, len(run.units.keys))))
    return [*lines, *([alone] if alone else []), *redrawn_lines(run)]


def redrawn_lines(run: EmergingRun) -> list[str]:
    """That the months stand on two lists of snap points, where they do."""
    if not run.redrawn:
        return []
    return [
        tr(
            "From {month} on the service places crimes on another list of snap points. What begins or ends then may be "
            "nothing but points that moved."
        ).format(month=month_name(SNAP_POINTS_REDRAWN))
    ]


def unit_words(run: EmergingRun, count: int) -> str:
    """The count with what the units are."""
    return many(count, *run.asked.counted_in.nouns)
