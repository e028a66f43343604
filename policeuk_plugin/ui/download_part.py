# SPDX-License-Identifier: GPL-2.0-or-later
"""What the page Data does with the network: the form of a download, refresh, connection test, work offline."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from offline_cache.errors import CacheError

from .. import settings
from ..processing.base import CACHE
from ..text import tr
from .caller import Caller
from .connection import ask_services, told
from .data_form import DataForm
from .desk import Desk, now
from .download_result import REFRESH, tell, tell_stopped
from .downloads import Downloads, offline_reason
from .drawing import Drawing
from .fetch_areas_row import FetchAreasRow
from .ground import extent_of, selected_polygons
from .ground_band import GroundBand
from .history import Entry
from .refreshing import Refresher
from .running import Outcome
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
        self.drawing = Drawing(desk.around, self)
        self.band = GroundBand(desk.around.canvas, self)
        self._wait = ""
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
        self.drawing.stop()
        self.band.clear()
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
        if self.drawing.active:
            self.drawing.stop()
        elif self.running:
            self.downloads.cancel()
            self.tester.cancel()
        elif self.form.download_open:
            self.close_download()

    def shut_down(self) -> None:
        """Nothing of it is left running, or on the map."""
        self.drawing.stop()
        self.band.shut_down()
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
        for button in (foot.download_button, form.force_button):
            button.clicked.connect(self.open_download)
        form.download.back_button.clicked.connect(self.close_download)
        foot.refresh_button.clicked.connect(self.refresh_cache)
        foot.test_button.clicked.connect(self.test_connection)
        foot.offline_box.toggled.connect(self.work_offline)
        form.plan.ask_button.clicked.connect(downloads.ask)
        form.plan.start_button.clicked.connect(downloads.run)
        for row in (form.areas_row, form.download.areas_row):
            row.button.clicked.connect(functools.partial(self._fetch_areas, row))
        self._connect_map()
        form.add_button.clicked.connect(lambda: self.desk.wanted_page.emit("map"))
        downloads.changed.connect(self.changed)
        downloads.busy.connect(self._show_busy)
        downloads.failed.connect(form.say)
        downloads.runner.progressed.connect(form.progress.bar.setValue)
        downloads.runner.step.connect(form.progress.step.setText)
        downloads.ended.connect(self._download_ended)
        self.tester.started.connect(lambda: self._show_busy(tr("Asking each service for a small answer…")))
        self.tester.answered.connect(lambda checks: self._tested(*told(checks)))
        self.tester.failed.connect(self._tested)
        self.tester.stopped.connect(lambda: self._tested(tr("Stopped testing.")))

    def _connect_map(self) -> None:
        part, drawing = self.form.download.slice, self.drawing
        part.map_button.clicked.connect(self._take_map)
        part.selected_button.clicked.connect(self._take_selected)
        part.draw_button.clicked.connect(self._draw)
        drawing.changed.connect(lambda: part.show_drawing(drawing.active))
        drawing.drawn.connect(self._take_drawn)
        drawing.failed.connect(self.form.say)
        self.form.download.chosen.connect(self._show_ground)

    def _show_busy(self, what: str) -> None:
        """Show that something is under way, '' for its end; a question has no parts to count."""
        self.form.progress.show_running(bool(what))
        self.form.progress.step.setText(what)
        asking = self.downloads.caller.running or self.tester.running
        self.form.progress.bar.setRange(0, 0 if what and asking else 100)
        if what:
            self.drawing.stop()
            self.form.say("")
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
        self.form.say(" ".join(filter(None, (done.sentence, done.after))), done.lines, can_add=done.came)
        self.form.changes_button.setChecked(done.came and outcome.algorithm == REFRESH)
        entry = Entry(_PAGE, outcome.algorithm, outcome.parameters, done.title, done.sentence, now())
        self.desk.keep(replace(entry, stopped=done.stopped))

    def _tested(self, sentence: str, lines: Sequence[str] = ()) -> None:
        self._show_busy("")
        self.form.say(sentence, lines)

    def _fetch_areas(self, row: FetchAreasRow, _checked: bool = False) -> None:
        self.downloads.fetch_areas(row)

    def _take_map(self) -> None:
        canvas = self.desk.around.canvas
        self._take_ground(lambda: (extent_of(canvas, self.desk.around.project) if canvas else "", ""))

    def _take_selected(self) -> None:
        canvas = self.desk.around.canvas
        layer = canvas.currentLayer() if canvas else None
        self._take_ground(lambda: ("", selected_polygons(layer, self.desk.around.project)))

    def _draw(self, drawing: bool) -> None:
        self.form.say("")
        if drawing:
            self.drawing.start()
        else:
            self.drawing.stop()
        self.form.download.slice.show_drawing(self.drawing.active)

    def _take_drawn(self, polygon: str) -> None:
        self.form.say("")
        self.form.download.slice.set_ground("", polygon)
        self.form.download.slice.draw_button.setFocus()

    def _show_ground(self) -> None:
        """On the map as long as the form is about LSOAs."""
        part = self.form.download
        seen = self.form.download_open and part.sliced.isChecked()
        self.band.show(part.slice.extent if seen else "", part.slice.geometry if seen else "")

    def _take_ground(self, found: Callable[[], tuple[str, str]]) -> None:
        self.form.say("")
        try:
            self.form.download.slice.set_ground(*found())
        except CacheError as error:
            self.form.say(str(error))
