# SPDX-License-Identifier: GPL-2.0-or-later
"""What the page Field asks of each of its jobs: a question of the page Map, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QLabel, QWidget

from ...text import tr
from ..desk import Desk
from ..live import Live
from ..map_pages.map_question import MapQuestion


class FieldJob(MapQuestion):
    """A job with its settings."""

    about_selection = True
    opens = True

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setObjectName(f"policeukFieldJob{self.key.capitalize()}")

    def run_text(self) -> str:
        """What stands on the main button."""
        raise NotImplementedError

    def lacking(self) -> str:
        """A version without the algorithm says so."""
        if QgsApplication.processingRegistry().algorithmById(self.algorithm()) is None:
            return tr("QGIS does not know the algorithm {name}: switch on Police UK in the Processing options.").format(
                name=self.algorithm()
            )
        return ""

    def result_of(self, parameters: Mapping[str, Any]) -> Optional[Path]:
        """What a run with these parameters made, where it is still there."""
        raise NotImplementedError

    def stand_in(self) -> Optional[Live]:
        """What stands in for a selection of which nothing is held, where none is needed."""
        return None

    def words(self, name: str) -> QLabel:
        """A label that wraps."""
        made = QLabel(self)
        made.setObjectName(name)
        made.setWordWrap(True)
        return made


def there(value: Any) -> Optional[Path]:
    """A path of a parameter, where something is there."""
    path = Path(str(value)) if value else None
    return path if path is not None and path.exists() else None
