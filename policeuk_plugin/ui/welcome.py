# SPDX-License-Identifier: GPL-2.0-or-later
"""What a new user sees first: three ways to crimes, each with what it needs."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from ..text import tr
from .plain import plain
from .slim import SlimButton

_AIR = 6
"""Pixels between one way and the next."""


class Welcome(QFrame):
    """A button for each way, and under it what it needs, or why it cannot be gone now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukWelcome")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(2)
        self._say("policeukWelcomeText", f"<b>{tr('Crimes on the map in two steps')}</b>")
        self._say("policeukWelcomeFirst", tr("1. Get crimes, in one of three ways:"))
        self.sample_button, self._of_sample = self._way(tr("&Try the sample"), "policeukSampleButton")
        self.files_button, self._of_files = self._way(tr("Import a file…"), "policeukImportFirst")
        self.force_button, self._of_force = self._way(tr("Download a force…"), "policeukDownloadForce")
        self._layout.addSpacing(_AIR)
        self._say(
            "policeukWelcomeThen",
            tr(
                "2. Then choose area, months and crime types on top of the panel; add them to the map, or ask where "
                "they cluster."
            ),
        )
        self._layout.addSpacing(_AIR)
        self._say(
            "policeukWelcomeStays",
            tr("Nothing of yours is sent anywhere: all of it stays in one file on this computer."),
        )
        self.enable("", "", "")

    def enable(self, no_sample: str, no_files: str, no_force: str) -> None:
        """Say of each way what it needs; where a reason is given it cannot be gone."""
        sample = tr("An invented town in the open sea, to try everything out. Needs neither network nor files.")
        files = tr("A zip or CSV files of data.police.uk; they can be dropped here, too. Needs no network.")
        force = tr("Needs a network. Says what it costs before anything is downloaded.")
        for button, label, needs, reason in (
            (self.sample_button, self._of_sample, sample, no_sample),
            (self.files_button, self._of_files, files, no_files),
            (self.force_button, self._of_force, force, no_force),
        ):
            button.setEnabled(not reason)
            button.setToolTip(plain(reason) or needs)
            button.setAccessibleDescription(reason or needs)
            label.setText(reason or needs)

    def _way(self, text: str, name: str) -> tuple[QPushButton, QLabel]:
        self._layout.addSpacing(_AIR)
        button = SlimButton(text, self)
        button.setObjectName(name)
        self._layout.addWidget(button)
        label = self._say(f"{name}Needs", "")
        label.setTextFormat(Qt.TextFormat.PlainText)
        return button, label

    def _say(self, name: str, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(name)
        label.setWordWrap(True)
        self._layout.addWidget(label)
        return label
