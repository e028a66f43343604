# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be typed after `reference`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..areas.model import AreaKind
from ..reference_data.wanted import USUAL, ReferenceWant


def add_reference_commands(commands_of: Any) -> None:
    """Give the command line `reference import`, `reference fetch` and `reference status`."""
    reference = commands_of.add_parser("reference", help="what areas are compared by: Census, deprivation, peers")
    reference_of = reference.add_subparsers(metavar="COMMAND", required=True)

    imports = reference_of.add_parser("import", help="bring in CSVs of reference data, also .gz and .zip")
    imports.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    imports.add_argument("--peers", metavar="NAME", help="the file is a list of peers (area,peer[,rank]) of this name")
    imports.add_argument(
        "--kind", choices=[kind.value for kind in AreaKind], help="of what areas a list of peers is, where it has names"
    )
    imports.set_defaults(command="import_reference")

    fetch = reference_of.add_parser("fetch", help="bring Census tables and others from their official addresses")
    fetch.add_argument(
        "--what",
        type=_wants,
        default=USUAL,
        metavar="NAME,…",
        help=f"of {', '.join(want.value for want in ReferenceWant)}; else {', '.join(want.value for want in USUAL)}",
    )
    fetch.add_argument("--anew", action="store_true", help="also what is held already")
    fetch.set_defaults(command="fetch_reference")

    status = reference_of.add_parser("status", help="what is held, with source, date, edition and licence")
    status.add_argument("--json", action="store_true", help="as JSON, with the measures of each kind of area")
    status.set_defaults(command="reference_status")


def _wants(text: str) -> tuple[ReferenceWant, ...]:
    try:
        return tuple(ReferenceWant(name.strip()) for name in text.split(",") if name.strip()) or USUAL
    except ValueError as error:
        names = ", ".join(want.value for want in ReferenceWant)
        raise argparse.ArgumentTypeError(f"'{text}' is not a list of some of {names}") from error
