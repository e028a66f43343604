# SPDX-License-Identifier: GPL-2.0-or-later
"""The questions of the page Map that give a layer and a page with its tables: places, outcomes, stops, interest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from offline_cache.model import Dataset

from ...layers.build import available
from ...layers.kinds import LayerKind
from ...processing.asking import analysis_parameters as names
from ...text import many, tr
from .. import sentences
from ..answer_label import sentences_of
from ..desk import Desk
from ..live import Live
from ..result_files import free_file
from ..running import Outcome
from .map_question import MapQuestion

_SAID = 2
"""Sentences of a finding that are shown; the page has all."""


@dataclass(frozen=True)
class Table:
    """One such question, by the name of its algorithm."""

    algorithm: str
    kind: LayerKind
    dataset: Dataset


TABLES = (
    Table("outcomelayer", LayerKind.OUTCOMES, Dataset.OUTCOMES),
    Table("stopsearchlayer", LayerKind.STOP_PLACES, Dataset.STOPS),
    Table("pointsofinterest", LayerKind.INTEREST, Dataset.STREET),
    Table("placelayer", LayerKind.PLACES, Dataset.STREET),
)


class MapTable(MapQuestion):
    """Fills in an algorithm that adds a layer and writes a page of tables."""

    def __init__(self, table: Table, desk: Desk, parent: QWidget) -> None:
        self.table = table
        self.key = table.algorithm
        super().__init__(desk, parent)
        words = QLabel(self.purpose(), self)
        words.setObjectName(f"policeukMap{self.key.capitalize()}Words")
        words.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(words)

    def title(self) -> str:
        """The question in the list of questions."""
        return {
            "outcomelayer": tr("Outcomes, with a page of tables"),
            "stopsearchlayer": tr("Stops and searches, with a page of tables"),
            "pointsofinterest": tr("Points of interest, with a page of tables"),
            "placelayer": tr("Crimes by place, with a page of tables"),
        }[self.key]

    def purpose(self) -> str:
        """What it gives, in a sentence."""
        return {
            "outcomelayer": tr("What came of crimes, month by month, and how long it took."),
            "stopsearchlayer": tr("Stops by place; by force what was searched for, what came of it, and whom it met."),
            "pointsofinterest": tr("Crimes at stations, shopping areas, nightclubs and the like, through time."),
            "placelayer": tr("The snap points with most crimes, by type and month."),
        }[self.key]

    def lacking(self) -> str:
        """Files of its own have to be held."""
        if not self.desk.held.files or self.table.kind in available(self.desk.held):
            return ""
        return sentences.nothing_for(self.table.kind)

    def algorithm(self) -> str:
        """The id of its algorithm."""
        return f"policeuk:{self.key}"

    def parameters(self) -> dict[str, Any]:
        """A page that nothing overwrites."""
        return {names.REPORT: str(free_file(self.key, "html"))}

    def fault(self) -> str:
        """What is known to be refused is said before it is run."""
        return sentences.no_stops_in(self.desk.selection.chosen.area) if self.table.dataset is Dataset.STOPS else ""

    def cost(self, live: Live) -> str:
        """What will be read, and how long it may take."""
        if self.table.dataset is Dataset.STREET:
            return tr("Reads {crimes}; takes seconds.").format(crimes=many(live.crimes, tr("crime"), tr("crimes")))
        limited = self.desk.selection.chosen.types
        every = tr(" Crime types do not limit them.") if limited else ""
        return tr("Reads the files of these months; takes seconds.{every}").format(every=every)

    def succeeded(self, outcome: Outcome, live: Live) -> tuple[str, str, str]:
        """The algorithm's own words are the sentence."""
        title = tr("{layer} in tables, {title}").format(layer=self.title().partition(",")[0], title=live.title)
        said = str(outcome.results.get("SENTENCE") or "") or sentences.added(outcome.layers)
        return title, _first_of(said), tr("Next: open the page for the tables, or look at the layer on the map.")


def _first_of(said: str) -> str:
    """The first sentences."""
    return f"{' '.join(sentences_of(said)[:_SAID]).rstrip('.')}."
