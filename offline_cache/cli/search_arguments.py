# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be typed to search, and to bring postcodes in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_search_commands(commands_of: Any) -> None:
    """Add the commands to what `add_subparsers` gave."""
    search = commands_of.add_parser("search", help="find areas, places and postcodes by name, code or postcode")
    search.add_argument("text", nargs="+", metavar="TEXT")
    search.add_argument("--online", action="store_true", help="ask postcodes.io for the postcode, and keep its answer")
    search.add_argument("--limit", type=_limit, default=20, metavar="N", help="at most so many; else 20")
    search.add_argument("--json", action="store_true", help="as JSON")
    search.set_defaults(command="search")
    postcodes = commands_of.add_parser("postcodes", help="postcodes with their places and LSOAs")
    postcodes_of = postcodes.add_subparsers(metavar="COMMAND", required=True)
    imports = postcodes_of.add_parser("import", help="bring in ONSPD or Code-Point Open: the zip, or a CSV of it")
    imports.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    imports.add_argument(
        "--northern-ireland",
        action="store_true",
        help="also those of Northern Ireland, which are free for non-commercial use only",
    )
    imports.set_defaults(command="import_postcodes")


def _limit(text: str) -> int:
    number = int(text) if text.isdecimal() and len(text) < 5 else 0
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError(f"'{text}' is no number from 1 to 1000")
    return number
