# SPDX-License-Identifier: GPL-2.0-or-later
"""The stand-in service: archives by ranges, releases, and the custom download."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import re
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.sample_factory import member, street_csv, street_row
from tests.service import Service, wide_archive
from tests.service.client import fetched

ARCHIVE = "/archive/2026-04.zip"


@pytest.fixture(scope="module")
def running() -> Iterator[Service]:
    with Service(rate_limit=False) as service:
        yield service


@pytest.fixture
def service(running: Service) -> Service:
    """Give the service without faults and with an empty log."""
    running.no_faults()
    running.log.clear()
    return running


@pytest.fixture(scope="module")
def whole(sample_zip: Path) -> bytes:
    return sample_zip.read_bytes()


def asked(service: Service, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
    """Give the store's answer for the archive with these headers."""
    got = fetched(service.url("store") + ARCHIVE, headers={name.replace("_", "-"): v for name, v in headers.items()})
    return got.status, got.headers, got.body


# --- archives ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["latest", "2026-04"])
def test_an_archive_comes_from_the_store(service: Service, whole: bytes, name: str) -> None:
    got = fetched(f"{service.url('data')}/data/archive/{name}.zip")
    assert (got.body, got.url, got.headers["Accept-Ranges"]) == (whole, service.url("store") + ARCHIVE, "bytes")
    assert [(e.host, e.status, e.sent) for e in service.log.of()] == [("data", 302, 0), ("store", 200, len(whole))]
    assert service.log.sent("store") == len(whole)


def test_an_unknown_month_is_404(service: Service) -> None:
    assert fetched(service.url("data") + "/data/archive/2013-12.zip").status == 404
    assert fetched(service.url("store") + "/archive/2013-12.zip").status == 404


def test_the_index_page_lists_span_and_md5(service: Service, whole: bytes) -> None:
    text = fetched(service.url("data") + "/data/archive/").body.decode()
    assert "2024-05 to 2026-04 (0.8 MB)" in text
    assert hashlib.md5(whole, usedforsecurity=False).hexdigest() in text


@pytest.mark.parametrize(
    ("asked_for", "first", "last"),
    [
        ("0-0", 0, 0),
        ("100-299", 100, 299),
        ("845000-", 845000, 845851),
        ("-22", 845830, 845851),
        ("9-9999999", 9, 845851),
    ],
)
def test_a_range_is_that_part(service: Service, whole: bytes, asked_for: str, first: int, last: int) -> None:
    status, headers, body = asked(service, Range=f"bytes={asked_for}")
    assert (status, body) == (206, whole[first : last + 1])
    assert headers["Content-Range"] == f"bytes {first}-{last}/{len(whole)}"


def test_a_range_beyond_the_end_is_416(service: Service) -> None:
    status, headers, body = asked(service, Range="bytes=845852-")
    assert (status, headers["Content-Range"]) == (416, "bytes */845852")
    assert b"InvalidRange" in body


def test_conditions_on_the_etag_hold(service: Service, whole: bytes) -> None:
    etag = asked(service, Range="bytes=0-1")[1]["ETag"]
    assert asked(service, Range="bytes=0-1", If_Match=etag)[0] == 206
    assert asked(service, Range="bytes=0-1", If_Match='"other"')[0] == 412
    assert asked(service, Range="bytes=0-1", If_Range=etag)[0] == 206
    assert asked(service, Range="bytes=0-1", If_Range='"other"')[::2] == (200, whole)
    assert asked(service, If_None_Match=etag)[::2] == (304, b"")
    assert asked(service, If_Modified_Since=asked(service)[1]["Last-Modified"])[0] == 304


def test_a_connection_serves_many_requests(service: Service, whole: bytes) -> None:
    connection = http.client.HTTPConnection(service.url("store").partition("//")[2])
    local = []
    for start in range(0, 500, 50):
        connection.request("GET", ARCHIVE, headers={"Range": f"bytes={start}-{start + 49}"})
        assert connection.getresponse().read() == whole[start : start + 50]
        local.append(connection.sock.getsockname() if connection.sock else None)
    connection.request("HEAD", ARCHIVE)
    head = connection.getresponse()
    assert (head.read(), head.headers["Content-Length"], len(set(local))) == (b"", str(len(whole)), 1)
    connection.close()


# --- releases ---------------------------------------------------------------------------------------------


