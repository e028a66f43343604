# SPDX-License-Identifier: GPL-2.0-or-later
"""One small run of each algorithm on the invented sample, offline: what a program has to be able to do anywhere."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

_TYPE = {"TYPES": ["Vehicle crime"]}
_WARD = {"AREA": "ward:Swallow Hole"}
_LSOA = {**_TYPE, "LEVEL": "lsoa"}
_COARSE = {**_TYPE, "CELL_SIZE": 500.0}
_BOXES = {"treated": (2.010, 54.715), "control": (1.980, 54.705)}
"""South-western corners of two boxes in the sample's town, in degrees."""
ROUTE = "LINESTRING(1.96 54.70, 2.03 54.73) [EPSG:4326]"
PLAIN: Mapping[str, Mapping[str, Any]] = {
    "addlayers": {},
    "crimelayers": {},
    "placelayer": {},
    "pointsofinterest": {},
    "crimeclusters": _COARSE,
    "busierthanrandom": _COARSE,
    "localmoran": _COARSE,
    "nullmaps": {**_COARSE, "MAPS": 20},
    "crimedensity": {**_TYPE, "CELL_SIZE": 200.0},
    "riskdensity": {**_TYPE, "CELL_SIZE": 200.0},
    "snapuncertainty": {**_COARSE, "DRAWS": 20},
    "evaluatehotspots": {**_TYPE, "CELL_SIZES": "500", "BANDWIDTHS": "500"},
    "periodchange": _COARSE,
    "persistence": _COARSE,
    "areatrends": _COARSE,
    "emerginghotspots": _COARSE,
    "nextmonths": _COARSE,
    "concentration": _COARSE,
    "areamap": _LSOA,
    "arearates": _LSOA,
    "funnelplot": _LSOA,
    "smoothedrates": _LSOA,
    "locationquotient": _LSOA,
    "outcomelayer": _TYPE,
    "stopsearchlayer": {},
    "dataquality": {},
    "areatrend": {**_TYPE, **_WARD},
    "comparetwoareas": {**_TYPE, **_WARD, "OTHER_AREA": "ward:Botney Cut"},
    "comparetime": {**_TYPE, **_WARD},
    "outcomecomparison": {**_TYPE, **_WARD},
    "findpeers": _WARD,
    "comparewithpeers": {**_TYPE, **_WARD},
    "peerverdicts": {**_TYPE, "LEVEL": "ward"},
    "comparisonreport": {"AREA": "district:Dogger Bank", "LEVEL": "ward", "QUESTIONS": ["rates"]},
    "publishedrows": {**_TYPE, **_WARD},
    "crimealongroute": {**_TYPE, "ROUTE_TEXT": ROUTE, "BUFFER": 100.0},
    "beatbrief": _WARD,
    "hotspotreport": {**_COARSE, "QUESTIONS": ["clusters"]},
    "makefieldpack": {**_WARD, "QUESTIONS": []},
}
"""Parameters by algorithm; whatever it writes and the cache are added."""
ELSEWHERE = {
    "importfiles": "the import before the jobs",
    "importreference": "the import before the jobs",
    "importpeers": "needs a list of peers, which the sample has not",
    "neighbourhoodlayer": "needs neighbourhoods, which only the service has",
    "neareststations": "needs neighbourhoods, which only the service has",
    "mergefieldnotes": "needs notes that were taken",
    "downloadforceslice": "knows real forces alone; refreshcache goes the same way",
    "downloadarea": "only the service has it",
    "downloadreference": "only the service has it",
    "downloadneighbourhoods": "only the service has it",
    "downloadcrimesinarea": "only the service has it",
}
"""Algorithms that no job runs, and why."""
MAIN = ("addlayers", "crimelayers", "crimeclusters", "areamap")
"""The main job after the import, by which each library that is missing is tried."""
_MONTH = {"FROM": "2026-04", "TO": "2026-04", "DATASETS": ["street"]}


def _a_crime(archive_of_sample: Path) -> str:
    """The id of the first crime of the sample that has one."""
    with zipfile.ZipFile(archive_of_sample) as archive:
        name = next(name for name in sorted(archive.namelist()) if name.endswith("-street.csv"))
        rows = csv.DictReader(io.StringIO(archive.read(name).decode("utf-8")))
        return next(row["Crime ID"] for row in rows if row["Crime ID"])


@dataclass(frozen=True)
class Job:
    """One run; `uses` names the result of an earlier one that is given as a parameter."""

    name: str
    parameters: Mapping[str, Any]
    uses: tuple[str, str, str] = ("", "", "")
    """Parameter, algorithm and the result of it."""


def jobs(folder: Path, sample: Path) -> Iterator[Job]:
    """Every job in the order in which they are to be run; `folder` takes the areas that some need.

    `sample`: the folder of the sample that the plugin ships.
    """
    for name, parameters in PLAIN.items():
        yield Job(name, parameters)
    treated, control = (str(_box(folder / f"{name}.geojson", *corner)) for name, corner in _BOXES.items())
    intervention = {"TREATED": treated, "CONTROL": control, "INTERVENTION": "2025-09"}
    yield Job("interventioneffect", {**intervention, **_TYPE})
    yield Job("crimehistory", {"CRIME_ID": _a_crime(sample / "sample_archive.zip")})
    yield Job("runrecipe", {}, ("RECIPE", "hotspotreport", "RECIPE"))
    yield Job("checkfieldpack", {}, ("PACK", "makefieldpack", "ZIP"))


def with_libraries(folder: Path) -> Iterator[Job]:
    """What needs a library: grid metres (pyproj), a refresh (requests), a download of ground (shapely, too)."""
    grid = _box(folder / "metres.geojson", 500_000, 200_000, 1000, 1000, "EPSG:27700", {"LSOA21CD": "E01990099"})
    yield Job("importareas", {"INPUT": str(grid)})
    yield Job("refreshcache", {})
    west, south = _BOXES["treated"]
    ground = f"POLYGON(({west} {south},{west} 54.72,2.02 54.72,2.02 {south},{west} {south})) [EPSG:4326]"
    yield Job("downloadlsoaslice", {"GEOMETRY": ground, **_MONTH})


def _box(
    path: Path,
    west: float,
    south: float,
    wide: float = 0.012,
    high: float = 0.008,
    crs: str = "EPSG:4326",
    named: Optional[dict[str, str]] = None,
) -> Path:
    """A rectangle as a file."""
    east, north = west + wide, south + high
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": named or {}, "geometry": geometry}
    system = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{crs.replace(':', '::')}"}}
    whole = {"type": "FeatureCollection", "crs": system, "features": [feature]}
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path
