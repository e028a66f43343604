# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Map: what of the selection to see, the question first."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QStandardItemModel
from qgis.PyQt.QtWidgets import QComboBox, QVBoxLayout, QWidget

from ...layers.animation import Step
from ...layers.kinds import LayerKind
from ...text import tr
from ..desk import Desk
from ..history import Entry
from ..hotspots.reported_page import ReportedPage
from ..live import Live
from ..plain import plain
from ..running import Outcome
from .map_areas import MapAreas
from .map_layers import MapLayers
from .map_question import MapQuestion, narrow
from .map_route import MapRoute
from .map_tables import TABLES, MapTable


class MapPage(ReportedPage):
    """A list of questions, and of the chosen one its settings."""

    key = "map"

    def __init__(self, desk: Desk, parent: Optional[QWidget] = None) -> None:
        self._made = False
        super().__init__(desk, parent)
        self._made = True
        play = self.layers.play
        self.foot_layout.addWidget(play)
        for one, then in ((self.save_button, play.button), (play.button, play.steps), (play.steps, play.back)):
            self.setTabOrder(one, then)
        self._choose()

    @classmethod
    def title(cls) -> str:
        """What stands on its tab."""
        return tr("Map")

    def run_text(self) -> str:
        """What stands on the main button."""
        return tr("Add to map")

    def build_form(self, layout: QVBoxLayout) -> None:
        """The questions, and under them their settings."""
        caption = self.label("policeukMapQuestion", tr("What do you want to see?"))
        self.ask = narrow(QComboBox(self), "policeukMapAsk")
        self.ask.setAccessibleName(caption.text())
        caption.setBuddy(self.ask)
        self.layers = MapLayers(self.desk, self)
        areas, route = MapAreas(self.desk, self), MapRoute(self.desk, self)
        tables = [MapTable(table, self.desk, self) for table in TABLES]
        self.questions: dict[str, MapQuestion] = {one.key: one for one in (self.layers, areas, route, *tables)}
        layout.addWidget(caption)
        layout.addWidget(self.ask)
        for question in self.questions.values():
            self.ask.addItem(question.title(), question.key)
            question.setVisible(question is self.layers)
            question.changed.connect(self.update_form)
            layout.addWidget(question)
        self.ask.currentIndexChanged.connect(lambda _: self._choose())
        self.layers.play.wanted.connect(self._play_months)

    @property
    def question(self) -> MapQuestion:
        """The one that is chosen."""
        return self.questions[self.ask.currentData()]

    def tick(self, kind: LayerKind, ticked: bool) -> None:
        """Tick a layer, or not."""
        self.layers.tick(kind, ticked)

    def algorithm(self) -> str:
        """By the question."""
        return self.question.algorithm()

    def parameters(self) -> dict[str, Any]:
        """By the question."""
        return self.question.parameters()

    def state(self) -> dict[str, Any]:
        """The question, and the settings of all."""
        state: dict[str, Any] = {"question": self.question.key}
        for question in self.questions.values():
            state.update(question.state())
        return state

    def restore(self, state: dict[str, Any]) -> None:
        """Set them again."""
        for question in self.questions.values():
            question.restore(state)
        key = state.get("question")
        at = self.ask.findData(key) if isinstance(key, str) else -1
        self.ask.setCurrentIndex(max(at, 0))

    def run_again(self, entry: Entry) -> None:
        """With what only the run itself knows."""
        super().run_again(entry)
        if not self.runner.running:
            self.question.repeat(entry)

    def fault(self) -> str:
        """By the question."""
        return self.question.lacking() or self.question.fault()

    def cost(self, live: Live) -> str:
        """By the question."""
        return self.question.cost(live)

    def update_form(self) -> None:
        """Questions that cannot be asked say why; of a question without a page no buttons for one are shown."""
        question = self.question
        for row, one in enumerate(self.questions.values()):
            lacking = one.lacking()
            self._enable(row, not lacking, plain(lacking or one.purpose()))
        question.update_form(self.desk.why_not() or (self.why_not() if self.runner.running else ""))
        super().update_form()
        self.open_button.setVisible(question.makes_page)
        self.save_button.setVisible(question.makes_page)

    def last_entry(self) -> Optional[Entry]:
        """The last run of this question that is remembered."""
        algorithm = self.algorithm()
        return next((run for run in self.desk.runs if (run.page, run.algorithm) == (self.key, algorithm)), None)

    def _last_sentence(self) -> str:
        last = self.last_entry()
        return tr("Last: {title}. {sentence}").format(title=last.title, sentence=last.sentence) if last else ""

    def succeeded(self, outcome: Outcome, live: Live) -> tuple[str, str, str]:
        """By the question that was asked, whichever is chosen by now."""
        asked = next(one for one in self.questions.values() if one.algorithm() == outcome.algorithm)
        return asked.succeeded(outcome, live)

    def shut_down(self) -> None:
        """Nothing of it is left running."""
        for question in self.questions.values():
            question.shut_down()
        super().shut_down()

    def _started(self) -> None:
        super()._started()
        self.ask.setEnabled(False)

    def _ended(self, outcome: Outcome) -> None:
        self.ask.setEnabled(True)
        if outcome.cancelled or outcome.error:
            self.layers.play_next(None)
        super()._ended(outcome)

    def _choose(self) -> None:
        """Show the settings of the question."""
        for question in self.questions.values():
            question.setVisible(question is self.question)
        self.layers.play.setVisible(self.question is self.layers)
        self.ask.setToolTip(plain(self.question.purpose()))
        if self._made:
            self.say(self._last_sentence())
            self.update_form()

    def _enable(self, row: int, enabled: bool, tip: str) -> None:
        model = self.ask.model()
        if isinstance(model, QStandardItemModel):
            model.item(row).setEnabled(enabled)
        self.ask.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)

    def _play_months(self, step: Step) -> None:
        self.layers.play_next(step)
        self.run()
        if not self.runner.running and not self.desk.selection.counting:
            self.layers.play_next(None)
