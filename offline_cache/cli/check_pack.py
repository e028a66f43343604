# SPDX-License-Identifier: GPL-2.0-or-later
"""`check-pack`: is a field pack as it was made?"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import date

from ..errors import CacheError, printable
from ..field_pack.checking import check_pack
from ..field_pack.model import PackCheck
from ..field_pack.trust import trust_line


def run(options: argparse.Namespace) -> None:
    """Say whether the pack is whole and how old its data is; raises `CacheError` where it is not as it was made."""
    found = check_pack(options.pack)
    trust = trust_line(found.manifest, date.today()) if found.manifest else ""
    if options.json:
        print(json.dumps(_as_json(found, trust), indent=1))
    elif found.whole:
        print(printable(found.sentence))
        print(printable(trust))
    if not found.whole:
        raise CacheError(found.sentence)


def _as_json(found: PackCheck, trust: str) -> dict[str, object]:
    values = asdict(found)
    if found.manifest:
        to, held = found.manifest.data_to, found.manifest.held_to
        values["manifest"]["months"] = [str(month) for month in found.manifest.months]
        values["manifest"]["data_to"] = str(to) if to else None
        values["manifest"]["held_to"] = str(held) if held else None
    return {"whole": found.whole, "trust": trust, **values}
