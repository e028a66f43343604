# SPDX-License-Identifier: GPL-2.0-or-later
"""`merge-notes`: notebooks of laptops into the office's."""

from __future__ import annotations

import argparse

from ..errors import CacheError, printable
from ..field_notes.merging import compare_notes, merge_notes
from ..field_notes.office import notebooks_at, office_notebook


def run(options: argparse.Namespace) -> None:
    """Merge, or only say what would come of it, and name every note to look at."""
    if options.into is None and options.cache is None:
        raise CacheError("Name the notebook to merge into with --into, or a cache beside which it lies with --cache.")
    target = options.into or office_notebook(options.cache)
    work = compare_notes if options.dry_run else merge_notes
    first, *more = work(target, notebooks_at(options.notes)).lines()
    print(printable(f"{target}, {'if merged' if options.dry_run else 'merged'}: {first}"))
    for line in more:
        print(printable(line))
