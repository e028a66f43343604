# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes tests/slow_tests.txt, which `make test FAST=1` leaves out, from what pytest printed of the whole suite.

make test ARGS="-vv --durations=0 --durations-min=0" > suite.log; python -m tools.slow_tests suite.log
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

LIST = Path(__file__).resolve().parent.parent / "tests" / "slow_tests.txt"
_LINE = re.compile(r"\s*([\d.]+)s (?:setup|call|teardown)\s+tests/(\S+?\.py::\w+)(\S*)")


def slow(lines: Iterable[str], least: float) -> list[str]:
    """The tests, without their parameters, of which a run took `least` seconds and more."""
    seconds: dict[tuple[str, str], float] = defaultdict(float)
    for line in lines:
        match = _LINE.match(line)
        if match:
            seconds[match[2], match[3]] += float(match[1])
    return sorted({test for (test, _), took in seconds.items() if took >= least})


def main() -> None:
    """Read the log, write the list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("log", type=Path)
    parser.add_argument("--least", type=float, default=0.2, metavar="SECONDS")
    options = parser.parse_args()
    with options.log.open(encoding="utf-8", errors="replace") as log:
        found = slow(log, options.least)
    LIST.write_text("".join(f"{test}\n" for test in found), encoding="utf-8")


if __name__ == "__main__":
    main()
