# SPDX-License-Identifier: GPL-2.0-or-later
"""How fast each service is asked, by all threads together."""

from __future__ import annotations

import threading
import time

import pytest

from offline_cache.errors import NetworkError
from tests.pace import no_wait, once
from tests.transport_requests import OK, gaps, transport_to
from tests.transport_requests import nobody_behind_a_proxy as _nobody_behind_a_proxy  # noqa: F401 - a fixture
from tests.transport_requests import unpaced as _unpaced  # noqa: F401 - a fixture
from tests.wire import said, wired


def paced_gaps(path: str, transports: int, each: int) -> list[float]:
    """Gaps between the requests of several threads, each with its own transport, to one service."""
    with wired(OK) as wire:

        def ask() -> None:
            with transport_to(wire) as transport:
                for _ in range(each):
                    transport.get(wire.url + path)

        threads = [threading.Thread(target=ask) for _ in range(transports)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(wire.asked) == transports * each
        return gaps(wire)


def test_paced_the_api_is_asked_ten_times_a_second_by_all_threads_together() -> None:
    def proof() -> None:
        waits = paced_gaps("/api/x", 3, 4)
        assert sum(waits) >= 1.0
        assert min(waits) > 0.05

    once(proof)


def at_least(least: float, value: float) -> None:
    assert value >= least


def test_paced_the_store_is_not() -> None:
    assert min(paced_gaps("/store/x", 1, 100)) < 0.05, "the API's pace is one in 0.1 seconds"


@pytest.mark.parametrize("path", ["/ons/x", "/postcodes/x"])
def test_paced_ons_and_postcodes_are_asked_gently(path: str) -> None:
    once(lambda: at_least(0.55, sum(paced_gaps(path, 1, 4))))


def test_paced_a_service_that_wants_rest_gets_it_from_all() -> None:
    with wired(said(429, Retry_After="1"), OK) as wire, transport_to(wire) as first, transport_to(wire) as second:
        with pytest.raises(NetworkError):
            first.post(wire.url + "/api/x", {"a": "b"}, repeatable=False)
        begun = time.monotonic()
        with no_wait():
            second.get(wire.url + "/store/x")
        if time.monotonic() - begun < 0.5:  # on a busy machine the rest may be over by then
            second.get(wire.url + "/api/x")
            assert time.monotonic() - begun > 0.5
