# SPDX-License-Identifier: GPL-2.0-or-later
"""Field packs from a shell: their options as parameters, a folder or a zip by the name that is given."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

ALGORITHM = "policeuk:makefieldpack"
QUESTIONS = ("change", "clusters", "persistence", "trend", "comparison")
_ZIP = ".zip"


def add_pack(pack: argparse.ArgumentParser) -> None:
    """Declare what is a pack's own; `--area` and months are declared by `arguments`."""
    pack.add_argument("--title", default="", metavar="TEXT", help="what the pack is called; else the area's name")
    pack.add_argument("--background", type=Path, metavar="FILE", help="a map of your own: MBTiles, GeoPackage, raster")
    pack.add_argument("--home", default="", metavar="AREA", help="the area that its reader knows; else the force")
    pack.add_argument(
        "--question", action="append", default=[], choices=QUESTIONS, help="results to make; may be repeated; else all"
    )
    pack.add_argument("out", type=Path, metavar="OUT", help="the folder to make, or a name that ends in .zip")
    pack.set_defaults(algorithm=ALGORITHM, suffixes=(), report=None)


def is_pack(options: argparse.Namespace) -> bool:
    """Whether the command makes a field pack."""
    return bool(options.algorithm == ALGORITHM)


def pack_parameters(options: argparse.Namespace) -> dict[str, Any]:
    """The options of packs as parameters; none for other commands."""
    if not is_pack(options):
        return {}
    zipped = options.out.suffix.lower() == _ZIP
    return {
        "TITLE": options.title,
        "HOME": options.home,
        "BACKGROUND": str(options.background.absolute()) if options.background else None,
        "QUESTIONS": list(options.question),
        "ZIP" if zipped else "OUTPUT": str(options.out.absolute()),
        **({"OUTPUT": None} if zipped else {}),
    }
