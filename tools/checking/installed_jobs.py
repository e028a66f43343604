# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs jobs in a QGIS without windows by the plugin that stands in its profile: `WHICH SAMPLE WORK ANSWER`.

Run by the system's Python, away from the repository, beside a copy of `tools.checking` alone.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from pathlib import Path

import qgis.utils
from qgis.core import QgsApplication

from tools.checking.jobs import MAIN, Job, jobs, with_libraries
from tools.checking.run_jobs import Outcome, run_all

PLUGIN = "policeuk_plugin"


def main(which: str, sample: Path, work: Path, answer: Path) -> None:
    """Import the sample, run the main jobs or all of them, keep what became of each."""
    application = QgsApplication([], True)
    application.initQgis()
    folder = Path(QgsApplication.qgisSettingsDirPath(), "python", "plugins")
    sys.path += [str(folder), str(Path(QgsApplication.pkgDataPath(), "python", "plugins"))]
    qgis.utils.plugin_paths = [str(folder)]
    qgis.utils.updateAvailablePlugins()
    from processing.core.Processing import Processing

    Processing.initialize()
    if not (qgis.utils.loadPlugin(PLUGIN) and qgis.utils.startProcessingPlugin(PLUGIN)):
        raise RuntimeError("the plugin did not start")
    outcomes = done(which, sample, work)
    answer.write_text(json.dumps({name: dataclasses.asdict(outcome) for name, outcome in outcomes.items()}))
    sys.stdout.flush()
    os._exit(0)  # without QGIS's own end, which crashes on some versions


def done(which: str, sample: Path, work: Path) -> dict[str, Outcome]:
    """What became of the import and of each job."""
    cache = work / "cache.sqlite"
    areas = sorted(map(str, [*sample.glob("*.csv"), *sample.glob("*.geojson")]))
    wanted = [
        Job("importfiles", {"INPUT": str(sample / "sample_archive.zip")}),
        Job("importreference", {"INPUT": areas}),
        *(job for job in jobs(work, sample) if which == "all" or job.name in MAIN),
        *with_libraries(work),
    ]
    return run_all(wanted, lambda: cache, work)


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:5]))
