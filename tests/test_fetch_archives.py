# SPDX-License-Identifier: GPL-2.0-or-later
"""Archives of the service that are not as they should be: what is said serves those who have no file to mend."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from tests.command import cache_rows, csv_rows
from tests.downloads import FORCE, download, fetch_by_command, held, larger_force, request
from tests.sample_factory import asb_row, member, street_csv, street_row
from tests.service import Service

MONTH = "2026-04"
NAME = member(MONTH, FORCE)
FILE = street_csv(MONTH, FORCE, [street_row(), asb_row()])
OTHER = street_csv(MONTH, FORCE, [street_row()])
ELSEWHERE = f"other/{Path(NAME).name}"


def packed(*members: tuple[str, bytes]) -> bytes:
    """A zip with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def pointing_outside() -> bytes:
    """A zip whose end says that its directory lies where there is nothing."""
    data = bytearray(packed((NAME, FILE)))
    struct.pack_into("<I", data, data.rindex(b"PK\5\6") + 16, 2**31)
    return bytes(data)


def said(archive: bytes, cache: Path, way: str) -> str:
    """The sentence in which the download of such an archive ends."""
    with Service({NAME: FILE}) as service:
        service.releases.newest.path.write_bytes(archive)
        result = fetch_by_command(service, cache, "--force", FORCE, "--from", MONTH, "--types", "street", "--way", way)
    assert result.code == 1, result.out
    sentence = result.err.splitlines()[-1]
    assert str(cache.parent) not in sentence
    for advice in ("Rename", "published name", "Download it again", "Download the archive again", "Import the one"):
        assert advice not in sentence
    assert "fault of the program" not in sentence
    assert not cache.exists() or held(cache) == set()
    return sentence


@pytest.mark.parametrize("way", ["ranges", "whole"])
def test_the_same_file_twice_is_one(cache_path: Path, way: str) -> None:
    with Service({NAME: FILE, ELSEWHERE: FILE}) as service:
        result = fetch_by_command(service, cache_path, "--force", FORCE, "--from", MONTH, "--way", way)
    assert result.code == 0, result.err
    assert cache_rows(cache_path, "street") == csv_rows(FILE)


@pytest.mark.parametrize("way", ["ranges", "whole"])
@pytest.mark.parametrize(
    ("archive", "expected"),
    [
        (packed((NAME, FILE), (ELSEWHERE, OTHER)), "twice"),
        (packed((NAME, street_csv("2026-03", FORCE, [street_row()]))), "the month is '2026-03', not the file name's."),
        (packed((NAME, street_csv(MONTH, "dorset", [street_row()]))), "holds rows of Dorset Police."),
        (packed((NAME, FILE[:-20])), "cut off"),
        (packed(("readme.txt", b"x")), "no published file"),
        (packed(), ""),
        (b"hello" * 1000, "zip"),
        (pointing_outside(), ""),
    ],
    ids=["differ", "month", "force", "cut", "none", "empty", "no zip", "outside"],
)
def test_what_is_wrong_with_an_archive_is_the_services(
    cache_path: Path, archive: bytes, expected: str, way: str
) -> None:
    sentence = said(archive, cache_path, way)
    assert expected in sentence
    assert "ry again later" in sentence
    assert "does not give parts" not in sentence


def test_two_that_differ_are_both_named(cache_path: Path) -> None:
    sentence = said(packed((NAME, FILE), (ELSEWHERE, OTHER)), cache_path, "whole")
    assert f"in 2026-04.zip/{NAME} and 2026-04.zip/{ELSEWHERE}." in sentence


def test_what_came_damaged_with_the_directory_is_fetched_again(cache_path: Path) -> None:
    """A small archive comes wholly with the request for its directory."""
    files = {name: data for name, data in larger_force().items() if name.startswith(MONTH)}
    with Service(files) as service:
        fault = service.fault("damaged", host="store", times=1)
        report = download(service, cache_path, request(MONTH, MONTH))
        requests = len(service.log.of("store"))
    assert fault.hits == 1
    assert (len(report.changes), report.failed) == (3, ())
    assert requests == 2
