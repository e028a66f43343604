# SPDX-License-Identifier: GPL-2.0-or-later
"""Words of the command line to values; what is wrong with one is a fault of the call."""

from __future__ import annotations

import argparse

from ..errors import CacheError
from ..model import Dataset, Month
from ..sync.way import Way


def month(text: str) -> Month:
    """`YYYY-MM`."""
    try:
        return Month.parse(text)
    except CacheError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def datasets(text: str) -> tuple[Dataset, ...]:
    """Kinds of published file, with commas between them."""
    found = []
    for word in filter(None, (part.strip() for part in text.split(","))):
        try:
            found.append(Dataset(word))
        except ValueError as error:
            names = ", ".join(dataset.value for dataset in Dataset)
            raise argparse.ArgumentTypeError(f"'{word}' is none of {names}") from error
    return tuple(found)


def add_types(command: argparse.ArgumentParser) -> None:
    """Give a command the argument that says which kinds of file are wanted."""
    kinds = ",".join(dataset.value for dataset in Dataset)
    only = "stops carry no LSOA: with LSOAs they come only when they are named, and whole"
    command.add_argument("--types", type=datasets, default=None, metavar="TYPES", help=f"{kinds}; {only}")


def types_of(options: argparse.Namespace, sliced: bool) -> tuple[Dataset, ...]:
    """The kinds of file that were named, else all; of a slice those that carry LSOAs."""
    if options.types is not None:
        return tuple(options.types)
    return tuple(dataset for dataset in Dataset if not (sliced and dataset is Dataset.STOPS))


def way(text: str) -> Way:
    """How files are got."""
    try:
        return Way(text)
    except ValueError as error:
        names = ", ".join(one.value for one in Way)
        raise argparse.ArgumentTypeError(f"'{text}' is none of {names}") from error
