# SPDX-License-Identifier: GPL-2.0-or-later
"""What a comparison with peers says: the verdict with its range, rank and average, what must not be overlooked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Optional

from offline_cache.denominators import Denominator
from offline_cache.peer_counts import NotCarried
from offline_cache.reading_order import isolated

from ...analysis.peer_range import Verdict
from ...text import many, month_name, number, tr
from ..comparing.trend_words import months_listed
from ..rates.rated_words import base_age, range_text, rate_text
from ..running.wording import percent
from .carried_words import not_carried_lines
from .official_year import passed_lines
from .peer_comparison_run import Line, PeerComparison
from .peer_official_words import official_lines
from .peer_sides import Source
from .peer_sides_ons import HOMES
from .peer_verdict_words import beside_peers, verdict_words, wide
from .peer_words import kept, quality_lines
from .visiting_words import visiting_lines

ALPHA = 0.05
_NAMED = 5
_NO_SPREAD = 0.0005


def base_words(run: PeerComparison) -> str:
    """What rates are of."""
    return tr("households") if run.sides.which.value == "households" else tr("residents")


def when(run: PeerComparison) -> str:
    """Of which months the counts are."""
    sides, last = run.sides, month_name(run.sides.last)
    rests = sides.rests
    if rests is not None:
        first, asked = rests.common.months[0], len(rests.counts.months)
        if sides.months < asked:
            end = month_name(rests.counts.months[-1])
            return tr("{n} of the {asked} months to {end}").format(n=sides.months, asked=asked, end=end)
        if first == sides.last:
            return last
    return tr("{n} months to {last}").format(n=sides.months, last=last)


def finding(run: PeerComparison, line: Line) -> str:
    """The sentence: rate, verdict, range. Rates are a year's, also of more or fewer months than 12."""
    found, a_year = line.found, "" if run.sides.months == 12 else tr(" a year")
    if found is None or line.count is None:
        return tr("{what} in {area}, {when}: not compared, because too few peers have a count.").format(
            what=line.question.title, area=isolated(run.one.name), when=when(run)
        )
    return tr("{what} in {area}, {when}: {rate} per 1,000 {of}{a_year}{told}.").format(
        what=line.question.title,
        area=isolated(run.one.name),
        when=when(run),
        rate=rate_text(found.rate),
        of=base_words(run),
        a_year=a_year,
        told=beside_peers(found, len(line.peers), range_text(found.lower, found.upper)),
    )


def sentences(run: PeerComparison) -> list[str]:
    """The official count first, then rank and range, types, and what must not be overlooked."""
    return [*official_lines(run), _standing(run), _spread(run), *_types(run), *_homes(run), *warnings(run)]


def before(run: PeerComparison) -> list[str]:
    """How whole the counts are, to be read before any verdict: the official count, and the share without a place."""
    return [*official_lines(run), *_unplaced(run), *_not_carried(run)]


def short(run: PeerComparison) -> str:
    """What is said of it where there is little room: no rank, but what the range is and all that limits the verdict."""
    said = [finding(run, run.main), *official_lines(run), _spread(run), *_types(run), *warnings(run)]
    return " ".join(said)


def in_order(run: PeerComparison) -> list[str]:
    """All of it for a log, the verdict after what it rests on."""
    said = before(run)
    return [*said, finding(run, run.main), *(line for line in sentences(run) if line not in said)]


def _standing(run: PeerComparison) -> str:
    found = run.range
    return tr(
        "Its rate ranks {rank} of {of}, where 1 is the highest; the average rate of its peers is {without}, or "
        "{weighted} weighted by {base}."
    ).format(
        rank=found.rank,
        of=found.of,
        without=rate_text(found.mean_without_self),
        weighted=rate_text(found.weighted_mean),
        base=base_words(run),
    )


def _spread(run: PeerComparison) -> str:
    found = run.range
    said = tr(
        "About 19 in 20 areas like its peers would have {range}{wide}: their rates differ by about {tau} beyond chance."
    )
    if found.tau < _NO_SPREAD:
        said = tr(
            "About 19 in 20 areas like its peers would have {range}{wide}: the peers differ no more than chance makes "
            "them."
        )
    return said.format(range=range_text(found.lower, found.upper), wide=wide(found), tau=percent(found.tau))


def poisson(run: PeerComparison) -> str:
    """What limits of chance alone would say, where they are asked for."""
    found = run.range
    return tr(
        "Poisson limits allow for chance in counting alone, as if all peers had one rate. They are {range}, by which "
        "it is {verdict} its peers; nearly every large area lies outside them."
    ).format(range=range_text(found.poisson_lower, found.poisson_upper), verdict=verdict_words(found.poisson_verdict))


def _types(run: PeerComparison) -> Iterator[str]:
    tested = [line for line in run.lines[1:] if line.found is not None]
    if len(tested) < 2:
        return
    outside = [line for line in tested if line.found is not None and line.found.verdict is not Verdict.SIMILAR]
    sure = [line for line in outside if line.q is not None and line.q <= ALPHA]
    if not outside:
        yield tr("None of the {n} crime types is outside the range of its peers.").format(n=len(tested))
        return
    yield tr("{out} of the {n} crime types {are} outside the range of its peers: {names}.").format(
        out=len(outside), n=len(tested), are=tr("is") if len(outside) == 1 else tr("are"), names=_names(outside)
    )
    if not sure:
        yield tr("About 1 type in 20 would be by chance alone; allowing for that, none clearly stands out.")
    elif len(sure) == len(outside):
        yield tr("About 1 type in 20 would be by chance alone; also allowing for that, {these} out.").format(
            these=tr("it stands") if len(sure) == 1 else tr("all of these stand")
        )
    else:
        yield tr("About 1 type in 20 would be by chance alone. Allowing for that, {these} out: {names}.").format(
            these=tr("one still stands") if len(sure) == 1 else tr("{k} still stand").format(k=len(sure)),
            names=_names(sure),
        )


