# SPDX-License-Identifier: GPL-2.0-or-later
"""The connection test tells proxy, certificate, service and limit apart."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from offline_cache.errors import NetworkFault
from offline_cache.transport import Addresses, ServiceCheck, Transport
from offline_cache.transport import Service as Kind
from offline_cache.transport.probe import probe
from tests.service import Service
from tests.transport_patience import HASTY


@pytest.fixture(scope="module")
def running() -> Iterator[Service]:
    """The stand-in for all tests here."""
    with Service() as service:
        yield service


@pytest.fixture
def service(running: Service) -> Service:
    """The stand-in without faults."""
    running.no_faults()
    running.log.clear()
    return running


def checks(addresses: Addresses) -> dict[Kind, ServiceCheck]:
    with Transport(addresses, patience=HASTY) as transport:
        return {check.service: check for check in probe(transport)}


def test_all_is_well(service: Service) -> None:
    found = checks(service.addresses)
    assert list(found) == [kind for kind in Kind if kind not in (Kind.NOMIS, Kind.GOVUK)], "these are tried by fetching"
    assert {check.service: check.sentence for check in found.values() if check.fault} == {}
    assert all(check.sentence == f"{check.host} answers." for check in found.values())
    assert service.log.sent("store") == 1


@pytest.mark.parametrize(
    ("host", "fault", "expected"),
    [
        ("api", 429, NetworkFault.LIMIT),
        ("ons", 503, NetworkFault.SERVICE),
        ("store", 403, NetworkFault.REFUSED),
        ("postcodes", 407, NetworkFault.PROXY),
        ("data", "login_page", NetworkFault.LOGIN_PAGE),
        ("store", "login_page", NetworkFault.LOGIN_PAGE),
        ("api", "login_page", NetworkFault.LOGIN_PAGE),
        ("data", "refused", NetworkFault.NO_NETWORK),
        ("store", "refused", NetworkFault.NO_NETWORK),
        ("postcodes", "reset", NetworkFault.CUT),
        ("ons", "redirect_elsewhere", NetworkFault.REDIRECT),
        ("data", "slow_headers", NetworkFault.TIMEOUT),
        ("store", "slow_headers", NetworkFault.TIMEOUT),
    ],
)
def test_the_service_at_fault_is_told_and_how(
    service: Service, host: str, fault: str | int, expected: NetworkFault
) -> None:
    struck = service.fault(fault, host=host)
    addresses = service.addresses
    with Transport(addresses, patience=dataclasses.replace(HASTY, connect=0.2, read=0.3)) as transport:
        found = {check.service.value: check for check in probe(transport)}
    struck.clear()
    assert found[host].fault is expected
    assert found[host].sentence.endswith(".")
    # The store is found by way of the data site.
    assert {name for name, check in found.items() if check.fault} <= {host, "store" if host == "data" else host}


def test_a_store_without_ranges_is_told(service: Service) -> None:
    with service.fault("no_ranges", host="store"):
        assert checks(service.addresses)[Kind.STORE].fault is NetworkFault.NO_RANGES


def test_each_service_is_asked_once_and_soon(service: Service) -> None:
    with service.fault(503):
        found = checks(service.addresses)
    assert {check.fault for check in found.values()} == {NetworkFault.SERVICE}
    assert len(service.log.of()) == 5
