# SPDX-License-Identifier: GPL-2.0-or-later
"""Commands as whole processes: processor seconds, elapsed seconds and peak memory, as the system accounts them."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

FLOOR = 0.02
"""Seconds below which a run measures the machine."""
MOST_STEP = 1.25


@dataclass(frozen=True)
class Run:
    """One finished process: seconds of processor (user and system), of the clock, and peak memory in bytes."""

    cpu: float
    wall: float
    memory: int


@dataclass(frozen=True)
class Figure:
    """One line of the report; `target` is text, for the reader to compare."""

    name: str
    value: str
    target: str
    met: bool


def run(command: Sequence[str]) -> Run:
    """Run a command to its end; ends the program with what it printed where it fails."""
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        output = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{output[-2000:]}")
    return Run(usage.ru_utime + usage.ru_stime, time.perf_counter() - begun, usage.ru_maxrss * 1024)


def in_turn(commands: dict[str, Callable[[], Sequence[str]]], runs: int) -> dict[str, list[Run]]:
    """Run the commands A B C A B C …, so that all meet the same weather; each is prepared anew before a run."""
    results: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, prepare in commands.items():
            results[name].append(run(prepare()))
    return results


def ratio(ours: list[Run], theirs: list[Run]) -> float:
    """Median of the processor seconds of ours over theirs, pair by pair."""
    return statistics.median(a.cpu / b.cpu for a, b in zip(ours, theirs))


def cpu(runs: list[Run]) -> float:
    """Median processor seconds."""
    return statistics.median(one.cpu for one in runs)


def growth(name: str, points: Sequence[tuple[int, float]]) -> Figure:
    """Seconds for so many, and whether none of the steps grows by more than n log n does.

    A quarter more is let pass, for the machine's caches; what takes less than `FLOOR` measures the machine.
    """
    measured = [(n, max(seconds, FLOOR)) for n, seconds in points]
    steps = [
        (late / early) / (n * math.log(n) / (before * math.log(before)))
        for (before, early), (n, late) in zip(measured, measured[1:])
    ]
    text = ", ".join(f"{n:,}: {seconds:.2f} s" for n, seconds in points)
    value = f"{text}; steps {', '.join(f'{step:.2f}' for step in steps)} of n log n"
    return Figure(name, value, f"at most {MOST_STEP}", max(steps) <= MOST_STEP)
