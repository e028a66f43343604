# SPDX-License-Identifier: GPL-2.0-or-later
"""`plan`: what `fetch` would bring. Writes nothing, and makes no cache."""

from __future__ import annotations

import argparse
import os

from ..errors import printable
from ..sync import make_plan
from ..sync.request import refuse_request
from ..transport import Addresses, Transport
from .fetch_arguments import read_asked


def run(options: argparse.Namespace) -> None:
    """Print the plan."""
    asked = read_asked(options)
    refuse_request(asked.request)
    with Transport(Addresses.from_environment(os.environ)) as transport:
        plan = make_plan(asked.held, asked.request, transport, options.way)
    for line in (*asked.lines, *plan.lines()):
        print(printable(line))
