# SPDX-License-Identifier: GPL-2.0-or-later
"""What the page Data does with the network: the form of a download, refresh, connection test, work offline."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ... import settings
from ...processing.running.base import CACHE
from ...text import tr
from ..connection import ask_services, told
from ..data_form import DataForm
from ..desk import Desk, now
from ..downloads import Downloads, offline_reason
from ..history import Entry
from ..refreshing import Refresher
from ..running import Outcome
from .caller import Caller
from .download_result import REFRESH, tell, tell_stopped
from .fetch_areas_row import AREAS, FetchAreasRow
from .pointing import Pointing
from .wanted_download import FORCE_SLICE, LSOA_SLICE, WantedDownload

_PAGE = "data"


class DownloadPart(QObject):
    """Behaviour of the widgets of `form` that concern the network; `changed` tells that other buttons can be used,
    `opened` that the form of a download came into sight or went."""

    changed = pyqtSignal()
    opened = pyqtSignal()

    def __init__(self, desk: Desk, form: DataForm, refresher: Refresher, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.desk, self.form, self.refresher = desk, form, refresher
        self.downloads = Downloads(desk, form.download, self)
        self.tester = Caller(tr("Police UK: testing the connection"), self)
        self.pointing = Pointing(desk.around, form.download, self)
        self._wait = ""
        self._passing = False  # whether what is said is of a form that may have been changed since
        self._area_rows = (form.areas_row, form.download.areas_row)
        self._connect()

    @property
    def running(self) -> bool:
        """Whether anything is under way on the network."""
        return self.downloads.running or self.tester.running

    def open_download(self) -> None:
        """Show the form of a download in place of what is held."""
        if self._wait or self.running or settings.works_offline() or self.form.download_open:
            return
        self.form.say("")
        self.form.open_download(True)
        self.opened.emit()
        self.downloads.open()
        self.form.download.forces.search.setFocus()
        self.changed.emit()

    def close_download(self) -> None:
        """Show what is held again; what was filled in is remembered."""
        self.pointing.close()
        self.downloads.close()
        self.form.open_download(False)
        self.opened.emit()
        self.form.foot.download_button.setFocus()
        self.changed.emit()

    def refresh_cache(self) -> None:
        """Bring what is held up to the newest release."""
        if not self.running and not settings.works_offline() and self.desk.held.files:
            self.form.say("")
            self.downloads.start(REFRESH, {})

    def test_connection(self) -> None:
        """Ask each service once, and say what is in the way."""
        if not self.running and not settings.works_offline():
            self.tester.call(ask_services)

    def work_offline(self, offline: bool) -> None:
        """Let nothing go to the network from now on, or let it again; what is under way there stops."""
        settings.work_offline(offline)
        self.desk.around.clear_warnings()  # what was said of the network is past
        if offline:
            self.downloads.cancel()
            self.tester.cancel()
        if not self.running:
            self.form.say(tr("Offline now: nothing is sent until you untick it.") if offline else "")
        self.changed.emit()

    def run_again(self, entry: Entry) -> None:
        """Download again what an earlier run was of."""
        if self.running or settings.works_offline():
            self.form.say(offline_reason() if settings.works_offline() else "")
        elif entry.algorithm in (FORCE_SLICE, LSOA_SLICE):
            self.open_download()
            self.downloads.run_again(WantedDownload.of_run(entry.algorithm, entry.parameters))
        else:
            given = {name: value for name, value in entry.parameters.items() if name != CACHE}
            self.downloads.start(entry.algorithm, given)

    def cancel(self) -> None:
        """Stop what is under way; where nothing is, close the form."""
        if self.pointing.drawing.active:
            self.pointing.drawing.stop()
        elif self.running:
            self.downloads.cancel()
            self.tester.cancel()
        elif self.form.download_open:
            self.close_download()

    def shut_down(self) -> None:
        """Nothing of it is left running, or on the map."""
        self.pointing.shut_down()
        self.downloads.shut_down()
        self.tester.shut_down()

    def enable(self, wait: str) -> None:
        """Enable what can be used; `wait` is what else is under way, '' where nothing is."""
        form, desk, downloads = self.form, self.desk, self.downloads
        self._wait = wait
        busy = wait or self._busy()
        offline = offline_reason() if settings.works_offline() else ""
        empty = desk.problem or ("" if desk.held.files else tr("Nothing is held yet: download or import files first."))
        form.foot.show_offline(bool(offline))
        form.enable(busy, offline, empty, settings.cache_is_fixed())
        form.plan.plan_label.setText(downloads.plan_text())
        form.plan.plan_label.setVisible(bool(downloads.plan_text()) and not busy)
        form.plan.enable(busy or downloads.why_not_asked(), busy or downloads.why_not_started())
        form.download.enable(bool(busy))

    def _busy(self) -> str:
        if self.tester.running:
            return tr("The connection is being tested: wait for the end or cancel it.")
        return tr("A download is running: cancel it or wait for its end.") if self.downloads.running else ""

    def _connect(self) -> None:
        form, foot, downloads = self.form, self.form.foot, self.downloads
        for button in (foot.download_button, form.welcome.force_button):
            button.clicked.connect(self.open_download)
        form.download.back_button.clicked.connect(self.close_download)
        foot.refresh_button.clicked.connect(self.refresh_cache)
        foot.test_button.clicked.connect(self.test_connection)
        foot.offline_box.toggled.connect(self.work_offline)
        form.plan.ask_button.clicked.connect(downloads.ask)
        form.plan.start_button.clicked.connect(downloads.run)
        for row in self._area_rows:
            row.button.clicked.connect(functools.partial(self._fetch_areas, row))
        self.pointing.refused.connect(self._refuse)
        self.pointing.pointed.connect(lambda: form.say(""))
        form.add_button.clicked.connect(lambda: self.desk.wanted_page.emit("map"))
        downloads.changed.connect(self.changed)
        downloads.busy.connect(self._show_busy)
        downloads.failed.connect(self._refuse)
        form.download.chosen.connect(self._form_changed)
        downloads.runner.progressed.connect(form.progress.bar.setValue)
        downloads.runner.step.connect(form.progress.step.setText)
        downloads.ended.connect(self._download_ended)
        self.tester.started.connect(lambda: self._show_busy(tr("Asking each service for a small answer…")))
        self.tester.answered.connect(lambda checks: self._tested(*told(checks)))
        self.tester.failed.connect(self._tested)
        self.tester.stopped.connect(lambda: self._tested(tr("Stopped testing.")))

    def _show_busy(self, what: str) -> None:
        """Show that something is under way, '' for its end; a question has no parts to count."""
        self.form.progress.show_running(bool(what))
        self.form.progress.step.setText(what)
        asking = self.downloads.caller.running or self.tester.running
        self.form.progress.bar.setRange(0, 0 if what and asking else 100)
        if what:
            self.pointing.drawing.stop()
            self.form.say("")
            self._passing = False
        self.changed.emit()

    def _download_ended(self, outcome: Outcome) -> None:
        self.desk.refresh()
        self.refresher.refresh(self.desk.cache)
        stopped = outcome.cancelled or outcome.error
        done = tell_stopped(outcome, self.downloads.subject) if stopped else tell(outcome)
        if outcome.error and not outcome.cancelled:
            self.desk.around.warn(outcome.error)
        elif not stopped:
            self.desk.around.clear_warnings()
            if outcome.algorithm == AREAS:
                for row in self._area_rows:
                    row.forget_picked()
                    row.propose(next(iter(self.desk.held.forces), ""))
        self.form.say(" ".join(filter(None, (done.sentence, done.after))), done.lines, can_add=done.came)
        self.form.changes_button.setChecked(done.came and outcome.algorithm == REFRESH)
        entry = Entry(_PAGE, outcome.algorithm, outcome.parameters, done.title, done.sentence, now())
        self.desk.keep(replace(entry, stopped=done.stopped))

    def _tested(self, sentence: str, lines: Sequence[str] = ()) -> None:
        self._show_busy("")
        self.form.say(sentence, lines)

    def _fetch_areas(self, row: FetchAreasRow, _checked: bool = False) -> None:
        self.downloads.fetch_areas(row)

    def _refuse(self, sentence: str) -> None:
        """Say why the form as it is does not do: until it is changed."""
        self.form.say(sentence)
        self._passing = True

    def _form_changed(self) -> None:
        """What was said of the form before is past."""
        if self._passing and not self.running:
            self.form.say("")
        self._passing = False
