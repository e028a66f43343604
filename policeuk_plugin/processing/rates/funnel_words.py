# SPDX-License-Identifier: GPL-2.0-or-later
"""What a funnel plot says: finding, each area, who decides, how it was done."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from offline_cache.reading_order import isolated

from ...text import many, number, tr
from ..areas.area_words import base
from ..running.wording import percent, sentence_case
from .funnel_run import FEW_EXPECTED, STANDINGS, FunnelRun, Standing
from .rated_words import all_together, basis, counted_lines, few_line, left_out_lines, of_all, p_text, rate_text
from .rated_words import keep_in_mind as of_any_rate

_NAMED = 3
NEARLY_ALL = 0.9
"""Where few are expected in so large a part of the areas, how much they differ cannot be told: ours."""


def standing_words(standing: Standing) -> str:
    """How an area stands to the others."""
    return {
        Standing.LOWER: tr("lower than the others"),
        Standing.SAME: tr("about the same as the others"),
        Standing.HIGHER: tr("higher than the others"),
        Standing.TOO_FEW: tr("too few crimes to tell"),
    }[standing]


def short_words(standing: Standing) -> str:
    """The same for a table."""
    return {
        Standing.LOWER: tr("lower"),
        Standing.SAME: tr("about the same"),
        Standing.HIGHER: tr("higher"),
        Standing.TOO_FEW: tr("too few"),
    }[standing]


def decides(run: FunnelRun) -> str:
    """The limits that decide, in a phrase."""
    return tr("Poisson limits") if run.asked.poisson else tr("over-dispersed limits")


def finding(run: FunnelRun) -> str:
    """The title of the page."""
    about, of = run.rated.about, run.all
    if of.number_of(Standing.TOO_FEW) == int(of.known.sum()):
        title = tr("{what} in {where}: too few crimes in all {areas} to tell whether any stands out")
        return title.format(what=sentence_case(about.what), where=about.where, areas=run.rated.run.counts.plural)
    if of.called:
        title = tr("{what} in {where}: {areas} higher than the others, and {lower} lower")
    else:
        title = tr("{what} in {where}: {areas} higher or lower than the others")
    return title.format(
        what=sentence_case(about.what),
        where=about.where,
        areas=of_all(of.number_of(Standing.HIGHER), int(of.known.sum()), run.rated.run.counts.plural),
        lower=number(of.number_of(Standing.LOWER)) if of.number_of(Standing.LOWER) else tr("none"),
    )


def sentences(run: FunnelRun) -> list[str]:
    """The finding in a few sentences."""
    of, rated = run.all, run.rated
    lines = _own(run)
    called = [at for at in ranked(run) if is_called(run, at)]
    if called:
        lines.append(tr("The clearest: {names}.").format(names=_names(run, called)))
    lines.append(all_together(rated))
    few = few_line(rated)[: int(of.number_of(Standing.TOO_FEW) == 0)]
    return [*lines, *_spread(run), *_few(run), *few, *left_out_lines(rated)]


def _own(run: FunnelRun) -> list[str]:
    """How the area that is marked stands."""
    found = [at for at in ranked(run) if run.rated.rows[at].code == run.asked.own]
    return [
        tr("{name} {standing}: {rate} per 1,000 {of} a year, {ratio:.2f} times what is expected.").format(
            name=isolated(run.rated.rows[at].name),
            standing=tr("has too few crimes to tell")
            if standing(run, at) is Standing.TOO_FEW
            else tr("is {standing}").format(standing=standing_words(standing(run, at))),
            rate=rate_text(run.rated.rows[at].rate),
            of=base(run.rated.run),
            ratio=float(run.all.of.ratio[_place(run, at)]),
        )
        for at in found
    ]


def _names(run: FunnelRun, called: Sequence[int]) -> str:
    """The first of some areas with their ratios, and how many more there are."""
    first, other = tr("{name} ({ratio:.2f} times what is expected)"), tr("{name} ({ratio:.2f})")
    named = [
        (other if rank else first).format(
            name=isolated(run.rated.rows[at].name), ratio=float(run.all.of.ratio[_place(run, at)])
        )
        for rank, at in enumerate(called[:_NAMED])
    ]
    more = len(called) - len(named)
    return ", ".join(named) + (tr(" and {n} more").format(n=number(more)) if more else "")


def _spread(run: FunnelRun) -> list[str]:
    """Why the two kinds of limits differ, with how many each calls."""
    of, known = run.all, int(run.all.known.sum())
    if of.of.tau2 == 0 and of.expect_few >= NEARLY_ALL * known:
        said = tr(
            "Whether the areas differ by more than chance in counting cannot be told, because what sets so few crimes "
            "apart is nearly all chance."
        )
        return [said]
    if of.of.tau2 == 0:
        return [tr("The areas differ no more than chance in counting makes them.")]
    line = tr(
        "The areas differ by more than chance in counting: limits for chance alone (Poisson) would call {chance} of "
        "{all} ({share}) lower or higher. Limits that allow for how much areas differ call {called}."
    )
    share = percent(of.by_poisson / known)
    return [line.format(chance=number(of.by_poisson), all=number(known), share=share, called=number(of.by_wide))]


def _outside(run: FunnelRun) -> list[str]:
    """How many lie outside limits that do not allow for how many areas are looked at."""
    of, known = run.all, int(run.all.known.sum())
    if of.of.tau2 == 0:
        return []
    line = tr("{n} areas ({share}) lie outside their single 95% limits; if areas were alike, 1 in 20 would.")
    return [line.format(n=number(of.outside), share=percent(of.outside / known))]


def _few(run: FunnelRun) -> list[str]:
    few, untold = run.all.expect_few, run.all.number_of(Standing.TOO_FEW)
    if not few:
        return []
    if untold < few:
        line = tr("In {n} fewer than {few:g} crimes are expected; in {untold} of them that is too few to tell.")
    else:
        line = tr("In {n} fewer than {few:g} crimes are expected, which is too few to tell.")
    return [line.format(n=many(few, tr("area"), tr("areas")), few=FEW_EXPECTED, untold=number(untold))]


def ranked(run: FunnelRun) -> list[int]:
    """Areas of the funnel, those that stand out most first."""
    of = run.all
    rows = np.flatnonzero(of.known)
    p = of.poisson_p if run.asked.poisson else of.p
    return [int(rows[at]) for at in np.lexsort((-np.abs(of.of.adjusted_z), p)).tolist()]


def _place(run: FunnelRun, at: int) -> int:
    """The place of an area among those of the funnel."""
    return int(run.all.known[:at].sum())


def standing(run: FunnelRun, at: int) -> Standing:
    """How an area of the funnel stands to the others."""
    return STANDINGS[int(run.all.said[_place(run, at)])]


def is_called(run: FunnelRun, at: int) -> bool:
    """Whether an area of the funnel is said to be lower or higher."""
    return standing(run, at) in (Standing.LOWER, Standing.HIGHER)


def lines_of(run: FunnelRun, at: int) -> list[str]:
    """One area."""
    if not run.all.known[at]:
        return []
    of, place = run.all, _place(run, at)
    return [
        tr("{rate} per 1,000 {of} a year.").format(rate=rate_text(run.rated.rows[at].rate), of=base(run.rated.run)),
        tr("{expected:,.1f} crimes are expected at the rate of all: it has {ratio:.2f} times as many.").format(
            expected=float(of.of.expected[place]), ratio=float(of.of.ratio[place])
        ),
        tr("{verdict}, by {limits} (z {z}, adjusted {adjusted}, q {q}).").format(
            verdict=sentence_case(standing_words(STANDINGS[int(of.said[place])])),
            limits=decides(run),
            z=z_text(float(of.of.z[place])),
            adjusted=z_text(float(of.of.adjusted_z[place])),
            q=p_text(float(of.q[place])),
        ),
    ]


def z_text(z: float) -> str:
    """A z for reading."""
    return f"{z:+.1f}".replace("-0.0", "+0.0").replace("-", "−")


def rests_on(run: FunnelRun) -> list[str]:
    """What the numbers rest on."""
    lines = basis(run.rated)
    unknown = len(run.rated.rows) - int(run.all.known.sum())
    if unknown:
        lines.append(
            tr("Not in the funnel, without {of} or a month held: {n}.").format(
                n=many(unknown, tr("area"), tr("areas")), of=base(run.rated.run)
            )
        )
    if run.left_out:
        lines.append(tr("Too rare for a funnel of their own: {types}.").format(types=", ".join(run.left_out)))
    return lines


def method(run: FunnelRun) -> list[str]:
    """How it was done."""
    of, tests = run.all.of, sum(one.p.size for one in run.of_type)
    return [
        *counted_lines(run.rated),
        tr("Expected are the crimes that an area would have if it had the rate of all areas together{held}.").format(
            held="" if run.rated.of_ons else tr(", month by month, so that a missing month is in neither side"),
        ),
        tr(
            "On the square root of the ratio: z = (√ratio − 1) × 2√expected, winsorised at 10% and 90%. φ, the mean of "
            "its squares, is {phi:.2f} (1 where chance explains all). That leaves a standard deviation of {tau:.3f} "
            "between areas (τ), by which the adjusted z and the over-dispersed limits are widened (Spiegelhalter 2005)."
        ).format(phi=of.phi, tau=math.sqrt(of.tau2)),
        *_outside(run),
        tr("Poisson limits are the exact ones of a count (χ²), and allow for chance in counting alone."),
        tr(
            "{limits} decide: an area is called where its q is {alpha:g} or less, which is its p after "
            "Benjamini-Hochberg over {tests} tests. No p is smaller than the exact one of a Poisson count, because the "
            "square root of few crimes is too sure of low ones. Areas that are not called are said to be about the "
            "same only where {few:g} crimes or more are expected."
        ).format(limits=sentence_case(decides(run)), alpha=run.asked.alpha, tests=number(tests), few=FEW_EXPECTED),
    ]


def keep_in_mind(run: FunnelRun) -> list[str]:
    """What to keep in mind."""
    return [
        tr("Areas inside the limits are not to be ranked: what sets them apart is no more than is usual."),
        tr(
            "Each area is compared with the rate of all of them, not with areas like it. One that stands out may be of "
            "another kind, and one inside may be high for its kind."
        ),
        *of_any_rate(run.rated),
    ]
