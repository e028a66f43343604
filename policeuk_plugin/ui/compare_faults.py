# SPDX-License-Identifier: GPL-2.0-or-later
"""What is known to be refused on the page Compare is said before it is run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from offline_cache.model import ASB
from offline_cache.reference_data.official_groups import groups_of_types

from ..processing.peer_parameters import ONS
from ..text import tr
from .chosen import Chosen
from .compare_fields import QUOTIENT
from .compare_form import CompareForm
from .compare_parameters import source_of
from .compare_questions import OUTCOMES, PEERS, RATES, WHO
from .compare_words import fewer_than_five, too_few_held

if TYPE_CHECKING:
    from ..processing.peer_outlook import PeerOutlook
    from ..processing.rated_outlook import RatedOutlook


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
    if outlook.refused or outlook.not_found:
        return outlook.refused or outlook.not_found
    if source_of(form) == ONS and outlook.no_official:
        return outlook.no_official
    group = outlook.group
    if group is not None and form.question.key != WHO:
        from ..processing.peer_refusals import poor_peers  # numpy; by then a worker has had it

        of_files = form.question.key == PEERS and source_of(form) != ONS
        return poor_peers(group) or (too_few_held(outlook) if of_files else "")
    return ""


def _of_rated(form: CompareForm, rated: RatedOutlook) -> str:
    level = str(form.fields.level.currentData())
    reason = fewer_than_five(form, rated).get(level, "")
    if reason or rated.level != level:
        return reason
    if form.fields.divides(form.question.key):
        return rated.bases.get(str(form.fields.per.currentData()), "")
    return ""
