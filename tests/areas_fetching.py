# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas of the invented country fetched from the stand-in, and imported from its files, for tests to compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Optional

import pytest

from offline_cache import OfflineCache, Progress
from offline_cache.areas import AreasReport, import_areas
from offline_cache.areas.fetching import fetch_areas
from offline_cache.areas.planning import AreasPlan, plan_areas
from offline_cache.areas.wanted import AreasWanted
from offline_cache.transport import Patience, Transport, pacer
from offline_cache.transport import Service as ServiceKind
from tests import area_service as country
from tests.service import Service
from tests.service.sample_layers import DISTRICTS, LSOA_2011, LSOA_2021, WARDS

HASTY = Patience(connect=2.0, read=5.0, whole=5.0, first_delay=0.01, longest_delay=0.05, longest_retry_after=1.0)
BEDFORDSHIRE = AreasWanted(forces=("bedfordshire",))
WEST, NEAR = range(country.BORDER), range(country.BORDER, country.BORDER + 3)


@pytest.fixture(name="unpaced", autouse=True)
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a turn."""
    monkeypatch.setattr(pacer, "SPACING", dict.fromkeys(ServiceKind, 0.0))


@pytest.fixture(name="service")
def service() -> Iterator[Service]:
    """Give the stand-in with the invented country."""
    with Service(layers=country.layers()) as service:
        yield service


def fetch(
    service: Service,
    path: Path,
    wanted: AreasWanted = BEDFORDSHIRE,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> AreasReport:
    """Fetch into the cache at `path`."""
    with OfflineCache(path) as cache, Transport(service.addresses, cancelled=cancelled, patience=HASTY) as transport:
        return fetch_areas(cache, wanted, transport, progress, cancelled)


def plan(service: Service, path: Path, wanted: AreasWanted = BEDFORDSHIRE) -> AreasPlan:
    """Plan for the cache at `path`."""
    with OfflineCache(path) as cache, Transport(service.addresses, patience=HASTY) as transport:
        return plan_areas(cache.connection, wanted, transport)


def imported(folder: Path, wanted: Optional[set[str]] = None, left_out: tuple[str, ...] = ()) -> Path:
    """A cache with the country's files imported from disk; outlines of LSOAs only of those in `wanted`."""
    path = folder / "imported.sqlite"
    lsoas = (LSOA_2021, LSOA_2011)
    taken = [layer for layer in country.layers() if layer.service not in (DISTRICTS, WARDS, *left_out)]
    files = [country.written(layer, folder, wanted if layer.service in lsoas else None) for layer in taken]
    with OfflineCache(path) as cache:
        import_areas(cache, files)
    return path
