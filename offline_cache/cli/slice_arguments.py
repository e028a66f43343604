# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be typed to have a slice of some LSOAs, and the slice that it means."""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Optional

from ..errors import CacheError
from ..slices import Around, LsoaSlice, SliceWanted, resolve_slice


def add_slice(command: argparse.ArgumentParser) -> None:
    """Give a command the arguments that say which LSOAs are wanted; without any it is about whole files."""
    of = command.add_argument_group("only the rows of some LSOAs")
    of.add_argument("--lsoa", nargs="+", action="extend", default=[], metavar="CODE", help="codes or names of LSOAs")
    of.add_argument("--area", default="", metavar="AREA", help="such as csp:Luton, district:Luton, ward:… or pfa:…")
    of.add_argument("--polygon", type=Path, metavar="FILE", help="LSOAs that a polygon meets: GeoJSON or GeoPackage")
    of.add_argument("--postcode", metavar="PC", help="LSOAs near a postcode; 'fetch' and 'plan' ask postcodes.io")
    of.add_argument("--within", type=float, metavar="METRES", help="how near; goes with --postcode")
    of.add_argument("--all-forces", action="store_true", help="read the files of every force for rows that lie there")


def slice_typed(
    options: argparse.Namespace,
    connection: sqlite3.Connection,
    forces: Collection[str],
    around: Optional[Around] = None,
) -> Optional[LsoaSlice]:
    """The slice, None where whole files are wanted; `forces` are those named instead of those found."""
    lsoas = tuple(part for text in options.lsoa for part in text.split(",") if part.strip())
    if not (lsoas or options.area or options.polygon or around):
        if options.all_forces:
            raise CacheError("--all-forces goes with LSOAs or an area. Name forces for whole files.")
        return None
    if forces and options.all_forces:
        raise CacheError("--force and --all-forces exclude each other. Leave one of them out.")
    wanted = SliceWanted(lsoas, options.area, options.polygon, None, around, tuple(forces), options.all_forces)
    return resolve_slice(connection, wanted)
