# SPDX-License-Identifier: GPL-2.0-or-later
"""`python -m offline_cache`: the contract for scripts and cron."""

from __future__ import annotations

import io
import os
import signal
import sys

from .cli import TERMINATED, main

if __name__ == "__main__":
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who started us (`>&-`)
            setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):  # names of places go beyond what a Windows code page can write
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # As an exception, so that what is half written is removed on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    sys.exit(main())
