# SPDX-License-Identifier: GPL-2.0-or-later
"""Asks the cache what can be compared as the form stands, and shows in the form what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...processing.peers.peer_parameters import ONS, POLICE_UK
from ..choices import choose, enable
from ..desk import Desk
from .compare_fields import BEST_LEVELS
from .compare_form import CompareForm
from .compare_known import CompareKnown, OptionsAsked, PeersAsked, RatedAsked
from .compare_parameters import last_year, source_of
from .compare_questions import PEERS, TREND, WHO
from .compare_words import FEWEST, fewer_than_five, line_of, note_of, too_few_held

if TYPE_CHECKING:
    from ...processing.peers.peer_options import PeerOptions
    from ...processing.peers.peer_outlook import PeerOutlook
    from ...processing.rates.rated_outlook import RatedOutlook


class CompareAsking(QObject):
    """`answered` tells that more is known."""

    answered = pyqtSignal()

    def __init__(self, desk: Desk, form: CompareForm, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._form = desk, form
        self._held, self._state = desk.held, 0
        self.known = CompareKnown(self)
        self.known.answered.connect(self._propose)
        self.known.answered.connect(self.answered)

    @property
    def peers(self) -> Optional[PeerOutlook]:
        """Who the peers would be; None while it is not known."""
        return self.known.peers.of(self._peers_asked()) if self._form.with_peers else None

    @property
    def options(self) -> Optional[PeerOptions]:
        """Which choices of peers there are; None while it is not known."""
        return self.known.options.of(self._options_asked())

    @property
    def rated(self) -> Optional[RatedOutlook]:
        """Which areas can be compared with one another; None while it is not known."""
        return self.known.rated.of(self._rated_asked()) if self._form.question.rated else None

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self.known.waiting

    def ask(self, seen: bool) -> None:
        """Ask what the question needs to know, while it is seen; then show what is known."""
        if self._desk.held is not self._held:
            self._held = self._desk.held
            self._state += 1
        form, chosen = self._form, self._desk.selection.chosen
        if seen and self._desk.held.files and chosen.first and chosen.last:
            if form.with_peers and chosen.area:
                self.known.peers.ask(self._peers_asked())
                if form.change.isChecked():
                    self.known.options.ask(self._options_asked())
            if form.question.rated:
                self.known.rated.ask(self._rated_asked())
        self._show()

    def shut_down(self) -> None:
        """Nothing of it is left running."""
        self.known.shut_down()

    def _peers_asked(self) -> PeersAsked:
        chosen, form = self._desk.selection.chosen, self._form
        automatic = self._desk.selection.months_box.automatic and form.question.key == PEERS
        months = last_year(chosen) if automatic else (chosen.first, chosen.last)
        source = source_of(form) or POLICE_UK
        return PeersAsked(self._desk.cache, self._state, chosen.area, form.peers.choice, source, *months)

    def _options_asked(self) -> OptionsAsked:
        return OptionsAsked(self._desk.cache, self._state, self._desk.selection.chosen.area)

    def _rated_asked(self) -> RatedAsked:
        chosen, fields = self._desk.selection.chosen, self._form.fields
        level, source = str(fields.level.currentData()), str(fields.rated_source.currentData())
        types = chosen.types if source == ONS else ()
        return RatedAsked(self._desk.cache, self._state, chosen.area, chosen.first, chosen.last, types, level, source)

    def _propose(self) -> None:
        """What the user did not pick is what can be compared."""
        form, fields = self._form, self._form.fields
        outlook, rated = self.peers, self.rated
        if form.question.key == PEERS and outlook is not None and not fields.source_picked:
            by_ons = len(outlook.held) < FEWEST and not outlook.no_official and outlook.group is not None
            choose(fields.source, ONS if by_ons else POLICE_UK)
        if rated is not None and not fields.level_picked:
            many = [level for level in BEST_LEVELS if rated.areas.get(level, 0) >= FEWEST]
            if many and rated.areas.get(rated.level, 0) < FEWEST:
                choose(fields.level, many[0])

    def _show(self) -> None:
        form, fields, outlook = self._form, self._form.fields, self.peers
        form.peers.show_kind(outlook.kind if outlook is not None else None)
        form.peers.show_options(self.options)
        if form.with_peers:
            self._show_peers(outlook)
        options, rated = self.options, self.rated
        bases = rated.bases if rated is not None else options.bases if options is not None and form.with_peers else {}
        enable(fields.per, bases)
        enable(fields.strata, rated.strata if rated is not None else {})
        enable(fields.level, fewer_than_five(form, rated) if rated is not None else {})
        waiting = self.known.peers.waiting
        line = "" if form.question.key == TREND else line_of(form, outlook)
        form.say(line, note_of(form, outlook, waiting) if form.with_peers else "")

    def _show_peers(self, outlook: Optional[PeerOutlook]) -> None:
        form, fields = self._form, self._form.fields
        if outlook is None:
            if not self.known.peers.waiting:
                form.chips.show_peers("", (), None)
            return  # while it is asked the last ones stay
        peers = outlook.group.peers if outlook.group is not None else ()
        of_files = source_of(form) != ONS and form.question.key != WHO
        form.chips.show_peers(outlook.name, peers, outlook.held if of_files else None)
        enable(fields.source, {ONS: outlook.no_official, POLICE_UK: too_few_held(outlook)})
