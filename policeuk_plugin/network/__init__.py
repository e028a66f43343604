# SPDX-License-Identifier: GPL-2.0-or-later
"""The network as the user has set it up in QGIS; nothing here runs unless a download was asked for."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from offline_cache.errors import NetworkError, NetworkFault

from .. import settings
from ..text import tr

if TYPE_CHECKING:
    from offline_cache.transport.addresses import Addresses
    from offline_cache.transport.transport import Transport


def addresses() -> Addresses:
    """Where the services are: as the environment says, else as the options say, else the usual addresses.

    Raises `CacheError` for an address that cannot be used.
    """
    from offline_cache.transport.addresses import Addresses, Service, variable

    chosen = {variable(service): settings.address(service.value) for service in Service}
    return Addresses.from_environment({**chosen, **os.environ})


def qgis_transport(cancelled: Callable[[], bool]) -> Transport:
    """A transport that sends through QGIS, for the thread that calls this.

    Raises `NetworkError` where the user works offline, `CacheError` where an address cannot be used.
    """
    from offline_cache.transport.transport import Transport

    from .adapter import QgisAdapter

    if settings.works_offline():
        raise NetworkError(
            NetworkFault.SWITCHED_OFF,
            tr("'Work offline' is switched on, so nothing is downloaded. Switch it off on the page Data first."),
        )
    return Transport(addresses(), QgisAdapter(cancelled), cancelled)
