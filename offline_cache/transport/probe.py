# SPDX-License-Identifier: GPL-2.0-or-later
"""The connection test: one small request to each service, and what stands in the way."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from ..errors import NetworkError, NetworkFault
from .addresses import Service, host_of
from .faults import login_page, proxy_password, unreadable
from .ranges import RangeSession

if TYPE_CHECKING:
    from .transport import Transport

_ONS_LAYER = "_".join(("Lower_layer_Super_Output_Areas", "December_2021", "Boundaries_EW_BGC_V5"))


@dataclass(frozen=True)
class ServiceCheck:
    """What came of asking one service: `fault` is None where it answered as it should; `seconds` it took."""

    service: Service
    host: str
    fault: Optional[NetworkFault]
    sentence: str
    seconds: float


def probe(transport: Transport) -> tuple[ServiceCheck, ...]:
    """Ask each service of the data, of areas and of postcodes once, without repeats; only `Cancelled` is raised.

    A proxy that wants a password wants it for each: it is asked once, as QGIS has the user type it each time.
    """
    own = transport.patience
    hasty = dataclasses.replace(own, connect=min(own.connect, 5.0), read=min(own.read, 20.0), whole=20.0, repeats={})
    asking = transport.with_patience(hasty)
    found: list[ServiceCheck] = []
    for service in _QUESTIONS:
        if found and found[-1].sentence == str(proxy_password()):
            host = host_of(asking.addresses.of(service))
            found.append(dataclasses.replace(found[-1], service=service, host=host, seconds=0.0))
        else:
            found.append(_check(asking, service))
    return tuple(found)


def _check(transport: Transport, service: Service) -> ServiceCheck:
    host, begun = host_of(transport.addresses.of(service)), time.monotonic()
    try:
        _QUESTIONS[service](transport)
    except NetworkError as error:
        return ServiceCheck(service, host, error.fault, str(error), time.monotonic() - begun)
    return ServiceCheck(service, host, None, f"{host} answers.", time.monotonic() - begun)


def _data(transport: Transport) -> None:
    url = transport.addresses.data + "/data/"
    if b"police" not in transport.get(url).content.lower():
        raise login_page(host_of(url))


def _store(transport: Transport) -> None:
    """One byte of the newest archive: the way to the store, and whether it gives parts of files."""
    url = transport.addresses.data + "/data/archive/latest.zip"
    RangeSession(transport).get(url, headers={"Range": "bytes=0-0"})


def _api(transport: Transport) -> None:
    _expect(transport, transport.addresses.api + "/crime-last-updated", "date")


def _ons(transport: Transport) -> None:
    transport.json(f"{transport.addresses.ons}/{_ONS_LAYER}/FeatureServer/0", {"f": "json"})


def _postcodes(transport: Transport) -> None:
    _expect(transport, transport.addresses.postcodes + "/postcodes/SW1A1AA", "status", passed=(404,))


def _expect(transport: Transport, url: str, name: str, passed: tuple[int, ...] = ()) -> None:
    answer = transport.json(url, passed=passed)
    if answer is not None and not (isinstance(answer, dict) and name in answer):
        raise unreadable(host_of(url), f"'{name}' is not in it")


_QUESTIONS: dict[Service, Callable[[Transport], None]] = {
    Service.DATA: _data,
    Service.STORE: _store,
    Service.API: _api,
    Service.ONS: _ons,
    Service.POSTCODES: _postcodes,
}
