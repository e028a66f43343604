# SPDX-License-Identifier: GPL-2.0-or-later
"""An archive that cannot be read in parts: it is downloaded whole, going on where it stopped, and then read."""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Optional

from ..errors import BadFile, NetworkError, NetworkFault, reason
from ..model import FileKey, Month, Snapshot
from .advice import of_the_service
from .archives import first_month
from .disk import Source, find_published
from .leftovers import remove, working_in
from .origin import Arrived, Opened
from .remote_zip import release_named
from .twins import without_twins

if TYPE_CHECKING:
    from ..transport import Transport


@dataclass(frozen=True)
class WholeArchive:
    """An archive of the service at `address` on its store; what is in it is known when it has come."""

    name: str
    address: str
    etag: str
    size: int
    snapshot: Snapshot
    files: None = None
    forces: None = None

    def covers(self, month: Month) -> bool:
        """Whether it holds what was published of a month, by the rule for archives."""
        return first_month(self.snapshot.month) <= month <= self.snapshot.month

    @contextlib.contextmanager
    def opened(
        self, transport: Transport, wanted: Sequence[FileKey], folder: Path, arrived: Arrived
    ) -> Iterator[Opened]:
        """Download it to `folder`, read it there, remove it at the end; if that is not reached it stays."""
        from ..transport.partial import alone_with

        path = folder / self.name
        with working_in(folder), alone_with(path):
            if not self._is_there(path):
                self._save(transport, path, arrived)
            with _zip(path) as opened:
                yield opened
            remove(path)

    def _save(self, transport: Transport, path: Path, arrived: Arrived) -> None:
        so_far = 0

        def progress(now: int, total: Optional[int]) -> None:
            nonlocal so_far
            arrived(now - so_far)
            so_far = now

        transport.save(self.address, path, progress)
        try:
            path.with_name(f"{path.name}.json").write_text(json.dumps(self._note()), encoding="utf-8")
        except OSError as error:
            logging.getLogger(__name__).info("%s would be downloaded again: %s", path, reason(error))

    def _note(self) -> dict[str, object]:
        return {"address": self.address, "etag": self.etag, "size": self.size}

    def _is_there(self, path: Path) -> bool:
        """Whether a run that was stopped while it read this very archive has left it."""
        try:
            note = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
            return bool(self.etag) and note == self._note() and path.stat().st_size == self.size
        except (OSError, ValueError, RecursionError):
            return False


def find_whole(transport: Transport, name: str) -> WholeArchive:
    """Look where an archive (`latest`, or a release such as `2026-04`) lies and how large it is; `NetworkError`."""
    from ..transport.addresses import host_of
    from ..transport.bodies import length_of
    from ..transport.faults import login_page
    from ..transport.ranges import content_range

    # One byte, where the server knows how to give one.
    one = {"Range": "bytes=0-0", "Accept-Encoding": "identity"}
    response = transport.get(f"{transport.addresses.data}/data/archive/{name}.zip", headers=one, stream=True)
    response.close()
    span = content_range(response)
    size = (span[2] if span else length_of(response)) or 0
    if "html" in response.headers.get("Content-Type", "").lower():
        raise login_page(host_of(response.url))
    release = release_named(response.url)
    if release is None:
        raise NetworkError(
            NetworkFault.ANSWER,
            f"{host_of(response.url)} does not say of which release the archive is. Download it with a web browser and "
            "import it.",
        )
    etag = response.headers.get("ETag", "")
    return WholeArchive(f"{release}.zip", response.url, etag, size, Snapshot(release, exact=True))


@contextlib.contextmanager
def _zip(path: Path) -> Iterator[Opened]:
    try:
        source = only_source(path)
    except BadFile as error:
        remove(path)  # it would not be better the next time
        raise of_the_service(error, path, path.name) from error
    with source.opened() as read:
        yield Opened({file.key: file for file in source.files}, read, source.snapshot)


def only_source(path: Path) -> Source:
    """The published files in one zip, each of them once; `BadFile` as of `find_published`."""
    return without_twins(find_published(path))[0]
