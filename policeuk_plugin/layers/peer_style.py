# SPDX-License-Identifier: GPL-2.0-or-later
"""How an area and its peers are drawn: the area in orange, peers the darker the more alike, who was left out hollow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from qgis.core import (
    QgsFillSymbol,
    QgsRuleBasedRenderer,
    QgsVectorLayer,
)

from ..text import many, tr
from .area_labels import label_areas, tell_areas

AREA, PEER, LEFT_OUT = "area", "peer", "left out"
"""What the field `role` says of an area."""
AREA_COLOUR = "#b34700"
PEER_COLOURS = ("#08519c", "#6baed6", "#c6dbef")
HOLLOW = "#7a7a7a"
LABELS_TO = 4_000_000.0
_NUMBERED = 'if("role" = \'peer\', "place" || \' \' || "name", "name")'


@dataclass(frozen=True)
class PeerClass:
    """A colour of peers with ranks from `first` to `last`, and what the legend calls them."""

    first: int
    last: int
    colour: str
    label: str


def peer_classes(peers: int) -> list[PeerClass]:
    """Up to three classes of peers by rank, the most alike first."""
    if peers <= 0:
        return []
    parts = min(len(PEER_COLOURS), peers)
    ends = [round(peers * (at + 1) / parts) for at in range(parts)]
    firsts = [1, *(end + 1 for end in ends[:-1])]
    return [
        PeerClass(first, last, colour, _label(first, last, peers))
        for first, last, colour in zip(firsts, ends, PEER_COLOURS)
    ]


def _label(first: int, last: int, peers: int) -> str:
    if first == 1 and last == peers:
        return tr("Peers")
    span = str(first) if first == last else tr("{first} to {last}").format(first=first, last=last)
    words = tr("Peers {span}, the most alike") if first == 1 else tr("Peers {span}")
    return words.format(span=span)


def style_peers(
    layer: QgsVectorLayer, area: str, peers: int, left_out: bool, undrawn: Collection[int] = frozenset()
) -> None:
    """Give a layer with the fields `role`, `place`, `name` and `told` its rules, labels and tip.

    `undrawn` are the places of peers without an outline: the legend has no colour of which nothing is on the map.
    """
    root = QgsRuleBasedRenderer.Rule(None)
    _rule(root, _filled(AREA_COLOUR, "#4d1f00", "0.5"), f"\"role\" = '{AREA}'", area)
    for one in peer_classes(peers):
        if all(place in undrawn for place in range(one.first, one.last + 1)):
            continue
        # BETWEEN is not known to QGIS 3.22, and one rule that cannot be read leaves the whole layer empty.
        where = f'"role" = \'{PEER}\' AND "place" >= {one.first} AND "place" <= {one.last}'
        _rule(root, _filled(one.colour, "#ffffff", "0.2"), where, one.label)
    if left_out:
        hollow = QgsFillSymbol.createSimple(
            {"style": "no", "outline_color": HOLLOW, "outline_width": "0.4", "outline_style": "dash"}
        )
        _rule(root, hollow, f"\"role\" = '{LEFT_OUT}'", tr("Left out: too far, or not to be compared"))
    if undrawn:
        words = many(len(undrawn), tr("peer without an outline held"), tr("peers without an outline held"))
        nothing = QgsFillSymbol.createSimple({"style": "no", "outline_style": "no"})
        label = tr("{n}: not on the map").format(n=words)
        _rule(root, nothing, '"place" < 0', label)  # of none: it is for the legend
    layer.setRenderer(QgsRuleBasedRenderer(root))
    layer.setOpacity(0.85)
    label_areas(layer, _NUMBERED, LABELS_TO)
    tell_areas(layer)


def _rule(root: QgsRuleBasedRenderer.Rule, symbol: QgsFillSymbol, where: str, label: str) -> None:
    root.appendChild(QgsRuleBasedRenderer.Rule(symbol, 0, 0, where, label))


def _filled(colour: str, outline: str, width: str) -> QgsFillSymbol:
    return QgsFillSymbol.createSimple({"color": colour, "outline_color": outline, "outline_width": width})
