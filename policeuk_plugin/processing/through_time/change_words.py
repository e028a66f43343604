# SPDX-License-Identifier: GPL-2.0-or-later
"""What a comparison of two periods found, in sentences."""

from __future__ import annotations

import math

from offline_cache.area_counts import FEWEST_BEFORE
from offline_cache.model import Month

from ...analysis.change import Against, Changes, Told
from ...text import many, month_name, number, tr, with_sign
from ..asking.two_periods import named
from ..running.telling_levels import levels_line
from ..running.wording import sentence_case
from .change_run import ChangeRun
from .published_periods import Published, published_line

ALL = "all selected"
_USUAL = 0.05
_RELATIVE = {Told.MORE: "more than the area", Told.FEWER: "fewer than the area"}


def verdict(told: Told, against: Against) -> str:
    """What stands in the field `verdict`, in the same words for all languages."""
    return _RELATIVE.get(told, told.value) if against is Against.AREA else told.value


def finding(run: ChangeRun) -> str:
    """The finding as a title: of the area, and where nothing can be told of units, that too."""
    return title(run, run.asked.counted_in.nouns)


def title(run: ChangeRun, nouns: tuple[str, str]) -> str:
    """The same with other `nouns` for one unit and for several."""
    text = tr("{what} in {where}: {area}") if not run.asked.counted_in.layer else tr("{what} in all {where}: {area}")
    about = run.inputs.crimes.about
    said = text.format(what=sentence_case(about.what), where=about.where, area=_of_area(run))
    few, total = run.told(Told.TOO_FEW), run.found.told.size
    if run.called or 2 * few <= total or total == 1:
        return said
    which = tr("in any {unit}") if few == total else tr("in most {units}")
    which = which.format(unit=nouns[0], units=nouns[1])
    return tr("{said}; too few to tell {which}").format(said=said, which=which)


def _of_area(run: ChangeRun) -> str:
    area, change = run.area, signed_percent(run.area)
    if run.ratio.beyond_chance > 0:
        return tr("more than in the same months before{by}").format(by=change)
    if run.ratio.beyond_chance < 0:
        return tr("fewer than in the same months before{by}").format(by=change)
    if area.p[0] <= _USUAL and change:
        by = change.replace("(", "").replace(")", "").strip()
        return tr("{by}, which is within what its months vary by").format(by=by)
    return tr("no change that can be told from chance{by}").format(by=change)


def sentences(run: ChangeRun) -> list[str]:
    """What changed in the area, in how many units, how sure that is, and where more could be told."""
    left = left_out(run)
    first = f"{counted(run)} {tr('That is {change}.').format(change=_area_change(run))}"
    text = tr("Left out: {months}. A calendar month is compared only where both periods hold it wholly.")
    more = [text.format(months=named(left, 4))] if left else []
    return [
        first,
        *more,
        *published_too(run),
        units_sentence(run, run.asked.counted_in.nouns),
        *_sure(run),
        *_advice(run),
    ]


def counted(run: ChangeRun) -> str:
    """How many there were in both periods."""
    area, periods = run.area, run.months.periods
    text = tr("There {were} {after} in {months} of {later}, and {before} in the same months of {earlier}.")
    if len(run.months.pairs) == 1:
        text = tr("There {were} {after} in {month}, and {before} in {month_before}.")
    return text.format(
        were=tr("was") if area.after[0] == 1 else tr("were"),
        after=many(int(area.after[0]), tr("crime"), tr("crimes")),
        before=number(int(area.before[0])),
        later=periods.later_words,
        earlier=periods.before_words,
        months=many(len(run.months.pairs), tr("month"), tr("months")),
        month=month_name(run.months.later[0]),
        month_before=month_name(run.months.before[0]),
    )


def left_out(run: ChangeRun) -> tuple[Month, ...]:
    """The months that are missing or not whole in one of the periods."""
    return (*run.months.not_held, *run.months.alone)


def published_too(run: ChangeRun) -> list[str]:
    """What was published besides, without a place or outside the outlines."""
    return [published_line(run.published, _with_all(run.published))] if run.published is not None else []


def _advice(run: ChangeRun) -> list[str]:
    """What to choose instead where units are too small: of use to who can choose."""
    line = levels_line(run.levels) if run.levels and not run.only_unit else ""
    return [line] if line else []


def _with_all(published: Published) -> str:
    """The change with all that was published, '' where there were too few before."""
    few = published.before < FEWEST_BEFORE or published.of_files
    return "" if few else percent_change(published.after / published.before)


