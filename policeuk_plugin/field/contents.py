# SPDX-License-Identifier: GPL-2.0-or-later
"""What the projects of a field pack are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from qgis.core import QgsGeometry

from offline_cache.model import Selection

from .ready_results import ReadyResult

MY_AREA = "my_area"
"""The table of the twin that holds the outline of the pack's area."""
SEARCH = "places_to_search"
"""The table of the twin with names to look for."""


@dataclass(frozen=True)
class PackContents:
    """A pack in `folder`, as far as it is made: its title, what is known of its age, what it is about.

    `ground` is the area in WGS84 degrees, empty where no outline is known; `background` are the files below the folder
    that the user brought, '' for none, `credit` what has to be said of them; `results` those that were answered.
    """

    folder: Path
    title: str
    trust: str
    selection: Selection
    ground: QgsGeometry = field(default_factory=QgsGeometry)
    results: tuple[ReadyResult, ...] = ()
    background: str = ""
    credit: str = ""
