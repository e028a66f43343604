# SPDX-License-Identifier: GPL-2.0-or-later
"""A pack for tests of its check, and its manifest rewritten by hand."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from offline_cache.field_pack import names
from tests.pack_cases import made_pack


@pytest.fixture(name="pack")
def pack(tmp_path: Path) -> Path:
    """Give a pack of stand-ins."""
    made_pack(tmp_path / "Luton")
    return tmp_path / "Luton"


def rewritten(pack: Path, **values: Any) -> None:
    """Change values of the manifest, and its own hash with them; None takes one out."""
    path = pack / names.MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest.update(values)
    left = {name: value for name, value in manifest.items() if value is not None or name in ("data_to", "held_to")}
    path.write_text(json.dumps({**left, "sha256": own_sha256(left)}), encoding="utf-8")


def own_sha256(manifest: dict[str, Any]) -> str:
    """Give the hash of all that a manifest says but this hash."""
    said = {name: value for name, value in manifest.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
