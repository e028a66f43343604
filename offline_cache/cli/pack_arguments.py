# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be typed after `pack` and `check-pack`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_QUESTIONS = ("change", "clusters", "persistence", "trend", "comparison")


def add_pack_commands(commands_of: Any) -> None:
    """Add the commands of field packs to the parser's."""
    make = commands_of.add_parser("pack", help="make a field pack of an area; needs QGIS on this computer")
    make.add_argument(
        "--area", required=True, metavar="AREA", help="such as neighbourhood:bedfordshire/LTN01 or csp:Luton"
    )
    make.add_argument("--from", dest="first", default="", metavar="YYYY-MM", help="else: the last 36 months held")
    make.add_argument("--to", dest="last", default="", metavar="YYYY-MM")
    make.add_argument("--type", action="append", default=[], metavar="NAME", help="of the results; may be repeated")
    make.add_argument("--with-asb", action="store_true", help="count anti-social behaviour in the results")
    make.add_argument("--title", default="", metavar="TEXT", help="what the pack is called; else the area's name")
    make.add_argument("--background", type=Path, metavar="FILE", help="a map of your own: MBTiles, GeoPackage, raster")
    make.add_argument("--home", default="", metavar="AREA", help="the area that its reader knows; else the force")
    make.add_argument(
        "--question", action="append", default=[], metavar="NAME", help=f"of {', '.join(_QUESTIONS)}; else all"
    )
    make.add_argument("out", type=Path, metavar="OUT", help="the folder to make, or a name that ends in .zip")
    make.set_defaults(command="pack")

    check = commands_of.add_parser("check-pack", help="say whether a field pack, folder or zip, is as it was made")
    check.add_argument("pack", type=Path, metavar="PACK")
    check.add_argument("--json", action="store_true", help="as JSON")
    check.set_defaults(command="check_pack", needs_cache=False)
