# SPDX-License-Identifier: GPL-2.0-or-later
"""The algorithms by `qgis_process`, from the packaged zip: one after the other, as a script does it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from qgis.core import QgsVectorLayer

from tests.plugin_caches import placed
from tests.test_installed import enabled, environment, profile, run  # noqa: F401 - fixtures


def test_import_then_layers(
    environment: dict[str, str],  # noqa: F811
    enabled: str,  # noqa: F811
    tmp_path: Path,
    sample_zip: Path,
) -> None:
    cache = tmp_path / "policeuk.sqlite"
    folder = sample_zip.parent
    arguments = [f"--INPUT={sample_zip}", f"--CACHE={cache}"]
    run([enabled, "run", "policeuk:importfiles", *arguments], environment, folder)
    arguments = [
        "--LAYERS=crimes",
        "--LAYERS=places",
        "--FROM=2025-01",
        "--TO=2025-01",
        "--INCLUDE_ASB=true",
        f"--CACHE={cache}",
    ]
    printed = run([enabled, "run", "policeuk:addlayers", *arguments], environment, tmp_path)
    sources = dict(re.findall(r"^(CRIMES|PLACES):\s*(.+)$", printed, re.MULTILINE))
    expected = sum(month == "2025-01" for month, _ in placed(sample_zip, "street"))
    crimes = QgsVectorLayer(sources["CRIMES"], "crimes", "ogr")
    places = QgsVectorLayer(sources["PLACES"], "places", "ogr")
    assert crimes.featureCount() == expected, printed
    assert sum(feature["crimes"] for feature in places.getFeatures()) == expected


def test_a_mistake_ends_with_one_and_a_sentence(
    environment: dict[str, str],  # noqa: F811
    enabled: str,  # noqa: F811
    tmp_path: Path,
) -> None:
    command = [enabled, "run", "policeuk:addlayers", "--LAYERS=crimes", f"--CACHE={tmp_path / 'none.sqlite'}"]
    result = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "There is no cache file at" in result.stdout + result.stderr
    assert "Traceback" not in result.stdout + result.stderr
