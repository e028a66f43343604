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
    """Measure one thing; `what` is csp, lsoa or sklearn, a P in front: without scipy; or an area to compare."""
    if what.startswith("compare "):
        seconds: Any = _compare(cache, what.partition(" ")[2])
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


def _compare(cache: str, area: str) -> float:
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    from policeuk_plugin.processing.provider import PoliceUkProvider

    application = QgsApplication([], False)
    application.initQgis()
    provider = PoliceUkProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("policeuk:comparewithpeers")
    source = "ons" if area.startswith("csp") else "police.uk"
    parameters = {"CACHE": cache, "AREA": area, "SOURCE": source, "OUTPUT": "memory:"}
    seconds = []
    for _ in range(3):  # the first also loads modules
        begun = time.perf_counter()
        algorithm.run(parameters, QgsProcessingContext(), QgsProcessingFeedback(False))
        seconds.append(time.perf_counter() - begun)
    return min(seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])
    sys.stdout.flush()
    import os

    os._exit(0)  # QGIS's own clearing up crashes on 3.22
