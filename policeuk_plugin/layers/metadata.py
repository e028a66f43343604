# SPDX-License-Identifier: GPL-2.0-or-later
"""What a layer tells about itself: licence, attribution, snap points, the selection, months held and missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.core import QgsAbstractMetadataBase, QgsLayerMetadata, QgsVectorLayer

from offline_cache.model import ASB, SNAP_POINTS_REDRAWN, Dataset, Selection
from offline_cache.neighbourhood_ground import is_neighbourhood
from offline_cache.reading_order import isolated

from ..text import (
    attribution,
    caveat,
    dataset_name,
    forces_phrase,
    gaps_phrases,
    invented,
    many,
    months_phrase,
    number,
    rows_phrase,
    tr,
)
from .holdings import Holdings
from .kinds import BY_TYPE, COUNTED, OF_FORCES, SPECS, THROUGH_TIME, LayerKind, layer_purpose
from .of_forces import fetched_lines, why_none_of_forces
from .wording import parameter_lines

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
SERVICE = "https://data.police.uk/"


def describe(
    layer: QgsVectorLayer, kind: LayerKind, held: Holdings, selection: Selection, place_kinds: Sequence[str] = ()
) -> None:
    """Write the layer's metadata; `held` is what a cache holds within the months and forces of `selection`."""
    dataset = SPECS[kind].dataset
    lines = [layer_purpose(kind)]
    if kind in OF_FORCES:
        lines += fetched_lines(kind, held, selection)
    if dataset:
        lines += coverage_lines(held, dataset) + area_lines(held, dataset, selection) + type_lines(kind, selection)
        shown = [] if kind in THROUGH_TIME else [shown_line(layer, kind, dataset)]  # there it takes seconds to count
        lines += [*shown, *redrawn_lines(held)]
    metadata = QgsLayerMetadata()
    metadata.setTitle(layer.name())
    metadata.setAbstract("\n".join(lines))
    metadata.setRights(rights(held))
    metadata.setLicenses([LICENCE] if held.real or dataset is None else [tr("GPL-2.0-or-later, as the plugin")])
    metadata.setLanguage("eng")
    metadata.setType("dataset")
    metadata.setLinks([QgsAbstractMetadataBase.Link("data.police.uk", "WWW:LINK", SERVICE)])
    metadata.setHistory(parameter_lines(selection, place_kinds if kind is LayerKind.INTEREST else ()))
    layer.setMetadata(metadata)


def rights(held: Holdings) -> list[str]:
    """Attribution and caveat, and the label of the sample where it is among the data."""
    lines = [invented()] if held.invented else []
    if held.real or not held.files:
        lines.append(attribution())
    return [*lines, caveat()]


def type_lines(kind: LayerKind, selection: Selection) -> list[str]:
    """What a limit by crime type does to a layer: the numbers of what is held are of all types."""
    limited = bool(selection.crime_types) or not selection.with_asb
    if not limited:
        return []
    if kind not in BY_TYPE:
        return [tr("Crime types do not limit this layer.")]
    if selection.crime_types:
        types = ", ".join(name for name in selection.crime_types if selection.with_asb or name != ASB)
        return [tr("Of these the layer shows only: {types}.").format(types=types)]
    return [tr("Of these the layer leaves out anti-social behaviour.")]


def area_lines(held: Holdings, dataset: Dataset, selection: Selection) -> list[str]:
    """What a limit by area does to a layer: the numbers of what is held are of whole files."""
    if selection.area is None:
        return []
    sentence = tr("Of these the layer shows those whose LSOA lies in {area}.")
    if is_neighbourhood(selection.area):
        sentence = tr("Of these the layer shows those whose snap point lies in {area}.")
    lines = [sentence.format(area=isolated(selection.area.name)), *held.notes]
    if held.unplaced(dataset) or held.unplaced_not_held(dataset):
        lines.append(tr("Of those without a place it is not known whether they lie there."))
    return lines


def redrawn_lines(held: Holdings) -> list[str]:
    """That places before and after the redrawing of the snap points do not compare, where both are held."""
    if held.first is None or held.last is None or not held.first < SNAP_POINTS_REDRAWN <= held.last:
        return []
    return [
        tr(
            "Snap points were redrawn in July 2022: places before and after do not compare, and one spot can stand "
            "on two places."
        )
    ]


def shown_line(layer: QgsVectorLayer, kind: LayerKind, dataset: Dataset) -> str:
    """How many features the layer has."""
    count = int(layer.featureCount())
    if kind in COUNTED:
        return tr("Shown: {places}.").format(places=many(count, tr("snap point"), tr("snap points")))
    return tr("Shown: {rows}.").format(rows=rows_phrase(count, dataset))


def why_not(kind: LayerKind, held: Holdings, selection: Selection) -> Optional[str]:
    """Why a cache gives no layer of a kind, in a sentence; None where it gives one. `held` is all of the cache."""
    dataset = SPECS[kind].dataset
    if held.tables is not None and SPECS[kind].table not in held.tables:
        return tr(
            "The cache is of an older version, which has no such layer, and may not be written. Copy it to a folder of "
            "your own: there it is brought up to date when it is opened, and a copy is kept."
        )
    if kind in OF_FORCES:
        return why_none_of_forces(kind, held)
    if dataset is None:
        return None if held.areas else tr("No outlines are held. Import LSOA outlines (GeoJSON or GeoPackage) first.")
    if dataset not in {file.key.dataset for file in held.files}:
        return tr("No {rows} are held. Import their files first.").format(rows=dataset_name(dataset))
    if kind is LayerKind.INTEREST and not held.interest_kinds:
        return tr("No snap point that is held is a point of interest: all are streets.")
    if dataset is Dataset.STOPS and selection.area is not None and not is_neighbourhood(selection.area):
        return tr(
            "Stops and searches are published without an LSOA, so they cannot be limited to {area}. Choose a force "
            "or a neighbourhood."
        ).format(area=isolated(selection.area.name))
    return None


def coverage_lines(held: Holdings, dataset: Dataset) -> list[str]:
    """What numbers of a dataset rest on: force, months held, rows without a place, months missing or held in part."""
    part = held.of(dataset)
    missing = tr("Missing, which is not zero: {gaps}.").format(gaps="; ".join(gaps_phrases(part.gaps)))
    if part.first is None or part.last is None:
        nothing = tr("The cache holds no {rows} of these months and forces.").format(rows=dataset_name(dataset))
        return [nothing, missing] if part.gaps else [nothing]
    sentence = tr("{forces}, {months}: {rows}, {unplaced} of them without a place and therefore on no map.")
    numbers = sentence.format(
        forces=forces_phrase(part.forces),
        months=months_phrase(part.first, part.last),
        rows=rows_phrase(part.rows(dataset), dataset),
        unplaced=number(part.unplaced(dataset)),
    )
    lines = [numbers, missing] if part.gaps else [numbers]
    lines += part_lines(part, dataset)
    return lines if part.gaps or part.parts else [*lines, tr("No month between the first and the last is missing.")]


def part_lines(held: Holdings, dataset: Dataset) -> list[str]:
    """What is to be said where only slices of the files of a dataset are held."""
    part = held.of(dataset)
    lines = []
    if part.parts:
        lines.append(tr("Held in part only: {parts}.").format(parts="; ".join(gaps_phrases(part.parts))))
    if part.unplaced_not_held(dataset):
        lines.append(
            tr(
                "{n} more without a place in files held as slices are not held: whether they lie here is not known."
            ).format(n=number(part.unplaced_not_held(dataset)))
        )
    return lines
