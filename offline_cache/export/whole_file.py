# SPDX-License-Identifier: GPL-2.0-or-later
"""A file is written beside its place and put there when it is whole; until then the old one stays."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from ..errors import CacheError


@contextlib.contextmanager
def replaced_when_whole(out: Path) -> Iterator[Path]:
    """Give an empty file beside `out` to write to; it takes the place of `out` when the block ends well.

    On any error it is removed. Raises `CacheError` for what the disk refuses.
    """
    target = Path(os.path.realpath(out))
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    with _disk_sentences(out):
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        try:
            yield part
            _publish(part, target)
        finally:
            part.unlink(missing_ok=True)


def _publish(part: Path, target: Path) -> None:
    if target.exists():
        shutil.copymode(target, part)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(part, target)


@contextlib.contextmanager
def _disk_sentences(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise CacheError(f"The disk is full: {out} was not written. Make room and try again.") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise CacheError(
                f"{out} cannot be written: the file or its folder is read-only, or open in another program. "
                "Close it there, or choose another place."
            ) from error
        raise CacheError(
            f"{out} could not be written: {error.strerror or error}. Nothing was changed; choose another place."
        ) from error
