# SPDX-License-Identifier: GPL-2.0-or-later
"""A download that is cancelled: at once, between whole files, and with what it says on the way."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from offline_cache.errors import Cancelled
from offline_cache.sync import FetchProgress
from tests.downloads import FORCE, HASTY, download, held, request
from tests.fetch_cases import WANTED, same_as
from tests.fetch_cases import service as _service  # noqa: F401 - a fixture
from tests.pace import HOUR, pressed_when
from tests.sample_factory import crime_id, member, street_csv, street_row
from tests.service import Service


@pytest.mark.parametrize("kind", ["stall", "slow_headers", "trickle"])
@pytest.mark.parametrize("skip", [0, 2])
def test_cancelled_within_a_second(service: Service, wide_zip: Path, cache_path: Path, kind: str, skip: int) -> None:
    """While nothing comes from the network, in the directory and among the files."""
    fault = service.fault(kind, host="store", skip=skip, after=10, seconds=HOUR)
    pressed = threading.Event()
    with pressed_when(lambda: fault.hits, pressed.set), pytest.raises(Cancelled) as caught:
        download(service, cache_path, WANTED, patience=_patient(), cancelled=pressed.is_set)
    done = 3 if skip else 0
    if skip:
        assert f"{done} of 9 files are in the cache, each of them whole" in str(caught.value)
    assert len(held(cache_path)) == done
    service.no_faults()
    download(service, cache_path, WANTED)
    assert same_as(wide_zip, cache_path)


def _patient() -> Any:
    from dataclasses import replace

    return replace(HASTY, read=HOUR, whole=HOUR)


def test_cancelled_between_files(service: Service, cache_path: Path) -> None:
    seen: list[FetchProgress] = []
    with pytest.raises(Cancelled, match=r"4 of 9 files are in the cache, each of them whole\. Download again"):
        download(service, cache_path, WANTED, progress=seen.append, cancelled=lambda: bool(seen) and seen[-1].done == 4)
    assert len(held(cache_path)) == 4


def test_cancelled_while_a_large_file_is_written(cache_path: Path) -> None:
    """In the middle of its transaction: it was never there, and the file before it is whole."""
    rows = [street_row(crime_id=crime_id(n), longitude=f"{n / 10000:.6f}") for n in range(20_000)]
    files = {
        member("2026-03", FORCE): street_csv("2026-03", FORCE, [street_row()]),
        member("2026-04", FORCE): street_csv("2026-04", FORCE, rows),
    }
    seen: list[FetchProgress] = []
    asked_in_the_last = 0

    def cancelled() -> bool:
        nonlocal asked_in_the_last
        asked_in_the_last += bool(seen) and seen[-1].name.startswith("2026-04")
        return asked_in_the_last > 5

    with Service(files) as service, pytest.raises(Cancelled, match="1 of 2 files are in the cache, each of them whole"):
        download(
            service,
            cache_path,
            request("2026-03", "2026-04", datasets=WANTED.datasets[:1]),
            progress=seen.append,
            cancelled=cancelled,
        )
    assert held(cache_path) == {"2026-03-bedfordshire-street.csv"}
    with Service(files) as service:
        download(service, cache_path, request("2026-03", "2026-04"))
    assert len(held(cache_path)) == 2


def test_progress_tells_files_and_bytes(service: Service, cache_path: Path) -> None:
    seen: list[FetchProgress] = []
    report = download(service, cache_path, WANTED, progress=seen.append)
    assert [progress.done for progress in seen] == sorted(progress.done for progress in seen)
    assert [progress.received for progress in seen] == sorted(progress.received for progress in seen)
    assert {progress.total for progress in seen} == {9}
    assert {progress.size for progress in seen} == {report.plan.size}
    last = seen[-1]
    assert (last.done, last.name) == (9, "")
    assert report.plan.size <= last.received <= 1.1 * report.plan.size + 9 * 100
    assert last.received == report.received
