# SPDX-License-Identifier: GPL-2.0-or-later
"""The buttons of the page Data: download, refresh, import, the network; and those of the open form of a download."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ..text import tr
from .plain import plain
from .slim import SlimButton


class DataFoot(QWidget):
    """While no form is open."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.download_button = _button(self, tr("Dow&nload…"), "policeukDownload")
        self.refresh_button = _button(self, tr("Refresh"), "policeukRefresh")
        self.import_files_button = _button(self, tr("&Import files…"), "policeukImportFiles")
        self.import_folder_button = _button(self, tr("Import &folder…"), "policeukImportFolder")
        self.offline_box = QCheckBox(tr("Work offline"), self)
        self.offline_box.setObjectName("policeukWorkOffline")
        self.offline_box.setToolTip(
            tr("Ticked, nothing of this plugin goes to the network; what is held works as before")
        )
        self.test_button = _button(self, tr("Test connection"), "policeukTestConnection")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        rows = (
            (self.download_button, self.refresh_button),
            (self.import_files_button, self.import_folder_button),
            (self.offline_box, self.test_button),
        )
        for at, row in enumerate(rows):
            for column, widget in enumerate(row):
                grid.addWidget(widget, at, column)
                grid.setColumnStretch(column, 1)

    def enable(self, wait: str, offline: str, empty: str) -> None:
        """Enable what can be used; each of the three is a reason why something cannot, '' where it is none."""
        asked = tr("Asks five services for a small answer each, and says what is in the way")
        chosen = tr("Chooses forces or an area, says what it costs, then downloads")
        for button, tip, reason in (
            (self.download_button, chosen, wait or offline),
            (self.refresh_button, tr("Brings what is held up to the newest release"), wait or offline or empty),
            (self.import_files_button, import_tip(), wait),
            (self.import_folder_button, tr("A folder with CSV files of data.police.uk"), wait),
            (self.test_button, asked, wait or offline),
        ):
            button.setEnabled(not reason)
            button.setToolTip(plain(reason) or tip)

    def show_offline(self, offline: bool) -> None:
        """Tick without telling."""
        self.offline_box.blockSignals(True)
        self.offline_box.setChecked(offline)
        self.offline_box.blockSignals(False)


class PlanFoot(QWidget):
    """While the form of a download is open: the plan in a sentence, which is always in sight, and its two buttons."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.plan_label = _label(self, "policeukPlan")
        self.plan_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.ask_button = _button(self, tr("As&k what it costs"), "policeukAskCost")
        self.start_button = _button(self, tr("Downlo&ad"), "policeukDownloadStart")
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.ask_button, 1)
        row.addWidget(self.start_button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.plan_label)
        layout.addLayout(row)
        self.setVisible(False)

    def enable(self, not_asked: str, not_started: str) -> None:
        """Enable the buttons that have no reason why they cannot be used."""
        asks = tr("Two small requests to data.police.uk, half a megabyte at most; nothing is downloaded yet")
        for button, tip, reason in (
            (self.ask_button, asks, not_asked),
            (self.start_button, tr("Enter does it too; it can be stopped, and goes on where it stopped"), not_started),
        ):
            button.setEnabled(not reason)
            button.setToolTip(plain(reason) or tip)


def import_tip() -> str:
    """What can be imported, and what it costs."""
    return tr(
        "Zip archives or CSV files of data.police.uk, outlines and look-ups of ONS; they can be dropped here too. "
        "Reads this computer only; two years of a force take a few seconds."
    )


def _button(parent: QWidget, text: str, name: str) -> QPushButton:
    button = SlimButton(text, parent)
    button.setObjectName(name)
    return button


def _label(parent: QWidget, name: str) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
