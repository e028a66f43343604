# SPDX-License-Identifier: GPL-2.0-or-later
"""How an analysis that reads the cache alone begins and ends."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from offline_cache.reader import reading

from ..writing.destinations import check_destinations
from .stoppable import stoppable
from .telling import findings, step

if TYPE_CHECKING:
    from .base import PoliceUkAlgorithm


@contextmanager
def cache_opened(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    first: str,
) -> Iterator[sqlite3.Connection]:
    """Open CACHE for reading, `first` being what is said of the first step.

    Until its `with` ends a cancel ends the query that is at work, and errors end the algorithm with their sentence.
    """
    with findings():
        check_destinations(algorithm, parameters, context)
        step(feedback, 0, first)
        cache = algorithm.cache_path(parameters, context)
        with reading(cache) as connection, stoppable(connection, feedback.isCanceled):
            yield connection
