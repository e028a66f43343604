# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads inside QGIS: the stand-in as the services that the environment names, a proxy set in QGIS, short waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from qgis.core import QgsNetworkAccessManager, QgsSettings

from offline_cache.transport import Patience, pacer
from offline_cache.transport import Service as ServiceKind
from offline_cache.transport import transport as transport_module
from policeuk_plugin import settings
from policeuk_plugin.network.manager import remember_main
from tests.area_factory import feature, geojson, square, written
from tests.command import succeed
from tests.downloads import HASTY
from tests.service import Service
from tests.test_slices_fetch import ALL, LOOK_UP, ONE, THREE, TWO

OUTLINES = geojson(
    [
        feature(ONE, [square(-0.50, 52.0)]),
        feature(TWO, [square(-0.49, 52.0)]),
        feature(THREE, [square(-0.50, 52.01)]),
    ]
)
"""Squares of a hundredth of a degree: ONE and TWO side by side, THREE north of ONE."""


def use(service: Service, monkeypatch: pytest.MonkeyPatch, patience: Patience = HASTY) -> None:
    """Lead QGIS to the stand-in, with waits that a test can wait for."""
    monkeypatch.setattr(pacer, "SPACING", dict.fromkeys(ServiceKind, 0.0))
    monkeypatch.setattr(transport_module, "Patience", lambda: patience)
    for name, address in service.environment.items():
        monkeypatch.setenv(name, address)
    remember_main()


@pytest.fixture(name="service")
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Give the stand-in with one release of two months, and leave no setting behind."""
    with Service(ALL, rate_limit=False) as running:
        use(running, monkeypatch)
        yield running
    settings.work_offline(False)


def add_areas(folder: Path, cache: Path) -> None:
    """Import look-up and outlines of the three LSOAs."""
    succeed(cache, "areas", "import", written(folder / "look_up.csv", LOOK_UP))
    succeed(cache, "areas", "import", written(folder / "outlines.geojson", OUTLINES))


@contextmanager
def proxy_in_qgis(port: int) -> Iterator[None]:
    """Set a proxy on this computer in QGIS's options, as the user does."""
    values = {"proxyEnabled": True, "proxyType": "HttpProxy", "proxyHost": "127.0.0.1", "proxyPort": str(port)}
    for name, value in values.items():
        QgsSettings().setValue(f"proxy/{name}", value)
    QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()
    try:
        yield
    finally:
        for name in values:
            QgsSettings().remove(f"proxy/{name}")
        QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()
