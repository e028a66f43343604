# SPDX-License-Identifier: GPL-2.0-or-later
"""A transport adapter of `requests` that sends through QGIS, so that its proxy, certificates and logins hold.

It follows no redirect, keeps no cookie and unpacks nothing: `requests` does, as with its own adapter. Why it is not
`QgsBlockingNetworkRequest`: that one holds an answer twice in memory, drops `Range` on a redirect (3.22), refuses
relative redirects and hides cookies.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from http.client import HTTPMessage
from typing import TYPE_CHECKING, Any, Optional, Union

from qgis.PyQt.QtCore import QByteArray, QUrl
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

from .ended import delete_ended
from .faults import exception_of
from .manager import manager_of_this_thread
from .reply import ReplyFile

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

_Attribute = QNetworkRequest.Attribute
_PATIENCE = 120.0
# Qt makes these itself, or has undone what they announce.
_NOT_SENT = ("connection", "content-length")
_NOT_PASSED = ("transfer-encoding", "connection")


class QgisAdapter:
    """To be mounted on a `requests.Session`; used in the thread that sends. Raises what `requests` raises, and
    `Cancelled` within a second of `cancelled`.
    """

    def __init__(self, cancelled: Callable[[], bool]) -> None:
        self._cancelled = cancelled

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Union[float, tuple[Optional[float], Optional[float]], None] = None,
        verify: Union[bool, str] = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> Response:
        """Send through QGIS and answer when status and headers are there.

        Certificates and proxies are QGIS's: `verify`, `cert` and `proxies` are not looked at.
        """
        from requests import exceptions

        reply = _started(request)
        body = ReplyFile(reply, self._cancelled, _patience(timeout))
        try:
            body.wait_for_head()
        except TimeoutError as error:
            raise exceptions.ReadTimeout(str(error), request=request) from error
        status = reply.attribute(_Attribute.HttpStatusCodeAttribute)
        if status is None:
            fault = exception_of(reply, request)
            body.close()
            raise fault
        return _response(request, reply, int(status), body, self)

    def close(self) -> None:
        """Connections are QGIS's to close; what has ended is deleted."""
        delete_ended()


def _patience(timeout: Union[float, tuple[Optional[float], Optional[float]], None]) -> float:
    read = timeout[1] if isinstance(timeout, tuple) else timeout
    return read or _PATIENCE


def _started(request: PreparedRequest) -> QNetworkReply:
    qt_request = QNetworkRequest(QUrl(request.url or ""))
    for name, value in request.headers.items():
        if name.lower() not in _NOT_SENT:
            qt_request.setRawHeader(_bytes(name), _bytes(value))
    if "Accept-Encoding" not in request.headers:
        qt_request.setRawHeader(b"Accept-Encoding", b"identity")  # else Qt unpacks, and so does requests
    qt_request.setAttribute(_Attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.ManualRedirectPolicy)
    qt_request.setAttribute(_Attribute.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.AlwaysNetwork)
    qt_request.setAttribute(_Attribute.CacheSaveControlAttribute, False)
    qt_request.setAttribute(_Attribute.CookieLoadControlAttribute, QNetworkRequest.LoadControl.Manual)
    qt_request.setAttribute(_Attribute.CookieSaveControlAttribute, QNetworkRequest.LoadControl.Manual)
    manager = manager_of_this_thread()
    if request.method == "HEAD":
        reply = manager.head(qt_request)
    elif request.method == "POST":
        reply = manager.post(qt_request, QByteArray(_bytes(request.body or b"")))
    elif request.method == "GET":
        reply = manager.get(qt_request)
    else:
        raise ValueError(f"{request.method} is not sent through QGIS")
    _refuse_bad_certificates(reply)
    return reply


def _refuse_bad_certificates(reply: QNetworkReply) -> None:
    """Let nobody ignore what is wrong with a certificate: QGIS would ask in a dialog for each request.

    What the system and QGIS's settings trust was set before. Qt ends the transfer where nobody says otherwise.
    """
    with contextlib.suppress(AttributeError, TypeError):  # a Qt without TLS; a signal that nobody hears
        reply.sslErrors.disconnect()


def _bytes(text: Any) -> bytes:
    return text if isinstance(text, bytes) else str(text).encode("utf-8")


class _Original:
    """What urllib3 and requests want to know of the response of `http.client`: the headers, cookies among them."""

    def __init__(self, headers: HTTPMessage, body: ReplyFile) -> None:
        self.msg = headers
        self._body = body

    def isclosed(self) -> bool:
        """Whether the body is at its end."""
        return self._body.closed

    def close(self) -> None:
        """End the transfer."""
        self._body.close()


def _response(
    request: PreparedRequest, reply: QNetworkReply, status: int, body: ReplyFile, adapter: QgisAdapter
) -> Response:
    from requests import Response
    from requests.cookies import extract_cookies_to_jar
    from requests.structures import CaseInsensitiveDict
    from requests.utils import get_encoding_from_headers
    from urllib3 import HTTPResponse

    headers = HTTPMessage()
    for name, value in _headers(reply):
        headers.add_header(name, value)
    original = _Original(headers, body)
    response = Response()
    response.status_code = status
    response.headers = CaseInsensitiveDict(headers.items())
    response.encoding = get_encoding_from_headers(response.headers)
    response.raw = HTTPResponse(
        body=body,
        headers=headers.items(),
        status=status,
        preload_content=False,
        decode_content=False,
        original_response=original,
        request_method=request.method,
        enforce_content_length=True,
    )
    response.reason = str(reply.attribute(_Attribute.HttpReasonPhraseAttribute) or "")
    response.url = request.url or ""
    response.request = request
    response.connection = adapter
    extract_cookies_to_jar(response.cookies, request, response.raw)
    return response


def _headers(reply: QNetworkReply) -> list[tuple[str, str]]:
    """The headers as received, without those that Qt has dealt with; several cookies come joined by line ends."""
    found = []
    for pair in reply.rawHeaderPairs():
        name, value = (bytes(part).decode("latin-1") for part in pair)
        if name.lower() not in _NOT_PASSED:
            found += [(name, line) for line in value.split("\n")]
    return found
