# SPDX-License-Identifier: GPL-2.0-or-later
"""What a comparison with peers rests on, how it was done and what it cannot say, in words."""

from __future__ import annotations

from collections.abc import Iterator

from offline_cache.model import Month
from offline_cache.reading_order import isolated

from ...text import INVENTED_FORCE, attribution, caveat, gaps_phrases, invented, many, month_name, number, tr
from ..running.wording import percent
from ..units.crimes import About
from .carried_words import all_carried_line
from .official_words import ATTRIBUTION
from .official_year import passed_lines
from .peer_comparison_run import PeerComparison
from .peer_comparison_words import base_words, not_carried, when
from .peer_sides import PoliceMonths, Source
from .peer_words import caveats as peer_caveats
from .peer_words import choice_line
from .peer_words import method as peer_method

_NAMED = 8


def about(run: PeerComparison) -> About:
    """The comparison in words, with what its numbers rest on and whose data it is."""
    rests = run.sides.rests
    forces = {force for row in rests.counts.rows for force in row.forces} if rests is not None else set()
    rights = [attribution()] if rests is not None and forces - {INVENTED_FORCE} else []
    if run.sides.official is not None:
        rights.append(ATTRIBUTION)
    if rests is not None:
        rights.append(caveat())
    return About(
        run.main.question.title,
        tr("{area} and its peers").format(area=isolated(run.one.name)),
        when(run),
        tuple(_basis(run)),
        tuple(rights),
        sum(len(row.lacking) for row in rests.counts.rows) if rests is not None else 0,
        (invented(),) if INVENTED_FORCE in forces else (),
        (rests.common.months[0], rests.common.months[-1]) if rests is not None else (run.sides.last, run.sides.last),
    )


def _basis(run: PeerComparison) -> Iterator[str]:
    sides = run.sides
    yield choice_line(run.group)
    yield tr("Peers compared with: {names}.").format(names=", ".join(isolated(peer.name) for peer in sides.peers))
    year = (
        f", {sides.figures.year}" if sides.figures.year and str(sides.figures.year) not in sides.figures.source else ""
    )
    yield tr("Rates are per 1,000 {of} ({source}{year}); {area} has {n}.").format(
        of=base_words(run),
        source=sides.figures.source,
        year=year,
        area=isolated(run.one.name),
        n=number(sides.area.base),
    )
    if sides.rests is not None:
        yield from _files(sides.rests)
        own, used = not_carried(run), sides.rests.used
        if own is not None:
            yield from all_carried_line(run.one.name, {file.lsoa_edition or 0 for file in used}, own)
    if sides.official is not None:
        yield tr("ONS: {source}, {months} months to {end}.").format(
            source=isolated(sides.official.source),
            months=sides.official.months,
            end=month_name(Month.parse(sides.official.period_end)),
        )
        yield from passed_lines(sides.official, isolated(run.one.name))


def _files(rests: PoliceMonths) -> Iterator[str]:
    used = rests.used
    yield tr("{files} of street-level crimes.").format(
        files=many(len(used), tr("published file"), tr("published files"))
    )
    snapshots = sorted({str(file.snapshot.month) for file in used if file.snapshot.exact})
    if snapshots:
        yield tr("Snapshot of the service: {snapshots}.").format(snapshots=", ".join(snapshots))
    else:
        yield tr("The files do not say from which snapshot of the service they are.")
    editions = sorted({str(file.lsoa_edition) for file in used if file.lsoa_edition})
    if editions:
        yield tr("LSOA codes in the files: edition of {editions}.").format(editions=", ".join(editions))
    gaps = {gap: None for row in rests.counts.rows for gap in row.lacking}
    phrases = gaps_phrases(gaps)
    for phrase in phrases[:_NAMED]:
        yield tr("Missing, which is not zero: {gap}.").format(gap=phrase)
    if len(phrases) > _NAMED:
        yield tr("And {n} more gaps of peers.").format(n=number(len(phrases) - _NAMED))


def method(run: PeerComparison) -> list[str]:
    """How it was done, and who decides the verdict."""
    return [
        *peer_method(run.group),
        tr(
            "The verdict is by the 95% prediction interval for one more area like the peers. It is made of the "
            "logarithms of their rates and Student's t. It allows for chance in counting (Poisson) and for how much "
            "peers differ beyond it (by the moments of DerSimonian and Laird; where events are few or peers differ "
            "widely, by the method of Paule and Mandel; where events are few, with predicted counts). The rule is "
            "ours: that of police.uk's old comparison was never published."
        ),
        tr(
            "Two averages are in official use. HMICFRS's comparator took the unweighted mean of the rates with the "
            "area among them, its value-for-money figures the weighted one. Both are given, and named."
        ),
        *_worth(run),
        _counted(run),
        *_months_rule(run),
    ]


def _worth(run: PeerComparison) -> Iterator[str]:
    """How much of the differences between areas their peers explain, for what is asked first."""
    share, what = run.sides.explained.get(run.main.question.key), run.main.question.title
    if share is not None:
        yield tr("Over all areas, the rates of peers explain {share} of the differences in {what} (R²).").format(
            share=percent(share), what=what[:1].lower() + what[1:]
        )


def _counted(run: PeerComparison) -> str:
    if run.sides.source is Source.ONS:
        return tr("Counts are ONS's of police recorded crime without fraud, by its own groups of offences.")
    rests = run.sides.rests
    if rests is not None and rests.counts.by_file:
        return tr("A force counts all rows of its own files, placed or not.")
    return tr(
        "An area counts the rows whose LSOA code lies in it, in the edition of the file, whichever force's "
        "file has them."
    )


def _months_rule(run: PeerComparison) -> list[str]:
    if run.sides.rests is None:
        return []
    return [
        tr(
            "All areas are compared over the same months. Months that the area lacks are in no number. Peers that lack "
            "many of the others are left out, and months that the remaining peers lack are dropped for all. The cut is "
            "where most months times peers are kept, with five peers at least. Missing is never zero."
        )
    ]


def caveats(run: PeerComparison) -> list[str]:
    """What to keep in mind."""
    lines = [
        tr(
            "Inside the range is no praise and outside no blame: it says how an area stands among others, not why. "
            "Look at how crimes are recorded, at visitors and at single places before anything else."
        ),
        *peer_caveats(run.group),
    ]
    if run.sides.which.value == "residents":
        lines.append(
            tr(
                "Residents are those who sleep there. Where many work, shop or go out, a rate per resident says how "
                "many come, not how risky it is for one who lives there."
            )
        )
    return lines
