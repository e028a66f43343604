# SPDX-License-Identifier: GPL-2.0-or-later
"""What is kept of a published file: all of it, or the rows of some LSOAs. What is held never shrinks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Optional

from .errors import CacheError

Scope = Optional[frozenset[str]]
"""The LSOA codes whose rows are kept; None for the whole file."""


def joined(held: Scope, wanted: Scope) -> Scope:
    """The scope that has all of both: the whole file takes any slice over."""
    return None if held is None or wanted is None else held | wanted


def covers(held: Scope, wanted: Scope) -> bool:
    """Whether all that is wanted of a file is held."""
    return held is None or (wanted is not None and wanted <= held)


def scope_of(codes: Optional[Iterable[str]]) -> Scope:
    """The scope of these LSOA codes, None for None; raises `CacheError` without a single one."""
    if codes is None:
        return None
    scope = frozenset(codes)
    if not scope:
        raise CacheError("A slice needs at least one LSOA. Name LSOAs, or leave them out for whole files.")
    return scope


def codes_of(scope: Scope) -> Optional[tuple[str, ...]]:
    """The codes in order, as the ledger has them; None for the whole file."""
    return None if scope is None else tuple(sorted(scope))