def _names(lines: Sequence[Line]) -> str:
    return ", ".join(map(_named, lines[:_NAMED])) + _more(len(lines))


def _more(count: int) -> str:
    return tr(" and {n} more").format(n=number(count - _NAMED)) if count > _NAMED else ""


def _named(line: Line) -> str:
    higher = line.found is not None and line.found.verdict is Verdict.HIGHER
    return tr("{type} ({word})").format(type=line.question.title, word=tr("higher") if higher else tr("lower"))


def warnings(run: PeerComparison) -> list[str]:
    """The lines not to be overlooked."""
    return [
        *_months(run),
        *_unplaced(run),
        *_not_carried(run),
        *_few(run),
        *_visitors(run),
        *base_age(run.sides.figures, run.sides.last, base_words(run)),
        *quality_lines(run.group),
        *kept(run.group),
        *_asb(run),
        *_official(run),
    ]


def _months(run: PeerComparison) -> Iterator[str]:
    rests = run.sides.rests
    if rests is None:
        if run.sides.unrated:
            yield _unrated(run)
        return
    common = rests.common
    if common.own_lacking:
        yield tr("Left out of all areas, as {area} lacks them: {months}.").format(
            area=isolated(run.one.name), months=months_listed(common.own_lacking)
        )
    if common.given_up:
        yield tr("Left out of all areas, as some peers lack them: {months}.").format(
            months=months_listed(common.given_up)
        )
    if common.left_out:
        names = [isolated(row.name) for row in common.left_out[:_NAMED]]
        yield tr("{n} left out, because months of them are not held, which is not zero: {names}{more}.").format(
            n=many(len(common.left_out), tr("peer is"), tr("peers are")),
            names=", ".join(names),
            more=_more(len(common.left_out)),
        )
    if common.unrated:
        yield _unrated(run)
    yield from visiting_lines(rests.counts.rows)


def _unrated(run: PeerComparison) -> str:
    names = [isolated(name) for name in run.sides.unrated[:_NAMED]]
    return tr("Left out, as no {of} or no count of them are held: {names}{more}.").format(
        of=base_words(run), names=", ".join(names), more=_more(len(run.sides.unrated))
    )


def _unplaced(run: PeerComparison) -> Iterator[str]:
    rests = run.sides.rests
    if rests is None:
        return
    what = run.main.question
    share = rests.published.share(what.parts, rests.common.months)
    if share is None:
        return
    shares = [row.unplaced / row.published for row in rests.common.peers if row.published]
    if rests.counts.by_file:
        said = tr("{what}: {share} of the rows of {area} have no place and are counted.")
    else:
        said = tr(
            "{what}: {share} of the rows in its force's files have no place, so they are not in the count of {area}."
        )
    yield said.format(what=what.title, share=percent(share), area=isolated(run.one.name))
    low, high = (percent(end(shares)) if shares else "" for end in (min, max))
    if low != high:
        yield tr("For the forces of its peers it is {low} to {high} of all rows.").format(low=low, high=high)


def not_carried(run: PeerComparison) -> Optional[NotCarried]:
    """What of the area's main count could not be carried to it, of all months asked for; None of ONS's counts."""
    rests = run.sides.rests
    return rests.counts.of(run.one.code).not_carried(run.main.question.parts, rests.counts.months) if rests else None


def _not_carried(run: PeerComparison) -> list[str]:
    rests, own = run.sides.rests, not_carried(run)
    if rests is None or own is None:
        return []
    parts, months = run.main.question.parts, rests.counts.months
    return not_carried_lines(run.one.name, own, [peer.not_carried(parts, months) for peer in rests.common.peers])


def _few(run: PeerComparison) -> Iterator[str]:
    count = run.main.count
    if count is not None and count < 20:
        few = tr("only {n}").format(n=many(count, tr("crime"), tr("crimes"))) if count else tr("no crimes")
        yield tr("{area} has {few}, so its rate goes up and down by chance.").format(
            few=few, area=isolated(run.one.name)
        )


def _visitors(run: PeerComparison) -> Iterator[str]:
    if run.visitors is not None:
        yield tr(
            "Residents mislead for {area}: {share} of its recorded crime is theft from shops or persons, which counts "
            "crimes against people who come there."
        ).format(area=isolated(run.one.name), share=percent(run.visitors))


def _asb(run: PeerComparison) -> Iterator[str]:
    if run.sides.source is Source.ONS and run.selection.with_asb:
        yield tr("Anti-social behaviour is no recorded crime: ONS does not count it, and it is not in these numbers.")


def _official(run: PeerComparison) -> Iterator[str]:
    """A newer year of ONS's counts that is held and not used."""
    if run.sides.source is not Source.ONS or run.sides.official is None:
        return
    yield from passed_lines(run.sides.official, isolated(run.one.name))


def _homes(run: PeerComparison) -> Iterator[str]:
    """What burglary of homes had better be divided by."""
    homes = any(line.question.key == HOMES for line in run.lines)
    if homes and run.sides.which is Denominator.RESIDENTS:
        yield tr("{homes} is better told per 1,000 households than per 1,000 residents.").format(homes=HOMES)
