# SPDX-License-Identifier: GPL-2.0-or-later
"""What a user wants downloaded, as plain values: kept in the settings, given to algorithms as parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from offline_cache.model import Dataset

from ...processing.asking.selection_parameters import AREA, FROM, TO
from ...processing.download.download_parameters import DATASETS, FORCES
from ...processing.download.slice_parameters import (
    ALL_FORCES,
    EXTENT,
    GEOMETRY,
    LSOAS,
    POSTCODE,
    USUAL_DISTANCE,
    WITHIN,
)
from ...processing.running.base import CACHE
from ...settings import as_number

FORCE_SLICE, LSOA_SLICE = "policeuk:downloadforceslice", "policeuk:downloadlsoaslice"
MONTHS_AT_FIRST = 12
"""Months that are proposed: a year compares with the next, and is a third of what one release has."""
_ALL = tuple(dataset.value for dataset in Dataset)
_OF_LSOAS = tuple(dataset.value for dataset in Dataset if dataset is not Dataset.STOPS)


@dataclass(frozen=True)
class WantedDownload:
    """Whole forces, or where `sliced` the LSOAs that `where`, postcode, extent and geometry say.

    `where` is an AREA text or codes of LSOAs, `extent` as the parameter has it, `geometry` well-known text in
    WGS84 degrees, `within` metres. Months as YYYY-MM, '' for those that are to be proposed.
    """

    sliced: bool = False
    forces: tuple[str, ...] = ()
    where: str = ""
    postcode: str = ""
    within: float = USUAL_DISTANCE
    extent: str = ""
    geometry: str = ""
    every_force: bool = False
    first: str = ""
    last: str = ""
    datasets: tuple[str, ...] = _ALL

    @property
    def algorithm(self) -> str:
        """The id of the algorithm that brings it."""
        return LSOA_SLICE if self.sliced else FORCE_SLICE

    @property
    def area(self) -> str:
        """The AREA text; '' where LSOAs are named."""
        return self.where if ":" in self.where else ""

    @property
    def lsoas(self) -> str:
        """The LSOAs that are named; '' where an area is."""
        return "" if ":" in self.where else self.where

    def parameters(self) -> dict[str, Any]:
        """The parameters of the algorithm beside the cache; those left open are left out."""
        given: dict[str, Any] = {FROM: self.first, TO: self.last, DATASETS: list(self.datasets)}
        if not self.sliced:
            return {FORCES: list(self.forces), **{name: value for name, value in given.items() if value}}
        given.update({AREA: self.area, LSOAS: self.lsoas, EXTENT: self.extent, GEOMETRY: self.geometry})
        if self.postcode:
            given.update({POSTCODE: self.postcode, WITHIN: self.within})
        given[ALL_FORCES] = self.every_force
        return {name: value for name, value in given.items() if value}

    def state(self) -> dict[str, Any]:
        """As values that JSON knows."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @classmethod
    def of_state(cls, state: Mapping[str, Any]) -> WantedDownload:
        """From what `state` gave; whatever is no such value counts as not there."""
        usual = cls()
        found = {field.name: _like(getattr(usual, field.name), state.get(field.name)) for field in fields(cls)}
        return cls(**found)

    @classmethod
    def of_run(cls, algorithm: str, parameters: Mapping[str, Any]) -> WantedDownload:
        """From the parameters of an earlier run."""
        given = {name: value for name, value in parameters.items() if name != CACHE}
        sliced = algorithm == LSOA_SLICE
        return cls.of_state(
            {
                "sliced": sliced,
                "forces": given.get(FORCES),
                "where": given.get(AREA) or given.get(LSOAS),
                "postcode": given.get(POSTCODE),
                "within": given.get(WITHIN),
                "extent": given.get(EXTENT),
                "geometry": given.get(GEOMETRY),
                "every_force": given.get(ALL_FORCES),
                "first": given.get(FROM),
                "last": given.get(TO),
                "datasets": given.get(DATASETS, list(_OF_LSOAS if sliced else _ALL)),
            }
        )


def usual_datasets(sliced: bool) -> tuple[str, ...]:
    """The kinds of file that are ticked at first: stops carry no LSOA."""
    return _OF_LSOAS if sliced else _ALL


def _like(usual: Any, value: Any) -> Any:
    """The value where it is of the kind of the usual one, else that one."""
    if isinstance(usual, tuple):
        return tuple(str(one) for one in value) if isinstance(value, (list, tuple)) else usual
    if isinstance(usual, bool):
        return value if isinstance(value, bool) else usual
    if isinstance(usual, float):
        number = as_number(value)
        return usual if number is None else number
    return value if isinstance(value, str) else usual
