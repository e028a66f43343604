# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters that rates of areas share, beside the selection; their names are API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)

from ...text import tr
from ..areas.area_map import EDITION, EDITIONS, LEVEL, MEASURE
from ..asking import analysis_parameters as names
from ..asking.selection_parameters import add_selection
from ..peers.peer_parameters import add_denominator, add_source

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

LEVELS = ["lsoa", "ward", "district", "csp", "pfa"]
BY_TYPE, STRATA, LIMITS, MINIMUM = "BY_TYPE", "STRATA", "LIMITS", "MINIMUM"
HIGHLIGHT = "HIGHLIGHT"
NO_STRATA = "none"
STRATA_SCHEMES = [
    NO_STRATA,
    "rural-urban",
    "rural-urban detail",
    "output-area supergroup",
    "output-area group",
    "output-area subgroup",
]
__all__ = [
    "BY_TYPE", "EDITION", "HIGHLIGHT", "LEVEL", "LEVELS", "LIMITS", "MEASURE", "MINIMUM", "NO_STRATA", "STRATA",
    "STRATA_SCHEMES", "add_by_type", "add_counted", "add_highlight", "add_level", "add_rated",
    "add_results",
]  # fmt: skip


def add_rated(algorithm: PoliceUkAlgorithm) -> None:
    """Declare CACHE, the selection, LEVEL, DENOMINATOR and SOURCE."""
    add_counted(algorithm)
    add_denominator(algorithm)


def add_counted(algorithm: PoliceUkAlgorithm) -> None:
    """Declare CACHE, the selection, LEVEL and SOURCE, for what divides by no people."""
    algorithm.add_cache()
    add_selection(algorithm)
    add_level(algorithm)
    add_source(algorithm)


def add_level(algorithm: PoliceUkAlgorithm) -> None:
    """Declare LEVEL and EDITION."""
    names.add_choice(
        algorithm,
        LEVEL,
        tr("Areas"),
        LEVELS,
        tr("Which areas of the selection are compared with one another; pfa: police force areas."),
    )
    edition = names.add_choice(
        algorithm,
        EDITION,
        tr("Edition of LSOAs"),
        EDITIONS,
        tr("Which LSOAs to use. Crimes of files of the other edition are carried where that is exact."),
    )
    names.advanced(edition)


def add_highlight(algorithm: PoliceUkAlgorithm) -> None:
    """Declare HIGHLIGHT."""
    algorithm.add(
        QgsProcessingParameterString(HIGHLIGHT, tr("Mark this area"), optional=True),
        tr(
            "One of the areas compared, by name or ONS code such as csp:Luton: it is marked and named in the chart, "
            "and the finding says how it stands. It changes no verdict."
        ),
    )


def add_by_type(algorithm: PoliceUkAlgorithm) -> None:
    """Declare BY_TYPE."""
    algorithm.add(
        QgsProcessingParameterBoolean(BY_TYPE, tr("By crime type"), defaultValue=False),
        tr("Test each crime type in each area, too; there are many more tests, so fewer areas stand out."),
    )


def add_results(algorithm: PoliceUkAlgorithm, title: str, layer: str, table: str) -> None:
    """Declare OUTPUT, which is a table where no outline is held, TABLE and REPORT."""
    kinds, sink = QgsProcessing.SourceType, QgsProcessingParameterFeatureSink
    algorithm.add(sink(names.OUTPUT, title, kinds.TypeVector), layer)
    algorithm.add(sink(names.TABLE, tr("Areas and crime types"), kinds.TypeVector, None, True, False), table)
    names.add_report(algorithm)
