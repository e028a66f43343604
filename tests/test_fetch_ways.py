# SPDX-License-Identifier: GPL-2.0-or-later
"""Where byte ranges do not work: whole archives, going on where they stopped, and the form of the site."""

from __future__ import annotations

import contextlib
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from offline_cache.errors import CacheError, Cancelled, NetworkError, NetworkFault
from offline_cache.sync import Way
from tests.command import Result, all_csv_rows, cache_rows, query, run
from tests.downloads import FORCE, KINDS, download, fetch_by_command, file_names, held, names, planned, request
from tests.pace import pressed_when
from tests.service import Service

MONTHS = ("--from", "2026-02", "--to", "2026-04")
PATTERN = f"2026-0[234]/*-{FORCE}-*"


@pytest.fixture
def service(wide_zip: Path) -> Iterator[Service]:
    """A service with a wide archive and no fault yet."""
    with Service(wide_zip) as running:
        yield running


def complete(result: Result, cache: Path, archive: Path) -> None:
    """Fail unless a run has brought three months of the force, row for row, and left nothing beside the cache."""
    assert result.code == 0, result.err
    assert held(cache) == file_names(names(archive, PATTERN))
    with zipfile.ZipFile(archive) as opened:
        for kind in KINDS:
            files = (opened.read(name) for name in names(archive, PATTERN) if name.endswith(f"-{kind}.csv"))
            assert cache_rows(cache, kind) == all_csv_rows(files)
    assert [path.name for path in cache.parent.iterdir()] == [cache.name]


def test_a_server_without_ranges_gives_the_whole_archive(service: Service, wide_zip: Path, cache_path: Path) -> None:
    service.fault("no_ranges", host="store")
    result = fetch_by_command(service, cache_path, "--force", FORCE, *MONTHS)
    complete(result, cache_path, wide_zip)
    plan, *_ = result.err.splitlines()
    assert plan.startswith("Bedfordshire, February 2026 to April 2026: 9 files, up to 9 to download (")
    assert "2026-04.zip is downloaded whole" in result.out
    assert "because the server does not give parts of it." in result.out
    assert query(cache_path, "SELECT DISTINCT snapshot, snapshot_exact FROM published_file") == [("2026-04", 1)]
    service.log.clear()
    again = fetch_by_command(service, cache_path, "--force", FORCE, *MONTHS)
    assert "9 files: 9 already held." in again.out
    assert len(service.log.of("store")) == 2  # looked at by range and for its size, not downloaded


def test_the_whole_archive_may_be_wanted(service: Service, wide_zip: Path, cache_path: Path) -> None:
    result = fetch_by_command(service, cache_path, "--force", FORCE, *MONTHS, "--way", "whole")
    complete(result, cache_path, wide_zip)


def test_ranges_alone_may_be_wanted(service: Service, cache_path: Path) -> None:
    service.fault("no_ranges", host="store")
    result = fetch_by_command(service, cache_path, "--force", FORCE, *MONTHS, "--way", "ranges")
    assert result.code == 1
    assert "does not give parts of a file" in result.err
    assert not cache_path.exists()


def stopped_inside(service: Service, cache: Path) -> Result:
    """Download the whole archive, cut off after a million bytes and refused from then on."""
    cut = service.fault("cut", host="store", skip=1, times=1, after=1_000_000)
    with cut, service.fault(500, host="store", skip=1):
        result = fetch_by_command(service, cache, "--force", FORCE, *MONTHS, "--way", "whole")
    assert result.code == 1
    return result


def test_a_whole_archive_goes_on_where_it_stopped(service: Service, wide_zip: Path, cache_path: Path) -> None:
    """Only the rest comes, in another run."""
    stopped = stopped_inside(service, cache_path)
    assert len(stopped.err.splitlines()) == 2
    part = cache_path.with_name(cache_path.name + ".download") / "2026-04.zip.part"
    come = part.stat().st_size
    assert come > 500_000
    service.log.clear()
    result = fetch_by_command(service, cache_path, "--force", FORCE, *MONTHS, "--way", "whole")
    complete(result, cache_path, wide_zip)
    parts = [entry for entry in service.log.of("store") if "if-range" in entry.headers]
    assert [entry.status for entry in parts] == [206]
    assert parts[0].sent == wide_zip.stat().st_size - come + 1


