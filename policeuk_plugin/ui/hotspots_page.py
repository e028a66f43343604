# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Hotspots: the question first, what chance would give, and a report of several questions."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ..layers.project import selection_group
from ..layers.results import hide_points, replace_same
from ..processing import analysis_parameters as names
from ..text import many, tr
from .desk import Desk
from .gathering import gather, hide_others
from .history import Entry
from .hotspots_faults import cost_of, fault_of
from .hotspots_form import HotspotsForm
from .hotspots_parameters import given_by, later_year, pdf_of, places_for
from .hotspots_questions import CHANCE_ALGORITHM, CLUSTERS, REPORT, questions
from .hotspots_state import restore_state, state_of
from .live import Live
from .reported_page import ReportedPage
from .running import Outcome

_SAID = 2
"""Lines of what a result says of itself that are shown: the finding and what carries it."""


class HotspotsPage(ReportedPage):
    """Fills in the algorithms of its questions, `policeuk:nullmaps` and `policeuk:hotspotreport`."""

    key = "hotspots"
    _chance = False
    _called = ""

    def __init__(self, desk: Desk, parent: Optional[QWidget] = None) -> None:
        super().__init__(desk, parent)
        self.foot_layout.insertLayout(2, self.further)

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
        layout.addWidget(self.form)

    def build_buttons(self, layout: QHBoxLayout) -> None:
        """Those of the result's page; under them what chance would give, and the report."""
        super().build_buttons(layout)
        self.chance_button = self.button("policeukChance", tr("How ma&ny would chance give?"))
        self.report_button = self.button("policeukReport", tr("Report (PD&F)…"))
        self.report_button.setCheckable(True)
        self.chance_button.clicked.connect(self.ask_chance)
        self.report_button.clicked.connect(self._show_report)
        self.further = QHBoxLayout()
        self.further.addWidget(self.chance_button, 1)
        self.further.addWidget(self.report_button, 1)

    def button_names(self) -> tuple[str, str]:
        """As they have been since there was but one such page."""
        return "policeukOpenPage", "policeukSavePage"

    def algorithm(self) -> str:
        """By the question."""
        return CHANCE_ALGORITHM if self._chance else self.form.question.algorithm

    def parameters(self) -> dict[str, Any]:
        """The settings that the question needs, and files for the result that nothing overwrites."""
        question, live = self.form.question, self.desk.selection.live
        self._called = self.form.layer_name()
        given = given_by(self.form)
        if live is not None:
            given.update(later_year(question.key, self.desk.selection.chosen, live))
        if self._chance:
            self._called = tr("By chance: {name}").format(name=self._called)
            return {**given, **places_for("chance", "gpkg")}
        return {**given, **places_for(question.stem, question.suffix)}

    def state(self) -> dict[str, Any]:
        """All settings, those out of sight too."""
        return {**state_of(self.form), "chance": self._chance}

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
        """Run it; what chance would give is asked once."""
        super().run()
        if not self.desk.selection.counting:
            self._chance = False

    def run_again(self, entry: Entry) -> None:
        """Choose what was chosen then; run as soon as it is counted."""
        if not self.runner.running:
            self._chance = entry.algorithm == CHANCE_ALGORITHM
            super().run_again(entry)

    def clusters_found(self) -> Optional[Entry]:
        """The last run for clusters that is remembered."""
        algorithm = questions()[CLUSTERS].algorithm
        return next((one for one in self.desk.runs if (one.page, one.algorithm) == (self.key, algorithm)), None)

    def ask_chance(self) -> None:
        """Make maps by chance with the selection and the settings of the last clusters."""
        entry = self.clusters_found()
        if entry is not None and not self.runner.running:
            self._chance = True
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
        key = self.form.question.key
        self.chance_button.setVisible(key == CLUSTERS)
        last, running = self.clusters_found(), self.runner.running
        why = "" if last else tr("Run first: chance is asked with the settings of the last clusters.")
        why = tr("It is running: wait for its end or cancel it (Esc).") if running else why
        self.chance_button.setEnabled(not why)
        does = tr("Runs the same on 300 maps made by chance: {title}")
        self.chance_button.setToolTip(why or does.format(title=last.title if last else ""))
        self.report_button.setChecked(key == REPORT)
        self.report_button.setText(tr("Back &from report") if key == REPORT else tr("Report (PD&F)…"))
        self.report_button.setToolTip(
            tr("Asks one question at a time again")
            if key == REPORT
            else tr("Several questions about the selection in one page and PDF to hand on; shows first what they are")
        )

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
        title = tr("{question}, {title}").format(question=_called(outcome.algorithm), title=live.title)
        pdf = pdf_of(outcome.parameters)
        if pdf is not None:
            after = tr("Next: open the page; the PDF lies beside it: {path}. Export takes both.").format(path=pdf)
            return title, str(outcome.results.get("SENTENCE") or ""), after
        if not outcome.layers:
            if outcome.results.get(names.OUTPUT):
                return title, tr("It ran, but its layer could not be opened."), ""
            return title, str(outcome.results.get("SENTENCE") or ""), tr("Next: open the page.")
        layer = outcome.layers[0]
        lines = layer.metadata().abstract().split("\n")[:_SAID] + self._outside(outcome)
        sentence = " ".join(f"{line.rstrip('.')}." for line in lines)
        layer.setName(self._called)
        project = self.desk.around.project
        replace_same(project, layer, outcome.algorithm, outcome.parameters)
        gather(project, layer, live.group)
        if not layer.isSpatial():
            return title, sentence, tr("Next: open the page.")
        group = selection_group(project, live.group)
        hidden = [*hide_points(group), *hide_others(project, layer)]
        said = [tr("Switched off, to read it: {names}.").format(names=", ".join(hidden))] if hidden else []
        said.append(tr("Next: open the page, or point at the map with View > Show Map Tips."))
        return title, sentence, " ".join(said)

    def _outside(self, outcome: Outcome) -> list[str]:
        """Why there are fewer crimes than the selection counts."""
        outside = outcome.results.get("OUTSIDE")
        if not isinstance(outside, (int, float)) or not outside:
            return []
        n = many(int(outside), tr("crime of the selection lies"), tr("crimes of the selection lie"))
        return [tr("{n} outside the study area").format(n=n)]


def _called(algorithm: str) -> str:
    """What a run is called in titles."""
    if algorithm == CHANCE_ALGORITHM:
        return tr("By chance")
    return next((one.called for one in questions().values() if one.algorithm == algorithm), tr("Report"))
