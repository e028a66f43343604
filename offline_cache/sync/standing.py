# SPDX-License-Identifier: GPL-2.0-or-later
"""How one file stands: held as it is published now, to be fetched, or not to be had, and why."""

from __future__ import annotations

from typing import Optional

from ..coverage import known_gap
from ..model import Dataset, FileKey, Month, PublishedFile
from ..scope import Scope, covers, scope_of
from ..sources.origin import Origin
from .finding import Found
from .plan import PlannedFile, Standing
from .words import month_phrase

# The first month of each kind in the archives (service B.3).
BEGIN = {Dataset.STREET: Month(2010, 12), Dataset.OUTCOMES: Month(2012, 1), Dataset.STOPS: Month(2014, 4)}


def never_published(key: FileKey) -> Optional[str]:
    """Why no file of this name was published, where that is known; None where one may have been."""
    if key.month < BEGIN[key.dataset]:
        return f"{key.dataset.value} files begin in {BEGIN[key.dataset]}"
    return known_gap(key.force, key.dataset, key.month)


def planned(key: FileKey, held: Optional[PublishedFile], scope: Scope, found: Found) -> PlannedFile:
    """How a file that is wanted stands; `held` is what the cache has of it."""
    has = held is not None and covers(scope_of(held.scope), scope)
    number = found.covering(key.month)
    if number is None:
        if has:
            return PlannedFile(key, Standing.HELD, scope)
        return _missing(key, held, scope, "no archive that holds this month can be had")
    origin = found.origins[number]
    if origin.files is None:
        return _unseen(key, held, scope, number, origin, has)
    file = origin.files.get(key)
    if file is None:
        return _missing(key, held, scope, _not_in(key, found, origin))
    if held is not None and held.crc != file.crc and _newer(held, origin):
        return PlannedFile(key, Standing.HELD, scope) if has else _missing(key, held, scope, _PARTLY)
    if has and held is not None and held.crc == file.crc:
        return PlannedFile(key, Standing.HELD, scope, number)
    revised = held is not None and held.crc != file.crc
    return PlannedFile(key, Standing.WANTED, scope, number, file.packed, revised)


_PARTLY = "part of it is held, of a newer release than the archive that still has it"


def _unseen(
    key: FileKey, held: Optional[PublishedFile], scope: Scope, number: int, origin: Origin, has: bool
) -> PlannedFile:
    """A file in an archive of which nothing is known before it has come."""
    if has and held is not None and held.snapshot.month >= origin.snapshot.month:
        return PlannedFile(key, Standing.HELD, scope)
    if origin.forces is not None and key.force not in origin.forces:
        return _missing(key, held, scope, "the form does not offer this force")
    if held is None and key.month < BEGIN[key.dataset]:
        return _missing(key, held, scope, str(never_published(key)))
    return PlannedFile(key, Standing.WANTED, scope, number)


def _missing(key: FileKey, held: Optional[PublishedFile], scope: Scope, reason: str) -> PlannedFile:
    if held is not None:
        return PlannedFile(key, Standing.KEPT, scope, reason=reason)
    return PlannedFile(key, Standing.NOT_PUBLISHED, scope, reason=never_published(key) or reason)


def _not_in(key: FileKey, found: Found, origin: Origin) -> str:
    release = origin.snapshot.month
    later = "; it may follow" if origin is found.origins[0] and key.month == release else ""
    return f"not in the release of {month_phrase(release)}{later}"


def _newer(held: PublishedFile, origin: Origin) -> bool:
    """Whether what is held is known to be of a later release; see `importing`."""
    return held.snapshot.exact and origin.snapshot.exact and held.snapshot.month > origin.snapshot.month
