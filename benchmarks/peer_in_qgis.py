# SPDX-License-Identifier: GPL-2.0-or-later
"""Run by peer_speed in a process of its own: finds peers of all areas of a kind, or compares, and writes seconds."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from offline_cache.areas.lookups import newest_edition  # noqa: E402
from offline_cache.areas.model import AreaKind, AreaSet  # noqa: E402
from offline_cache.reader import reading  # noqa: E402
from offline_cache.reference_data.attributes import attributes_of  # noqa: E402
from policeuk_plugin.analysis.nearest_areas import nearest_areas, standardised  # noqa: E402

K = 15


def main(what: str, cache: str, out: str) -> None:
    """Measure one thing: csp, lsoa or sklearn, P in front: without scipy; an area to compare, or to report on."""
    if what.startswith("compare "):
        seconds: Any = _compare(cache, what.partition(" ")[2])
    elif what.startswith("report "):
        seconds = _report(cache, what.partition(" ")[2], Path(out).parent)
    else:
        if what.startswith("P"):
            sys.modules["scipy"] = None  # type: ignore[assignment]
        seconds = _nearest(cache, what.lstrip("P"))
    Path(out).write_text(json.dumps(seconds), encoding="utf-8")


def _nearest(cache: str, what: str) -> float:
    with reading(Path(cache)) as connection:
        kind = AreaKind.CSP if what == "csp" else AreaKind.LSOA
        edition = 2021 if kind is AreaKind.LSOA else newest_edition(connection, kind)
        values = standardised(attributes_of(connection, AreaSet(kind, edition)).values)
    begun = time.perf_counter()
    if what == "sklearn":
        from sklearn.neighbors import NearestNeighbors

        NearestNeighbors(n_neighbors=K + 1).fit(values).kneighbors(values)
    else:
        found = nearest_areas(values, K)
        if not np.isfinite(found.distance).all():
            raise SystemExit("an area has no peers")
    return time.perf_counter() - begun


def _qgis() -> Any:
    """Begin QGIS with the provider; both are to stay alive."""
    from qgis.core import QgsApplication

    from policeuk_plugin.processing.provider import PoliceUkProvider

    application = QgsApplication([], False)
    application.initQgis()
    provider = PoliceUkProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    return application, provider


def _compare(cache: str, area: str) -> float:
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    kept = _qgis()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("policeuk:comparewithpeers")
    source = "ons" if area.startswith("csp") else "police.uk"
    parameters = {"CACHE": cache, "AREA": area, "SOURCE": source, "OUTPUT": "memory:"}
    seconds = []
    for _ in range(3):  # the first also loads modules
        begun = time.perf_counter()
        algorithm.run(parameters, QgsProcessingContext(), QgsProcessingFeedback(False))
        seconds.append(time.perf_counter() - begun)
    del kept
    return min(seconds)


def _report(cache: str, area: str, folder: Path) -> float:
    """Seconds to all files of a report on all LSOAs of an area, modules loaded too."""
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    kept = _qgis()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("policeuk:comparisonreport")
    ends = {"REPORT": "html", "PDF": "pdf", "CSV": "csv", "SPREADSHEET": "xlsx"}
    files = {name: str(folder / f"batch.{end}") for name, end in ends.items()}
    begun = time.perf_counter()
    _, done = algorithm.run(
        {"CACHE": cache, "AREA": area, "LEVEL": "lsoa", **files}, QgsProcessingContext(), QgsProcessingFeedback(False)
    )
    if not done:
        raise SystemExit("no report")
    del kept
    return time.perf_counter() - begun


if __name__ == "__main__":
    main(*sys.argv[1:])
    sys.stdout.flush()
    import os

    os._exit(0)  # QGIS's own clearing up crashes on 3.22
