# SPDX-License-Identifier: GPL-2.0-or-later
"""`import`: published files into the cache, and what that changed."""

from __future__ import annotations

import argparse
from collections import Counter

from ..importing import ImportReport, import_paths
from ..model import ChangeKind
from ..store import OfflineCache
from .progress import show


def run(options: argparse.Namespace) -> None:
    """Import published files and say what that changed."""
    with OfflineCache(options.cache) as cache:
        report = import_paths(cache, options.paths, show)
    for line in import_lines(report):
        print(line)


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
    older = kinds[ChangeKind.NEWER_HELD]
    if older:
        lines.append(f"{older} files were left alone: the cache has them from a newer archive.")
    lines += [f"{name}: {rows[name]:,} rows, {unplaced[name]:,} without a place" for name in sorted(rows)]
    for change in report.of_kind(ChangeKind.REVISED):
        lines.append(
            f"{change.key} revised: {change.rows_added:,} rows added, {change.rows_gone:,} gone, "
            f"{change.outcomes_changed:,} with another outcome"
        )
    if report.ignored:
        lines.append(f"{report.ignored} other files were left alone.")
    return lines
