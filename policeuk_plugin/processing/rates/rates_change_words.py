# SPDX-License-Identifier: GPL-2.0-or-later
"""What is said of the change of rates on the year before: how many areas, of which months, when nothing can be."""

from __future__ import annotations

from offline_cache.model import SNAP_POINTS_REDRAWN

from ...analysis.change import TOLD, Told
from ...text import many, month_name, months_phrase, number, tr
from .rated_words import p_text
from .rates_run import RatesRun


def change_words(told: Told) -> str:
    """A verdict on a change."""
    return {
        Told.MORE: tr("more"),
        Told.FEWER: tr("fewer"),
        Told.NOT_TOLD: tr("no change that can be told"),
        Told.TOO_FEW: tr("too few to tell"),
    }[told]


def change_finding(run: RatesRun, head: str) -> str:
    """The title where the change is mapped."""
    title = tr("{head}: clearly more crimes than a year before in {more} of {all} {areas}, clearly fewer in {fewer}")
    if not run.told(Told.MORE) + run.told(Told.FEWER):
        title = tr("{head}: no change on the year before can be told in any of {all} {areas}")
    if run.redrawn:
        title = tr(
            "{head}: what changed in {areas} cannot be told across the redrawn snap points (more counted in {more}, "
            "fewer in {fewer} of {all})"
        )
    return title.format(
        head=head,
        more=run.told(Told.MORE),
        fewer=run.told(Told.FEWER),
        all=number(len(run.rated.rows) - run.not_compared),
        areas=run.rated.run.counts.plural,
    )


def change_sentences(run: RatesRun) -> list[str]:
    """What changed on the year before, and what is not compared with it."""
    if run.all.change is None:
        why = tr("ONS's counts are of one year") if run.rated.of_ons else tr("no month is held in both years")
        return [tr("Nothing can be said of the change on the year before: {why}.").format(why=why)]
    more, fewer, few = (run.told(told) for told in (Told.MORE, Told.FEWER, Told.TOO_FEW))
    against = _against(run)
    if run.redrawn:
        said = tr(
            "What changed in {areas} cannot be told: from {month} on the service places crimes on other snap points, "
            "and the two years lie on either side of that. {against} more crimes than chance makes are counted in "
            "{more}, and fewer in {fewer}, which the points alone may explain."
        )
    elif more or fewer:
        said = tr("{against} there are more crimes in {more} and fewer in {fewer}, beyond what chance makes.")
    else:
        said = tr("{against} no area has more or fewer crimes beyond what chance makes.")
    too_few = tr(" In {few} there are too few to tell.").format(few=many(few, tr("area"), tr("areas"))) if few else ""
    words = said.format(
        areas=run.rated.run.counts.plural,
        month=month_name(SNAP_POINTS_REDRAWN),
        against=against,
        more=many(more, tr("area"), tr("areas")) if more else tr("none"),
        fewer=number(fewer) if fewer else tr("none"),
    )
    return [f"{words}{too_few}", *_compared_lines(run)]


def _against(run: RatesRun) -> str:
    """Against what areas are compared: of more than a year only the last, or a crime would be on both sides."""
    last = run.last_year
    if len(run.rated.run.counts.months) == len(last):
        return tr("Compared with the same months a year before,")
    return tr("In the last 12 months ({months}), compared with the 12 before,").format(
        months=months_phrase(last[0], last[-1])
    )


def _compared_lines(run: RatesRun) -> list[str]:
    """The months, and areas, that are not compared: missing is not few."""
    lines, asked, most = [], len(run.last_year), int(run.compared.max())
    if most < asked:
        lines.append(
            tr("At most {most} of the {asked} months are held in both years and compared.").format(
                asked=asked, most=most
            )
        )
    if run.not_compared:
        lines.append(
            tr("Not compared with the year before, because files are missing: {n}.").format(
                n=many(run.not_compared, tr("area"), tr("areas"))
            )
        )
    return lines


def change_line(run: RatesRun, at: int) -> list[str]:
    """One area."""
    found = run.all.change
    if found is None:
        return []
    if not run.compared[at]:
        return [tr("Not compared with the year before: files of it are missing.")]
    said = tr("{after} in {months} months, {before} a year before: {verdict} (q {q}).")
    if run.redrawn:
        said += " " + tr("Snap points were redrawn in between, so this is not to be taken for change.")
    return [
        said.format(
            after=number(int(found.after[at])),
            months=int(run.compared[at]),
            before=number(int(found.before[at])),
            verdict=change_words(TOLD[int(found.told[at])]),
            q=p_text(float(found.q[at])),
        )
    ]


def changes_title(run: RatesRun) -> str:
    """What the table of changes is called: not sure where none is."""
    if run.redrawn:
        return tr("Least like the year before (snap points were redrawn in between: not to be taken for change)")
    if not run.told(Told.MORE) + run.told(Told.FEWER):
        return tr("Least like the year before (a change can be told of none)")
    return tr("Changed most surely")
