# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be typed after `areas fetch` and `areas plan`; and that as what is wanted."""

from __future__ import annotations

import argparse

from ..areas.wanted import EDITIONS, USUAL, AreasWanted, AreaWant
from ..errors import CacheError
from ..reference import force_names

BOTH = "both"
# What comes for all of England and Wales anyway.
_WHOLE = {AreaWant.LOOK_UPS, AreaWant.POLICE_AREAS, AreaWant.FIGURES}


def add_area_wishes(command: argparse.ArgumentParser) -> None:
    """Give a command the arguments that say which areas are wanted."""
    where = command.add_mutually_exclusive_group()
    where.add_argument(
        "--force", nargs="+", action="extend", default=[], type=_force, metavar="SLUG", help="outlines of these forces"
    )
    where.add_argument("--all", action="store_true", help="outlines of all of England and Wales")
    command.add_argument(
        "--what",
        type=_wants,
        default=USUAL,
        metavar="NAME,…",
        help=f"of {', '.join(want.value for want in AreaWant)}; else {', '.join(want.value for want in USUAL)}",
    )
    command.add_argument(
        "--edition", choices=[*map(str, EDITIONS), BOTH], default=BOTH, help="of the outlines of LSOAs"
    )
    command.add_argument("--anew", action="store_true", help="also what is held already")


def wanted_of(options: argparse.Namespace) -> AreasWanted:
    """What was typed; raises `CacheError` for outlines without saying whose."""
    if not options.force and not options.all and set(options.what) - _WHOLE:
        raise CacheError("Say whose outlines: --force with names of forces, or --all for England and Wales.")
    editions = EDITIONS if options.edition == BOTH else (int(options.edition),)
    return AreasWanted(options.what, tuple(dict.fromkeys(options.force)), editions, options.anew)


def _wants(text: str) -> tuple[AreaWant, ...]:
    try:
        return tuple(AreaWant(name.strip()) for name in text.split(",") if name.strip()) or USUAL
    except ValueError as error:
        names = ", ".join(want.value for want in AreaWant)
        raise argparse.ArgumentTypeError(f"'{text}' is not a list of some of {names}") from error


def _force(text: str) -> str:
    """The slug of a force given by slug or name; what is neither is said by the command."""
    slugs = {name.casefold(): slug for slug, name in force_names().items()}
    return slugs.get(text.strip().casefold(), text.strip().lower())
