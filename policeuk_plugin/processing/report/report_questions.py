# SPDX-License-Identifier: GPL-2.0-or-later
"""The questions a report can answer, and the algorithms that do; no numpy, so that it serves while QGIS starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...text import tr

ALGORITHMS = {
    "persistence": "policeuk:persistence",
    "change": "policeuk:periodchange",
    "trends": "policeuk:areatrends",
    "clusters": "policeuk:crimeclusters",
    "chance": "policeuk:nullmaps",
    "emerging": "policeuk:emerginghotspots",
    "moran": "policeuk:localmoran",
    "random": "policeuk:busierthanrandom",
    "concentration": "policeuk:concentration",
    "evaluation": "policeuk:evaluatehotspots",
    "next": "policeuk:nextmonths",
    "density": "policeuk:crimedensity",
    "risk": "policeuk:riskdensity",
    "snapping": "policeuk:snapuncertainty",
}
"""QUESTIONS, by the word in the parameter, in the order of the report."""

USUAL = ("persistence", "change", "clusters", "chance", "concentration")
"""Those that are asked where nothing is chosen."""

COMPARED = {
    "level": "policeuk:comparewithpeers",
    "peers": "policeuk:findpeers",
    "time": "policeuk:comparetime",
    "outcomes": "policeuk:outcomecomparison",
    "areas": "policeuk:funnelplot",
    "rates": "policeuk:arearates",
}
"""QUESTIONS of a comparison report."""

EACH, EACH_ALGORITHM = "each", "policeuk:peerverdicts"
"""The question of a comparison report over all areas of a level, which LEVEL asks."""


@dataclass(frozen=True)
class ReportKind:
    """Questions by their words with the algorithms that answer them, and which are `usual` where none is chosen.

    `settings_of` names the question whose settings another one takes over, `kept` the layers of an answer whose rows
    are kept. `title` has {what} for the selection; `cannot` says what no answer can say.
    """

    algorithms: Mapping[str, str]
    usual: tuple[str, ...]
    title: str
    cannot: str
    settings_of: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()


def hotspots() -> ReportKind:
    """The hotspot report."""
    return ReportKind(
        ALGORITHMS,
        USUAL,
        tr("Hotspots: {what}"),
        tr(
            "Places are snap points and dates are months: nothing here is about an address, a time of day or a person, "
            "and nothing says why. More crimes may mean more people, more reports or more police work. Data held by "
            "the force, with times and addresses, can say more."
        ),
        {"chance": "clusters"},
    )


def comparison() -> ReportKind:
    """The comparison report."""
    return ReportKind(
        {EACH: EACH_ALGORITHM, **COMPARED},
        ("level", "peers", "time"),
        tr("Compared with similar areas: {what}"),
        tr(
            "A rate above or below that of similar areas is a reason to look, not a judgement: nothing here says why, "
            "how well anybody polices, or how safe one person is. Recorded crime depends on what is reported and how "
            "it is recorded; places are snap points and dates are months."
        ),
        kept=("OUTPUT", "TABLE"),
    )


RUNNABLE = frozenset({*ALGORITHMS.values(), *COMPARED.values(), EACH_ALGORITHM, "policeuk:interventioneffect"})
"""What a recipe may run: analyses, which read a cache and write nothing but results."""


def question_text(algorithm: str) -> str:
    """The question that an algorithm answers, as it is asked."""
    return {
        "policeuk:persistence": tr("Where do crimes keep coming back?"),
        "policeuk:periodchange": tr("What has changed?"),
        "policeuk:crimeclusters": tr("Where do crimes cluster?"),
        "policeuk:nullmaps": tr("Would chance do this?"),
        "policeuk:emerginghotspots": tr("What becomes of hotspots?"),
        "policeuk:areatrends": tr("Where does it rise or fall?"),
        "policeuk:localmoran": tr("What differs from its neighbours?"),
        "policeuk:busierthanrandom": tr("Where is it busier than random placement?"),
        "policeuk:concentration": tr("How few places hold how much?"),
        "policeuk:evaluatehotspots": tr("Would last year have told us?"),
        "policeuk:nextmonths": tr("What is to be expected next?"),
        "policeuk:crimedensity": tr("Where are crimes densest?"),
        "policeuk:snapuncertainty": tr("Is it only the snap points?"),
        "policeuk:riskdensity": tr("How dense is it beside a year before?"),
        "policeuk:comparewithpeers": tr("How does it stand to similar areas?"),
        "policeuk:findpeers": tr("Which areas are similar?"),
        "policeuk:comparetime": tr("How has it changed?"),
        "policeuk:outcomecomparison": tr("What comes of the crimes?"),
        "policeuk:funnelplot": tr("Which parts of it stand out?"),
        "policeuk:arearates": tr("What are the rates in its parts?"),
        EACH_ALGORITHM: tr("Which areas are out of line with similar ones?"),
        "policeuk:interventioneffect": tr("Did the intervention change anything?"),
    }.get(algorithm, tr("What was found?"))
