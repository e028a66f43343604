# SPDX-License-Identifier: GPL-2.0-or-later
"""How outcomes are compared, and what to keep in mind of it."""

from __future__ import annotations

from collections.abc import Sequence

from offline_cache.crime_course_lines import COURTS

from ...layers.outcome_words import group_meaning, group_name
from ...text import tr
from ..peers.peer_words import method as peer_method
from .outcome_comparison_run import ComparedOutcomes, Measure


def method(run: ComparedOutcomes) -> list[str]:
    """How it was done."""
    groups = "; ".join(f"{group_name(group)}: {group_meaning(group)}" for group in Measure.ANY.groups)
    group = run.elsewhere.group
    lines = [
        tr(
            "Each crime is that of its row in the street file (month, area, type), anti-social behaviour left out. Its "
            "outcomes are found by force and crime ID in the outcomes files of its month and the {times} months after; "
            "of several the last one by then counts, of one month the first of these groups. {groups}."
        ).format(times=tr("3, 6 and 12"), groups=groups),
        tr(
            "A month of crime counts after a time only where the crimes of the month and the outcomes of all months up "
            "to then are held of the forces that police each side. All crimes that can be joined are in the share, "
            "those still open too."
        ),
        tr("Intervals of shares are Wilson's, 95%. They allow for chance in counting alone."),
    ]
    if group is not None:
        lines += peer_method(group)
        lines.append(
            tr(
                "Range of the peers: prediction interval on log odds with the variance between peers by Paule and "
                "Mandel and Student's t, 95%; of few crimes that of a binomial count. The rule is ours, after that for "
                "rates. The mean of the peers is unweighted, without the area."
            )
        )
    else:
        lines.append(
            tr(
                "The interval of a difference is Newcombe's of two independent shares (1998, method 10), 95%. "
                "Higher or lower is said where Fisher's exact test, two-sided, 5%, says so, too; where it does not and "
                "fewer than 5 crimes with, or without, the outcome would be expected, there are too few to tell."
            )
        )
    return lines


def caveats() -> Sequence[str]:
    """What to keep in mind."""
    return [
        tr(
            "An outcome is not a solved crime: most outcomes say that no suspect was found, or that evidence or the "
            "victim's support was lacking. Forces that close such crimes sooner have a higher share with an outcome."
        ),
        tr(
            "Forces record outcomes differently and at times not at all. Areas differ in their mix of crimes, so "
            "compare one crime type at a time."
        ),
        tr(
            "Outcomes files are revised and can lose rows; a crime whose outcome was lost counts as open. Files give "
            "months, not days: '3 months on' is the end of the third month after that of the crime."
        ),
        COURTS,
    ]
