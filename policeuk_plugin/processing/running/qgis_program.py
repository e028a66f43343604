# SPDX-License-Identifier: GPL-2.0-or-later
"""The program of QGIS that runs an algorithm from a shell."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication

_PROGRAMS = ("qgis_process.bin", "qgis_process-qgis-ltr.bat", "qgis_process-qgis.bat")


def qgis_process() -> str:
    """The name of the program of the QGIS that is running: Debian's `qgis_process` is a wrapper that hands on an option
    unknown to QGIS 3.22; in Windows the name tells the versions apart."""
    beside = Path(QgsApplication.applicationDirPath())
    return next((name for name in _PROGRAMS if (beside / name).is_file()), "qgis_process")
