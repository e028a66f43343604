# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:crimelayers`: the whole set of layers of a selection in one go."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputNumber

from ...layers.kinds import THROUGH_TIME, LayerKind
from ...text import tr
from ..asking.selection_parameters import add_selection
from ..running.base import PoliceUkAlgorithm, sentences
from .layer_outputs import add_layer_outputs

WHOLE_SET = tuple(kind for kind in LayerKind if kind not in THROUGH_TIME)
"""What is added: all that the cache holds, but for the layers that are made to be played."""


class CrimeLayers(PoliceUkAlgorithm):
    """All layers of an area, months and crime types."""

    COUNT = "COUNT"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("All layers of a selection")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,layers,set,map,style,themes,outcomes,points of interest,stop and search,areas").split(
            ","
        )

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Adds every layer that the cache has something for, styled, in one group, with a map theme for each "
            "question: crimes by place with heat for maps of a county, crimes by type, outcomes, points of interest, "
            "stops and searches, neighbourhoods with police stations, outlines of areas.\n\n"
            "Use it to begin a project. The layer to look at first is switched on; the themes show the others.\n\n"
            "Do not use it for one layer alone (Add layers from the cache), nor to say where a hotspot is: heat is a "
            "picture, the algorithm for clusters is a test.\n\n"
            "Limits: every place is a snap point, not an address. Rows published without a place are on no layer; the "
            "log says how many they are, which months are missing and which layers there are none of. Crime types do "
            "not limit outcomes and stops; stops cannot be limited to LSOAs."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        add_layer_outputs(self, WHOLE_SET)
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, tr("Number of layers")))

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Check that the layers open, say what they rest on, have them loaded."""
        from .layer_loading import FirstShown, Loading, read_request  # not while QGIS starts

        with sentences():
            loading = Loading(read_request(self, parameters, context, WHOLE_SET, ()))
        loading.tell_coverage(feedback)
        loading.load(context, FirstShown)
        return {**loading.sources(), self.COUNT: len(loading.layers)}
