# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Compare: an area through time, or two areas side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ..layers.results import replace_same
from ..processing import analysis_parameters as names
from ..processing.chart_parameters import CHART_BACKGROUND, CHART_WIDTH, DARK, LIGHT
from ..text import many, tr
from .chart_view import NARROWEST, WIDEST, ChartView, is_dark
from .compare_form import CompareForm
from .desk import Desk
from .live import Live
from .reported_page import ReportedPage
from .result_files import free_file
from .running import Outcome

_TREND, _TWO = "policeuk:areatrend", "policeuk:comparetwoareas"
OTHER_AREA = "OTHER_AREA"
_MARGINS = 40
"""Pixels beside the chart: margins and the bar that scrolls."""
_WHOLE = 10_000


class ComparePage(ReportedPage):
    """Fills in `policeuk:areatrend` and `policeuk:comparetwoareas`, and shows their chart."""

    key = "compare"

    def __init__(self, desk: Desk, parent: Optional[QWidget] = None) -> None:
        super().__init__(desk, parent)
        self._cache = desk.cache
        self.result_layout.insertWidget(1, self.chart)
        self.result_layout.insertWidget(2, self.rest_label)
        self.forms.keep_room(_WHOLE)  # the second area is below both questions
        desk.selection.areas.answered.connect(self.form.other.offer)
        desk.changed.connect(self._follow_cache)
        self._follow_cache()
        self._show_last()

    @classmethod
    def title(cls) -> str:
        """What stands on its tab."""
        return tr("Compare")

    def run_text(self) -> str:
        """What stands on the main button."""
        return tr("R&un")

    def build_form(self, layout: QVBoxLayout) -> None:
        """Question and second area."""
        self.form = CompareForm(self)
        self.form.changed.connect(self.update_form)
        layout.addWidget(self.form)
        self.chart = ChartView("policeukCompareChart", self.result)
        self.rest_label = self.label("policeukCompareRest")

    def algorithm(self) -> str:
        """By the question."""
        return _TWO if self.form.two.isChecked() else _TREND

    def parameters(self) -> dict[str, Any]:
        """The second area, and files for the result that nothing overwrites."""
        table = free_file("comparison" if self.form.two.isChecked() else "months", "gpkg")
        width = min(max(self.width() - _MARGINS, NARROWEST), WIDEST)
        return {
            OTHER_AREA: self.form.other.area,
            names.OUTPUT: str(table),
            names.REPORT: str(table.with_suffix(".html")),
            names.CHART: str(table.with_suffix(".svg")),
            CHART_WIDTH: width,
            CHART_BACKGROUND: DARK if is_dark(self) else LIGHT,
        }

    def state(self) -> dict[str, Any]:
        """Question and second area."""
        other = self.form.other
        return {"two": self.form.two.isChecked(), "other": other.area, "other_name": other.label if other.area else ""}

    def restore(self, state: dict[str, Any]) -> None:
        """Set them again."""
        (self.form.two if state.get("two") is True else self.form.trend).setChecked(True)
        area, name = state.get("other"), state.get("other_name")
        if isinstance(area, str) and area:
            self.form.other.take(area, name if isinstance(name, str) and name else area)

    def fault(self) -> str:
        """A second area has to be chosen, and another one."""
        if not self.form.two.isChecked():
            return ""
        if not self.form.other.area:
            return tr("Choose the area to put beside the one on top.")
        if self.form.other.area == self.desk.selection.chosen.area:
            return tr("Both areas are the same: choose another one to put beside it.")
        return ""

    def cost(self, live: Live) -> str:
        """What will be read, and how long it may take."""
        crimes = many(live.crimes, tr("crime"), tr("crimes"))
        return tr("Reads these {crimes} and others; takes seconds.").format(crimes=crimes)

    def succeeded(self, outcome: Outcome, live: Live) -> tuple[str, str, str]:
        """Show the chart; the algorithm's own words are the sentence."""
        two = outcome.algorithm == _TWO
        if two:
            title = tr("Beside {other}: {title}").format(other=self.form.other.label, title=live.title)
        else:
            title = tr("Through time, {title}").format(title=live.title)
        for layer in outcome.layers:
            layer.setName(tr("Comparison") if two else tr("Months"))
            replace_same(self.desk.around.project, layer, outcome.algorithm, outcome.parameters)
        sentence = str(outcome.results.get("SENTENCE") or "")
        self._show_chart(str(outcome.results.get(names.CHART) or ""), sentence)
        return title, sentence, tr("Next: open the page for tables, or the table among the layers.")

    def say(self, sentence: str) -> None:
        """The finding above the chart, the rest below it."""
        finding, dot, rest = sentence.partition(". ")
        super().say(finding + dot.strip())
        self.rest_label.setText(rest)
        self.rest_label.setVisible(bool(rest))

    def shut_down(self) -> None:
        """Nothing of it is left running."""
        super().shut_down()
        self.form.search.shut_down()

    def _started(self) -> None:
        self._show_chart("", "")
        super()._started()

    def _show_chart(self, path: str, words: str) -> None:
        self.chart.show_file(path, words)

    def _show_last(self) -> None:
        last = self.last_entry()
        path = str(last.parameters.get(names.CHART) or "") if last else ""
        if last and Path(path).is_file():
            self._show_chart(path, last.sentence)

    def _follow_cache(self) -> None:
        """The second area is one of the cache that the panel is about."""
        cache = self.desk.cache
        self.form.search.cache = cache
        if cache != self._cache:
            self._cache = cache
            self.form.search.forget()
            self.form.other.forget_typing()
            self.form.other.offer(())
            self.form.other.set_area("")
            self.update_form()
