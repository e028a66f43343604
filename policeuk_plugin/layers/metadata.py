# SPDX-License-Identifier: GPL-2.0-or-later
"""What a layer tells about itself: licence, attribution, snap points, months held and missing."""

from __future__ import annotations

from qgis.core import QgsAbstractMetadataBase, QgsLayerMetadata, QgsVectorLayer

from offline_cache.model import Dataset

from ..text import attribution, caveat, dataset_name, forces_phrase, gaps_phrases, invented, months_phrase, number, tr
from .holdings import Holdings
from .kinds import SPECS, LayerKind, layer_purpose

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
SERVICE = "https://data.police.uk/"


def describe(layer: QgsVectorLayer, kind: LayerKind, held: Holdings) -> None:
    """Write the layer's metadata; `held` is what of the cache the layer shows."""
    dataset = SPECS[kind].dataset
    metadata = QgsLayerMetadata()
    metadata.setTitle(layer.name())
    metadata.setAbstract("\n".join([layer_purpose(kind), *(coverage_lines(held, dataset) if dataset else [])]))
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


def coverage_lines(held: Holdings, dataset: Dataset) -> list[str]:
    """What numbers of a dataset rest on: force, months held, rows without a place, months that are missing."""
    part = held.of(dataset)
    if part.first is None or part.last is None:
        return [tr("The cache holds no {rows}.").format(rows=dataset_name(dataset))]
    lines = [
        tr("{forces}, {months}: {rows} {dataset}, {unplaced} of them without a place and therefore on no map.").format(
            forces=forces_phrase(part.forces),
            months=months_phrase(part.first, part.last),
            rows=number(part.rows(dataset)),
            dataset=dataset_name(dataset),
            unplaced=number(part.unplaced(dataset)),
        )
    ]
    if part.gaps:
        lines.append(tr("Missing, which is not zero: {gaps}.").format(gaps="; ".join(gaps_phrases(part.gaps))))
    else:
        lines.append(tr("No month between them is missing."))
    return lines
