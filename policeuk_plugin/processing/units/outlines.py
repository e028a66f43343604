# SPDX-License-Identifier: GPL-2.0-or-later
"""The outlines in the cache that an area means, by the look-ups; never the hull of points."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Optional

from qgis.core import QgsFeatureRequest, QgsGeometry, QgsVectorLayer

from offline_cache.errors import AreasLacking, BadCache, CacheError
from offline_cache.reference import forces_by_police_area, lsoa_edition

from ...layers.cache_geometry import geometry_of
from ...layers.holdings import HeldOutlines
from ...layers.sources import PROVIDER, area_source
from ...text import attribution, force_name, many, number, tr

if TYPE_CHECKING:
    from offline_cache.areas.model import AreaKind
    from offline_cache.model import Area, Selection

BTP = "btp"
_EDITIONS = """
    SELECT edition, count(*) FROM area WHERE kind = 'lsoa' AND geom IS NOT NULL GROUP BY edition ORDER BY edition DESC
"""
_CODES = "SELECT code FROM area WHERE kind = 'lsoa' AND edition = ? AND geom IS NOT NULL"
_POLICE_OUTLINE = """
    SELECT edition FROM area WHERE kind = 'pfa' AND code = ? AND geom IS NOT NULL ORDER BY edition DESC LIMIT 1
"""
_CODES_OF_FORCE = """
    SELECT f.lsoa_edition, l.code, count(*)
    FROM published_file f JOIN crime c ON c.id BETWEEN f.first_row AND f.last_row
    JOIN place p ON p.id = c.place JOIN lsoa l ON l.id = p.lsoa
    WHERE f.dataset = 'street' AND f.force = ? AND l.id > 0 GROUP BY f.lsoa_edition, l.code
"""
_CHANGED = "SELECT lsoa11, lsoa21 FROM lsoa_exact_fit WHERE lsoa11 <> lsoa21"
_LICENCES = """
    SELECT DISTINCT s.licence FROM area_source s
    WHERE s.content = 'outlines' AND s.kind = ? AND s.edition = ? ORDER BY s.licence
"""


class NoOutlines(AreasLacking):
    """The cache lacks outlines of an area, or the look-up that would say which; `some` where it has others of it."""

    def __init__(self, sentence: str, some: bool = False) -> None:
        super().__init__(
            tr("{sentence} {bring}, or give polygons as STUDY_AREA.").format(sentence=sentence, bring=_bring())
        )
        self.some = some


def lsoas_lacking(lack: AreasLacking) -> CacheError:
    """What to say where crimes are to be counted in LSOAs, for which nothing serves in place of their outlines."""
    which = str(lack).partition(". ")[0]
    return CacheError(
        tr("{which}, and without outlines crimes cannot be counted by LSOA. {bring}, or count in squares.").format(
            which=which, bring=_bring()
        )
    )


def _bring() -> str:
    return tr(
        "Bring the outlines of its LSOAs and a look-up with 'Fetch areas' on the page Data, or with 'areas fetch' or "
        "'areas import' from a shell"
    )


@dataclass(frozen=True)
class Outline:
    """An area of the cache; `geometry` in WGS84 degrees."""

    code: str
    name: str
    geometry: QgsGeometry


@dataclass(frozen=True)
class Meant:
    """What an area is made of: outlines of one kind and edition, how that was found, whose they are.

    `kind` is None for neighbourhoods, which have no edition.
    """

    kind: Optional[AreaKind]
    edition: int
    outlines: tuple[Outline, ...]
    name: str
    origin: str
    licences: tuple[str, ...] = ()


def outlines_meant(cache: Path, connection: sqlite3.Connection, selection: Selection) -> Meant:
    """The outlines that the selection's area means; raises `CacheError` with what to import or give."""
    from offline_cache.neighbourhood_ground import is_neighbourhood  # not while QGIS starts

    if selection.area is not None and is_neighbourhood(selection.area):
        return _of_neighbourhoods(connection, selection.area)
    meant = _meant(cache, connection, selection)
    licences = connection.execute(_LICENCES, (meant.kind.value if meant.kind else "", meant.edition))
    return replace(meant, licences=tuple(licence for (licence,) in licences))


def _of_neighbourhoods(connection: sqlite3.Connection, area: Area) -> Meant:
    from offline_cache.neighbourhood_ground import outlines_of  # not while QGIS starts

    held = outlines_of(connection, area)
    outlines = tuple(Outline(f"{one.force}/{one.code}", one.code, geometry_of(one.blob)) for one in held)
    days = sorted({one.day for one in held})
    origin = tr("{name}: the outline of the neighbourhood as it was fetched on {day}").format(
        name=area.name, day=days[0] if len(days) == 1 else tr("{first} to {last}").format(first=days[0], last=days[-1])
    )
    return Meant(None, 0, outlines, area.name, origin, (attribution(),))


def _meant(cache: Path, connection: sqlite3.Connection, selection: Selection) -> Meant:
    from offline_cache.areas.model import AreaKind  # not while QGIS starts

    area = selection.area
    if area is not None:
        return _of_lsoas(cache, connection, _lsoas_of_area(connection, AreaKind(area.kind), area.codes), area.name)
    forces = local_forces(connection, selection)
    if not forces:
        raise CacheError(
            tr("{force} polices no area of its own. Give polygons as STUDY_AREA.").format(force=force_name(BTP))
        )
    parts = [_of_force(cache, connection, force) for force in forces]
    if len({(part.kind, part.edition) for part in parts}) > 1:
        raise CacheError(
            tr("The outlines of these forces are not of one kind. Import the outlines of the LSOAs of them all.")
        )
    outlines = {outline.code: outline for part in parts for outline in part.outlines}
    name, origin = ("; ".join(texts) for texts in zip(*((part.name, part.origin) for part in parts)))
    return Meant(parts[0].kind, parts[0].edition, tuple(outlines.values()), name, origin)


