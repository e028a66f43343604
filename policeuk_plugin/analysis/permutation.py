# SPDX-License-Identifier: GPL-2.0-or-later
"""How many crimes a window would hold if the cells of the map were dealt out anew: exactly, without drawing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .errors import Cancelled, never, stop_if

LARGEST_EXACT_WINDOW = 500  # above it the numbers of ways leave the range of a float
MOST_WORK = 1e10  # additions; some 20 seconds
MOST_SUMS = 2e7  # window sizes times sums told apart; some 600 MB


@dataclass(frozen=True)
class WindowSums:
    """Distribution of S_w, the crimes in w cells drawn from the map without replacement, for every w up to a largest.

    `probability[w, s]` = P(S_w = s) for s below `cap`, the last column; that one holds P(S_w ≥ cap).
    """

    probability: np.ndarray

    @property
    def cap(self) -> int:
        """The largest sum that is told apart."""
        return int(self.probability.shape[1] - 1)

    def upper(self, sizes: np.ndarray, sums: np.ndarray) -> np.ndarray:
        """P(S_w ≥ s) for each pair of `sizes` and `sums` (n,); sums above the cap count as the cap.

        Added up from the far end, so that a small p is as exact as a large one.
        """
        tail = np.cumsum(self.probability[:, ::-1], axis=1)[:, ::-1]
        return _as_p(tail[sizes, np.minimum(sums, self.cap)])

    def lower(self, sizes: np.ndarray, sums: np.ndarray) -> np.ndarray:
        """P(S_w ≤ s) for each pair of `sizes` and `sums` (n,), for quiet cells; 1 from the cap on."""
        tail = np.cumsum(self.probability, axis=1)
        return _as_p(np.where(sums >= self.cap, 1.0, tail[sizes, np.minimum(sums, self.cap)]))


def window_sums(counts: np.ndarray, largest: int, cap: int, cancelled: Cancelled = never) -> WindowSums:
    """Distribution of the sums of up to `largest` of the whole `counts` (n,) drawn without replacement.

    A dynamic programme over the distinct counts v with multiplicities m: choosing a of the m cells that hold v can
    be done in C(m, a) ways and adds a v crimes. Only positive numbers are added and multiplied, so every tail keeps
    about 13 digits. Each chosen cell carries a factor `largest` / n, which keeps the numbers of ways in range and
    cancels against C(n, w) of the same factor. Equal to the coefficients of e_w(t^c1, …, t^cn) / C(n, w).
    """
    n = counts.size
    factor = largest / n
    table = np.zeros((largest + 1, cap + 1))
    table[0, 0] = 1.0
    reach, done = 0, 0
    upto = np.concatenate([[0], np.cumsum(np.sort(counts))]).tolist()
    for value, cells in zip(*_distinct(counts)):
        stop_if(cancelled)
        table = _with_value(table, value, _ways(cells, largest, factor), reach)
        done += cells
        reach = min(cap, upto[done] - upto[max(done - largest, 0)])
    total = _ways(n, largest, factor)
    probability = np.zeros_like(table)
    probability[: total.size] = table[: total.size] / total[:, None]
    return WindowSums(probability)


def can_count(counts: np.ndarray, largest: int, cap: int) -> bool:
    """Whether `window_sums` would be done in bearable time and memory."""
    return (largest + 1) * (cap + 1) <= MOST_SUMS and work(counts, largest, cap) <= MOST_WORK


def work(counts: np.ndarray, largest: int, cap: int) -> float:
    """Additions that `window_sums` would make, at most."""
    _, cells = np.unique(counts, return_counts=True)
    chosen = np.minimum(cells, largest).astype(float)
    return float(np.sum(chosen * (largest + 1) - chosen * (chosen + 1) / 2) * (cap + 1))


def _distinct(counts: np.ndarray) -> tuple[list[int], list[int]]:
    values, cells = np.unique(counts, return_counts=True)
    return values.tolist(), cells.tolist()


@lru_cache(maxsize=4096)
def _ways(cells: int, largest: int, factor: float) -> np.ndarray:
    """C(cells, a) factor^a for a = 0 … min(cells, largest)."""
    chosen = np.arange(1, min(cells, largest) + 1)
    ways = np.cumprod(np.concatenate([[1.0], (cells - chosen + 1) / chosen * factor]))
    ways.setflags(write=False)
    return ways


def _with_value(table: np.ndarray, value: int, ways: np.ndarray, reach: int) -> np.ndarray:
    """The table after cells of one more count may be chosen; sums so far end at `reach`. It may be the same array."""
    cap = table.shape[1] - 1
    new = table.copy() if ways.size > 2 else table  # one cell is added by one step, which asks for nothing it changed
    for chosen in range(1, ways.size):
        before = table[: table.shape[0] - chosen, : reach + 1]
        added = chosen * value
        below = min(max(cap - added, 0), reach + 1)  # sums that stay below the cap
        beyond = before[:, below:].sum(axis=1) if below <= reach else None
        new[chosen:, added : added + below] += ways[chosen] * before[:, :below]
        if beyond is not None:
            new[chosen:, cap] += ways[chosen] * beyond
    return new


def _as_p(tail: np.ndarray) -> np.ndarray:
    """Keep rounding from giving a probability above 1, or 0 for what can happen."""
    return np.clip(tail, np.finfo(float).tiny, 1.0)
