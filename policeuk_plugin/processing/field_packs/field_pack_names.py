# SPDX-License-Identifier: GPL-2.0-or-later
"""Parameters and questions of field packs, light enough to be read while QGIS starts."""

from __future__ import annotations

POLYGON, EXTENT, GEOMETRY = "POLYGON", "EXTENT", "GEOMETRY"
DRAWN = (POLYGON, EXTENT, GEOMETRY)
"""What an area can be drawn by; the same names as those of slices."""

QUESTIONS = {
    "change": "policeuk:periodchange",
    "clusters": "policeuk:crimeclusters",
    "persistence": "policeuk:persistence",
    "trend": "policeuk:areatrend",
    "comparison": "policeuk:comparewithpeers",
}
"""What a pack can answer, in the order of its screens, with the algorithms that do."""
