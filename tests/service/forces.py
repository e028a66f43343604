# SPDX-License-Identifier: GPL-2.0-or-later
"""The forces by slug, in the order of the real list, and those that only the archives name."""

from __future__ import annotations

import json
from pathlib import Path

from tests.sample_factory import FORCE_NAMES

from .releases import Release

_TABLE = Path(__file__).resolve().parents[2] / "offline_cache" / "reference" / "forces.json"
BTP = "btp"


def real_forces() -> dict[str, str]:
    """Slug and name of the 44 forces of the API and of btp, in the API's order (Dyfed-Powys after Hampshire)."""
    rows = json.loads(_TABLE.read_text(encoding="utf-8"))["forces"]
    names = {row["slug"]: row["name"] for row in rows}
    slugs = [slug for slug in names if slug != "dyfed-powys"]
    slugs.insert(slugs.index("hampshire") + 1, "dyfed-powys")
    return {slug: names[slug] for slug in slugs}


def force_names(release: Release) -> dict[str, str]:
    """Slug and name of every force: the real ones and those of the archive."""
    found = real_forces()
    for parts in release.members.values():
        found.setdefault(parts.force, FORCE_NAMES.get(parts.force, parts.force.replace("-", " ").title()))
    return found
