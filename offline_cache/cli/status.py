# SPDX-License-Identifier: GPL-2.0-or-later
"""`status`: what is held, what is missing and why."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..areas import area_status
from ..coverage import gaps, known_limits
from ..errors import printable
from ..gap_lines import gap_lines
from ..held_slices import held_slices, lsoas_number, lsoas_phrase
from ..ledger import published_files
from ..model import Gap, Month
from ..partial import parts
from ..reader import reading
from ..schema_version import schema_version


def run(options: argparse.Namespace) -> None:
    """Print the ledger: files, gaps, areas, totals."""
    with reading(options.cache) as connection:
        status = status_json(connection, options.cache)
    if options.json:
        json.dump(status, sys.stdout, indent=1)
        print()
    else:
        for line in status_lines(status):
            print(printable(line))


def status_json(connection: sqlite3.Connection, path: Path) -> dict[str, Any]:
    """The ledger as the JSON contract has it."""
    files = published_files(connection)
    totals: dict[str, dict[str, int]] = defaultdict(lambda: {"files": 0, "rows": 0, "unplaced": 0})
    for file in files:
        total = totals[file.key.dataset.value]
        total["files"] += 1
        total["rows"] += file.rows
        total["unplaced"] += file.unplaced_held
    return {
        "schema_version": schema_version(connection),
        "files": [
            {
                "force": file.key.force,
                "month": str(file.key.month),
                "dataset": file.key.dataset.value,
                "rows": file.rows,
                "published_rows": file.published,
                "unplaced": file.unplaced,
                "lsoa_edition": file.lsoa_edition,
                "edition_inferred": file.edition_inferred,
                "source": file.source,
                "snapshot": str(file.snapshot.month),
                "snapshot_exact": file.snapshot.exact,
                "crc": f"{file.crc:08x}",
                "fetched_at": file.fetched_at,
                "scope": None if file.scope is None else list(file.scope),
            }
            for file in files
        ],
        "gaps": _gaps(gaps(files)),
        "partial": _gaps(parts(files)),
        "slices": [{**asdict(held), "name": lsoas_phrase(connection, held.codes)} for held in held_slices(files)],
        "areas": [asdict(area) for area in area_status(connection)],
        "known_limits": known_limits({file.key.force for file in files}),
        "totals": dict(totals),
        "bytes": sum(part.stat().st_size for part in (path, path.with_name(path.name + "-wal")) if part.exists()),
    }


def _gaps(found: list[Gap]) -> list[dict[str, str]]:
    return [
        {"force": gap.force, "month": str(gap.month), "dataset": gap.dataset.value, "reason": gap.reason}
        for gap in found
    ]


def status_lines(status: dict[str, Any]) -> list[str]:
    """The ledger for reading: one line a force and dataset, then gaps, areas and size."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for file in status["files"]:
        groups[file["force"], file["dataset"]].append(file)
    lines = []
    for (force, dataset), files in groups.items():
        editions = {
            f"LSOAs of {file['lsoa_edition']}{' (inferred)' if file['edition_inferred'] else ''}"
            for file in files
            if file["lsoa_edition"]
        }
        slices = [file for file in files if file["scope"] is not None]
        unplaced = sum(file["unplaced"] for file in files if file["scope"] is None)
        lines.append(
            f"{force} {dataset}: {files[0]['month']} to {files[-1]['month']}, {len(files)} files, "
            f"{sum(file['rows'] for file in files):,} rows, {unplaced:,} without a place"
            + "".join(f"; {edition}" for edition in sorted(editions))
            + (_slices(slices, len(files)) if slices else "")
        )
    for word, found in (("missing", status["gaps"]), ("partial", status["partial"])):
        entries = ((gap["force"], gap["dataset"], Month.parse(gap["month"]), gap["reason"]) for gap in found)
        lines += [f"{word}: {line}" for line in gap_lines(entries)]
    lines += [f"slice:{held['number']}: {_slice(held)}" for held in status["slices"]]
    lines += [f"known: {limit}" for limit in status["known_limits"]] if status["files"] else []
    lines += [f"areas: {_area_line(area)}" for area in status["areas"]]
    lines.append(f"{status['bytes']:,} bytes" if status["files"] or status["areas"] else "The cache is empty.")
    return lines


def _slices(slices: list[dict[str, Any]], files: int) -> str:
    which = "all" if len(slices) == files else f"{len(slices)}"
    published, unplaced = (sum(file[name] for file in slices) for name in ("published_rows", "unplaced"))
    return (
        f"; {which} held as slices: of {published:,} rows published those of some LSOAs, none of the {unplaced:,} "
        "without a place"
    )


def _slice(held: dict[str, Any]) -> str:
    number = lsoas_number(held["codes"])
    return f"{number} ({held['name']}) in {held['files']:,} files of {', '.join(held['forces'])}"


def _area_line(area: dict[str, Any]) -> str:
    detail = f": {area['detail']}" if area["detail"] else ""
    return f"{area['content']} of {area['rows']:,} {area['kind']} {area['edition']}{detail} ({area['source']})"
