# SPDX-License-Identifier: GPL-2.0-or-later
"""The groups of outcomes in plain words and in the colours of the maps."""

from __future__ import annotations

from offline_cache.outcome_times import OTHER

from ..text import tr

GROUP_COLOURS = {
    "charged": "#d55e00",
    "out of court": "#e69f00",
    "evidence or public interest": "#56b4e9",
    "no suspect identified": "#8c8c8c",
    "under investigation": "#009e73",
    "not available": "#333333",
    OTHER: "#cc79a7",
}
"""As in tools/style_tables.py; a test holds that they agree."""


def group_name(group: str) -> str:
    """What a group is called in legends and tables."""
    return {
        "charged": tr("Suspect charged"),
        "out of court": tr("Out of court, or left to another organisation"),
        "evidence or public interest": tr("Evidence or public interest lacking"),
        "no suspect identified": tr("No suspect identified"),
        "under investigation": tr("Under investigation"),
        "not available": tr("Outcome not available"),
        OTHER: tr("Another outcome"),
    }[group]


def group_meaning(group: str) -> str:
    """Which published outcomes a group is made of."""
    return {
        "charged": tr("a suspect charged or summonsed, also in another case; to June 2019 what courts decided"),
        "out of court": tr(
            "cautions, local resolutions, penalty notices, drug warnings; action to be taken by another organisation"
        ),
        "evidence or public interest": tr(
            "a suspect could not be prosecuted, or going on was not in the public interest"
        ),
        "no suspect identified": tr("the investigation ended without a suspect"),
        "under investigation": tr("no decision yet; files of outcomes hardly have it"),
        "not available": tr("the force gave no update"),
        OTHER: tr("an outcome that this version does not know"),
    }[group]


def time_class_name(name: str) -> str:
    """A class of months from crime to outcome in words."""
    return {
        "same month": tr("Same month"),
        "1 month": tr("1 month"),
        "2 to 3 months": tr("2 to 3"),
        "4 to 6 months": tr("4 to 6"),
        "7 to 12 months": tr("7 to 12"),
        "over 12 months": tr("Over 12"),
    }[name]
