# SPDX-License-Identifier: GPL-2.0-or-later
"""A published file that stands in several of the sources given: which of them is taken."""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Sequence

from ..errors import BadFile
from ..model import FileKey
from .disk import Source, SourceFile

_Found = tuple[Source, SourceFile]


def without_twins(sources: Sequence[Source]) -> list[Source]:
    """The sources with each published file in one of them only, and none that is empty.

    Of equal files the first is taken, else the one of the newest archive. Raises `BadFile` where two differ
    and their archives' names do not tell which is newer.
    """
    taken: dict[FileKey, _Found] = {}
    for source in sources:
        for file in source.files:
            found = (source, file)
            taken[file.key] = _choose(taken.get(file.key, found), found)
    kept = {(file.path, file.member) for _, file in taken.values()}
    thinned = [
        dataclasses.replace(source, files=tuple(file for file in source.files if (file.path, file.member) in kept))
        for source in sources
    ]
    return [source for source in thinned if source.files]


def _choose(first: _Found, second: _Found) -> _Found:
    if first == second or _crc(first) == _crc(second):
        return first
    months = [source.snapshot for source, _ in (first, second)]
    if all(month.exact for month in months) and months[0] != months[1]:
        return first if months[0].month > months[1].month else second
    raise BadFile(
        f"{first[1].key} is there twice with different content, in {_where(first[1])} and {_where(second[1])}. "
        "Import the one that you want."
    )


def _where(file: SourceFile) -> str:
    return f"{file.path}/{file.member}" if file.member else str(file.path)


def _crc(found: _Found) -> int:
    source, file = found
    if file.crc is not None:
        return file.crc
    with source.opened() as read:
        return zlib.crc32(read(file))
