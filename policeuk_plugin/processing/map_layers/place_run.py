# SPDX-License-Identifier: GPL-2.0-or-later
"""One run over snap points: their crimes by type and month, as the layer of places has them, and what they rest on."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext

from offline_cache.errors import CacheError
from offline_cache.export.geometry import box
from offline_cache.model import Month
from offline_cache.monthly import Monthly, monthly
from offline_cache.reader import reading

from ...layers.chosen import read_chosen
from ...layers.holdings import read_holdings
from ...layers.kinds import LayerKind
from ...layers.metadata import why_not
from ...layers.request import LayerRequest
from ...layers.sources import subset_string
from ..asking.series_basis import about_placed_months
from ..running.wording import places_of_selection
from ..units.crimes import About
from .layer_loading import brought_up_to_date, read_request

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm


@dataclass(frozen=True)
class CountedPlace:
    """A snap point in WGS84 degrees with the crimes of the selection: by type, the most first, and by month."""

    longitude: float
    latitude: float
    location: str
    kind: str
    lsoa_code: str
    lsoa_name: str
    leading: str
    by_type: dict[str, int]
    by_month: dict[Month, int]

    @property
    def crimes(self) -> int:
        """All of them."""
        return sum(self.by_type.values())

    @property
    def by_year(self) -> dict[int, int]:
        """By calendar year, of the months of the selection only."""
        found: Counter[int] = Counter()
        for month, count in self.by_month.items():
            found[month.year] += count
        return dict(found)


@dataclass(frozen=True)
class PlaceRun:
    """The places of a request, those with most crimes first; `monthly` has the months held, missing and partial."""

    request: LayerRequest
    places: tuple[CountedPlace, ...]
    monthly: Monthly
    about: About

    @property
    def crimes(self) -> int:
        """Crimes on these places."""
        return sum(place.crimes for place in self.places)


def run_places(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    kind: LayerKind,
    place_kinds: tuple[str, ...] = (),
) -> PlaceRun:
    """Count the places, or points of interest, asked for; raises `CacheError` where nothing of it is held."""
    brought_up_to_date(algorithm.cache_path(parameters, context))
    request = read_request(algorithm, parameters, context, (kind,), place_kinds)
    # An older cache that may not be written has no view for the layer, but all that is counted here.
    reason = why_not(kind, replace(read_holdings(request.cache), tables=None), request.selection)
    if reason:
        raise CacheError(reason)
    query = subset_string(kind, read_chosen(request.cache, request.selection), place_kinds)
    with reading(request.cache) as connection:
        found = _places(connection, query)
        places = sorted(found, key=lambda place: (-place.crimes, place.location, place.longitude, place.latitude))
        counted = monthly(connection, request.selection)
        about = about_placed_months(connection, counted, places_of_selection(connection, request.selection))
    return PlaceRun(request, tuple(places), counted, about)


def _places(connection: sqlite3.Connection, query: str) -> Iterator[CountedPlace]:
    """The places as the layer has them: what it asks of OGR is asked of SQLite, with the same words."""
    for location, kind, code, name, _, types, leading, crime_months, point in connection.execute(query):
        longitude, latitude = box(point)[:2]
        by_month = Counter((crime_months or "").split())
        months = {Month.parse(month): count for month, count in sorted(by_month.items())}
        texts = (location or "", kind or "", code or "", name or "", leading or "")
        yield CountedPlace(longitude, latitude, *texts, _by_type(types or ""), months)


def _by_type(text: str) -> dict[str, int]:
    """From Burglary 3; Drugs 1. The names hold no such mark: published types are the service's own."""
    parts = (part.rpartition(" ") for part in text.split("; ") if part)
    return {name: int(count) for name, _, count in parts}
