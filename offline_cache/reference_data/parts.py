# SPDX-License-Identifier: GPL-2.0-or-later
"""What a file of reference data was read to: parts that are written to the cache together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Optional, Union

from ..areas.describing import TABLE_LICENCE
from ..areas.model import AreaSet, Contents

OGL = "Contains public sector information licensed under the Open Government Licence v3.0."
OWN = "Not stated: a file of your own, whose publisher says what may be done with it."


@dataclass(frozen=True)
class NewMeasure:
    """A measure as a file brings it; `weight` as in `area_measure`."""

    name: str
    title: str
    year: Optional[int]
    weight: str
    circular: bool = False


@dataclass(frozen=True)
class AttributePart:
    """Numbers by area: measure to code to value, only of those that are known."""

    areas: AreaSet
    measures: tuple[NewMeasure, ...]
    values: Mapping[str, Mapping[str, float]]
    codes: Sequence[str]
    names: Mapping[str, str] = field(default_factory=dict)
    licence: str = OWN


@dataclass(frozen=True)
class ClassPart:
    """Classes by area: scheme to code to class."""

    areas: AreaSet
    classes: Mapping[str, Mapping[str, str]]
    licence: str = TABLE_LICENCE


@dataclass(frozen=True)
class PeerPart:
    """One list of peers: (area, rank, peer) by code; takes the place of the list of that name, kind and edition."""

    name: str
    of: AreaSet
    peers: Sequence[tuple[str, int, str]]
    licence: str = OWN


@dataclass(frozen=True)
class OfficialPart:
    """Official counts of one period: (kind, code, group, value or None where withheld)."""

    of: AreaSet
    period_end: str
    months: int
    counts: Sequence[tuple[str, str, str, Optional[int]]]
    licence: str = TABLE_LICENCE


Part = Union[AttributePart, ClassPart, PeerPart, OfficialPart, Contents]


@dataclass(frozen=True)
class Reading:
    """All parts of a file, and sentences about what was left out of them."""

    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()
