# SPDX-License-Identifier: GPL-2.0-or-later
"""The questions of the page Hotspots: what each runs, needs and is called; no widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...processing.asking.analysis_parameters import AREAS, DEFAULT_CELL, LSOA, SNAP_POINT, SQUARE
from ...text import tr

PERSISTENCE, CLUSTERS, CHANGE, EMERGING = "persistence", "clusters", "change", "emerging"
TRENDS, MORAN, NEXT = "trends", "moran", "next"
CONCENTRATION, EVALUATION, DENSITY, RISK = "concentration", "evaluation", "density", "risk"
SNAPPING = "snapping"
REPORT = "report"
CHANCE_ALGORITHM, PLACE_ALGORITHM = "policeuk:nullmaps", "policeuk:snapuncertainty"
_FEWEST = 20
_UNITS = ("units", "unit_layer", "cell")


@dataclass(frozen=True)
class Question:
    """A question: `algorithm` answers it with `settings`, by their names in the form, into a file `stem`.`suffix`.

    Under `fewest` crimes, or `months` wholly held, it is refused. `units` and `cell` (metres) are its defaults;
    `more_units` are those that not all questions take.
    """

    key: str
    algorithm: str
    text: str
    tip: str
    called: str
    stem: str
    settings: tuple[str, ...]
    suffix: str = "gpkg"
    fewest: int = _FEWEST
    months: int = 0
    units: str = SQUARE
    cell: float = DEFAULT_CELL
    more_units: tuple[str, ...] = ()


def questions() -> dict[str, Question]:
    """Those that are asked by themselves, by their keys, in the order of the page."""
    both = [
        Question(
            PERSISTENCE,
            "policeuk:persistence",
            tr("Where again and again?"),
            tr("Finds where crimes stay many: in how many months each unit was among the top. Look here first"),
            tr("Persistent areas"),
            "persistence",
            (*_UNITS, "top"),
            months=12,
        ),
        Question(
            CLUSTERS,
            "policeuk:crimeclusters",
            tr("Where do crimes cluster?"),
            tr("Finds where crimes are more than chance would put there"),
            tr("Clusters"),
            "clusters",
            (*_UNITS, "alpha", "direction", "exposure", "window"),
        ),
        Question(
            CHANGE,
            "policeuk:periodchange",
            tr("What changed since a year ago?"),
            tr("Tests each unit against the same months a year before; it does not say why, nor what worked"),
            tr("Change"),
            "change",
            (*_UNITS, "alpha", "against"),
            fewest=1,
            units=LSOA,
            cell=1000.0,
            more_units=AREAS,
        ),
        Question(
            CONCENTRATION,
            "policeuk:concentration",
            tr("How concentrated is it?"),
            tr("How few places hold most crimes, and how much of that chance alone would give"),
            tr("Concentration"),
            "concentration",
            (*_UNITS, "share"),
            more_units=(SNAP_POINT,),
        ),
    ]
    between = (_emerging(), both[2], _trends(), *both[3:], _moran(), _next())
    return {one.key: one for one in (*both[:2], *between, *_last())}


def _emerging() -> Question:
    return Question(
        EMERGING,
        "policeuk:emerginghotspots",
        tr("What becomes of hotspots?"),
        tr("Says which hotspots are new, which last, grow or shrink, and which come and go: month by month"),
        tr("Emerging hotspots"),
        "emerging",
        (*_UNITS, "alpha", "window"),
        months=10,
        cell=500.0,
    )


def _trends() -> Question:
    return Question(
        TRENDS,
        "policeuk:areatrends",
        tr("Where does it rise or fall?"),
        tr("Tests each unit for a trend over the years, season by season; use three years and more"),
        tr("Trends"),
        "trends",
        (*_UNITS, "alpha", "by_type"),
        months=20,
        units=LSOA,
        cell=1000.0,
        more_units=AREAS,
    )


def _moran() -> Question:
    return Question(
        MORAN,
        "policeuk:localmoran",
        tr("What differs from its neighbours?"),
        tr("Finds what is high among high or low among low, and outliers, which usually are a single snap point"),
        tr("Alike and unlike"),
        "alike",
        (*_UNITS, "alpha", "window"),
        units=LSOA,
        cell=500.0,
        more_units=AREAS,
    )


def _next() -> Question:
    return Question(
        NEXT,
        "policeuk:nextmonths",
        tr("What is to be expected next?"),
        tr("How many crimes the next three months may bring and where, with intervals, and whether that can be told"),
        tr("Next months"),
        "next",
        _UNITS,
        months=20,
        units=LSOA,
        cell=500.0,
        more_units=AREAS,
    )


def _last() -> tuple[Question, ...]:
    evaluation = Question(
        EVALUATION,
        "policeuk:evaluatehotspots",
        tr("Would last year have told us?"),
        tr("How much of each month the months before would have shown; compares methods with last year's counts"),
        tr("Evaluation"),
        "evaluation",
        ("units", "unit_layer", "ground"),
        months=13,
    )
    density = Question(
        DENSITY,
        "policeuk:crimedensity",
        tr("How dense is it?"),
        tr("Draws crimes per km²: a picture, no test"),
        tr("Density"),
        "density",
        ("cell", "bandwidth"),
        suffix="tif",
        fewest=1,
    )
    risk = Question(
        RISK,
        "policeuk:riskdensity",
        tr("How dense beside a year ago?"),
        tr("Draws where there is more, or less, than a year before, and what of it is beyond chance"),
        tr("Risk density"),
        "risk",
        ("cell", "radius", "alpha"),
        suffix="tif",
    )
    snapping = Question(
        SNAPPING,
        PLACE_ALGORITHM,
        tr("Is it only the snap points?"),
        tr("Puts crimes elsewhere near their snap points and sees which clusters stay"),
        tr("Snap points"),
        "snapping",
        (*_UNITS, "alpha"),
    )
    return evaluation, density, risk, snapping


def report() -> Question:
    """Several questions in one report."""
    return Question(
        REPORT,
        "policeuk:hotspotreport",
        tr("Report"),
        "",
        tr("Report"),
        "report",
        ("title", "author", "marking"),
        suffix="html",
    )


def key_of(state: Mapping[str, Any]) -> str:
    """The question of what was remembered, also by versions that knew clusters and density only."""
    known = state.get("question")
    if known in (*questions(), REPORT):
        return str(known)
    if "density" in state:
        return DENSITY if state["density"] is True else CLUSTERS
    return PERSISTENCE


def called_of(algorithm: str) -> str:
    """What a run is called in titles."""
    if algorithm == CHANCE_ALGORITHM:
        return tr("By chance")
    return next((one.called for one in questions().values() if one.algorithm == algorithm), tr("Report"))
