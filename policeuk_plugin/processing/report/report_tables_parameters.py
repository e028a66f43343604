# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters of a report for its numbers as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsProcessingParameterFileDestination

from ...text import tr

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

CSV, SPREADSHEET = "CSV", "SPREADSHEET"


def add_tables(algorithm: PoliceUkAlgorithm) -> None:
    """Declare CSV and SPREADSHEET."""
    for name, title, kinds, meaning in (
        (
            *(SPREADSHEET, tr("Spreadsheet"), tr("Excel workbooks (*.xlsx)")),
            tr("Every number of the report as .xlsx, a sheet a table. Empty: none."),
        ),
        (
            *(CSV, tr("CSV"), tr("CSV files (*.csv)")),
            tr("Every number of the report as one CSV (UTF-8): a row of each table a line. Empty: none."),
        ),
    ):
        parameter = QgsProcessingParameterFileDestination(name, title, kinds, optional=True, createByDefault=False)
        algorithm.add(parameter, meaning)
