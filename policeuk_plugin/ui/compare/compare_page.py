# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Compare: an area beside its peers, its past, another area; many areas beside each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtGui import QResizeEvent, QShowEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...processing.asking import analysis_parameters as names
from ...processing.asking.chart_parameters import CHART_BACKGROUND, CHART_WIDTH, DARK, LIGHT
from ...processing.peers.peer_choice import PeerChoice
from ...text import tr
from ..adding import show_extent
from ..answer_label import AnswerLabel
from ..chart_view import NARROWEST, WIDEST, ChartView, is_dark
from ..desk import Desk
from ..history import Entry
from ..hotspots.report_row import ReportRow, copy_beside
from ..hotspots.reported_page import ReportedPage
from ..live import Live
from ..running import Outcome
from .compare_asking import CompareAsking
from .compare_faults import choose_area, fault_of
from .compare_form import CompareForm
from .compare_months import called_by_months, year_of_ons
from .compare_parameters import algorithm_of, given_by, months_of, places_for
from .compare_questions import REPORT_ALGORITHM, WHO
from .compare_report import report_given, reports
from .compare_results import extent_of, is_drawn, last_of, next_step, parted, put, question_of, title_of, without_crimes
from .compare_room import is_short, room_of
from .compare_state import restore_state, state_of
from .compare_words import cost_of
from .peer_imports import PeerImports, imported
from .peer_memory import PeerMemory

_MARGINS = 40
"""Pixels beside the chart: margins and the bar that scrolls."""


