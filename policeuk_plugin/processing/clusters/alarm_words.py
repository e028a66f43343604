# SPDX-License-Identifier: GPL-2.0-or-later
"""How many of the units called may be wrong, in a sentence."""

from __future__ import annotations

from ...text import many, number, tr


def alarms(alpha: float, called: int, one: str, several: str) -> str:
    """How many of those `called` may be false alarms, where `alpha` is the share that is held; with what units are."""
    wrongly = alpha * called
    if called == 1:
        text = tr("On average at most {share:g}% of {several} called like this are false alarms.")
        return text.format(share=100 * alpha, several=several)
    units = many(called, one, several)
    if round(wrongly) < 1:
        text = tr("On average fewer than one of the {units} is a false alarm (at most {most}).")
        return text.format(units=units, most=f"{wrongly:.1g}")
    if round(wrongly) == 1:
        return tr("Up to about one of the {units} may be a false alarm.").format(units=units)
    text = tr("Up to about {wrongly} of the {units} may be false alarms.")
    return text.format(wrongly=number(round(wrongly)), units=units)
