# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be typed to ask the service's API: neighbourhoods, a drawn area, the history of a crime, its months."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..police_api.kinds import Kind
from . import typed


def add_answer_commands(commands_of: Any) -> None:
    """Add the commands to what `add_subparsers` gave."""
    _add_neighbourhoods(_group(commands_of, "neighbourhoods", "neighbourhoods with their teams and priorities"))
    _add_drawn_area(_group(commands_of, "crimes-in-area", "crimes, outcomes and stops in an area that you drew"))
    _add_history(_group(commands_of, "crime-history", "a crime with its outcomes"))
    months = _group(commands_of, "months", "which months the service holds")
    _command(months, "fetch", "fetch_months", "ask the service")
    _json(_command(months, "show", "show_months", "what it said last, without the network"))


def _add_neighbourhoods(commands_of: Any) -> None:
    fetch = _command(
        commands_of, "fetch", "fetch_neighbourhoods", "bring contacts, outlines, teams, priorities, events"
    )
    fetch.add_argument("--force", nargs="+", action="extend", required=True, metavar="SLUG", help="as in file names")
    fetch.add_argument("--only", nargs="+", action="extend", default=[], metavar="ID", help="these neighbourhoods")
    show = _command(commands_of, "show", "show_neighbourhoods", "what was fetched, without the network")
    show.add_argument("--force", required=True, metavar="SLUG")
    show.add_argument("id", nargs="?", default="", metavar="ID", help="one neighbourhood; else the list")
    _json(show)
    at = _command(commands_of, "at", "neighbourhood_at", "which neighbourhood a place lies in")
    at.add_argument("latitude", type=float)
    at.add_argument("longitude", type=float)
    at.add_argument("--online", action="store_true", help="ask the service, not the outlines that were fetched")


def _add_drawn_area(commands_of: Any) -> None:
    fetch = _command(commands_of, "fetch", "fetch_drawn_area", "ask the service, month by month")
    fetch.add_argument("--polygon", type=Path, required=True, metavar="FILE", help="GeoJSON in WGS84 with one polygon")
    fetch.add_argument("--from", dest="first", type=typed.month, required=True, metavar="YYYY-MM")
    fetch.add_argument("--to", dest="last", type=typed.month, required=True, metavar="YYYY-MM")
    names = ",".join(kind.value for kind in Kind)
    fetch.add_argument("--kinds", type=_kinds, default=(Kind.CRIMES,), metavar="KINDS", help=f"of {names}; else crimes")
    fetch.add_argument("--name", default="", help="what you call the area; else that of the file")
    _json(_command(commands_of, "show", "show_drawn_areas", "which areas were fetched, without the network"))


def _add_history(commands_of: Any) -> None:
    shown = "rows of the files held and what was fetched, without the network"
    for name, text in (("fetch", "ask the service"), ("show", shown)):
        command = _command(commands_of, name, f"{name}_crime_history", text)
        command.add_argument("id", metavar="ID", help="the crime's id of 64 digits and letters")
        command.add_argument("--force", default="", metavar="SLUG", help="look into this force's files only")
        _json(command)


def _group(commands_of: Any, name: str, text: str) -> Any:
    return commands_of.add_parser(name, help=text).add_subparsers(metavar="COMMAND", required=True)


def _command(commands_of: Any, name: str, module: str, text: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands_of.add_parser(name, help=text)
    command.set_defaults(command=module)
    return command


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="as JSON")


def _kinds(text: str) -> tuple[Kind, ...]:
    try:
        return tuple(Kind(word.strip()) for word in text.split(",") if word.strip()) or (Kind.CRIMES,)
    except ValueError as error:
        names = ", ".join(kind.value for kind in Kind)
        raise argparse.ArgumentTypeError(f"'{text}' is not a list of some of {names}") from error
