# SPDX-License-Identifier: GPL-2.0-or-later
"""The top of the panel: area, months, crime types, and what they come to in one live sentence."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QEvent, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from offline_cache.area_choices import AreaChoice, area_choices
from offline_cache.model import Dataset, Month
from offline_cache.reader import reading
from offline_cache.search import Found

from .. import settings
from ..layers.holdings import Holdings
from ..text import tr
from .area_box import AreaBox
from .area_hint import AreaHint
from .area_search import AreaSearch
from .asking import Asker
from .chosen import Chosen
from .live import Live, look_up
from .months_box import MonthsBox
from .plain import plain
from .types_box import TypesBox

_STATE = "selection"
_PAUSE_MS = 250


class SelectionPanel(QWidget):
    """`changed` tells that something else is chosen, `counted` that its numbers are there (or that they cannot be)."""

    changed = pyqtSignal()
    counted = pyqtSignal()
    quality_asked = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("policeukSelection")
        self.live: Optional[Live] = None
        self._cache = Path()
        self._remembered = Chosen.of(settings.state(_STATE))
        self.area_box = AreaBox(self)
        self.area_hint = AreaHint(self)
        self.months_box = MonthsBox(self)
        self.types_box = TypesBox(self)
        self.sentence = QLabel(self)
        self.sentence.setObjectName("policeukSentence")
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.quality_button = _link(tr("Quality of this selection"), self)
        self.quality_button.clicked.connect(self.quality_asked)
        self._lay_out()
        self.search = AreaSearch(self.area_box, self.area_hint, self)
        self.areas = Asker(tr("Police UK: areas held"), 0, self)
        self.areas.answered.connect(self._offer_areas)
        self.asker = Asker(tr("Police UK: counting"), _PAUSE_MS, self)
        self.asker.answered.connect(self._show_live)
        self.asker.failed.connect(self._show_problem)
        for box in (self.area_box, self.months_box, self.types_box):
            box.chosen.connect(self._changed)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as its words are at this width: else fields are squeezed where they wrap into more lines."""
        least, layout = super().minimumSizeHint(), self.layout()
        wide = max(self.width(), least.width())  # before it is first laid out it has no width to speak of
        return QSize(least.width(), layout.minimumHeightForWidth(wide) if layout is not None else least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Words wrap anew at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """More room, or less, at once: else fields are squeezed for a moment, and one clicks beside them."""
        done = bool(super().event(event))
        if event.type() == QEvent.Type.LayoutRequest:
            self._take_room()
        return done

    @property
    def chosen(self) -> Chosen:
        """What is chosen, the months as they are shown."""
        return Chosen(
            self.area_box.area,
            self.months_box.first,
            self.months_box.last,
            self.types_box.types,
            self.types_box.with_asb,
        )

    @property
    def counting(self) -> bool:
        """Whether the numbers of what is chosen are still to come."""
        return self.live is None and self.asker.waiting

    def show_held(self, cache: Path, held: Holdings) -> None:
        """Be about a cache; what was chosen stays where it is the same one, or the first one seen."""
        other = self._cache not in (Path(), cache)
        kept = Chosen() if other else self._remembered
        self._cache = cache
        self.setVisible(bool(held.files))
        self.asker.forget()
        street = sorted({file.key.month for file in held.files if file.key.dataset is Dataset.STREET})
        months = Month.span(street[0], street[-1]) if street else []
        self.search.cache = cache
        if other:
            self.search.forget()
            self.area_box.forget_typing()
            self.area_box.offer(())
        self.area_box.set_area(kept.area)
        self.types_box.set_chosen(kept.types, kept.with_asb)
        self.months_box.offer(months, kept.first, kept.last)
        self._remembered = kept
        if street:
            self.areas.ask(functools.partial(_areas_of, cache))
            self._count()
        else:
            self._clear()

    def choose(self, chosen: Chosen) -> None:
        """Choose all at once, such as what an earlier run was of."""
        self.search.forget()
        self.area_box.forget_typing()
        self.area_box.set_area(chosen.area)
        self.types_box.set_chosen(chosen.types, chosen.with_asb)
        months = [month for month, _ in self.months_box.strip.marks]
        self.months_box.offer(months, chosen.first, chosen.last)
        self._changed()

    def take_found(self, found: Found) -> None:
        """Make what was found the area, such as by QGIS's locator."""
        self.search.take(found)

    def shut_down(self) -> None:
        """Before the panel goes away: nothing of it may be running."""
        self.search.shut_down()
        self.areas.shut_down()
        self.asker.shut_down()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        form.addRow(tr("Are&a"), self.area_box)
        form.addRow(self.area_hint)
        form.addRow(tr("Mon&ths"), self.months_box)
        form.addRow(tr("T&ypes"), self.types_box)
        for box in (self.months_box, self.types_box):
            form.labelForField(box).setBuddy(box.focusProxy())  # the box itself takes no focus
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 4)
        layout.addLayout(form)
        layout.addWidget(self.sentence)
        layout.addWidget(self.quality_button)

    def _changed(self) -> None:
        chosen, months = self.chosen, self.months_box
        kept = chosen if not months.automatic else Chosen(chosen.area, "", "", chosen.types, chosen.with_asb)
        self._remembered = kept
        settings.remember_state(_STATE, kept.state())
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        self.live = None
        self.sentence.setMinimumHeight(self.sentence.height())  # what is below stays where it is
        self.sentence.setText(tr("Counting…"))
        self.sentence.setToolTip("")
        self.asker.ask(functools.partial(look_up, self._cache, self.chosen))

    def _clear(self) -> None:
        self.live = None
        self.sentence.setText("")
        self.counted.emit()

    def _show_live(self, live: Live) -> None:
        self.live = live
        self._say(live.sentence)
        self.sentence.setToolTip(plain(live.details))
        self.types_box.show_counts(live.by_type, self.types_box.types)
        self.months_box.mark(live.months)
        self.counted.emit()

    def _show_problem(self, sentence: str) -> None:
        self.live = None
        self._say(sentence)
        self.counted.emit()

    def _say(self, sentence: str) -> None:
        self.sentence.setMinimumHeight(0)
        self.sentence.setText(sentence)

    def _take_room(self) -> None:
        """In all that this is in."""
        part: Optional[QWidget] = self
        while part is not None and not part.isWindow():
            layout = part.layout()
            if layout is not None:
                layout.activate()
            part = part.parentWidget()

    def _offer_areas(self, choices: tuple[AreaChoice, ...]) -> None:
        self.area_box.offer(choices)


def _link(text: str, parent: QWidget) -> QPushButton:
    """A button as flat as a link."""
    button = QPushButton(text, parent)
    button.setObjectName("policeukQuality")
    button.setFlat(True)
    button.setStyleSheet("text-align: left; text-decoration: underline; padding: 0px;")
    button.setToolTip(tr("What is held, missing or revised, what has no place and why: before anything is concluded"))
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    button.setMaximumHeight(button.fontMetrics().height() + 4)
    return button


def _areas_of(cache: Path) -> tuple[AreaChoice, ...]:
    with reading(cache) as connection:
        return area_choices(connection)
