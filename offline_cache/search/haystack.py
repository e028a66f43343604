# SPDX-License-Identifier: GPL-2.0-or-later
"""Hundreds of thousands of names as one text that is searched as fast as memory is read."""

from __future__ import annotations

import io
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice

EXACT, PREFIX, WORDS, PART = range(4)
"""How well a name is met, best first."""
_EXAMINED = 10_000
_SHORTEST_PART = 3


class Haystack:
    """Lines of name, code and more words, folded: `\\nname\\tcode\\tmore`. Immutable, so threads may share it."""

    def __init__(self, lines: Iterable[tuple[str, str, str]]) -> None:
        starts, out = array("Q"), io.StringIO()
        self._of_code: dict[str, int] = {}
        at = 0
        for name, code, more in lines:
            starts.append(at)
            at += out.write(f"\n{name}\t{code}\t{more}")
            if code:
                self._of_code.setdefault(code, len(starts) - 1)
        out.write("\n")
        self._text = out.getvalue()
        self._starts = starts

    def find(self, query: str, limit: int) -> list[tuple[int, int]]:
        """How well, and which line: at most `limit` for each way of meeting; each line once, by its best way."""
        found: dict[int, int] = {}
        if query in self._of_code:
            found[self._of_code[query]] = EXACT
        beginning = list(islice(self._lines_with(f"\n{query}"), limit))
        if beginning:  # those that are exact may come late among many
            among = beginning if len(beginning) < limit else islice(self._lines_with(f"\n{query}\t"), limit)
            found.update((line, EXACT) for line in among if self._is_name(line, query))
        for line in beginning:
            found.setdefault(line, PREFIX)
        if len(found) < limit:
            for line, rank in self._by_words(query.split(), limit):
                found.setdefault(line, rank)
        return sorted((rank, line) for line, rank in found.items())

    def _is_name(self, line: int, query: str) -> bool:
        return self._text.startswith(f"\n{query}\t", self._starts[line])

    def _lines_with(self, needle: str) -> Iterator[int]:
        at = self._text.find(needle)
        while at >= 0:
            line = bisect_right(self._starts, at) - 1
            yield line
            at = self._text.find(needle, max(self._end(line), at + 1))

    def _by_words(self, words: list[str], limit: int) -> Iterator[tuple[int, int]]:
        """Lines with all words, of which one at least is of name or code."""
        numbers = [0, 0]
        longest = max(words, key=len)
        for line in islice(self._lines_with(longest), _EXAMINED):
            text = self._text[self._starts[line] : self._end(line)]
            if not all(word in text for word in words):
                continue
            own = text.rpartition("\t")[0]
            if not any(word in own for word in words):
                continue
            rank = WORDS if all(_begins(word, text) for word in words) else PART
            if rank == PART and len(longest) < _SHORTEST_PART:
                continue
            if numbers[rank - WORDS] < limit:
                yield line, rank
            numbers[rank - WORDS] += 1
            if numbers[0] >= limit:
                return

    def _end(self, line: int) -> int:
        return self._starts[line + 1] if line + 1 < len(self._starts) else len(self._text) - 1


def _begins(word: str, text: str) -> bool:
    return any(sign + word in text for sign in "\n \t")
