# SPDX-License-Identifier: GPL-2.0-or-later
"""Files that a newer release has as they are held: the ledger says so."""

from __future__ import annotations

from collections.abc import Collection

from ..ledger import published_files
from ..model import FileKey, Snapshot
from ..store import OfflineCache

_CONFIRM = """
    UPDATE published_file SET snapshot = ?, snapshot_exact = ?
    WHERE force = ? AND month_start = ? AND dataset = ? AND crc = ?
"""


def confirm(cache: OfflineCache, keys: Collection[FileKey], snapshot: Snapshot) -> None:
    """Note the release `snapshot` for these files, which it has byte for byte, where the one noted is older.

    So that a month which leaves the service's window says up to which release it was as it is.
    """
    wanted = set(keys)
    older = [
        file
        for file in published_files(cache.connection)
        if file.key in wanted
        and snapshot.exact >= file.snapshot.exact
        and (file.snapshot.month, file.snapshot.exact) < (snapshot.month, snapshot.exact)
    ]
    if not older:
        return
    with cache.transaction() as connection:
        connection.executemany(
            _CONFIRM,
            [
                (str(snapshot.month), int(snapshot.exact), key.force, key.month.start, key.dataset.value, file.crc)
                for file in older
                for key in (file.key,)
            ],
        )
