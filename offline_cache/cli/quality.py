# SPDX-License-Identifier: GPL-2.0-or-later
"""`quality`: how far the data of a selection can be trusted, for reading or as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from ..errors import printable
from ..exact_copies import Copies, exact_copies
from ..gap_lines import gap_lines
from ..model import Coverage, Dataset, Gap
from ..quality import EditionUse, KnownIssue, Quality, QualityCell, Standing, quality
from ..reader import reading
from .selection import selection_of


def run(options: argparse.Namespace) -> None:
    """Print it."""
    with reading(options.cache) as connection:
        found = quality(connection, selection_of(connection, options))
        copies = exact_copies(connection, found.files)
    if options.json:
        json.dump(quality_json(found, copies), sys.stdout, indent=1)
        print()
        return
    for line in quality_lines(found, copies):
        print(printable(line))


def quality_lines(found: Quality, copies: dict[Dataset, Copies]) -> list[str]:
    """All of it, the worst first."""
    if not found.files and not found.coverage:
        return ["Nothing is held of this selection, which is not zero."]
    lines = [line for dataset, covered in found.coverage.items() for line in _dataset_lines(found, dataset, covered)]
    lines += [_unplaced(cell) for cell in found.of(Dataset.STREET) if cell.unplaced]
    lines += [
        f"without a place: {of.crime_type}: {of.unplaced:,} of {of.crimes:,}"
        for of in found.unplaced_by_type
        if of.unplaced
    ]
    if found.without_lsoa:
        lines.append(f"{found.without_lsoa:,} rows have a place, but no LSOA: they are in no area.")
    lines += [_copies(dataset, of) for dataset, of in copies.items()]
    lines += [_edition(use) for use in found.editions]
    lines += [f"release {name or 'not certain'}: {number:,} files" for name, number in found.releases.items()]
    lines += [_revised(cell) for cell in found.cells if cell.revisions]
    return lines + [_issue(issue) for issue in found.issues]


def _dataset_lines(found: Quality, dataset: Dataset, covered: Coverage) -> list[str]:
    held = [cell for cell in found.of(dataset) if cell.standing is not Standing.MISSING]
    rows, unplaced = sum(cell.published for cell in held), sum(cell.unplaced for cell in held)
    share = f" ({unplaced / rows:.1%})" if rows else ""
    line = f"{dataset.value}: {len(held)} of {len(found.of(dataset))} files held, {rows:,} rows published, "
    lines = [f"{line}{unplaced:,} without a place{share}"]
    for word, gaps in (("missing", covered.missing), ("partial", covered.partial)):
        lines += [f"{word}: {text}" for text in gap_lines(map(_entry, gaps))]
    return lines


def _entry(gap: Gap) -> tuple[str, str, Any, str]:
    return gap.force, gap.dataset.value, gap.month, gap.reason


def _unplaced(cell: QualityCell) -> str:
    share = f"{cell.unplaced_share:.1%}" if cell.unplaced_share is not None else ""
    return f"without a place: {cell.key.force} {cell.key.month}: {cell.unplaced:,} of {cell.published:,} ({share})"


def _copies(dataset: Dataset, of: Copies) -> str:
    return (
        f"{dataset.value}: {of.copies:,} of {of.rows:,} rows repeat another row of their file in every column; each "
        "stays an incident of its own"
    )


def _edition(use: EditionUse) -> str:
    codes = f"LSOA codes of {use.edition}" if use.edition else "no LSOA codes"
    return f"{use.dataset.value}: {use.files:,} files with {codes}" + (
        f", inferred for {use.inferred:,} of them" if use.inferred else ""
    )


def _revised(cell: QualityCell) -> str:
    last = cell.revisions[-1]
    return (
        f"revised: {cell.key} on {last.noticed_at[:10]}: {last.rows_added:,} rows added, {last.rows_gone:,} gone, "
        f"{last.outcomes_changed:,} outcomes changed"
    )


def _issue(issue: KnownIssue) -> str:
    when = " to ".join(month for month in (issue.first or "the beginning", issue.last or "now"))
    return f"known: {issue.force or 'all forces'}, {issue.about}, {when}: {issue.fact}"


def quality_json(found: Quality, copies: dict[Dataset, Copies]) -> dict[str, Any]:
    """The same as JSON; months and releases as `YYYY-MM`."""
    return {
        "forces": list(found.forces),
        "from": str(found.months[0]) if found.months else None,
        "to": str(found.months[-1]) if found.months else None,
        "files": [
            {
                "force": cell.key.force,
                "month": str(cell.key.month),
                "dataset": cell.key.dataset.value,
                "standing": cell.standing.value,
                "published_rows": cell.published,
                "unplaced": cell.unplaced,
                "reason": cell.reason,
                "snapshot": str(cell.file.snapshot.month) if cell.file and cell.file.snapshot.exact else None,
                "revisions": [
                    {name: value for name, value in vars(revision).items() if name != "key"}
                    for revision in cell.revisions
                ],
            }
            for cell in found.cells
        ],
        "unplaced_by_type": [asdict(of) for of in found.unplaced_by_type],
        "without_lsoa": found.without_lsoa,
        "copies": {dataset.value: asdict(of) for dataset, of in copies.items()},
        "editions": [{**asdict(use), "dataset": use.dataset.value} for use in found.editions],
        "releases": found.releases,
        "known": [asdict(issue) for issue in found.issues],
    }