def test_an_archive_that_has_come_is_not_fetched_again(service: Service, wide_zip: Path, cache_path: Path) -> None:
    """Stopped while it was being read."""
    seen: list[int] = []

    def cancelled() -> bool:
        return bool(seen) and seen[-1] >= 4

    service.fault("no_ranges", host="store", path="/archive/*")
    with pytest.raises(Cancelled, match="4 of 9 files"):
        download(
            service,
            cache_path,
            request("2026-02", "2026-04"),
            progress=lambda progress: seen.append(progress.done),
            cancelled=cancelled,
        )
    service.log.clear()
    result = fetch_by_command(service, cache_path, "--force", FORCE, *MONTHS)
    complete(result, cache_path, wide_zip)
    assert len(service.log.of("store")) == 2


def test_an_archive_replaced_meanwhile_is_fetched_anew(service: Service, wide_zip: Path, cache_path: Path) -> None:
    """What was left of the old one is no part of the new one."""
    stopped_inside(service, cache_path)
    with zipfile.ZipFile(wide_zip) as opened:
        service.publish({name: opened.read(name) for name in names(wide_zip, "*-bed*")}, "2026-04")
    result = fetch_by_command(service, cache_path, "--force", FORCE, *MONTHS, "--way", "whole")
    complete(result, cache_path, wide_zip)


def test_the_form_may_be_wanted(service: Service, wide_zip: Path, cache_path: Path) -> None:
    result = fetch_by_command(service, cache_path, "--force", FORCE, *MONTHS, "--way", "form")
    complete(result, cache_path, wide_zip)
    (order,) = (entry for entry in service.log.of("data", "/data/") if entry.method == "POST")
    assert order.headers["referer"] == service.url("data") + "/data/"
    assert "csrftoken=" in order.headers["cookie"]
    assert not service.log.of("store", "/archive/*")
    # The site serves its newest release, at least the newest month of its list; the address of the zip is nowhere.
    assert query(cache_path, "SELECT DISTINCT snapshot, snapshot_exact FROM published_file") == [("2026-04", 0)]
    sources = query(cache_path, "SELECT source FROM published_file")
    assert all(source.startswith("custom-download.zip/2026-0") for (source,) in sources)
    again = fetch_by_command(service, cache_path, "--force", FORCE, *MONTHS, "--way", "form")
    assert "9 files: 9 already held." in again.out


def test_without_the_store_the_form_is_used(service: Service, wide_zip: Path, cache_path: Path) -> None:
    """A filter that forbids the archives; the custom downloads, on the same store, it lets through."""
    service.fault(403, host="store", path="/archive/*")
    result = fetch_by_command(service, cache_path, "--force", FORCE, *MONTHS)
    complete(result, cache_path, wide_zip)
    assert "The form of the site is used instead of the archive." in result.out


def test_without_store_and_form_the_first_reason_is_said(service: Service, cache_path: Path) -> None:
    service.fault(403, host="store")
    service.fault(404, host="data", path="/data/")
    result = fetch_by_command(service, cache_path, "--force", FORCE, *MONTHS)
    assert result.code == 1
    assert result.err.splitlines()[-1].startswith("127.0.0.1")
    assert "refused the request (status 403)" in result.err


def test_a_refused_token_is_fetched_anew(service: Service, cache_path: Path) -> None:
    fault = service.fault(403, host="data", path="/data/", method="POST", times=2)
    assert len(by_form(service, cache_path).changes) == 9
    assert fault.hits == 2


