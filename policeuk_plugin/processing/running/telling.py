# SPDX-License-Identifier: GPL-2.0-or-later
"""What an analysis tells while it runs: errors as the user's sentence, and steps of its progress."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterator

from qgis.core import Qgis, QgsMessageLog, QgsProcessingException, QgsProcessingFeedback

from offline_cache.errors import CacheError, reason

from ...analysis.errors import AnalysisError
from ...text import tr
from .kept_errors import let_go


@contextlib.contextmanager
def findings() -> Iterator[None]:
    """Let an error of the cache or of a method end the algorithm with its sentence."""
    try:
        yield
    except (CacheError, AnalysisError) as error:
        let_go(error)
        raise QgsProcessingException(str(error)) from error
    except QgsProcessingException as error:
        let_go(error)
        raise
    except Exception as error:
        QgsMessageLog.logMessage(traceback.format_exc(), "Police UK", Qgis.MessageLevel.Critical)
        let_go(error)
        sentence = tr("A fault of the plugin ({kind}: {error}). Please report it; the log 'Police UK' has the details.")
        raise QgsProcessingException(sentence.format(kind=type(error).__name__, error=reason(error))) from error


def step(feedback: QgsProcessingFeedback, percent: float, text: str) -> None:
    """Show how far the work is and what comes next."""
    feedback.setProgress(percent)
    feedback.setProgressText(text)
