# SPDX-License-Identifier: GPL-2.0-or-later
"""`counts`: numbers as CSV or JSON on stdout, what must be known about them on stderr."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable

from ..coverage import not_carried_line, not_held_line
from ..errors import printable
from ..gap_lines import gap_lines
from ..model import By, Gap
from ..queries import Counts, counts
from ..reader import reading
from ..spreadsheet_text import no_formula_in
from .selection import selection_of

_NO_LSOA = "their file gives no LSOA"
_LEFT_OUT = {
    **dict.fromkeys(By, "what they are counted by is not in their file"),
    By.PLACE: "they have no place",
    By.LSOA: _NO_LSOA,
    **dict.fromkeys((By.DISTRICT, By.CSP), f"{_NO_LSOA}, or one that lies in no area exactly"),
}


def run(options: argparse.Namespace) -> None:
    """Print counts as CSV, or as JSON with their coverage."""
    with reading(options.cache) as connection:
        result = counts(connection, selection_of(connection, options), options.by)
    lines = coverage_lines(result)
    for line in lines:
        print(line, file=sys.stderr)
    if options.format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows([no_formula_in(cell) for cell in row] for row in result.rows)
        return
    coverage = result.coverage
    json.dump(
        {
            "by": result.by.value,
            "counts": [dict(zip(result.columns, row)) for row in result.rows],
            "total": result.total,
            "unplaced": result.unplaced,
            "unplaced_not_held": coverage.unplaced_not_held,
            "left_out": result.left_out,
            "not_carried": coverage.not_carried,
            "missing": _gaps(coverage.missing),
            "partial": _gaps(coverage.partial),
            "lsoa_editions": coverage.lsoa_editions,
            "snapshots": coverage.snapshots,
            "notes": lines,
        },
        sys.stdout,
        indent=1,
    )
    print()


def _gaps(gaps: Iterable[Gap]) -> list[dict[str, str]]:
    return [{"force": gap.force, "month": str(gap.month), "reason": gap.reason} for gap in gaps]


def coverage_lines(result: Counts) -> list[str]:
    """What must be known about counts: how many have no place or row, which months are missing or partial."""
    lines = [f"{result.total:,} crimes, of which {result.unplaced:,} have no place on the map."]
    if result.coverage.unplaced_not_held and not result.area:
        lines.append(not_held_line(result.coverage.unplaced_not_held, "crimes"))
    if result.area:
        lines = [
            f"{result.total:,} crimes in {result.area.name}. {result.coverage.unplaced:,} more in the same files have "
            "no place: whether they lie there is not known."
        ]
        if result.coverage.not_carried:
            lines.append(not_carried_line(result.coverage.not_carried, "crimes", result.area))
    lines += result.coverage.notes
    if result.by is By.PLACE and result.coverage.spans_redrawing:
        lines.append(
            "Snap points were redrawn in July 2022: places before and after do not compare, and the crimes of one "
            "spot stand on two places."
        )
    if result.left_out:
        lines.append(f"{result.left_out:,} crimes stand in no row: {_LEFT_OUT[result.by]}.")
    for word, found in (("missing", result.coverage.missing), ("partial", result.coverage.partial)):
        entries = ((gap.force, gap.dataset.value, gap.month, gap.reason) for gap in found)
        lines += [f"{word}: {line}" for line in gap_lines(entries)]
    return list(map(printable, lines))
