# SPDX-License-Identifier: GPL-2.0-or-later
"""The form of a download: whole forces or LSOAs, months, kinds of file, and what the plan says in detail."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from offline_cache.model import Dataset

from ...text import dataset_name, tr
from ..fitting_text import FittingText
from ..month_fields import MonthFields
from ..slim import SlimButton
from .fetch_areas_row import FetchAreasRow
from .forces_list import ForcesList
from .slice_form import SliceForm
from .wanted_download import WantedDownload, usual_datasets


class DownloadForm(QWidget):
    """Makes the widgets and reads them; knows nothing of tasks or the network. `chosen` tells a change."""

    chosen = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukDownloadForm")
        self._filling = False
        self._datasets_of = {sliced: usual_datasets(sliced) for sliced in (False, True)}
        self.back_button = SlimButton(tr("&Back"), self)
        self.back_button.setObjectName("policeukDownloadBack")
        self.back_button.setToolTip(tr("To what is held (Esc); what is filled in stays"))
        self.whole = self._radio("policeukDownloadWhole", tr("Whole forces"))
        self.sliced = self._radio("policeukDownloadSliced", tr("An area, by LSOAs"))
        self.forces = ForcesList(self)
        self.slice = SliceForm(self)
        self.months = MonthFields(self)
        self.kinds = {dataset: self._kind(dataset) for dataset in Dataset}
        self.areas_row = FetchAreasRow("policeukFetchAreas", self)
        self.details = FittingText("policeukPlanDetails", tr("The plan in detail"), self)
        self._lay_out()
        self.whole.setChecked(True)
        self._switch()
        self.sliced.toggled.connect(lambda _: self._switched())
        for part in (self.forces, self.slice, self.months):
            part.chosen.connect(self._changed)
        for box in self.kinds.values():
            box.toggled.connect(lambda _: self._changed())

    @property
    def wanted(self) -> WantedDownload:
        """What is filled in."""
        return WantedDownload(
            sliced=self.sliced.isChecked(),
            forces=self.forces.forces,
            where=self.slice.where.text().strip(),
            postcode=self.slice.postcode.text().strip(),
            within=float(self.slice.within.value()),
            extent=self.slice.extent,
            geometry=self.slice.geometry,
            every_force=self.slice.every_force.isChecked(),
            first=self.months.first,
            last=self.months.last,
            datasets=tuple(dataset.value for dataset, box in self.kinds.items() if box.isChecked()),
        )

    def fill(self, wanted: WantedDownload) -> None:
        """Fill it in, and tell once."""
        self._filling = True
        (self.sliced if wanted.sliced else self.whole).setChecked(True)
        self.forces.set_forces(wanted.forces)
        self.slice.where.setText(wanted.where)
        self.slice.postcode.setText(wanted.postcode)
        self.slice.within.setValue(int(wanted.within))
        self.slice.set_ground(wanted.extent, wanted.geometry)
        self.slice.every_force.setChecked(wanted.every_force)
        self.months.set_months(wanted.first, wanted.last)
        self._tick(wanted.datasets)
        self._datasets_of[wanted.sliced] = wanted.datasets
        self._filling = False
        self._switch()
        self._changed()

    def show_details(self, lines: tuple[str, ...]) -> None:
        """Show what the plan says beside its sentence."""
        self.details.setPlainText("\n".join(lines))
        self.details.setVisible(bool(lines))

    def enable(self, running: bool) -> None:
        """While something runs nothing can be changed."""
        for part in (self.whole, self.sliced, self.forces, self.slice, self.months, *self.kinds.values()):
            part.setEnabled(not running)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        title = QLabel(tr("<b>Download from data.police.uk</b>"), self)
        title.setObjectName("policeukDownloadTitle")
        title.setWordWrap(True)
        head.addWidget(title, 1)
        head.addWidget(self.back_button)
        what = QHBoxLayout()
        what.addWidget(self.whole)
        what.addWidget(self.sliced)
        what.addStretch(1)
        kinds = QHBoxLayout()
        kinds.setSpacing(8)
        for box in self.kinds.values():
            kinds.addWidget(box)
        kinds.addStretch(1)
        form = QFormLayout()
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        months = QLabel(tr("Months"), self)
        months.setBuddy(self.months.field)
        form.addRow(months, self.months)
        form.addRow(kinds)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addLayout(head)
        layout.addLayout(what)
        layout.addWidget(self.forces, 1)
        layout.addWidget(self.slice)
        layout.addLayout(form)
        layout.addWidget(self.areas_row)
        layout.addWidget(self.details)
        layout.addStretch()

    def _radio(self, name: str, text: str) -> QRadioButton:
        button = QRadioButton(text, self)
        button.setObjectName(name)
        return button

    def _kind(self, dataset: Dataset) -> QCheckBox:
        short = {Dataset.STREET: tr("Crimes"), Dataset.OUTCOMES: tr("Outcomes"), Dataset.STOPS: tr("Stops")}[dataset]
        box = QCheckBox(short, self)
        box.setObjectName(f"policeukDownload{dataset.name.title()}")
        box.setToolTip(tr("Files of {rows} ({kind})").format(rows=dataset_name(dataset), kind=dataset.value))
        return box

    def _tick(self, datasets: tuple[str, ...]) -> None:
        for dataset, box in self.kinds.items():
            box.setChecked(dataset.value in datasets)

    def _switched(self) -> None:
        """Whole forces and LSOAs each keep their kinds of file."""
        sliced = self.sliced.isChecked()
        if not self._filling:
            self._datasets_of[not sliced] = self.wanted.datasets
            self._filling = True
            self._tick(self._datasets_of[sliced])
            self._filling = False
        self._switch()
        self._changed()

    def _switch(self) -> None:
        sliced = self.sliced.isChecked()
        self.forces.setVisible(not sliced)
        self.slice.setVisible(sliced)
        stops = tr("They carry no LSOA: ticked, whole files of these forces come.") if sliced else ""
        kind = tr("Files of {rows} ({kind})").format(rows=dataset_name(Dataset.STOPS), kind=Dataset.STOPS.value)
        self.kinds[Dataset.STOPS].setToolTip("\n".join(filter(None, (kind, stops))))

    def _changed(self) -> None:
        if not self._filling:
            self.chosen.emit()
