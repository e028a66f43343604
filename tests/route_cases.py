# SPDX-License-Identifier: GPL-2.0-or-later
"""A route through Luton, layers of lines, and runs of `policeuk:crimealongroute` on two real years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Optional

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsVectorLayer

from tests.algorithm_runs import Listening, run
from tests.plugin_caches import made_once

ROUTE = ((-0.4307, 51.8827), (-0.42, 51.88), (-0.4153, 51.8787), (-0.41, 51.874), (-0.403, 51.869))


@pytest.fixture(scope="module", name="cache")
def cache(tmp_path_factory: pytest.TempPathFactory, bedfordshire_zip: Path, shared: Path) -> Path:
    """Give a cache of two real years of a force with its areas; the tests read it only."""
    data = shared / "data"
    areas = (
        data / "boundaries" / "lsoa2021_bedfordshire_bgc.geojson",
        data / "lookups" / "LSOA_(2011)_to_LSOA_(2021)_to_LAD_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv",
        data / "lookups" / "ltla24_csp24_pfa24.csv",
        data / "lookups" / "lsoa21_ward24_lad24_bestfit.csv.gz",
    )
    return made_once(tmp_path_factory, "route", bedfordshire_zip, areas=areas)


def wkt_of(points: Sequence[tuple[float, float]]) -> str:
    """A line as WKT."""
    return f"LINESTRING({', '.join(f'{x} {y}' for x, y in points)})"


def text_of(points: Sequence[tuple[float, float]] = ROUTE) -> str:
    """A line as ROUTE_TEXT."""
    return f"{wkt_of(points)} [EPSG:4326]"


def line_layer(
    wkts: Iterable[str], crs: str = "EPSG:4326", kind: str = "LineString", name: str = "a way"
) -> QgsVectorLayer:
    """A layer of lines; '' makes a feature without geometry, a CRS of '' a layer without one."""
    layer = QgsVectorLayer(f"{kind}?crs={crs}" if crs else kind, name, "memory")
    if not crs:
        layer.setCrs(QgsCoordinateReferenceSystem())
    features = []
    for wkt in wkts:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(wkt) if wkt else QgsGeometry())
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def along(cache: Path, feedback: Optional[Listening] = None, **parameters: Any) -> dict[str, Any]:
    """A run; gives its outputs."""
    return run("crimealongroute", {"CACHE": str(cache), "OUTPUT": "memory:", **parameters}, feedback)[0]
