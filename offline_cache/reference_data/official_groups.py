# SPDX-License-Identifier: GPL-2.0-or-later
"""ONS's groups of recorded crime and the crime types of data.police.uk: which is which, both ways."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from typing import Optional

from ..reference import official_groups

_NOTE = re.compile(r"\s*\[[^\]]*\]")


def total_group() -> str:
    """ONS's name of all recorded crime; anti-social behaviour is not recorded crime and is not in it."""
    return str(next(group["name"] for group in official_groups()["groups"] if group["of"] is None))


def groups_of_types(types: Collection[str]) -> Optional[tuple[str, ...]]:
    """The groups that add up to some crime types together; None where one of them has none, as ASB has not.

    All types together, or none given, are the total.
    """
    table = official_groups()["types"]
    if not types or set(table) <= set(types) <= set(table):
        return (total_group(),)
    if any(name not in table for name in types):
        return None
    return tuple(dict.fromkeys(group for name in types for group in table[name]))


def types_of_group(group: str) -> Optional[tuple[str, ...]]:
    """The crime types that are all of a group; None where a type holds more than it, or less.

    'Violence against the person' has none: files hold it together with sexual offences. A part of a group has none.
    """
    table = official_groups()["types"]
    if group == total_group():
        return tuple(table)
    for name, groups in table.items():
        if groups == [group]:
            return (name,)
    parts = [entry["name"] for entry in official_groups()["groups"] if entry["of"] == group]
    found = [types_of_group(part) for part in parts]
    if not parts or any(types is None for types in found):
        return None
    return tuple(name for types in found if types for name in types)


@functools.cache
def _names() -> dict[str, str]:
    return {
        title.casefold(): group["name"]
        for group in official_groups()["groups"]
        for title in (group["name"], *group["others"])
    }


def group_named(heading: str) -> Optional[str]:
    """The group that a column of a table is about, None where it is about none; notes in brackets are left aside."""
    return _names().get(" ".join(_NOTE.sub("", heading).split()).casefold())
