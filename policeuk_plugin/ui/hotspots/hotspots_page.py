# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Hotspots: the question first, what chance would give, and a report of several questions."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices, QResizeEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...layers.project import selection_group
from ...layers.results import hide_points, replace_same
from ...processing.asking import analysis_parameters as names
from ...reports.page_reading import short_of
from ...text import tr
from ..desk import Desk
from ..flow_layout import FullLines
from ..gathering import gather, hide_others
from ..history import Entry
from ..live import Live
from ..page import LEAST_RESULT
from ..running import Outcome
from ..sentences import switched_off
from ..tab_order import in_order
from .folded_answer import FoldedAnswer
from .hotspots_faults import cost_of, fault_of
from .hotspots_form import HotspotsForm
from .hotspots_parameters import given_by, later_year, map_order, pdf_of, places_for
from .hotspots_place import method_of, place_parameters
from .hotspots_questions import CHANCE_ALGORITHM, CLUSTERS, PLACE_ALGORITHM, REPORT, called_of, key_of, questions
from .hotspots_state import restore_state, state_of
from .hotspots_words import outside_line
from .reported_page import ReportedPage

_ALL, _LITTLE, _FEW_LINES = 10_000, 40, 96
"""Pixels of the question that are not scrolled away, as many as it has or but a few; and of the result beside it."""
_ROOM = 210
"""Pixels of a page beside its buttons and all of its questions one under another: method, settings, what came out."""


