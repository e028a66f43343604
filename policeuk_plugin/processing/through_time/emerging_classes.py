# SPDX-License-Identifier: GPL-2.0-or-later
"""The 17 classes in plain words, and the few kinds of them that a map can tell apart by colour."""

from __future__ import annotations

import enum

from ...analysis.emerging import COLD, Pattern
from ...text import tr


class Kind(enum.Enum):
    """What a map shows; the values stand in the field `class` and in the style."""

    STRONGER = "lasting, stronger"
    LASTING = "lasting"
    WEAKER = "lasting, weaker"
    LATELY = "lately"
    ON_AND_OFF = "on and off"
    NOT_NOW = "not at the end"
    COLD = "cold"
    NONE = "no pattern"
    TOO_FEW = "too few crimes"


_KINDS = {
    Pattern.INTENSIFYING_HOT: Kind.STRONGER,
    Pattern.PERSISTENT_HOT: Kind.LASTING,
    Pattern.DIMINISHING_HOT: Kind.WEAKER,
    Pattern.NEW_HOT: Kind.LATELY,
    Pattern.CONSECUTIVE_HOT: Kind.LATELY,
    Pattern.SPORADIC_HOT: Kind.ON_AND_OFF,
    Pattern.OSCILLATING_HOT: Kind.ON_AND_OFF,
    Pattern.HISTORICAL_HOT: Kind.NOT_NOW,
    Pattern.NONE: Kind.NONE,
}


def kind_of(pattern: Pattern, too_few: bool) -> Kind:
    """The kind of a class; `too_few`: of a unit without a pattern that could hardly have shown one."""
    if pattern in COLD:
        return Kind.COLD
    return Kind.TOO_FEW if too_few else _KINDS[pattern]


def kind_words() -> dict[Kind, str]:
    """The kinds as a legend has them."""
    return {
        Kind.STRONGER: tr("Lasting hotspot, its share growing"),
        Kind.LASTING: tr("Lasting hotspot"),
        Kind.WEAKER: tr("Lasting hotspot, its share shrinking"),
        Kind.LATELY: tr("Hotspot lately, not before"),
        Kind.ON_AND_OFF: tr("Hotspot on and off"),
        Kind.NOT_NOW: tr("Lasting hotspot, but not in the last month"),
        Kind.COLD: tr("Cold spot of any class"),
        Kind.NONE: tr("No pattern"),
        Kind.TOO_FEW: tr("Too few crimes to judge"),
    }


def pattern_words() -> dict[Pattern, str]:
    """Each class in a sentence without its subject; a cold spot holds fewer crimes than chance would leave."""
    hot = {
        Pattern.NEW_HOT: tr("hot in the last month for the first time"),
        Pattern.CONSECUTIVE_HOT: tr("hot in a single run of months up to the last, never before"),
        Pattern.INTENSIFYING_HOT: tr("hot in nine of ten months or more and in the last, its share of crimes growing"),
        Pattern.PERSISTENT_HOT: tr("hot in nine of ten months or more and in the last, without a trend"),
        Pattern.DIMINISHING_HOT: tr("hot in nine of ten months or more and in the last, its share of crimes shrinking"),
        Pattern.SPORADIC_HOT: tr("hot in the last month, and on and off before"),
        Pattern.OSCILLATING_HOT: tr("hot in the last month, and cold in an earlier one"),
        Pattern.HISTORICAL_HOT: tr("hot in nine of ten months or more, but not in the last"),
    }
    cold = {
        Pattern.NEW_COLD: tr("cold in the last month for the first time"),
        Pattern.CONSECUTIVE_COLD: tr("cold in a single run of months up to the last, never before"),
        Pattern.INTENSIFYING_COLD: tr(
            "cold in nine of ten months or more and in the last, its share of crimes shrinking"
        ),
        Pattern.PERSISTENT_COLD: tr("cold in nine of ten months or more and in the last, without a trend"),
        Pattern.DIMINISHING_COLD: tr("cold in nine of ten months or more and in the last, its share of crimes growing"),
        Pattern.SPORADIC_COLD: tr("cold in the last month, and on and off before"),
        Pattern.OSCILLATING_COLD: tr("cold in the last month, and hot in an earlier one"),
        Pattern.HISTORICAL_COLD: tr("cold in nine of ten months or more, but not in the last"),
    }
    return {**hot, **cold, Pattern.NONE: tr("none of these")}
