# SPDX-License-Identifier: GPL-2.0-or-later
"""What Qt says went wrong, as the exceptions of `requests` that the transport knows."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

from qgis.PyQt.QtNetwork import QNetworkReply

if TYPE_CHECKING:
    from requests import PreparedRequest, RequestException

_Error = QNetworkReply.NetworkError
_PROXY = (
    *(_Error.ProxyConnectionRefusedError, _Error.ProxyConnectionClosedError, _Error.ProxyNotFoundError),
    *(_Error.ProxyTimeoutError, _Error.ProxyAuthenticationRequiredError, _Error.UnknownProxyError),
)
# What Qt has no name of its own for is, before any answer, a network that cannot be reached.
_UNREACHABLE = (
    *(_Error.ConnectionRefusedError, _Error.TemporaryNetworkFailureError, _Error.NetworkSessionFailedError),
    _Error.UnknownNetworkError,
)
_TIMEOUT = (_Error.TimeoutError, _Error.OperationCanceledError)


def exception_of(reply: QNetworkReply, request: PreparedRequest) -> RequestException:
    """The exception for a transfer of which no answer came."""
    from requests import exceptions

    error = reply.error()
    if error == _Error.SslHandshakeFailedError:
        return exceptions.SSLError(reply.errorString(), request=request)
    if error in _PROXY:
        return exceptions.ProxyError(reply.errorString(), request=request)
    if error in _TIMEOUT:
        return exceptions.ReadTimeout(reply.errorString(), request=request)
    # What the transport tells a missing network by, from a connection that broke.
    if error == _Error.HostNotFoundError:
        return exceptions.ConnectionError(socket.gaierror(socket.EAI_NONAME, reply.errorString()), request=request)
    if error in _UNREACHABLE:
        return exceptions.ConnectionError(OSError(errno.ECONNREFUSED, reply.errorString()), request=request)
    return exceptions.ConnectionError(reply.errorString(), request=request)
