# SPDX-License-Identifier: GPL-2.0-or-later
"""From what the libraries and the system raise to the one error of the network and its sentence."""

from __future__ import annotations

import datetime
import errno
import http.client
import re
import socket
import ssl
from collections.abc import Iterator
from typing import Optional

from ..errors import NetworkError, NetworkFault
from .addresses import host_of
from .faults import TRY_LATER, cut, proxy_password, unreadable

# X509_V_ERR_* (openssl/x509_vfy.h)
_CLOCK = {9: "is not valid yet", 10: "has expired"}
_UNREACHABLE = {
    *(errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.ECONNREFUSED),
    *(errno.EADDRNOTAVAIL, errno.EACCES, errno.EPERM, 10051, 10061, 10065),
}
_OWN_CERTIFICATE = (
    "Nothing was sent. Networks of forces and councils often put in a certificate of their own: inside QGIS the "
    "system's certificates count; outside QGIS let REQUESTS_CA_BUNDLE name the file with that certificate (your IT "
    "has it)."
)


def raised_by_libraries() -> tuple[type[Exception], ...]:
    """What may come out of sending and reading: the system's, requests' (both OSError), http.client's, urllib3's."""
    from urllib3.exceptions import HTTPError

    return (OSError, http.client.HTTPException, ValueError, HTTPError)


def network_error(error: BaseException, url: str) -> NetworkError:
    """What an exception of requests, urllib3, ssl or the system on the way to `url` means."""
    if isinstance(error, NetworkError):
        return error
    chain = list(_chain(error))
    # By name: requests and urllib3 need not be there, and their classes inherit otherwise in each version.
    names = {type(link).__name__ for link in chain}
    host = host_of(url)
    for found in (_proxy(chain, names, host), _certificate(chain, names, host), _timeout(names, host)):
        if found is not None:
            return found
    return _connection(chain, names, host)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and all it was made from, each once: by cause, context, urllib3's reason, and arguments."""
    waiting, seen = [error], set()
    while waiting:
        link = waiting.pop(0)
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        parts = (link.__cause__, link.__context__, getattr(link, "reason", None), *link.args)
        waiting.extend(part for part in parts if isinstance(part, BaseException))


# Of http.client (_tunnel) and of Qt.
_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")
_PASSWORD = re.compile(r"Tunnel connection failed: 407|authenticat", re.IGNORECASE)


def _proxy(chain: list[BaseException], names: set[str], host: str) -> Optional[NetworkError]:
    text = " ".join(str(link) for link in chain)
    if not names & {"ProxyError", "InvalidProxyURL", "ProxySchemeUnknown"} and "SOCKS" not in text:
        return None
    # urllib3 1.26 blames the proxy for each connection through it that breaks.
    broken = any(isinstance(link, (ConnectionResetError, BrokenPipeError, ConnectionAbortedError)) for link in chain)
    if broken or any(isinstance(link, ssl.SSLCertVerificationError) for link in chain):
        return None
    if _PASSWORD.search(text):
        return proxy_password()
    status = _TUNNEL.search(text)
    if "SOCKS" in text:
        what = "is a SOCKS proxy, which needs the Python package PySocks"
    elif "InvalidProxyURL" in names or "ProxySchemeUnknown" in names:
        what = "has an address that cannot be used"
    elif status:
        what = f"does not let us through to {host} (status {status[1]}); your IT may have to allow it"
    else:
        what = "could not be reached or refused the connection"
    return NetworkError(
        NetworkFault.PROXY,
        f"The proxy {what}. Check the proxy in the settings of QGIS, or outside QGIS in HTTPS_PROXY and NO_PROXY.",
    )


