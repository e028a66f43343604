# SPDX-License-Identifier: GPL-2.0-or-later
"""Takes a pack that was unpacked and is damaged for one that is whole; its notes and their photos stay."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from offline_cache.field_pack import names


def renew_folder(folder: Path, unpack: Callable[[Path], Any]) -> None:
    """Have `unpack` make the pack anew beside `folder`, with the notes of `folder`, and put it in its place.

    Until the new one is whole and has the notes, the old one is as it was. Raises `OSError` and what `unpack` raises.
    """
    fresh, old = _beside(folder)
    if fresh.exists():
        shutil.rmtree(fresh)
    unpack(fresh)
    for path in folder.glob(f"{names.NOTES}*"):  # with its journal, where a program was stopped
        shutil.copy2(path, fresh / path.name)
    photos = folder / names.PHOTOS_FOLDER
    if photos.is_dir():
        shutil.copytree(photos, fresh / names.PHOTOS_FOLDER, dirs_exist_ok=True)
    folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old)


def settle_folder(folder: Path) -> None:
    """End what `renew_folder` was stopped in between its last steps; the folder with the notes is kept."""
    _, old = _beside(folder)
    if old.is_dir() and folder.is_dir():
        shutil.rmtree(old)
    elif old.is_dir():
        old.rename(folder)


def _beside(folder: Path) -> tuple[Path, Path]:
    return folder.with_name(f"{folder.name} new"), folder.with_name(f"{folder.name} before")
