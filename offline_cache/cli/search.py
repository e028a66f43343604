# SPDX-License-Identifier: GPL-2.0-or-later
"""`search`: what the cache holds by a name, code or postcode; a postcode also from postcodes.io where asked."""

from __future__ import annotations

import argparse
import sys

from ..errors import CacheError, shown
from ..held_cache import reading_or_empty
from ..postcodes import find_postcode, postcode_of
from ..search import Found, FoundKind, search
from .answers import print_json, print_lines, print_note
from .postcodes_asked import ask_and_keep


def run(options: argparse.Namespace) -> None:
    """Print what is found, best first; the lines of licences go to stderr. `CacheError` where nothing is."""
    text = " ".join(options.text)
    if options.online:
        ask_and_keep(options.cache, [text])
    with reading_or_empty(options.cache) as connection:
        found = search(connection, text, options.limit)
        unknown = postcode_of(text) is not None and find_postcode(connection, text) is None
    if not found:
        ask = " --online asks postcodes.io." if unknown else " Write a part of its name, its code or a postcode."
        raise CacheError(f"The cache knows nothing called {shown(text)}.{ask}")
    if options.json:
        print_json(found)
    else:
        print_lines(line_of(one) for one in found)
    sys.stdout.flush()
    for licence in dict.fromkeys(one.licence for one in found if one.licence):
        print_note(licence)


def line_of(found: Found) -> str:
    """One line: kind, name, what tells it apart, where it is, and what to write for `--area`."""
    detail = f", {found.detail}" if found.detail else ""
    where = f" at {found.position[1]:.5f}, {found.position[0]:.5f}" if found.position else ""
    code = f" {found.code}" if found.code and found.kind not in (FoundKind.LSOA, FoundKind.SLICE) else ""
    area = f" --area {found.area}" if found.area and len(found.area) < 80 else ""
    return f"{found.kind.value}: {found.name}{code}{detail}{where}{area}"
