# SPDX-License-Identifier: GPL-2.0-or-later
"""What is found, in words."""

from __future__ import annotations

from offline_cache.errors import printable
from offline_cache.search import Found, FoundKind

from ..text import INVENTED_FORCE, tr


def kind_name(kind: str) -> str:
    """A kind of area as it is spoken of."""
    kinds = {
        "force": tr("force"),
        "csp": tr("CSP"),
        "district": tr("district"),
        "pfa": tr("police area"),
        "ward": tr("ward"),
        "lsoa": tr("LSOA"),
        "slice": tr("slice"),
        "neighbourhood": tr("neighbourhood"),
        "postcode": tr("postcode"),
        "place": tr("place"),
    }
    return kinds.get(kind, kind)


def named(name: str, kind: str, code: str) -> str:
    """Name and kind, such as Luton (CSP); names are anybody's, so nothing in them steers the direction of writing."""
    shown = tr("{name}, invented").format(name=name) if code == INVENTED_FORCE else name
    return tr("{name} ({kind})").format(name=printable(shown), kind=kind_name(kind))


def title(found: Found) -> str:
    """Name and kind of what was found."""
    return named(found.name, found.kind.value, found.code)


def detail(found: Found) -> str:
    """What tells it apart."""
    return printable(found.detail)


def ask_phrase(postcode: str) -> str:
    """What choosing to ask does."""
    return tr("Ask postcodes.io for {postcode}").format(postcode=postcode)


def offline_reason() -> str:
    """Why it cannot be asked."""
    return tr("'Work offline' is switched on")


def what_counts(found: Found) -> str:
    """What of it can be counted; '' where it is an area itself."""
    if found.area is None:
        return _not_counted(found)
    if found.kind not in (FoundKind.POSTCODE, FoundKind.PLACE):
        return ""
    return tr("{name} lies in {detail}: this LSOA is the area now.").format(
        name=printable(found.name), detail=printable(found.detail)
    )


def _not_counted(found: Found) -> str:
    name = printable(found.name)
    if found.kind is FoundKind.NEIGHBOURHOOD:
        return tr("{name}: the cache has no outline of this neighbourhood, so nothing can be counted in it.").format(
            name=name
        )
    if found.kind is FoundKind.POSTCODE:
        return tr("{name}: {detail}. The cache has no LSOA to count for it.").format(
            name=name, detail=printable(found.detail) or tr("it lies in no LSOA that is known")
        )
    return tr("{name}: no look-up of the cache says which LSOAs lie in it. Bring them in on the page Data.").format(
        name=name
    )
