# SPDX-License-Identifier: GPL-2.0-or-later
"""`fetch` from the stand-in service: the rows of the same files from disk, and no more of the network than needed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import all_csv_rows, cache_rows, command, query, run, sentence, succeed
from tests.conftest import ROOT
from tests.downloads import FORCE, KINDS, fetch_by_command, file_names, held, names, unpacked
from tests.service import Service


@pytest.fixture(scope="module")
def service(wide_zip: Path) -> Iterator[Service]:
    """A service with one wide archive, which the tests of this file do not change."""
    with Service(wide_zip) as running:
        yield running


@pytest.fixture(scope="module")
def fetched(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache with all 108 files of one force, downloaded; the tests read it only."""
    service.log.clear()
    cache = tmp_path_factory.mktemp("fetched") / "fetched.sqlite"
    result = fetch_by_command(service, cache, "--force", FORCE)
    assert result.code == 0, result.err
    first, *_ = result.out.splitlines()
    assert first.startswith("Bedfordshire, May 2023 to April 2026: 108 files: 108 added.")
    assert result.err.splitlines()[0].startswith("Bedfordshire, May 2023 to April 2026: 108 files, 108 to download (")
    return cache


def test_a_slice_is_the_same_files_from_disk_row_for_row(fetched: Path, wide_zip: Path, tmp_path: Path) -> None:
    """By two ways: beside the CSVs as the csv module reads them, and beside an import of them, exported."""
    files = unpacked(wide_zip, f"*-{FORCE}-*.csv", tmp_path / "files")
    for kind in KINDS:
        assert cache_rows(fetched, kind) == all_csv_rows(path.read_bytes() for path in files.glob(f"*-{kind}.csv"))
    imported = tmp_path / "imported.sqlite"
    succeed(imported, "import", files)
    for layer in ("crimes", "outcomes", "stops"):
        for cache in (fetched, imported):
            succeed(cache, "export", "--layer", layer, "--format", "csv", tmp_path / f"{cache.stem}.csv")
        assert (tmp_path / "fetched.csv").read_bytes() == (tmp_path / "imported.csv").read_bytes()
    succeed(fetched, "verify")


def test_the_ledger_is_that_of_an_imported_archive(fetched: Path, wide_zip: Path, tmp_path: Path) -> None:
    alone = tmp_path / "2026-04.zip"
    with zipfile.ZipFile(wide_zip) as source, zipfile.ZipFile(alone, "w", zipfile.ZIP_DEFLATED) as target:
        for name in names(wide_zip, f"*-{FORCE}-*"):
            target.writestr(name, source.read(name))
    succeed(tmp_path / "imported.sqlite", "import", alone)
    ledger = (
        "SELECT force, month_start, dataset, layout, snapshot, snapshot_exact, crc, source, scope, unplaced_rows,"
        " lsoa_edition, first_row, last_row FROM published_file ORDER BY 1, 2, 3"
    )
    assert query(fetched, ledger) == query(tmp_path / "imported.sqlite", ledger)


def test_only_what_is_wanted_is_asked_for(fetched: Path, service: Service, wide_zip: Path, tmp_path: Path) -> None:
    """Again, with an empty log: the fixtures of other tests share the service."""
    service.log.clear()
    assert fetch_by_command(service, tmp_path / "cache.sqlite", "--force", FORCE).code == 0
    with zipfile.ZipFile(wide_zip) as archive:
        packed = sum(archive.getinfo(name).compress_size for name in names(wide_zip, f"*-{FORCE}-*"))
        directory = wide_zip.stat().st_size - archive.start_dir
    assert [entry.status for entry in service.log.of("data")] == [302]
    asked = service.log.of("store")
    assert len(asked) <= 115
    assert {entry.status for entry in asked} == {206}
    assert all("range" in entry.headers for entry in asked)
    # The directory alone is as large as these small files: a first request may bring a little more than it.
    assert service.log.sent("store") <= max(directory, 512 * 1024) + 1.1 * packed
    conditions = [entry.headers.get("if-match") for entry in asked]
    assert conditions[0] is None
    assert len(set(conditions[1:])) == 1
    assert conditions[1]


def test_what_is_held_is_not_fetched_again(fetched: Path, service: Service, tmp_path: Path) -> None:
    cache = Path(shutil.copy(fetched, tmp_path / "cache.sqlite"))
    before = cache.read_bytes()
    service.log.clear()
    result = fetch_by_command(service, cache, "--force", FORCE)
    assert result.out.splitlines()[0] == "Bedfordshire, May 2023 to April 2026: 108 files: 108 already held."
    assert len(service.log) == 2
    assert cache.read_bytes() == before


def test_months_and_types_are_chosen(service: Service, cache_path: Path, wide_zip: Path) -> None:
    words = ("--from", "2024-01", "--to", "2024-03", "--types", "street,outcomes")
    result = fetch_by_command(service, cache_path, "--force", FORCE, "kent", *words)
    assert result.code == 0, result.err
    wanted = [
        name
        for force in (FORCE, "kent")
        for month in ("2024-01", "2024-02", "2024-03")
        for name in names(wide_zip, f"{month}/{month}-{force}-[os]*t*s.csv")
        + names(wide_zip, f"*{month}-{force}-street.csv")
        if not name.endswith("search.csv")
    ]
    assert held(cache_path) == file_names(wanted)
    assert len(held(cache_path)) == 12


