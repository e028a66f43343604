# SPDX-License-Identifier: GPL-2.0-or-later
"""`python -m policeuk_plugin`: clusters, density, trend, peers, compare and field packs from a shell."""

from __future__ import annotations

import io
import sys

from .cli.main import leave, main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):  # names of places go beyond what a Windows code page can write
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    leave(main())
