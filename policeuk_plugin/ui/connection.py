# SPDX-License-Identifier: GPL-2.0-or-later
"""The connection test in words: each service with what is in its way, and what that means for the user."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from offline_cache.errors import NetworkFault

from ..text import number, tr

if TYPE_CHECKING:
    from offline_cache.transport.probe import ServiceCheck


def ask_services(cancelled: Callable[[], bool]) -> tuple[ServiceCheck, ...]:
    """Ask each service once, in the worker that calls this; raises `CacheError` where nothing may be sent."""
    from offline_cache.transport.probe import probe  # not while QGIS starts

    from ..network import qgis_transport

    with qgis_transport(cancelled) as transport:
        return probe(transport)


def told(checks: Sequence[ServiceCheck]) -> tuple[str, list[str]]:
    """The result for reading, and a line for each service."""
    failed = [check for check in checks if check.fault is not None]
    lines = [_line(check) for check in checks]
    if not failed:
        return tr("The connection is fine: all {n} services answer.").format(n=number(len(checks))), lines
    faults = list(dict.fromkeys(fault_words(check.fault) for check in failed if check.fault))
    what = tr(" and ").join(faults) if len(faults) < 3 else tr("several faults")
    remedies = list({check.fault: check.sentence for check in reversed(failed)}.values())
    if len(failed) == len(checks):
        sentence = tr("No service can be used: {what}. What is held works without them.").format(what=what)
        return "\n".join([sentence, *reversed(remedies)]), lines
    sentence = tr("{failed} of {all} services cannot be used: {what}.").format(
        failed=number(len(failed)), all=number(len(checks)), what=what
    )
    means = dict.fromkeys(_means(check.service.value) for check in failed if check.fault is not NetworkFault.NO_RANGES)
    return "\n".join([sentence, *reversed(remedies), *means]), lines


def fault_words(fault: NetworkFault) -> str:
    """What is in the way, in a word or two."""
    return {
        NetworkFault.NO_NETWORK: tr("not to be reached"),
        NetworkFault.PROXY: tr("the proxy"),
        NetworkFault.CERTIFICATE: tr("the certificate"),
        NetworkFault.TIMEOUT: tr("no answer in time"),
        NetworkFault.CUT: tr("connection cut"),
        NetworkFault.LIMIT: tr("too many requests"),
        NetworkFault.SERVICE: tr("a fault of the service"),
        NetworkFault.LOGIN_PAGE: tr("a login page of the network"),
        NetworkFault.REDIRECT: tr("led elsewhere"),
        NetworkFault.NO_RANGES: tr("no parts of files"),
    }.get(fault, fault.value)


def _line(check: ServiceCheck) -> str:
    name = {
        "data": tr("Site of the data"),
        "store": tr("Archives"),
        "api": tr("Interface (neighbourhoods)"),
        "ons": tr("Areas of ONS"),
        "postcodes": tr("Postcodes"),
    }[check.service.value]
    if check.fault is None:
        return tr("✓ {name}: {host} answers in {seconds:.1f} s.").format(
            name=name, host=check.host, seconds=check.seconds
        )
    return tr("✗ {name}: {fault}. {sentence}").format(
        name=name, fault=fault_words(check.fault), sentence=check.sentence
    )


def _means(service: str) -> str:
    """What does not work without one service while others answer."""
    return {
        "store": tr("Downloads go by the form of the site then, which is slower."),
        "api": tr("Neighbourhoods cannot be downloaded; crimes can."),
        "ons": tr("Outlines and look-ups can be imported from files."),
        "postcodes": tr("Postcodes that are in the cache are found."),
    }.get(service, tr("Crimes cannot be downloaded; files can be imported."))
