# SPDX-License-Identifier: GPL-2.0-or-later
"""`python -m offline_cache`: the contract for scripts and cron."""

from __future__ import annotations

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
