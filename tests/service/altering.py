# SPDX-License-Identifier: GPL-2.0-or-later
"""Faults that change the answer itself: other statuses, redirects, pages and bodies."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from typing import Optional

from .faults import Fault, Kind
from .messages import Answer, Request, page, redirect

LOGIN = (
    '<form action="/login"><p>Welcome to the guest network. Please accept the terms to go on.</p>'
    '<input name="room"><button>Connect</button></form>'
)


def answered(request: Request, site: Callable[[Request], Answer], elsewhere: str, plain: str) -> Answer:
    """The site's answer, or what the fault of the request makes of it."""
    fault = request.fault
    if fault is None:
        return site(request)
    instead = _instead(request, fault, elsewhere, plain)
    if instead is not None:
        return instead
    answer = site(request)
    change = _CHANGES.get(fault.kind)
    return change(answer, fault) if change else answer


def _instead(request: Request, fault: Fault, elsewhere: str, plain: str) -> Optional[Answer]:
    """The answer of a fault that asks the site nothing, or None."""
    target = request.path + (f"?{request.query}" if request.query else "")
    if fault.kind is Kind.STATUS:
        return _status(fault)
    if fault.kind is Kind.LOGIN_PAGE:
        return page("Guest network", fault.text or LOGIN)
    where = {
        Kind.REDIRECT_ELSEWHERE: (fault.text or elsewhere) + target,
        Kind.REDIRECT_TO_HTTP: (fault.text or plain) + target,
        Kind.REDIRECT_LOOP: target,
    }.get(fault.kind)
    return redirect(where) if where else None


def _status(fault: Fault) -> Answer:
    headers = {"Content-Type": "text/html; charset=utf-8"}
    if fault.retry_after is not None:
        headers["Retry-After"] = fault.retry_after
    if fault.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="stand-in"'
    if fault.status == 407:
        headers["Proxy-Authenticate"] = 'Basic realm="stand-in proxy"'
    return Answer(fault.status, fault.text.encode(), headers)


def _relative(answer: Answer, fault: Fault) -> Answer:
    """The redirect as a path on the same host, which passes it on to where it led."""
    location = answer.headers.get("Location")
    if location is None:
        return answer
    _, _, path = location.partition("://")[2].partition("/")
    return Answer(answer.status, b"", {**answer.headers, "Location": f"/{path}"})


def _gzip(answer: Answer, body: bytes) -> Answer:
    return replace(answer, body=body, headers={**answer.headers, "Content-Encoding": "gzip"}, gzip=False)


def _broken_gzip(answer: Answer, fault: Fault) -> Answer:
    return _gzip(answer, _damaged_bytes(gzip.compress(answer.content(), mtime=0)))


def _cut_gzip(answer: Answer, fault: Fault) -> Answer:
    packed = gzip.compress(answer.content(), mtime=0)
    return _gzip(answer, packed[: len(packed) // 2])


def _half(answer: Answer, fault: Fault) -> Answer:
    body = answer.content()
    return replace(answer, body=body[: len(body) // 2])


def _wrong_type(answer: Answer, fault: Fault) -> Answer:
    return replace(answer, headers={**answer.headers, "Content-Type": fault.text or "application/octet-stream"})


def _damaged_bytes(body: bytes) -> bytes:
    middle = len(body) // 2
    return body[:middle] + bytes(byte ^ 0x5A for byte in body[middle : middle + 8]) + body[middle + 8 :]


_CHANGES: dict[Kind, Callable[[Answer, Fault], Answer]] = {
    Kind.RELATIVE_REDIRECT: _relative,
    Kind.BROKEN_GZIP: _broken_gzip,
    Kind.CUT_GZIP: _cut_gzip,
    Kind.NOT_GZIP: lambda answer, fault: _gzip(answer, answer.content()),
    Kind.EMPTY_BODY: lambda answer, fault: replace(answer, status=200, body=b""),
    Kind.HALF_JSON: _half,
    Kind.WRONG_TYPE: _wrong_type,
    Kind.OTHER_BODY: lambda answer, fault: replace(answer, status=200, body=fault.text.encode()),
    Kind.DAMAGED: lambda answer, fault: replace(answer, body=_damaged_bytes(answer.content())),
}