def local_forces(connection: sqlite3.Connection, selection: Selection) -> list[str]:
    """The forces of a selection, or all held, that police an area of their own."""
    held = connection.execute("SELECT DISTINCT force FROM published_file WHERE dataset = 'street' ORDER BY 1")
    return [force for force in selection.forces or [force for (force,) in held] if force != BTP]


def _lsoas_of_area(connection: sqlite3.Connection, kind: AreaKind, codes: Iterable[str]) -> dict[int, set[str]]:
    """LSOA codes by edition that lie in areas, or that were given as LSOAs."""
    from offline_cache.areas.lookups import lsoa_areas  # not while QGIS starts
    from offline_cache.areas.model import AreaKind

    wanted = set(codes)
    if kind is AreaKind.LSOA:
        return _by_edition(connection, wanted)
    found: dict[int, set[str]] = {}
    for (edition, lsoa), area in lsoa_areas(connection, kind).area_of.items():
        if area in wanted:
            found.setdefault(edition, set()).add(lsoa)
    return found


def _by_edition(connection: sqlite3.Connection, codes: set[str]) -> dict[int, set[str]]:
    """LSOAs that were given, by edition: a code of the other one is left out where what it became, or was, is given."""
    of = {code: lsoa_edition(code) for code in codes}
    pairs = connection.execute(_CHANGED).fetchall() if any(of.values()) else []
    matched = {code for pair in pairs if codes.issuperset(pair) for code in pair}
    return {
        edition: {code for code in codes if of[code] in (None, edition) or code not in matched}
        for edition in (2011, 2021)
    }


def _of_lsoas(cache: Path, connection: sqlite3.Connection, lsoas: dict[int, set[str]], name: str) -> Meant:
    """The outlines of LSOAs, all of one edition; raises `CacheError` where some are not held."""
    from offline_cache.areas.model import AreaKind  # not while QGIS starts

    fewest: Optional[tuple[int, int]] = None
    for edition, _ in connection.execute(_EDITIONS).fetchall():
        wanted = lsoas.get(edition, set())
        lacking = len(wanted - {code for (code,) in connection.execute(_CODES, (edition,))})
        if wanted and not lacking:
            outlines = _read(cache, AreaKind.LSOA, edition, wanted)
            origin = tr("{name}: the outlines of its {lsoas} of {edition}").format(
                name=name, lsoas=many(len(outlines), "LSOA", "LSOAs"), edition=edition
            )
            return Meant(AreaKind.LSOA, edition, outlines, name, origin)
        if wanted and (fewest is None or lacking < fewest[0]):
            fewest = lacking, len(wanted)
    if fewest is None:
        raise NoOutlines(tr("The cache has no outlines of {name}.").format(name=name))
    raise NoOutlines(
        tr("The cache lacks the outlines of {lacking} of the {all} LSOAs of {name}.").format(
            lacking=number(fewest[0]), all=number(fewest[1]), name=name
        ),
        some=fewest[0] < fewest[1],
    )


def _of_force(cache: Path, connection: sqlite3.Connection, force: str) -> Meant:
    """The police force area of a force: the outlines of its LSOAs where they are held, else its own."""
    from offline_cache.areas.model import AreaKind  # not while QGIS starts

    area = _police_area(connection, force)
    name = force_name(force)
    if area is None:
        raise NoOutlines(tr("The cache does not know the area of {name}.").format(name=name))
    own = connection.execute(_POLICE_OUTLINE, (area,)).fetchone()
    try:
        return _of_lsoas(cache, connection, _lsoas_of_area(connection, AreaKind.PFA, [area]), name)
    except CacheError:
        if own is None:
            raise
    outlines = _read(cache, AreaKind.PFA, own[0], {area})
    origin = tr("{name}: the outline of its police force area of {edition}").format(name=name, edition=own[0])
    return Meant(AreaKind.PFA, own[0], outlines, name, origin)


def _police_area(connection: sqlite3.Connection, force: str) -> Optional[str]:
    """Code of the police force area: by the service's list, else (the sample) where most of its crimes are."""
    from offline_cache.areas.lookups import lsoa_areas  # not while QGIS starts
    from offline_cache.areas.model import AreaKind

    for code, slug in forces_by_police_area().items():
        if slug == force:
            return code
    try:
        look_up = lsoa_areas(connection, AreaKind.PFA)
    except CacheError:
        return None
    crimes: Counter[str] = Counter()
    for edition, code, count in connection.execute(_CODES_OF_FORCE, (force,)):
        crimes[look_up.area((edition, code)) or ""] += count
    crimes.pop("", None)
    return crimes.most_common(1)[0][0] if crimes else None


def _read(cache: Path, kind: AreaKind, edition: int, codes: set[str]) -> tuple[Outline, ...]:
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    layer = QgsVectorLayer(area_source(cache, HeldOutlines(kind, edition, 0)), "areas", PROVIDER, options)
    if not layer.isValid():
        raise BadCache(tr("The outlines of the cache {path} cannot be opened.").format(path=cache))
    request = QgsFeatureRequest().setSubsetOfAttributes(["code", "name"], layer.fields())
    found = [
        Outline(feature["code"], feature["name"], feature.geometry())
        for feature in layer.getFeatures(request)
        if feature["code"] in codes
    ]
    return tuple(sorted(found, key=lambda outline: outline.code))
