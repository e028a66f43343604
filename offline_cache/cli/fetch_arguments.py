# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be typed after `fetch`, `plan` and `refresh`, and the request that it means."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..sync.way import Way
from . import typed
from .slice_arguments import add_slice, slice_typed

if TYPE_CHECKING:
    from ..model import PublishedFile
    from ..sync import SliceRequest


def add_fetch_commands(commands_of: Any) -> None:
    """Add the three commands to what `add_subparsers` gave."""
    fetch = commands_of.add_parser("fetch", help="bring published files in from data.police.uk")
    _add_wanted(fetch)
    fetch.set_defaults(command="fetch")
    plan = commands_of.add_parser("plan", help="say what 'fetch' would bring and what it costs, and bring nothing")
    _add_wanted(plan)
    plan.set_defaults(command="plan")
    refresh = commands_of.add_parser("refresh", help="bring what is held up to the newest release")
    _add_way(refresh)
    refresh.set_defaults(command="refresh")


def _add_wanted(command: argparse.ArgumentParser) -> None:
    command.add_argument("--force", nargs="+", action="extend", default=[], metavar="SLUG", help="such as bedfordshire")
    command.add_argument("--from", dest="first", type=typed.month, metavar="YYYY-MM", help="35 months before --to")
    command.add_argument("--to", dest="last", type=typed.month, metavar="YYYY-MM", help="the newest month")
    typed.add_types(command)
    add_slice(command)
    _add_way(command)


def _add_way(command: argparse.ArgumentParser) -> None:
    ways = ", ".join(way.value for way in Way)
    command.add_argument("--way", type=typed.way, default=Way.AUTO, metavar="WAY", help=f"how files are got: {ways}")


@dataclass(frozen=True)
class Asked:
    """What a cache holds, and the request that was typed; `lines` tell the LSOAs and forces of a slice."""

    held: tuple[PublishedFile, ...]
    request: SliceRequest
    lines: tuple[str, ...]


def read_asked(options: argparse.Namespace) -> Asked:
    """What was typed, with the LSOAs and forces of a slice found in the cache; one that is not there is not made.

    Raises `CacheError` for a force or LSOAs that are none, and where the cache cannot tell.
    """
    from ..held_cache import reading_or_empty
    from ..ledger import published_files  # none of these is needed to parse another command
    from ..sync.request import SliceRequest, force_slug
    from .around import around_asked

    around = around_asked(options)
    with reading_or_empty(options.cache) as connection:
        held = tuple(published_files(connection))
        known = {file.key.force for file in held}
        forces = tuple(dict.fromkeys(force_slug(text, known) for text in options.force))
        chosen = slice_typed(options, connection, forces, around)
    datasets = typed.types_of(options, sliced=chosen is not None)
    request = SliceRequest(forces, options.first, options.last, datasets)
    if chosen is None:
        return Asked(held, request, ())
    request = replace(request, forces=chosen.forces, lsoas=chosen.codes, name=chosen.name)
    return Asked(held, request, tuple(chosen.lines()))
