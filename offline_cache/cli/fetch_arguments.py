# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be typed after `fetch`, `plan` and `refresh`, and the request that it means."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from ..model import Dataset
from ..sync.way import Way
from . import typed

if TYPE_CHECKING:
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
    kinds = ",".join(dataset.value for dataset in Dataset)
    command.add_argument("--types", type=typed.datasets, default=tuple(Dataset), metavar="TYPES", help=kinds)
    _add_way(command)


def _add_way(command: argparse.ArgumentParser) -> None:
    ways = ", ".join(way.value for way in Way)
    command.add_argument("--way", type=typed.way, default=Way.AUTO, metavar="WAY", help=f"how files are got: {ways}")


def request_of(options: argparse.Namespace, held: Collection[str]) -> SliceRequest:
    """The request that was typed; `held` are the forces in the cache. `CacheError` for a force that is none."""
    from ..sync.request import SliceRequest, force_slug  # not needed to parse another command

    forces = tuple(dict.fromkeys(force_slug(text, held) for text in options.force))
    return SliceRequest(forces, options.first, options.last, options.types)
