# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be typed after `merge-notes`."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def add_merge_notes(commands_of: Any) -> None:
    """Declare the command."""
    command = commands_of.add_parser("merge-notes", help="bring field notes of several laptops together, by file")
    command.add_argument(
        "notes", nargs="+", type=Path, metavar="NOTES", help="notes.gpkg of a field pack, its folder, or a copy"
    )
    command.add_argument(
        "--into", type=Path, metavar="FILE", help="the notebook they go to; without it the one beside the cache"
    )
    command.add_argument("--dry-run", action="store_true", help="only say what would come of it")
    command.set_defaults(command="merge_notes", needs_cache=False)
