# SPDX-License-Identifier: GPL-2.0-or-later
"""The imports of reference data by `qgis_process`, from the packaged zip."""

from __future__ import annotations

from pathlib import Path

from tests.area_factory import table, written
from tests.command import query
from tests.reference_cases import FIGURES, LOOK_UP, NORTH, WEST
from tests.test_installed import enabled, environment, profile, run  # noqa: F401 - fixtures


def test_reference_data_and_peers_from_a_shell(
    environment: dict[str, str],  # noqa: F811
    enabled: str,  # noqa: F811
    tmp_path: Path,
) -> None:
    cache = tmp_path / "policeuk.sqlite"
    files = [written(tmp_path / "look-up.csv", LOOK_UP), written(tmp_path / "figures.csv", FIGURES)]
    inputs = [f"--INPUT={path}" for path in files]
    printed = run([enabled, "run", "policeuk:importreference", *inputs, f"--CACHE={cache}"], environment, tmp_path)
    assert "ADDED:\t2" in printed
    peers = written(tmp_path / "own.csv", table("area,peer", [NORTH, WEST]))
    arguments = [f"--INPUT={peers}", "--NAME=MSG 2024", f"--CACHE={cache}"]
    printed = run([enabled, "run", "policeuk:importpeers", *arguments], environment, tmp_path)
    assert "PEER_LIST:\tMSG 2024" in printed
    assert query(cache, "SELECT name, kind FROM peer_list") == [("MSG 2024", "district")]
