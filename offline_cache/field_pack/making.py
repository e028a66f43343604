# SPDX-License-Identifier: GPL-2.0-or-later
"""A folder is made beside its place and moved there when it is whole: a kill leaves nothing half under its name."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from ..errors import BAD_PATH, CacheError, reason

_OLD = 86_400.0
"""Seconds after which what a killed run left is taken for left over; no pack takes that long."""


@contextlib.contextmanager
def beside(target: Path) -> Iterator[Path]:
    """Give an empty folder beside `target` to fill; it becomes `target` when the block ends well.

    On any error it is removed. Raises `CacheError` where `target` is there already (an empty folder may be), cannot
    be made, or the disk is full: an `OSError` out of the block is said in a sentence, too.
    """
    place = _place(target)
    _remove_left_over(place)
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    with disk_sentences(target):
        part.mkdir()
        made = _identity(part)
        try:
            yield part
            if _identity(part) != made:
                raise FileNotFoundError("the disk was taken away")
            flush(part)
            if place.is_dir():
                place.rmdir()
            part.rename(place)
            _flush_folder(place.parent)
        except BaseException as error:
            shutil.rmtree(part, onerror=_log)
            if isinstance(error, CacheError):  # whoever made a file of it named it by where it lay
                error.args = (str(error).replace(str(part), str(place)),)
            raise


def _identity(folder: Path) -> tuple[int, int]:
    """What tells a folder from another of its name: under a disk that was taken away there may be one."""
    found = folder.stat()
    return found.st_dev, found.st_ino


def _place(target: Path) -> Path:
    try:
        place = Path(os.path.abspath(target))
        if os.path.lexists(place) and (place.is_symlink() or not place.is_dir() or any(place.iterdir())):
            raise CacheError(
                f"{target} is there already. Choose another name: notes in an older pack would be lost if it were "
                "replaced."
            )
        if not place.parent.is_dir():
            raise CacheError(f"The folder {place.parent} does not exist. Make it, or choose another place.")
    except BAD_PATH as error:
        raise CacheError(f"{target} cannot be made: {reason(error)}. Choose another place.") from error
    return place


def _remove_left_over(place: Path) -> None:
    """Remove what runs for this place left that were killed a day ago or more."""
    for left in place.parent.glob(f".{_plain(place.name)}.*.part"):
        with _logged(left):
            if left.is_dir() and not left.is_symlink() and time.time() - left.stat().st_mtime > _OLD:
                shutil.rmtree(left, onerror=_log)


def _plain(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def flush(folder: Path) -> None:
    """Have the disk write all files below a folder: a stick is drawn as soon as a program says that it is done."""
    for parent, _, files in os.walk(folder):
        for name in files:
            _flush_file(Path(parent, name))
        _flush_folder(Path(parent))


def _flush_file(path: Path) -> None:
    if os.access(path, os.W_OK):
        with path.open("rb+") as file:  # Windows flushes only what may be written
            os.fsync(file.fileno())
        return
    with _logged(path), path.open("rb") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Where the system can: Windows has no such call, and some file systems refuse it."""
    with _logged(folder):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def disk_sentences(target: Path) -> Iterator[None]:
    """Turn what the disk refuses into a `CacheError` whose message says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise CacheError(f"The disk is full: {target} was not made. Make room and try again.") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise CacheError(
                f"{target} cannot be made: the disk or folder is read-only. Choose another place."
            ) from error
        raise CacheError(
            f"{target} could not be made: {reason(error)}. Nothing is there under that name; check that the disk or "
            "stick is still there."
        ) from error


@contextlib.contextmanager
def _logged(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        logging.getLogger(__name__).info("%s: %s", path, reason(error))


def _log(_function: object, path: str, what: object) -> None:
    logging.getLogger(__name__).info("%s stays: %s", path, what)
