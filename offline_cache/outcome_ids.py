# SPDX-License-Identifier: GPL-2.0-or-later
"""The crime ids of one force that are looked for, and what its files say of them: little memory, as there are many."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .outcome_joins import CrimeId

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_RANKS = 16
"""More than there are groups of outcomes."""
_NONE = -1


class CrimeIds:
    """Ids with a number each; of each the month of its crime and its outcomes by some `times` in months.

    Of several outcomes by a time the last counts, of one month that with the lowest rank.
    """

    def __init__(self, times: Sequence[int]) -> None:
        self.at: dict[CrimeId, int] = {}
        self._times = times
        self._month = array("i")
        self._several, self._early, self._known = bytearray(), bytearray(), bytearray()
        self._best = [array("h") for _ in times]

    def number(self, crime: CrimeId, month: int) -> int:
        """The number of an id, which a crime of a month has."""
        at = self.at.setdefault(crime, len(self._month))
        if at == len(self._month):
            self._month.append(month)
            for flags in (self._several, self._early, self._known):
                flags.append(0)
            for best in self._best:
                best.append(_NONE)
        elif self._month[at] != month:
            self._several[at] = 1
        return at

    def outcome(self, at: int, month: int, rank: int) -> None:
        """Note an outcome of a month, by the rank of its group."""
        self._known[at] = 1
        after = month - self._month[at]
        if after < 0:
            self._early[at] = 1
        weight = max(after, 0) * _RANKS + (_RANKS - 1 - rank)
        for best, time in zip(self._best, self._times):
            if after <= time and weight > best[at]:
                best[at] = weight

    def flags(self, at: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
        """Of numbers (n,): whether crimes of several months have the id, an outcome came early, one is known at all."""
        import numpy as np

        several, early, known = (
            np.frombuffer(bytes(flags), dtype=np.uint8)[at].astype(bool)
            for flags in (self._several, self._early, self._known)
        )
        return several, early, known

    def ranks(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        """Of numbers (n,): the rank of the outcome that counts by each time (n, k), -1 for none."""
        import numpy as np

        best = np.array([np.frombuffer(one, dtype=np.int16)[at] for one in self._best], dtype=np.int64)
        best = best.reshape(len(self._times), -1).T
        return np.where(best >= 0, _RANKS - 1 - best % _RANKS, _NONE)
