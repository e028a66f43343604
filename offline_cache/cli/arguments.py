# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be typed after `python -m offline_cache`."""

from __future__ import annotations

import argparse
import enum
from pathlib import Path
from typing import Any

from ..errors import CacheError
from ..export.choices import ExportFormat, ExportLayer
from ..model import By, Month
from .answer_arguments import add_answer_commands
from .area_arguments import add_area_wishes
from .fetch_arguments import add_fetch_commands
from .field_arguments import add_merge_notes
from .pack_arguments import add_pack_commands
from .reference_arguments import add_reference_commands
from .rows_arguments import add_rows
from .search_arguments import add_search_commands
from .slice_arguments import add_slice
from .typed import add_types


def parser() -> argparse.ArgumentParser:
    """The parser; each command sets `command`, the module beside this one whose `run` does it."""
    top = argparse.ArgumentParser(
        prog="python -m offline_cache",
        description="A local SpatiaLite cache of the crime data that data.police.uk publishes.",
    )
    top.add_argument("--cache", type=Path, metavar="FILE", help="the cache file; import makes it")
    top.add_argument("--debug", action="store_true", help="show the trace of an error")
    commands_of = top.add_subparsers(metavar="COMMAND", required=True)

    imports = commands_of.add_parser("import", help="bring published files in: zips, folders or CSVs")
    imports.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    imports.add_argument("--force", nargs="+", action="extend", default=[], metavar="SLUG", help="only their files")
    add_types(imports)
    add_slice(imports)
    imports.set_defaults(command="import_files")
    add_fetch_commands(commands_of)
    _add_areas(commands_of)
    add_reference_commands(commands_of)
    add_answer_commands(commands_of)
    add_search_commands(commands_of)
    add_pack_commands(commands_of)
    add_merge_notes(commands_of)

    status = commands_of.add_parser("status", help="what is held, what is missing and why")
    status.add_argument("--json", action="store_true", help="as JSON")
    status.set_defaults(command="status")

    counting = commands_of.add_parser("counts", help="count street-level crimes")
    _add_choice(counting, "--by", By)
    _add_selection(counting)
    counting.add_argument("--format", choices=["csv", "json"], default="csv")
    counting.set_defaults(command="counts")

    add_rows(commands_of, _add_selection, _month)

    _add_quality(commands_of)

    verify = commands_of.add_parser("verify", help="check that the cache is whole")
    verify.set_defaults(command="verify")

    export = commands_of.add_parser("export", help="write a layer to a file")
    _add_choice(export, "--layer", ExportLayer)
    _add_choice(export, "--format", ExportFormat)
    _add_selection(export)
    export.add_argument("out", type=Path, metavar="OUT")
    export.set_defaults(command="export")
    return top


def refuse_without_cache(top: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """End the program as argparse does where a cache is to be named; who sets `needs_cache` False needs none."""
    if options.cache is None and getattr(options, "needs_cache", True):
        top.error("the following arguments are required: --cache")


def _add_areas(commands_of: Any) -> None:
    areas = commands_of.add_parser("areas", help="outlines, look-ups and residents")
    areas_of = areas.add_subparsers(metavar="COMMAND", required=True)
    areas_import = areas_of.add_parser("import", help="bring in GeoJSON, GeoPackage or CSV, also .gz and .zip")
    areas_import.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    areas_import.set_defaults(command="import_areas")
    areas_fetch = areas_of.add_parser(
        "fetch", help="bring look-ups and outlines from the Office for National Statistics"
    )
    add_area_wishes(areas_fetch)
    areas_fetch.set_defaults(command="fetch_areas")
    areas_plan = areas_of.add_parser("plan", help="say what 'areas fetch' would bring, and bring nothing")
    add_area_wishes(areas_plan)
    areas_plan.set_defaults(command="plan_areas")


def _add_selection(command: argparse.ArgumentParser) -> None:
    command.add_argument("--from", dest="first", type=_month, metavar="YYYY-MM")
    command.add_argument("--to", dest="last", type=_month, metavar="YYYY-MM")
    command.add_argument("--area", default="", metavar="AREA", help="such as csp:Luton or lsoa:E01015693,E01015694")
    command.add_argument("--force", action="append", default=[], metavar="SLUG", help="may be given several times")
    command.add_argument("--without-asb", action="store_true", help="leave out anti-social behaviour")
    command.add_argument("--type", action="append", default=[], metavar="NAME", help="may be given several times")


def _add_quality(commands_of: Any) -> None:
    command = commands_of.add_parser("quality", help="how far the data can be trusted: missing, revised, unplaced")
    _add_selection(command)
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(command="quality")


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except CacheError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _add_choice(command: argparse.ArgumentParser, flag: str, choices: type[enum.Enum]) -> None:
    names = ", ".join(choice.value for choice in choices)

    def named(text: str) -> enum.Enum:
        try:
            return choices(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(f"'{text}' is none of {names}") from error

    command.add_argument(flag, type=named, required=True, metavar=flag.strip("-").upper(), help=names)
