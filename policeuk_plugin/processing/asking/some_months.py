# SPDX-License-Identifier: GPL-2.0-or-later
"""Months that need not follow each other, as a parameter has them: `2021-05..2022-04,2022-09`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Optional

from offline_cache.errors import CacheError
from offline_cache.model import Month

from ...text import tr

_TO, _AND = "..", ","


def months_text(months: Collection[Month]) -> str:
    """Runs of months by their first and last, in order; '' for none."""
    runs: list[list[Month]] = []
    for month in sorted(set(months)):
        if runs and runs[-1][-1].next() == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return _AND.join(str(run[0]) if len(run) == 1 else f"{run[0]}{_TO}{run[-1]}" for run in runs)


def months_of_text(text: str) -> Optional[frozenset[Month]]:
    """The months of such a text, None where it is empty; raises `CacheError` for what is no month or no run."""
    found: set[Month] = set()
    for part in (part.strip() for part in text.split(_AND)):
        if not part:
            continue
        first, to, last = (word.strip() for word in part.partition(_TO))
        run = Month.span(Month.parse(first), Month.parse(last if to else first))
        if not run:
            raise CacheError(
                tr("{part} is no run of months: the first comes after the last. Swap them.").format(part=part[:40])
            )
        found.update(run)
    return frozenset(found) or None
