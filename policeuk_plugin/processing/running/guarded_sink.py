# SPDX-License-Identifier: GPL-2.0-or-later
"""A sink whose texts no spreadsheet takes for formulas: QGIS writes into a CSV whatever a name begins with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import QgsFeature, QgsFeatureSink, QgsProxyFeatureSink

from offline_cache.spreadsheet_text import no_formula

_TEXT_FILES = (".csv", ".tsv", ".txt")


def guarded(sink: QgsFeatureSink, destination: str) -> QgsFeatureSink:
    """The sink, or one before it where it writes text that spreadsheets open."""
    return GuardedSink(sink) if destination.lower().endswith(_TEXT_FILES) else sink


class GuardedSink(QgsProxyFeatureSink):
    """Writes to another sink what is safe to open; the other one lives as long as this one."""

    def __init__(self, sink: QgsFeatureSink) -> None:
        super().__init__(sink)
        self._kept = sink

    def addFeature(self, feature: QgsFeature, flags: Any = QgsFeatureSink.Flag.FastInsert) -> bool:  # noqa: N802
        """Write one."""
        return bool(self._kept.addFeature(_safe(feature), flags))

    def addFeatures(  # noqa: N802 - Qt's name
        self, features: Iterable[QgsFeature], flags: Any = QgsFeatureSink.Flag.FastInsert
    ) -> bool:
        """Write several."""
        return bool(self._kept.addFeatures([_safe(feature) for feature in features], flags))


def _safe(feature: QgsFeature) -> QgsFeature:
    for at, value in enumerate(feature.attributes()):
        if isinstance(value, str):
            text = no_formula(value)
            if text is not value:
                feature.setAttribute(at, text)
    return feature
