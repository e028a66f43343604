# SPDX-License-Identifier: GPL-2.0-or-later
"""What the fields of a cluster layer mean, in words."""

from __future__ import annotations

from ...text import tr


def field_meanings() -> dict[str, str]:
    """The meaning of each field by its name."""
    return {
        "id": tr("Column and row of the cell on the national grid, or the feature of the layer of units"),
        "code": tr("Code of the unit"),
        "name": tr("Name of the unit"),
        "count": tr("Crimes in the unit"),
        "places": tr("Snap points with crimes"),
        "largest_place_share": tr("Share of the crimes on the fullest snap point, 0 to 1"),
        "z": tr("Getis-Ord Gi* of the unit with its neighbours, for information"),
        "p": tr("Share of permutations in which the unit with its neighbours holds as many crimes"),
        "q": tr("p after Benjamini-Hochberg over all units: called at or below the false discovery rate"),
        "verdict": tr(
            "cluster, edge (no crimes, beside one), quiet, not a cluster (not quiet, neither), too few crimes to "
            "judge, or not tested (nothing at risk)"
        ),
        "grids": tr("Of four grids shifted by half a cell, in how many it is a cluster"),
        "cluster": tr("Number of the cluster that the unit is part of, as on the result page"),
        "p_cold": tr("Share of permutations in which the unit with its neighbours holds as few crimes"),
        "q_cold": tr("p_cold after Benjamini-Hochberg: quiet at or below the false discovery rate"),
        "quiet_grids": tr("Of four grids shifted by half a cell, in how many it is quiet"),
        "exposure": tr("What is at risk in the unit: residents, households, square metres or crimes"),
        "window": tr("Crimes in the unit with its neighbours"),
        "expected": tr("Crimes that the unit with its neighbours would hold in proportion to what is at risk there"),
        "p_conditional": tr("The usual conditional p, to compare with other tools: nothing is decided by it"),
        "near": tr("LSOA that most crimes of the unit, or of its nearest snap point, are in"),
    }
