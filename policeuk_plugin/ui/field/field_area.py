# SPDX-License-Identifier: GPL-2.0-or-later
"""My area: how many crimes of which types, and the views of the map."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from offline_cache.model import ASB

from ...field.pack_themes import my_area
from ...text import INVENTED_FORCE, caveat, invented, many, months_phrase, number, tr
from ..tab_order import in_order
from . import field_style as style
from .field_screen import FieldScreen, card, clear

_TYPES = 6


class AreaScreen(FieldScreen):
    """The first thing one sees of a pack."""

    key = "area"

    @classmethod
    def title(cls) -> str:
        """What it is called."""
        return tr("My area")

    def hint(self) -> str:
        """How many crimes, when."""
        live, pack = self.desk.live, self.desk.pack
        if live is None or pack is None or not pack.manifest.months:
            return tr("Counting…") if not self.desk.live_fault else tr("Not counted")
        months = months_phrase(pack.manifest.months[0], pack.manifest.months[-1])
        return tr("{crimes}, {months}").format(crimes=many(live.crimes, tr("crime"), tr("crimes")), months=months)

    def build(self) -> None:
        """Sentence, types, views."""
        self.sentence = style.label(self.body, "policeukFieldSentence")
        self.body_layout.addWidget(self.sentence)
        frame, inner = card(self.body, "policeukFieldTypes")
        self._types, self._type_frame = QVBoxLayout(), frame
        inner.addLayout(self._types)
        self.body_layout.addWidget(frame)
        self._views = QVBoxLayout()
        self._views.setSpacing(style.GAP)
        self.views_title = style.heading(self.body, "", tr("Show on the map"))
        self.body_layout.addWidget(self.views_title)
        self.body_layout.addLayout(self._views)
        self.details = style.label(self.body, "policeukFieldDetails", "", "quiet")
        self.body_layout.addWidget(self.details)
        self._shown: tuple[object, ...] = ()
        self.view_buttons: dict[str, QPushButton] = {}

    def refresh(self) -> None:
        """As soon as it is counted."""
        live = self.desk.live
        state = (self.desk.pack, live, self.desk.live_fault)
        if state == self._shown:
            return
        self._shown = state
        label = invented() if live and set(live.forces) == {INVENTED_FORCE} else ""
        said = live.sentence if live else self.desk.live_fault or tr("Counting…")
        self.sentence.setText("\n".join(filter(None, (label, said))))
        self.details.setText("\n".join(filter(None, (live.details if live else "", caveat()))))
        clear(self._types)
        self._type_frame.setVisible(bool(live and live.by_type))
        if live and live.by_type:
            self._types.addWidget(_bars(self._type_frame, live.by_type))
        self._offer()

    def _offer(self) -> None:
        """The views that no other screen has, the first of a pack first."""
        clear(self._views)
        pack, themes = self.desk.pack, self.desk.map.themes()
        elsewhere = {result.theme for result in pack.results} if pack is not None else set()
        offered = sorted((name for name in themes if name not in elsewhere), key=lambda name: name != my_area())
        self.views_title.setVisible(bool(offered))
        self.view_buttons = {}
        for name in offered:
            made = style.button(self.body, "policeukFieldView", name.replace("&", "&&"))
            made.setProperty("card", True)
            made.setCheckable(True)
            made.clicked.connect(lambda _=False, theme=name: self._pressed(theme))
            self._views.addWidget(made)
            self.view_buttons[name] = made
        in_order(self.back_button, *self.view_buttons.values())  # made last, they would come last

    def _pressed(self, theme: str) -> None:
        self._show(theme)
        self.desk.map_wanted.emit()

    def _show(self, theme: str) -> None:
        self.desk.map.show_theme(theme)
        for name, made in self.view_buttons.items():
            made.setChecked(name == theme)

    def enter(self) -> None:
        """The whole area, as a pack opens."""
        self.desk.map.go_home()
        if my_area() in self.view_buttons:
            self._show(my_area())

    def first_control(self) -> QWidget:
        """The views."""
        return next(iter(self.view_buttons.values()), self.back_button)


def _asb_shown() -> str:
    """It is not among the crimes of the sentence."""
    return tr("Anti-social behaviour (incidents, not crimes)")


def _bars(parent: QWidget, by_type: dict[str, int]) -> QWidget:
    """The types of crime with their numbers, the most frequent first."""
    holder = QWidget(parent)
    holder.setObjectName("policeukFieldClear")
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setColumnStretch(0, 1)
    named = {_asb_shown() if name == ASB else name: count for name, count in by_type.items()}
    ordered = sorted(named.items(), key=lambda one: (-one[1], one[0]))
    rest = sum(count for _, count in ordered[_TYPES:])
    rows = [*ordered[:_TYPES], *([(tr("All other types"), rest)] if rest else [])]
    most = max((count for _, count in rows), default=1)
    for row, (name, count) in enumerate(rows):
        grid.addWidget(style.label(holder, "", name), 2 * row, 0)
        grid.addWidget(QLabel(number(count), holder), 2 * row, 1)
        bar = QProgressBar(holder)
        bar.setTextVisible(False)
        bar.setFixedHeight(8)
        bar.setRange(0, max(most, 1))
        bar.setValue(count)
        bar.setAccessibleName(f"{name}: {number(count)}")
        grid.addWidget(bar, 2 * row + 1, 0, 1, 2)
    return holder
