# SPDX-License-Identifier: GPL-2.0-or-later
"""One seeded stream of chance, reduced to uniform doubles so that every numpy gives the same sample."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")


class Dice:
    """Draws made of `Generator.random()` only: numpy promises that stream, not its distributions."""

    def __init__(self, seed: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64(seed))

    def unit(self) -> float:
        """A double in [0, 1)."""
        return float(self._generator.random())

    def between(self, low: float, high: float) -> float:
        """A double in [low, high)."""
        return low + (high - low) * self.unit()

    def whole(self, low: int, high: int) -> int:
        """An integer in low..high, both ends possible."""
        return low + int(self.unit() * (high - low + 1))

    def normal(self) -> float:
        """A standard normal deviate (Box and Muller)."""
        radius = math.sqrt(-2.0 * math.log(1.0 - self.unit()))
        return radius * math.cos(2.0 * math.pi * self.unit())

    def chance(self, probability: float) -> bool:
        """True with the given probability."""
        return self.unit() < probability

    def one_of(self, items: Sequence[T]) -> T:
        """One item, all equally likely."""
        return items[int(self.unit() * len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in a drawn order."""
        left = list(items)
        return [left.pop(int(self.unit() * len(left))) for _ in range(len(left))]


class Urn(Generic[T]):
    """Draws keys in proportion to their weights."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self._keys: tuple[T, ...] = tuple(weights)
        self._edges = np.cumsum(np.array([weights[key] for key in self._keys], dtype=float))

    def draw(self, dice: Dice) -> T:
        """One key; the same key may come again."""
        target = dice.unit() * float(self._edges[-1])
        return self._keys[min(int(np.searchsorted(self._edges, target, side="right")), len(self._keys) - 1)]
