# SPDX-License-Identifier: GPL-2.0-or-later
"""What a comparison of two areas says, how it was done, and what it cannot say."""

from __future__ import annotations

from collections.abc import Iterator

from offline_cache.area_counts import FEWEST_BEFORE
from offline_cache.monthly import year_before
from offline_cache.two_areas import ALL_TYPES, Side

from ...analysis.rate_ratio import RateRatio
from ...text import many, number, tr
from ..running.wording import percent, sentence_case
from .comparison_run import ComparisonRun, Figures
from .trend_words import months_listed


def finding(run: ComparisonRun) -> str:
    """Both rates, or both counts where there are no rates."""
    one, other = run.found.one.name, run.found.other.name
    here, there = run.all.one, run.all.other
    if here.rate is None or there.rate is None:
        words = tr("In {months}, {one} had {n} and {other} had {m}.")
        crimes = [many(figures.count, tr("crime"), tr("crimes")) for figures in (here, there)]
        months = _months(run)
        return words.format(one=one, n=crimes[0], other=other, m=crimes[1], months=months)
    return tr("{one} has {rate:,.1f} crimes per 1,000 residents a year and {other} has {another:,.1f}.").format(
        one=sentence_case(one), rate=here.rate, other=other, another=there.rate
    )


def _months(run: ComparisonRun) -> str:
    return many(len(run.found.months), tr("month"), tr("months"))


def sentences(run: ComparisonRun) -> list[str]:
    """Counts, ratio, change, overlap, what was dropped, where residents mislead."""
    return [
        *_counts(run), *_ratio(run), *_changes(run), *unlike(run), *overlap(run), *dropped(run), *misleading(run),
    ]  # fmt: skip


def plain(run: ComparisonRun) -> list[str]:
    """The finding and what limits it, for who knows no statistics."""
    ratio, one, other = run.all.ratio, run.found.one.name, run.found.other.name
    lines = [finding(run).rstrip("."), *_counts(run)]
    if ratio is not None and not ratio.beyond_chance:
        lines.append(tr("The two rates are no more apart than chance may put them."))
    elif ratio is not None:
        words = tr("The rate of {one} is {ratio} that of {other}. The two are more apart than chance may put them.")
        lines.append(words.format(one=one, ratio=ratio_times(ratio), other=other))
    return [*lines, *_changes(run), *warnings(run)]


def _counts(run: ComparisonRun) -> Iterator[str]:
    if run.all.one.rate is not None and run.all.other.rate is not None:
        yield tr("In the {months} held of both areas, {one} had {n} and {other} had {m}.").format(
            one=run.found.one.name,
            n=many(run.all.one.count, tr("crime"), tr("crimes")),
            other=run.found.other.name,
            m=many(run.all.other.count, tr("crime"), tr("crimes")),
            months=_months(run),
        )


def _ratio(run: ComparisonRun) -> Iterator[str]:
    ratio = run.all.ratio
    if ratio is None:
        return
    words = tr(
        "The two rates are no more apart than chance in counting may put them (95% interval of their ratio {range})."
    )
    if ratio.beyond_chance:
        words = tr(
            "The rate of {one} is {ratio} that of {other} (95% interval {range}). The two are more apart than chance "
            "in counting may put them, but this does not say why."
        )
    one, other = run.found.one.name, run.found.other.name
    yield words.format(one=one, ratio=ratio_times(ratio), other=other, range=ratio_range(ratio))


def ratio_times(ratio: RateRatio) -> str:
    """The ratio in words, such as 1.66 times."""
    return tr("{n:,.2f} times").format(n=ratio.ratio) if ratio.ratio is not None else tr("above")


def ratio_range(ratio: RateRatio) -> str:
    """Both ends of the interval."""
    if ratio.upper is None:
        return tr("{lower:,.2f} or more").format(lower=ratio.lower)
    return tr("{lower:,.2f} to {upper:,.2f}").format(lower=ratio.lower, upper=ratio.upper)


def _changes(run: ComparisonRun) -> Iterator[str]:
    months = len(run.found.pairs)
    if not months:
        yield tr("No month is held of both areas in both years, so no change on the year before is known.")
        return
    one, other = (_change(run, side, figures) for side, figures in zip(sides(run), (run.all.one, run.all.other)))
    yield tr("Beside the same months a year before, {one} and {other} ({months} held of both in both years).").format(
        months=many(months, tr("month"), tr("months")), one=one, other=other
    )


