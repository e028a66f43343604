# SPDX-License-Identifier: GPL-2.0-or-later
"""An archive on the service's store, of which only the directory and the files wanted are fetched."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Optional
from urllib.parse import urlsplit

from ..errors import BadFile, CacheError, NetworkError, NetworkFault, reason
from ..model import FileKey, Month, Snapshot
from .advice import of_the_service
from .disk import AGAIN, DAMAGED, SourceFile, files_among, member_bytes, refuse_large
from .origin import Arrived, Opened, RemoteFile
from .parts import PartSession

if TYPE_CHECKING:
    from remotezip import RemoteZip

    from ..transport import Transport

# The directory of 4,485 members has some 450 kB: it comes with the first request, at the end of the archive.
FIRST_READ = 512 * 1024
_TRIES = 3


@dataclass(frozen=True)
class RemoteArchive:
    """The directory of an archive on the store, at `address` there, with the files that it lists."""

    name: str
    address: str
    etag: str
    snapshot: Snapshot
    files: Mapping[FileKey, RemoteFile] = field(repr=False)
    months: frozenset[Month] = field(repr=False)
    forces: frozenset[str] = field(repr=False)
    directory: Mapping[str, tuple[str, bytes]] = field(repr=False)
    """The parts of it that were fetched: `Content-Range` and bytes by `Range`."""
    size: int = 0

    def covers(self, month: Month) -> bool:
        """Whether any force's files of a month are in it."""
        return month in self.months

    @contextlib.contextmanager
    def opened(
        self, transport: Transport, wanted: Sequence[FileKey], folder: Path, arrived: Arrived
    ) -> Iterator[Opened]:
        """Ready to read single files; where the archive changes meanwhile its directory is read anew, once."""
        with contextlib.ExitStack() as stack:
            yield Opened(self.files, _Reader(self, transport, wanted, arrived, stack).read, self.snapshot)


def read_archive(transport: Transport, name: str) -> RemoteArchive:
    """Read the directory of an archive of the service: `latest`, or a release such as `2026-04`.

    Raises `NetworkError`: NOT_FOUND where there is none, NO_RANGES where the store gives whole files only.
    """
    return _directory(transport, f"{transport.addresses.data}/data/archive/{name}.zip")


def _directory(transport: Transport, address: str) -> RemoteArchive:
    archive, session = _open(transport, address)
    with archive:
        return _looked_over(archive, session)


def _open(
    transport: Transport, address: str, etag: str = "", kept: Optional[Mapping[str, tuple[str, bytes]]] = None
) -> tuple[RemoteZip, PartSession]:
    remotezip = _remotezip()
    session = PartSession(transport.session_for(etag), address, kept)
    try:
        return remotezip.RemoteZip(address, initial_buffer_size=FIRST_READ, session=session), session
    except (*DAMAGED, remotezip.RemoteZipError) as error:
        name = PurePosixPath(urlsplit(session.address).path).name
        raise NetworkError(
            NetworkFault.ANSWER,
            f"The directory of {name} at the service cannot be read ({reason(error)}). Nothing was changed; try again "
            "later, or download the archive with a web browser and import it.",
        ) from error


def _remotezip() -> Any:
    try:
        import remotezip
    except ImportError as error:
        raise CacheError(
            "Downloading needs the Python package 'remotezip', which the plugin carries but this Python does not have. "
            "Install it ('pip install remotezip'), or download an archive with a web browser and import it."
        ) from error
    return remotezip


def _looked_over(archive: RemoteZip, session: PartSession) -> RemoteArchive:
    """The archive with its files, each of them fit to be read; raises `BadFile` where the directory is hostile."""
    address = session.address
    release = release_named(address)
    name = f"{release or 'latest'}.zip"
    members = sorted(archive.infolist(), key=lambda info: info.header_offset)
    packed = {info.filename: info.compress_size for info in members}
    files: dict[FileKey, RemoteFile] = {}
    with _of_the_service():
        for _, file in files_among(members, Path(name)):
            if file is not None:
                found = RemoteFile(file.key, file.path, file.member, file.size, file.crc, packed[file.member or ""])
                first = files.setdefault(file.key, found)
                if (first.size, first.crc) != (found.size, found.crc):
                    raise BadFile(f"{name} has {file.key} twice, and they differ. {AGAIN}")
        if not files:
            raise BadFile(f"{name} holds no published file. {AGAIN}")
        refuse_large(list(files.values()))
    months, forces = frozenset(key.month for key in files), frozenset(key.force for key in files)
    snapshot = Snapshot(release or max(months), exact=release is not None)
    return RemoteArchive(name, address, session.ranges.etag, snapshot, files, months, forces, session.kept)


@contextlib.contextmanager
def _of_the_service() -> Iterator[None]:
    """Say of an archive that is refused that it is the service's, and not for the user to fetch again."""
    try:
        yield
    except BadFile as error:
        raise of_the_service(error) from error


def release_named(address: str) -> Optional[Month]:
    """The release by the name of the archive where the service has it (`2026-04.zip`)."""
    try:
        return Month.parse(PurePosixPath(urlsplit(address).path).name.removesuffix(".zip"))
    except CacheError:
        return None


class _Reader:
    """Reads members one by one; what is to be closed at the end goes on the stack."""

    def __init__(
        self,
        archive: RemoteArchive,
        transport: Transport,
        wanted: Sequence[FileKey],
        arrived: Arrived,
        stack: contextlib.ExitStack,
    ) -> None:
        self._transport, self._wanted, self._arrived, self._stack = transport, wanted, arrived, stack
        self._anew: Optional[RemoteArchive] = None
        self._address = archive.address
        self._archive = archive
        self._zip, self._session = self._opened(archive, archive.directory)

    def _opened(
        self, archive: RemoteArchive, directory: Mapping[str, tuple[str, bytes]]
    ) -> tuple[RemoteZip, PartSession]:
        opened, session = _open(self._transport, archive.address, archive.etag, directory)
        self._stack.enter_context(opened)
        wanted = {archive.files[key].member or "" for key in self._wanted if key in archive.files}
        session.expect(opened.infolist(), wanted, opened.start_dir, self._arrived)
        return opened, session

    def read(self, file: SourceFile) -> bytes:
        """The CSV bytes of a file; see `Opened`."""
        if self._anew is None:
            try:
                return self._read(file)
            except NetworkError as error:
                if error.fault is not NetworkFault.CHANGED:
                    raise
            self._archive = self._anew = _directory(self._transport, self._address)
            self._zip, self._session = self._opened(self._anew, self._anew.directory)
        now = self._anew.files.get(file.key)
        if now is None:
            raise BadFile(
                f"{file.path} was replaced at the service while it was being read, and has no {file.key} any more. "
                "Start again to see what it has now."
            )
        return self._read(now)

    def _read(self, file: SourceFile) -> bytes:
        tried = 0
        while True:
            tried += 1
            received = self._session.ranges.received
            try:
                return member_bytes(self._zip, file)
            except (*DAMAGED, _remotezip().RemoteZipError) as error:
                if tried == _TRIES:
                    raise BadFile(
                        f"{file.key} arrived damaged {tried} times ({reason(error)}). Try again later, or download "
                        f"{file.path} with a web browser and import it."
                    ) from error
            self._transport.pause(tried / 2)
            if self._session.ranges.received == received:  # it came with the directory, or with the file before
                self._zip, self._session = self._opened(self._archive, {})
            self._session.forget()
