# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers made ready to be played through the months: what is seen, over which months, and what a frame lacks."""

from __future__ import annotations

import enum
from typing import Optional

from qgis.core import QgsDateTimeRange, QgsLayerTreeGroup, QgsProject, QgsUnitTypes, QgsVectorLayer

from offline_cache.model import Dataset, Month

from ..text import month_name, months_phrase, tr
from .holdings import Holdings
from .kinds import QUESTIONS, SPECS, LayerKind
from .project import set_time
from .request import kind_of

WINDOW = 12
"""Months of a rolling frame: the frame's own and the eleven before it."""
# Of a feature dated the first of its month, so that the frames of its month and the eleven after it have it: eleven
# months are 337 days at most, twelve 365 at least. Not "12 months", which versions of QGIS take for different times.
_ROLLING_DAYS = 350


class Step(enum.Enum):
    """What a frame counts: its month, or the twelve months that end with it."""

    MONTH = "month"
    ROLLING = "rolling"


def kind_to_play(step: Step) -> LayerKind:
    """The layer of places that shows a step."""
    return LayerKind.BY_MONTH if step is Step.MONTH else LayerKind.ROLLING


def make_ready(project: QgsProject, group: QgsLayerTreeGroup, step: Step, held: Holdings) -> Optional[QgsDateTimeRange]:
    """Show the places of a group through time, of its points these alone; gives the months to play, None without any.

    `held` is what is held within the selection. The group's crimes, outcomes and stops follow the step too.
    """
    for node in group.findLayers():
        kind = kind_of(node.layer()) if node.layer() else None
        if kind in QUESTIONS or kind is LayerKind.HEAT:
            node.setItemVisibilityChecked(kind is kind_to_play(step))
    set_step(group, step)
    return set_time(project, held.of(Dataset.STREET))


def set_step(group: QgsLayerTreeGroup, step: Step) -> None:
    """Let each frame have the dated rows of its month, or of the twelve months that end with it."""
    for node in group.findLayers():
        layer = node.layer()
        kind = kind_of(layer) if isinstance(layer, QgsVectorLayer) else None
        if kind is not None and SPECS[kind].dated and kind not in (LayerKind.BY_MONTH, LayerKind.ROLLING):
            time = layer.temporalProperties()
            time.setDurationUnits(QgsUnitTypes.TemporalUnit.TemporalDays)
            time.setFixedDuration(_ROLLING_DAYS if step is Step.ROLLING else 0)


def frame_words(held: Holdings, month: Month, step: Step) -> str:
    """What a frame shows, and what it lacks: missing is not zero. `held` is what is held of the cache."""
    street = held.of(Dataset.STREET)
    months = [month] if step is Step.MONTH else _window(month)
    shown = month_name(month) if step is Step.MONTH else months_phrase(months[0], months[-1])
    forces = street.forces
    lacking = [m for m in months if any(not _held(street, force, m) for force in forces)]
    if not lacking:
        return shown
    if lacking == months:
        return tr("{months}: not held of every force, which is not zero").format(months=shown)
    names = ", ".join(month_name(m) for m in lacking[:3]) + (" …" if len(lacking) > 3 else "")
    return tr("{months}: without {lacking}, so the numbers are too low").format(months=shown, lacking=names)


def _held(held: Holdings, force: str, month: Month) -> bool:
    return any(file.key.force == force and file.key.month == month for file in held.files)


def _window(month: Month) -> list[Month]:
    return Month.span(month.moved(1 - WINDOW), month)
