# SPDX-License-Identifier: GPL-2.0-or-later
"""Sequences whose members are made when they are asked for: two million outlines of cells would fill the memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, TypeVar, Union, overload

T = TypeVar("T")


class Made(Sequence[T]):
    """`number` members, each `make(at)` anew; a part of them is a list."""

    def __init__(self, number: int, make: Callable[[int], T]) -> None:
        self._number, self._make = number, make

    def __len__(self) -> int:
        """How many there are."""
        return self._number

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> list[T]: ...

    def __getitem__(self, at: Union[int, slice]) -> Union[T, list[T]]:
        """The member at a place, counted from the end where that is below zero; raises `IndexError`."""
        places = range(self._number)[at]
        return self._make(places) if isinstance(places, int) else [self._make(one) for one in places]
