# SPDX-License-Identifier: GPL-2.0-or-later
"""Words for who knows no statistics and can choose nothing, such as an officer who reads a result on the beat."""

from __future__ import annotations

from ...text import many, number, tr
from ..asking.analysis_parameters import SQUARE
from ..units.unit_inputs import UnitsAsked


def plain_units(asked: UnitsAsked, count: int) -> str:
    """So many squares, or areas."""
    return many(count, *plain_nouns(asked))


def plain_nouns(asked: UnitsAsked) -> tuple[str, str]:
    """What one of them is called, and several."""
    return (tr("square"), tr("squares")) if asked.units == SQUARE else (tr("area"), tr("areas"))


def plain_size(asked: UnitsAsked) -> str:
    """How large squares are, with a blank before it; '' for other units."""
    return " " + tr("of {size:g} m").format(size=asked.cell_size) if asked.units == SQUARE else ""


def plain_alarms(alpha: float) -> str:
    """How many of those marked may be wrong, on average, where `alpha` is the share of false calls that is held."""
    return tr("Of {n} marked like this, on average one at most is so by chance alone.").format(
        n=number(round(1 / alpha))
    )
