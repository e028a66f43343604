# SPDX-License-Identifier: GPL-2.0-or-later
"""The commands: options in, text out. Numbers go to stdout, what must be known about them to stderr."""

from __future__ import annotations

import argparse
import csv
import json
import sqlite3
import sys

from ..areas import import_areas
from ..chosen_area import force_named, read_area
from ..errors import CacheError
from ..export import about, export
from ..importing import Progress, import_paths
from ..model import Selection
from ..queries import counts, crime_type_named
from ..reader import reading
from ..store import OfflineCache
from ..verify import faults
from .report import areas_lines, coverage_lines, import_lines, status_json, status_lines


def run_import(options: argparse.Namespace) -> None:
    """Import published files and say what that changed."""
    with OfflineCache(options.cache) as cache:
        report = import_paths(cache, options.paths, _show)
    for line in import_lines(report):
        print(line)


def run_areas_import(options: argparse.Namespace) -> None:
    """Import areas and say what they are."""
    with OfflineCache(options.cache) as cache:
        report = import_areas(cache, options.paths, _show)
    for line in areas_lines(report):
        print(line)


def run_status(options: argparse.Namespace) -> None:
    """Print the ledger: files, gaps, areas, totals."""
    with reading(options.cache) as connection:
        status = status_json(connection, options.cache)
    if options.json:
        json.dump(status, sys.stdout, indent=1)
        print()
    else:
        for line in status_lines(status):
            print(line)


def run_counts(options: argparse.Namespace) -> None:
    """Print counts as CSV, or as JSON with their coverage."""
    with reading(options.cache) as connection:
        result = counts(connection, _selection(connection, options, not options.without_asb), options.by)
    lines = coverage_lines(result)
    for line in lines:
        print(line, file=sys.stderr)
    if options.format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows(result.rows)
        return
    coverage = result.coverage
    json.dump(
        {
            "by": result.by.value,
            "counts": [dict(zip(result.columns, row)) for row in result.rows],
            "total": result.total,
            "unplaced": result.unplaced,
            "left_out": result.left_out,
            "missing": [
                {"force": gap.force, "month": str(gap.month), "reason": gap.reason} for gap in coverage.missing
            ],
            "lsoa_editions": coverage.lsoa_editions,
            "snapshots": coverage.snapshots,
            "notes": lines,
        },
        sys.stdout,
        indent=1,
    )
    print()


def run_verify(options: argparse.Namespace) -> None:
    """Check the cache; raises `CacheError` with what is wrong."""
    with reading(options.cache) as connection:
        found = faults(connection)
    if found:
        raise CacheError(f"{' '.join(found)} Import the published files into a new cache.")
    print(f"{options.cache} is whole.")


def run_export(options: argparse.Namespace) -> None:
    """Write a layer to a file and say how many rows it has."""
    with reading(options.cache) as connection:
        selection = _selection(connection, options, True)
        written = export(connection, selection, options.layer, options.format, options.out)
        described = about(connection, selection, options.layer).text
    print(described, file=sys.stderr)
    print(f"Wrote {written:,} {options.layer.value} to {options.out}.")


def _selection(connection: sqlite3.Connection, options: argparse.Namespace, with_asb: bool) -> Selection:
    if options.first and options.last and options.first > options.last:
        raise CacheError(f"The first month, {options.first}, is after the last, {options.last}. Swap --from and --to.")
    area = read_area(connection, options.area)
    return Selection(
        options.first,
        options.last,
        (*area.forces, *(force_named(connection, force) for force in options.force)),
        tuple(crime_type_named(connection, name) for name in options.type),
        with_asb,
        area.area,
    )


def _show(progress: Progress) -> None:
    if sys.stderr.isatty():
        end = "\r" if progress.done < progress.total else "\n"
        print(f"\x1b[K{progress.done} of {progress.total} files {progress.name}", end=end, file=sys.stderr, flush=True)
