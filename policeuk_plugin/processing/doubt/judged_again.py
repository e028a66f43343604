# SPDX-License-Identifier: GPL-2.0-or-later
"""Analyses whose verdicts can be judged again with crimes elsewhere, and say on their page how many of them stay."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingParameterNumber

from ...text import tr
from ..asking import analysis_parameters as names
from ..units.unit_analysis import UnitAnalysis

if TYPE_CHECKING:
    from ...analysis.errors import Cancelled
    from ..units.unit_answer import UnitAnswer
    from .judged import Judged
    from .snap_place import Place

SNAP_MAPS = "SNAP_MAPS"
_MOST_MAPS = 5000


class JudgedAgain(UnitAnalysis):
    """Base of the algorithms that give each unit a verdict which may change when crimes are put elsewhere.

    One more joins by `answered`, `judged`, `answer` and `outputs`, by `add_snap_maps` among its parameters, and by a
    line in `judged_methods`. `SNAP_METHOD` is its word there.
    """

    SNAP_METHOD = ""

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read and judge, ask how sure the place is, write."""
        from ..units.unit_answer import write_answer  # numpy, not while QGIS starts

        with self.answered(parameters, context, feedback) as run:
            place = self.place_of(run, parameters, context, feedback)
            answer = self.answer(run, place, feedback.isCanceled)
        return {**write_answer(self, answer, parameters, context, feedback), **self.outputs(run, place)}

    def answered(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> AbstractContextManager[Any]:
        """Read and judge: gives the run, whose data stay open until the `with` ends."""
        raise NotImplementedError

    def judged(self, run: Any, cancelled: Cancelled) -> Judged:
        """The run as it can be judged again; raises `NotRejudged` with the reason where it cannot."""
        raise NotImplementedError

    def answer(self, run: Any, place: Place, cancelled: Cancelled) -> UnitAnswer:
        """What is written of the run, with what is said of how sure the place is."""
        raise NotImplementedError

    def outputs(self, run: Any, place: Place) -> dict[str, Any]:
        """The numbers of the run, and its finding in sentences, by the names of the outputs."""
        raise NotImplementedError

    def add_snap_maps(self) -> None:
        """Declare SNAP_MAPS."""
        number = QgsProcessingParameterNumber
        maps = number(SNAP_MAPS, tr("Maps with crimes elsewhere"), number.Type.Integer, None, True, 0, _MOST_MAPS)
        names.advanced(maps)
        self.add(
            maps,
            tr(
                "How sure is the place? On this many maps crimes are put elsewhere in the catchments of their snap "
                "points, which are inferred, to say how many verdicts stay. Empty: 50 for a page, where that takes a "
                "second or two. 0: none. 'Snap-point uncertainty' shows where."
            ),
        )

    def place_of(
        self, run: Any, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Place:
        """What is to be said of how sure the place is; while the data of the run are open."""
        from .snap_place import Place, place_of  # numpy, not while QGIS starts

        asked = parameters.get(SNAP_MAPS)
        maps: Optional[int] = None if asked is None else self.parameterAsInt(parameters, SNAP_MAPS, context)
        if maps is None and not self.parameterAsFileOutput(parameters, names.REPORT, context):
            return Place()
        seeded = self.parameterDefinition(names.SEED) is not None
        seed = self.parameterAsInt(parameters, names.SEED, context) if seeded else 1
        return place_of(self, run, maps, seed, context.transformContext(), feedback)
