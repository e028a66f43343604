# SPDX-License-Identifier: GPL-2.0-or-later
"""The questions of the page Compare: what each runs, which fields it has and what it is called; no widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...text import tr

PEERS, WHO, TIME, TREND = "peers", "who", "time", "trend"
TWO, FUNNEL, OUTCOMES, RATES = "two", "funnel", "outcomes", "rates"
REPORT_ALGORITHM = "policeuk:comparisonreport"
RATES_ALGORITHMS = {"smoothed": "policeuk:smoothedrates", "quotient": "policeuk:locationquotient"}
"""What rates are answered with by the measure; all other measures are of `policeuk:arearates`."""


@dataclass(frozen=True)
class Question:
    """A question: `algorithm` answers it into a file `stem`.gpkg; `called` is what its layer and run are called.

    `fields` are in sight, `more` behind the button; by their names in the form. With `peers` it is about one area and
    its peers, with `rated` about all areas of a level.
    """

    key: str
    algorithm: str
    text: str
    tip: str
    called: str
    stem: str
    fields: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    peers: bool = False
    rated: bool = False


def questions() -> dict[str, Question]:
    """All of them by their keys, in the order of the page."""
    return {one.key: one for one in (*_of_one_area(), *_of_two_areas(), *_of_many_areas())}


def _of_one_area() -> tuple[Question, ...]:
    return (
        Question(
            PEERS,
            "policeuk:comparewithpeers",
            tr("Is it out of line with its peers?"),
            tr(
                "Lower than, about the same as or higher than its most similar areas, allowing for how much they differ"
            ),
            tr("With its peers"),
            "peers",
            more=("per", "source"),
            peers=True,
        ),
        Question(
            WHO,
            "policeuk:findpeers",
            tr("Who are its peers, and how alike?"),
            tr("The most similar areas with their distances and measures: look here before comparing"),
            tr("Peers"),
            "who",
            peers=True,
        ),
        Question(
            TIME,
            "policeuk:comparetime",
            tr("How did it go, beside its peers?"),
            tr("Rates by quarter: where peers and force went the same way, a change is not the area's own"),
            tr("Through time, with its peers"),
            "time",
            more=("per", "period"),
            peers=True,
        ),
        Question(
            TREND,
            "policeuk:areatrend",
            tr("How did it go through time?"),
            tr("Counts months, beside the same month a year before and the range that is usual here"),
            tr("Through time"),
            "months",
        ),
    )


def _of_two_areas() -> tuple[Question, ...]:
    return (
        Question(
            TWO,
            "policeuk:comparetwoareas",
            tr("Here and home: two areas"),
            tr("Counts the area on top and another one over the months held of both; rates need residents"),
            tr("Comparison"),
            "comparison",
            ("other",),
        ),
    )


def _of_many_areas() -> tuple[Question, ...]:
    return (
        Question(
            FUNNEL,
            "policeuk:funnelplot",
            tr("Which areas are out of line?"),
            tr("Of many areas one is always first: which stand out beyond chance and the usual differences"),
            tr("Out of line"),
            "funnel",
            ("level",),
            ("per", "rated_source"),
            rated=True,
        ),
        Question(
            OUTCOMES,
            "policeuk:outcomecomparison",
            tr("What came of crimes, beside others?"),
            tr("The share of crimes with an outcome after equal times, here and elsewhere; what is open is shown so"),
            tr("What came of crimes"),
            "outcomes",
            ("against", "other"),
            ("follow_up",),
        ),
        Question(
            RATES,
            "policeuk:arearates",
            tr("Rates of all areas"),
            tr("Map, table and chart of rates with their intervals, standardised, smoothed, or as shares of crime"),
            tr("Rates"),
            "rates",
            ("measure", "level"),
            ("per", "rated_source", "strata"),
            rated=True,
        ),
    )


def algorithms_of(question: Question) -> tuple[str, ...]:
    """All that can answer a question."""
    return (question.algorithm, *(RATES_ALGORITHMS.values() if question.key == RATES else ()))


def key_of(state: Mapping[str, Any]) -> str:
    """The question of what was remembered, also by versions that knew the trend and two areas only."""
    known = state.get("question")
    if isinstance(known, str) and known in questions():
        return known
    if "two" in state:
        return TWO if state["two"] is True else TREND
    return PEERS
