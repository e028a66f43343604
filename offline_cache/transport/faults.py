# SPDX-License-Identifier: GPL-2.0-or-later
"""The errors of the network with their sentences, and which status means which."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..errors import LongAnswer, NetworkError, NetworkFault
from .addresses import host_of
from .retrying import StatusError, retry_after

TRY_LATER = "What has come so far is kept; try again, it goes on where it stopped."


def proxy_password() -> NetworkError:
    """A proxy that asks for a password (407)."""
    return NetworkError(
        NetworkFault.PROXY,
        "The proxy asks for a name and a password. Give them in the settings of QGIS (Options, Network), or outside "
        "QGIS in HTTPS_PROXY.",
        407,
    )


def cut(host: str) -> NetworkError:
    """A connection that broke in the middle, or an answer that is shorter or other than announced."""
    return NetworkError(NetworkFault.CUT, f"The connection to {host} broke off in the middle. {TRY_LATER}")


_UNREADABLE = (
    "The answer of {host} cannot be used: {why}. The service may have a fault or may have changed; try again later, "
    "then look for a new version of the plugin."
)


def unreadable(host: str, why: str) -> NetworkError:
    """An answer that cannot be what it should be."""
    return NetworkError(NetworkFault.ANSWER, _UNREADABLE.format(host=host, why=why))


def too_long(host: str, why: str) -> LongAnswer:
    """An answer that cannot be held in memory."""
    return LongAnswer(NetworkFault.ANSWER, _UNREADABLE.format(host=host, why=why))


def login_page(host: str) -> NetworkError:
    """A page for people where something else was asked for."""
    return NetworkError(
        NetworkFault.LOGIN_PAGE,
        f"A web page came instead of the data of {host}. The network probably wants you to log in first: open a web "
        "browser, log in, then try again.",
    )


def led_elsewhere(host: str, target: str) -> NetworkError:
    """A redirect that is not followed."""
    if target.lower().startswith("http:"):
        where = f"{host_of(target)} without encryption"
    else:
        where = f"{host_of(target)}, which is none of the services' addresses"
    return NetworkError(
        NetworkFault.REDIRECT,
        f"{host} sent the request on to {where}, which was not followed. The network may want you to log in first: "
        "open a web browser and log in. If the service has moved, change its address in the settings.",
    )


def moved(host: str, status: int) -> NetworkError:
    """A query that was led on in a way that would lose what it asks."""
    return NetworkError(
        NetworkFault.REDIRECT,
        f"{host} sent the request on to another address (status {status}), where the question would be lost. The "
        "service may have moved: look for a new version of the plugin, or change the address in the settings.",
        status,
    )


def changed(host: str) -> NetworkError:
    """Another file than before behind the same address."""
    return NetworkError(
        NetworkFault.CHANGED,
        f"The file on {host} was replaced while it was being read. What is in the cache stays; start again to read "
        "the new one.",
        412,
    )


def no_ranges(host: str) -> NetworkError:
    """A server that gives whole files only."""
    return NetworkError(
        NetworkFault.NO_RANGES,
        f"{host}, or a proxy on the way to it, does not give parts of a file. The whole archive can be downloaded "
        "instead.",
    )


_STATUS = {
    403: "{host} refused the request (status 403). A proxy or a filter of the network may forbid it: ask your IT.",
    404: "{host} does not have what was asked for (status 404). It may not be published (yet, or any more).",
    429: "{host} was asked too often (status 429). Wait a few minutes, then try again.",
}


def status_error(status: int, headers: Mapping[str, str], url: str) -> NetworkError:
    """What an answer means whose status is none that was hoped for."""
    host = host_of(url)
    special: dict[int, Callable[[], NetworkError]] = {
        407: proxy_password,
        412: lambda: changed(host),
        511: lambda: login_page(host),
    }
    if status in special:
        return special[status]()
    fault, sentence = _by_status(status)
    return StatusError(fault, sentence.format(host=host, status=status), status, retry_after(headers))


def _by_status(status: int) -> tuple[NetworkFault, str]:
    if status in (404, 410):
        return NetworkFault.NOT_FOUND, _STATUS[404].replace("404", str(status))
    if status == 408:
        return NetworkFault.TIMEOUT, "{host} gave up waiting (status 408). Try again."
    if status == 429:
        return NetworkFault.LIMIT, _STATUS[429]
    if 400 <= status < 500:
        other = "{host} refused the request (status {status}). Look for a new version of the plugin."
        return NetworkFault.REFUSED, _STATUS.get(status, other)
    if status >= 500:
        return NetworkFault.SERVICE, "{host} has a fault at the moment (status {status}). Try again later."
    return NetworkFault.ANSWER, "The answer of {host} cannot be used (status {status}). Try again later."
