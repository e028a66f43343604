# SPDX-License-Identifier: GPL-2.0-or-later
"""Team, priorities and events of the neighbourhood, as the force published them when the pack was made."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.PyQt.QtCore import QDate, QLocale, Qt
from qgis.PyQt.QtWidgets import QComboBox, QVBoxLayout, QWidget

from offline_cache.neighbourhoods import HeldNeighbourhood
from offline_cache.police_api.neighbourhoods import Event

from ...text import many, tr
from . import field_style as style
from .field_screen import FieldScreen, card, clear
from .field_team_words import contact_lines, day, event_lines, next_events, officer_line, priority_lines, station_lines

Lines = tuple[str, tuple[str, ...]]
"""A line that stands out, and those under it."""


class TeamScreen(FieldScreen):
    """Words only; of a pack with several neighbourhoods the one that is chosen."""

    key = "team"

    @classmethod
    def title(cls) -> str:
        """What it is called."""
        return tr("Team, priorities, events")

    def hint(self) -> str:
        """How many of each."""
        team = self.desk.team
        if not team:
            return tr("Reading…") if not self.desk.team_fault else tr("Not in this pack")
        officers = sum(len(one.team) for one in team)
        priorities = sum(len(one.priorities) for one in team)
        said = [] if len(team) == 1 else [many(len(team), tr("neighbourhood"), tr("neighbourhoods"))]
        said += [
            many(officers, tr("officer"), tr("officers")),
            many(priorities, tr("priority"), tr("priorities")),
        ]
        coming = next_events([event for one in team for event in one.events], _today())
        said.append(tr("next event {day}").format(day=day(coming[0].starts)) if coming else tr("no coming event"))
        return ", ".join(said)

    def build(self) -> None:
        """A card for each part."""
        self.fault = style.label(self.body, "policeukFieldTeamFault", "", "warning")
        self.which = QComboBox(self.body)
        self.which.setObjectName("policeukFieldTeamWhich")
        self.which.setAccessibleName(tr("Neighbourhood"))
        self.which.setMinimumHeight(style.LEAST)
        self.body_layout.addWidget(self.which)
        self.which.currentIndexChanged.connect(lambda _: self._show())
        self._parts = QVBoxLayout()
        self._parts.setSpacing(style.GAP)
        self.body_layout.addWidget(self.fault)
        self.body_layout.addLayout(self._parts)
        self._shown: object = None

    def refresh(self) -> None:
        """As soon as it is read."""
        state = (self.desk.pack, self.desk.team, self.desk.team_fault)
        if state == self._shown:
            return
        self._shown = state
        style.say(self.fault, self.desk.team_fault)
        self.which.blockSignals(True)
        self.which.clear()
        self.which.addItems([held.about.name for held in self.desk.team])
        self.which.blockSignals(False)
        self.which.setVisible(len(self.desk.team) > 1)
        self._show()

    def _show(self) -> None:
        """One neighbourhood at a time: a force has hundreds."""
        clear(self._parts)
        at = self.which.currentIndex()
        for part in self._of(self.desk.team[at]) if 0 <= at < len(self.desk.team) else ():
            self._parts.addWidget(part)

    def first_control(self) -> QWidget:
        """Which neighbourhood, where there are several; else the keys scroll."""
        if self.which.count() > 1:
            return self.which
        self.scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return self.scroll

    def _of(self, held: HeldNeighbourhood) -> Iterable[QWidget]:
        name = style.heading(self.body, "policeukFieldTeamName", held.about.name)
        yield name
        read = QLocale().toString(QDate.fromString(held.fetched_at[:10], "yyyy-MM-dd"), "d MMMM yyyy")
        yield style.label(
            self.body, "policeukFieldTeamRead", tr("As police.uk had it on {day}; it may be another by now.").format(
                day=read or held.fetched_at
            ), "quiet",
        )  # fmt: skip
        none = tr("The force publishes none.")
        today = _today()
        yield self._part(tr("Priorities"), [priority_lines(one) for one in held.priorities], none)
        coming = next_events(held.events, today)
        yield self._part(tr("Coming events"), [event_lines(one) for one in coming], self._no_events(held.events))
        yield self._part(tr("Team"), [officer_line(one) for one in held.team], none)
        yield self._part(tr("Get in touch"), [("", contact_lines(held.about.contacts))], none)
        yield self._part(tr("Stations"), [station_lines(one) for one in held.about.stations], none)

    @staticmethod
    def _no_events(events: Iterable[Event]) -> str:
        gone = len(tuple(events))
        if not gone:
            return tr("The force published none when the pack was made.")
        return tr("All that were known when the pack was made are over ({n}).").format(n=gone)

    def _part(self, title: str, entries: list[Lines], none: str) -> QWidget:
        frame, layout = card(self.body)
        layout.addWidget(style.heading(frame, "", title))
        told = [entry for entry in entries if entry[0] or entry[1]]
        for head, lines in told:
            if head:
                layout.addWidget(style.strong(style.label(frame, "", head)))
            for line in lines:
                layout.addWidget(style.label(frame, "", line))
        if not told:
            layout.addWidget(style.label(frame, "", none, "quiet"))
        return frame


def _today() -> str:
    return QDate.currentDate().toString("yyyy-MM-dd")
