# SPDX-License-Identifier: GPL-2.0-or-later
"""`import`: published files into the cache, and what that changed."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Optional

from ..errors import printable, sqlite_sentences
from ..importing import ImportReport, import_paths
from ..ledger import published_files
from ..model import ChangeKind, FileChange, FileKey
from ..slice_forces import NORTHERN_IRELAND
from ..slices import LsoaSlice
from ..store import OfflineCache
from ..sync.request import force_slug
from .around import around_held
from .progress import show
from .slice_arguments import slice_typed
from .typed import types_of


def run(options: argparse.Namespace) -> None:
    """Import published files, all of them or a slice, and say what that changed."""
    with OfflineCache(options.cache) as cache:
        with sqlite_sentences(options.cache):
            held = {file.key.force for file in published_files(cache.connection)}
            named = tuple(dict.fromkeys(force_slug(text, held) for text in options.force))
            chosen = slice_typed(options, cache.connection, named, around_held(options, cache.connection))
        for line in chosen.lines() if chosen else []:
            print(printable(line), file=sys.stderr)
        report = import_paths(
            cache,
            options.paths,
            show,
            lsoas=chosen.codes if chosen else None,
            wanted=_wanted(options, chosen, named),
        )
    for line in import_lines(report):
        print(printable(line))


def _wanted(
    options: argparse.Namespace, chosen: Optional[LsoaSlice], named: tuple[str, ...]
) -> Callable[[FileKey], bool]:
    """Whether a file is wanted; of every force means: of each that there are files of."""
    types = types_of(options, sliced=chosen is not None)
    if options.all_forces:
        return lambda key: key.dataset in types and key.force != NORTHERN_IRELAND
    forces = chosen.forces if chosen else named
    return lambda key: key.dataset in types and (not forces or key.force in forces)


def slice_lines(changes: Iterable[FileChange]) -> list[str]:
    """What must be known of files of which only slices are held, or now more than before."""
    of = list(changes)
    slices = [change for change in of if change.scope is not None]
    lines = []
    if slices:
        most = max(len(change.scope or ()) for change in slices)
        lines.append(
            f"{len(slices)} files are held as slices, of at most {most:,} LSOAs: {sum(c.rows for c in slices):,} rows. "
            f"Of {sum(c.unplaced for c in slices):,} more without a place it is not known whether they lie there."
        )
    widened = sum(change.rows_widened for change in of if change.kind is ChangeKind.WIDENED)
    if widened:
        lines.append(f"{widened:,} rows of LSOAs that were not held before")
    return lines


def import_lines(report: ImportReport) -> list[str]:
    """What an import changed: totals by dataset, then each revised file."""
    kinds = Counter(change.kind for change in report.changes)
    rows: Counter[str] = Counter()
    unplaced: Counter[str] = Counter()
    for change in report.changes:
        rows[change.key.dataset.value] += change.rows
        unplaced[change.key.dataset.value] += change.unplaced if change.scope is None else 0
    widened = f"{kinds[ChangeKind.WIDENED]} widened, " if kinds[ChangeKind.WIDENED] else ""
    lines = [
        f"{len(report.changes)} files: {kinds[ChangeKind.ADDED]} added, {kinds[ChangeKind.REVISED]} revised, "
        f"{widened}{kinds[ChangeKind.UNCHANGED]} unchanged."
    ]
    older = kinds[ChangeKind.NEWER_HELD]
    if older:
        lines.append(f"{older} files were left alone: the cache has them from a newer archive.")
    lines += [f"{name}: {rows[name]:,} rows, {unplaced[name]:,} without a place" for name in sorted(rows)]
    lines += slice_lines(report.changes)
    for change in report.of_kind(ChangeKind.REVISED):
        lines.append(
            f"{change.key} revised: {change.rows_added:,} rows added, {change.rows_gone:,} gone, "
            f"{change.outcomes_changed:,} with another outcome"
            + (f", {change.rows_widened:,} of LSOAs that were not held" if change.rows_widened else "")
        )
    if report.ignored:
        lines.append(f"{report.ignored} other files were left alone.")
    return lines
