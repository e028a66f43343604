# SPDX-License-Identifier: GPL-2.0-or-later
"""That crimes on railways are in no number where the files of British Transport Police are not held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from offline_cache.model import Month

from ..text import tr
from .trend_words import months_listed


def railways(lacking: Sequence[Month], asked: int) -> Iterator[str]:
    """That nobody counts crimes on railways in some of the months, or in all that are asked for."""
    if len(lacking) >= asked:
        yield tr(
            "British Transport Police, which records crimes on railways and at stations, is not held: those are in no "
            "number, which is not zero."
        )
    elif lacking:
        yield tr(
            "British Transport Police, which records crimes on railways and at stations, is not held of {months}: "
            "it is in no number, which is not zero."
        ).format(months=months_listed(lacking))
