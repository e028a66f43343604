# SPDX-License-Identifier: GPL-2.0-or-later
"""What the page Map asks of each of its questions: its settings, its algorithm, and what is told of the result."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QSizePolicy, QWidget

from ..desk import Desk
from ..history import Entry
from ..live import Live
from ..running import Outcome


class MapQuestion(QWidget):
    """A question with its settings; `key` names it in settings and stays. `changed` tells that a setting is another."""

    key = ""
    changed = pyqtSignal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName(f"policeukMap{self.key.capitalize()}")

    def title(self) -> str:
        """The question in the list of questions."""
        raise NotImplementedError

    def purpose(self) -> str:
        """What it gives, in a sentence."""
        raise NotImplementedError

    @property
    def makes_page(self) -> bool:
        """Whether a run writes a page beside its layers."""
        return True

    def lacking(self) -> str:
        """Why it cannot be asked at all of what is held, '' where it can."""
        return ""

    def algorithm(self) -> str:
        """The id of its algorithm."""
        raise NotImplementedError

    def parameters(self) -> dict[str, Any]:
        """What it adds to cache and selection; raises `CacheError` where there is no place for the result."""
        raise NotImplementedError

    def state(self) -> dict[str, Any]:
        """What it remembers, by names that no other question has."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Fill it with what it remembers; whatever is no such value is passed over."""

    def repeat(self, entry: Entry) -> None:
        """The next run is this one again: what the state does not tell is as it was then."""

    def fault(self) -> str:
        """Why it cannot be run as it is, '' where it can."""
        return ""

    def cost(self, live: Live) -> str:
        """What running it will do."""
        raise NotImplementedError

    def update_form(self, reason: str) -> None:
        """Enable what can be used; `reason` is why nothing can, '' where something can."""

    def succeeded(self, outcome: Outcome, live: Live) -> tuple[str, str, str]:
        """Show what came out; gives the title of the run, the sentence of its result, and the next step."""
        raise NotImplementedError

    def shut_down(self) -> None:
        """Nothing of it is left running."""

    def knows(self, parameter: str) -> bool:
        """Whether its algorithm has a parameter."""
        algorithm = QgsApplication.processingRegistry().algorithmById(self.algorithm())
        return algorithm is not None and algorithm.parameterDefinition(parameter) is not None


def narrow(box: QComboBox, name: str) -> QComboBox:
    """A list to choose from that takes the width that there is."""
    box.setObjectName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(10)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return box
