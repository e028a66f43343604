# SPDX-License-Identifier: GPL-2.0-or-later
"""The questions of the hotspot toolbox with their parameters, each run in a process of its own."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .measure import run

QUESTIONS: dict[str, str] = {
    "persistence": "persistence",
    "change": "periodchange",
    "clusters": "crimeclusters",
    "busier than random": "busierthanrandom",
    "chance": "nullmaps",
    "emerging": "emerginghotspots",
    "trends": "areatrends",
    "alike": "localmoran",
    "concentration": "concentration",
    "evaluation": "evaluatehotspots",
    "next": "nextmonths",
    "density": "crimedensity",
    "risk": "riskdensity",
    "snapping": "snapuncertainty",
}
"""Algorithms by what they answer."""
WITHOUT_OUTPUT = ("hotspotreport",)
RASTERS = ("crimedensity", "riskdensity")


@dataclass(frozen=True)
class Taken:
    """What a run took: processor and elapsed seconds, peak bytes of its process; the sentence where it was refused."""

    cpu: float
    wall: float
    memory: int
    refusal: str
    results: Mapping[str, Any]


def take(algorithm: str, given: Mapping[str, Any], work: Path) -> Taken:
    """Run it, with all that it writes in a folder of its own below `work`, which is removed again."""
    script = Path(__file__).with_name("hotspot_in_qgis.py")
    with tempfile.TemporaryDirectory(dir=work) as folder:
        told = Path(folder, "told.json")
        if algorithm in WITHOUT_OUTPUT:
            written = {"REPORT": "page.html", "PDF": "page.pdf"}
        else:
            written = {"REPORT": "page.html", "OUTPUT": "result.tif" if algorithm in RASTERS else "result.gpkg"}
        parameters = {**{name: str(Path(folder, file)) for name, file in written.items()}, **given}
        run([sys.executable, str(script), algorithm, json.dumps(parameters), str(told)])
        found = json.loads(told.read_text(encoding="utf-8"))
    return Taken(found["cpu"], found["wall"], found["memory"], found["refusal"], found["results"])