@pytest.mark.parametrize(
    ("kind", "details", "expected", "said"),
    [
        (403, {"path": "/data/", "method": "POST"}, NetworkFault.REFUSED, "refused the order 3 times"),
        ("job_failed", {}, NetworkFault.SERVICE, "could not make the custom download"),
        ("other_body", {"path": "/data/progress/*", "text": "[]"}, NetworkFault.ANSWER, "how far the order is"),
        ("other_body", {"path": "/data/", "method": "GET", "text": "<p>Sorry"}, NetworkFault.ANSWER, "it has no token"),
        (
            "other_body",
            {"path": "/data/", "method": "POST", "text": "<p>Sorry"},
            NetworkFault.ANSWER,
            "not take the order",
        ),
    ],
)
def test_a_form_that_does_not_work_is_said(
    service: Service, cache_path: Path, kind: Any, details: dict[str, Any], expected: NetworkFault, said: str
) -> None:
    service.fault(kind, host="data", **details)
    with pytest.raises(NetworkError, match=said) as caught:
        by_form(service, cache_path)
    assert caught.value.fault is expected
    assert not cache_path.exists() or held(cache_path) == set()
    assert not cache_path.with_name(cache_path.name + ".download").exists()


def test_a_custom_download_that_cannot_be_fetched_is_said(service: Service, cache_path: Path) -> None:
    service.fault(404, host="store", path="/download/*")
    with pytest.raises(NetworkError, match="was made, but not fetched"):
        by_form(service, cache_path)
    assert not cache_path.with_name(cache_path.name + ".download").exists()


def test_a_wait_for_the_form_is_cancelled_within_a_second(service: Service, cache_path: Path) -> None:
    service.form.pending_polls = 10_000
    stop = threading.Event()

    def asked() -> bool:
        return any("/data/progress/" in entry.path for entry in service.log.of())

    with pressed_when(asked, stop.set), pytest.raises(Cancelled):
        by_form(service, cache_path, cancelled=stop.is_set)


def by_form(service: Service, cache: Path, cancelled: Any = lambda: False) -> Any:
    """Fetch three months by the form, in this process."""
    from offline_cache import OfflineCache
    from offline_cache.sync import fetch, make_plan
    from offline_cache.transport import Transport
    from tests.downloads import HASTY

    with Transport(service.addresses, cancelled=cancelled, patience=HASTY) as transport:
        plan = make_plan([], request("2026-02", "2026-04"), transport, Way.FORM)
        with OfflineCache(cache) as opened:
            return fetch(opened, plan, transport, cancelled=cancelled)


def test_a_file_that_the_form_does_not_give_is_not_published(service: Service, cache_path: Path) -> None:
    """Nobody knows before; then it is said."""
    words = ("--force", FORCE, "gwent", "--from", "2026-04", "--types", "stop-and-search", "--way", "form")
    result = fetch_by_command(service, cache_path, *words)
    assert result.code == 0, result.err
    assert "2 files: 1 added, 1 not published." in result.out
    assert "not published: gwent stop-and-search 2026-04" in result.out


@pytest.mark.parametrize("kind", ["relative_redirect"])
def test_a_relative_redirect_is_followed(service: Service, wide_zip: Path, cache_path: Path, kind: str) -> None:
    service.fault(kind, host="data", path="/data/archive/*")
    complete(fetch_by_command(service, cache_path, "--force", FORCE, *MONTHS), cache_path, wide_zip)


@pytest.mark.parametrize("kind", ["redirect_elsewhere", "redirect_to_http", "redirect_loop"])
def test_a_redirect_that_leads_astray_is_not_followed(service: Service, cache_path: Path, kind: str) -> None:
    service.fault(kind, host="data")
    with pytest.raises(CacheError):
        planned(service, request("2026-04", "2026-04"))
    assert not service.log.of("elsewhere")


def test_a_login_page_is_no_archive(service: Service, cache_path: Path) -> None:
    service.fault("login_page")
    for way in (*(way.value for way in Way),):
        result = run(cache_path, "fetch", "--force", FORCE, "--way", way, **service.environment)
        assert result.code == 1
        assert len(result.err.splitlines()) == 1
        assert "log in" in result.err or "it has no token" in result.err
    assert not cache_path.exists()


def test_another_run_that_ends_does_not_take_the_folder_away(service: Service, cache_path: Path) -> None:
    """While the form is being waited for there is nothing in it yet."""
    folder = cache_path.with_name(cache_path.name + ".download")
    taken = 0

    def cancelled() -> bool:
        nonlocal taken
        with contextlib.suppress(OSError):
            folder.rmdir()
            taken += 1
        return False

    assert len(by_form(service, cache_path, cancelled).changes) == 9
    assert taken
    assert not folder.exists()
