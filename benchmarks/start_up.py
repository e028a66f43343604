# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plugin adds to the start of QGIS: importing it, its provider and its dock, in QGIS's own Python."""

from __future__ import annotations

import sys
from pathlib import Path

from .measure import Figure, run

_START = """
import sys, time
from qgis.core import QgsApplication
application = QgsApplication([], True)
QgsApplication.initQgis()
import qgis.utils, processing.core.Processing
processing.core.Processing.Processing.initialize()
begun = time.perf_counter()
import policeuk_plugin
plugin = policeuk_plugin.classFactory(None)
plugin.initProcessing()
open(sys.argv[1], "w").write(str(time.perf_counter() - begun))
import os
os._exit(0)
"""


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure the elapsed seconds of loading the plugin and its provider into a running QGIS."""
    seconds = []
    for number in range(runs):
        out = work / str(number)
        run([sys.executable, "-c", "import sys; sys.path.append('/usr/share/qgis/python/plugins')" + _START, str(out)])
        seconds.append(float(out.read_text(encoding="utf-8")))
    longest = max(seconds)
    return [Figure("QGIS start, delayed by", f"{longest:.3f} s at most", "under 0.1 s", longest < 0.1)]
