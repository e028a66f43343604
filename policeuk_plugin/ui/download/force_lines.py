# SPDX-License-Identifier: GPL-2.0-or-later
"""Lines of a plan or a report with the forces as they are called: the command line has them as one types them there."""

from __future__ import annotations

from collections.abc import Iterable

from offline_cache.reference import force_names


def named_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Such as "added: Bedfordshire street 2026-04", where a line has "added: bedfordshire street 2026-04"."""
    return tuple(map(_named, lines))


def _named(line: str) -> str:
    from offline_cache.sync.words import force_word  # not while QGIS starts

    kind, _, rest = line.partition(": ")
    force, _, more = rest.partition(" ")
    return f"{kind}: {force_word(force)} {more}" if force in force_names() and more else line
