# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be typed after `rows`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..model import Dataset, Month


def add_rows(
    commands: Any, add_selection: Callable[[argparse.ArgumentParser], None], month: Callable[[str], Month]
) -> None:
    """Declare the command; `commands` are the parsers of commands, which argparse gives no public type."""
    rows = commands.add_parser("rows", help="the rows of the published files behind a number, with file and line")
    kinds = ", ".join(dataset.value for dataset in Dataset)
    rows.add_argument("--dataset", type=_dataset, default=Dataset.STREET, metavar="DATASET", help=f"{kinds} (street)")
    add_selection(rows)
    several = "may be given several times"
    rows.add_argument("--place", type=int, action="append", default=[], metavar="ID", help=f"a snap point; {several}")
    rows.add_argument("--lsoa", action="append", default=[], metavar="CODE", help=several)
    rows.add_argument("--month", type=month, metavar="YYYY-MM", help="one month of the selection")
    rows.add_argument("--outcome", action="append", default=[], metavar="NAME", help=f"as published; {several}")
    rows.add_argument("out", type=Path, nargs="?", metavar="OUT", help="a CSV; without it, to stdout")
    rows.set_defaults(command="rows")


def _dataset(text: str) -> Dataset:
    try:
        return Dataset(text)
    except ValueError as error:
        names = ", ".join(dataset.value for dataset in Dataset)
        raise argparse.ArgumentTypeError(f"'{text}' is none of {names}") from error
