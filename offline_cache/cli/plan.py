# SPDX-License-Identifier: GPL-2.0-or-later
"""`plan`: what `fetch` would bring. Writes nothing, and makes no cache."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from ..errors import printable
from ..ledger import published_files
from ..model import PublishedFile
from ..reader import reading
from ..sync import make_plan
from ..sync.request import refuse_request
from ..transport import Addresses, Transport
from .fetch_arguments import request_of


def run(options: argparse.Namespace) -> None:
    """Print the plan."""
    held = held_in(options.cache)
    request = request_of(options, {file.key.force for file in held})
    refuse_request(request)
    with Transport(Addresses.from_environment(os.environ)) as transport:
        plan = make_plan(held, request, transport, options.way)
    for line in plan.lines():
        print(printable(line))


def held_in(path: Path) -> list[PublishedFile]:
    """What the cache at a path holds; nothing where there is none yet, or an empty file for one."""
    if not path.exists() or (path.is_file() and not path.stat().st_size):
        return []
    with reading(path) as connection:
        return published_files(connection)
