# SPDX-License-Identifier: GPL-2.0-or-later
"""`refresh`: new, late and revised files of what is held, what has left the window kept, and nothing else."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_cache import OfflineCache
from offline_cache.errors import Cancelled, NetworkError
from offline_cache.model import Dataset
from offline_cache.sync import FetchReport, Way, refresh
from offline_cache.transport import Transport
from tests.command import all_csv_rows, cache_rows, csv_rows, query, run, sentence, succeed
from tests.downloads import FORCE, HASTY, KINDS, download, fetch_by_command, file_names, held, larger_force, request
from tests.sample_factory import crime_id, member, street_csv, street_row
from tests.service import Service, file_name

FIRST, LEFT, NEW = "2023-05", "2023-05", "2026-05"


@pytest.fixture
def service() -> Iterator[Service]:
    """36 months of one force, and the newest of another."""
    kent = {member("2026-04", "kent"): street_csv("2026-04", "kent", [street_row()])}
    with Service({**larger_force(), **kent}) as running:
        yield running


@pytest.fixture
def cache(service: Service, cache_path: Path) -> Path:
    """Give a cache with all 108 files of the one force."""
    assert fetch_by_command(service, cache_path, "--force", FORCE).code == 0
    service.log.clear()
    return cache_path


def refreshed(service: Service, cache: Path, way: Way = Way.AUTO) -> FetchReport:
    """Refresh in this process."""
    with OfflineCache(cache) as opened, Transport(service.addresses, patience=HASTY) as transport:
        return refresh(opened, transport, way=way)


def of_force(service: Service, force: str = FORCE) -> dict[str, bytes]:
    """The files of a force in the newest release, by name of the member."""
    release = service.releases.newest
    return release.read_all(name for name, parts in release.members.items() if parts.force == force)


def test_nothing_new_costs_next_to_nothing(service: Service, cache: Path) -> None:
    before = cache.read_bytes()
    result = run(cache, "refresh", **service.environment)
    assert result.code == 0, result.err
    assert result.out.splitlines() == ["What is held, and the release of April 2026: 108 files: 108 already held."]
    assert len(service.log) <= 3
    assert cache.read_bytes() == before


def test_a_new_release_is_brought_in(service: Service, cache: Path) -> None:
    """A new month, one revised file, one month that leaves the window: only what is new comes over the network."""
    revised = member("2024-02", FORCE)
    rows = [street_row(crime_id=crime_id(n), last_outcome_category="Under investigation") for n in range(9000, 9005)]
    old = of_force(service)
    service.publish(revised={revised: street_csv("2024-02", FORCE, rows)})
    result = run(cache, "refresh", **service.environment)
    assert result.code == 0, result.err
    now = of_force(service)
    fresh = [name for name in now if old.get(name) != now[name]]
    assert sorted(fresh) == sorted([revised, *(member(NEW, FORCE, kind) for kind in KINDS)])
    assert held(cache) == file_names([*old, *now])
    left = {name: data for name, data in old.items() if file_name(name).month == LEFT}
    assert len(left) == 3
    for kind in KINDS:
        both = [data for name, data in {**left, **now}.items() if name.endswith(f"-{kind}.csv")]
        assert cache_rows(cache, kind) == all_csv_rows(both)
    with zipfile.ZipFile(service.releases.newest.path) as archive:
        packed = sum(archive.getinfo(name).compress_size for name in fresh)
    parts = service.log.of("store")[1:]
    assert sum(entry.sent for entry in parts) <= 1.1 * packed + 100 * len(fresh)
    lines = result.out.splitlines()
    about = "What is held, and the release of May 2026: 111 files:"
    assert lines[0].startswith(f"{about} 3 added, 1 revised, 104 already held, 3 kept from earlier.")
    assert "revised: bedfordshire 2024-02: street 5 rows added, 61 gone, 0 with another outcome" in lines
    assert any(line.startswith(f"added: bedfordshire outcomes {NEW}: 1 file, ") for line in lines)
    kept = "left the 36 months of the service; held from the release of April 2026"
    assert f"kept: bedfordshire street {LEFT} ({kept})" in lines
    assert run(cache, "refresh", **service.environment).out.startswith(
        "What is held, and the release of May 2026: 111 files: 108 already held, 3 kept from earlier."
    )
    succeed(cache, "verify")


def test_other_outcomes_are_counted(service: Service, cache: Path) -> None:
    """The usual revision: the same crimes, some with another outcome."""
    name = member("2026-03", FORCE)
    data = of_force(service)[name]
    found = b"Investigation complete; no suspect identified"
    lines = data.split(b"\r\n")
    moved = [
        line.replace(found, b"Under investigation") if 3 <= number < 7 else line for number, line in enumerate(lines)
    ]
    service.publish(revised={name: b"\r\n".join(moved)})
    report = refreshed(service, cache)
    assert "revised: bedfordshire 2026-03: street 0 rows added, 0 gone, 4 with another outcome" in report.lines()
    assert cache_rows(cache, "street", month="2026-03") == csv_rows(b"\r\n".join(moved))


def test_a_month_that_comes_late_is_brought_in(service: Service, cache_path: Path) -> None:
    late = member("2025-10", FORCE)
    there = of_force(service)
    service.publish({name: data for name, data in there.items() if name != late}, "2026-04")
    download(service, cache_path, request("2025-06", "2026-04", datasets=(Dataset.STREET,)))
    assert Path(late).name not in held(cache_path)
    service.publish(there, "2026-04")
    report = refreshed(service, cache_path)
    assert [str(change.key) for change in report.changes] == [Path(late).name]
    assert cache_rows(cache_path, "street", month="2025-10") == csv_rows(there[late])


def test_only_what_is_held_is_followed(service: Service, cache_path: Path) -> None:
    """Not other forces, not other kinds, not the months before the first one held."""
    download(service, cache_path, request("2026-01", "2026-04", datasets=(Dataset.OUTCOMES,)))
    service.publish()
    report = refreshed(service, cache_path)
    assert [str(change.key) for change in report.changes] == [f"{NEW}-bedfordshire-outcomes.csv"]
    assert len(held(cache_path)) == 5


def test_a_month_that_is_no_longer_published_is_kept_and_said(service: Service, cache: Path) -> None:
    """Inside the window: the force has taken it back."""
    gone = member("2025-01", FORCE)
    rows = cache_rows(cache, "street", month="2025-01")
    service.publish(revised={gone: None})
    report = refreshed(service, cache)
    assert "kept: bedfordshire street 2025-01 (not in the release of May 2026)" in report.lines()
    assert cache_rows(cache, "street", month="2025-01") == rows
    assert "kept: bedfordshire street 2025-01 (not in the release of May 2026)" in refreshed(service, cache).lines()


def test_a_new_month_that_lacks_a_kind_is_said(service: Service, cache: Path) -> None:
    service.publish(revised={member(NEW, FORCE, "stop-and-search"): None})
    report = refreshed(service, cache)
    said = "not published: bedfordshire stop-and-search 2026-05 (not in the release of May 2026; it may follow)"
    assert said in report.lines()


def test_an_unchanged_file_is_of_the_newest_release_that_has_it(service: Service, cache: Path) -> None:
    """So that a month which leaves the window says until when corrections would have reached it."""
    service.publish()
    refreshed(service, cache)
    service.publish()
    refreshed(service, cache)
    snapshots = "SELECT DISTINCT substr(month_start, 1, 7), snapshot, snapshot_exact FROM published_file ORDER BY 1"
    found = query(cache, snapshots)
    assert found[:2] == [("2023-05", "2026-04", 1), ("2023-06", "2026-05", 1)]
    assert {row[1:] for row in found[2:]} == {("2026-06", 1)}


def test_a_slice_is_refreshed_in_its_scope(cache_path: Path) -> None:
    """Rows of two LSOAs in each file, one of them wanted: also of the new month and of the revised one."""
    first, second = "E01017541", "E01017542"

    def file(month: str, start: int) -> bytes:
        rows = [
            street_row(crime_id=crime_id(start + n), lsoa_code=(first, second)[n % 2], lsoa_name="Bedford 001B")
            for n in range(6)
        ]
        return street_csv(month, FORCE, rows)

    names = {month: member(month, FORCE) for month in ("2026-03", "2026-04", NEW)}
    with Service({names["2026-03"]: file("2026-03", 0), names["2026-04"]: file("2026-04", 10)}) as service:
        wanted = request("2026-03", "2026-04", datasets=(Dataset.STREET,), lsoas=frozenset({first}), name="Bedford")
        report = download(service, cache_path, wanted)
        assert report.plan.subject == "Bedford in the files of Bedfordshire, March 2026 to April 2026"
        files = {names["2026-03"]: file("2026-03", 0), names["2026-04"]: file("2026-04", 20), names[NEW]: file(NEW, 30)}
        service.publish(files, NEW)
        service.log.clear()
        report = refreshed(service, cache_path)
        assert refreshed(service, cache_path).changes == ()
    assert sorted(str(change.key.month) for change in report.changes) == ["2026-04", NEW]
    for month, name in names.items():
        rows = {row: number for row, number in csv_rows(files[name]).items() if row[7] == first}
        assert cache_rows(cache_path, "street", month=month) == rows
        assert len(rows) == 3
    assert query(cache_path, "SELECT DISTINCT scope FROM published_file") == [(f'["{first}"]',)]


def test_a_slice_grows_and_a_whole_file_takes_it_over(service: Service, cache_path: Path) -> None:
    """The plan knows: what is held whole needs no slice, a slice that is held needs no second one."""
    street = (Dataset.STREET,)
    code = frozenset({"E01990001"})
    download(service, cache_path, request("2026-04", "2026-04", datasets=street, lsoas=code))
    assert not download(service, cache_path, request("2026-04", "2026-04", datasets=street, lsoas=code)).changes
    whole = download(service, cache_path, request("2026-04", "2026-04", datasets=street))
    assert len(whole.changes) == 1
    assert cache_rows(cache_path, "street") == csv_rows(of_force(service)[member("2026-04", FORCE)])
    assert not download(service, cache_path, request("2026-04", "2026-04", datasets=street, lsoas=code)).changes


@pytest.mark.parametrize("way", [Way.WHOLE, Way.FORM])
def test_by_the_other_ways_nothing_is_downloaded_for_nothing(service: Service, cache: Path, way: Way) -> None:
    """What they would bring is known to be held, by the release."""
    size = service.releases.newest.path.stat().st_size
    assert not refreshed(service, cache, way).changes
    assert all(entry.sent < size for entry in service.log.of("store"))
    assert not service.log.of("store", "/download/*")


@pytest.mark.parametrize("way", [Way.WHOLE, Way.FORM])
def test_by_the_other_ways_a_new_release_comes_too(service: Service, cache: Path, way: Way) -> None:
    service.publish()
    report = refreshed(service, cache, way)
    added = [str(change.key) for change in report.changes if change.kind.value == "added"]
    assert sorted(added) == [f"{NEW}-bedfordshire-{kind}.csv" for kind in KINDS]
    assert len(held(cache)) == 111


def test_interrupted_it_goes_on(service: Service, cache: Path) -> None:
    """Some of what is new comes, then the network is gone; nothing held is lost and the next run has the rest."""
    months = ("2023-07", "2023-09")
    revised = {member(month, FORCE): street_csv(month, FORCE, [street_row()]) for month in months}
    far_from_the_end = {"zz/padding.bin": hashlib.shake_256(b"").digest(600_000)}
    service.publish(revised={**revised, **far_from_the_end})
    with service.fault("reset", host="store", skip=2), pytest.raises(NetworkError, match="1 of 5 files are in"):
        refreshed(service, cache)
    assert len(held(cache)) == 108
    assert len(refreshed(service, cache).changes) == 4
    assert len(held(cache)) == 111


def test_cancelled_it_says_so(service: Service, cache: Path) -> None:
    service.publish()
    with (
        OfflineCache(cache) as opened,
        Transport(service.addresses, patience=HASTY) as transport,
        pytest.raises(Cancelled, match="0 of 3 files"),
    ):
        refresh(opened, transport, cancelled=lambda: True)


def test_an_older_service_changes_nothing(service: Service, cache: Path) -> None:
    """A mirror that lags behind."""
    with Service({name: data for name, data in larger_force().items() if name < "2026-03"}) as mirror:
        report = refreshed(mirror, cache)
    assert not report.changes
    assert len(held(cache)) == 108


def test_there_must_be_something_to_refresh(service: Service, cache_path: Path) -> None:
    assert "There is no cache file" in sentence(run(cache_path, "refresh", **service.environment))
    with OfflineCache(cache_path):
        pass
    assert "holds no published file" in sentence(run(cache_path, "refresh", **service.environment))
    assert len(service.log) == 0


def test_an_inferred_edition_outlives_the_files_that_it_was_inferred_from(cache_path: Path) -> None:
    """City of London's codes are in both editions; a refresh takes the file over that settled it for the snapshot."""

    def files(*months: str) -> dict[str, bytes]:
        codes = {"city-of-london": "E01000001", FORCE: "E01035624"}
        return {
            member(month, force): street_csv(month, force, [street_row(lsoa_code=code)])
            for month in months
            for force, code in codes.items()
        }

    def editions() -> list[tuple[object, ...]]:
        where = "WHERE force = 'city-of-london' AND month_start LIKE '2026-03%'"
        return query(cache_path, f"SELECT snapshot, lsoa_edition, edition_inferred FROM published_file {where}")

    street = (Dataset.STREET,)
    with Service(files("2026-03", "2026-04")) as service:
        download(service, cache_path, request("2026-04", "2026-04", datasets=street))
        download(service, cache_path, request("2026-03", "2026-03", "city-of-london", datasets=street))
        assert editions() == [("2026-04", 2021, 1)]
        service.publish(files("2026-04", NEW), NEW)
        refreshed(service, cache_path)
    assert editions() == [("2026-04", 2021, 1)]
    others = "SELECT DISTINCT snapshot FROM published_file WHERE force = 'bedfordshire'"
    assert query(cache_path, others) == [(NEW,)]
