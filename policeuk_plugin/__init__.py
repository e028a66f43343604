# SPDX-License-Identifier: GPL-2.0-or-later
"""UK Police Crime Analyst: police.uk crime data kept offline, in QGIS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .plugin import PoliceUkPlugin


def classFactory(iface: Optional[QgisInterface]) -> PoliceUkPlugin:  # noqa: N802 - QGIS asks for this name
    """Give QGIS the plugin; `iface` is None in qgis_process."""
    from .plugin import PoliceUkPlugin

    return PoliceUkPlugin(iface)
