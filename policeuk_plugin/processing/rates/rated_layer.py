# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields that all layers of rated areas have, and how they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Optional

import numpy as np

from ...layers.area_style import MISSING, UNKNOWN, AreaLook, MapClass
from ...text import tr
from ..areas.area_layer import areas_of, held_columns, labels_to, notes_of, styled_as
from ..areas.area_words import base
from ..units.unit_layer import REAL, TEXT, WHOLE, Column, meanings_of, memory_layer
from .rated_areas import RatedAreas
from .rated_words import held_count, told_of

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer


LESS, USUAL, MORE = "#998ec3", "#ece7d9", "#b34700"
"""Verdicts: told apart with every kind of colour blindness and in grey, the middle seen on white paper."""


def rate_columns(rated: RatedAreas) -> list[Column]:
    """What the layers begin with: crimes of the months held, what the rate is of, the rate."""
    rows, of = rated.rows, base(rated.run)
    counts = [held_count(row) for row in rows]
    meaning = tr("Crimes in the months of which all is held; empty where no month is")
    return [
        Column("count", WHOLE, counts, meaning),
        Column(rated.run.which.value, WHOLE, [row.denominator for row in rows], tr("Number of {of}").format(of=of)),
        Column("rate", REAL, [row.rate for row in rows], tr("Crimes per 1,000 {of} a year").format(of=of)),
    ]


def last_columns(rated: RatedAreas, values: Sequence[Optional[float]], lines: Sequence[list[str]]) -> list[Column]:
    """What the layers end with: months held, what is mapped, each area in words with the `lines` of the analysis."""
    told = [told_of(rated, at, of) for at, of in enumerate(lines)]
    return [
        *held_columns(rated.run),
        Column("value", REAL, values, tr("What is mapped")),
        Column("told", TEXT, told, tr("All of it in words")),
    ]


def look_for(
    rated: RatedAreas,
    classes: Sequence[MapClass],
    values: Sequence[Optional[float]],
    notes: Sequence[str],
    no_value: str = "",
    label_of: str = "value",
    decimals: int = 1,
) -> AreaLook:
    """How a layer of these `values` is drawn; `label_of` names the field of the labels."""
    run = rated.run
    known = [value for value, state in zip(values, run.states) if state not in (MISSING, UNKNOWN)]
    return AreaLook(
        classes=classes,
        no_value=no_value or tr("No {of} held: no rate").format(of=base(run)),
        hatched=list(run.states).count(MISSING),
        unknown=list(run.states).count(UNKNOWN),
        without=known.count(None),
        notes=[*notes, *notes_of(run)],
        labels_to=labels_to(run),
        decimals=decimals,
        label_of=label_of,
    )


def layer_of(rated: RatedAreas, columns: Sequence[Column], look: AreaLook) -> QgsVectorLayer:
    """The areas as a styled layer in memory, of the thread that draws."""
    layer = memory_layer(areas_of(rated.run), rated.run.crs, columns)
    styled_as(look, meanings_of(columns))(layer)
    return layer


def mostly_drawn(rated: RatedAreas) -> bool:
    """Whether at least half of the areas have an outline: a map of fewer says nothing."""
    return 2 * len(rated.run.outlines) >= len(rated.rows)


def spread(values: np.ndarray, known: np.ndarray) -> list[Optional[float]]:
    """Values (k,) of the areas that are `known` (n,), as n values with None for the others."""
    found: list[Any] = [None] * known.size
    for at, value in zip(np.flatnonzero(known).tolist(), values.tolist()):
        found[at] = None if value != value else value
    return found
