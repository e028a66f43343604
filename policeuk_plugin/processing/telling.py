# SPDX-License-Identifier: GPL-2.0-or-later
"""What an analysis tells while it runs: errors as the user's sentence, and steps of its progress."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from qgis.core import QgsProcessingException, QgsProcessingFeedback

from offline_cache.errors import CacheError

from ..analysis.errors import AnalysisError


@contextlib.contextmanager
def findings() -> Iterator[None]:
    """Let an error of the cache or of a method end the algorithm with its sentence."""
    try:
        yield
    except (CacheError, AnalysisError) as error:
        raise QgsProcessingException(str(error)) from error


def step(feedback: QgsProcessingFeedback, percent: float, text: str) -> None:
    """Show how far the work is and what comes next."""
    feedback.setProgress(percent)
    feedback.setProgressText(text)
