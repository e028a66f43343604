# SPDX-License-Identifier: GPL-2.0-or-later
"""One area of a map in words, as its tip and its form have it."""

from __future__ import annotations

from offline_cache.area_counts import FEWEST_BEFORE, AreaCount
from offline_cache.reading_order import isolated

from ...analysis.bands import Band
from ...text import gaps_phrases, many, number, tr, with_sign
from .area_run import AreaRun
from .area_words import base, compared_with, percent_text

_BAND_NAMES = tuple(Band)


def told(run: AreaRun, at: int) -> str:
    """An area in words, a line each, as its tip and its form have it."""
    row = run.rows[at]
    head = f"{isolated(row.name)} ({row.code})"
    if row.count is None:
        return "\n".join([head, tr("Nothing is known of it, which is not zero: {why}.").format(why=why_unknown(row))])
    asked = len(run.counts.months)
    lines = [
        head,
        tr("{crimes}; all is held of {months} of {asked} months.").format(
            crimes=many(row.count, tr("crime"), tr("crimes")), months=row.months, asked=asked
        ),
        *_rate_lines(run, row),
        *_change_lines(row),
    ]
    return "\n".join([*lines, *lacking_lines(row)])


def lacking_lines(row: AreaCount) -> list[str]:
    """What is not held of an area, a line for each kind of lack."""
    kinds = (
        (tr("Missing, which is not zero"), row.missing),
        (tr("Held in part"), row.partial),
        (tr("Not held of other forces that record crimes here"), row.visiting),
    )
    return [
        tr("{title}: {gaps}.").format(title=title, gaps="; ".join(gaps_phrases(gaps))) for title, gaps in kinds if gaps
    ]


def why_unknown(row: AreaCount) -> str:
    """Why nothing is known of an area."""
    return "; ".join(gaps_phrases((*row.missing, *row.partial))) or tr("no file of a force that polices it is held")


def _rate_lines(run: AreaRun, row: AreaCount) -> list[str]:
    if row.rate is None:
        return []
    figures = run.counts.figures
    year = f", {figures.year}" if figures and figures.year else ""
    lines = [
        tr("{rate} per 1,000 {of} a year ({n} {of}{year}).").format(
            rate=f"{row.rate:,.1f}", of=base(run), n=number(row.denominator or 0), year=year
        )
    ]
    at = run.band_of.get(row.code)
    if at is not None and run.banded is not None and len(run.band_of) > 1:
        lines.append(
            tr("{ratio:.2f} times the rate of {areas}: {band}.").format(
                ratio=float(run.banded.ratio[at]),
                areas=compared_with(run),
                band=_BAND_NAMES[int(run.banded.band[at])].value,
            )
        )
    return lines


def _change_lines(row: AreaCount) -> list[str]:
    if row.before is None or row.change is None:
        return [tr("No comparison with the year before: not all of its months are held.")]
    share = row.change_percent
    text = (
        percent_text(share) if share is not None else tr("fewer than {n} before: no percentage").format(n=FEWEST_BEFORE)
    )
    return [
        tr("The same months a year before: {before}, that is {change} ({text}).").format(
            before=number(row.before), change=with_sign(row.change), text=text
        )
    ]
