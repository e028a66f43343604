# SPDX-License-Identifier: GPL-2.0-or-later
"""The zones of an intervention: treated, control, and what lies around them; no place is in two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Optional

from qgis.core import QgsGeometry

from offline_cache.errors import CacheError

from ...text import many, tr
from ..running.wording import percent
from ..units.geometry_sources import Polygons, only_polygons
from ..units.study_area import StudyArea, dissolved

TREATED, CONTROL = "treated", "control"
TREATED_AROUND, CONTROL_AROUND = "treated around", "control around"
SNAPPING = 200.0
"""Metres of width below which snapping moves many crimes across a polygon's edge. The choice is ours."""
_SEGMENTS = 16
_SHARED, _SQUARE_METRE = 0.001, 1.0
_NEARLY_ALL = 0.95


@dataclass(frozen=True)
class Zone:
    """One polygon in metres of the analysis, put together of `polygons` of a layer."""

    name: str
    geometry: QgsGeometry
    polygons: int


@dataclass(frozen=True)
class Zones:
    """Zones in the order treated, control, around the treated, around the control; the last two or none."""

    zones: tuple[Zone, ...]
    notes: tuple[str, ...]

    @property
    def around(self) -> bool:
        """Whether there are displacement zones."""
        return len(self.zones) > 2


@dataclass(frozen=True)
class ZoneLayers:
    """The polygons given; `distance` metres for rings in place of displacement zones, 0 for none."""

    treated: Polygons
    control: Polygons
    treated_around: Optional[Polygons] = None
    control_around: Optional[Polygons] = None
    distance: float = 0.0


def zone_words() -> dict[str, str]:
    """The zones as sentences have them."""
    return {
        TREATED: tr("the treated area"),
        CONTROL: tr("the control area"),
        TREATED_AROUND: tr("the zone around the treated area"),
        CONTROL_AROUND: tr("the zone around the control area"),
    }


def zones_of(layers: ZoneLayers, study: Optional[StudyArea], guessed: bool) -> Zones:
    """Put the zones together; raises `CacheError` where they overlap or lie where nothing is known of crimes.

    `guessed`: the border of the study area is not known, so nothing is clipped by it.
    """
    notes: list[str] = []
    zones = [
        _zone(TREATED, layers.treated, notes),
        _zone(CONTROL, layers.control, notes),
    ]
    if layers.distance > 0:
        zones += [_ring(name, zone, layers.distance) for name, zone in zip((TREATED_AROUND, CONTROL_AROUND), zones)]
    elif layers.treated_around is not None and layers.control_around is not None:
        zones.append(_zone(TREATED_AROUND, layers.treated_around, notes))
        zones.append(_zone(CONTROL_AROUND, layers.control_around, notes))
    _check_apart(zones, layers.distance)
    if study is not None and not guessed:
        zones = [_within(zone, study, notes) for zone in zones]
    return Zones(tuple(zones), (*notes, *_small(layers)))


def _zone(name: str, polygons: Polygons, notes: list[str]) -> Zone:
    words = zone_words()[name]
    notes += polygons.left.lines(words[:1].upper() + words[1:])
    union = dissolved(polygons.geometries)
    twice = sum(geometry.area() for geometry in polygons.geometries) - union.area()
    if twice > max(_SHARED * union.area(), _SQUARE_METRE):
        notes.append(tr("Polygons of {zone} overlap one another: crimes there count once.").format(zone=words))
    return Zone(name, union, len(polygons.geometries))


def _ring(name: str, zone: Zone, distance: float) -> Zone:
    around = only_polygons(zone.geometry.buffer(distance, _SEGMENTS).difference(zone.geometry))
    return Zone(name, around, zone.polygons)


def _check_apart(zones: Sequence[Zone], distance: float) -> None:
    words = zone_words()
    for one, other in combinations(zones, 2):
        shared = only_polygons(one.geometry.intersection(other.geometry))
        area = 0.0 if shared.isEmpty() else shared.area()
        if area <= max(_SHARED * min(one.geometry.area(), other.geometry.area()), _SQUARE_METRE):
            continue
        sentence = tr(
            "{one} and {other} overlap by {km2} km², so crimes there would count on both sides. Draw them apart."
        )
        if distance > 0:
            sentence = tr(
                "{one} and {other} overlap by {km2} km² at a distance of {distance} m, so crimes there would count on "
                "both sides. Choose a shorter distance, or a control area farther away."
            )
        first = words[one.name]
        raise CacheError(
            sentence.format(
                one=first[:1].upper() + first[1:],
                other=words[other.name],
                km2=f"{area / 1e6:.3g}",
                distance=f"{distance:g}",
            )
        )


def _within(zone: Zone, study: StudyArea, notes: list[str]) -> Zone:
    """The zone where crimes are held: treated and control have to lie there for nearly all, others are cut."""
    part = only_polygons(zone.geometry.intersection(study.geometry))
    share = 0.0 if part.isEmpty() else part.area() / zone.geometry.area()
    if share > _NEARLY_ALL:
        return zone
    words = zone_words()[zone.name]
    if zone.name in (TREATED, CONTROL) or share == 0:
        raise CacheError(
            tr(
                "{part} of {zone} lies in {held}, whose crimes were asked for. What is elsewhere is not known, which "
                "is not zero. Draw it there, choose another AREA, or import the files of that force."
            ).format(
                part=tr("Only {share}").format(share=percent(share)) if share else tr("No part"),
                zone=words,
                held=study.name,
            )
        )
    notes.append(
        tr(
            "Only {share} of {zone} lies in {held}. The rest is left out, because missing is not zero. Displacement "
            "there is not seen."
        ).format(share=percent(share), zone=words, held=study.name)
    )
    return Zone(zone.name, part, zone.polygons)


def _small(layers: ZoneLayers) -> list[str]:
    """A sentence for polygons so narrow that snapping moves crimes across their edge."""
    every = [geometry for of in (layers.treated, layers.control) for geometry in of.geometries]
    narrow = [geometry for geometry in every if 2 * geometry.poleOfInaccessibility(1.0)[1] < SNAPPING]
    if not narrow:
        return []
    return [
        tr(
            "{polygons} of the treated and control areas are less than {width:g} m wide. Every crime is moved to a "
            "snap point, often tens of metres away, so many are counted on the wrong side of such an edge. The effect "
            "then seems smaller than it is, and some of it seems displaced."
        ).format(polygons=many(len(narrow), tr("polygon"), tr("polygons")), width=SNAPPING)
    ]
