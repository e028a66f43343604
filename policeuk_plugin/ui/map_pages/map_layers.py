# SPDX-License-Identifier: GPL-2.0-or-later
"""The question that the page Map begins with: which layers of the selection to add, or to play."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from offline_cache.model import Dataset

from ...layers.animation import Step, kind_to_play
from ...layers.build import available
from ...layers.icons import picture_path
from ...layers.kinds import BY_TYPE, QUESTIONS, SPECS, THROUGH_TIME, LayerKind, layer_name, layer_purpose
from ...text import many, tr
from .. import sentences
from ..adding import run_time_over
from ..desk import Desk
from ..history import Entry
from ..live import Live
from ..plain import plain
from ..running import Outcome
from .map_question import MapQuestion
from .play_row import PlayRow

_TICKED = (LayerKind.PLACES, LayerKind.HEAT, LayerKind.AREAS)
_PICTURE = 18
"""Pixels: ten rows are in sight beside all else."""
_ORDER = ("places", "heat", "crimes", "outcomes", "stop_places", "stops", "interest", "areas")


class MapLayers(MapQuestion):
    """Fills in `policeuk:addlayers`; the row `play` is for the page to show, where it is always in sight."""

    key = "layers"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.list = QListWidget(self)
        self.list.setIconSize(QSize(_PICTURE, _PICTURE))
        self.list.setObjectName("policeukLayers")
        self.list.setAccessibleName(tr("Layers"))
        self._items: dict[LayerKind, QListWidgetItem] = {}
        for kind in sorted((kind for kind in LayerKind if kind not in THROUGH_TIME), key=_place):
            item = QListWidgetItem(QIcon(str(picture_path(kind))), layer_name(kind), self.list)
            item.setData(Qt.ItemDataRole.UserRole, kind.value)
            item.setCheckState(Qt.CheckState.Checked if kind in _TICKED else Qt.CheckState.Unchecked)
            self._items[kind] = item
        self._step: Optional[Step] = None
        self.list.itemChanged.connect(lambda _: self.changed.emit())
        self.list.setFixedHeight(self.list.sizeHintForRow(0) * self.list.count() + 2 * self.list.frameWidth() + 4)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.play = PlayRow(desk, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)

    def title(self) -> str:
        """The question in the list of questions."""
        return tr("Layers of points and outlines")

    def purpose(self) -> str:
        """What it gives, in a sentence."""
        return tr("Crimes, outcomes, stops and outlines, styled, in one group")

    @property
    def makes_page(self) -> bool:
        """Layers only."""
        return False

    def algorithm(self) -> str:
        """The id of its algorithm."""
        return "policeuk:addlayers"

    def parameters(self) -> dict[str, Any]:
        """The layers, or the one to be played; the forces apart, for an algorithm that knows no area."""
        area = self.desk.selection.chosen.area
        force = {"FORCE": area[len("force:") :]} if area.startswith("force:") else {}
        kinds = [kind_to_play(self._step)] if self._step else self.kinds()
        return {"LAYERS": [kind.value for kind in kinds], **({} if self.knows("AREA") else force)}

    def play_next(self, step: Optional[Step]) -> None:
        """Let the next run be of the layer that shows a step, None for those that are ticked."""
        self._step = step

    def kinds(self) -> list[LayerKind]:
        """The kinds that are ticked and can be added."""
        return [
            kind
            for kind, item in self._items.items()
            if item.checkState() == Qt.CheckState.Checked and item.flags() & Qt.ItemFlag.ItemIsEnabled
        ]

    def item(self, kind: LayerKind) -> QListWidgetItem:
        """The row of a kind."""
        return self._items[kind]

    def tick(self, kind: LayerKind, ticked: bool) -> None:
        """Tick a layer, or not."""
        if kind not in self._items:
            return  # it is played, not ticked
        self._items[kind].setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def state(self) -> dict[str, Any]:
        """The layers that are ticked, whether they can be added now or not, and what is played."""
        ticked = [kind.value for kind, item in self._items.items() if item.checkState() == Qt.CheckState.Checked]
        played = {"play": self._step.value} if self._step else {}
        return {"layers": ticked, "play_step": self.play.steps.currentData(), **played}

    def restore(self, state: dict[str, Any]) -> None:
        """Tick them again."""
        layers = state.get("layers")
        if isinstance(layers, list):
            for kind in self._items:
                self.tick(kind, kind.value in layers)
        self.play.steps.setCurrentIndex(max(self.play.steps.findData(state.get("play_step")), 0))

    def repeat(self, entry: Entry) -> None:
        """Months that were played are played again."""
        self._step = {step.value: step for step in Step}.get(str(entry.state.get("play")))

    def fault(self) -> str:
        """A layer has to be ticked."""
        area = self.desk.selection.chosen.area
        if area and not area.startswith("force:") and not self.knows("AREA"):
            return tr("Layers can be limited to forces only: choose a force, or all that is held.")
        return "" if self.kinds() or self._step else self._ticked_in_vain() or tr("Tick a layer first.")

    def cost(self, live: Live) -> str:
        """How much will be drawn, of the layers that are ticked."""
        kinds = self.kinds()
        lines = []
        if set(kinds) & BY_TYPE:
            lines.append(
                tr("Draws up to {crimes} on {points}.").format(
                    crimes=many(live.crimes, tr("crime"), tr("crimes")),
                    points=many(live.snap_points, tr("snap point"), tr("snap points")),
                )
            )
        whole = [kind for kind in kinds if kind in QUESTIONS and kind not in BY_TYPE]
        if whole:
            names = tr(" and ").join(layer_name(kind) for kind in whole)
            limited = self.desk.selection.chosen.types
            lines.append(
                tr("{names}: all of them, as crime types do not limit them.").format(names=names)
                if limited
                else tr("{names}: all of these months.").format(names=names)
            )
        if len([kind for kind in kinds if kind in QUESTIONS]) > 1:
            lines.append(tr("Their points lie on one another; map themes show one layer at a time."))
        return " ".join([*(lines or [tr("Draws outlines only.")]), self._ticked_in_vain()]).strip()

    def update_form(self, reason: str) -> None:
        """Layers of which nothing is held cannot be ticked, and say why."""
        there = available(self.desk.held)
        self.list.blockSignals(True)
        for kind, item in self._items.items():
            lacking = self._no_stops(kind) if kind in there else sentences.nothing_for(kind)
            flags = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags if lacking else flags | Qt.ItemFlag.ItemIsEnabled)
            item.setToolTip(plain(lacking) if lacking else layer_purpose(kind))
        self.list.blockSignals(False)
        self.play.update_form(reason)

    def succeeded(self, outcome: Outcome, live: Live) -> tuple[str, str, str]:
        """The layers are on the map; let time run over their months, or play them."""
        step, self._step = self._step, None
        if step is not None:
            self.play.play(outcome.layers, step, live.forces)
            return tr("Months, {title}").format(title=live.title), sentences.added(outcome.layers), self.play.after()
        run_time_over(self.desk.held_of(self.desk.selection.chosen), self.desk.around)
        return tr("Map, {title}").format(title=live.title), sentences.added(outcome.layers), sentences.after_map()

    def _no_stops(self, kind: LayerKind) -> str:
        return sentences.no_stops_in(self.desk.selection.chosen.area) if SPECS[kind].dataset is Dataset.STOPS else ""

    def _ticked_in_vain(self) -> str:
        """That stops are ticked and will not be added, and why; '' where they are not or will be."""
        there = available(self.desk.held)
        ticked = [kind for kind, item in self._items.items() if item.checkState() == Qt.CheckState.Checked]
        why = next((self._no_stops(kind) for kind in ticked if kind in there and self._no_stops(kind)), "")
        return tr("No stops are added. {why}").format(why=why) if why else ""

    def shut_down(self) -> None:
        """Nothing of it is left running."""
        self.play.shut_down()


def _place(kind: LayerKind) -> int:
    return _ORDER.index(kind.value) if kind.value in _ORDER else len(_ORDER)
