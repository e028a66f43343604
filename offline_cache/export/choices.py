# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be exported, and as what."""

from __future__ import annotations

import enum
from typing import Optional

from ..model import Dataset


class ExportLayer(enum.Enum):
    """A layer of the cache."""

    CRIMES = "crimes"
    OUTCOMES = "outcomes"
    STOPS = "stops"
    PLACES = "places"
    AREAS = "areas"

    @property
    def dataset(self) -> Optional[Dataset]:
        """The published files that the layer is made of; None for areas."""
        return _DATASETS.get(self)

    @property
    def has_crime_types(self) -> bool:
        """Whether its rows can be chosen by crime type."""
        return self.dataset is Dataset.STREET


_DATASETS = {
    ExportLayer.CRIMES: Dataset.STREET,
    ExportLayer.PLACES: Dataset.STREET,
    ExportLayer.OUTCOMES: Dataset.OUTCOMES,
    ExportLayer.STOPS: Dataset.STOPS,
}


class ExportFormat(enum.Enum):
    """A format of file."""

    GPKG = "gpkg"
    CSV = "csv"
    GEOJSON = "geojson"
