# SPDX-License-Identifier: GPL-2.0-or-later
"""How much memory a piece of work takes, whatever the tests before it took in the same process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STATUS = Path("/proc/self/status")
RESET_PEAK = "5"  # man 5 proc_pid_clear_refs: the peak becomes what is held now


@contextmanager
def grown() -> Iterator[list[int]]:
    """In the list, afterwards: by how many bytes resident memory grew above its start, at its highest."""
    Path("/proc/self/clear_refs").write_text(RESET_PEAK)
    before = kept("VmRSS")
    growth: list[int] = []
    yield growth
    growth.append(kept("VmHWM") - before)


def kept(name: str) -> int:
    """Bytes of a line of the kernel's account of this process."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(name + ":"))
    return int(line.split()[1]) * 1024
