# SPDX-License-Identifier: GPL-2.0-or-later
"""`export`: a layer to a file."""

from __future__ import annotations

import argparse
import sys

from ..errors import CacheError, printable
from ..export.about import about
from ..export.exporting import export
from ..reader import reading
from .selection import selection_of


def run(options: argparse.Namespace) -> None:
    """Write a layer to a file and say how many rows it has."""
    if str(options.out) == "-":
        raise CacheError("OUT is the name of a file. Give one, such as crimes.csv; nothing is written to stdout.")
    with reading(options.cache) as connection:
        selection = selection_of(connection, options)
        written = export(connection, selection, options.layer, options.format, options.out)
        described = about(connection, selection, options.layer).text
    print(printable(described), file=sys.stderr)
    print(printable(f"Wrote {written:,} {options.layer.value} to {options.out}."))
