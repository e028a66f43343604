# SPDX-License-Identifier: GPL-2.0-or-later
"""The questions a report can answer, and the algorithms that do; no numpy, so that it serves while QGIS starts."""

from __future__ import annotations

from ..text import tr

ALGORITHMS = {
    "persistence": "policeuk:persistence",
    "change": "policeuk:periodchange",
    "clusters": "policeuk:crimeclusters",
    "chance": "policeuk:nullmaps",
    "random": "policeuk:busierthanrandom",
    "concentration": "policeuk:concentration",
    "evaluation": "policeuk:evaluatehotspots",
    "density": "policeuk:crimedensity",
}
"""QUESTIONS, by the word in the parameter, in the order of the report."""

USUAL = ("persistence", "change", "clusters", "chance", "concentration")
"""Those that are asked where nothing is chosen."""

RUNNABLE = frozenset({*ALGORITHMS.values(), "policeuk:interventioneffect"})
"""What a recipe may run: analyses, which read a cache and write nothing but results."""


def question_text(algorithm: str) -> str:
    """The question that an algorithm answers, as it is asked."""
    return {
        "policeuk:persistence": tr("Where do crimes keep coming back?"),
        "policeuk:periodchange": tr("What has changed?"),
        "policeuk:crimeclusters": tr("Where do crimes cluster?"),
        "policeuk:nullmaps": tr("Would chance do this?"),
        "policeuk:busierthanrandom": tr("Where is it busier than random placement?"),
        "policeuk:concentration": tr("How few places hold how much?"),
        "policeuk:evaluatehotspots": tr("Would last year have told us?"),
        "policeuk:crimedensity": tr("Where are crimes densest?"),
        "policeuk:interventioneffect": tr("Did the intervention change anything?"),
    }.get(algorithm, tr("What was found?"))
