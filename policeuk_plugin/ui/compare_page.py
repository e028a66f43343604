# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Compare: an area beside its peers, its past, another area; many areas beside each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtGui import QResizeEvent, QShowEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ..processing import analysis_parameters as names
from ..processing.chart_parameters import CHART_BACKGROUND, CHART_WIDTH, DARK, LIGHT
from ..processing.peer_choice import PeerChoice
from ..text import tr
from .adding import show_extent
from .chart_view import NARROWEST, WIDEST, ChartView, is_dark
from .compare_asking import CompareAsking
from .compare_faults import choose_area, fault_of
from .compare_form import CompareForm
from .compare_parameters import algorithm_of, given_by, months_of, places_for, report_given
from .compare_questions import REPORT_ALGORITHM, WHO, algorithms_of
from .compare_results import extent_of, is_drawn, next_step, parted, put, question_of, title_of, without_crimes
from .compare_state import restore_state, state_of
from .compare_words import cost_of
from .desk import Desk
from .history import Entry
from .live import Live
from .page import LEAST_RESULT
from .peer_imports import PeerImports, imported
from .peer_memory import PeerMemory
from .report_row import ReportRow, copy_beside
from .reported_page import ReportedPage
from .running import Outcome

_MARGINS = 40
"""Pixels beside the chart: margins and the bar that scrolls."""
_SHORT, _RESULT = 480, 64
"""Pixels of a page that is short, and of a result that are in sight there."""
_FORM, _FORM_SHORT, _OPENED = 0.45, 0.36, 0.52
"""Share of the page that is the form's beside a result, if it needs as much; what is opened in it scrolls."""


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
        self.rest_label = self.label("policeukCompareRest")

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
        """The selection in numbers, or what stands in for it where nothing of it is held and nothing has to be."""
        live = super().live()
        if live is not None or not self._made or self.desk.selection.counting or self.desk.problem:
            return live
        return without_crimes(self.form, self.asking.peers)

    def fault(self) -> str:
        """What is known to be refused is said before it is run."""
        if not self._made:
            return ""
        return fault_of(self.form, self.desk.selection.chosen, self.asking.peers, self.asking.rated)

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
        does = tr("The area and its peers in one page and PDF to hand on: what was found, charts, map, tables, method")
        if self.form.question.rated:
            does = tr("Each of these areas beside its own peers, in one page and PDF to hand on")
        self.report_row.show_for(self._reports(), reason, does, self.last_entry())

    def _reports(self) -> bool:
        """Whether a report is about what is asked."""
        return self.form.with_peers or self.form.question.rated

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Only a page that is seen asks."""
        super().showEvent(event)
        self.update_form()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where there is little height there are fewer peers in sight, and less of a result."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        short = self.height() < _SHORT
        self.form.be_short(short)
        opened = self.form.change.isChecked()
        self.forms.keep_room(round(self.height() * (_FORM_SHORT if short else _OPENED if opened else _FORM)))
        self.results.keep_room(_RESULT if short else LEAST_RESULT)
        self.results.setVisible(not (short and opened))  # the last result makes room for the choice

    def last_entry(self) -> Optional[Entry]:
        """The last run of this question, or the last report, so that no answer stands under another question."""
        mine = (*algorithms_of(self.form.question), *([REPORT_ALGORITHM] if self._reports() else []))
        return next((run for run in self.desk.runs if run.page == self.key and run.algorithm in mine), None)

    def save_report(self, target: Path) -> None:
        """Copy the page of the last run, and what a report has beside it."""
        super().save_report(target)
        last = self.last_entry()
        if last is not None and target.is_file():
            copy_beside(last.parameters, target, self.desk.around)

    def succeeded(self, outcome: Outcome, live: Live) -> tuple[str, str, str]:
        """Show the chart; the algorithm's own words are the sentence."""
        sentence = str(outcome.results.get("SENTENCE") or "")
        if outcome.algorithm == REPORT_ALGORITHM:
            return tr("Report, {title}").format(title=live.title), sentence, next_step(outcome, ())
        project = self.desk.around.project
        hidden = put(outcome, live, project)
        self.chart.show_file(str(outcome.results.get(names.CHART) or ""), sentence)
        if question_of(outcome.algorithm).key == WHO and is_drawn(outcome):
            show_extent(extent_of(outcome.layers[0], project), self.desk.around, outcome.was_empty)
        return title_of(outcome, live, self.form.other.label), sentence, next_step(outcome, hidden)

    def say(self, sentence: str) -> None:
        """The finding above the chart, the rest below it."""
        finding, rest = parted(sentence)
        super().say(finding)
        self.rest_label.setText(rest)
        self.rest_label.setVisible(bool(rest))

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
        if self.height() < _SHORT:
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
