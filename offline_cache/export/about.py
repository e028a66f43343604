# SPDX-License-Identifier: GPL-2.0-or-later
"""What must be known about an export, in words that travel with it: coverage, snap points, licence."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from ..areas.model import AreaKind, AreaSet
from ..chosen_area import choose_lsoas, forces_of
from ..coverage import coverage, gaps, lacking, not_carried, not_carried_line, not_held_line
from ..gap_lines import gap_lines
from ..ledger import published_files
from ..model import Dataset, Gap, Month, Selection
from ..neighbourhood_ground import outline_notes
from ..queries import street_parameters
from .choices import ExportLayer
from .rows import Parameters, query, selected_files

ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0. Source: data.police.uk."
)
SNAP_POINTS = (
    "Every place is a snap point: the anonymised map point nearest to where it happened, shared by all that "
    "happened around it."
)
_ROWS = {Dataset.STREET: "crimes", Dataset.OUTCOMES: "outcomes", Dataset.STOPS: "stops"}
_TITLES = {
    ExportLayer.CRIMES: "Street-level crimes",
    ExportLayer.OUTCOMES: "Outcomes of crimes",
    ExportLayer.STOPS: "Stops and searches",
    ExportLayer.PLACES: "Snap points with street-level crimes",
}


@dataclass(frozen=True)
class About:
    """A title, sentences about the content, and the attribution that the licence asks for."""

    title: str
    description: str
    attribution: str

    @property
    def text(self) -> str:
        """Description and attribution, for formats with one field for both."""
        return f"{self.description} {self.attribution}".strip()


def about(connection: sqlite3.Connection, selection: Selection, layer: ExportLayer) -> About:
    """Words about the layer of this selection."""
    dataset = layer.dataset
    if dataset is None:
        return _about_areas(connection)
    files = selected_files(connection, selection, dataset)
    forces = sorted({file["force"] for file in files})
    months = sorted({file["month"] for file in files})
    types = [*selection.crime_types, *([] if selection.with_asb else ["without anti-social behaviour"])]
    span = months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
    title = ", ".join([_TITLES[layer], ", ".join(forces), span, *types])
    sentences = [
        _unplaced(connection, selection, layer),
        *outline_notes(connection, selection.area),
        _not_carried(connection, selection, dataset),
        _missing(connection, selection, dataset),
        _partial(connection, selection, dataset),
        SNAP_POINTS,
    ]
    return About(title, " ".join(filter(None, sentences)), ATTRIBUTION)


def _unplaced(connection: sqlite3.Connection, selection: Selection, layer: ExportLayer) -> str:
    dataset = layer.dataset or Dataset.STREET
    slices = [file for file in selected_files(connection, selection, dataset) if file["scope"] is not None]
    rows = _ROWS[dataset]
    not_held = f" {not_held_line(sum(file['unplaced_rows'] for file in slices), rows)}" if slices else ""
    if layer is not ExportLayer.PLACES:
        return f"Rows that were published without a place have no coordinates.{not_held}"
    parameters: Parameters = street_parameters(selection)
    number = connection.execute(query("unplaced_street"), parameters).fetchone()[0]
    return f"{number:,} crimes that were published without a place are not in these counts.{not_held}"


def _not_carried(connection: sqlite3.Connection, selection: Selection, dataset: Dataset) -> str:
    if selection.area is None:
        return ""
    choose_lsoas(connection, selection.area)
    forces = selection.forces or forces_of(connection, selection.area)
    number = not_carried(connection, selection, dataset, forces)
    return not_carried_line(number, _ROWS[dataset], selection.area) if number else ""


def _missing(connection: sqlite3.Connection, selection: Selection, dataset: Dataset) -> str:
    months: dict[str, list[Month]] = defaultdict(list)
    for gap in _gaps(connection, selection, dataset):
        months[gap.force].append(gap.month)
    named = [f"{force} {', '.join(map(str, gone))}" for force, gone in months.items()]
    if not named:
        return ""
    return f"Months missing from it, which does not mean that nothing happened: {'; '.join(named)}."


def _partial(connection: sqlite3.Connection, selection: Selection, dataset: Dataset) -> str:
    """That these are not the published files, where only slices of them are held."""
    missing = _gaps(connection, selection, dataset)
    found = [gap for gap in lacking(connection, selection, dataset) if gap not in missing]
    if not found:
        return ""
    named = gap_lines((gap.force, gap.dataset.value, gap.month, gap.reason) for gap in found)
    return f"Not all of it is held, so these are not the published files: {'; '.join(named)}."


def _gaps(connection: sqlite3.Connection, selection: Selection, dataset: Dataset) -> list[Gap]:
    if dataset is Dataset.STREET:
        return list(coverage(connection, selection).missing)
    first, last = selection.first or Month(1, 1), selection.last or Month(9999, 12)
    return [
        gap
        for gap in gaps(published_files(connection))
        if gap.dataset is dataset and first <= gap.month <= last and gap.force in (selection.forces or (gap.force,))
    ]


def _about_areas(connection: sqlite3.Connection) -> About:
    rows = connection.execute(
        "SELECT DISTINCT s.kind, s.edition, s.licence FROM area_source s"
        " WHERE s.id IN (SELECT source FROM area UNION SELECT source FROM area_figure) ORDER BY 1, 2"
    ).fetchall()
    sets = dict.fromkeys(str(AreaSet(AreaKind(kind), edition)) for kind, edition, _ in rows)
    licences = sorted({licence for _, _, licence in rows})
    # One that another begins with says nothing more.
    said = [text for text in licences if not any(text != other and other.startswith(text) for other in licences)]
    return About("Areas", f"Outlines and figures of {', '.join(sets)}.", " ".join(said))
