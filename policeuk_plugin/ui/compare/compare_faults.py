# SPDX-License-Identifier: GPL-2.0-or-later
"""What is known to be refused on the page Compare is said before it is run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from offline_cache.model import ASB
from offline_cache.reference_data.official_groups import groups_of_types

from ...processing.peers.peer_choice import PeerChoice
from ...processing.peers.peer_parameters import ONS
from ...text import tr
from ..chosen import Chosen
from .compare_fields import QUOTIENT
from .compare_form import CompareForm
from .compare_parameters import source_of
from .compare_questions import OUTCOMES, PEERS, RATES, TIME, WHO
from .compare_words import fewer_than_five, no_comparison, too_few_held

if TYPE_CHECKING:
    from ...processing.peers.peer_outlook import PeerOutlook
    from ...processing.rates.rated_outlook import RatedOutlook


def fault_of(form: CompareForm, chosen: Chosen, outlook: Optional[PeerOutlook], rated: Optional[RatedOutlook]) -> str:
    """Why the question cannot be answered as the form is, '' where it can as far as is known."""
    return (
        _of_areas(form, chosen)
        or _of_types(form, chosen)
        or (_of_peers(form, outlook) if form.with_peers and outlook is not None else "")
        or (_of_rated(form, rated) if form.question.rated and rated is not None else "")
    )


def choose_area() -> str:
    """What to do where all that is held is chosen."""
    return tr("Choose on top the area to compare: one force, CSP, district, ward or LSOA.")


def _of_areas(form: CompareForm, chosen: Chosen) -> str:
    if (form.with_peers or form.question.key == OUTCOMES) and not chosen.area:
        return choose_area()
    if not form.with_other:
        return ""
    if not form.other.area:
        return tr("Choose the area to put beside the one on top.")
    if form.other.area == chosen.area:
        return tr("Both areas are the same: choose another one to put beside it.")
    return ""


def _of_types(form: CompareForm, chosen: Chosen) -> str:
    if form.question.key == WHO:
        return ""
    if form.question.key == OUTCOMES and ASB in chosen.types:
        return tr("Anti-social behaviour is no crime and has no outcome: choose crime types without it.")
    if form.question.key == RATES and form.fields.measure.currentData() == QUOTIENT and not chosen.types:
        return tr("A location quotient is of some crime types among all: tick them on top.")
    if source_of(form) != ONS:
        return ""
    types = tuple(name for name in chosen.types if name != ASB)
    if chosen.types and not types:
        return tr(
            "ONS counts no anti-social behaviour, which is no recorded crime: take counts of police.uk (Change…)."
        )
    if groups_of_types(types) is None:
        return tr("ONS counts no such group of crimes: choose other types, or counts of police.uk (Change…).")
    return ""


def _of_peers(form: CompareForm, outlook: PeerOutlook) -> str:
    key, group = form.question.key, outlook.group
    if outlook.refused:
        return outlook.refused
    if key == TIME and (group is not None or form.peers.choice == PeerChoice()):
        return ""  # the area and its force are drawn without
    if outlook.not_found:
        return outlook.not_found
    if source_of(form) == ONS and outlook.no_official:
        return outlook.no_official
    if group is None or key == WHO:
        return ""
    return no_comparison(group) or (too_few_held(outlook) if key == PEERS and source_of(form) != ONS else "")


def _of_rated(form: CompareForm, rated: RatedOutlook) -> str:
    level = str(form.fields.level.currentData())
    reason = fewer_than_five(form, rated).get(level, "")
    if reason or rated.level != level:
        return reason
    if form.fields.divides(form.question.key):
        return rated.bases.get(str(form.fields.per.currentData()), "")
    return ""
