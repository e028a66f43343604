# SPDX-License-Identifier: GPL-2.0-or-later
"""The stand-in service itself: what it serves by ranges, and that its faults strike."""

from __future__ import annotations

import http.client
import io
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator

import pytest

from tests.service import Service


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with Service(rate_limit=False) as running:
        yield running


def fetched(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Give status, headers in small letters and body."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=named)) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


def test_the_newest_archive_comes_from_the_store(service: Service) -> None:
    service.log.clear()
    status, headers, body = fetched(service.url("data") + "/data/archive/latest.zip")
    assert (status, headers["accept-ranges"]) == (200, "bytes")
    assert len(zipfile.ZipFile(io.BytesIO(body)).namelist()) == 71
    assert [(e.host, e.status, e.sent) for e in service.log.of()] == [("data", 302, 0), ("store", 200, len(body))]


def test_a_range_is_the_part_of_the_file(service: Service) -> None:
    url = service.url("store") + "/archive/2026-04.zip"
    whole = fetched(url)[2]
    status, headers, part = fetched(url, Range="bytes=100-299")
    assert (status, part, headers["content-range"]) == (206, whole[100:300], f"bytes 100-299/{len(whole)}")
    assert fetched(url, Range="bytes=-22")[2] == whole[-22:]


def test_a_cut_connection_is_cut(service: Service) -> None:
    with service.fault("cut", host="store", after=1000, times=1) as fault:
        with pytest.raises(http.client.IncompleteRead) as cut:
            fetched(service.url("store") + "/archive/2026-04.zip")
        assert (len(cut.value.partial), fault.hits) == (1000, 1)
        assert fetched(service.url("store") + "/archive/2026-04.zip")[0] == 200
