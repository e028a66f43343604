# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas without a verdict in words: which they are, how many of the crimes they hold, and why they have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from offline_cache.reading_order import isolated

from ...text import many, number, tr
from ..running.wording import percent
from .verdicts_peers import Why
from .verdicts_run import AreaVerdicts, VerdictsRun

_LARGEST = 2


def not_compared(run: VerdictsRun) -> list[AreaVerdicts]:
    """The areas without a verdict."""
    return [area for area in run.areas if area.main is None or area.main.found is None]


def why_words(why: Why) -> str:
    """A reason as a table has it."""
    return {
        Why.NOT_HELD: tr("its crimes are not held"),
        Why.NO_PEERS: tr("no good peers, or fewer than five"),
        Why.MONTHS: tr("months missing, of it or of its peers"),
        Why.NO_BASE: tr("no residents or households"),
        Why.TOO_FEW: tr("too few peers have a count"),
    }[why]


def reasons(run: VerdictsRun) -> list[tuple[Why, list[AreaVerdicts]]]:
    """The areas not compared, by reason, the most frequent first; of each those with most crimes first."""
    areas = by_crimes(run)
    counts = Counter(area.left_out.why for area in areas if area.left_out is not None)
    return [
        (why, [area for area in areas if area.left_out is not None and area.left_out.why is why])
        for why, _ in counts.most_common()
    ]


def by_crimes(run: VerdictsRun) -> list[AreaVerdicts]:
    """The areas without a verdict, those with most crimes first, those without a count last."""
    return sorted(not_compared(run), key=lambda area: (-(run.crimes.get(area.code) or 0), area.code))


def share(run: VerdictsRun) -> float:
    """The share of the crimes of all areas with a count that those without a verdict hold; 0 to 1."""
    left_out = {area.code for area in not_compared(run)}
    every = {area.code: run.crimes.get(area.code) or 0 for area in run.areas}
    total = sum(every.values())
    return sum(count for code, count in every.items() if code in left_out) / total if total else 0.0


def beside_finding(run: VerdictsRun) -> str:
    """What follows the finding: how many have no verdict, the largest of them, and their share; '' where none."""
    count, part = len(not_compared(run)), share(run)
    if not count:
        return ""
    if not part:
        more = tr(". 1 more area could not be compared") if count == 1 else tr(". {n} more areas could not be compared")
        return more.format(n=number(count))
    held = tr("with {share} of the crimes").format(share=percent(part))
    named = _named(run, 1)
    if count == 1:
        return tr(". 1 more area could not be compared, {held}: {name}").format(held=held, name=named)
    return tr(". {n} more areas could not be compared, {held}, among them {name}").format(
        n=number(count), held=held, name=named
    )


def _named(run: VerdictsRun, most: int) -> str:
    """The largest of them, as names alone."""
    return ", ".join(isolated(area.name) for area in by_crimes(run)[:most])


def not_compared_lines(run: VerdictsRun) -> Iterator[str]:
    """How many have no verdict, why, which, with how many crimes; which areas lie only partly in the selection."""
    areas = by_crimes(run)
    if areas:
        whys = [(why_words(why), number(len(of))) for why, of in reasons(run)]
        yield tr("{n} could not be compared: {reasons}.").format(
            n=many(len(areas), tr("area"), tr("areas")),
            reasons=whys[0][0] if len(whys) == 1 else "; ".join(f"{why} ({count})" for why, count in whys),
        )
    counted = [area for area in areas if run.crimes.get(area.code)]
    if counted:
        yield tr("So nothing is said of {share} of the crimes: {names}.").format(
            share=percent(share(run)), names=_with_counts(run, counted)
        )
    if run.level.partly:
        yield tr("Left out, as they lie only partly in the area: {n}.").format(
            n=many(len(run.level.partly), tr("area"), tr("areas"))
        )


def _with_counts(run: VerdictsRun, areas: Sequence[AreaVerdicts]) -> str:
    ranked = sorted((count for count in run.crimes.values() if count is not None), reverse=True)
    parts = []
    for area in areas[:_LARGEST]:
        count = run.crimes.get(area.code) or 0
        words = tr("{name} ({count}, rank {rank} of {of} by number)")
        place = ranked.index(count) + 1
        if place > len(ranked) // 10 + 1:
            words = tr("{name} ({count})")
        parts.append(
            words.format(name=isolated(area.name), count=number(count), rank=number(place), of=number(len(ranked)))
        )
    more = len(areas) - len(parts)
    return ", ".join(parts) + (tr(" and {n} more").format(n=number(more)) if more > 0 else "")
