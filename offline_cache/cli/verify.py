# SPDX-License-Identifier: GPL-2.0-or-later
"""`verify`: is the cache whole?"""

from __future__ import annotations

import argparse

from ..errors import CacheError, printable
from ..reader import reading
from ..verify import faults


def run(options: argparse.Namespace) -> None:
    """Check the cache; raises `CacheError` with what is wrong."""
    with reading(options.cache) as connection:
        found = faults(connection)
    if found:
        raise CacheError(f"{' '.join(found)} Import the published files into a new cache.")
    print(printable(f"{options.cache} is whole."))
