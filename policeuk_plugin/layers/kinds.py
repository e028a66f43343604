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
    BY_MONTH = "places_by_month"
    ROLLING = "places_rolling"
    HEAT = "heat"
    CRIMES = "crimes"
    OUTCOMES = "outcomes"
    STOP_PLACES = "stop_places"
    STOPS = "stops"
    STATIONS = "police_stations"
    NEIGHBOURHOODS = "neighbourhoods"
    AREAS = "areas"


QUESTIONS = (
    LayerKind.PLACES,
    LayerKind.CRIMES,
    LayerKind.OUTCOMES,
    LayerKind.INTEREST,
    LayerKind.STOP_PLACES,
    LayerKind.STOPS,
    LayerKind.BY_MONTH,
    LayerKind.ROLLING,
)
"""The kinds of points, each the answer to a question; of several at once the first one is the one to look at."""

HEAT_FROM = 150_000
"""Scale from which on, to smaller ones, heat takes the place of places."""

THROUGH_TIME = (LayerKind.BY_MONTH, LayerKind.ROLLING)
"""The kinds that are made to be played: a feature is a snap point and a month. Read whole they would take seconds."""

BY_TYPE = frozenset({LayerKind.PLACES, LayerKind.CRIMES, LayerKind.INTEREST, LayerKind.HEAT, *THROUGH_TIME})
"""The kinds that crime types limit: the files of outcomes and stops have none."""

COUNTED = frozenset({LayerKind.PLACES, LayerKind.INTEREST, LayerKind.STOP_PLACES, LayerKind.HEAT})
"""The kinds of which a feature is a snap point with its number of crimes, or of stops."""


OF_FORCES = frozenset({LayerKind.STATIONS, LayerKind.NEIGHBOURHOODS})
"""The kinds that forces say of themselves: they have neither month nor crime type."""


@dataclass(frozen=True)
class LayerSpec:
    """What a layer reads and what it is about; `dataset` is None for what is no published row.

    `dated` means that a feature has a month.
    """

    table: str
    dataset: Optional[Dataset]
    dated: bool


SPECS = {
    LayerKind.INTEREST: LayerSpec("counted_places", Dataset.STREET, dated=False),
    LayerKind.PLACES: LayerSpec("counted_places", Dataset.STREET, dated=False),
    LayerKind.BY_MONTH: LayerSpec("crime_places_by_month", Dataset.STREET, dated=True),
    LayerKind.ROLLING: LayerSpec("crime_places_rolling", Dataset.STREET, dated=True),
    LayerKind.HEAT: LayerSpec("counted_places", Dataset.STREET, dated=False),
    LayerKind.CRIMES: LayerSpec("crime_points", Dataset.STREET, dated=True),
    LayerKind.OUTCOMES: LayerSpec("outcome_points", Dataset.OUTCOMES, dated=True),
    LayerKind.STOP_PLACES: LayerSpec("stop_places", Dataset.STOPS, dated=False),
    LayerKind.STOPS: LayerSpec("stop_points", Dataset.STOPS, dated=True),
    LayerKind.STATIONS: LayerSpec("police_stations", None, dated=False),
    LayerKind.NEIGHBOURHOODS: LayerSpec("neighbourhoods", None, dated=False),
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
        LayerKind.BY_MONTH: tr("Crimes by place, month by month"),
        LayerKind.ROLLING: tr("Crimes by place, rolling 12 months"),
        LayerKind.HEAT: tr("Crimes, heat"),
        LayerKind.CRIMES: tr("Crimes by type"),
        LayerKind.OUTCOMES: tr("Outcomes"),
        LayerKind.STOP_PLACES: tr("Stops by place"),
        LayerKind.STOPS: tr("Stops by object"),
        LayerKind.STATIONS: tr("Police stations"),
        LayerKind.NEIGHBOURHOODS: tr("Neighbourhoods"),
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
        LayerKind.PLACES: tr(
            "One feature a snap point, sized by the number of crimes published there, in the colour of the type of "
            "most of them. Where types tie it is white: several."
        ),
        LayerKind.BY_MONTH: tr(
            "One feature a snap point and month, sized by the number of crimes of that month published there. Play it: "
            "without a month of the temporal controller all months lie on top of one another. A month that is not held "
            "is an empty map, which is not zero. Of several crime types that were chosen each is a feature of its own."
        ),
        LayerKind.ROLLING: tr(
            "One feature a snap point and month, sized by the number of crimes published there in the twelve months "
            "that end there, as far as they are held, those before the first month chosen included. Play it: without a "
            "month of the temporal controller all lie on top of one another. A frame that lacks months is too low; the "
            "map tip says how many are held. Of several crime types that were chosen each is a feature of its own."
        ),
        LayerKind.HEAT: tr(
            "Where the snap points with many crimes are, for maps of a county: a picture, no test. Zoom in to see the "
            "places themselves. What stands out here may be no hotspot: that is what the algorithm for clusters tells."
        ),
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
        LayerKind.STATIONS: tr(
            "Police stations and contact points that forces name for their neighbourhoods, each once. Those of which "
            "the force gives no coordinates are on no map."
        ),
        LayerKind.NEIGHBOURHOODS: tr(
            "Outlines of neighbourhoods as their forces draw them, with team, priorities, events and links. They may "
            "overlap, and are no sums of LSOAs."
        ),
        LayerKind.AREAS: tr("Outlines of areas."),
    }[kind]
