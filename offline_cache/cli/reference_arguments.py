# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be typed after `reference`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..areas.model import AreaKind


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

    status = reference_of.add_parser("status", help="what is held, with source, date, edition and licence")
    status.add_argument("--json", action="store_true", help="as JSON, with the measures of each kind of area")
    status.set_defaults(command="reference_status")
