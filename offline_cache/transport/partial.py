# SPDX-License-Identifier: GPL-2.0-or-later
"""The file beside a download that holds what has come so far, and the note of which file it is a part of."""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Optional

from ..errors import CacheError, reason
from .locking import lock

_TRIES = 5
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)


class PartFile:
    """What has come of one file, in `path` + ".part"; the note beside it names address and ETag."""

    def __init__(self, path: Path, stream: BinaryIO) -> None:
        self.path = path
        self.validator = ""
        self._url = ""
        self._stream = stream
        self._finished = False
        self._note = _beside(path, ".part.json")
        self.size = stream.seek(0, os.SEEK_END)
        self._read_note()

    def belongs_to(self, url: str) -> bool:
        """Whether what is there can be gone on with."""
        return bool(self.size and self.validator and self._url == url)

    def begin(self, url: str, validator: str) -> None:
        """Begin anew, with a file that `validator` tells from a later one."""
        self.cut_to(0)
        self._url, self.validator = url, validator
        with self._sentences():
            self._note.write_text(json.dumps({"url": url, "validator": validator}), encoding="utf-8")

    def forget(self) -> None:
        """What is there is of no more use."""
        self.cut_to(0)
        self._url = self.validator = ""

    def cut_to(self, size: int) -> None:
        """Keep the first `size` bytes and write on from there."""
        with self._sentences():
            self._stream.seek(size)
            self._stream.truncate()
        self.size = size

    def write(self, data: bytes) -> None:
        """Add bytes; where the disk is full, those before stay."""
        with self._sentences():
            self._stream.write(data)
        self.size += len(data)

    def finish(self) -> None:
        """Give the file its name: it is whole."""
        with self._sentences():
            self._stream.flush()
            os.fsync(self._stream.fileno())
            if os.name == "nt":  # an open file cannot be renamed there
                self._stream.close()
            os.replace(_beside(self.path, ".part"), self.path)
            self._finished = True
            self._note.unlink(missing_ok=True)

    def leave(self) -> None:
        """Close it; what cannot be gone on with is removed."""
        if not self._finished and not (self.size and self.validator):
            if os.name == "nt":  # an open file cannot be removed there
                self._stream.close()
            # Before it is closed, so that nobody else begins with what is removed now.
            _beside(self.path, ".part").unlink(missing_ok=True)
            self._note.unlink(missing_ok=True)
        self._stream.close()

    def _read_note(self) -> None:
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            url, validator = str(note["url"]), str(note["validator"])
            if validator.isascii() and validator.isprintable():
                self._url, self.validator = url, validator
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            logging.getLogger(__name__).info("%s is begun anew: %s", self.path.name, reason(error))

    @contextlib.contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in _FULL:
                raise full(self.path) from error
            raise CacheError(
                f"{self.path.name} cannot be written to {self.path.parent}: {reason(error)}. Check the folder, then "
                "try again."
            ) from error


def full(path: Path, needed: Optional[int] = None) -> CacheError:
    """The disk has no room for a download."""
    room = "" if needed is None else f" for {max(1, needed // 1_000_000):,} MB more"
    return CacheError(
        f"The disk has no room{room}: {path.parent}. What has come is kept; make room, then try again: it goes on "
        "where it stopped."
    )


@contextlib.contextmanager
def opened_part(path: Path) -> Iterator[PartFile]:
    """The part of a download to `path`, for one at a time; `CacheError` where another one has it."""
    part = PartFile(path, _only(path, _beside(path, ".part")))
    try:
        yield part
    finally:
        part.leave()


@contextlib.contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """From the download of `path` to the end of its use, for one at a time; `CacheError` where another one has it."""
    name = _beside(path, ".lock")
    stream = _only(path, name)
    try:
        yield
    finally:
        if sys.platform == "win32":  # which keeps what is open
            stream.close()
        with contextlib.suppress(OSError):
            name.unlink()
        stream.close()


def _only(path: Path, name: Path) -> BinaryIO:
    """The file `name` of the download of `path`, locked; `CacheError` where another one has it, or it cannot be."""
    try:
        stream = _locked(name)
    except OSError as error:
        raise CacheError(
            f"{path.name} cannot be written to {path.parent}: {reason(error)}. Check the folder, then try again."
        ) from error
    if stream is None:
        raise CacheError(
            f"{path.name} is being downloaded to {path.parent} already. Wait until that has finished or stop it."
        )
    return stream


def _locked(name: Path) -> Optional[BinaryIO]:
    """The file, locked; its folder is made again where a run that had finished has removed it. `OSError`."""
    for _ in range(_TRIES):
        with contextlib.suppress(FileNotFoundError):
            return lock(name)
        name.parent.mkdir(exist_ok=True)
    return lock(name)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
