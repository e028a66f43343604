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

    INTEREST = "interest"
    PLACES = "places"
    CRIMES = "crimes"
    OUTCOMES = "outcomes"
    STOP_PLACES = "stop_places"
    STOPS = "stops"
    AREAS = "areas"


QUESTIONS = (
    LayerKind.PLACES,
    LayerKind.CRIMES,
    LayerKind.OUTCOMES,
    LayerKind.INTEREST,
    LayerKind.STOP_PLACES,
    LayerKind.STOPS,
)
"""The kinds of points, each the answer to a question; of several at once the first one is the one to look at."""

BY_TYPE = frozenset({LayerKind.PLACES, LayerKind.CRIMES, LayerKind.INTEREST})
"""The kinds that crime types limit: the files of outcomes and stops have none."""

COUNTED = frozenset({LayerKind.PLACES, LayerKind.INTEREST, LayerKind.STOP_PLACES})
"""The kinds of which a feature is a snap point with its number of crimes, or of stops."""


@dataclass(frozen=True)
class LayerSpec:
    """What a layer reads and what it is about; `dataset` is None for areas, `dated` means a feature has a month."""

    table: str
    dataset: Optional[Dataset]
    dated: bool


SPECS = {
    LayerKind.INTEREST: LayerSpec("points_of_interest", Dataset.STREET, dated=False),
    LayerKind.PLACES: LayerSpec("crime_places", Dataset.STREET, dated=False),
    LayerKind.CRIMES: LayerSpec("crime_points", Dataset.STREET, dated=True),
    LayerKind.OUTCOMES: LayerSpec("outcome_points", Dataset.OUTCOMES, dated=True),
    LayerKind.STOP_PLACES: LayerSpec("stop_places", Dataset.STOPS, dated=False),
    LayerKind.STOPS: LayerSpec("stop_points", Dataset.STOPS, dated=True),
    LayerKind.AREAS: LayerSpec("area", None, dated=False),
}


def style_path(kind: LayerKind) -> Path:
    """The style file of a kind of layer."""
    return STYLES / f"{kind.value}.qml"


def layer_name(kind: LayerKind) -> str:
    """What the layer is called in the list of layers."""
    return {
        LayerKind.INTEREST: tr("Points of interest"),
        LayerKind.PLACES: tr("Crimes by place"),
        LayerKind.CRIMES: tr("Crimes by type"),
        LayerKind.OUTCOMES: tr("Outcomes"),
        LayerKind.STOP_PLACES: tr("Stops and searches by place"),
        LayerKind.STOPS: tr("Stops and searches by object"),
        LayerKind.AREAS: tr("Areas"),
    }[kind]


def layer_purpose(kind: LayerKind) -> str:
    """What one feature of the layer is."""
    return {
        LayerKind.INTEREST: tr(
            "One feature a snap point that is no street, such as a supermarket, a car park or a station, sized by "
            "the number of crimes published there. It stands for everything near it, not only for what it is named "
            "after."
        ),
        LayerKind.PLACES: tr("One feature a snap point, sized by the number of crimes published there."),
        LayerKind.CRIMES: tr(
            "One feature a crime or incident. Types stand beside one another around their snap point, in the order of "
            "the legend; crimes of one type at one point lie on top of one another: the layer of places shows how "
            "many they are."
        ),
        LayerKind.OUTCOMES: tr(
            "One feature an outcome, in the month of the outcome, not of the crime, and of all crime types: the "
            "files of outcomes name none. Groups stand beside one another around their snap point. A crime can have "
            "several outcomes over time. Results of courts have not been published since June 2019: of later crimes "
            "a charge is the last that is known."
        ),
        LayerKind.STOP_PLACES: tr(
            "One feature a snap point, sized by the number of stops and searches published there. Their files name no "
            "place: the name is what files of crimes call the same point."
        ),
        LayerKind.STOPS: tr(
            "One feature a stop and search, by what was searched for, in the month of its file: its time is in UTC. "
            "What was searched for is what was suspected, not what was found. One person can be stopped several times."
        ),
        LayerKind.AREAS: tr("Outlines of areas."),
    }[kind]
