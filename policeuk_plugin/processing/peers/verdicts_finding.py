# SPDX-License-Identifier: GPL-2.0-or-later
"""How many areas are out of line, in the words of a title: those outside, what chance makes, those not told of."""

from __future__ import annotations

from ...text import number, tr
from .verdicts_run import Family


def how_many_clear(of: Family, areas: str) -> str:
    """How many of the areas are higher and lower, allowing for how many are looked at."""
    count = of.higher + of.lower
    said = tr("{n} of {all} {areas} are clearly out of line with similar ones, {sides}")
    if count == 1:
        said = tr("{n} of {all} {areas} is clearly out of line with similar ones, {sides}")
    return said.format(n=number(count), all=number(of.looks), areas=areas, sides=sides(of.higher, of.lower))


def none_clear(of: Family, areas: str) -> str:
    """Where none is left allowing for so many looks: that is no word on those outside, nor on those not told of."""
    if of.untold == of.looks:
        said = tr("it cannot be told of any of the {all} {areas} whether it is out of line with similar ones")
    elif mostly_untold(of):
        said = tr(
            "for {untold} of {all} {areas} it cannot be told whether they are out of line with similar ones, and none "
            "of the others clearly is"
        )
    elif not of.outside:
        said = tr("none of {all} {areas} is outside the range of similar ones")
    else:
        return _outside(of, areas)
    return said.format(untold=number(of.untold), all=number(of.looks), areas=areas)


def mostly_untold(of: Family) -> bool:
    """Whether none is left, and it cannot be told of more than half of them."""
    return not of.higher + of.lower and 2 * of.untold > of.looks


def _outside(of: Family, areas: str) -> str:
    """How many lie outside, on which side, and whether chance alone may make so many."""
    said = tr("{n} of {all} {areas} {are} outside the range of similar ones, {sides}, {chance}")
    few = of.outside <= most_by_chance(of.by_chance)
    return said.format(
        n=number(of.outside),
        all=number(of.looks),
        areas=areas,
        are=tr("is") if of.outside == 1 else tr("are"),
        sides=sides(of.above, of.below),
        chance=tr("as many as chance may make") if few else tr("more than chance makes, but not clear which"),
    )


def sides(higher: int, lower: int) -> str:
    """How many lie on which side, all of them where it is one."""
    if higher and lower:
        return tr("{higher} higher and {lower} lower").format(higher=number(higher), lower=number(lower))
    if higher + lower == 1:
        return tr("higher") if higher else tr("lower")
    return tr("all higher") if higher else tr("all lower")


def stand_out(of: Family) -> str:
    """How many clearly stand out after allowing for the number of looks, and on which side."""
    count = of.higher + of.lower
    if not count:
        return tr("none clearly stands out")
    said = tr("1 clearly stands out, {sides}") if count == 1 else tr("{n} clearly stand out, {sides}")
    return said.format(n=number(count), sides=sides(of.higher, of.lower))


def types_that_stand(of: Family) -> str:
    """A sentence after the finding on all that is selected: how many looks at single types stand; '' where none."""
    stand = of.higher + of.lower
    if not stand:
        return ""
    if stand == 1:
        return tr(". In a single crime type 1 area is clearly {side}").format(side=sides(of.higher, of.lower))
    return tr(". In single crime types {n} cases are clearly out of line, {sides}").format(
        n=number(stand), sides=sides(of.higher, of.lower)
    )


def most_by_chance(expected: float) -> float:
    """How many of so many looks chance alone may well make: two standard deviations more than on average, one at least.

    One is no rarity where few are looked at: of three areas chance puts one outside in 14 of 100 cases.
    """
    return max(1.0, float(expected + 2 * expected**0.5))


def chance_text(expected: float) -> str:
    """A number of looks that chance would call: whole, below 10 with a decimal."""
    return number(round(expected)) if expected >= 10 else f"{expected:.1f}"
