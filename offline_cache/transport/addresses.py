# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the services are; a setting, for mirrors and tests."""

from __future__ import annotations

import dataclasses
import enum
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Optional
from urllib.parse import SplitResult, urlsplit

from ..errors import CacheError, shown


class Service(enum.Enum):
    """The services that are used, by the field of `Addresses` that says where each is."""

    DATA = "data"
    STORE = "store"
    API = "api"
    ONS = "ons"
    POSTCODES = "postcodes"
    NOMIS = "nomis"
    GOVUK = "govuk"


@dataclass(frozen=True)
class Addresses:
    """Base addresses without a slash at the end: https, or http to this computer itself; else `CacheError`."""

    data: str = "https://data.police.uk"
    store: str = "https://policeuk-data.s3.amazonaws.com"
    api: str = "https://data.police.uk/api"
    ons: str = "https://services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/services"
    postcodes: str = "https://api.postcodes.io"
    nomis: str = "https://www.nomisweb.co.uk"
    govuk: str = "https://assets.publishing.service.gov.uk"

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            object.__setattr__(self, field.name, _checked(getattr(self, field.name), field.name))

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Addresses:
        """The defaults, with what POLICEUK_DATA_URL, _STORE_, _API_, _ONS_, _POSTCODES_, _NOMIS_, _GOVUK_URL say."""
        given = {service.value: environ.get(variable(service), "").strip() for service in Service}
        return cls(**{name: address for name, address in given.items() if address})

    def of(self, service: Service) -> str:
        """The base address of one service."""
        return str(getattr(self, service.value))

    def service_of(self, url: str) -> Optional[Service]:
        """The service whose base address `url` lies under, the longest one; None where the host is not ours.

        An address of a host of ours that lies under no base address counts as the first service on that host.
        """
        origin = origin_of(url)
        on_host = [service for service in Service if origin is not None and origin == origin_of(self.of(service))]
        under = [s for s in on_host if url.startswith((self.of(s) + "/", self.of(s) + "?")) or url == self.of(s)]
        return max(under, key=lambda service: len(self.of(service)), default=on_host[0] if on_host else None)


def variable(service: Service) -> str:
    """The environment variable that moves a service."""
    return f"POLICEUK_{service.name}_URL"


def origin_of(url: str) -> Optional[tuple[str, str, int]]:
    """Scheme, host and port; None where `url` is no address of the web or has a user's name in it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    return parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80)


def host_of(url: str) -> str:
    """What a sentence calls an address: its host, with a port that is not the usual one; never more."""
    origin = origin_of(url)
    if origin is None:
        try:
            return urlsplit(url).hostname or "an unknown address"
        except ValueError:
            return "an unknown address"
    scheme, host, port = origin
    host = f"[{host}]" if ":" in host else host
    return host if port == (443 if scheme == "https" else 80) else f"{host}:{port}"


def is_loopback(url: str) -> bool:
    """Whether an address is this computer itself."""
    origin = origin_of(url)
    if origin is None:
        return False
    try:
        return ipaddress.ip_address(origin[1]).is_loopback
    except ValueError:
        return origin[1] == "localhost"


def _checked(address: str, name: str) -> str:
    """The address without its last slash; `CacheError` where it cannot be a base address."""
    address = address.strip().rstrip("/")
    service = Service(name)
    try:
        parts: Optional[SplitResult] = urlsplit(address)
    except ValueError:
        parts = None
    strange = any(sign.isspace() or not sign.isprintable() for sign in address)
    if parts is None or strange or parts.query or parts.fragment or origin_of(address) is None:
        held_back = "with a user's name in it" if "@" in address else shown(address)
        raise CacheError(
            f"The address of the service '{name}' cannot be used: {held_back}. Give {variable(service)} (or the "
            "setting) an address such as https://example.org, without a name, a password, '?' or '#'."
        )
    if parts.scheme == "http" and not is_loopback(address):
        raise CacheError(
            f"The address of the service '{name}' is not encrypted: {shown(address)}. Use https; http is only for "
            "this computer itself."
        )
    return parts._replace(netloc=parts.netloc.lower()).geturl()
