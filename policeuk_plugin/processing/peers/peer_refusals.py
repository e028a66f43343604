# SPDX-License-Identifier: GPL-2.0-or-later
"""Why an area is compared with nobody: no good peer, or too few of them."""

from __future__ import annotations

from offline_cache.errors import CacheError

from ...analysis.nearest_areas import PeerQuality
from ...analysis.peer_range import FEWEST_PEERS
from ...text import number, tr
from .peer_group import Measured, Peer, PeerGroup

_NAMED = 3


def refuse_without_good_peers(group: PeerGroup) -> None:
    """Raise `CacheError` where fewer than five areas can be compared with, as of the City of London."""
    sentence = poor_peers(group)
    if sentence:
        raise CacheError(sentence)


def poor_peers(group: PeerGroup) -> str:
    """Why nothing can be said of the area, and what to do; '' where it has peers enough."""
    measured = group.measured
    if measured is None:
        return _short_list(group) if len(group.peers) < FEWEST_PEERS else ""
    nearest = min((*group.peers, *group.left_out), key=lambda peer: peer.rank, default=None)
    if nearest is None:
        return tr(
            "No area can be a peer of {area} as chosen. Choose another STRATUM, AMONG all, or a list of peers."
        ).format(area=group.area.name)
    if measured.quality is PeerQuality.NONE or not group.peers:
        return _no_good_peer(group, measured, nearest)
    if len(group.peers) < FEWEST_PEERS:
        return tr(
            "Only {n} of the {k} areas looked for are enough like {area} (within {limit:.2f} standard deviations). At "
            "least {few} are needed to tell how much peers differ, so nothing is said. Choose other MEASURES, AMONG "
            "all, a larger K or CALIPER, or a list of peers of your own (PEERS list)."
        ).format(n=len(group.peers), k=group.asked, area=group.area.name, limit=measured.kept_to, few=FEWEST_PEERS)
    return ""


def _no_good_peer(group: PeerGroup, measured: Measured, nearest: Peer) -> str:
    if measured.quality is PeerQuality.NONE:
        limit = tr("99 in 100 areas have one within {limit:.2f}").format(limit=measured.none_beyond)
    else:
        limit = tr("peers are kept within {limit:.2f}").format(limit=measured.kept_to)
    return tr(
        "{area} has no good peer: the area most like it, {peer}, is {distance:.2f} standard deviations away, and "
        "{limit}. What it would be compared with is unlike it, so nothing is said. Choose a list of peers of your own "
        "(PEERS list), or other MEASURES."
    ).format(area=group.area.name, peer=nearest.name, distance=nearest.distance or 0.0, limit=limit)


def _short_list(group: PeerGroup) -> str:
    said = tr(
        "Only {n} of the peers of {area} on the list can be compared with. At least {few} are needed to tell how much "
        "peers differ, so nothing is said."
    ).format(area=group.area.name, n=number(len(group.peers)), few=FEWEST_PEERS)
    reasons = [f"{peer.name}: {peer.why}" for peer in group.left_out[:_NAMED]]
    left_out = tr("Left out: {reasons}.").format(reasons="; ".join(reasons)) if reasons else ""
    advice = tr("Choose a longer list, or the nearest by measures.")
    return " ".join(part for part in (said, left_out, advice) if part)