class ComparePage(ReportedPage):
    """Fills in the algorithms of its questions and shows their charts; keeps the choice of peers in the project."""

    key = "compare"
    _reporting = False

    def __init__(self, desk: Desk, parent: Optional[QWidget] = None) -> None:
        self._made = False
        super().__init__(desk, parent)
        self._cache = desk.cache
        self.foot_layout.insertWidget(2, self.report_row)
        self.result_layout.insertWidget(1, self.chart)
        self.result_layout.insertWidget(2, self.rest_label)
        self.asking = CompareAsking(desk, self.form, self)
        self.asking.answered.connect(self.update_form)
        self.memory = PeerMemory(desk.around.project, self)
        self.memory.opened.connect(self._take_choice)
        self.imports = PeerImports(desk, self.form.peers, self.progress, self)
        self.imports.runner.started.connect(self._started)
        self.imports.ended.connect(self._imported)
        self.form.asked.connect(self._choose)
        self.form.change.toggled.connect(self._share_room)
        self.form.peers.picked.connect(self._keep_choice)
        desk.selection.areas.answered.connect(self.form.other.offer)
        desk.changed.connect(self._follow_cache)
        self._made = True
        self._take_choice(self.memory.read())
        self._follow_cache()
        self._choose()

    @classmethod
    def title(cls) -> str:
        """What stands on its tab."""
        return tr("Compare")

    def run_text(self) -> str:
        """What stands on the main button."""
        return tr("R&un")

    def build_form(self, layout: QVBoxLayout) -> None:
        """The question, and what it is about."""
        self.form = CompareForm(self)
        self.form.changed.connect(self.update_form)
        layout.addWidget(self.form)
        self.chart = ChartView("policeukCompareChart", self.result)
        self.rest_label = AnswerLabel("policeukCompareRest", self)

    def build_buttons(self, layout: QHBoxLayout) -> None:
        """Those of the result's page; under them the report, where this version has one."""
        super().build_buttons(layout)
        self.report_row = ReportRow(self)
        self.report_row.asked.connect(self.ask_report)

    def algorithm(self) -> str:
        """By the question."""
        return REPORT_ALGORITHM if self._reporting else algorithm_of(self.form)

    def parameters(self) -> dict[str, Any]:
        """What the question needs, and files for the result that nothing overwrites."""
        selection = self.desk.selection
        if self._reporting:
            return report_given(self.form, selection.chosen, selection.months_box.automatic)
        return {
            **given_by(self.form, selection.chosen, selection.months_box.automatic),
            **places_for(self.form),
            CHART_WIDTH: min(max(self.width() - _MARGINS, NARROWEST), WIDEST),
            CHART_BACKGROUND: DARK if is_dark(self) else LIGHT,
        }

    def state(self) -> dict[str, Any]:
        """All settings, those out of sight too."""
        return state_of(self.form)

    def restore(self, state: dict[str, Any]) -> None:
        """Set them again."""
        restore_state(self.form, state)

    def why_not(self) -> str:
        """Nothing is run while something is imported."""
        if self._made and self.imports.runner.running:
            return self.imports.why_not()
        return super().why_not()

    def why_no_selection(self) -> str:
        """Counts of ONS need no crimes that are held."""
        return "" if self.live() is not None else super().why_no_selection()

    def live(self) -> Optional[Live]:
        """The selection in numbers, or what stands in for it; it is called by the months that are compared."""
        selection, live = self.desk.selection, super().live()
        if live is None and self._made and not (selection.counting or self.desk.problem):
            live = without_crimes(self.form, self.asking.peers)
        if live is None or not self._made:
            return live
        automatic, official = selection.months_box.automatic, year_of_ons(self.asking.peers, self.asking.rated)
        return called_by_months(live, self.form, selection.chosen, automatic, official)

    def fault(self) -> str:
        """What is known to be refused is said before it is run."""
        chosen, asking = self.desk.selection.chosen, self.asking if self._made else None
        return fault_of(self.form, chosen, asking.peers, asking.rated) if asking else ""

    def cost(self, live: Live) -> str:
        """What will be read, and how long it may take."""
        selection = self.desk.selection
        months = months_of(self.form, selection.chosen, selection.months_box.automatic)
        return cost_of(self.form, live, months, self.asking.peers if self._made else None)

    def run(self) -> None:
        """Run what is asked; the project keeps with whom it is compared."""
        super().run()
        if self.runner.running and self.form.with_peers:
            self.memory.write(self.form.peers.choice)
        if not self.desk.selection.counting:
            self._reporting = False

    def run_again(self, entry: Entry) -> None:
        """Choose what was chosen then; run as soon as it is counted."""
        if not self.runner.running:
            self._reporting = entry.algorithm == REPORT_ALGORITHM
            super().run_again(entry)

    def ask_report(self) -> None:
        """Make the report of the area and its peers."""
        if not self.runner.running:
            self._reporting = True
            self.run()

    def cancel(self) -> None:
        """Stop what is under way."""
        self.imports.runner.cancel()
        super().cancel()

    def update_form(self) -> None:
        """What the cache can compare is asked while the page is seen; what cannot be chosen says why."""
        if self._made:
            self.asking.ask(self.isVisible())
        super().update_form()
        if not self._made:
            return
        self.form.peers.enable_imports(self.imports.why_not() or (self.why_not() if self.runner.running else ""))
        reason = self.why_not() or ("" if self.desk.selection.chosen.area else choose_area())
        does = tr("This question in one page and PDF to hand on: what was found, charts, map, tables, method")
        self.report_row.show_for(reports(self.form), reason, does, self.last_entry())
        self._share_room()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Only a page that is seen asks."""
        super().showEvent(event)
        self.update_form()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where there is little height there are fewer peers in sight, and less of a result."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """In a short page all of the form is in sight before it is run, and most of the result after that."""
        room = room_of(self.height(), self.foot.sizeHint().height(), self.form.change.isChecked(), self.is_answered)
        self.form.be_short(room.short)
        self.form.fold(room.folded)
        self.cost_label.setVisible(bool(self.cost_label.text()) and not room.folded)
        self.results.keep_room(room.result)
        self.results.setVisible(room.shown)
        self.forms.keep_room(room.form)

    def last_entry(self) -> Optional[Entry]:
        """The last run of this question or its report, so that no answer stands under another question."""
        return last_of(self.form.question, [run for run in self.desk.runs if run.page == self.key])

    def save_report(self, target: Path) -> None:
        """Copy the page of the last run, and what a report has beside it."""
        super().save_report(target)
        last = self.last_entry()
        if last is not None and target.is_file():
            copy_beside(last.parameters, target, self.desk.around)

    def succeeded(self, outcome: Outcome, live: Live) -> tuple[str, str, str]:
        """Show the chart; the algorithm's own words are the sentence."""
        sentence, self.answer = str(outcome.results.get("SENTENCE") or ""), ""
        if outcome.algorithm == REPORT_ALGORITHM:
            return tr("Report, {title}").format(title=live.title), sentence, next_step(outcome, ())
        self.answer = sentence
        project = self.desk.around.project
        hidden = put(outcome, live, project)
        self.chart.show_file(str(outcome.results.get(names.CHART) or ""), sentence)
        if question_of(outcome.algorithm).key == WHO and is_drawn(outcome):
            show_extent(extent_of(outcome.layers[0], project), self.desk.around, outcome.was_empty)
        return title_of(outcome, live, self.form.other.label), sentence, next_step(outcome, hidden)

    def say(self, sentence: str) -> None:
        """The finding above the chart, the rest below it."""
        finding, rest = parted(sentence, self.answer)
        super().say(finding)
        self.rest_label.say(rest)

    def shut_down(self) -> None:
        """Nothing of it is left running."""
        super().shut_down()
        self.form.search.shut_down()
        self.asking.shut_down()
        self.imports.shut_down()
        self.memory.shut_down()

    def _imported(self, outcome: Outcome) -> None:
        self.form.ask.setEnabled(True)
        if outcome.error and not outcome.cancelled:
            self._tell_error(outcome.error)
        else:
            self.desk.around.clear_warnings()
            self.say(imported(outcome))

    def _started(self) -> None:
        self.form.ask.setEnabled(False)
        if is_short(self.height()):
            self.form.change.setChecked(False)
        self.chart.show_file("", "")
        super()._started()

    def _ended(self, outcome: Outcome) -> None:
        self.form.ask.setEnabled(True)
        super()._ended(outcome)

    def _choose(self) -> None:
        """Another question: what it gave the last time, and nothing of the one before."""
        self.say(self._last_sentence())
        last = self.last_entry()
        path = str(last.parameters.get(names.CHART) or "") if last else ""
        self.chart.show_file(path if last and Path(path).is_file() else "", last.sentence if last else "")
        self.update_form()

    def _take_choice(self, choice: Optional[PeerChoice]) -> None:
        """That of the project, where it has one."""
        if choice is not None:
            self.form.peers.set_choice(choice)
            self.form.adapt()

    def _keep_choice(self) -> None:
        self.memory.write(self.form.peers.choice)

    def _follow_cache(self) -> None:
        """The second area is one of the cache that the panel is about."""
        cache = self.desk.cache
        self.form.search.cache = cache
        if cache != self._cache:
            self._cache = cache
            self.form.search.forget()
            self.form.other.forget_typing()
            self.form.other.offer(())
            self.form.other.set_area("")
            self.update_form()