def test_the_force_may_be_named(service: Service, cache_path: Path) -> None:
    result = fetch_by_command(
        service, cache_path, "--force", "Bedfordshire Police", "--from", "2026-04", "--types", "street"
    )
    assert result.code == 0, result.err
    assert held(cache_path) == {"2026-04-bedfordshire-street.csv"}


def test_all_works_without_a_network_afterwards(fetched: Path, service: Service, tmp_path: Path) -> None:
    """In a network of its own, where nothing but silence is."""
    if subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to cut the network off (unshare -n)")
    cache = Path(shutil.copy(fetched, tmp_path / "cache.sqlite"))
    for words in (
        ["status"],
        ["verify"],
        ["counts", "--by", "month"],
        ["export", "--layer", "crimes", "--format", "csv", str(tmp_path / "crimes.csv")],
    ):
        cut = ["unshare", "-n", *command(cache, *words)]
        done = subprocess.run(cut, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    before = cache.read_bytes()
    silent = [
        subprocess.Popen(
            ["unshare", "-n", *command(cache, *words)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for words in (["fetch", "--force", "kent"], ["refresh"], ["plan", "--force", "kent"])
    ]
    for process in silent:  # each waits before it asks again
        out, err = process.communicate(timeout=600)
        assert (process.returncode, out) == (1, "")
        assert len(err.splitlines()) == 1
        assert "network" in err
    assert cache.read_bytes() == before


def test_a_file_that_is_not_whole_is_left_out_and_named(cache_path: Path, wide_zip: Path) -> None:
    bad = "2024-01/2024-01-bedfordshire-street.csv"
    with zipfile.ZipFile(wide_zip) as archive:
        files = {name: archive.read(name) for name in names(wide_zip, f"2024-0[123]/*-{FORCE}-*")}
    files[bad] = files[bad][:-5]
    with Service(files) as service:
        result = fetch_by_command(service, cache_path, "--force", FORCE, "--from", "2024-01", "--to", "2024-03")
    assert result.code == 1
    assert "Traceback" not in result.err
    plan, said = result.err.splitlines()
    assert plan.startswith("Bedfordshire, January 2024 to March 2024: 9 files, 9 to download (")
    assert "2024-01-bedfordshire-street.csv" in said
    assert said.endswith("The others are in the cache.")
    assert "8 added, 1 left out because they are not whole." in result.out
    assert held(cache_path) == file_names(set(files) - {bad})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--force", "bedforshire"], "Perhaps you mean bedfordshire"),
        (["--force", "Atlantis Police!"], "is not a force"),
        (["--force", "scotland"], "use btp"),
        ([], "No force is named"),
        (["--force", FORCE, "--from", "2025-02", "--to", "2025-01"], "is after the last"),
        (["--force", FORCE, "--from", "2010-11"], "no data before 2010-12"),
        (["--force", FORCE, "--types", ","], "No kind of file is named"),
    ],
)
def test_nothing_is_sent_for_what_cannot_be(service: Service, cache_path: Path, words: list[str], said: str) -> None:
    service.log.clear()
    for name in ("fetch", "plan"):
        assert said in sentence(run(cache_path, name, *words, **service.environment))
    assert len(service.log) == 0
    assert not cache_path.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--force", FORCE, "--to", "2026-05"],
            "2026-05 is not published yet: the newest release goes up to 2026-04",
        ),
        (["--force", "dogger-bank"], "'dogger-bank' is not a force"),
    ],
)
def test_what_only_the_archive_knows_is_asked_of_it(
    service: Service, cache_path: Path, words: list[str], said: str
) -> None:
    assert said in sentence(fetch_by_command(service, cache_path, *words))
    assert not cache_path.exists()


@pytest.mark.parametrize("words", [["--types", "crimes"], ["--way", "post"], ["--from", "2026-13"]])
def test_a_wrong_call_is_one(cache_path: Path, words: list[str]) -> None:
    assert run(cache_path, "fetch", "--force", FORCE, *words).code == 2


def test_other_commands_load_nothing_of_the_network() -> None:
    code = (
        "import sys; from offline_cache.cli.arguments import parser; parser().parse_args(['--cache','x','status'])\n"
        "print(*sorted(n for n in sys.modules if n.split('.')[0] in ('requests','remotezip') or 'transport' in n))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_real_files_are_the_same_by_both_ways(bedfordshire_zip: Path, tmp_path: Path) -> None:
    """Two years of one force: as large, as odd and as full of equal rows as they are published."""
    fetched, imported = tmp_path / "fetched.sqlite", tmp_path / "imported.sqlite"
    with Service(bedfordshire_zip) as service:
        words = ("--from", "2021-05", "--to", "2023-04")
        result = fetch_by_command(service, fetched, "--force", FORCE, *words)
        assert result.out.startswith("Bedfordshire, May 2021 to April 2023: 72 files: 72 added."), result.err
        assert service.log.sent("store") <= 1.1 * bedfordshire_zip.stat().st_size
    succeed(imported, "import", bedfordshire_zip)
    crcs = "SELECT force, month_start, dataset, crc, unplaced_rows, lsoa_edition FROM published_file ORDER BY 1, 2, 3"
    assert query(fetched, crcs) == query(imported, crcs)
    for layer in ("crimes", "outcomes", "stops"):
        for cache in (fetched, imported):
            succeed(cache, "export", "--layer", layer, "--format", "csv", tmp_path / f"{cache.stem}.csv")
        assert (tmp_path / "fetched.csv").read_bytes() == (tmp_path / "imported.csv").read_bytes()
    succeed(fetched, "verify")
