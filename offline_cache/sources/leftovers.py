# SPDX-License-Identifier: GPL-2.0-or-later
"""The folder beside a cache in which large downloads lie while they are needed."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator
from pathlib import Path

from ..errors import BadFile, reason

# What an interrupted download left is gone on with; after a week there is a newer release to fetch.
_OLD = 7 * 86400.0


def download_folder(cache: Path) -> Path:
    """Where downloads for the cache at this path lie; made by those who need it."""
    return cache.with_name(cache.name + ".download")


@contextlib.contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Make the folder, without what old runs left in it; remove it at the end where it is empty then."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise BadFile(f"The folder {folder} cannot be made ({reason(error)}). Nothing was downloaded.") from error
    with _logged(folder):  # another run may just have removed it: a download makes it again
        for path in folder.iterdir():
            with _logged(path):
                if path.is_file() and time.time() - path.stat().st_mtime > _OLD:
                    path.unlink()
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            folder.rmdir()


def remove(path: Path) -> None:
    """Remove a download with the notes beside it; what is open elsewhere stays."""
    for name in (path.name, f"{path.name}.json", f"{path.name}.part", f"{path.name}.part.json"):
        with _logged(path):
            path.with_name(name).unlink(missing_ok=True)


@contextlib.contextmanager
def _logged(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        logging.getLogger(__name__).info("%s stays: %s", path, reason(error))
