# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields of units judged with their neighbours."""

from __future__ import annotations

from ...analysis.local_moran import KINDS, Kind
from ...text import tr
from ..units.unit_layer import REAL, TEXT, WHOLE, Column, counted_columns, known_column
from .moran_run import MoranRun

ONE_POINT = f"{Kind.HIGH_LOW.value}, one snap point"
CLASSES = (
    Kind.HIGH_HIGH.value,
    Kind.HIGH_LOW.value,
    ONE_POINT,
    Kind.LOW_HIGH.value,
    Kind.LOW_LOW.value,
    Kind.NOT_TOLD.value,
    Kind.TOO_FEW.value,
    Kind.NOT_TESTED.value,
)


def columns_of(run: MoranRun) -> list[Column]:
    """What was counted and found."""
    found = run.found
    called = run.called.tolist()
    grids = [] if run.grids is None else [n if mine else None for n, mine in zip(run.grids.tolist(), called)]
    return [
        *counted_columns(run.units),
        Column("moran", REAL, found.moran, tr("Local Moran's I, row-standardised, for information")),
        Column("p", REAL, found.p, tr("Share of permutations as high, or low, in the one way it could be called")),
        Column("q", REAL, found.q, tr("Three times p after Benjamini-Hochberg: called at or below ALPHA")),
        Column("verdict", TEXT, [KINDS[kind].value for kind in found.kind.tolist()], tr("What it is, and among what")),
        Column("class", TEXT, classes(run), tr("The same; high among low says so where one snap point holds most")),
        Column("own", TEXT, _sides(found.own_high.tolist()), tr("The unit against what is usual: high, low, usual")),
        Column("around", TEXT, _sides(found.near_high.tolist()), tr("Its neighbours together against what is usual")),
        *(
            [Column("grids", WHOLE, grids, tr("Of four grids shifted by half a cell, in how many the same"))]
            if grids
            else []
        ),
        *(
            [known_column("p_conditional", REAL, found.p_conditional)]
            if found.p_conditional is not None and found.strata == 1
            else []
        ),
        *([known_column("near", TEXT, run.names)] if run.names is not None else []),
    ]


def classes(run: MoranRun) -> list[str]:
    """The class of each unit on the map, (n,)."""
    alone = run.found.is_(Kind.HIGH_LOW) & run.one_point
    return [ONE_POINT if one else KINDS[kind].value for kind, one in zip(run.found.kind.tolist(), alone.tolist())]


def _sides(signs: list[int]) -> list[str]:
    words = {1: "high", 0: "usual", -1: "low"}
    return [words[sign] for sign in signs]
