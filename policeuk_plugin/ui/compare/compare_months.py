# SPDX-License-Identifier: GPL-2.0-or-later
"""The months that a result of the page Compare rests on, where they are not those on top; it is called by them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Optional

from offline_cache.model import Month

from ...processing.peers.peer_parameters import ONS
from ...text import months_phrase, tr
from ..chosen import Chosen
from ..live import Live
from .compare_form import CompareForm
from .compare_parameters import months_of, source_of

if TYPE_CHECKING:
    from ...processing.peers.peer_outlook import PeerOutlook
    from ...processing.rates.rated_outlook import RatedOutlook

Span = tuple[Month, Month]


def year_of_ons(peers: Optional[PeerOutlook], rated: Optional[RatedOutlook]) -> Optional[Span]:
    """The months of ONS's counts, as far as they are known yet."""
    if rated is not None:
        return rated.official
    if peers is None or not peers.official_end:
        return None
    last = Month.parse(peers.official_end)
    return last.moved(1 - peers.official_months), last


def called_by_months(live: Live, form: CompareForm, chosen: Chosen, automatic: bool, official: Optional[Span]) -> Live:
    """The selection with title and group of the months that are counted: those of `official`, or the last 12."""
    if source_of(form) == ONS:
        when = tr("{months} (ONS)").format(months=months_phrase(*official)) if official else tr("year of ONS")
        return _called(live, when)
    months = months_of(form, chosen, automatic)
    if months is None or not all(months) or months == (chosen.first, chosen.last):
        return live
    return _called(live, months_phrase(*(Month.parse(month) for month in months)))


def _called(live: Live, when: str) -> Live:
    """The months at the end of its title are those of the selection, where it has any."""
    what = live.title.rpartition(", ")[0] if live.months else live.title
    title = ", ".join(part for part in (what, when) if part)
    return replace(live, title=title, group=f"{live.group.removesuffix(live.title)}{title}")