def test_the_next_release_follows(tmp_path: Path, sample_zip: Path) -> None:
    revised = member("2026-03", "dogger-bank")
    content = street_csv("2026-03", "dogger-bank", [street_row()])
    with Service(sample_zip) as service:
        release = service.publish(revised={revised: content, member("2026-02", "dogger-bank"): None})
        archive = zipfile.ZipFile(io.BytesIO(fetched(service.url("data") + "/data/archive/latest.zip").body))
        assert json.loads(fetched(service.url("api") + "/crime-last-updated").body)["date"] == "2026-05-01"
        assert fetched(service.url("store") + ARCHIVE).body == sample_zip.read_bytes()
    before = zipfile.ZipFile(sample_zip)
    old, new = ({i.filename: i.CRC for i in z.infolist()} for z in (before, archive))
    assert (release.month, min(new)[:7], max(new)[:7]) == ("2026-05", "2024-06", "2026-05")
    assert archive.read(revised) == content
    changed = {name for name in old if name[:7] > "2024-05" and old[name] != new.get(name)}
    assert changed == {revised, member("2026-02", "dogger-bank")}
    rows = archive.read(member("2026-05", "dogger-bank")).decode().splitlines()
    assert len(rows) == len(before.read(member("2026-04", "dogger-bank")).decode().splitlines())
    assert "2026-05" in rows[1]
    assert "2026-04" not in rows[1]


def test_another_file_behind_the_same_address(whole: bytes) -> None:
    names = {member("2026-04", "btp"): street_csv("2026-04", "btp", [street_row()])}
    with Service(whole) as service:
        etag = asked(service)[1]["ETag"]
        service.publish(names)
        assert asked(service, If_Match=etag)[0] == 412
        assert zipfile.ZipFile(io.BytesIO(asked(service)[2])).namelist() == list(names)


def test_a_wide_archive_is_as_wide_as_the_real_one(tmp_path: Path) -> None:
    given = {member("2026-04", "bedfordshire"): b"given"}
    names = zipfile.ZipFile(wide_archive(tmp_path / "wide.zip", rows=1)).namelist()
    small = zipfile.ZipFile(wide_archive(tmp_path / "small.zip", months=2, forces=4, given=given))
    assert len(names) == len(set(names)) == 4485
    assert small.namelist()[-1] == member("2026-04", "cambridgeshire")
    assert [n for n in small.namelist() if "bedfordshire" in n] == list(given)


# --- the custom download ----------------------------------------------------------------------------------


def ordered(service: Service, cookie: bool = True, **changed: str) -> tuple[int, str, bytes]:
    """Fill the form in; give status, where the redirect led, and the page."""
    site = service.url("data")
    form = fetched(site + "/data/")
    token = re.search(rb"name='csrfmiddlewaretoken' value='(\w+)'", form.body)
    assert token is not None
    words = {"csrfmiddlewaretoken": token[1].decode(), "date_from": "2026-03", "date_to": "2026-04"}
    words.update({"forces": "dogger-bank", "include_crime": "on", "include_outcomes": "on", **changed})
    headers = {"Referer": site + "/data/", "Origin": site}
    if cookie:
        headers["Cookie"] = form.headers["Set-Cookie"].partition(";")[0]
    got = fetched(site + "/data/", urllib.parse.urlencode(words).encode(), headers)
    return got.status, got.url, got.body


def test_the_form_makes_a_zip(service: Service, sample_zip: Path) -> None:
    status, where, _ = ordered(service)
    progress = where.replace("/fetch/", "/progress/")
    answers = [fetched(progress).json for _ in range(3)]
    assert (status, [answer["status"] for answer in answers]) == (200, ["pending", "ready", "ready"])
    assert re.fullmatch(re.escape(service.url("store")) + r"/download/[0-9a-f]{40}\.zip", answers[1]["url"])
    made = zipfile.ZipFile(io.BytesIO(fetched(answers[1]["url"]).body))
    kinds = ("outcomes", "street")
    assert made.namelist() == [member(m, "dogger-bank", k) for m in ("2026-03", "2026-04") for k in kinds]
    assert made.read(made.namelist()[1]) == zipfile.ZipFile(sample_zip).read(made.namelist()[1])
    service.store.forget_downloads()
    assert fetched(answers[1]["url"]).status == 404


def test_the_form_wants_its_token_and_cookie(service: Service) -> None:
    for status, _, body in (ordered(service, cookie=False), ordered(service, csrfmiddlewaretoken="other")):
        assert status == 403
        assert b"CSRF verification failed" in body
    assert b"errorlist" in ordered(service, forces="nobody")[2]


def test_a_job_may_fail(service: Service) -> None:
    with service.fault("job_failed"):
        progress = ordered(service)[1].replace("/fetch/", "/progress/")
        assert fetched(progress).json == {"status": "failed"}
