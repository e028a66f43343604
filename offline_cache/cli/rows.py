# SPDX-License-Identifier: GPL-2.0-or-later
"""`rows`: the rows of the published files behind a number, as CSV."""

from __future__ import annotations

import argparse
import csv
import sqlite3
import sys
from typing import IO

from ..errors import printable
from ..export.choices import ExportFormat
from ..export.exporting import file_of
from ..export.target import check_target
from ..export.whole_file import replaced_when_whole
from ..published_rows import LAYERS, PublishedRowsBehind, published_rows
from ..reader import reading, refuse_changed
from ..row_limits import RowLimits
from ..typed_limits import typed_lsoas, typed_outcomes, typed_places
from .selection import selection_of


def run(options: argparse.Namespace) -> None:
    """Write the rows to OUT, or to stdout, and say on stderr how many there are and what they rest on."""
    with reading(options.cache) as connection:
        selection = selection_of(connection, options)
        limits = RowLimits(
            places=typed_places(connection, options.place),
            within=typed_lsoas(connection, options.lsoa),
            month=options.month,
            outcomes=typed_outcomes(connection, options.dataset, options.outcome),
        )
        behind = published_rows(connection, selection, options.dataset, limits)
        _write(connection, options, behind)
    rows, files = f"{behind.count:,} row{'s' * (behind.count != 1)}", len(behind.files)
    where = f" to {options.out}" if options.out else ""
    for line in (f"Wrote {rows} of {files:,} published file{'s' * (files != 1)}{where}.", *behind.notes):
        print(printable(line), file=sys.stderr)


def _write(connection: sqlite3.Connection, options: argparse.Namespace, behind: PublishedRowsBehind) -> None:
    if options.out is None:
        _write_rows(sys.stdout, behind)
        return
    check_target(options.out, LAYERS[options.dataset], ExportFormat.CSV, file_of(connection))
    with replaced_when_whole(options.out) as part, part.open("w", encoding="utf-8", newline="") as file:
        _write_rows(file, behind)
        refuse_changed(connection)


def _write_rows(file: IO[str], behind: PublishedRowsBehind) -> None:
    writer = csv.writer(file, lineterminator="\n" if file is sys.stdout else "\r\n")
    writer.writerow(behind.columns)
    for rows in behind.batches:
        writer.writerows(rows)
