# SPDX-License-Identifier: GPL-2.0-or-later
"""A page that fills in the parameters of an algorithm, runs it in a task, and tells what came of it."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from offline_cache.errors import CacheError

from .. import settings
from ..processing.running.base import CACHE
from ..text import invented, tr
from .adding import show_extent, show_groups
from .answer_label import AnswerLabel, sentences_of
from .chosen import Chosen
from .desk import Desk, now
from .history import Entry
from .live import Live
from .page import Page
from .plain import plain
from .progress_row import ProgressRow
from .running import AlgorithmRunner, Outcome


class AlgorithmPage(Page):
    """Gives the frame; a page adds its form and says which algorithm, what it costs and what to do next."""

    answer = ""
    """What was answered last; its first sentence stands out wherever it is said."""

    def __init__(self, desk: Desk, parent: Optional[QWidget] = None) -> None:
        super().__init__(desk, parent)
        name = f"policeuk{self.key.capitalize()}"
        self.runner = AlgorithmRunner(desk.around.project, self)
        self._live: Optional[Live] = None
        self._state: dict[str, Any] = {}
        self.build_form(self.body_layout)  # first: Tab goes through widgets in the order in which they are made
        self._run_button = self.button(f"{name}Run", self.run_text())
        buttons = QHBoxLayout()
        self.build_buttons(buttons)
        self.cost_label = self.label(f"{name}Cost")
        self.progress = ProgressRow(name, tr("Stops the run; nothing is kept of it (Esc)"), self)
        self.closing_label = AnswerLabel(f"{name}Closing", self)
        self.caveat_label = self.label(f"{name}Caveat")
        self.caveat_label.setTextFormat(Qt.TextFormat.RichText)
        buttons.insertWidget(0, self._run_button, 1)
        self.foot_layout.addWidget(self.cost_label)
        self.foot_layout.addLayout(buttons)
        self.foot_layout.addWidget(self.progress)
        self.result_layout.addWidget(self.closing_label)
        self.result_layout.addWidget(self.caveat_label)
        self.restore(settings.state(self.key))
        self.make_main(self._run_button)
        self._run_button.clicked.connect(self.run)
        self.progress.cancel_button.clicked.connect(self.cancel)
        self.runner.started.connect(self._started)
        self.runner.progressed.connect(self.progress.bar.setValue)
        self.runner.step.connect(self.progress.step.setText)
        self.runner.ended.connect(self._ended)
        desk.changed.connect(self.update_form)
        self.say(self._last_sentence())
        self.update_form()

    @property
    def main_button(self) -> QPushButton:
        """Runs the algorithm."""
        return self._run_button

    def run_text(self) -> str:
        """What stands on the main button."""
        raise NotImplementedError

    def build_form(self, layout: QVBoxLayout) -> None:
        """Add the widgets above the button."""

    def build_buttons(self, layout: QHBoxLayout) -> None:
        """Add buttons beside the main one."""

    def algorithm(self) -> str:
        """The id of the algorithm that the form asks for."""
        raise NotImplementedError

    def parameters(self) -> dict[str, Any]:
        """What the form adds to cache and selection, None for what it leaves out of it; raises `CacheError` where there
        is no place for the result."""
        raise NotImplementedError

    def state(self) -> dict[str, Any]:
        """What the form remembers."""
        raise NotImplementedError

    def restore(self, state: dict[str, Any]) -> None:
        """Fill the form with what it remembers; whatever is no such value is passed over."""
        raise NotImplementedError

    def fault(self) -> str:
        """Why the form as it is cannot be run, '' where it can."""
        return ""

    def cost(self, live: Live) -> str:
        """What running it will do, before it is run."""
        raise NotImplementedError

    def succeeded(self, outcome: Outcome, live: Live) -> tuple[str, str, str]:
        """Show what came out; gives the title of the run, the sentence of its result, and the next step."""
        raise NotImplementedError

    def why_not(self) -> str:
        """Why the main button is disabled, '' where it is not."""
        if self.runner.running:
            return tr("It is running: wait for its end or cancel it (Esc).")
        registry = QgsApplication.processingRegistry()
        if registry.algorithmById(self.algorithm()) is None:
            return tr("QGIS does not know the algorithm {name}: switch on Police UK in the Processing options.").format(
                name=self.algorithm()
            )
        return self.why_no_selection() or self.fault()

    def why_no_selection(self) -> str:
        """Why nothing can be made of the selection, '' where something can."""
        return self.desk.why_not()

    def live(self) -> Optional[Live]:
        """The selection in numbers; None while they are not known."""
        return self.desk.selection.live

    def update_form(self) -> None:
        """Enable what can be used; what cannot says why."""
        reason, live = self.why_not(), self.live()
        self._run_button.setEnabled(not reason)
        self._run_button.setToolTip(plain(reason) or tr("Enter does it too"))
        if live is not None or reason:  # while it is counted the last words stay
            shown = self.cost(live) if live is not None and not reason else reason
            self.cost_label.setText("" if self.runner.running else shown)
        self.cost_label.setVisible(bool(self.cost_label.text()))
        self.caveat_label.setText(f"<small>{invented()}</small>" if self.desk.held.invented else "")
        self.caveat_label.setVisible(bool(self.caveat_label.text()))

    def run(self) -> None:
        """Run the algorithm on the selection, as soon as it is counted."""
        if self.desk.selection.counting and not self.why_not():
            self.desk.counted_once(self.run)
            return
        self._live = self.live()
        if self.why_not() or self._live is None:
            return
        self._state = self.state()
        settings.remember_state(self.key, self._state)
        definitions = QgsApplication.processingRegistry().algorithmById(self.algorithm()).parameterDefinitions()
        known = {definition.name() for definition in definitions}
        try:
            made = self.parameters()
        except CacheError as error:
            self._tell_error(str(error))
            return
        given = {CACHE: str(self.desk.cache), **self.desk.selection.chosen.parameters(), **made}
        given = {name: value for name, value in given.items() if name in known and value is not None}
        self.runner.start(self.algorithm(), given, self._live.group)

    def run_again(self, entry: Entry) -> None:
        """Choose what was chosen then; run as soon as it is counted."""
        if self.runner.running:
            return
        self.restore(dict(entry.state))
        self.desk.counted_once(self.run)
        self.desk.selection.choose(Chosen.of(entry.parameters))

    def cancel(self) -> None:
        """Ask the run to stop."""
        self.runner.cancel()

    def shut_down(self) -> None:
        """Nothing of it is left running."""
        settings.remember_state(self.key, self.state())
        self.runner.shut_down()

    def say(self, sentence: str) -> None:
        """Show what was done last and what comes next."""
        self.closing_label.say(sentence, sentences_of(self.answer)[0])

    def _last_sentence(self) -> str:
        last = next((entry for entry in self.desk.runs if entry.page == self.key), None)
        return tr("Last: {title}. {sentence}").format(title=last.title, sentence=last.sentence) if last else ""

    def _tell_error(self, error: str) -> None:
        self.say(error)
        self.desk.around.warn(error)

    def _started(self) -> None:
        self.say("")
        self.progress.show_running(True)
        self.update_form()

    def _ended(self, outcome: Outcome) -> None:
        self.progress.show_running(False)
        if outcome.cancelled:
            self.say(tr("Stopped. Nothing was made."))
        elif outcome.error or self._live is None:
            self._tell_error(outcome.error)
        else:
            self.desk.around.clear_warnings()
            show_groups(outcome.layers, self.desk.around)
            show_extent(self._live.extent, self.desk.around, outcome.was_empty)
            title, sentence, after = self.succeeded(outcome, self._live)
            self.say(" ".join(part for part in (sentence, after) if part))
            report = str(outcome.results.get("REPORT") or "")
            entry = Entry(self.key, outcome.algorithm, outcome.parameters, title, sentence, now(), report, self._state)
            self.desk.keep(entry)
        self.update_form()
