# SPDX-License-Identifier: GPL-2.0-or-later
"""Run in a process of its own: `ID PARAMETERS OUT`, one algorithm; writes what it took and gave as JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from policeuk_plugin.processing.provider import PoliceUkProvider  # noqa: E402


def main(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Processor and elapsed seconds and peak bytes of the run; the sentence where it was refused."""
    provider = PoliceUkProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"policeuk:{name}")
    context, refusal, results = QgsProcessingContext(), "", {}
    before, wall, cpu = _peak(), time.perf_counter(), time.process_time()
    try:
        results, done = algorithm.run(given, context, QgsProcessingFeedback(), {}, False)
        if not done:
            raise SystemExit(f"{name} failed")
    except QgsProcessingException as error:
        refusal = str(error)
    return {
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "before": before,
        "memory": _peak(),
        "refusal": refusal,
        "results": {key: value for key, value in results.items() if isinstance(value, (int, float, str))},
    }


def _peak() -> int:
    """The most memory that the process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], True)
    QgsApplication.initQgis()
    found = main(sys.argv[1], json.loads(sys.argv[2]))
    Path(sys.argv[3]).write_text(json.dumps(found), "utf-8")
    sys.stdout.flush()
    os._exit(0)  # a plain exit crashes in QGIS's own clean-up on some versions
