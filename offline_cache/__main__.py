# SPDX-License-Identifier: GPL-2.0-or-later
"""`python -m offline_cache`: the contract for scripts and cron."""

from __future__ import annotations

import io
import sys

from .cli import main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):  # names of places go beyond what a Windows code page can write
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(main())
