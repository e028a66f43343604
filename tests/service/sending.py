# SPDX-License-Identifier: GPL-2.0-or-later
"""Puts an answer on the wire, and the faults that happen there: cuts, wrong lengths, pauses."""

from __future__ import annotations

import email.utils
import gzip
import http.client
import os
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import replace

from .faults import Fault, Kind
from .messages import Answer, Entry, Piece, Request

_BLOCK = 1 << 16
_ENDS = (Kind.CUT, Kind.RESET_INSIDE, Kind.STALL)


def send(sock: socket.socket, request: Request, answer: Answer, entry: Entry, stopping: threading.Event) -> bool:
    """Send it all, counted in `entry.sent` before the client can have it; True if the connection may be kept."""
    answer = _compressed(request, answer)
    fault = request.fault or Fault(Kind.STATUS)
    length = _declared(answer, fault)
    keep = length == answer.size and fault.kind not in _ENDS and request.headers.get("connection", "") != "close"
    pending = _head(answer, length, keep)
    if request.method != "HEAD" and answer.status != 304:
        for block in _blocks(answer, fault, stopping):
            entry.sent += len(block)
            sock.sendall(pending + block)
            pending = b""
    if pending:
        sock.sendall(pending)
    if fault.kind is Kind.STALL:
        stopping.wait(fault.seconds)
    if fault.kind is Kind.RESET_INSIDE:
        reset(sock)
    return keep


def reset(sock: socket.socket) -> None:
    """End the connection with a reset instead of a farewell."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(sock.detach())


def _compressed(request: Request, answer: Answer) -> Answer:
    """The answer as gzip where the site gives it and the client takes it."""
    if not answer.gzip or "gzip" not in request.headers.get("accept-encoding", "") or not answer.size:
        return answer
    headers = {**answer.headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return replace(answer, body=gzip.compress(answer.content(), 6, mtime=0), headers=headers)


def _declared(answer: Answer, fault: Fault) -> int:
    """The Content-Length to send; -1 for none."""
    if fault.kind in (Kind.NO_LENGTH, Kind.ENDLESS):
        return -1
    if fault.kind is Kind.LENGTH_TOO_LONG:
        return answer.size + (fault.after or 100)
    if fault.kind is Kind.LENGTH_TOO_SHORT:
        return answer.size - (fault.after or (answer.size + 1) // 2)
    return answer.size


def _head(answer: Answer, length: int, keep: bool) -> bytes:
    reason = http.client.responses.get(answer.status, "Unknown")
    lines = [f"HTTP/1.1 {answer.status} {reason}", f"Date: {email.utils.formatdate(usegmt=True)}", "Server: stand-in"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    if length >= 0 and answer.status != 304:
        lines.append(f"Content-Length: {length}")
    lines.append(f"Connection: {'keep-alive' if keep else 'close'}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _blocks(answer: Answer, fault: Fault, stopping: threading.Event) -> Iterator[bytes]:
    """The body in blocks, as far and as slowly as the fault lets it come."""
    if fault.kind is Kind.ENDLESS:
        block = (answer.content() or b" ")[:_BLOCK]
        while not stopping.is_set():
            yield block * (_BLOCK // len(block))
    elif fault.kind is Kind.TRICKLE:
        for byte in answer.content():
            if stopping.wait(fault.seconds):
                return
            yield bytes([byte])
    else:
        left = fault.after if fault.kind in _ENDS else answer.size
        for block in _read(answer):
            if left > 0:
                yield block[:left]
            left -= len(block)


def _read(answer: Answer) -> Iterator[bytes]:
    if not isinstance(answer.body, Piece):
        yield answer.body
        return
    with answer.body.path.open("rb") as file:
        file.seek(answer.body.start)
        left = answer.body.length
        while left and (block := file.read(min(_BLOCK, left))):
            left -= len(block)
            yield block
