# SPDX-License-Identifier: GPL-2.0-or-later
"""A force's 36 months from the stand-in service, beside an import of the same files from a zip on disk; a refresh."""

from __future__ import annotations

import os
import statistics
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from tests.service import Service

from .archive import archives
from .measure import Figure, Run, in_turn, run


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure; `work` is an empty folder."""
    wide, alone, force, packed = archives(work)
    cache, peer = work / "cache.sqlite", work / "peer.sqlite"

    def ours() -> Sequence[str]:
        _remove(cache)
        return _command(cache, "fetch", "--force", force)

    def theirs() -> Sequence[str]:
        _remove(peer)
        return _command(peer, "import", str(alone))

    with Service(wide) as service:
        os.environ.update(service.environment)
        results = in_turn({"fetch": ours, "import": theirs}, runs)
        service.log.clear()
        run(ours())
        requests, sent = len(service.log), service.log.sent("store")
        service.log.clear()
        nothing_new = [run(_command(cache, "refresh")) for _ in range(runs)]
        asked = len(service.log) / runs
    with zipfile.ZipFile(wide) as archive:
        members = len(archive.infolist())
    return [
        Figure(
            f"fetch, requests for 108 of {members:,} members",
            f"{requests}; {sent / 1e6:.1f} MB for {packed / 1e6:.1f} MB packed ({sent / packed:.2f} times)",
            "at most 115; 1.1 times",
            requests <= 115 and sent <= 1.1 * packed,
        ),
        _elapsed(results),
        _memory(results["fetch"]),
        Figure(
            "refresh with nothing changed",
            f"{asked:.0f} requests, {statistics.median(one.wall for one in nothing_new):.2f} s elapsed",
            "at most 3; under 2 s",
            asked <= 3 and all(one.wall < 2 for one in nothing_new),
        ),
    ]


def _elapsed(results: dict[str, list[Run]]) -> Figure:
    longer = statistics.median(a.wall / b.wall for a, b in zip(results["fetch"], results["import"]))
    seconds = [statistics.median(one.wall for one in results[name]) for name in ("fetch", "import")]
    return Figure(
        "fetch, times as long as import from disk",
        f"{longer:.2f} ({seconds[0]:.2f} s against {seconds[1]:.2f} s elapsed)",
        "at most 1.3",
        longer <= 1.3,
    )


def _memory(runs: list[Run]) -> Figure:
    peak = max(one.memory for one in runs) / 1e6
    return Figure("fetch, peak memory", f"{peak:.0f} MB", "under 300 MB", peak < 300)


def _command(cache: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "offline_cache", "--cache", str(cache), *words]


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
