# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers that a cache gives: which view each reads, its style, its name."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from offline_cache.model import Dataset

from ..text import tr

STYLES = Path(__file__).resolve().parent.parent / "resources" / "styles"


class LayerKind(enum.Enum):
    """The layers in the order in which they lie on the map, the topmost first."""

    PLACES = "places"
    CRIMES = "crimes"
    OUTCOMES = "outcomes"
    STOPS = "stops"
    AREAS = "areas"


@dataclass(frozen=True)
class LayerSpec:
    """What a layer reads and what it is about; `dataset` is None for areas, `dated` means a feature has a month."""

    table: str
    dataset: Optional[Dataset]
    dated: bool


SPECS = {
    LayerKind.PLACES: LayerSpec("crime_places", Dataset.STREET, dated=False),
    LayerKind.CRIMES: LayerSpec("crime_points", Dataset.STREET, dated=True),
    LayerKind.OUTCOMES: LayerSpec("outcome_points", Dataset.OUTCOMES, dated=True),
    LayerKind.STOPS: LayerSpec("stop_points", Dataset.STOPS, dated=True),
    LayerKind.AREAS: LayerSpec("area", None, dated=False),
}


def style_path(kind: LayerKind) -> Path:
    """The style file of a kind of layer."""
    return STYLES / f"{kind.value}.qml"


def layer_name(kind: LayerKind) -> str:
    """What the layer is called in the list of layers."""
    return {
        LayerKind.PLACES: tr("Crimes by place"),
        LayerKind.CRIMES: tr("Crimes by type"),
        LayerKind.OUTCOMES: tr("Outcomes"),
        LayerKind.STOPS: tr("Stops and searches"),
        LayerKind.AREAS: tr("Areas"),
    }[kind]


def layer_purpose(kind: LayerKind) -> str:
    """What one feature of the layer is."""
    return {
        LayerKind.PLACES: tr("One feature a snap point, sized by the number of crimes published there."),
        LayerKind.CRIMES: tr(
            "One feature a crime or incident. Crimes at the same snap point lie on top of one another: "
            "the layer of places shows how many they are."
        ),
        LayerKind.OUTCOMES: tr("One feature an outcome, in the month of the outcome, not of the crime."),
        LayerKind.STOPS: tr("One feature a stop and search."),
        LayerKind.AREAS: tr("Outlines of areas."),
    }[kind]