def _change(run: ComparisonRun, side: Side, figures: Figures) -> str:
    before = side.count(ALL_TYPES, [year_before(month) for month in run.found.pairs])
    now = side.count(ALL_TYPES, run.found.pairs)
    if figures.change is None:
        return tr("{name} had {now} after {before}").format(name=side.name, now=number(now), before=number(before))
    if now == before:
        return tr("{name} had as many").format(name=side.name)
    words = tr("{name} had {share} more") if figures.change > 0 else tr("{name} had {share} fewer")
    return words.format(name=side.name, share=percent(abs(figures.change)))


def sides(run: ComparisonRun) -> tuple[Side, Side]:
    """Both areas."""
    return run.found.one, run.found.other


def unlike(run: ComparisonRun) -> Iterator[str]:
    """That one is counted by its force's files, with crimes that no area has."""
    for side, other in (sides(run), sides(run)[::-1]):
        if side.monthly.selection.area is None and other.monthly.selection.area is not None:
            unplaced = sum(one.unplaced for one in side.monthly.months if one.month in run.found.months)
            yield tr(
                "{name} has all crimes of its files, {n} of them without a place. {other} has only those placed in it, "
                "so the two are not counted alike."
            ).format(name=sentence_case(side.name), n=number(unplaced), other=sentence_case(other.name))


def overlap(run: ComparisonRun) -> Iterator[str]:
    """That the areas share crimes, and so are not compared by an interval."""
    found, one, other = run.found.overlap, run.found.one.name, run.found.other.name
    if not found.crimes:
        return
    if found.all_of_one or found.all_of_other:
        inner, outer = (one, other) if found.all_of_one else (other, one)
        said = tr("{inner} lies within {outer}, which counts its crimes too").format(inner=inner, outer=outer)
    else:
        said = tr("{one} and {other} overlap: {n} are in both counts").format(
            one=one, other=other, n=many(found.crimes, tr("crime"), tr("crimes"))
        )
    yield sentence_case(tr("{said}, so whether they differ by more than chance is not judged.").format(said=said))


def dropped(run: ComparisonRun) -> Iterator[str]:
    """The months that were left out of both."""
    if run.found.dropped:
        yield tr("Left out of both areas, as they are missing or held in part of one or both: {months}.").format(
            months=months_listed(run.found.dropped)
        )


def misleading(run: ComparisonRun) -> Iterator[str]:
    """Where few live and many come."""
    for side in sides(run):
        found = side.visitors
        if found is None or not found.mislead or side.residents.held is None:
            continue
        share = tr("{share} of its recorded crime is theft from shops or persons").format(share=percent(found.share))
        times = tr("its rate is {times:.1f} times that of its police force area").format(times=found.times or 0)
        why = tr(" and ").join([share, times]) if found.times is not None else share
        yield tr("Residents mislead for {name}: {why}. The rate counts crimes against people who come there.").format(
            name=side.name, why=why
        )


def warnings(run: ComparisonRun) -> list[str]:
    """The lines not to be overlooked."""
    return [*unlike(run), *overlap(run), *dropped(run), *misleading(run)]


def method(run: ComparisonRun) -> list[str]:
    """How it was done."""
    return [
        tr("Both areas are counted over the {months} that are wholly held of both, and over the same types.").format(
            months=_months(run)
        ),
        tr("A rate is count ÷ months held × 12 ÷ residents (or households) × 1,000."),
        tr(
            "The interval of the ratio of two rates is the exact conditional one of two Poisson counts (Clopper and "
            "Pearson on the share of the first; as R's poisson.test). It allows for chance in counting alone."
        ),
        tr(
            "A change compares months that are held of both areas in both years, with the same months a year before. "
            "Of fewer than {n} crimes before there is no percentage."
        ).format(n=FEWEST_BEFORE),
    ]


def caveats() -> list[str]:
    """What to keep in mind."""
    return [
        tr(
            "Crimes come in bursts, by the same people and at the same places, so chance is larger than the interval "
            "allows for: read a ratio near 1 as no difference. Two places are never alike; whether an area is high for "
            "its kind takes several similar areas."
        ),
        tr(
            "Residents are those who sleep there. Where many work, shop or go out, a rate per resident says how many "
            "come, not how risky it is for one who lives there."
        ),
        tr("Of 20 such intervals about one leaves the true ratio out by chance: do not pick the one that suits."),
        tr("Forces record in their own ways, and an area takes only crimes that were published with a place."),
    ]
