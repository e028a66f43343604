# SPDX-License-Identifier: GPL-2.0-or-later
"""CSV as the service writes it: UTF-8 without a byte order mark, CRLF, quotes only where they are needed."""

from __future__ import annotations

import csv
from pathlib import Path

from .published import Table


def write_csv(path: Path, table: Table) -> int:
    """Write the table; returns its rows. Raises `OSError`."""
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(table.columns)
        for rows in table.batches:
            writer.writerows(rows)
            written += len(rows)
    return written
