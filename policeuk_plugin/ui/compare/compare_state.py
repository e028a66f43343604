# SPDX-License-Identifier: GPL-2.0-or-later
"""What the page Compare remembers of its form, under keys that stay: older versions wrote some of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from offline_cache.errors import CacheError

from ...processing.peers.peer_choice import PeerChoice, read_choice
from ..choices import choose
from .compare_form import CompareForm
from .compare_questions import key_of


def state_of(form: CompareForm) -> dict[str, Any]:
    """All settings, those out of sight too; lists that the user never touched are proposed anew each time."""
    fields, other = form.fields, form.other
    kept = {name: box.currentData() for name, box in fields.boxes.items()}
    if not fields.source_picked:
        del kept["source"]
    if not fields.level_picked:
        del kept["level"]
    return {
        "question": form.question.key,
        "peers": form.peers.choice.text(),
        "other": other.area,
        "other_name": other.label if other.area else "",
        **kept,
    }


def restore_state(form: CompareForm, state: Mapping[str, Any]) -> None:
    """Set them again; whatever is no such value is passed over."""
    fields = form.fields
    for name, box in fields.boxes.items():
        choose(box, state.get(name))
    fields.source_picked = isinstance(state.get("source"), str)
    fields.level_picked = isinstance(state.get("level"), str)
    form.peers.set_choice(choice_in(state.get("peers")) or PeerChoice())
    area, called = state.get("other"), state.get("other_name")
    if isinstance(area, str) and area:
        form.other.take(area, called if isinstance(called, str) and called else area)
    form.ask_for(key_of(state))
    form.adapt()


def choice_in(text: object) -> Optional[PeerChoice]:
    """A choice of peers out of its text; None where there is none, or a damaged one."""
    if not isinstance(text, str) or not text:
        return None
    try:
        return read_choice(text)
    except CacheError:
        return None
