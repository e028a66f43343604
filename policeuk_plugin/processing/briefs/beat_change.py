# SPDX-License-Identifier: GPL-2.0-or-later
"""The second sentence of a brief: what changed on the same months a year before, and whether chance would do it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np

from offline_cache.model import ASB, Month

from ...analysis.errors import Cancelled
from ...analysis.etest import e_test
from ...analysis.month_dispersion import LEAST_PAIRS, MonthsRatio, ratio_by_months
from ...analysis.multiple_testing import benjamini_hochberg
from ...text import many, number, tr
from ..comparing.trend_words import changed
from ..running.wording import percent
from .beat_counts import RECORDED, BeatCounts
from .beat_force import BeatForce
from .beat_words import first_words

ALPHA = 0.05
LEAST_BOTH = 10
"""Crimes of a type in both years together from which on it is looked at: of fewer nothing could be told."""
_NAMED = 3


@dataclass(frozen=True)
class TypeChange:
    """A crime type in the months that compare; `sure` 1 for more, -1 for fewer, 0 where it cannot be told.

    `ratio` is None where too few months have crimes to tell how months differ, and where q alone says that nothing
    can be told: it takes long to work out.
    """

    name: str
    after: int
    before: int
    ratio: Optional[MonthsRatio]
    q: float

    @property
    def sure(self) -> int:
        """Beyond chance after Benjamini-Hochberg over the types, and beyond what its own months vary by."""
        return self.ratio.beyond_chance if self.ratio is not None and self.q <= ALPHA else 0


@dataclass(frozen=True)
class _Months:
    """Crimes of a type by pair of months, (m,) each."""

    name: str
    after: np.ndarray
    before: np.ndarray

    @property
    def both(self) -> int:
        """Crimes of both years."""
        return int(self.after.sum() + self.before.sum())

    @property
    def enough(self) -> bool:
        """Whether there are months enough with crimes to tell how much months differ: of fewer nothing is called."""
        return enough_months(self.after, self.before)

    def judged(self, q: float) -> TypeChange:
        """With the interval that its months bear out."""
        ratio = None if q > ALPHA or not self.enough else ratio_by_months(self.after, self.before)
        return TypeChange(self.name, int(self.after.sum()), int(self.before.sum()), ratio, q)


@dataclass(frozen=True)
class Change:
    """The sentence; `all` is of recorded crime, None where no months compare, `types` of each type looked at."""

    text: str
    all: Optional[TypeChange]
    types: tuple[TypeChange, ...]


def change(counts: BeatCounts, force: Optional[BeatForce], cancelled: Cancelled) -> Change:
    """Compare the months held in both years, by calendar month."""
    pairs = counts.matched
    if pairs is None:
        return Change(tr("Nothing is told of change: {why}").format(why=first_words(counts.unmatched)), None, ())
    whole = _of_type(counts, RECORDED, pairs.later, pairs.before).judged(math.nan)
    looked = [_of_type(counts, one.name, pairs.later, pairs.before) for one in counts.types]
    months = len(Month.span(counts.periods.first, counts.periods.last))
    few = len(pairs.pairs) < LEAST_PAIRS
    types = () if few else _corrected([one for one in looked if one.both >= LEAST_BOTH and one.enough], cancelled)
    lines = [
        _all(whole, len(pairs.pairs), months),
        *([] if few else _types(types, len(looked))),
        *_force(force, pairs.later, pairs.before),
    ]
    return Change(" ".join(lines), whole, types)


def enough_months(after: np.ndarray, before: np.ndarray) -> bool:
    """Whether (m,) and (m,) crimes of paired months are of months enough to know their ups and downs from."""
    return int(((after + before) > 0).sum()) >= LEAST_PAIRS


def _of_type(counts: BeatCounts, name: str, later: Sequence[Month], before: Sequence[Month]) -> _Months:
    by_month = counts.by_month(name)
    after, earlier = (np.array([by_month[month] for month in months]) for months in (later, before))
    return _Months(name, after, earlier)


def _corrected(looked: Sequence[_Months], cancelled: Cancelled) -> tuple[TypeChange, ...]:
    if not looked:
        return ()
    after, before = (np.array([int(side.sum()) for side in sides]) for sides in _sides(looked))
    q = benjamini_hochberg(e_test(after, before, cancelled))
    return tuple(one.judged(float(of)) for one, of in zip(looked, q.tolist()))


def _sides(looked: Sequence[_Months]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    return [one.after for one in looked], [one.before for one in looked]


def _all(one: TypeChange, months: int, asked: int) -> str:
    when = tr("in the same months a year before") if months > 1 else tr("in the same month a year before")
    words = tr("{crimes}, {told}.")
    if months < asked:
        words = tr("{crimes} in the {months} held in both years, {told}.")
    said = words.format(
        crimes=many(one.after, tr("recorded crime"), tr("recorded crimes")),
        months=many(months, tr("month"), tr("months")),
        told=changed(one.after, one.before, when),
    )
    return said if one.after == one.before else f"{said} {_verdict(one, months)}"


def _verdict(one: TypeChange, months: int) -> str:
    if one.ratio is None and months < LEAST_PAIRS:
        return tr("From {months} alone it cannot be told whether that is more than the usual ups and downs.").format(
            months=many(months, tr("month"), tr("months"))
        )
    if one.ratio is None or not one.ratio.beyond_chance:
        said = tr("That is no change that can be told from chance{range}.")
    elif math.isnan(one.ratio.dispersion):
        said = tr("That is beyond chance in counting{range}.")
    else:
        said = tr("That is beyond chance and the usual ups and downs of months{range}.")
    return said.format(range=interval_words(one.ratio) if one.ratio is not None else "")


def interval_words(ratio: MonthsRatio) -> str:
    """What follows a verdict: both ends of the change in per cent; '' where no number bounds it."""
    if not (math.isfinite(ratio.lower) and math.isfinite(ratio.upper)) or ratio.lower <= 0:
        return ""
    return tr(": allowing for it, {low} to {high}").format(low=_end(ratio.lower), high=_end(ratio.upper))


def _end(ratio: float) -> str:
    if abs(ratio - 1) < 0.0005:
        return tr("no change")
    return (tr("{share} more") if ratio > 1 else tr("{share} fewer")).format(share=percent(abs(ratio - 1)))


def _types(types: Sequence[TypeChange], held: int) -> list[str]:
    sure = sorted((one for one in types if one.sure), key=lambda one: one.q)
    if not types:
        return [tr("No crime type has enough crimes to be judged by itself.")] if held else []
    if not sure:
        words = tr("None of the {n} crime types with enough crimes to judge changed beyond chance.")
        if len(types) == 1:
            words = tr("The one crime type with enough crimes to judge did not change beyond chance.")
        return [words.format(n=len(types))]
    named = ", ".join(_named(one) for one in sure[:_NAMED])
    more = tr(", and {n} more").format(n=len(sure) - _NAMED) if len(sure) > _NAMED else ""
    words = tr("{sure} of the {n} crime types with enough crimes to judge changed beyond chance: {named}{more}.")
    if len(types) == 1:
        words = tr("The one crime type with enough crimes to judge changed beyond chance: {named}{more}.")
    return [words.format(sure=len(sure), n=len(types), named=named, more=more)]


def _named(one: TypeChange) -> str:
    words = tr("{type} up from {before} to {after}") if one.sure > 0 else tr("{type} down from {before} to {after}")
    return words.format(type=type_name(one.name), after=number(one.after), before=number(one.before))


def type_name(name: str) -> str:
    """A crime type within a sentence."""
    return tr("anti-social behaviour") if name == ASB else name[:1].lower() + name[1:]


def _force(force: Optional[BeatForce], later: Sequence[Month], before: Sequence[Month]) -> list[str]:
    """What the force as a whole did in the same months."""
    if force is None or not all(month in force.files.of.held for month in (*later, *before)):
        return []
    now, earlier = force.files.count(RECORDED, later), force.files.count(RECORDED, before)
    if not earlier:
        return []
    share = now / earlier - 1
    words = tr("{force} as a whole had {share} more.") if share > 0 else tr("{force} as a whole had {share} fewer.")
    return [words.format(force=force.name, share=percent(abs(share)))]
