# SPDX-License-Identifier: GPL-2.0-or-later
"""The question of the page Map that colours areas: by what, and which areas."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QStandardItemModel
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QLabel, QWidget

from ...layers.project import selection_group
from ...layers.results import hide_points, replace_same
from ...processing.areas.area_map import LEVEL, LEVELS, MEASURE, MEASURES
from ...processing.asking import analysis_parameters as names
from ...text import many, tr
from ..areas_known import look_up_areas
from ..asking import Asker
from ..desk import Desk
from ..gathering import hide_others
from ..live import Live
from ..plain import plain
from ..result_files import free_file
from ..running import Outcome
from ..sentences import switched_off
from .map_question import MapQuestion, narrow

if TYPE_CHECKING:
    from ...processing.areas.area_choices import AreaChoices

_BEST_MEASURES = ("rate residents", "count")
"""What is proposed of what can be mapped, until the user picks."""


class MapAreas(MapQuestion):
    """Fills in `policeuk:areamap`; what the cache cannot map cannot be chosen, and says why."""

    key = "areas"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.level, self.measure = narrow(QComboBox(self), "policeukLevel"), narrow(QComboBox(self), "policeukMeasure")
        for value, text in level_names().items():
            self.level.addItem(text, value)
        for value, text in measure_names().items():
            self.measure.addItem(text, value)
        self.measure.setCurrentIndex(self.measure.findData(_BEST_MEASURES[0]))
        self.words = QLabel(self)
        self.words.setObjectName("policeukMeasureWords")
        self.words.setWordWrap(True)
        self._picked = False
        self._known: Optional[AreaChoices] = None
        self._asked: tuple[Optional[Live], str] = (None, "")
        self.asker = Asker(tr("Police UK: which areas can be mapped"), 0, self)
        self.asker.answered.connect(self._show_known)
        self.asker.failed.connect(lambda _: self._show_known(None))
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Areas"), self.level)
        form.addRow(tr("Colour by"), self.measure)
        form.addRow(self.words)
        self.level.setToolTip(tr("What crimes are counted in, by the LSOA code of the published row"))
        for box in (self.level, self.measure):
            box.activated.connect(lambda _: self._pick())
            box.currentIndexChanged.connect(lambda _: self._change())
        self._adapt()

    def title(self) -> str:
        """The question in the list of questions."""
        return tr("Areas by colour")

    def purpose(self) -> str:
        """What it gives, in a sentence."""
        return tr("Numbers, rates or change of wards, LSOAs and other areas, with a page to print")

    def algorithm(self) -> str:
        """The id of its algorithm."""
        return "policeuk:areamap"

    def parameters(self) -> dict[str, Any]:
        """What is chosen, and files for the result that nothing overwrites."""
        layer = free_file("areas", "gpkg")
        return {
            LEVEL: self.level.currentData(),
            MEASURE: self.measure.currentData(),
            names.OUTPUT: str(layer),
            names.REPORT: str(layer.with_suffix(".html")),
        }

    def state(self) -> dict[str, Any]:
        """What the user picked."""
        picked = {"level": self.level.currentData(), "measure": self.measure.currentData()}
        return picked if self._picked else {}

    def restore(self, state: dict[str, Any]) -> None:
        """Set it again."""
        for name, box in (("level", self.level), ("measure", self.measure)):
            at = box.findData(state.get(name)) if isinstance(state.get(name), str) else -1
            if at >= 0:
                box.setCurrentIndex(at)
                self._picked = True

    def fault(self) -> str:
        """Why what is chosen cannot be mapped."""
        return self._of_level() or self._of_measure()

    def cost(self, live: Live) -> str:
        """What will be read, and how long it may take."""
        return tr("Reads {crimes}; takes seconds.").format(crimes=many(live.crimes, tr("crime"), tr("crimes")))

    def update_form(self, reason: str) -> None:
        """Ask what can be mapped where selection or level are others; it is asked only while the question is seen."""
        live, level = self.desk.selection.live, str(self.level.currentData())
        if not self.isHidden() and live is not None and (live is not self._asked[0] or level != self._asked[1]):
            self._asked = (live, level)
            self.asker.ask(functools.partial(look_up_areas, self.desk.cache, self.desk.selection.chosen, level))

    def succeeded(self, outcome: Outcome, live: Live) -> tuple[str, str, str]:
        """Under the points of its selection, which are switched off to read it."""
        what = measure_names()[outcome.parameters[MEASURE]]
        where = level_names()[outcome.parameters[LEVEL]]
        title = tr("{what}, {areas}: {title}").format(what=what, areas=where, title=live.title)
        if not outcome.layers:
            return title, tr("It ran, but its layer could not be opened."), ""
        layer, project = outcome.layers[0], self.desk.around.project
        lines = layer.metadata().abstract().split("\n")
        layer.setName(tr("{what}, {areas}").format(what=what, areas=where))
        replace_same(project, layer, outcome.algorithm, outcome.parameters)
        hidden = [*hide_points(selection_group(project, live.group)), *hide_others(project, layer)]
        after = tr("Next: open the page, or point at an area with View > Show Map Tips.")
        return title, f"{lines[0].rstrip('.')}.", " ".join([*switched_off(hidden), after])

    def shut_down(self) -> None:
        """Nothing of it is left running."""
        self.asker.shut_down()

    def _pick(self) -> None:
        self._picked = True
        self._change()

    def _change(self) -> None:
        self._adapt()
        self.changed.emit()

    def _show_known(self, known: Optional[AreaChoices]) -> None:
        self._known = known
        if not self._picked:
            self._propose()
        self._change()

    def _propose(self) -> None:
        """The finest areas, and the best number of them, that there are."""
        levels = [level for level in LEVELS if not self._level_reason(level)]
        if levels and self._of_level():
            self.level.setCurrentIndex(self.level.findData(levels[0]))
        measure = next((one for one in _BEST_MEASURES if not self._measure_reason(one)), "")
        if measure and self._of_measure():
            self.measure.setCurrentIndex(self.measure.findData(measure))

    def _adapt(self) -> None:
        """What cannot be chosen says why; the measure is explained."""
        for box, reason_of in ((self.level, self._level_reason), (self.measure, self._measure_reason)):
            model = box.model()
            for row in range(box.count()):
                reason = reason_of(str(box.itemData(row)))
                if isinstance(model, QStandardItemModel):
                    model.item(row).setEnabled(not reason)
                box.setItemData(row, plain(reason), Qt.ItemDataRole.ToolTipRole)
        self.words.setText(measure_words()[self.measure.currentData()])

    def _of_level(self) -> str:
        return self._level_reason(self.level.currentData())

    def _of_measure(self) -> str:
        return self._measure_reason(self.measure.currentData())

    def _level_reason(self, level: str) -> str:
        return self._known.levels.get(level, "") if self._known is not None else ""

    def _measure_reason(self, measure: str) -> str:
        known = self._known
        return known.measures.get(measure, "") if known and known.level == self.level.currentData() else ""


def level_names() -> dict[str, str]:
    """What areas are called, by the word of the level."""
    texts = (tr("LSOAs"), tr("Wards"), tr("Districts"), tr("CSPs"), tr("Police force areas"), tr("Neighbourhoods"))
    return dict(zip(LEVELS, texts))


def measure_names() -> dict[str, str]:
    """What is mapped, by the word of the measure."""
    texts = (
        tr("Number of crimes"),
        tr("Rate per 1,000 residents"),
        tr("Rate per 1,000 households"),
        tr("Change on a year before"),
        tr("Five bands around the average"),
    )
    return dict(zip(MEASURES, texts))


def measure_words() -> dict[str, str]:
    """When to use a measure, by its word."""
    texts = (
        tr("Large areas have more because more people are there: to compare areas use a rate."),
        tr("A year's crimes for 1,000 who live there. In town centres few live and many visit."),
        tr("A year's crimes for 1,000 households, as for burglary."),
        tr("Against the same months a year before. Both years have to be held."),
        tr("Low to high against the rate of all, as CrimeMapper showed; the limits are in the legend."),
    )
    return dict(zip(MEASURES, texts))
