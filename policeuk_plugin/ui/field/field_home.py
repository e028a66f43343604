# SPDX-License-Identifier: GPL-2.0-or-later
"""Compare with home: the pack's area beside the one that its reader knows, as it was worked out when it was made."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ...field.ready_results import Home
from ...processing.comparing.comparison_run import NOT_JUDGED
from ...text import tr
from . import field_style as style
from .field_results import open_file, rest
from .field_screen import FieldScreen, card, clear


class HomeScreen(FieldScreen):
    """A table of types, here and at home, with words on each."""

    key = "home"

    @classmethod
    def title(cls) -> str:
        """What it is called."""
        return tr("Compare with home")

    def hint(self) -> str:
        """The finding."""
        pack = self.desk.pack
        if pack is None:
            return ""
        if pack.refused:
            return tr("Not shown: the pack was changed")
        home = self._home()
        return (home.title or tr("No answer in this pack: see why")) if home else tr("Not in this pack")

    def build(self) -> None:
        """Finding, table, page."""
        self.refusal = style.label(self.body, "policeukFieldHomeRefused", "", "refused")
        self.finding = style.heading(self.body, "policeukFieldHomeFinding")
        self.short = style.told(self.body, "policeukFieldHomeShort")
        self._table = QVBoxLayout()
        self.months = style.label(self.body, "policeukFieldHomeMonths", "", "quiet")
        for part in (self.refusal, self.finding, self.short):
            self.body_layout.addWidget(part)
        self.body_layout.addLayout(self._table)
        self.body_layout.addWidget(self.months)
        self.page_button = style.button(self, "policeukFieldHomePage", tr("Full &page"))
        self.page_button.clicked.connect(lambda: open_file(self._page()))
        self.foot.addWidget(self.page_button)
        self._shown: object = None

    def refresh(self) -> None:
        """Of another pack."""
        pack = self.desk.pack
        if pack is None or pack is self._shown:
            return
        self._shown = pack
        home = self._home()
        lacking = tr("This pack was made without a comparison. Ask for one where packs are made.")
        why = home.why if home else ""
        style.say(self.refusal, pack.refused or ("" if home and not why else why or lacking))
        style.set_role(self.refusal, "refused" if pack.refused else "warning")
        style.say(self.finding, home.title if home else "")
        self.short.say(rest(home.title, home.short) if home else "")
        style.say(self.months, tr("Months: {months}.").format(months=home.months) if home and home.months else "")
        self.page_button.setEnabled(self._page() is not None)
        self.page_button.setToolTip("" if self._page() else tr("The pack has no page of it."))
        self.page_button.setVisible(home is not None)
        clear(self._table)
        if home and home.rows:
            self._table.addWidget(_table(self.body, home))

    def enter(self) -> None:
        """The whole area."""
        self.desk.map.go_home()

    def _home(self) -> Optional[Home]:
        pack = self.desk.pack
        home = pack.home if pack is not None and not pack.refused else None
        return home if home and (home.title or home.rows or home.why) else None

    def _page(self) -> Optional[Path]:
        home = self._home()
        return self.desk.pack.file(home.page) if home and self.desk.pack else None


def _table(parent: QWidget, home: Home) -> QWidget:
    """A part for each type, as what is said of each is longer than a column is wide."""
    frame, layout = card(parent, "policeukFieldHomeTable")
    judged = {row.verdict for row in home.rows}
    for row in home.rows:
        layout.addWidget(style.strong(style.label(frame, "", row.label)))
        layout.addWidget(style.label(frame, "", tr("{area}: {said}").format(area=home.here, said=row.here)))
        layout.addWidget(style.label(frame, "", tr("{area}: {said}").format(area=home.home, said=row.home)))
        if len(judged) > 1:
            layout.addWidget(style.label(frame, "", row.verdict, "quiet"))
    if len(judged) == 1 and home.rows:
        layout.addWidget(style.label(frame, "policeukFieldHomeAll", _of_all(home.rows[0].verdict), "quiet"))
    return frame


def _of_all(verdict: str) -> str:
    """What is said of every row alike; where nothing is judged, why that can be."""
    if verdict != NOT_JUDGED:
        return tr("All: {verdict}.").format(verdict=verdict.rstrip("."))
    return tr(
        "Whether a difference is beyond chance is not judged: an area within its own home is counted in both, and "
        "areas whose crimes are not counted alike cannot be. The words above and the page say which it is."
    )
