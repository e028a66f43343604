# SPDX-License-Identifier: GPL-2.0-or-later
"""Maps made by chance as rows of a table, one for each way to make them."""

from __future__ import annotations

from typing import Any

from ...text import tr
from ..writing.table_sink import TableColumn
from .null_run import NullRun
from .null_words import meaning

COLUMNS = (
    TableColumn("null", meaning=tr("How maps were made by chance")),
    TableColumn("kind", meaning=tr("chance: nothing makes clusters; ground: streets or residents may")),
    TableColumn("maps", whole=True, meaning=tr("Maps made; empty where the null does not apply")),
    TableColumn("maps_with_any", whole=True, meaning=tr("Maps on which any unit was called")),
    TableColumn("called_mean", decimal=True, meaning=tr("Units called on a map, on average over all maps")),
    TableColumn("called_least", whole=True, meaning=tr("Fewest units called on a map")),
    TableColumn("called_most", whole=True, meaning=tr("Most units called on a map")),
    TableColumn("as_many_as_real", whole=True, meaning=tr("Maps with at least as many units called as the real one")),
    TableColumn("called_real", whole=True, meaning=tr("Units called on the real map")),
    TableColumn("meaning", meaning=tr("How such a map is made, or why not")),
)


def rows_of(run: NullRun) -> list[tuple[Any, ...]]:
    """A row a null in the order of `COLUMNS`."""
    rows: list[tuple[Any, ...]] = []
    for one in run.tried:
        kind, found = "chance" if one.chance else "ground", one.found
        numbers: tuple[Any, ...] = (None,) * 6
        if found is not None:
            as_many = found.as_many_as(run.called)
            numbers = (found.maps, found.with_any, found.mean, found.least, found.most, as_many)
        rows.append((one.null.value, kind, *numbers, run.called, one.why or meaning(run, one.null)))
    return rows
