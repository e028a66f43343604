# SPDX-License-Identifier: GPL-2.0-or-later
"""What each algorithm is asked in tests of all of them: as little as gives a result of the invented sample."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingAlgorithm

from tests.algorithm_runs import box, polygon_layer
from tests.command import query

CSP = "csp:E22990001"
PART = {"AREA": "force:dogger-bank", "FROM": "2025-11", "TO": "2026-04", "TYPES": ["Burglary"]}
MONTH = {"FROM": "2026-04", "TO": "2026-04"}
NETWORK: dict[str, dict[str, Any]] = {
    "downloadarea": {"FORCES": ["dorset"]},
    "downloadcrimesinarea": {"POLYGON": "POLYGON((2 54.7,2.01 54.7,2.01 54.71,2 54.7))", **MONTH},
    "downloadforceslice": {"FORCES": ["dorset"], **MONTH},
    "downloadlsoaslice": {"LSOAS": "E01990001", "ALL_FORCES": True, **MONTH},
    "downloadneighbourhoods": {"FORCES": ["dorset"]},
    "downloadreference": {"WHAT": ["census"], "ANEW": True},
    "refreshcache": {},
}
"""They ask a service."""
OFFLINE: dict[str, dict[str, Any]] = {
    "addlayers": {},
    "areamap": {},
    "arearates": {},
    "areatrend": {"AREA": CSP},
    "areatrends": {"TYPES": ["Burglary"]},
    "beatbrief": {"AREA": CSP},
    "busierthanrandom": {**PART, "CELL_SIZE": 500},
    "comparetime": {"AREA": CSP},
    "comparetwoareas": {"AREA": CSP, "OTHER_AREA": "lsoa:E01990001"},
    "comparewithpeers": {"AREA": CSP},
    "comparisonreport": {"AREA": CSP},
    "concentration": {**PART, "CELL_SIZE": 500},
    "crimealongroute": {"ROUTE_TEXT": "LINESTRING(2 54.7, 2.02 54.72) [EPSG:4326]"},
    "crimeclusters": {**PART, "CELL_SIZE": 500},
    "crimedensity": {**PART, "CELL_SIZE": 200},
    "crimehistory": {},
    "crimelayers": {},
    "dataquality": {},
    "emerginghotspots": {"TYPES": ["Burglary"], "CELL_SIZE": 1000},
    "evaluatehotspots": {"TYPES": ["Burglary"], "CELL_SIZES": "500", "BANDWIDTHS": "500"},
    "findpeers": {"AREA": CSP},
    "funnelplot": {},
    "hotspotreport": {**PART, "CELL_SIZE": 500, "QUESTIONS": ["clusters"]},
    "interventioneffect": {"INTERVENTION": "2025-06"},
    "localmoran": {**PART, "CELL_SIZE": 500},
    "locationquotient": {"TYPES": ["Burglary"]},
    "makefieldpack": {"AREA": CSP, "QUESTIONS": []},
    "neareststations": {"POINT": "2.0,54.7 [EPSG:4326]"},
    "neighbourhoodlayer": {},
    "nextmonths": {"TYPES": ["Burglary"]},
    "nullmaps": {**PART, "CELL_SIZE": 500, "MAPS": 20},
    "outcomecomparison": {"AREA": CSP},
    "outcomelayer": {**PART, "TYPES": []},
    "peerverdicts": {"LEVEL": "lsoa"},
    "periodchange": {**PART, "CELL_SIZE": 500},
    "persistence": {"TYPES": ["Burglary"], "CELL_SIZE": 500},
    "placelayer": PART,
    "pointsofinterest": {},
    "publishedrows": PART,
    "riskdensity": {**PART, "CELL_SIZE": 200},
    "smoothedrates": {},
    "snapuncertainty": {**PART, "CELL_SIZE": 500, "DRAWS": 20},
    "stopsearchlayer": {},
}
"""They read a cache."""
FILES = (
    *("checkfieldpack", "importareas", "importfiles", "importpeers", "importreference", "mergefieldnotes"),
    "runrecipe",
)
"""They read other files, which each of their tests makes."""


def asked(algorithm: QgsProcessingAlgorithm, cache: Path, folder: Path) -> dict[str, Any]:
    """The parameters of a run, with a file in the folder for every result."""
    name = algorithm.name()
    parameters = {**(OFFLINE.get(name) or NETWORK.get(name) or {}), "CACHE": str(cache)}
    if name == "interventioneffect":
        parameters["TREATED"] = polygon_layer([box(1.99, 54.715, 0.008)], "EPSG:4326")
        parameters["CONTROL"] = polygon_layer([box(2.0, 54.72, 0.008)], "EPSG:4326")
    if name == "crimehistory":
        parameters["CRIME_ID"] = query(cache, "SELECT lower(hex(max(crime_id))) FROM crime")[0][0] or "a" * 64
    for definition in algorithm.parameterDefinitions():
        if definition.isDestination():
            ends = {"sink": ".gpkg", "rasterDestination": ".tif", "folderDestination": ""}.get(definition.type())
            if ends is None:
                found = re.search(r"\*(\.\w+)", definition.fileFilter())
                ends = found[1] if found else ".html"
            parameters[definition.name()] = str(folder / (definition.name().lower() + ends))
    return parameters
