# SPDX-License-Identifier: GPL-2.0-or-later
"""That forces from elsewhere are in no count, because their files are not held of all months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from offline_cache.model import Gap

from ...text import force_name, tr
from ..comparing.trend_words import months_listed

_NAMED = 3


class Visited(Protocol):
    """An area with the files that lack of forces from elsewhere that record crimes in it."""

    @property
    def visiting(self) -> tuple[Gap, ...]:
        """These files."""


def visiting_lines(areas: Iterable[Visited]) -> Iterator[str]:
    """Which forces record crimes there but are in no area and no month, and the months of theirs that lack."""
    gaps = {gap for area in areas for gap in area.visiting}
    forces = sorted({gap.force for gap in gaps})
    if not forces:
        return
    names = ", ".join(force_name(force) for force in forces[:_NAMED])
    if len(forces) > _NAMED:
        names += tr(" and {n} more forces").format(n=len(forces) - _NAMED)
    said = tr(
        "What {forces} recorded there is in no count, so that all areas and months compare. Its files are missing for "
        "these months: {months}."
    )
    if len(forces) > 1:
        said = tr(
            "What {forces} recorded there is in no count, so that all areas and months compare. Their files are "
            "missing for these months: {months}."
        )
    yield said.format(forces=names, months=months_listed(list({gap.month for gap in gaps})))
