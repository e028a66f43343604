# SPDX-License-Identifier: GPL-2.0-or-later
"""The stand-in by hand: `python -m tests.service [ARCHIVE.zip ...]` serves until Ctrl-C and prints its addresses."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from .service import Service


def main(words: Sequence[str]) -> int:
    """Serve until interrupted; the exports go to standard output, ready for `eval`."""
    parser = argparse.ArgumentParser(prog="python -m tests.service", description=__doc__)
    parser.add_argument("archives", nargs="*", type=Path, help="zips to publish; without any, the invented sample")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before every answer")
    chosen = parser.parse_args(words)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with Service(*chosen.archives, latency=chosen.latency) as service:
        exports = {**service.environment, "STAND_IN_CONTROL_URL": service.url("control")}
        lines = [f"export {name}={url}" for name, url in exports.items()]
        lines.append(
            "# Runs until Ctrl-C. Paste these lines into another terminal; curl $STAND_IN_CONTROL_URL for help."
        )
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        ended.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
