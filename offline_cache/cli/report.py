# SPDX-License-Identifier: GPL-2.0-or-later
"""What the command line says about imports, coverage and the ledger."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..areas import AreasReport, area_status
from ..coverage import gaps, known_limits
from ..importing import ImportReport
from ..ledger import published_files
from ..model import ChangeKind, Month
from ..queries import By, Counts
from ..store import SCHEMA_VERSION


def import_lines(report: ImportReport) -> list[str]:
    """What an import changed: totals by dataset, then each revised file."""
    kinds = Counter(change.kind for change in report.changes)
    rows: Counter[str] = Counter()
    unplaced: Counter[str] = Counter()
    for change in report.changes:
        rows[change.key.dataset.value] += change.rows
        unplaced[change.key.dataset.value] += change.unplaced
    lines = [
        f"{len(report.changes)} files: {kinds[ChangeKind.ADDED]} added, {kinds[ChangeKind.REVISED]} revised, "
        f"{kinds[ChangeKind.UNCHANGED]} unchanged."
    ]
    lines += [f"{name}: {rows[name]:,} rows, {unplaced[name]:,} without a place" for name in sorted(rows)]
    for change in report.of_kind(ChangeKind.REVISED):
        lines.append(
            f"{change.key} revised: {change.rows_added:,} rows added, {change.rows_gone:,} gone, "
            f"{change.outcomes_changed:,} with another outcome"
        )
    if report.ignored:
        lines.append(f"{report.ignored} other files were left alone.")
    return lines


def areas_lines(report: AreasReport) -> list[str]:
    """What an import of areas brought."""
    return list(report.lines())


def status_json(connection: sqlite3.Connection, path: Path) -> dict[str, Any]:
    """The ledger as the JSON contract has it."""
    files = published_files(connection)
    totals: dict[str, dict[str, int]] = defaultdict(lambda: {"files": 0, "rows": 0, "unplaced": 0})
    for file in files:
        total = totals[file.key.dataset.value]
        total["files"] += 1
        total["rows"] += file.rows
        total["unplaced"] += file.unplaced
    return {
        "schema_version": SCHEMA_VERSION,
        "files": [
            {
                "force": file.key.force,
                "month": str(file.key.month),
                "dataset": file.key.dataset.value,
                "rows": file.rows,
                "unplaced": file.unplaced,
                "lsoa_edition": file.lsoa_edition,
                "edition_inferred": file.edition_inferred,
                "source": file.source,
                "snapshot": file.snapshot,
                "crc": f"{file.crc:08x}",
                "fetched_at": file.fetched_at,
                "scope": list(file.scope) if file.scope else None,
            }
            for file in files
        ],
        "gaps": [
            {"force": gap.force, "month": str(gap.month), "dataset": gap.dataset.value, "reason": gap.reason}
            for gap in gaps(files)
        ],
        "areas": [asdict(area) for area in area_status(connection)],
        "known_limits": known_limits({file.key.force for file in files}),
        "totals": dict(totals),
        "bytes": sum(part.stat().st_size for part in (path, path.with_name(path.name + "-wal")) if part.exists()),
    }


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
        lines.append(
            f"{force} {dataset}: {files[0]['month']} to {files[-1]['month']}, {len(files)} files, "
            f"{sum(file['rows'] for file in files):,} rows, {sum(file['unplaced'] for file in files):,} without a place"
            + "".join(f"; {edition}" for edition in sorted(editions))
        )
    lines += [
        f"missing: {line}"
        for line in gap_lines(
            (gap["force"], gap["dataset"], Month.parse(gap["month"]), gap["reason"]) for gap in status["gaps"]
        )
    ]
    lines += [f"known: {limit}" for limit in status["known_limits"]] if status["files"] else []
    lines += [f"areas: {_area_line(area)}" for area in status["areas"]]
    lines.append(f"{status['bytes']:,} bytes" if status["files"] or status["areas"] else "The cache is empty.")
    return lines


def _area_line(area: dict[str, Any]) -> str:
    detail = f": {area['detail']}" if area["detail"] else ""
    return f"{area['content']} of {area['rows']:,} {area['kind']} {area['edition']}{detail} ({area['source']})"


_NO_LSOA = "their file gives no LSOA"
_LEFT_OUT = {
    **dict.fromkeys(By, "what they are counted by is not in their file"),
    By.PLACE: "they have no place",
    By.LSOA: _NO_LSOA,
    **dict.fromkeys((By.DISTRICT, By.CSP), f"{_NO_LSOA}, or one that lies in no area exactly"),
}


def coverage_lines(result: Counts) -> list[str]:
    """What must be known about counts: how many have no place or row, and which months are missing."""
    lines = [f"{result.total:,} crimes, of which {result.unplaced:,} have no place on the map."]
    if result.area:
        lines = [
            f"{result.total:,} crimes in {result.area.name}. {result.coverage.unplaced:,} more in the same files have "
            "no place: whether they lie there is not known."
        ]
    if not result.coverage.files:
        lines.append("No street file of these forces and months is held.")
    if result.left_out:
        lines.append(f"{result.left_out:,} crimes stand in no row: {_LEFT_OUT[result.by]}.")
    lines += [
        f"missing: {line}"
        for line in gap_lines((gap.force, gap.dataset.value, gap.month, gap.reason) for gap in result.coverage.missing)
    ]
    return lines


def gap_lines(entries: Iterable[tuple[str, str, Month, str]]) -> list[str]:
    """Gaps in words, with months that follow each other drawn together."""
    runs: list[tuple[str, str, list[Month], str]] = []
    for force, dataset, month, reason in entries:
        last = runs[-1] if runs else None
        if last and (last[0], last[1], last[3]) == (force, dataset, reason) and last[2][-1].next() == month:
            last[2].append(month)
        else:
            runs.append((force, dataset, [month], reason))
    return [
        f"{force} {dataset} {months[0]}{f' to {months[-1]}' if len(months) > 1 else ''} ({reason})"
        for force, dataset, months, reason in runs
    ]
