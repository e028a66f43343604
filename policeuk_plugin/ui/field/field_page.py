# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Field: make a field pack, make a brief, merge field notes; and the way into field mode."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...text import tr
from ..algorithm_page import AlgorithmPage
from ..choices import choice_box
from ..desk import Desk
from ..history import Entry
from ..live import Live
from ..plain import plain
from ..running import Outcome
from ..tab_order import in_order
from .field_job import FieldJob
from .field_jobs import BriefJob, MergeJob
from .field_pack_job import PackJob


class FieldPage(AlgorithmPage):
    """A list of jobs, and of the chosen one its settings; what the last run made is opened from here."""

    key = "field"

    def __init__(self, desk: Desk, parent: Optional[QWidget] = None) -> None:
        self._made = False
        super().__init__(desk, parent)
        self._made = True
        self.foot_layout.addWidget(self.field_button)
        desk.selection.areas.answered.connect(self.pack.home.offer)
        self._choose()

    @classmethod
    def title(cls) -> str:
        """What stands on its tab."""
        return tr("Field")

    @property
    def is_about_selection(self) -> bool:
        """Notes are merged whatever is selected."""
        return self.job.about_selection

    @property
    def job(self) -> FieldJob:
        """The one that is chosen."""
        return self.jobs[str(self.ask.currentData())]

    def run_text(self) -> str:
        """What stands on the main button."""
        return tr("Ma&ke pack")

    def build_form(self, layout: QVBoxLayout) -> None:
        """The jobs, and under them their settings."""
        caption = self.label("policeukFieldPageQuestion", tr("What do you want to do?"))
        self.pack = PackJob(self.desk, self)
        brief, merge = BriefJob(self.desk, self), MergeJob(self.desk, self)
        made: list[FieldJob] = [self.pack, brief, merge]
        self.jobs: dict[str, FieldJob] = {job.key: job for job in made}
        self.ask = choice_box("policeukFieldAsk", caption.text(), [(job.key, job.title()) for job in made], self)
        layout.addWidget(caption)
        layout.addWidget(self.ask)
        for job in made:
            job.changed.connect(self.update_form)
            layout.addWidget(job)
        in_order(self.ask, *self.pack.order, *brief.order, *merge.order)
        self.ask.currentIndexChanged.connect(lambda _: self._choose())

    def build_buttons(self, layout: QHBoxLayout) -> None:
        """What the last run made, and field mode."""
        self.open_button = self.button("policeukFieldOpenResult", tr("Open"))
        self.field_button = self.button(
            "policeukOpenFieldMode", tr("Open &field mode"), tr("A window of its own, for a laptop without a network")
        )
        self.open_button.clicked.connect(self.open_result)
        self.field_button.clicked.connect(lambda: self.desk.wanted_field.emit(self._pack()))
        layout.addWidget(self.open_button)

    def algorithm(self) -> str:
        """By the job."""
        return self.job.algorithm()

    def parameters(self) -> dict[str, Any]:
        """By the job."""
        return self.job.parameters()

    def state(self) -> dict[str, Any]:
        """The job, and the settings of all."""
        state: dict[str, Any] = {"job": self.job.key}
        for job in self.jobs.values():
            state.update(job.state())
        return state

    def restore(self, state: dict[str, Any]) -> None:
        """Set them again."""
        for job in self.jobs.values():
            job.restore(state)
        key = state.get("job")
        at = self.ask.findData(key) if isinstance(key, str) else -1
        self.ask.setCurrentIndex(max(at, 0))

    def why_no_selection(self) -> str:
        """Notes are merged whatever is selected; the cache says beside which file."""
        return super().why_no_selection() if self.job.about_selection else ""

    def live(self) -> Optional[Live]:
        """The selection in numbers, or what stands in for it where a job needs none."""
        live = super().live()
        return live if live is not None or self.job.about_selection else self.job.stand_in()

    def fault(self) -> str:
        """By the job."""
        return self.job.lacking() or self.job.fault()

    def cost(self, live: Live) -> str:
        """By the job."""
        return self.job.cost(live)

    def update_form(self) -> None:
        """What cannot be used says why."""
        self.job.update_form(self.why_not() if self.runner.running else "")
        super().update_form()
        last = self.last_entry()
        path = self.job.result_of(last.parameters) if last is not None else None
        self.open_button.setVisible(self.job.opens)
        self.open_button.setEnabled(path is not None)
        tip = tr("What the last run made") if path else tr("Run first: what the last run made is not there.")
        self.open_button.setToolTip(plain(tip))

    def last_entry(self) -> Optional[Entry]:
        """The last run of this job that is remembered."""
        algorithm = self.algorithm()
        return next((run for run in self.desk.runs if (run.page, run.algorithm) == (self.key, algorithm)), None)

    def open_result(self) -> None:
        """Show what the last run of this job made, with the machine's own program for it."""
        last = self.last_entry()
        path = self.job.result_of(last.parameters) if last is not None else None
        if path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def succeeded(self, outcome: Outcome, live: Live) -> tuple[str, str, str]:
        """By the job that was run, whichever is chosen by now."""
        done = next(job for job in self.jobs.values() if job.algorithm() == outcome.algorithm)
        return done.succeeded(outcome, live)

    def shut_down(self) -> None:
        """Nothing of it is left running."""
        for job in self.jobs.values():
            job.shut_down()
        super().shut_down()

    def _pack(self) -> str:
        """The pack that was made last, while it is there."""
        runs = (run for run in self.desk.runs if run.algorithm == self.pack.algorithm())
        made = next((self.pack.result_of(run.parameters) for run in runs), None)
        return str(made) if made is not None and self.job is self.pack and Path(made).exists() else ""

    def _last_sentence(self) -> str:
        last = self.last_entry()
        return tr("Last: {title}. {sentence}").format(title=last.title, sentence=last.sentence) if last else ""

    def _started(self) -> None:
        super()._started()
        self.ask.setEnabled(False)

    def _ended(self, outcome: Outcome) -> None:
        self.ask.setEnabled(True)
        super()._ended(outcome)

    def _choose(self) -> None:
        """Show the settings of the job."""
        for job in self.jobs.values():
            job.setVisible(job is self.job)
        if self._made:
            self.main_button.setText(self.job.run_text())
            self.ask.setToolTip(plain(self.job.purpose()))
            self.say(self._last_sentence())
            self.update_form()
            self.rearranged.emit()