def to_read(run: ChangeRun) -> str:
    """What can be said of it alone to who can choose nothing, such as an officer on the beat."""
    said = [one for one in sentences(run) if one not in _advice(run)]
    return " ".join([f"{finding(run)}.", *said, *([run.redrawn] if run.redrawn else [])])


def units_sentence(run: ChangeRun, nouns: tuple[str, str]) -> str:
    """In how many units numbers rose and fell, and where there are too few to tell; `nouns`: of one and of several."""
    total, few = run.found.told.size, run.told(Told.TOO_FEW)
    if total == 1:
        return _one_unit(run, nouns[0])
    if few == total:
        return tr("All {units} hold too few crimes to tell even a doubling.").format(units=many(total, *nouns))
    relative = run.asked.against is Against.AREA
    if not run.called:
        text = (
            tr("None of the {total} changed otherwise than the area by more than chance can explain")
            if relative
            else tr("None of the {total} changed by more than chance can explain")
        )
    else:
        text = (
            tr(
                "Against the change of the area, numbers are higher in {more} of the {total} and lower in {fewer}, by "
                "more than chance can explain"
            )
            if relative
            else tr("Numbers rose in {more} of the {total} and fell in {fewer}, by more than chance can explain")
        )
    more, fewer = (number(run.told(one)) if run.told(one) else tr("none") for one in (Told.MORE, Told.FEWER))
    said = text.format(more=more, fewer=fewer, total=many(total, *nouns)) + _bursts(run) + "."
    if not few:
        return said
    return said + " " + tr("In {few} there are too few to tell even a doubling.").format(few=number(few))


def _one_unit(run: ChangeRun, noun: str) -> str:
    """What is told where all is a single unit."""
    if run.only_unit:
        text = tr("The one {unit} is the whole area, so it cannot be compared with the change of the area")
    elif run.told(Told.TOO_FEW):
        text = tr("The one {unit} holds too few crimes to tell even a doubling")
    elif run.called:
        text = tr("The one {unit} changed by more than chance can explain") + _bursts(run)
    else:
        text = tr("The one {unit} did not change by more than chance can explain") + _bursts(run)
    return text.format(unit=noun) + "."


def _bursts(run: ChangeRun) -> str:
    return tr(" (bursts allowed for)") if run.allows and run.single else ""


def _sure(run: ChangeRun) -> list[str]:
    called = run.called
    if not called:
        return []
    wrongly = run.found.alpha * called
    if wrongly < 1:
        text = tr("Of those that changed, on average fewer than one (up to {most}) is a false alarm.")
        return [text.format(most=f"{wrongly:.1g}")]
    alarms = many(round(wrongly), tr("may be a false alarm"), tr("may be false alarms"))
    return [tr("Of those that changed, up to about {alarms}.").format(alarms=alarms)]


def _area_change(run: ChangeRun) -> str:
    """Difference, percentage and interval of the area, in words."""
    if too_few_before(run):
        return tr("{difference} (fewer than 20 before, so no percentage)").format(difference=difference(run))
    low, high = percent_change(run.ratio.lower), percent_change(run.ratio.upper)
    return tr("{difference}, {change} (95% interval {low} to {high})").format(
        difference=difference(run), change=percent_change(run.ratio.ratio), low=low, high=high
    )


def too_few_before(run: ChangeRun) -> bool:
    """Whether the area had too few before for a percentage."""
    return int(run.area.before[0]) < FEWEST_BEFORE


def difference(run: ChangeRun) -> str:
    """How many more or fewer the area has."""
    after, before = int(run.area.after[0]), int(run.area.before[0])
    if after == before:
        return tr("as many")
    text = tr("{n} more") if after > before else tr("{n} fewer")
    return text.format(n=number(abs(after - before)))


def percent_change(ratio: float) -> str:
    """A ratio as a change in per cent, such as +12% or −3.5%."""
    if not math.isfinite(ratio):
        return tr("any")
    change = 100 * (ratio - 1)
    return f"{with_sign(change, 0 if abs(change) >= 9.95 else 1)}%" if round(change, 1) else "0%"


def signed_percent(found: Changes) -> str:
    """Such as ' (−12%)', '' where there were too few before."""
    return f" ({percent_change(float(found.ratio[0]))})" if found.before[0] >= FEWEST_BEFORE else ""
