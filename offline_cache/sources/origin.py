# SPDX-License-Identifier: GPL-2.0-or-later
"""Where on the network published files come from: what each way to get them has in common."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Optional, Protocol

from ..model import FileKey, Month, Snapshot
from .disk import SourceFile

if TYPE_CHECKING:
    from ..transport import Transport

Arrived = Callable[[int], None]
"""Told the number of bytes whenever some have arrived; may raise `Cancelled`."""


@dataclass(frozen=True)
class RemoteFile(SourceFile):
    """A published file in an archive on the network; `packed` are the bytes that it costs to fetch."""

    packed: int = 0


class Opened(NamedTuple):
    """An origin that is ready to be read: its files in the order in which they lie there, a function that reads one
    of them, the release it is of.

    The function raises `BadFile` where a file is not whole, `NetworkError` where it cannot be had.
    """

    files: Mapping[FileKey, SourceFile]
    read: Callable[[SourceFile], bytes]
    snapshot: Snapshot


class Origin(Protocol):
    """An archive, or the form of the service, that a plan takes files from."""

    @property
    def name(self) -> str:
        """What a sentence calls it, such as 2026-04.zip."""

    @property
    def snapshot(self) -> Snapshot:
        """The release that its files are of."""

    @property
    def files(self) -> Optional[Mapping[FileKey, RemoteFile]]:
        """Its files; None where what it holds is known only when it has been downloaded."""

    @property
    def forces(self) -> Optional[Collection[str]]:
        """The forces that it can give files of; None where that is not known."""

    @property
    def size(self) -> int:
        """Bytes that have to come whichever files are wanted: 0 where each file can be had alone."""

    def covers(self, month: Month) -> bool:
        """Whether it holds what was published of a month."""

    def opened(
        self, transport: Transport, wanted: Sequence[FileKey], folder: Path, arrived: Arrived
    ) -> AbstractContextManager[Opened]:
        """Make it ready to read the files `wanted`; `folder` need not exist and may be used for what is too large."""
