# SPDX-License-Identifier: GPL-2.0-or-later
"""Plans and runs downloads for the page Data. Nothing is sent before the user presses a button that says so."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QDateTime, QObject, pyqtSignal

from .. import settings
from ..processing.running.base import CACHE
from ..text import tr
from .asking import Asker
from .desk import Desk
from .download.caller import Caller
from .download.download_form import DownloadForm
from .download.fetch_areas_row import AREAS, FetchAreasRow
from .download.outlook import Outlook, ask, look_over
from .download.wanted_download import WantedDownload
from .running import AlgorithmRunner, Outcome

if TYPE_CHECKING:
    from offline_cache.sync.directories import Directories

_STATE = "download"
_PAUSE_MS = 250
LARGE = 250_000_000
"""Bytes that are not downloaded on the same press that asked what it costs."""


class Downloads(QObject):
    """`changed` tells that plan or buttons are others, `busy` what is under way ('' at its end), `ended` an outcome,
    `failed` a sentence."""

    changed = pyqtSignal()
    busy = pyqtSignal(str)
    failed = pyqtSignal(str)
    ended = pyqtSignal(object)

    def __init__(self, desk: Desk, form: DownloadForm, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._desk, self._form = desk, form
        self.outlook = Outlook("")
        self.directories: Optional[Directories] = None
        self._asked_at = self.subject = ""  # the latter: what the run is of
        self._addresses: tuple[str, ...] = ()
        self._go = self._asked_now = self._looking = self._areas_failed = False
        self.runner = AlgorithmRunner(desk.around.project, self)
        self.caller = Caller(tr("Police UK: asking what a download costs"), self)
        self.looker = Asker(tr("Police UK: planning a download"), _PAUSE_MS, self)
        self.looker.answered.connect(self._show_outlook)
        self.looker.failed.connect(lambda fault: self._show_outlook(Outlook("", (), fault)))
        self.caller.started.connect(lambda: self.busy.emit(tr("Asking data.police.uk what it has…")))
        self.caller.answered.connect(self._take_answer)
        self.caller.failed.connect(self._not_answered)
        self.caller.stopped.connect(lambda: self._not_answered(tr("Stopped asking. Nothing was downloaded.")))
        self.runner.started.connect(lambda: self.busy.emit(tr("Starting")))
        self.runner.ended.connect(self._end)
        form.chosen.connect(self.look)
        desk.changed.connect(self._cache_changed)

    @property
    def running(self) -> bool:
        """Whether something is on its way to or from the network."""
        return self.runner.running or self.caller.running

    def open(self) -> None:
        """The form is about to be seen: fill in what was filled in last, at first the forces that are held."""
        self._looking = True
        kept = settings.state(_STATE)
        held = tuple(force for force in self._desk.held.forces if force in self._form.forces.known)
        self._form.fill(WantedDownload.of_state(kept) if kept else WantedDownload(forces=held))
        if self.directories is not None:
            self._form.months.offer(self.directories.months)

    def close(self) -> None:
        """The form is not seen any more."""
        self._looking = self._go = self._areas_failed = False
        self.looker.forget()
        self._remember()

    def look(self) -> None:
        """See what the download would be, without the network."""
        if self._looking:
            known = self.directories if self._addresses == _addresses() else None
            self.looker.ask(functools.partial(look_over, self._desk.cache, self._form.wanted, known))
            self.changed.emit()

    def ask(self) -> None:
        """Ask the service what it has; plans are made of the answer from then on."""
        if self.why_not_asked():
            return
        self.caller.call(functools.partial(ask, self._desk.cache, self._form.wanted, None))

    def run(self) -> None:
        """Download what the form says; what it costs is asked for before, where it was not yet."""
        reason = self.why_not_started()
        if reason:
            self.failed.emit(reason)
            return
        self._go, self._asked_now = True, False
        self._go_on()

    def start(self, algorithm: str, parameters: Mapping[str, Any]) -> None:
        """Run one of the algorithms that download, on the cache of the panel."""
        if self.running:
            return
        if self._desk.cache == settings.sample_cache_path():
            self._desk.use_cache(settings.default_cache_path())  # real crimes never go among the invented ones
        self._remember()
        self.subject = self.plan_text().partition(": ")[0]
        self.runner.start(algorithm, {CACHE: str(self._desk.cache), **parameters}, "")

    def run_again(self, wanted: WantedDownload) -> None:
        """Fill in what an earlier run was of, ask what there is of it by now, and download it."""
        self.directories = None
        self._form.fill(wanted)
        self.run()

    def fetch_areas(self, row: FetchAreasRow) -> None:
        """Fetch the look-ups and outlines that lack."""
        self.start(AREAS, row.parameters())

    def cancel(self) -> bool:
        """Stop what is under way; whether there was anything."""
        was, self._go = self.running, False
        self.caller.cancel()
        self.runner.cancel()
        return was

    def shut_down(self) -> None:
        """Before the page goes away: nothing of it may be running."""
        if self._looking:
            self._remember()
        self._looking = False
        self.looker.shut_down()
        self._form.slice.search.shut_down()
        self.caller.shut_down()
        self.runner.shut_down()

    def plan_text(self) -> str:
        """The plan in a sentence, and how far it can be relied on."""
        outlook = self.outlook
        if outlook.fault or not outlook.sentence:
            return outlook.fault
        plan = outlook.sentence[0].upper() + outlook.sentence[1:]
        if not outlook.asked:
            return tr("{plan} How much there is to download, the service says when it is asked.").format(plan=plan)
        return tr("{plan} (As of {time}.)").format(plan=plan, time=self._asked_at)

    def why_not_asked(self) -> str:
        """Why the service cannot be asked, '' where it can."""
        return self._why_not_running()

    def why_not_started(self) -> str:
        """Why nothing can be downloaded, '' where something can."""
        reason = self._why_not_running()
        if reason or self.looker.waiting:
            return reason
        if self.outlook.asked and not self.outlook.wanted and not self.outlook.fault:
            return tr("There is nothing to download: what is published is held.")
        return self.outlook.fault

    def _why_not_running(self) -> str:
        if self.running:
            return tr("A download is running: wait for its end or cancel it (Esc).")
        if settings.works_offline():
            return offline_reason()
        algorithm = self._form.wanted.algorithm
        if QgsApplication.processingRegistry().algorithmById(algorithm) is None:
            return tr("QGIS does not know the algorithm {name}: switch on Police UK in the Processing options.").format(
                name=algorithm
            )
        return self._desk.problem

    def _go_on(self) -> None:
        """The next of the steps from a press to the download: look, ask, look, start."""
        if not self._go or self.looker.waiting or self.caller.running:
            return
        reason = self.why_not_started()
        if reason:
            self._go = False
            self.failed.emit(reason)
        elif not self.outlook.asked and not self._asked_now:
            self._asked_now = True
            self.ask()
        elif self._asked_now and self.outlook.size > LARGE:
            self._go = False
            self.failed.emit(tr("This is a large download: press Download once more to start it."))
        else:
            self._go = False
            wanted = self._form.wanted
            self.start(wanted.algorithm, wanted.parameters())

    def _show_outlook(self, outlook: Outlook) -> None:
        self.outlook = outlook
        self._form.show_details(outlook.details)
        self._form.areas_row.setVisible(outlook.lacks_areas or self._areas_failed)
        self._form.areas_row.propose(next(iter(self._desk.held.forces), ""))
        self.changed.emit()
        self._go_on()

    def _take_answer(self, directories: Directories) -> None:
        self.directories, self._addresses = directories, _addresses()
        self._asked_at = QDateTime.currentDateTime().toString("HH:mm")
        self._form.months.offer(directories.months)
        self.busy.emit("")
        self.look()

    def _not_answered(self, sentence: str) -> None:
        self._go = False
        self.busy.emit("")
        self.changed.emit()
        self.failed.emit(sentence)

    def _end(self, outcome: Outcome) -> None:
        if outcome.algorithm == AREAS:
            self._areas_failed = bool(outcome.error or outcome.cancelled)  # its sentence says to fetch them otherwise
        self.busy.emit("")
        self.ended.emit(outcome)
        self.look()
        self.changed.emit()

    def _cache_changed(self) -> None:
        self._form.slice.search.cache = self._desk.cache
        self._form.forces.show_held(self._desk.held)
        if not self.runner.running:
            self.look()

    def _remember(self) -> None:
        settings.remember_state(_STATE, self._form.wanted.state())


def offline_reason() -> str:
    """Why nothing goes to the network."""
    return tr("'Work offline' is ticked: untick it first.")


def _addresses() -> tuple[str, ...]:
    """Where the services are, for as long as an answer holds."""
    from dataclasses import astuple

    from offline_cache.errors import CacheError

    from ..network import addresses

    try:
        return tuple(astuple(addresses()))
    except CacheError:
        return ()
