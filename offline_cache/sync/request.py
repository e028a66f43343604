# SPDX-License-Identifier: GPL-2.0-or-later
"""What a user wants brought into the cache, looked over before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Optional

from ..area_names import alike
from ..errors import CacheError, shown
from ..model import Dataset, Month
from ..reference import force_names
from ..scope import Scope
from ..sources.archives import DATA_BEGIN

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z", re.ASCII)
_SCOTLAND = ("scotland", "police scotland", "police-scotland")


@dataclass(frozen=True)
class SliceRequest:
    """Forces, months and kinds of file; of them the rows of `lsoas` only, where these are given.

    Without `first` it is the 36 months up to `last`, without `last` up to the newest release. `name` is what a
    sentence calls the LSOAs. Files of stop and search carry no LSOA: they are brought whole.
    """

    forces: tuple[str, ...]
    first: Optional[Month] = None
    last: Optional[Month] = None
    datasets: tuple[Dataset, ...] = tuple(Dataset)
    lsoas: Scope = None
    name: str = ""

    def scope(self, dataset: Dataset) -> Scope:
        """What is wanted of files of this kind."""
        return None if dataset is Dataset.STOPS else self.lsoas


def force_slug(text: str, held: Collection[str] = ()) -> str:
    """The slug of a force by its slug or name; `CacheError` where it is like another or cannot be one.

    `held` forces are known besides. A slug that is like none may be of a force newer than this program: whether
    the service has it is seen in its archive.
    """
    wanted = text.strip().casefold()
    if wanted in _SCOTLAND:
        raise CacheError(
            "Police Scotland does not publish on data.police.uk. Of Scotland only what British Transport Police "
            "records is there: use btp."
        )
    slugs = {slug: slug for slug in (*held, *force_names())}
    slugs.update((name.casefold(), slug) for slug, name in force_names().items())
    if wanted in slugs:
        return slugs[wanted]
    like = alike(wanted, [*slugs.values(), *force_names().values()])
    if like or not _SLUG.match(wanted):
        raise unknown_force(text, like)
    return wanted


def unknown_force(text: str, like: str) -> CacheError:
    """The error for a force that nobody knows."""
    return CacheError(f"{shown(text)} is not a force.{like} Forces are written as in file names, such as bedfordshire.")


def refuse_request(request: SliceRequest) -> None:
    """Raise `CacheError` for a request that can be told to be wrong without asking the service."""
    if not request.forces:
        raise CacheError("No force is named. Name one, such as bedfordshire.")
    if not request.datasets:
        raise CacheError("No kind of file is named. Name street, outcomes or stop-and-search.")
    first, last = request.first, request.last
    if first and last and first > last:
        raise CacheError(f"The first month, {first}, is after the last, {last}. Swap them.")
    for month in (first, last):
        if month and month < DATA_BEGIN:
            raise CacheError(f"The service has no data before {DATA_BEGIN}, so none of {month}. Choose a later month.")
    if request.lsoas is not None and not request.lsoas:
        raise CacheError("A slice needs at least one LSOA. Name LSOAs, or leave them out for whole files.")


def refuse_future(request: SliceRequest, newest: Month) -> None:
    """Raise `CacheError` where a month is after the newest release, which is the service's, not this clock's."""
    for month in (request.first, request.last):
        if month and month > newest:
            raise CacheError(
                f"{month} is not published yet: the newest release goes up to {newest}. Choose an earlier month."
            )
