# SPDX-License-Identifier: GPL-2.0-or-later
"""What changed, and hot places: ready-made results of the pack in words, on the map, and with their page."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...field.ready_results import ReadyResult
from ...text import tr
from ..chart_view import ChartView
from . import field_style as style
from .field_pack_read import CHANGE, HOT
from .field_screen import FieldScreen, card, clear


class ResultScreen(FieldScreen):
    """One card for each result; none is shown of a pack that was changed."""

    keys: tuple[str, ...] = ()

    def lacking(self) -> str:
        """What is said where the pack has no such result."""
        raise NotImplementedError

    def reading(self) -> str:
        """How to read it, in a sentence or two."""
        raise NotImplementedError

    def hint(self) -> str:
        """The first finding."""
        pack = self.desk.pack
        if pack is None:
            return ""
        if pack.refused:
            return tr("Not shown: the pack was changed")
        found = pack.results_of(self.keys)
        answered = [one.title for one in found if one.title]
        return answered[0] if answered else tr("No answer in this pack: see why") if found else tr("Not in this pack")

    def build(self) -> None:
        """Words, cards, how to read them."""
        self.refusal = style.label(self.body, f"{self.objectName()}Refused", "", "refused")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(style.GAP)
        self.how = style.label(self.body, f"{self.objectName()}How", self.reading(), "quiet")
        self.body_layout.addWidget(self.refusal)
        self.body_layout.addLayout(self._cards)
        self.body_layout.addWidget(self.how)
        self.map_buttons: list[QPushButton] = []
        self._shown: object = None

    def found(self) -> tuple[ReadyResult, ...]:
        """Those that may be shown."""
        pack = self.desk.pack
        return pack.results_of(self.keys) if pack is not None and not pack.refused else ()

    def refresh(self) -> None:
        """Of another pack."""
        pack = self.desk.pack
        if pack is None or pack is self._shown:
            return
        self._shown = pack
        found = self.found()
        style.say(self.refusal, pack.refused or ("" if found else self.lacking()))
        style.set_role(self.refusal, "refused" if pack.refused else "warning")
        self.how.setVisible(bool(found))
        clear(self._cards)
        self.map_buttons = []
        for at, result in enumerate(found):
            self._cards.addWidget(self._card(at, result, len(found)))

    def enter(self) -> None:
        """The first result that can be drawn, on the map."""
        drawn = [result for result in self.found() if result.theme]
        if drawn:
            self._show_on_map(drawn[0])

    def first_control(self) -> QWidget:
        """What the result can be read with."""
        shown = [made for made in self.map_buttons if not made.isHidden()]
        return shown[0] if shown else self.back_button

    def _card(self, at: int, result: ReadyResult, of: int) -> QWidget:
        name = f"{self.objectName()}{result.key.capitalize()}"
        frame, layout = card(self.body, name)
        layout.addWidget(style.label(frame, f"{name}Question", result.question, "quiet"))
        layout.addWidget(style.strong(style.label(frame, f"{name}Title", result.title or tr("No answer"))))
        layout.addWidget(style.told(frame, f"{name}Short", rest(result.title, result.short) or result.why))
        chart = ChartView(f"{name}Chart", frame)
        chart.show_text(self.desk.pack.charts.get(result.key, "") if self.desk.pack else "", result.title)
        layout.addWidget(chart)
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        on_map = style.button(frame, f"{name}Map", tr("Show on map"))
        on_map.setVisible(bool(result.theme))
        on_map.setCheckable(True)
        on_map.clicked.connect(lambda _=False: self._pressed(result))
        page = style.button(frame, f"{name}Page", tr("Full &page") if at == 0 else tr("Full page"))
        path = self.desk.pack.file(result.page) if self.desk.pack else None
        page.setEnabled(path is not None)
        page.setToolTip(
            tr("How sure, what it rests on, how it was made; opens in the browser")
            if path
            else tr("The pack has no page of it.")
        )
        page.clicked.connect(lambda _=False: open_file(path))
        row.addWidget(on_map, 1)
        row.addWidget(page, 1)
        layout.addLayout(row)
        self.map_buttons.append(on_map)
        return frame

    def _pressed(self, result: ReadyResult) -> None:
        self._show_on_map(result)
        self.desk.map_wanted.emit()

    def _show_on_map(self, result: ReadyResult) -> None:
        self.desk.map.show_theme(result.theme)
        for made, one in zip(self.map_buttons, self.found()):
            made.setChecked(bool(one.theme) and one == result)


class ChangeScreen(ResultScreen):
    """What changed, and whether it is more than chance."""

    key = "change"
    keys = CHANGE

    @classmethod
    def title(cls) -> str:
        """What it is called."""
        return tr("What changed")

    def lacking(self) -> str:
        """Where it was not worked out."""
        return tr("This pack holds no comparison of two periods: it needs two whole years, or was made without it.")

    def reading(self) -> str:
        """When something is called a change."""
        return tr(
            "Numbers go up and down by chance alone. A change is only called one where chance would rarely make it; "
            "a place without colour may have changed, but not by more than chance can."
        )


class HotScreen(ResultScreen):
    """Where crime is more than chance would give: areas, never addresses."""

    key = "hot"
    keys = HOT

    @classmethod
    def title(cls) -> str:
        """What it is called."""
        return tr("Hot places")

    def lacking(self) -> str:
        """Where it was not worked out."""
        return tr("This pack holds no hot places: there were too few crimes, or it was made without them.")

    def reading(self) -> str:
        """What they are."""
        return tr(
            "These are areas, not addresses: the published points are snap points, which stand for everything near "
            "them. They say where crimes were recorded before, not where the next one will be."
        )


def open_file(path: Optional[Path]) -> None:
    """Open a page or PDF with the machine's own program for it."""
    if path is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def rest(title: str, short: str) -> str:
    """What is said beside the title, which a text in short begins with."""
    return short[len(title) :].lstrip(" .") if title and short.startswith(title) else short
