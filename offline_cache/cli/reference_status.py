# SPDX-License-Identifier: GPL-2.0-or-later
"""`reference status`: what reference data is held, with its source, date, edition and licence."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from dataclasses import asdict
from typing import Any

from ..areas.lookups import newest_edition
from ..areas.model import PLURALS, AreaKind, AreaSet
from ..errors import AreasLacking, printable
from ..reader import reading
from ..reference_data.status import ReferenceStatus, measure_status, reference_status


def run(options: argparse.Namespace) -> None:
    """Print it for reading, or as JSON with the measures that each kind of area can be compared by."""
    with reading(options.cache) as connection:
        held = reference_status(connection)
        measures = _measures(connection) if options.json else {}
    if options.json:
        json.dump({"reference": [asdict(each) for each in held], "measures": measures}, sys.stdout, indent=1)
        print()
        return
    for each in held:
        print(printable(_line(each)))
    if not held:
        print("No reference data is held. Bring it in with 'reference import' or 'reference fetch'.")


def _line(held: ReferenceStatus) -> str:
    edition = f", edition {held.edition}" if held.edition else ""
    plural = PLURALS[AreaKind(held.kind)]
    of = f"; data of {held.of}" if held.of else ""
    detail = f": {held.detail}" if held.detail else ""
    return (
        f"{held.content} of {held.areas:,} {plural}{edition}{detail}{of} ({held.source}, imported "
        f"{held.imported_at[:10]}). {held.licence}"
    )


def _measures(connection: sqlite3.Connection) -> dict[str, list[dict[str, Any]]]:
    """By kind of area in its newest edition."""
    found = {}
    for kind in AreaKind:
        try:
            edition = 2021 if kind is AreaKind.LSOA else newest_edition(connection, kind)
        except AreasLacking:
            edition = 0
        found[kind.value] = [asdict(each) for each in measure_status(connection, AreaSet(kind, edition))]
    return found
