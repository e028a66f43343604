# SPDX-License-Identifier: GPL-2.0-or-later
"""What location quotients say: finding, each area, how it was done."""

from __future__ import annotations

import numpy as np

from offline_cache.areas.model import AreaKind
from offline_cache.model import ASB
from offline_cache.reading_order import isolated

from ...analysis.location_quotient import FEWEST_EXPECTED
from ...text import many, number, tr
from ..running.wording import percent, sentence_case
from .quotient_run import LESS_FROM, MORE_FROM, SHARES, QuotientRun, Share
from .rated_words import counted_lines, left_out_lines, loud, p_text
from .rated_words import keep_in_mind as of_any_rate


def share_words(share: Share) -> str:
    """What is said of an area's share."""
    return {
        Share.LESS: tr("less"),
        Share.USUAL: tr("about the usual share"),
        Share.MORE: tr("more"),
        Share.TOO_FEW: tr("too few"),
    }[share]


def whole(run: QuotientRun) -> str:
    """What shares are of."""
    return tr("recorded crime and anti-social behaviour") if ASB in run.rated.types.types else tr("recorded crime")


def usual(run: QuotientRun) -> float:
    """The share of the types chosen in the crime of all areas."""
    return float(run.chosen.count.sum() / run.total.sum())


def finding(run: QuotientRun) -> str:
    """The title of the page."""
    about = run.rated.about
    told = sum(run.chosen.number_of(share) for share in (Share.MORE, Share.USUAL, Share.LESS))
    if not told:
        return tr(
            "{what} in {where}: too few crimes in all {areas} to tell whether any has a larger part of them"
        ).format(what=sentence_case(about.what), where=about.where, areas=run.rated.run.counts.plural)
    title = tr(
        "{what} in {where}: a larger part of crime than usual in {more} of {all} {areas}, a smaller part in {less}"
    )
    return title.format(
        what=sentence_case(about.what),
        where=about.where,
        more=number(run.chosen.number_of(Share.MORE)),
        less=number(run.chosen.number_of(Share.LESS)),
        all=number(told),
        areas=run.rated.run.counts.plural,
    )


def sentences(run: QuotientRun) -> list[str]:
    """The finding in a few sentences."""
    chosen, rated = run.chosen, run.rated
    lines = [
        tr("In all areas together {share} of {whole} is {what}: {n} of {all}.").format(
            share=percent(usual(run)),
            whole=whole(run),
            what=rated.about.what,
            n=number(int(chosen.count.sum())),
            all=number(int(run.total.sum())),
        )
    ]
    told = np.where(chosen.said == SHARES.index(Share.MORE), chosen.of.quotient, np.nan)
    if np.isfinite(told).any():
        top = int(np.nanargmax(told))
        lines.append(
            tr("{name} has the largest part: {share} of its crime, {quotient:.1f} times the usual share.").format(
                name=isolated(rated.rows[top].name),
                share=percent(float(chosen.count[top] / run.total[top])),
                quotient=float(told[top]),
            )
        )
    lines.append(tr("This is a share of crimes, not a risk: it says nothing of how much crime there is."))
    few = chosen.number_of(Share.TOO_FEW)
    if few:
        lines.append(
            tr("{n} too few crimes to tell, so no quotient.").format(n=many(few, tr("area has"), tr("areas have")))
        )
    return [*lines, *left_out_lines(rated)]


def lines_of(run: QuotientRun, at: int) -> list[str]:
    """One area."""
    chosen, total = run.chosen, int(run.total[at])
    if not total:
        return [tr("Without crimes there is no share.")]
    share = percent(float(chosen.count[at] / total))
    line = tr("{n} of {all} crimes are {what} ({share}).").format(
        n=number(int(chosen.count[at])), all=number(total), what=run.rated.about.what, share=share
    )
    if SHARES[int(chosen.said[at])] is Share.TOO_FEW:
        return [line, tr("Too few crimes for a quotient.")]
    of = chosen.of
    return [
        line,
        tr("{quotient:.2f} times the usual share of {usual} (95% interval {low:.2f} to {high:.2f}): {verdict}.").format(
            quotient=float(of.quotient[at]),
            usual=percent(usual(run)),
            low=float(of.lower[at]),
            high=float(of.upper[at]),
            verdict=share_words(SHARES[int(chosen.said[at])]),
        ),
        tr("q {q}. A share, not a risk.").format(q=p_text(float(chosen.q[at]))),
    ]


def basis(run: QuotientRun) -> list[str]:
    """What the numbers rest on."""
    about = run.rated.about
    return [tr("{title}.").format(title=sentence_case(about.title)), *about.basis, *loud_lines(run)]


def loud_lines(run: QuotientRun) -> list[str]:
    """What must not be overlooked: rates are not among it, as there are none."""
    return [line for line in loud(run.rated) if tr("rates are that much too low") not in line]


def _unassigned(run: QuotientRun) -> list[str]:
    """That shares of ONS's counts are those of CSPs, which have not all of a force's crimes."""
    if not run.rated.of_ons or run.rated.areas.kind is not AreaKind.CSP:
        return []
    return [
        tr(
            "All areas together are the CSPs looked at: what a force placed in none of them ('Unassigned', such as an "
            "airport) is in no share, so it may differ a little from one of the force's own row."
        )
    ]


def method(run: QuotientRun) -> list[str]:
    """How it was done."""
    return [
        *counted_lines(run.rated)[:1],
        tr(
            "The quotient is the share of these types in an area's {whole}, divided by their share in all areas "
            "together, over the months held (Brantingham & Brantingham 1998)."
        ).format(whole=whole(run)),
        *_unassigned(run),
        tr(
            "There is none for an area with fewer than {fewest} crimes in all, or where fewer than {expected:g} of "
            "these types are expected at the usual share."
        ).format(fewest=run.fewest, expected=FEWEST_EXPECTED),
        tr(
            "Its interval is that of the ratio of both shares (Wilson's limits, MOVER: Donner & Zou 2012), and allows "
            "for chance in counting alone."
        ),
        tr(
            "'more' and 'less' need a quotient above {more:g} or below {less:g} (our choice) and a q of {alpha:g} or "
            "less: Fisher's exact test against the other areas, after Benjamini-Hochberg over all areas; in the table "
            "the single types are one family of tests."
        ).format(more=MORE_FROM, less=LESS_FROM, alpha=run.alpha),
    ]


def keep_in_mind(run: QuotientRun) -> list[str]:
    """What to keep in mind."""
    return [
        tr(
            "A high quotient may come from many crimes of these types or from few others: look at the numbers beside "
            "it. Shares of all types add up to one, so a type that is much up pulls all others down."
        ),
        tr("How crimes are recorded and classed differs between forces, and shows in shares."),
        of_any_rate(run.rated)[0],
    ]