def _certificate(chain: list[BaseException], names: set[str], host: str) -> Optional[NetworkError]:
    for link in chain:
        if isinstance(link, ssl.SSLCertVerificationError):
            when = _CLOCK.get(getattr(link, "verify_code", 0))
            if when:
                today = datetime.date.today().isoformat()
                sentence = (
                    f"The certificate of {host} {when}, by this computer's date, {today}. Nothing was sent. Check the "
                    "date and time of this computer; if they are right, the fault is the service's: try again later."
                )
            else:
                why = getattr(link, "verify_message", "") or "it cannot be checked"
                sentence = f"The certificate of {host} is not trusted ({why}). {_OWN_CERTIFICATE}"
            return NetworkError(NetworkFault.CERTIFICATE, sentence)
    if "CertificateError" in names:  # urllib3's own
        sentence = f"The certificate that came is not one of {host}. {_OWN_CERTIFICATE}"
        return NetworkError(NetworkFault.CERTIFICATE, sentence)
    text = " ".join(str(link) for link in chain)
    if "CA certificate bundle" in text or "TLS certificate file" in text:
        return NetworkError(
            NetworkFault.CERTIFICATE,
            "The file of certificates that REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names cannot be read. Correct the "
            "variable or remove it.",
        )
    broken_off = any(isinstance(link, (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionError)) for link in chain)
    if not names & {"SSLError"} or broken_off or names & _TIMEOUTS or "EOF" in text:
        return None
    return NetworkError(
        NetworkFault.CERTIFICATE,
        f"No encrypted connection to {host} could be agreed on. A login page of the network or a proxy may stand in "
        "between: open a web browser and log in to the network. Or the date and time of this computer are wrong: it is "
        f"{datetime.date.today().isoformat()} here. {_OWN_CERTIFICATE}",
    )


# Of requests, urllib3, socket on Python 3.9, and Python.
_TIMEOUTS = {
    *("Timeout", "ConnectTimeout", "ReadTimeout", "ConnectTimeoutError", "ReadTimeoutError"),
    *("timeout", "TimeoutError"),
}
_UNRESOLVED = {"NameResolutionError", "gaierror", "herror"}


def _timeout(names: set[str], host: str) -> Optional[NetworkError]:
    if not names & _TIMEOUTS or names & _UNRESOLVED:
        return None
    if names & {"ConnectTimeout", "ConnectTimeoutError"}:
        sentence = f"{host} could not be reached in time. Check the network; a firewall or proxy may be in between."
    else:
        sentence = f"{host} did not answer in time. {TRY_LATER}"
    return NetworkError(NetworkFault.TIMEOUT, sentence)


def _connection(chain: list[BaseException], names: set[str], host: str) -> NetworkError:
    if names & _UNRESOLVED or any(isinstance(link, socket.gaierror) for link in chain):
        return NetworkError(
            NetworkFault.NO_NETWORK,
            f"There is no network, or the name {host} is not known in it. Connect this computer, then try again; what "
            "is held works without a network.",
        )
    if any(isinstance(link, OSError) and link.errno in _UNREACHABLE for link in chain):
        return NetworkError(
            NetworkFault.NO_NETWORK,
            f"{host} could not be reached. Check that this computer has a network and that a firewall lets QGIS or "
            "Python through; what is held works without a network.",
        )
    if any(_no_http(link) for link in chain):
        return unreadable(host, "it is no answer of the web")
    if names & {
        "InvalidURL",
        "InvalidSchema",
        "MissingSchema",
        "LocationParseError",
        "LocationValueError",
        "UnicodeEncodeError",
    }:
        return unreadable(host, "an address in it cannot be used")
    return cut(host)


# The beginning of a status line that was cut.
_STATUS_LINE = re.compile(r"(H|HT|HTT|HTTP|HTTP/[\d.]{0,3}( \d{0,2})?)\s*\Z", re.ASCII)


def _no_http(link: BaseException) -> bool:
    if isinstance(link, (http.client.RemoteDisconnected, http.client.IncompleteRead)):
        return False
    if isinstance(link, http.client.BadStatusLine) and _STATUS_LINE.match(str(link)):
        return False
    return isinstance(link, http.client.HTTPException)
