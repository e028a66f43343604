# SPDX-License-Identifier: GPL-2.0-or-later
"""Objects, outcomes and powers of stops and searches in plain words; what counts as not stated."""

from __future__ import annotations

import functools
from typing import Any

from .reference import stop_words

OBJECT_GROUPS = ("drugs", "weapons", "theft", "damage", "other", "not given")


def plain_object(published: str) -> str:
    """The object of a search in plain words; what is not known stays as published."""
    found = _words("objects").get(published)
    return str(found[1]) if found else published


def object_group(published: str) -> str:
    """One of `OBJECT_GROUPS`; 'other' for what is not known."""
    if not published:
        return "not given"
    found = _words("objects").get(published)
    return str(found[0]) if found else "other"


def plain_outcome(published: str) -> str:
    """The outcome of a search in plain words."""
    return str(_words("outcomes").get(published, published))


def plain_legislation(published: str) -> str:
    """The power under which was searched in plain words, with the Act."""
    return str(_words("legislation").get(published, published))


def is_stated(published: str) -> bool:
    """Whether a value says something: a blank does not, nor does 'Other ethnic group - Not stated'."""
    last = published.rpartition(" - ")[2].partition(" (")[0].strip()
    return bool(last) and last.casefold() not in _not_stated() and object_group(published) != "not given"


def ethnic_group(published: str) -> str:
    """The group that a self-defined ethnicity belongs to in the words of the file, such as Asian/Asian British."""
    return published.partition(" - ")[0].strip()


def _words(name: str) -> dict[str, Any]:
    return dict(stop_words()[name])


@functools.cache
def _not_stated() -> frozenset[str]:
    return frozenset(text.casefold() for text in stop_words()["not_stated"])
