# SPDX-License-Identifier: GPL-2.0-or-later
"""Which archives a plan takes its files from, and what must be said about that."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Optional

from ..errors import NetworkError, NetworkFault
from ..model import Month
from ..sources.archives import releases_with
from ..sources.custom_download import CustomDownload, find_form
from ..sources.origin import Origin
from ..sources.remote_zip import read_archive
from ..sources.whole_zip import find_whole
from .way import Way
from .words import month_phrase, months_phrase, size_phrase

if TYPE_CHECKING:
    from ..transport import Transport

# What keeps a network from the store that may let it through to the site.
_NO_STORE = (
    *(NetworkFault.NO_NETWORK, NetworkFault.PROXY, NetworkFault.CERTIFICATE, NetworkFault.TIMEOUT),
    *(NetworkFault.REFUSED, NetworkFault.LOGIN_PAGE, NetworkFault.REDIRECT, NetworkFault.CUT),
)
# The service has an archive of every month. Where more than these are missing, the older ones are not looked for.
_MOST_MISSING = 12


@dataclass
class Found:
    """Origins, the newest release first, and notes about them for the user."""

    origins: list[Origin] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def covering(self, month: Month) -> Optional[int]:
        """The number of the origin that holds a month, None where none does."""
        return next((number for number, origin in enumerate(self.origins) if origin.covers(month)), None)


def find_newest(transport: Transport, way: Way) -> Found:
    """The newest release by the way wanted; `NetworkError` where that does not lead to it."""
    if way is Way.FORM:
        return Found([find_form(transport)], ["The form of the site is used: it gives the months of its list only."])
    try:
        return _archive(transport, "latest", way)
    except NetworkError as error:
        if way is not Way.AUTO or error.fault not in _NO_STORE:
            raise
        why = str(error)
        try:
            form = find_form(transport)
        except NetworkError:
            raise error from None
    return Found([form], [f"The form of the site is used instead of the archive. {why}"])


def _archive(transport: Transport, name: str, way: Way) -> Found:
    if way is not Way.WHOLE:
        try:
            return Found([read_archive(transport, name)])
        except NetworkError as error:
            if way is Way.RANGES or error.fault is not NetworkFault.NO_RANGES:
                raise
    whole = find_whole(transport, name)
    size = f" ({size_phrase(whole.size)})" if whole.size else ""
    why = "" if way is Way.WHOLE else ", because the server does not give parts of it"
    return Found([whole], [f"{whole.name} is downloaded whole{size}{why}."])


def find_older(transport: Transport, way: Way, found: Found, months: Collection[Month]) -> None:
    """Add to `found` the fewest archives that hold these months, none of which the newest one holds.

    A month whose archives are not there is left out. By the form there is nothing older.
    """
    newest = found.origins[0].snapshot.month
    if isinstance(found.origins[0], CustomDownload):
        return
    left, missing = sorted(months), set[Month]()
    while left and len(missing) <= _MOST_MISSING:
        archive = _first_there(transport, way, releases_with(left[0], newest), missing)
        reached = [month for month in left if archive and archive.origins[0].covers(month)]
        if archive and reached:
            name, release = archive.origins[0].name, archive.origins[0].snapshot.month
            found.notes += [
                f"{months_phrase(reached[0], reached[-1])} {'comes' if len(reached) == 1 else 'come'} from {name}: "
                f"corrections made after {month_phrase(release)} are not in it.",
                *archive.notes,
            ]
            found.origins += archive.origins
        left = [month for month in left[1:] if month not in reached]


def _first_there(transport: Transport, way: Way, releases: Iterable[Month], missing: set[Month]) -> Optional[Found]:
    """The first of the archives that is there; those that are not are added to `missing`."""
    for release in releases:
        if release in missing:
            continue
        if len(missing) > _MOST_MISSING:
            return None
        try:
            return _archive(transport, str(release), way)
        except NetworkError as error:
            # A store that does not list its files answers 403 for what is not there.
            if error.fault is not NetworkFault.NOT_FOUND and error.status != 403:
                raise
            missing.add(release)
    return None
