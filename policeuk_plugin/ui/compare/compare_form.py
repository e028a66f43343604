# SPDX-License-Identifier: GPL-2.0-or-later
"""The widgets of the page Compare: the question first, what it is about in sight, how behind "Change…"."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from offline_cache.area_choices import AreaChoice

from ...text import tr
from ..area_box import AreaBox
from ..area_hint import AreaHint
from ..area_search import AreaSearch
from ..choices import choice_box
from ..tab_order import in_order
from .compare_fields import AREA, PEERS, CompareFields, FieldForm
from .compare_questions import OUTCOMES, Question, questions
from .peer_chips import PeerChips
from .peer_choice_form import PeerChoiceForm


class OtherAreaBox(AreaBox):
    """The second area: none is chosen at first, and all that is held is none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukOtherArea")
        self.lineEdit().setObjectName("policeukOtherAreaEdit")
        self.lineEdit().setPlaceholderText(tr("Choose the other area"))
        self.setAccessibleName(tr("Other area"))

    def offer(self, choices: Sequence[AreaChoice]) -> None:
        """Offer areas, but not all that is held."""
        super().offer(choices)
        self.view().setRowHidden(0, True)

    @property
    def label(self) -> str:
        """What the area is called."""
        return self.lineEdit().text()


class CompareForm(QWidget):
    """Shows and gives values; `changed` tells that one is another, `asked` that another question is asked."""

    changed = pyqtSignal()
    asked = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukCompareForm")
        self._known = questions()
        self.caption = QLabel(tr("What do you want to &know?"), self)
        names = [(one.key, one.text) for one in self._known.values()]
        self.ask = choice_box("policeukCompareAsk", tr("What do you want to know?"), names, self)
        self.caption.setBuddy(self.ask)
        self.fields = CompareFields(self)
        self.front = FieldForm("policeukCompareFront", self.fields.front(), self)
        self._make_second()
        self.line = _words("policeukCompareLine", self)
        self.change = self._change_button()
        self.more = FieldForm("policeukCompareMore", self.fields.more(), self)
        self.more.layout().setContentsMargins(12, 0, 0, 0)
        self.peers = PeerChoiceForm(self)
        self.under, self._folded = QWidget(self), False
        self.chips = PeerChips(self.under)
        self.note = _words("policeukPeersNote", self.under)
        self._lay_out()
        for at, one in enumerate(self._known.values()):
            self.ask.setItemData(at, one.tip, Qt.ItemDataRole.ToolTipRole)
        self.ask.currentIndexChanged.connect(lambda _: self._ask())
        self.change.toggled.connect(self._open)
        self.fields.changed.connect(self.adapt)
        self.peers.picked.connect(self.adapt)
        self.other.chosen.connect(self.changed)
        self.adapt()

    @property
    def question(self) -> Question:
        """What is asked."""
        return self._known[str(self.ask.currentData())]

    @property
    def with_peers(self) -> bool:
        """Whether it is about the area's peers."""
        return self.question.peers or (self.question.key == OUTCOMES and self.fields.against.currentData() == PEERS)

    @property
    def with_other(self) -> bool:
        """Whether it takes a second area."""
        beside_area = self.question.key != OUTCOMES or self.fields.against.currentData() == AREA
        return "other" in self.question.fields and beside_area

    def ask_for(self, key: str) -> None:
        """Ask a question by its key."""
        self.ask.setCurrentIndex(max(self.ask.findData(key), 0))

    def say(self, line: str, note: str) -> None:
        """How it is compared, and what to know of the peers."""
        for label, text in ((self.line, line), (self.note, note)):
            label.setText(text)
            label.setVisible(bool(text))

    def be_short(self, short: bool) -> None:
        """Where there is little height: no caption, and few of the peers."""
        self.caption.setVisible(not short)
        self.chips.be_short(short)

    def fold(self, folded: bool) -> None:
        """The question alone, and how it was compared: what came out of it takes the room of all else."""
        if folded != self._folded:
            self._folded = folded
            self.under.setVisible(not folded)

    def adapt(self) -> None:
        """Only what the question needs is shown."""
        question, fields, opened = self.question, self.fields, self.change.isChecked()
        self.front.show_only(question.fields)
        self.second.setVisible(self.with_other)
        left_out = {"strata": not fields.standardises(question.key), "per": not fields.divides(question.key)}
        more = [name for name in question.more if not left_out.get(name)]
        self.change.setVisible(self.with_peers or bool(more))
        self.peers.setVisible(opened and self.with_peers)
        self.more.show_only(more if opened else ())
        if not self.with_peers:
            self.chips.hide()
        self.changed.emit()

    def _make_second(self) -> None:
        self.second = QWidget(self)
        self.second.setObjectName("policeukSecondArea")
        self.other = OtherAreaBox(self.second)
        self.hint = AreaHint(self.second)
        self.hint.label.setObjectName("policeukOtherAreaHint")
        self.hint.button.setObjectName("policeukOtherAskPostcode")
        self.hint.licence.setObjectName("policeukOtherAreaLicence")
        self.search = AreaSearch(self.other, self.hint, self)
        label = QLabel(tr("Bes&ide"), self.second)
        label.setBuddy(self.other)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.other, 1)
        layout = QVBoxLayout(self.second)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(row)
        layout.addWidget(self.hint)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self.change, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for widget in (self.caption, self.ask, self.front, self.second):
            layout.addWidget(widget)
        layout.addLayout(row)
        for widget in (self.more, self.peers, self.under):
            layout.addWidget(widget)
        layout.addStretch(1)
        fields = self.fields
        in_order(
            *(self.ask, fields.measure, fields.level, fields.against, self.other, self.hint.button, self.change),
            *(fields.per, fields.source, fields.rated_source, fields.period, fields.strata, fields.follow_up),
            self.peers.method,
        )
        inner = QVBoxLayout(self.under)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(3)
        inner.addWidget(self.chips)
        inner.addWidget(self.note)

    def _change_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("policeukCompareChange")
        button.setText(tr("Cha&nge…"))
        button.setToolTip(tr("Who the peers are, per what, and whose counts: opens here"))
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setArrowType(Qt.ArrowType.RightArrow)
        return button

    def _open(self, opened: bool) -> None:
        self.change.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self.adapt()

    def _ask(self) -> None:
        self.ask.setToolTip(self.question.tip)
        self.adapt()
        self.asked.emit()


def _words(name: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.hide()
    return label
