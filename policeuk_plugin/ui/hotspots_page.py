# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Hotspots: where crimes cluster, or how dense they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.PyQt.QtWidgets import QVBoxLayout

from ..layers.project import selection_group
from ..layers.results import hide_points, replace_same
from ..processing import analysis_parameters as names
from ..text import many, tr
from .hotspots_form import HotspotsForm
from .live import Live
from .reported_page import ReportedPage
from .result_files import free_file
from .running import Outcome

FEWEST = 20
"""Crimes below which the test refuses to say anything."""
_SAID = 2
"""Lines of what a result says of itself that are shown: the finding and what carries it."""
_CLUSTERS, _DENSITY = "policeuk:crimeclusters", "policeuk:crimedensity"


class HotspotsPage(ReportedPage):
    """Fills in `policeuk:crimeclusters` and `policeuk:crimedensity`."""

    key = "hotspots"

    @classmethod
    def title(cls) -> str:
        """What stands on its tab."""
        return tr("Hotspots")

    def run_text(self) -> str:
        """What stands on the main button."""
        return tr("R&un")

    def build_form(self, layout: QVBoxLayout) -> None:
        """Question and settings."""
        self.form = HotspotsForm(self)
        self.form.changed.connect(self.update_form)
        layout.addWidget(self.form)

    def button_names(self) -> tuple[str, str]:
        """As they have been since there was but one such page."""
        return "policeukOpenPage", "policeukSavePage"

    def algorithm(self) -> str:
        """By the question."""
        return _DENSITY if self.form.density.isChecked() else _CLUSTERS

    def parameters(self) -> dict[str, Any]:
        """The settings that the question needs, and files for the result that nothing overwrites."""
        form, clusters = self.form, self.form.clusters.isChecked()
        units = form.units.currentData()
        given: dict[str, Any] = {names.CELL_SIZE: form.cell.value()}
        if clusters:
            given.update({names.UNITS: units, names.ALPHA: form.alpha.value()})
            if units == names.LAYER:
                given[names.UNIT_LAYER] = form.layer_text(form.unit_layer.currentLayer())
        else:
            given[names.BANDWIDTH] = form.bandwidth.value()
        if form.study.currentLayer() is not None:
            given[names.STUDY_AREA] = form.layer_text(form.study.currentLayer())
        stem, suffix = ("clusters", "gpkg") if clusters else ("density", "tif")
        given[names.OUTPUT] = str(free_file(stem, suffix))
        given[names.REPORT] = str(Path(given[names.OUTPUT]).with_suffix(".html"))
        return given

    def state(self) -> dict[str, Any]:
        """All settings, those out of sight too."""
        form = self.form
        layers = {
            name: form.layer_text(box.currentLayer()) if box.currentLayer() else ""
            for name, box in (("unit_layer", form.unit_layer), ("study_area", form.study))
        }
        return {
            "density": form.density.isChecked(),
            "units": form.units.currentData(),
            "cell_size": form.cell.value(),
            "bandwidth": form.bandwidth.value(),
            "alpha": form.alpha.value(),
            "more": form.more.isChecked(),
            **layers,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Set them again."""
        form = self.form
        (form.density if state.get("density") is True else form.clusters).setChecked(True)
        at = form.units.findData(state.get("units"))
        form.units.setCurrentIndex(max(at, 0))
        for name, box in (("cell_size", form.cell), ("bandwidth", form.bandwidth), ("alpha", form.alpha)):
            value = state.get(name)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                box.setValue(float(value))
        form.more.setChecked(state.get("more") is True)
        for name, layer_box in (("unit_layer", form.unit_layer), ("study_area", form.study)):
            form.choose_layer(layer_box, str(state.get(name) or ""))

    def fault(self) -> str:
        """What is known to be refused is said before it is run."""
        form, live = self.form, self.desk.selection.live
        found = self._fault_of_clusters() if form.clusters.isChecked() else self._fault_of_density()
        if found or live is None:
            return found
        if live.refused:
            return live.refused
        if live.ground.none and form.study.currentLayer() is None:
            return live.ground.none
        fewest = FEWEST if form.clusters.isChecked() else 1
        if live.crimes < fewest:
            return tr(
                "{n} with a place are too few: at least {fewest} are needed. Choose more months or types."
            ).format(n=many(live.crimes, tr("crime"), tr("crimes")), fewest=fewest)
        return ""

    def _fault_of_clusters(self) -> str:
        units, live = self.form.units.currentData(), self.desk.selection.live
        if units == names.LAYER and self.form.unit_layer.currentLayer() is None:
            return tr("Choose a layer of polygons to count in, or other units.")
        return live.ground.no_lsoas if live is not None and units == names.LSOA else ""

    def _fault_of_density(self) -> str:
        if self.form.bandwidth.value() < self.form.cell.value():
            return tr(
                "The bandwidth is smaller than a cell, so crimes would fall between the cells: choose a larger one."
            )
        return ""

    def cost(self, live: Live) -> str:
        """What will be read, and how long it may take."""
        return tr("Reads {crimes}; takes seconds.").format(crimes=many(live.crimes, tr("crime"), tr("crimes")))

    def update_form(self) -> None:
        """What crimes are counted inside of, too."""
        live = self.desk.selection.live
        if live is not None:
            self.form.show_ground(live.ground.inside)
        super().update_form()

    def succeeded(self, outcome: Outcome, live: Live) -> tuple[str, str, str]:
        """Put the result on the map; its own words are the sentence."""
        question = tr("Density") if outcome.algorithm == _DENSITY else tr("Clusters")
        title = tr("{question}, {title}").format(question=question, title=live.title)
        if not outcome.layers:
            return title, tr("It ran, but its layer could not be opened."), ""
        layer = outcome.layers[0]
        lines = layer.metadata().abstract().split("\n")[:_SAID] + self._outside(outcome)
        sentence = " ".join(f"{line.rstrip('.')}." for line in lines)
        layer.setName(self.form.layer_name())
        project = self.desk.around.project
        replace_same(project, layer, outcome.algorithm, outcome.parameters)
        hidden = hide_points(selection_group(project, live.group))
        said = [tr("Switched off, to read it: {names}.").format(names=", ".join(hidden))] if hidden else []
        said.append(tr("Next: open the page, or point at the map with View > Show Map Tips."))
        return title, sentence, " ".join(said)

    def _outside(self, outcome: Outcome) -> list[str]:
        """Why there are fewer crimes than the selection counts."""
        outside = outcome.results.get("OUTSIDE")
        if not isinstance(outside, (int, float)) or not outside:
            return []
        n = many(int(outside), tr("crime of the selection lies"), tr("crimes of the selection lie"))
        return [tr("{n} outside the study area").format(n=n)]
