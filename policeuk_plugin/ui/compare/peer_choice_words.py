# SPDX-License-Identifier: GPL-2.0-or-later
"""A choice of peers in a line of the panel, and how what can be chosen is called."""

from __future__ import annotations

from typing import Optional

from offline_cache.areas.model import AreaKind

from ...processing.peers.peer_choice import NO_STRATUM, OTHER_FORCES, OWN_FORCE, STRATA, Among, PeerChoice, PeerMethod
from ...text import many, tr


def choice_words(choice: PeerChoice, kind: Optional[AreaKind], there: Optional[int] = None) -> str:
    """Such as: 14 nearest by Census shares, of other forces.

    `kind` is that of the area, and `there` how many peers were found, None where it is not known.
    """
    parts = [_who(choice, kind or AreaKind.CSP, there), *_limits(choice)]
    return ", ".join(parts)


def _who(choice: PeerChoice, kind: AreaKind, there: Optional[int]) -> str:
    if choice.method is PeerMethod.NEAREST:
        by = many(len(choice.measures), tr("measure chosen"), tr("measures chosen"))
        by = by if choice.measures else tr("Census shares")
        asked = choice.number(kind)
        if there is not None and there < asked:
            return tr("{n} nearest by {what} ({k} asked for)").format(n=there, what=by, k=asked)
        return tr("{k} nearest by {what}").format(k=asked, what=by)
    first = tr("the first {k} of ").format(k=choice.k) if choice.k else ""
    if choice.method is PeerMethod.LIST:
        return tr("{first}the list {name}").format(first=first, name=choice.peer_list)
    return first + of_ons()[choice.method]


def _limits(choice: PeerChoice) -> list[str]:
    said = []
    if choice.weights:
        said.append(tr("weighted"))
    if choice.stratum == OWN_FORCE:
        said.append(tr("of its own force"))
    elif choice.stratum == OTHER_FORCES:
        said.append(tr("of other forces"))
    elif choice.stratum != NO_STRATUM:
        said.append(tr("alike in: {stratum}").format(stratum=_low(strata()[choice.stratum])))
    if choice.caliper is not None:
        said.append(tr("within {caliper:g} standard deviations").format(caliper=choice.caliper))
    if choice.among is Among.HELD:
        said.append(tr("whose crimes are held"))
    return said


def of_ons() -> dict[PeerMethod, str]:
    """ONS's three models."""
    return {
        PeerMethod.ONS_GLOBAL: tr("ONS's nearest neighbours, all indicators"),
        PeerMethod.ONS_ECONOMIC: tr("ONS's nearest neighbours, economic"),
        PeerMethod.ONS_DEMOGRAPHIC: tr("ONS's nearest neighbours, demographic"),
    }


def methods() -> tuple[tuple[str, str], ...]:
    """PEERS and how they are called, but for lists, which have names of their own."""
    ons = ((method.value, words) for method, words in of_ons().items())
    return ((PeerMethod.NEAREST.value, tr("Nearest by Census shares")), *ons)


def strata() -> dict[str, str]:
    """STRATUM and what it is called."""
    texts = (
        tr("No limit"),
        tr("Rural or urban"),
        tr("Output-area supergroup"),
        tr("Output-area group"),
        tr("ONS's cluster, all indicators"),
        tr("ONS's cluster, economic"),
        tr("ONS's cluster, demographic"),
        tr("Its force"),
        tr("Of another force"),
    )
    return dict(zip(STRATA, texts))


def among() -> tuple[tuple[str, str], ...]:
    """AMONG and how it is called."""
    return (
        (Among.AUTOMATIC.value, tr("As usual for such areas")),
        (Among.ALL.value, tr("All of England and Wales")),
        (Among.HELD.value, tr("Those whose crimes are held")),
    )


def _low(text: str) -> str:
    return text if text.startswith("ONS") else text[:1].lower() + text[1:]
