# SPDX-License-Identifier: GPL-2.0-or-later
"""The peers of an area as chips: name and distance, and in the tool tip what else is known of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QWidget

from ...text import number, tr
from ..flow_layout import FlowLayout
from ..plain import plain

if TYPE_CHECKING:
    from ...processing.peers.peer_group import Peer

SHOWN, SHOWN_SHORT = 20, 5
_GAP, _LETTERS = 3, 24
_SMALL = 0.92
_STYLE = (
    "QLabel {{ border: 1px {line} palette(mid); border-radius: 7px; padding: 0px 5px; background: palette({ground}); }}"
)


class PeerChips(QWidget):
    """The most alike first; those beyond `SHOWN`, or `SHOWN_SHORT`, are counted. Hidden while there are none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukPeerChips")
        self._flow = FlowLayout(self, _GAP)
        self._chips: list[QLabel] = []
        self._most = SHOWN
        self._shown: tuple[str, Sequence[Peer], Optional[Collection[str]]] = ("", (), None)
        self.hide()

    @property
    def texts(self) -> list[str]:
        """What stands on them."""
        return [chip.text() for chip in self._chips]

    def show_peers(self, area: str, peers: Sequence[Peer], held: Optional[Collection[str]]) -> None:
        """Show these; `held` are those whose crimes are held, None where that does not matter."""
        shown = (area, tuple(peers), held)
        if shown != self._shown:
            self._shown = shown
            self._fill()
        self.setVisible(bool(self._chips))

    def be_short(self, short: bool) -> None:
        """Show but a few where there is little height."""
        most = SHOWN_SHORT if short else SHOWN
        if most != self._most:
            self._most = most
            self._fill()

    def _fill(self) -> None:
        area, peers, held = self._shown
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        most = self._most if len(peers) > self._most + 1 else len(peers)
        for at, peer in enumerate(peers[:most]):
            there = held is None or peer.code in held
            self._add(_text(peer), told(area, peer, at + 1, len(peers), there), there)
        rest = peers[most:]
        if rest:
            there = held is None or any(peer.code in held for peer in rest)
            self._add(tr("and {n} more").format(n=number(len(rest))), "\n".join(map(_text, rest)), there)
        self.setAccessibleName(tr("Peers: {peers}").format(peers=", ".join(map(_text, peers))))
        self.updateGeometry()

    def _add(self, text: str, tip: str, there: bool) -> None:
        chip = QLabel(text, self)
        chip.setTextFormat(Qt.TextFormat.PlainText)
        font = chip.font()
        font.setPointSizeF(max(font.pointSizeF() * _SMALL, 6.0))
        chip.setFont(font)
        chip.setStyleSheet(_STYLE.format(line="solid" if there else "dashed", ground="base" if there else "window"))
        chip.setToolTip(plain(tip))
        self._flow.addWidget(chip)
        self._chips.append(chip)
        chip.show()


def _text(peer: Peer) -> str:
    name = peer.name if len(peer.name) <= _LETTERS else f"{peer.name[: _LETTERS - 1].rstrip()}…"
    return name if peer.distance is None else f"{name} {peer.distance:.2f}"


def told(area: str, peer: Peer, place: int, of: int, held: bool) -> str:
    """A peer in words, a line each."""
    lines = [tr("{name}: peer {place} of {n}, 1 the most alike").format(name=peer.name, place=place, n=of)]
    if peer.distance is not None:
        lines.append(tr("{d:.2f} standard deviations away").format(d=peer.distance))
    if peer.mutual is not None:
        mutual = tr("has {area} among its own peers, too") if peer.mutual else tr("does not have {area} as a peer")
        lines.append(mutual.format(area=area))
    if not held:
        lines.append(tr("its crimes of these months are not held"))
    return "\n".join(lines)
