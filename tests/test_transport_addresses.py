# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the services are, and how we introduce ourselves."""

from __future__ import annotations

import configparser
import subprocess
import sys
from pathlib import Path

import pytest

from offline_cache.errors import CacheError
from offline_cache.transport import Addresses, Service
from offline_cache.transport.addresses import host_of, is_loopback
from offline_cache.transport.identity import user_agent


def test_the_usual_addresses_are_encrypted_and_without_a_slash() -> None:
    usual = Addresses()
    for service in Service:
        assert usual.of(service).startswith("https://")
        assert not usual.of(service).endswith("/")


def test_the_environment_moves_single_services() -> None:
    moved = Addresses.from_environment(
        {"POLICEUK_API_URL": " http://127.0.0.1:8080/api/ ", "POLICEUK_ONS_URL": "", "OTHER": "https://example.org"}
    )
    assert moved == Addresses(api="http://127.0.0.1:8080/api")


@pytest.mark.parametrize(
    "address",
    ["http://example.org", "http://data.police.uk", "ftp://example.org", "example.org", "https://", "https:///x",
     "https://a b.org", "https://example.org?x=1", "https://example.org/#a", "https://example.org:port",
     "http://127.0.0.1.example.org", "http://localhost.example.org", "https://[::1", "file:///etc/passwd"],
)  # fmt: skip
def test_an_address_that_cannot_serve_is_refused_in_a_sentence(address: str) -> None:
    with pytest.raises(CacheError) as refused:
        Addresses.from_environment({"POLICEUK_STORE_URL": address})
    assert "store" in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_password_in_an_address_is_refused_and_not_shown() -> None:
    with pytest.raises(CacheError) as refused:
        Addresses(data="https://me:geheim@example.org")
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1", "http://127.9.9.9"])
def test_plain_http_is_for_this_computer(address: str) -> None:
    assert Addresses(data=address).data == address
    assert is_loopback(address)


def test_capitals_in_a_host_do_not_matter() -> None:
    shouted = Addresses(api="HTTPS://Data.Police.UK/API/")
    assert shouted.api == "https://data.police.uk/API"
    assert shouted.service_of("https://data.police.uk/API/forces") is Service.API


@pytest.mark.parametrize(
    ("url", "service"),
    [
        ("https://data.police.uk/api/forces", Service.API),
        ("https://data.police.uk/api?x=1", Service.API),
        ("https://data.police.uk/api", Service.API),
        ("https://data.police.uk/apian/", Service.DATA),
        ("https://data.police.uk/data/", Service.DATA),
        ("https://DATA.police.uk:443/data/", Service.DATA),
        ("https://policeuk-data.s3.amazonaws.com/archive/2026-07.zip", Service.STORE),
        ("https://services1.arcgis.com/other", Service.ONS),
        ("https://api.postcodes.io/postcodes/X", Service.POSTCODES),
        ("http://data.police.uk/api/forces", None),
        ("https://data.police.uk:8443/", None),
        ("https://data.police.uk.example.org/", None),
        ("https://data.police.uk@example.org/", None),
        ("https://example.org\\@data.police.uk/", None),
        ("https://example.org/https://data.police.uk/", None),
    ],
)
def test_a_url_belongs_to_the_service_under_whose_address_it_lies(url: str, service: Service | None) -> None:
    assert Addresses().service_of(url) is service


def test_sentences_name_a_host_and_nothing_else_of_a_url() -> None:
    assert host_of("https://me:geheim@data.police.uk/a/b?key=1#c") == "data.police.uk"
    assert host_of("http://127.0.0.1:8080/x") == "127.0.0.1:8080"
    assert host_of("https://[::1]:444/") == "[::1]:444"
    assert host_of("https://[") == "an unknown address"


def test_we_introduce_ourselves_by_name_version_and_page(root: Path) -> None:
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(root / "metadata.txt", encoding="utf-8")
    about = metadata["general"]
    assert user_agent() == f"policeuk_plugin/{about['version']} (+{about['homepage']})"


def test_without_requests_the_sentence_says_what_to_do(root: Path) -> None:
    program = (
        "import sys; sys.modules['requests'] = None\n"
        "from offline_cache.transport import Addresses, Transport\n"
        "from offline_cache.errors import CacheError\n"
        "try:\n    Transport(Addresses())\n"
        "except CacheError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "'requests'" in done.stdout
    assert "nstall" in done.stdout


def test_importing_the_transport_imports_nothing_of_others(root: Path) -> None:
    program = (
        "import sys, offline_cache.transport\n"
        "print([name for name in ('requests', 'urllib3', 'remotezip', 'http.client') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert "requests" not in done.stdout
    assert "urllib3" not in done.stdout
    assert "remotezip" not in done.stdout
