# SPDX-License-Identifier: GPL-2.0-or-later
"""How many crimes of files of another LSOA edition could not be carried to an area exactly, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from offline_cache.area_months import SHARED_LSOAS
from offline_cache.model import Gap
from offline_cache.peer_counts import NotCarried
from offline_cache.reading_order import isolated

from ...text import many, tr

_OLD = 2011


def share_text(share: float) -> str:
    """A small share in per cent with one decimal, never 0 where there is something."""
    return f"{100 * share:.1f}%" if share >= 0.001 else tr("less than 0.1%")


def not_carried_lines(name: str, own: NotCarried, peers: Sequence[NotCarried] = ()) -> list[str]:
    """The share that could not be carried to the area, and that of its peers; nothing where there is none."""
    shares = [peer.share for peer in peers]
    if not own.crimes and not any(shares):
        return []
    low, high = (share_text(end(shares)) if any(shares) else "" for end in (min, max))
    if low and not min(shares):
        low = tr("none")
    if not own.crimes:
        said = tr("All crimes of {area} could be carried to it exactly. For its peers, {low} to {high} could not.")
        return [said.format(area=isolated(name), low=low, high=high)]
    theirs = tr(" For its peers it is {low} to {high}.").format(low=low, high=high) if any(shares) else ""
    said = tr(
        "{n} that may lie in {area} {are} in no count ({share} of all that may), because the LSOA is missing or shared "
        "by several areas."
    )
    return [
        said.format(
            n=many(own.crimes, tr("crime"), tr("crimes")),
            are=tr("is") if own.crimes == 1 else tr("are"),
            area=isolated(name),
            share=share_text(own.share),
        )
        + theirs
    ]


def all_carried_line(name: str, editions: Iterable[int], own: NotCarried) -> list[str]:
    """That files of 2011 lost nothing by being carried, where that is so."""
    if own.crimes or _OLD not in set(editions):
        return []
    return [
        tr("Crimes of files with LSOAs of 2011 are carried to {area} by ONS's exact-fit look-up, all of them.").format(
            area=isolated(name)
        )
    ]


def shared_lsoas(gaps: Iterable[Gap]) -> bool:
    """Whether months lack because files write an area with LSOAs that it shares with others."""
    return any(SHARED_LSOAS in gap.reason for gap in gaps)


def shared_advice(name: str) -> str:
    """What that means, and what can be done about it."""
    return tr(
        "Files of these months use LSOAs of 2011 that {area} shares with other areas, so its crimes cannot be told "
        "from theirs, which is not zero. Choose later months, whose files have LSOAs of 2021, or a larger area."
    ).format(area=isolated(name))
