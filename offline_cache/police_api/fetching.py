# SPDX-License-Identifier: GPL-2.0-or-later
"""From the API into the cache: each answer wholly or not at all, and the last one stays where there is none.

What is read afterwards needs no network: `neighbourhoods`, `drawn_areas`, `crime_histories`, `service_months`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .client import PoliceApi
from .fetching_areas import DrawnAreaReport, fetch_drawn_area
from .fetching_neighbourhoods import NeighbourhoodReport, fetch_neighbourhoods
from .keeping import keep_history, keep_last_update, keep_months
from .kinds import Kind
from .neighbourhoods import NeighbourhoodKey, locate
from .outcomes import CrimeHistory, crime_history
from .reference import MonthAvailable, last_update, months_available

if TYPE_CHECKING:
    from ..store import OfflineCache
    from ..transport import Transport

__all__ = [
    "DrawnAreaReport",
    "Kind",
    "NeighbourhoodKey",
    "NeighbourhoodReport",
    "fetch_crime_history",
    "fetch_drawn_area",
    "fetch_months",
    "fetch_neighbourhoods",
    "locate_neighbourhood",
]


def fetch_months(cache: OfflineCache, transport: Transport) -> tuple[MonthAvailable, ...]:
    """Fetch which months the service holds, newest first, and when it was updated last."""
    api = PoliceApi(transport)
    months, updated = months_available(api), last_update(api)
    with cache.transaction() as connection:
        keep_months(connection, months)
        keep_last_update(connection, str(updated))
    return months


def fetch_crime_history(cache: OfflineCache, persistent_id: str, transport: Transport) -> CrimeHistory:
    """Fetch a crime and its outcomes by its id of 64 hexadecimal digits, as the published files have it."""
    history = crime_history(PoliceApi(transport), persistent_id)
    with cache.transaction() as connection:
        keep_history(connection, history)
    return history


def locate_neighbourhood(transport: Transport, latitude: float, longitude: float) -> NeighbourhoodKey:
    """Ask in which neighbourhood a place (WGS84 degrees) lies; `NetworkError` NOT_FOUND where in none."""
    return locate(PoliceApi(transport), latitude, longitude)
