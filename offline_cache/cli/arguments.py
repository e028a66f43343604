# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be typed after `python -m offline_cache`."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..errors import CacheError
from ..export import ExportFormat, ExportLayer
from ..model import Month
from ..queries import By
from . import commands


def parser() -> argparse.ArgumentParser:
    """The parser; each command sets `run`, a function of the parsed options."""
    top = argparse.ArgumentParser(
        prog="python -m offline_cache",
        description="A local SpatiaLite cache of the crime data that data.police.uk publishes.",
    )
    top.add_argument("--cache", type=Path, required=True, metavar="FILE", help="the cache file; import makes it")
    top.add_argument("--debug", action="store_true", help="show the trace of an error")
    commands_of = top.add_subparsers(metavar="COMMAND", required=True)

    imports = commands_of.add_parser("import", help="bring published files in: zips, folders or CSVs")
    imports.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    imports.set_defaults(run=commands.run_import)

    areas = commands_of.add_parser("areas", help="outlines, look-ups and residents")
    areas_of = areas.add_subparsers(metavar="COMMAND", required=True)
    areas_import = areas_of.add_parser("import", help="bring areas in from GeoJSON, GeoPackage or CSV, also .gz and .zip")
    areas_import.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    areas_import.set_defaults(run=commands.run_areas_import)

    status = commands_of.add_parser("status", help="what is held, what is missing and why")
    status.add_argument("--json", action="store_true", help="as JSON")
    status.set_defaults(run=commands.run_status)

    counting = commands_of.add_parser("counts", help="count street-level crimes")
    counting.add_argument("--by", type=By, required=True, choices=list(By), metavar="KEY", help=_names(By))
    _add_selection(counting)
    counting.add_argument("--without-asb", action="store_true", help="leave out anti-social behaviour")
    counting.add_argument("--format", choices=["csv", "json"], default="csv")
    counting.set_defaults(run=commands.run_counts)

    verify = commands_of.add_parser("verify", help="check that the cache is whole")
    verify.set_defaults(run=commands.run_verify)

    export = commands_of.add_parser("export", help="write a layer to a file")
    export.add_argument("--layer", type=ExportLayer, required=True, choices=list(ExportLayer), metavar="LAYER", help=_names(ExportLayer))
    export.add_argument("--format", type=ExportFormat, required=True, choices=list(ExportFormat), metavar="FORMAT", help=_names(ExportFormat))
    _add_selection(export)
    export.add_argument("out", type=Path, metavar="OUT")
    export.set_defaults(run=commands.run_export)
    return top


def _add_selection(command: argparse.ArgumentParser) -> None:
    command.add_argument("--from", dest="first", type=_month, metavar="YYYY-MM")
    command.add_argument("--to", dest="last", type=_month, metavar="YYYY-MM")
    command.add_argument("--force", action="append", default=[], metavar="SLUG", help="may be given several times")
    command.add_argument("--type", action="append", default=[], metavar="NAME", help="may be given several times")


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except CacheError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _names(choices: type) -> str:
    return ", ".join(choice.value for choice in choices)  # type: ignore[attr-defined]
