# SPDX-License-Identifier: GPL-2.0-or-later
"""One part of what ONS has into a file: all of a layer, or a force's areas with those around them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Optional

from ..errors import NetworkError
from ..sources.ons import Box, Feature, FeatureFile, FeatureLayer, Query, Service, among, find_layer
from .around import Near, box_of, widened
from .holding import codes_of, district_edition, drawn, file_name
from .model import AreaKind
from .wanted import AreasWanted, Part

if TYPE_CHECKING:
    from ..transport import Transport

# So many codes are asked for at once; a condition of this length is posted.
_CODES = 500
# Of neighbours only the rough place is asked for at first, in degrees: outlines that are 200 m off do.
_ROUGH = 0.002
_NAMED = 5
_BOXES = """
    SELECT a.code, r.xmin, r.ymin, r.xmax, r.ymax FROM area a JOIN idx_area_geom r ON r.pkid = a.id
    WHERE a.kind = 'lsoa' AND a.edition = ?
"""

Tell = Callable[[str, int, int], None]
"""What is being read, how many areas have come since the last call, how many more are known of."""


class PartFile:
    """A part on its way into a file; `notes` are sentences about what ONS does not have or was not looked for."""

    def __init__(
        self, connection: sqlite3.Connection, transport: Transport, part: Part, wanted: AreasWanted, tell: Tell
    ) -> None:
        self.connection, self.transport = connection, transport
        self.part, self.wanted, self.tell = part, wanted, tell
        self.notes: list[str] = []
        self._boxes: dict[str, Box] = {}

    def written(self, folder: Path) -> Optional[Path]:
        """The file with the areas that the cache lacks (all of them, if wanted anew), None where it lacks none.

        Raises `CacheError` where the look-ups that say what is a force's are not held, `NetworkError`.
        """
        part = self.part
        codes = codes_of(self.connection, part)
        edition = district_edition(self.connection) if part.layer.name == "district-look-up" else None
        try:
            layer, service = find_layer(self.transport, part.layer, edition)
        except NetworkError as error:
            if not codes or not self._all_known(codes):
                raise
            self.notes.append(f"{part.title}: held; what lies around was not looked for. {error}")
            return None
        path = folder / file_name(layer.service, part)
        with FeatureFile(path, service.fields) as file:
            if codes is None:
                self._read(layer, whole(part, layer, service), file)
                return path
            self._read_force(layer, service, codes, file)
        return path if file.rows else None

    def _all_known(self, codes: list[str]) -> bool:
        edition = self.part.layer.services[0].edition
        return not self.wanted.anew and drawn(self.connection, self.part.kind, edition).issuperset(codes)

    def _read_force(self, layer: FeatureLayer, service: Service, codes: list[str], file: FeatureFile) -> None:
        known = set() if self.wanted.anew else drawn(self.connection, self.part.kind, service.edition)
        lacking = [code for code in codes if code not in known]
        came = self._read_codes(layer, service, lacking, file)
        if len(came) < len(lacking):
            absent = sorted({*lacking} - came)
            more = f" and {len(absent) - _NAMED} more" if len(absent) > _NAMED else ""
            self.notes.append(
                f"{self.part.title}: ONS has none for {len(absent):,} of {len(codes):,}, "
                f"{', '.join(absent[:_NAMED])}{more}."
            )
        if self.part.kind is AreaKind.LSOA and self.wanted.around_km > 0:
            near = self._neighbours(layer, service, codes)
            self._read_codes(layer, service, [code for code in near if code not in known], file)

    def _read_codes(self, layer: FeatureLayer, service: Service, codes: list[str], file: FeatureFile) -> set[str]:
        """Write the areas with these codes; gives the codes of those that came."""
        field = layer.own(service.fields[0])
        chunks = [codes[start : start + _CODES] for start in range(0, len(codes), _CODES)]
        return self._read(layer, [Query(among(field, chunk), service.fields, True) for chunk in chunks], file)

    def _read(self, layer: FeatureLayer, queries: Iterable[Query], file: FeatureFile) -> set[str]:
        came: set[str] = set()
        for query in queries:
            counted = layer.count(self.transport, query)
            self.tell(self.part.title, 0, counted)
            for page in layer.read(self.transport, query, self.part.layer.page, counted):
                file.add(page)
                came.update(self._remembered(page, query.fields[0]))
                self.tell(self.part.title, len(page), 0)
        return came

    def _remembered(self, page: Iterable[Feature], field: str) -> Iterable[str]:
        """The codes on a page; where a force's LSOAs lie is remembered, for what is around them."""
        for feature in page:
            code = str(feature.values.get(field))
            if self.part.force and self.part.kind is AreaKind.LSOA:
                box = box_of(feature.geometry)
                if box:
                    self._boxes[code] = box
            yield code

    def _neighbours(self, layer: FeatureLayer, service: Service, codes: list[str]) -> list[str]:
        """The codes of the LSOAs near those of the force, which are not among them."""
        own = set(codes)
        held = {code: Box(*box) for code, *box in self.connection.execute(_BOXES, (service.edition,))}
        boxes = [box for code, box in {**held, **self._boxes}.items() if code in own]
        if not boxes:
            return []
        kilometres = self.wanted.around_km
        near = Near(boxes, kilometres)
        query = Query(fields=service.fields[:1], outlines=True, within=widened(boxes, kilometres), offset=_ROUGH)
        found: list[str] = []
        for page in layer.read(self.transport, query, self.part.layer.page):
            self.tell(f"{self.part.title}: what is around", 0, 0)
            for feature in page:
                code, box = str(feature.values.get(service.fields[0])), box_of(feature.geometry)
                if code not in own and box and near.touches(box):
                    found.append(code)
        return sorted(found)


def whole(part: Part, layer: FeatureLayer, service: Service) -> list[Query]:
    """The queries for all areas of England and Wales."""
    field = layer.own(service.fields[0])
    conditions = [f"{field} LIKE 'E%'", f"{field} LIKE 'W%'"] if part.layer.uk else ["1=1"]
    return [Query(condition, service.fields, part.layer.drawn) for condition in conditions]
