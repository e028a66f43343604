# SPDX-License-Identifier: GPL-2.0-or-later
"""How many areas are out of line, in the words of a title: those outside, what chance makes, those not told of."""

from __future__ import annotations

from ...text import number, tr
from .verdicts_run import Family


def how_many_clear(of: Family) -> str:
    """How many are higher and lower, allowing for how many are looked at."""
    return tr("{higher} clearly higher and {lower} lower").format(higher=are(of.higher), lower=are(of.lower))


def none_clear(of: Family) -> str:
    """Where none is left allowing for so many looks: that is no word on those outside, nor on those not told of."""
    if 2 * of.untold > of.looks:
        others = of.looks - of.untold
        if not others:
            return tr("it cannot be told of any how they stand")
        said = tr("it cannot be told of {untold} how they stand; of the {others} others {outside}")
        return said.format(untold=number(of.untold), others=number(others), outside=_outside(of))
    return _outside(of)


def _outside(of: Family) -> str:
    """How many lie outside, on which side, and how many chance alone may make so."""
    if not of.outside:
        return tr("none is outside the range of its peers")
    if of.outside <= most_by_chance(of.by_chance):
        said = tr(
            "{n} outside the range of their peers, {sides}, as many as chance may make ({chance}): none is clearly so"
        )
    else:
        said = tr(
            "{n} outside the range of their peers, {sides}, more than chance makes ({chance}): which cannot be told"
        )
    return said.format(n=are(of.outside), sides=sides(of.above, of.below), chance=chance_text(of.by_chance))


def sides(higher: int, lower: int) -> str:
    """How many lie on which side, all of them where it is one."""
    if higher and lower:
        return tr("{higher} higher and {lower} lower").format(higher=number(higher), lower=number(lower))
    return tr("all higher") if higher else tr("all lower")


def types_that_stand(of: Family) -> str:
    """What follows the finding on all that is selected: how many looks at single types stand; '' where none does."""
    stand = of.higher + of.lower
    if not stand:
        return ""
    if stand == 1:
        one = tr("; in a single crime type 1 area is clearly higher") if of.higher else ""
        return one or tr("; in a single crime type 1 area is clearly lower")
    return tr("; in single crime types {n} cases are clearly out of line, {sides}").format(
        n=number(stand), sides=sides(of.higher, of.lower)
    )


def most_by_chance(expected: float) -> float:
    """How many of so many looks chance alone may well make: two standard deviations more than it does on average."""
    return float(expected + 2 * expected**0.5)


def chance_text(expected: float) -> str:
    """A number of looks that chance would call: whole, below 10 with a decimal."""
    return number(round(expected)) if expected >= 10 else f"{expected:.1f}"


def are(count: int) -> str:
    """A number with its verb."""
    return tr("1 is") if count == 1 else tr("{n} are").format(n=number(count)) if count else tr("none is")
