# SPDX-License-Identifier: GPL-2.0-or-later
"""'History of this crime' on the features of crimes and outcomes: among what is identified, in forms and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsFeature, QgsMapLayer, QgsVectorLayer
from qgis.gui import QgsGui, QgsMapLayerAction
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget

from .. import settings
from ..layers.kinds import LayerKind
from ..layers.request import kind_of, request_of
from ..layers.results import is_result
from ..text import tr
from .surroundings import Surroundings

if TYPE_CHECKING:
    from ..reports.crime_course_page import CrimeQuestion
    from .crime_history_page import CrimeHistoryPage

_FIELD = "crime_id"
_KINDS = (LayerKind.CRIMES, LayerKind.OUTCOMES)


def has_crimes(layer: Optional[QgsMapLayer]) -> bool:
    """Whether the features of a layer are crimes or outcomes with an id: layers of ours and results."""
    if not isinstance(layer, QgsVectorLayer):
        return False
    return kind_of(layer) in _KINDS or (is_result(layer) and layer.fields().lookupField(_FIELD) >= 0)


class CrimeAction(QgsMapLayerAction):
    """QGIS asks it for each layer whether it is to be offered there; no text of a layer is run."""

    def canRunUsingLayer(self, layer: Optional[QgsMapLayer], context: Any = None) -> bool:  # noqa: N802 - Qt's name
        """Whether it is offered for a layer."""
        return has_crimes(layer)


class CrimeHistories(QObject):
    """Has the action and the one page that it opens."""

    def __init__(self, around: Surroundings, window: QWidget) -> None:
        super().__init__(window)
        self._around, self._window = around, window
        self._page: Optional[CrimeHistoryPage] = None
        self.action = CrimeAction(tr("History of this crime"), self, QgsMapLayerAction.Target.SingleFeature)
        self.action.setObjectName("policeukCrimeHistory")
        # From QGIS 3.30 on callers give a context, and tell both signals or the newer alone.
        name = "triggeredForFeatureV2" if hasattr(self.action, "triggeredForFeatureV2") else "triggeredForFeature"
        getattr(self.action, name).connect(self._triggered)
        QgsGui.mapLayerActionRegistry().addMapLayerAction(self.action)

    def shut_down(self) -> None:
        """Offer it no more; close what is open."""
        QgsGui.mapLayerActionRegistry().removeMapLayerAction(self.action)
        if self._page is not None:
            self._page.close()

    def show_feature(self, layer: QgsMapLayer, feature: QgsFeature) -> None:
        """Open the page on the crime of a feature; says why where it has no id."""
        question = question_of(layer, feature) if isinstance(layer, QgsVectorLayer) else None
        if question is None:
            self._around.tell(
                tr(
                    "This record has no crime ID, so nothing leads to its outcomes. Anti-social behaviour and crimes "
                    "of the British Transport Police have none."
                )
            )
            return
        if self._page is None:
            from .crime_history_page import CrimeHistoryPage  # what reads caches is not loaded while QGIS starts

            self._page = CrimeHistoryPage(self._window)
            self._page.finished.connect(self._forget)
        self._page.show_crime(question)

    def _triggered(self, layer: QgsMapLayer, feature: QgsFeature, context: Any = None) -> None:
        self.show_feature(layer, feature)

    def _forget(self) -> None:
        self._page = None


def question_of(layer: QgsVectorLayer, feature: QgsFeature) -> Optional[CrimeQuestion]:
    """Which crime a feature is of, in the cache that its layer reads, else the user's own; None without an id."""
    from offline_cache.model import Month
    from offline_cache.outcome_joins import IDS_REPEAT

    from ..reports.crime_course_page import CrimeQuestion

    crime, force, month = (_text(layer, feature, name) for name in (_FIELD, "force", "month"))
    if not crime:
        return None
    request = request_of(layer)
    cache = request.cache if request is not None else settings.cache_path()
    of_crime = month if force in IDS_REPEAT and kind_of(layer) is LayerKind.CRIMES else ""
    return CrimeQuestion(cache, crime, force, Month.parse(of_crime) if of_crime else None)


def _text(layer: QgsVectorLayer, feature: QgsFeature, name: str) -> str:
    """A field as text; '' where there is none, also for a NULL, which is no str in any version."""
    at = layer.fields().lookupField(name)
    value = feature.attribute(at) if 0 <= at < len(feature.attributes()) else None
    return value if isinstance(value, str) else ""
