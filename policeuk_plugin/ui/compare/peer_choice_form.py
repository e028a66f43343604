# SPDX-License-Identifier: GPL-2.0-or-later
"""Who the peers are: opened in the page under the line that says it, never before it in a window of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFormLayout, QHBoxLayout, QPushButton, QSpinBox, QWidget

from offline_cache.areas.model import AreaKind

from ...processing.peers.peer_choice import MOST, Among, PeerChoice, PeerMethod
from ...text import tr
from ..choices import choice_box, choose, enable
from ..plain import plain
from ..slim import SlimButton
from . import peer_choice_words as words

if TYPE_CHECKING:
    from ...processing.peers.peer_options import PeerOptions

_FEWEST = 5
_LIST = "list:"


class PeerChoiceForm(QWidget):
    """Shows and gives a `PeerChoice`; what of it has no field here stays as it was. `picked`: the user changed it."""

    picked = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukPeerChoice")
        self.choice = PeerChoice()
        self._kind: Optional[AreaKind] = None
        self.method = choice_box("policeukPeers", tr("Peers"), words.methods(), self)
        self.number = QSpinBox(self)
        self.number.setObjectName("policeukPeerNumber")
        self.number.setAccessibleName(tr("Number of peers"))
        self.number.setRange(_FEWEST - 1, MOST)
        self.stratum = choice_box("policeukPeerStratum", tr("Limited by"), words.strata().items(), self)
        self.among = choice_box("policeukPeerAmong", tr("Among"), words.among(), self)
        self.usual = self._button("policeukPeersUsual", tr("As usual"))
        self.import_list = self._button("policeukImportPeers", tr("Import a list…"))
        self.import_reference = self._button("policeukImportReference", tr("Import reference data…"))
        self._lay_out()
        self.method.currentIndexChanged.connect(self._pick_method)
        self.number.valueChanged.connect(self._pick_number)
        self.stratum.currentIndexChanged.connect(lambda _: self._pick(stratum=str(self.stratum.currentData())))
        self.among.currentIndexChanged.connect(lambda _: self._pick(among=Among(self.among.currentData())))
        self.usual.clicked.connect(self._pick_usual)
        self.set_choice(self.choice)

    def set_choice(self, choice: PeerChoice) -> None:
        """Show another choice; tells nobody."""
        self.choice = choice
        key = f"{_LIST}{choice.peer_list}" if choice.method is PeerMethod.LIST else choice.method.value
        if not choose(self.method, key):
            self._offer_list(choice.peer_list)
            choose(self.method, key)
        choose(self.stratum, choice.stratum)
        choose(self.among, choice.among.value)
        self.number.blockSignals(True)
        self.number.setValue(choice.k if choice.k and choice.k >= _FEWEST else _FEWEST - 1)
        self.number.blockSignals(False)
        self._adapt()

    def show_kind(self, kind: Optional[AreaKind]) -> None:
        """What is usual depends on the kind of area."""
        self._kind = kind
        self._adapt()

    def show_options(self, options: Optional[PeerOptions]) -> None:
        """Offer the lists that are held, disable what cannot be chosen; None: nothing is known."""
        named = options.lists if options is not None else {}
        for row in reversed(range(self.method.count())):
            key = str(self.method.itemData(row))
            if key.startswith(_LIST) and row != self.method.currentIndex() and key[len(_LIST) :] not in named:
                self.method.blockSignals(True)
                self.method.removeItem(row)
                self.method.blockSignals(False)
        for name in named:
            self._offer_list(name)
        reasons = dict(options.methods) if options is not None else {}
        if options is not None and self.choice.method is PeerMethod.LIST:
            reasons[f"{_LIST}{self.choice.peer_list}"] = self._no_such_list(options)
        enable(self.method, {**reasons, **{f"{_LIST}{name}": reason for name, reason in named.items()}})
        enable(self.stratum, options.strata if options is not None else {})

    def take_list(self, name: str) -> None:
        """Take the peers of a list that has just come."""
        self.set_choice(replace(self.choice, method=PeerMethod.LIST, peer_list=name, k=None))
        self.picked.emit()

    def enable_imports(self, reason: str) -> None:
        """Imports can be started, or why not."""
        for button, tip in (
            (
                self.import_list,
                tr("A CSV with the columns area and peer, and perhaps rank: such as a most similar group"),
            ),
            (
                self.import_reference,
                tr("Census tables, profiles, classes, ONS's neighbours and recorded crime: CSV, also .gz and .zip"),
            ),
        ):
            button.setEnabled(not reason)
            button.setToolTip(plain(reason) or tip)

    def _no_such_list(self, options: PeerOptions) -> str:
        name = self.choice.peer_list
        if name in options.lists or "," in name or name[1:].isdigit():
            return ""  # codes written out are a list, too
        return tr("The cache holds no list {name}. Import it.").format(name=name)

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(12, 0, 0, 0)
        form.setVerticalSpacing(3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Peers"), self.method)
        number = QHBoxLayout()
        number.addWidget(self.number, 1)
        number.addWidget(self.usual)
        form.addRow(tr("Number"), number)
        form.addRow(tr("Limited by"), self.stratum)
        form.addRow(tr("Among"), self.among)
        imports = QHBoxLayout()
        imports.setSpacing(4)
        imports.addWidget(self.import_list)
        imports.addWidget(self.import_reference, 1)
        form.addRow(imports)
        self.number.setToolTip(tr("How many peers at most; of fewer than five nothing is said"))
        self.stratum.setToolTip(tr("Peers must be of the same class as the area, of its force, or of another one"))
        self.among.setToolTip(tr("As usual is, for LSOAs and wards, those whose crimes are held; for larger areas all"))

    def _button(self, name: str, text: str) -> QPushButton:
        button = SlimButton(text, self)
        button.setObjectName(name)
        return button

    def _offer_list(self, name: str) -> None:
        if self.method.findData(f"{_LIST}{name}") < 0:
            self.method.blockSignals(True)
            self.method.addItem(tr("List: {name}").format(name=name), f"{_LIST}{name}")
            self.method.blockSignals(False)

    def _pick_method(self) -> None:
        key = str(self.method.currentData())
        if key.startswith(_LIST):
            self._pick(method=PeerMethod.LIST, peer_list=key[len(_LIST) :])
        else:
            self._pick(method=PeerMethod(key), peer_list="")

    def _pick_number(self, number: int) -> None:
        self._pick(k=number if number >= _FEWEST else None)

    def _pick_usual(self) -> None:
        self.set_choice(PeerChoice())
        self.picked.emit()

    def _pick(self, **changes: object) -> None:
        self.choice = replace(self.choice, **changes)  # type: ignore[arg-type]
        self._adapt()
        self.picked.emit()

    def _adapt(self) -> None:
        nearest = self.choice.method is PeerMethod.NEAREST
        usual = PeerChoice().number(self._kind or AreaKind.CSP)
        self.number.setSpecialValueText(tr("usual: {k}").format(k=usual) if nearest else tr("all on the list"))
        self.stratum.setEnabled(nearest)
        self.stratum.setToolTip(
            tr("Peers must be of the same class as the area, of its force, or of another one")
            if nearest
            else tr("A list says itself who the peers are.")
        )
        as_usual = self.choice == PeerChoice()
        self.usual.setEnabled(not as_usual)
        self.usual.setToolTip(
            tr("They are the usual ones.") if as_usual else tr("The nearest by Census shares, as many as usual")
        )
