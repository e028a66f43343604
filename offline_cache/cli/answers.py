# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers of the API printed: as lines that steer no terminal, or as JSON."""

from __future__ import annotations

import dataclasses
import enum
import json
import os
import sys
from collections.abc import Iterable
from typing import Any

from ..errors import printable
from ..model import Month
from ..transport import Addresses, Transport


def opened_transport() -> Transport:
    """The way to the services that the environment names; a context manager."""
    return Transport(Addresses.from_environment(os.environ))


def print_lines(lines: Iterable[str]) -> None:
    """Print each line of these texts, with what steers a terminal written as escapes."""
    for text in lines:
        for line in text.split("\n"):
            print(printable(line))


def print_note(text: str) -> None:
    """Print what must be known beside an answer, at once, where it disturbs no reader of the answer."""
    print(printable(text), file=sys.stderr, flush=True)


def print_json(value: Any) -> None:
    """Print a value made of dataclasses, months and enums as JSON in ASCII."""
    json.dump(_plain(value), sys.stdout, indent=1)
    print()


def _plain(value: Any) -> Any:
    if isinstance(value, Month):
        return str(value)
    if isinstance(value, enum.Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, (tuple, list)) else value
