# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters and outputs that all downloads of published files share; their names are API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterString,
)

from offline_cache.model import Dataset
from offline_cache.reference import force_names
from offline_cache.sync.way import Way

from ...text import tr
from ..asking.analysis_parameters import add_choice, add_choices, add_numbers, advanced
from ..asking.selection_parameters import FROM, TO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..running.base import PoliceUkAlgorithm

FORCES, DATASETS, WAY = "FORCES", "DATASETS", "WAY"
FILES, ADDED, REVISED, WIDENED, HELD = "FILES", "ADDED", "REVISED", "WIDENED", "HELD"
KEPT, NOT_PUBLISHED, LEFT_OUT = "KEPT", "NOT_PUBLISHED", "LEFT_OUT"
ROWS, BYTES, SUMMARY = "ROWS", "BYTES", "SUMMARY"


def add_forces(algorithm: PoliceUkAlgorithm, title: str, help_text: str) -> QgsProcessingParameterEnum:
    """Declare FORCES, several by the names in published files."""
    parameter = QgsProcessingParameterEnum(
        FORCES, title, options=list(force_names()), allowMultiple=True, usesStaticStrings=True
    )
    algorithm.add(parameter, help_text)
    return parameter


def add_months(algorithm: PoliceUkAlgorithm) -> None:
    """Declare FROM and TO as the service counts them."""
    newest = tr("A month as YYYY-MM, such as 2026-04. Empty: the newest that the service has.")
    first = tr("A month as YYYY-MM, such as 2023-05. Empty: 36 months with the last one, as many as one release has.")
    algorithm.add(QgsProcessingParameterString(FROM, tr("From month"), optional=True), first)
    algorithm.add(QgsProcessingParameterString(TO, tr("To month"), optional=True), newest)


def add_datasets(algorithm: PoliceUkAlgorithm, usual: Sequence[Dataset], help_text: str) -> None:
    """Declare DATASETS with those that are usual."""
    kinds, chosen = [dataset.value for dataset in Dataset], [dataset.value for dataset in usual]
    add_choices(algorithm, DATASETS, tr("Kinds of file"), kinds, help_text, chosen)


def add_way(algorithm: PoliceUkAlgorithm) -> None:
    """Declare WAY, for networks that are in the way of the usual one."""
    way = add_choice(
        algorithm,
        WAY,
        tr("Way to the files"),
        [way.value for way in Way],
        tr(
            "ranges: of an archive only what is wanted. whole: archives as a whole (some 1.7 GB each). form: the form "
            "for custom downloads of the site. auto: ranges, and what works where they do not."
        ),
        Way.AUTO.value,
    )
    advanced(way)


def add_outputs(algorithm: PoliceUkAlgorithm, files: str, added: str) -> None:
    """Declare the numbers of a download, which add up to FILES, and what it did as text."""
    algorithm.add_cache_output()
    add_numbers(
        algorithm,
        {
            FILES: files,
            added: tr("Files that are new"),
            REVISED: tr("Files that were revised"),
            WIDENED: tr("Files of which more LSOAs are held than before"),
            HELD: tr("Files that were held already"),
            KEPT: tr("Files that are kept, though no longer to be had"),
            NOT_PUBLISHED: tr("Files that are not published"),
            LEFT_OUT: tr("Files left out because they did not arrive whole"),
            ROWS: tr("Rows in the files that came"),
            BYTES: tr("Bytes received"),
        },
    )
    algorithm.addOutput(QgsProcessingOutputString(SUMMARY, tr("What it did, line by line")))


def datasets_of(
    algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> tuple[Dataset, ...]:
    """The kinds of file chosen, in the order of all; for an empty list QGIS would give the usual ones."""
    chosen = algorithm.choices(parameters, DATASETS, context) if parameters.get(DATASETS) != [] else ()
    return tuple(dataset for dataset in Dataset if dataset.value in chosen)


def way_of(algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> Way:
    """The way chosen."""
    return Way(algorithm.parameterAsEnumString(parameters, WAY, context) or Way.AUTO.value)
