# SPDX-License-Identifier: GPL-2.0-or-later
"""What a layer tells about itself: licence, attribution, snap points, months held and missing."""

from __future__ import annotations

from qgis.core import QgsAbstractMetadataBase, QgsLayerMetadata, QgsVectorLayer

from offline_cache.model import ASB, Dataset, Selection

from ..text import (
    attribution,
    caveat,
    dataset_name,
    forces_phrase,
    gaps_phrases,
    invented,
    months_phrase,
    number,
    rows_phrase,
    tr,
)
from .holdings import Holdings
from .kinds import SPECS, LayerKind, layer_purpose

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
SERVICE = "https://data.police.uk/"


def describe(layer: QgsVectorLayer, kind: LayerKind, held: Holdings, selection: Selection) -> None:
    """Write the layer's metadata; `held` is what a cache holds within the months and forces of `selection`."""
    dataset = SPECS[kind].dataset
    lines = [layer_purpose(kind)]
    if dataset:
        lines += coverage_lines(held, dataset) + type_lines(kind, selection)
    metadata = QgsLayerMetadata()
    metadata.setTitle(layer.name())
    metadata.setAbstract("\n".join(lines))
    metadata.setRights(rights(held))
    metadata.setLicenses([LICENCE] if held.real or dataset is None else [tr("GPL-2.0-or-later, as the plugin")])
    metadata.setLanguage("eng")
    metadata.setType("dataset")
    metadata.setLinks([QgsAbstractMetadataBase.Link("data.police.uk", "WWW:LINK", SERVICE)])
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
    if kind not in (LayerKind.CRIMES, LayerKind.PLACES):
        return [tr("Crime types do not limit this layer.")]
    if selection.crime_types:
        types = ", ".join(name for name in selection.crime_types if selection.with_asb or name != ASB)
        return [tr("Of these the layer shows only: {types}.").format(types=types)]
    return [tr("Of these the layer leaves out anti-social behaviour.")]


def coverage_lines(held: Holdings, dataset: Dataset) -> list[str]:
    """What numbers of a dataset rest on: force, months held, rows without a place, months that are missing."""
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
    return [numbers, missing if part.gaps else tr("No month between the first and the last is missing.")]
