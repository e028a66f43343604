# SPDX-License-Identifier: GPL-2.0-or-later
"""Peers and comparisons with them from a shell: their options as parameters, their numbers as CSV or JSON."""

from __future__ import annotations

import argparse
import csv
import io
import json
from typing import Any

from offline_cache.errors import CacheError
from offline_cache.spreadsheet_text import no_formula_in

_TWO_AREAS = "policeuk:comparetwoareas"
_COLUMNS = ("area", "area_name", "rank", "peer", "peer_name", "distance", "mutual")
_DIGITS = 6
_NO_MEASURES = frozenset(["role", "place", "rank", "code", "name", "distance", "mutual", "why"])


def settle(options: argparse.Namespace) -> None:
    """Choose the algorithm of `compare` by whether another area is named; raises `CacheError` where OUT lacks."""
    if getattr(options, "other_area", None):
        options.algorithm = _TWO_AREAS
        if options.out is None:
            raise CacheError("Name the table with --out FILE.csv: two areas are compared into one.")


def peer_parameters(options: argparse.Namespace) -> dict[str, Any]:
    """The options of peers as parameters; none for other commands."""
    if not hasattr(options, "method") or options.algorithm == _TWO_AREAS:
        return {}
    given: dict[str, Any] = {
        "PEERS": options.method,
        "PEER_LIST": options.list,
        "K": options.k,
        "AMONG": options.among,
        "SOURCE": getattr(options, "source", None),
        "DENOMINATOR": getattr(options, "per", None),
    }
    return given


def printed(results: dict[str, Any], options: argparse.Namespace) -> list[str]:
    """What is printed in place of numbers by name: JSON, or of peers CSV; nothing for other commands and formats."""
    form = getattr(options, "format", "text")
    numbers = results.get("NUMBERS")
    if form == "text" or not numbers:
        return []
    if form == "json":
        return [json.dumps(json.loads(str(numbers)), ensure_ascii=False, indent=1)]
    return [_table(json.loads(str(numbers)))]


def _table(found: dict[str, Any]) -> str:
    """A row a peer; `area`, `peer` and `rank` make it a list that can be imported again."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    measures = [name for name in found["areas"][0] if name not in _NO_MEASURES]
    writer.writerow([*_COLUMNS, *measures])
    area = found["area"]
    for row in found["areas"]:
        if row["role"] == "peer":
            own = (area["code"], area["name"], row["place"], row["code"], row["name"], row["distance"], row["mutual"])
            cells = [*own, *(row.get(name) for name in measures)]
            writer.writerow([_rounded(no_formula_in(cell)) for cell in cells])
    return out.getvalue().rstrip("\n")


def _rounded(cell: Any) -> Any:
    return round(cell, _DIGITS) if isinstance(cell, float) else cell
