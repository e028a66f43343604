# SPDX-License-Identifier: GPL-2.0-or-later
"""The stand-in service: data site, store, API, ONS and postcodes.io on loopback ports, for tests and by hand."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Optional, Union

from .api import Api
from .control import Control
from .data_site import DataSite
from .faults import Fault, Kind
from .files import Files
from .form import Form
from .layers import Layer
from .messages import Answer, Log, Request, page
from .ons import BASE, Ons
from .postcodes import Postcodes
from .proxy import Proxy
from .releases import Archive, Release, Releases
from .sample_layers import sample_layers
from .server import Host, Wiring
from .store import Store
from .tls import NAMES, self_signed

if TYPE_CHECKING:
    from offline_cache.transport.addresses import Addresses

SAMPLE = Path(__file__).resolve().parents[2] / "policeuk_plugin" / "resources" / "sample"
NAMED = ("data", "store", "api", "ons", "postcodes", "nomis", "govuk")
_BELOW = {"api": "/api", "ons": BASE}
_SECONDS = {Kind.TRICKLE: 0.2, Kind.SLOW_HEADERS: 60.0, Kind.STALL: 600.0}


class Service:
    """`with Service() as service:` serves the invented sample; `archives` are paths, bytes or members of zips.

    `layers` of ONS (None: those of the sample) and `tls` (a certificate nobody has signed, for `tls_names`) are
    chosen here; what may be changed while it runs is at `api`, `ons`, `postcodes`, `files`, `form` and
    `latency`.
    """

    def __init__(
        self,
        *archives: Archive,
        layers: Optional[Sequence[Layer]] = None,
        rate_limit: bool = True,
        area_limit: int = 10_000,
        latency: float = 0.0,
        tls: bool = False,
        tls_names: Sequence[str] = NAMES,
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="policeuk-stand-in-")
        folder = Path(self._folder.name)
        self._wiring = Wiring(latency=latency)
        self.certificate: Optional[Path] = None
        if tls:
            self.certificate, self._wiring.tls = self_signed(folder, tls_names)
        self.releases = Releases(folder)
        for archive in archives or (SAMPLE / "sample_archive.zip",):
            self.releases.publish(archive)
        self.store = Store(self.releases)
        self.form = Form(self.releases, self.store, folder)
        self.api = Api(self.releases, rate_limit, area_limit)
        self.ons = Ons(sample_layers(SAMPLE) if layers is None else layers)
        self.postcodes = Postcodes(SAMPLE)
        self.files = Files()
        self._hosts = self._made_hosts()

    def _made_hosts(self) -> dict[str, Host]:
        data = DataSite(self.releases, self.store, self.form, lambda: self._hosts["store"].url)
        sites: dict[str, Callable[[Request], Answer]] = {
            "data": data,
            "store": self.store,
            "api": self.api,
            "ons": self.ons,
            "postcodes": self.postcodes,
            "nomis": self.files,
            "govuk": self.files,
            "elsewhere": _elsewhere,
        }
        hosts = {kind: Host(kind, site, self._wiring) for kind, site in sites.items()}
        hosts["plain"] = Host("plain", _elsewhere, self._wiring, secure=False)
        hosts["control"] = Host("control", Control(self), self._wiring.silent(), secure=False)
        return hosts

    # --- running ------------------------------------------------------------------------------------------

    def start(self, ports: Optional[Mapping[str, int]] = None) -> Service:
        """Listen, on free ports where none are given by host kind."""
        for kind, host in self._hosts.items():
            host.start((ports or {}).get(kind, 0))
        self._wiring.elsewhere, self._wiring.plain = self._hosts["elsewhere"].url, self._hosts["plain"].url
        self.form.site_url, self.form.store_url = self._hosts["data"].url, self._hosts["store"].url
        self.ons.url = self._hosts["ons"].url
        return self

    def stop(self) -> None:
        """End every connection, free the ports, delete what was made."""
        self._wiring.stopping.set()
        threads = [threading.Thread(target=host.stop) for host in self._hosts.values()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._folder.cleanup()

    def __enter__(self) -> Service:
        return self.start()

    def __exit__(self, kind: Optional[type], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        self.stop()

    # --- where it is --------------------------------------------------------------------------------------

    def url(self, kind: str) -> str:
        """Base address of a host kind: data, store, api, ons, postcodes, elsewhere, plain, control."""
        return self._hosts[kind].url + _BELOW.get(kind, "")

    @property
    def environment(self) -> dict[str, str]:
        """The POLICEUK_*_URL variables that lead a client here."""
        return {f"POLICEUK_{kind.upper()}_URL": self.url(kind) for kind in NAMED}

    @property
    def addresses(self) -> Addresses:
        """The same for `offline_cache.transport`."""
        from offline_cache.transport.addresses import Addresses

        return Addresses.from_environment(self.environment)

    @property
    def log(self) -> Log:
        """Every request so far."""
        return self._wiring.log

    @property
    def latency(self) -> float:
        """Seconds before every answer."""
        return self._wiring.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self._wiring.latency = seconds

    def proxy(self, user: str = "", password: str = "") -> Proxy:
        """A proxy on this machine, to be used by `with`; it asks for a password where a user is named."""
        return Proxy(self.log, user, password)

    # --- what it does -------------------------------------------------------------------------------------

    def publish(
        self,
        archive: Optional[Archive] = None,
        month: Optional[str] = None,
        revised: Optional[Mapping[str, Optional[bytes]]] = None,
    ) -> Release:
        """Publish an archive, or without one the next month's: see `Releases.publish_next` for `revised`.

        An archive of a month that was published replaces the file behind the same address.
        """
        if archive is None:
            return self.releases.publish_next(revised)
        return self.releases.publish(archive, month)

    def fault(self, kind: Union[str, int, Kind], **details: Any) -> Fault:
        """Switch a fault on: a `Kind`, its value, or a status code; details are the fields of `Fault`.

        `service.fault("cut", host="store", after=1000, times=2)`; `service.fault(429, host="api", retry_after="1")`.
        Clear it by `.clear()`, by `with`, or all by `service.no_faults()`. Every match is counted in `.hits`.
        """
        if isinstance(kind, int):
            kind, details = Kind.STATUS, {"status": kind, **details}
        kind = Kind(kind)
        details.setdefault("seconds", _SECONDS.get(kind, 60.0))
        if kind is Kind.JOB_FAILED:
            details.setdefault("path", "/data/progress/*")
        fault = self._wiring.faults.add(Fault(kind, on_clear=self._cleared, **details))
        if kind is Kind.REFUSED:
            self._each_refused(fault, Host.stop)
        return fault

    def no_faults(self) -> None:
        """Switch every fault off."""
        for fault in self._wiring.faults.all():
            fault.clear()

    def _cleared(self, fault: Fault) -> None:
        if self._wiring.faults.remove(fault) and fault.kind is Kind.REFUSED:
            self._each_refused(fault, Host.start)

    def _each_refused(self, fault: Fault, action: Callable[[Host], None]) -> None:
        for kind, host in self._hosts.items():
            if kind != "control" and fault.fits("*", kind, "*"):
                action(host)


def _elsewhere(request: Request) -> Answer:
    """A host that is none of ours: it answers everything, so that a client that comes is found in the log."""
    return page("Elsewhere", "<p>Nobody should come here.</p>")
