# SPDX-License-Identifier: GPL-2.0-or-later
"""What the network and the service do wrong in the middle of a download: it ends well, and the next run goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from offline_cache import OfflineCache
from offline_cache.errors import BadFile, NetworkError, NetworkFault
from offline_cache.sync import FetchProgress
from tests.command import all_csv_rows, cache_rows, dump
from tests.downloads import FORCE, download, file_names, held, larger_force, names, planned, request
from tests.fetch_cases import PATTERN, WANTED, read, same_as
from tests.fetch_cases import service as _service  # noqa: F401 - a fixture
from tests.service import Service


# Once, at the first part of the archive (skip 0), at each later one.
@pytest.mark.parametrize("skip", [0, 1, 3])
@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("reset", {}),
        ("reset_inside", {"after": 100}),
        ("cut", {"after": 0}),
        ("cut", {"after": 5000}),
        ("length_too_long", {}),
        ("length_too_short", {}),
        ("no_length", {}),
        (503, {}),
        (429, {"retry_after": "0"}),
    ],
)
def test_a_fault_that_passes_is_not_noticed(
    service: Service, wide_zip: Path, cache_path: Path, kind: Any, details: dict[str, Any], skip: int
) -> None:
    fault = service.fault(kind, host="store", skip=skip, times=1, **details)
    download(service, cache_path, WANTED)
    assert fault.hits == 1
    assert same_as(wide_zip, cache_path)


@pytest.mark.parametrize(
    ("kind", "details", "expected"),
    [
        ("reset", {}, NetworkFault.CUT),
        ("cut", {"after": 200}, NetworkFault.CUT),
        ("stall", {"after": 100}, NetworkFault.TIMEOUT),
        ("trickle", {"seconds": 0.5}, NetworkFault.TIMEOUT),
        ("length_too_short", {}, NetworkFault.CUT),
        ("length_too_long", {}, NetworkFault.CUT),
        ("wrong_range", {}, NetworkFault.ANSWER),
        ("empty_body", {}, NetworkFault.NO_RANGES),
        ("no_ranges", {}, NetworkFault.NO_RANGES),
        ("login_page", {}, NetworkFault.LOGIN_PAGE),
        ("redirect_elsewhere", {}, NetworkFault.REDIRECT),
        ("redirect_to_http", {}, NetworkFault.REDIRECT),
        (500, {}, NetworkFault.SERVICE),
        (503, {}, NetworkFault.SERVICE),
        (429, {"retry_after": "0"}, NetworkFault.LIMIT),
        (403, {}, NetworkFault.REFUSED),
        (404, {}, NetworkFault.NOT_FOUND),
    ],
)
def test_a_fault_that_stays_ends_in_a_sentence_and_the_next_run_goes_on(
    service: Service, wide_zip: Path, cache_path: Path, kind: Any, details: dict[str, Any], expected: NetworkFault
) -> None:
    """After the directory and the files of one month have come."""
    service.fault(kind, host="store", skip=2, **details)
    with pytest.raises(NetworkError) as caught:
        download(service, cache_path, WANTED)
    assert caught.value.fault is expected
    assert "3 of 9 files are in the cache, each of them whole." in str(caught.value)
    assert held(cache_path) == file_names(names(wide_zip, f"2023-06/*-{FORCE}-*"))
    service.no_faults()
    service.log.clear()
    report = download(service, cache_path, WANTED)
    assert (len(report.changes), len(service.log.of("store"))) == (6, 3)
    assert same_as(wide_zip, cache_path)
    assert not service.log.of("elsewhere")


def test_nobody_listening_is_said(service: Service, cache_path: Path) -> None:
    service.fault("refused", path="*")
    with pytest.raises(NetworkError, match="could not be reached"):
        download(service, cache_path, WANTED)


def test_damaged_bytes_are_fetched_again(service: Service, wide_zip: Path, cache_path: Path) -> None:
    """The right length, other bytes: the CRC tells."""
    fault = service.fault("damaged", host="store", skip=1, times=1)
    download(service, cache_path, WANTED)
    assert fault.hits == 1
    assert same_as(wide_zip, cache_path)


def test_what_stays_damaged_is_left_out(service: Service, wide_zip: Path, cache_path: Path) -> None:
    service.fault("damaged", host="store", skip=1)
    report = download(service, cache_path, request("2023-06", "2023-06", datasets=WANTED.datasets[:1]))
    ((key, said),) = report.failed
    assert str(key) == "2023-06-bedfordshire-street.csv"
    assert "arrived damaged 3 times" in said
    assert "left out:" in report.lines()[-1]
    assert held(cache_path) == set()
    service.no_faults()
    download(service, cache_path, WANTED)
    assert same_as(wide_zip, cache_path)


def test_a_damaged_directory_is_one_sentence(cache_path: Path) -> None:
    with Service(newest_files()) as service:
        path = service.releases.newest.path
        damaged = bytearray(path.read_bytes())
        damaged[damaged.rindex(b"PK\x01\x02")] ^= 0xFF
        path.write_bytes(damaged)
        with pytest.raises(NetworkError, match=r"The directory of 2026-04\.zip .* cannot be read") as caught:
            planned(service, WANTED)
    assert caught.value.fault is NetworkFault.ANSWER


def newest_files() -> dict[str, bytes]:
    """The files of the newest month."""
    files = larger_force()
    return {name: files[name] for name in files if name.startswith("2026-04/")}


def test_an_archive_replaced_half_way_is_read_anew(service: Service, wide_zip: Path, cache_path: Path) -> None:
    """Another file behind the same address, with other months at other places: no row of it is mixed up."""
    revised = file_with_more_rows(wide_zip)

    def replace(progress: FetchProgress) -> None:
        if progress.done == 3 and not service.releases.newest.path.name.startswith("made"):
            service.publish(revised, "2026-04")

    report = download(service, cache_path, WANTED, progress=replace)
    assert len(report.changes) == 9
    made = service.releases.newest.path
    assert made != wide_zip
    assert held(cache_path) == file_names(names(wide_zip, PATTERN))
    for month, archive in (("2023-06", wide_zip), ("2023-07", made), ("2023-08", made)):
        rows = cache_rows(cache_path, "street", month=month)
        assert rows == all_csv_rows([read(archive, f"{month}/{month}-{FORCE}-street.csv")])


def test_an_archive_that_changes_all_the_time_is_given_up(service: Service, cache_path: Path) -> None:
    """The directory is read anew once, not for ever."""
    service.fault("changed", host="store", skip=1, times=2)
    with pytest.raises(NetworkError) as caught:
        download(service, cache_path, WANTED)
    assert caught.value.fault is NetworkFault.CHANGED
    assert len(service.log.of("store")) <= 4


def file_with_more_rows(archive: Path) -> dict[str, bytes]:
    """The files of one force with the last row twice, and none of the others."""
    files = {name: read(archive, name) for name in names(archive, f"*-{FORCE}-*")}
    return {name: data + data.splitlines(keepends=True)[-1] for name, data in files.items()}


def hostile(member: str, other: Callable[[Any], None] | None = None) -> bytes:
    """A zip of a good file and one more member, whose entry `other` may alter."""
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2026-04/2026-04-bedfordshire-street.csv", b"x" * 100)
        archive.writestr(member, b"y" * 100)
        if other:
            other(archive.infolist()[-1])
    return buffer.getvalue()


def _locked(info: Any) -> None:
    info.flag_bits |= 1


def _bomb(info: Any) -> None:
    info.file_size = 2**31


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (hostile("../../2026-04-kent-street.csv"), "unsafe name"),
        (hostile("/etc/2026-04-kent-street.csv"), "unsafe name"),
        (hostile("2026-04/2026-04-kent-street.csv", _locked), "password"),
        (hostile("2026-04/2026-04-kent-street.csv", _bomb), "would unpack to"),
        (hostile("other/2026-04-bedfordshire-street.csv"), "twice, and they differ"),
    ],
)
def test_a_hostile_directory_is_refused_before_anything_is_fetched(cache_path: Path, content: bytes, said: str) -> None:
    with Service(content) as service:
        with pytest.raises(BadFile, match=said):
            planned(service, request("2026-04", "2026-04"))
        assert len(service.log) == 2
    with OfflineCache(cache_path):
        pass
    assert dump(cache_path)["published_file"] == []
