# SPDX-License-Identifier: GPL-2.0-or-later
"""Files as strangers hand them in: bytes that are others, cut or doubled; JSON whose values are of another kind.

The same ones in every run; POLICEUK_SEED=7, say, gives others, POLICEUK_DAMAGE=50 fifty times as many.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, Optional, Union

from offline_cache.errors import CacheError

PUT_IN = (b",", b'"', b"\n", b"\r", b"\0", b"\xff", b"-", b"9" * 20, b"\xef\xbb\xbf", b"{", b"]", b"\xed\xa0\x80", b";")
ODD_JSON = (
    *("null", "true", "-1", "0", "1.5", "1e400", "NaN", "-Infinity", "1" + "0" * 400, "9" * 5000),
    *('""', '"\\u0000"', '"\\ud800"', '"../../../etc/passwd"', '"' + "a" * 30_000 + '"', '"x\\ny\\u001b[2J"', '"9"'),
    *("[]", "{}", "[[]]", '{"a": [1]}', "[" * 20_000 + "]" * 20_000, '[null, 1, "a", {}]', '"NULL"'),
)
"""As they stand in a file: numbers and texts that JSON allows and little else does, lists where texts belong."""
_NAMES = ("", "x", "\0", "a" * 300, "TYPES", "\ud800")
_AT = "\x02{}\x02"
_LONGEST_SENTENCE = 700
Place = tuple[Union[str, int], ...]


def chances(times: int) -> Iterator[Random]:
    """Give so many sources of chance, or as many more as are asked for."""
    first = int(os.environ.get("POLICEUK_SEED", "0")) * 1_000_000
    for number in range(times * int(os.environ.get("POLICEUK_DAMAGE", "1"))):
        yield Random(first + number)


def refusal(read: Callable[[], object], *others: type[Exception]) -> str:
    """Read; give the sentence of a refusal, '' where it was read. Any other exception gets through."""
    kinds: tuple[type[Exception], ...] = (CacheError, *others)
    try:
        read()
    except kinds as error:
        said, ours = str(error), isinstance(error, CacheError)
    else:
        return ""
    assert said.isprintable()
    assert said.endswith((".", ")")) or not ours, said
    assert 10 < len(said) < _LONGEST_SENTENCE, said
    said.encode("utf-8")
    return said


def bytes_damaged(whole: bytes, chance: Random, most: int = 4) -> bytes:
    """Give the bytes with one to `most` changes: bytes that are others, taken out, put in, doubled, or cut off."""
    data = bytearray(whole)
    for _ in range(chance.randint(1, most)):
        at = chance.randrange(max(len(data), 1))
        change = chance.choice(("byte", "byte", "byte", "insert", "insert", "drop", "double", "cut"))
        if change == "byte":
            data[at : at + 1] = bytes([chance.randrange(256)])
        elif change == "insert":
            data[at:at] = chance.choice(PUT_IN)
        elif change == "drop":
            del data[at : at + chance.randint(1, 40)]
        elif change == "double":
            data[at:at] = data[at : at + chance.randint(1, 200)]
        else:
            del data[at:]
    return bytes(data)


def bytes_flipped(whole: bytes, chance: Random, most: int = 30) -> bytes:
    """Give the bytes with up to `most` of them others, and of one in three only a part: a database on a bad disk."""
    data = bytearray(whole)
    for _ in range(chance.randint(1, most)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data[: max(1, int(len(data) * chance.choice((1, 1, 1, 0.99, 0.5, 0.1))))])


def json_damaged(value: Any, chance: Random) -> bytes:
    """Give the value as JSON in which one to three parts are odd ones, are missing, or are called otherwise."""
    odd: list[str] = []
    for _ in range(chance.randint(1, 3)):
        place = chance.choice(list(_places(value)))
        change = chance.choice(("odd", "odd", "odd", "drop", "rename"))
        if change == "odd" or not place or isinstance(place[-1], int):
            value = _with(value, place, _AT.format(len(odd)))
            odd.append(chance.choice(ODD_JSON))
        else:
            value = _renamed(value, place, None if change == "drop" else chance.choice(_NAMES))
    text = json.dumps(value)
    for number, fragment in enumerate(odd):
        text = text.replace(json.dumps(_AT.format(number)), fragment)
    return text.encode()


def json_or_bytes_damaged(value: Any, chance: Random) -> bytes:
    """Give the value as JSON, damaged in its parts, or three times in ten in its bytes."""
    if chance.random() < 0.3:
        return bytes_damaged(json.dumps(value).encode(), chance)
    return json_damaged(value, chance)


def _places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Give where each part of a value is, itself first."""
    yield at
    if isinstance(value, dict):
        for name in value:
            yield from _places(value[name], (*at, name))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _places(one, (*at, number))


def _with(value: Any, place: Place, new: Any) -> Any:
    """Give a copy of the value with another part at a place."""
    if not place:
        return new
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[place[0]] = _with(value[place[0]], place[1:], new)
    return copy


def _renamed(value: Any, place: Place, new: Optional[str]) -> Any:
    """Give a copy whose member at a place has another name, or is not there for None."""
    if len(place) > 1:
        return _with(value, place[:1], _renamed(value[place[0]], place[1:], new))
    kept = {name: one for name, one in value.items() if name != place[0]}
    return kept if new is None else {**kept, new: value[place[0]]}