class HotspotsPage(ReportedPage):
    """Fills in the algorithms of its questions, `policeuk:nullmaps` and `policeuk:hotspotreport`."""

    key = "hotspots"
    _further = ""
    _refused = False
    _called = _told_of = ""
    _pdf: Optional[Path] = None

    def __init__(self, desk: Desk, parent: Optional[QWidget] = None) -> None:
        super().__init__(desk, parent)
        self.foot_layout.insertWidget(2, self.further)
        self.result_layout.insertWidget(1, self.folded)
        in_order(self.report_button, self.progress.cancel_button, self.folded.button)

    @classmethod
    def title(cls) -> str:
        """What stands on its tab."""
        return tr("Hotspots")

    def run_text(self) -> str:
        """What stands on the main button."""
        return tr("R&un")

    def build_form(self, layout: QVBoxLayout) -> None:
        """Question and settings."""
        self.form = HotspotsForm(self)
        self.form.changed.connect(self.update_form)
        self.form.more.toggled.connect(self._share_room)
        self.folded = FoldedAnswer("policeukHotspotsAnswer", self)
        layout.addWidget(self.form)

    def build_buttons(self, layout: QHBoxLayout) -> None:
        """Those of the result's page; under them what chance would give, and the report."""
        super().build_buttons(layout)
        self.chance_button = self.button("policeukChance", tr("Cha&nce alone?"))
        self.place_button = self.button("policeukPlace", tr("Chec&k the place"))
        self.pdf_button = self.button("policeukOpenPdf", tr("Ope&n PDF"), tr("The report to print, in its own program"))
        self.report_button = self.button("policeukReport", tr("Report (PD&F)…"))
        self.report_button.setCheckable(True)
        self.chance_button.clicked.connect(self.ask_chance)
        self.place_button.clicked.connect(self.ask_place)
        self.report_button.clicked.connect(self._show_report)
        self.pdf_button.clicked.connect(self.open_pdf)
        self.further = QWidget(self)
        lines = FullLines(self.further, 4)
        for button in (self.chance_button, self.place_button, self.pdf_button, self.report_button):
            lines.addWidget(button)

    def button_names(self) -> tuple[str, str]:
        """As they have been since there was but one such page."""
        return "policeukOpenPage", "policeukSavePage"

    def algorithm(self) -> str:
        """By the question."""
        return self._further or self.form.question.algorithm

    def parameters(self) -> dict[str, Any]:
        """The settings that the question needs, and files for the result that nothing overwrites."""
        question, live = self.form.question, self.desk.selection.live
        self._called = self.form.layer_name()
        given = given_by(self.form)
        if live is not None:
            given.update(later_year(question.key, self.desk.selection.chosen, live))
        if self._further == CHANCE_ALGORITHM:
            self._called = tr("By chance: {name}").format(name=self._called)
            return {**given, **places_for("chance", "gpkg")}
        if self._further == PLACE_ALGORITHM:
            self._called = tr("Sure of the place: {name}").format(name=self._called)
            return {**place_parameters(question, given), **places_for("place", "gpkg")}
        return {**given, **places_for(question.stem, question.suffix)}

    def state(self) -> dict[str, Any]:
        """All settings, those out of sight too."""
        return {**state_of(self.form), "chance": self._further == CHANCE_ALGORITHM}

    def restore(self, state: dict[str, Any]) -> None:
        """Set them again."""
        restore_state(self.form, state)

    def fault(self) -> str:
        """What is known to be refused is said before it is run."""
        return fault_of(self.form, self.desk.selection.chosen, self.desk.selection.live)

    def cost(self, live: Live) -> str:
        """What will be read, and how long it may take."""
        return cost_of(self.form, live)

    def run(self) -> None:
        """Run it; what chance would give, and how sure the place is, are asked once."""
        super().run()
        if not self.desk.selection.counting:
            self._further = ""

    def run_again(self, entry: Entry) -> None:
        """Choose what was chosen then; run as soon as it is counted."""
        if not self.runner.running:
            asked = questions().get(key_of(entry.state))
            further = {CHANCE_ALGORITHM, PLACE_ALGORITHM} - ({asked.algorithm} if asked is not None else set())
            self._further = entry.algorithm if entry.algorithm in further else ""
            super().run_again(entry)

    def last_entry(self) -> Optional[Entry]:
        """The last run of the question that is asked, so that no answer stands under another question."""
        mine = (entry for entry in self.desk.runs if entry.page == self.key)
        return next((entry for entry in mine if key_of(entry.state) == self.form.question.key), None)

    def found(self, key: str) -> Optional[Entry]:
        """The last run of a question itself that is remembered."""
        asked = questions().get(key)
        algorithm = asked.algorithm if asked is not None else ""
        return next((one for one in self.desk.runs if (one.page, one.algorithm) == (self.key, algorithm)), None)

    def ask_chance(self) -> None:
        """Make maps by chance with the selection and the settings of the last clusters."""
        self._ask_further(CHANCE_ALGORITHM, CLUSTERS)

    def ask_place(self) -> None:
        """Put crimes elsewhere with the selection and the settings of the question's last run."""
        self._ask_further(PLACE_ALGORITHM, self.form.question.key)

    def _ask_further(self, algorithm: str, key: str) -> None:
        entry = self.found(key)
        if entry is not None and not self.runner.running:
            self._further = algorithm
            super().run_again(entry)

    def _show_report(self, shown: bool) -> None:
        if shown:
            self.form.ask(REPORT)
        else:
            self.form.leave_report()

    def update_form(self) -> None:
        """What crimes are counted inside of, too; and what can be asked further."""
        live = self.desk.selection.live
        if live is not None:
            self.form.show_ground(live.ground.inside)
        super().update_form()
        refused, self._refused = self._refused, bool(self.why_not())
        if live is None and refused and not self._refused:  # what was said before the cache had been read
            self.cost_label.setText(tr("Counting…"))
        key = self.form.question.key
        self._tell_last(key)
        self._share_room()
        self._offer_pdf(key)
        self._offer_further(key)
        self.report_button.setChecked(key == REPORT)
        self.report_button.setText(tr("Back &from report") if key == REPORT else tr("Report (PD&F)…"))
        self.report_button.setToolTip(
            tr("Asks one question at a time again")
            if key == REPORT
            else tr("Several questions about the selection in one page and PDF to hand on; shows first what they are")
        )

    def _offer_further(self, key: str) -> None:
        """What chance would give, of clusters; how sure the place is, of all that gives units a verdict."""
        self.chance_button.setVisible(key == CLUSTERS)
        self.place_button.setVisible(method_of(self.form.question) is not None)
        last, running = self.found(key), self.runner.running
        chance = tr("Runs the same on 300 maps of each of six kinds of chance: {title}")
        place = tr("How sure is the place? Runs the same on 200 maps with crimes elsewhere near their snap points: ")
        for button, first, does in (
            (self.chance_button, tr("Run first: chance is asked with the settings of the last clusters."), chance),
            (self.place_button, tr("Run first: the same is asked with crimes elsewhere."), place + "{title}"),
        ):
            why = tr("It is running: wait for its end or cancel it (Esc).") if running else "" if last else first
            button.setEnabled(not why)
            button.setToolTip(why or does.format(title=last.title if last else ""))

    def _tell_last(self, key: str) -> None:
        """What the question gave the last time, as soon as another is asked."""
        before, self._told_of = self._told_of, key
        if before not in ("", key) and not self.runner.running:
            self.say(self._last_sentence())

    def _offer_pdf(self, key: str) -> None:
        last = self.last_entry()
        self._pdf = pdf_of(last.parameters) if last else None
        self.pdf_button.setVisible(key == REPORT)
        self.pdf_button.setEnabled(self._pdf is not None)

    def open_pdf(self) -> None:
        """Show the PDF of the last report."""
        if self._pdf is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._pdf)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where there is little height the questions are a list to open."""
        super().resizeEvent(event)
        self.form.be_short(self.height() < self.form.height_of_questions() + self.foot.sizeHint().height() + _ROOM)
        self._share_room()

    def _share_room(self) -> None:
        """The question wholly in sight where it can be: two parts that scroll are one too many."""
        self.form.fold(self.is_answered)
        told = self.form.is_folded and self.main_button.isEnabled()
        self.cost_label.setVisible(bool(self.cost_label.text()) and not told)
        self.forms.keep_room(_ALL if self.form.wants_all else _LITTLE)
        self.results.keep_room(_FEW_LINES if self.form.wants_all else LEAST_RESULT)

    def save_report(self, target: Path) -> None:
        """Copy the page of the last run, and the PDF beside it."""
        super().save_report(target)
        last = self.last_entry()
        pdf = pdf_of(last.parameters) if last else None
        if pdf is None or not target.is_file():
            return
        try:
            shutil.copyfile(pdf, target.with_suffix(".pdf"))
        except OSError as error:
            self.desk.around.warn(tr("The PDF could not be saved: {error}.").format(error=error.strerror))

    def succeeded(self, outcome: Outcome, live: Live) -> tuple[str, str, str]:
        """Put the result on the map; its own words are the sentence."""
        title = tr("{question}, {title}").format(question=called_of(outcome.algorithm), title=live.title)
        pdf = pdf_of(outcome.parameters)
        self.answer = ""
        if pdf is not None:
            after = tr("Next: open the page or the PDF, {name}. Export takes both.").format(name=pdf.name)
            return title, str(outcome.results.get("SENTENCE") or ""), after
        self.answer = short_of(Path(str(outcome.results.get(names.REPORT) or "")))
        said = (self.answer, outside_line(outcome.results.get("OUTSIDE")))
        sentence = " ".join(f"{line.rstrip('.')}." for line in said if line)
        if not outcome.layers:
            if outcome.results.get(names.OUTPUT):
                return title, tr("It ran, but its layer could not be opened."), ""
            return title, sentence, tr("Next: open the page.")
        return title, sentence, self._shown(outcome, live)

    def say(self, sentence: str) -> None:
        """What decides of an answer stays in sight, the rest of it is folded."""
        super().say(self.folded.shortened(sentence, self.answer))

    def _shown(self, outcome: Outcome, live: Live) -> str:
        """Put the layer where it can be read; gives what comes next."""
        project = self.desk.around.project
        layer, *beside = map_order(outcome.layers, outcome.parameters)
        layer.setName(self._called)
        replace_same(project, layer, outcome.algorithm, outcome.parameters, beside)
        gather(project, layer, live.group)
        for over in beside:
            over.setName(tr("Beyond chance: {name}").format(name=self._called))
            gather(project, over, live.group)
        if not layer.isSpatial():
            return tr("Next: open the page.")
        hidden = [*hide_points(selection_group(project, live.group)), *hide_others(project, layer)]
        after = tr("Next: open the page, or point at the map with View > Show Map Tips.")
        return " ".join([*switched_off(hidden), after])
