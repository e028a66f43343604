# SPDX-License-Identifier: GPL-2.0-or-later
"""Progress of parts that take unequally long: each part's own 0 to 100 is its share of the whole."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsProcessingFeedback
from qgis.PyQt.QtCore import Qt

WEIGHTS = {"policeuk:nullmaps": 12.0, "policeuk:evaluatehotspots": 2.0}
"""How long algorithms take beside the others, which are 1."""


class PartFeedback(QgsProcessingFeedback):
    """Passes on all that it is told to `whole`, the progress of part `at` by the `weights` of all parts.

    A cancel of the whole is one of the part, at once also in another thread.
    """

    def __init__(self, whole: QgsProcessingFeedback, weights: Sequence[float], at: int) -> None:
        super().__init__(False)
        self._whole = whole
        self._before, self._share = sum(weights[:at]) / sum(weights), weights[at] / sum(weights)
        self.progressChanged.connect(self._pass_on, Qt.ConnectionType.DirectConnection)
        whole.canceled.connect(self.cancel, Qt.ConnectionType.DirectConnection)
        if whole.isCanceled():
            self.cancel()

    def _pass_on(self, percent: float) -> None:
        self._whole.setProgress(100 * self._before + self._share * percent)

    def setProgressText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """What comes next."""
        self._whole.setProgressText(text)

    def pushInfo(self, info: str) -> None:  # noqa: N802 - Qt's name
        """To the log."""
        self._whole.pushInfo(info)

    def pushWarning(self, warning: str) -> None:  # noqa: N802 - Qt's name
        """To the log."""
        self._whole.pushWarning(warning)

    def pushDebugInfo(self, info: str) -> None:  # noqa: N802 - Qt's name
        """To the log."""
        self._whole.pushDebugInfo(info)

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N802, N803 - Qt's names
        """To the log; whether it ends the whole is for that to say."""
        self._whole.reportError(error, False)


class QuietPart(PartFeedback):
    """A part whose findings stand on a page of its own: only its warnings are passed on."""

    def pushInfo(self, info: str) -> None:  # noqa: N802 - Qt's name
        """To nobody."""
