# SPDX-License-Identifier: GPL-2.0-or-later
"""Offers to fetch look-ups and outlines where a download needs them."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QWidget

from offline_cache.reference import force_names, forces_by_police_area

from ...processing.download.download_area import DownloadArea
from ...text import tr
from ..plain import plain
from ..slim import SlimButton

AREAS = "policeuk:downloadarea"
_ANEW = "anew"


class FetchAreasRow(QWidget):
    """Which force's outlines, and the button; hidden while nothing lacks. `name` tells it from others."""

    def __init__(self, name: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.force = QComboBox(self)
        self.force.setObjectName(f"{name}Force")
        self.force.setAccessibleName(tr("Force whose outlines are fetched"))
        self.force.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.force.setMinimumContentsLength(8)
        self._picked = False
        self.force.addItem(tr("Look-ups only"), "")
        self.force.addItem(tr("Look-ups anew"), _ANEW)
        self.force.setItemData(
            1, tr("Also those that are held: ONS may have changed them"), Qt.ItemDataRole.ToolTipRole
        )
        slugs = {slug for code, slug in forces_by_police_area().items() if code[0] in "EW"}
        for slug, called in sorted(force_names().items(), key=lambda one: one[1]):
            if slug in slugs:
                self.force.addItem(called, slug)
        self.force.setToolTip(
            tr("Look-ups are for England and Wales, outlines of LSOAs for a force and 3 km around it")
        )
        self.force.activated.connect(lambda _: self._pick())
        self.button = SlimButton(tr("Fetch areas"), self)
        self.button.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.force, 1)
        row.addWidget(self.button)
        self.setVisible(False)

    def propose(self, force: str) -> None:
        """Choose a force where the user has picked nothing."""
        if not self._picked and not self.force.currentData():
            self.force.setCurrentIndex(max(self.force.findData(force), 0))

    def forget_picked(self) -> None:
        """What was picked has come: propose again."""
        self._picked = False
        self.force.setCurrentIndex(0)

    def enable(self, reason: str) -> None:
        """Enable it where there is no reason against."""
        self.button.setEnabled(not reason)
        self.button.setToolTip(plain(reason) or tr("Look-ups and outlines from the Office for National Statistics"))

    def parameters(self) -> dict[str, Any]:
        """Those of `policeuk:downloadarea`, without the cache."""
        force = str(self.force.currentData() or "")
        if force in ("", _ANEW):
            anew = {DownloadArea.ANEW: True} if force else {}
            return {DownloadArea.WHAT: ["look-ups", "police-areas"], **anew}
        return {DownloadArea.FORCES: [force]}

    def _pick(self) -> None:
        self._picked = True
