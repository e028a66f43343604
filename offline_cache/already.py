# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a published file that has come is to be written, or what is held of it is to stay."""

from __future__ import annotations

from typing import Optional

from .model import ChangeKind, FileChange, PublishedFile, Snapshot
from .scope import Scope, covers, scope_of


def already(
    held: Optional[PublishedFile], crc: Optional[int], snapshot: Snapshot, wanted: Scope
) -> Optional[FileChange]:
    """What to report of a file that stays as it is held; None where it is to be written.

    `crc` is the CRC-32 of its bytes, None where it is not known yet. An older archive never takes the place of a
    newer one.
    """
    if held is None:
        return None
    if crc != held.crc:
        return _left(held, ChangeKind.NEWER_HELD) if _newer(held.snapshot, snapshot) else None
    return _left(held, ChangeKind.UNCHANGED) if covers(scope_of(held.scope), wanted) else None


def release_of(held: Optional[PublishedFile], crc: int, snapshot: Snapshot) -> Snapshot:
    """The release to note for bytes that have come: of the same bytes what is known of theirs is still known."""
    if held is not None and held.crc == crc and (_newer(held.snapshot, snapshot) or not snapshot.exact):
        return held.snapshot
    return snapshot


def _left(held: PublishedFile, kind: ChangeKind) -> FileChange:
    return FileChange(held.key, kind, held.rows, held.unplaced, scope=held.scope)


def _newer(held: Snapshot, given: Snapshot) -> bool:
    """Whether what is held is known to be of a later release."""
    return held.exact and given.exact and held.month > given.month
