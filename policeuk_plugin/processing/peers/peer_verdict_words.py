# SPDX-License-Identifier: GPL-2.0-or-later
"""How an area stands to its peers in words: lower, about the same, higher, or that their range tells nothing."""

from __future__ import annotations

from ...analysis.peer_range import PeerRange, Verdict
from ...text import many, tr

_WIDE = 4.0
"""From how many times its lower end on the upper end of a range is said: ours."""


def verdict_words(verdict: Verdict) -> str:
    """The verdict as sentences have it before "its peers", or alone where nothing can be told."""
    return {
        Verdict.LOWER: tr("lower than"),
        Verdict.SIMILAR: tr("about the same as"),
        Verdict.HIGHER: tr("higher than"),
        Verdict.UNTOLD: tr("cannot be told"),
    }[verdict]


def standing(found: PeerRange, peers: int, range_text: str) -> str:
    """The verdict with the number of peers and the prediction range of areas like them, without a full stop.

    An area within that range may still lie below or above every single peer, which is said.
    """
    its = many(peers, tr("peer"), tr("peers"))
    if found.said is not Verdict.UNTOLD:
        said = tr("{verdict} its {peers} (prediction range {range}){beyond}")
        if wide(found):
            said = tr("{verdict} its {peers} (wide prediction range {range}){beyond}")
        words = verdict_words(found.said)
        return said.format(verdict=words, peers=its, range=range_text, beyond=beyond_all(found))
    if found.too_few:
        said = tr(
            "it cannot be told whether the rate is high or low beside its {peers}, because crimes are too few "
            "(prediction range {range})"
        )
    else:
        said = tr(
            "it cannot be told whether the rate is high or low, because its {peers} differ too much (prediction range "
            "{range})"
        )
    return said.format(peers=its, range=range_text)


def wide(found: PeerRange) -> str:
    """What follows where the range is so wide that within it an area may be far from alike; '' of others."""
    if found.said is not Verdict.SIMILAR or found.upper <= _WIDE * found.lower:
        return ""
    return tr(", a wide range, whose upper end is {n:.1f} times its lower").format(n=found.upper / found.lower)


def beyond_all(found: PeerRange) -> str:
    """What follows the verdict where the area lies below or above every peer; '' where it lies among them."""
    similar = found.verdict is Verdict.SIMILAR
    if found.rate < found.peer_rates.min():
        return tr(", though the lowest of all {n}").format(n=found.of) if similar else tr(", the lowest of all")
    if found.rate > found.peer_rates.max():
        return tr(", though the highest of all {n}").format(n=found.of) if similar else tr(", the highest of all")
    return ""


def beside_peers(found: PeerRange, peers: int, range_text: str) -> str:
    """The same as what follows a rate in a sentence."""
    told = standing(found, peers, range_text)
    return tr(", but {told}").format(told=told) if found.said is Verdict.UNTOLD else f", {told}"
