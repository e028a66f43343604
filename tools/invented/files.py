# SPDX-License-Identifier: GPL-2.0-or-later
"""The sample's files as bytes: published CSVs, the archive, outlines, look-up and residents."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from .areas import Area
from .crimes import Crime
from .outcomes import Ending
from .places import Place
from .shares import MEASURES

FORCE_SLUG = "dogger-bank"
FORCE_NAME = "Dogger Bank Police (invented sample)"
CSP = ("E22990001", "Dogger Bank (invented)")
POLICE_AREA = ("E23990001", "Dogger Bank (invented)")
ZIP_DATE = (2026, 5, 29, 0, 0, 0)


def published_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Rows as the service writes them: header, CRLF, UTF-8 without BOM."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def street_row(crime: Crime, ending: Ending) -> dict[str, str]:
    """One crime as a row of a street file."""
    return {
        **_common(crime.identity, crime.month, crime.place, "No Location"),
        "Crime type": crime.crime_type,
        "Last outcome category": ending.last_category,
        "Context": "",
    }


def outcome_row(crime: Crime, ending: Ending) -> dict[str, str]:
    """The outcome of a crime as a row of an outcomes file, whose month is the outcome's."""
    common = _common(crime.identity, ending.outcome_month or "", crime.place, "No location")
    return {**common, "Outcome type": ending.outcome_type or ""}


def _common(identity: str | None, month: str, place: Place | None, nowhere: str) -> dict[str, str]:
    return {
        "Crime ID": identity or "",
        "Month": month,
        "Reported by": FORCE_NAME,
        "Falls within": FORCE_NAME,
        "Longitude": f"{place.longitude:.6f}" if place else "",
        "Latitude": f"{place.latitude:.6f}" if place else "",
        "Location": place.location if place else nowhere,
        "LSOA code": place.area.code if place else "",
        "LSOA name": place.area.name if place else "",
    }


def archive(members: Mapping[str, bytes]) -> bytes:
    """A zip in the layout of the service's archives: nothing but deflated CSVs, in order of their names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as container:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            container.writestr(info, members[name], compresslevel=9)
    return buffer.getvalue()


def outlines(areas: Iterable[Area]) -> bytes:
    """The LSOA outlines as GeoJSON, WGS84, one feature a line."""
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"LSOA21CD": area.code, "LSOA21NM": area.name},
                "geometry": {"type": "Polygon", "coordinates": [_anticlockwise(area)]},
            },
            separators=(",", ":"),
        )
        for area in areas
    ]
    return ('{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n").encode()


def _anticlockwise(area: Area) -> list[list[float]]:
    """The outer ring in the direction that RFC 7946 asks for."""
    ring = [list(point) for point in area.ring]
    doubled = sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:]))
    return ring if doubled > 0 else ring[::-1]


def lookup(areas: Iterable[Area]) -> bytes:
    """LSOA to ward, district, partnership and police area, in the columns of the joined real look-up."""
    return _plain_csv(
        "lsoa21_code,lsoa21_name,ward24_code,ward24_name,ltla24_code,ltla24_name,"
        "csp24_code,csp24_name,pfa24_code,pfa24_name,via_lad18",
        (
            (
                a.code,
                a.name,
                a.ward_code,
                a.ward_name,
                a.district_code,
                a.district_name,
                *CSP,
                *POLICE_AREA,
                "False",
            )
            for a in areas
        ),
    )


def residents(areas: Iterable[Area]) -> bytes:
    """Residents and households of every LSOA."""
    return _plain_csv(
        "lsoa21_code,total_residents,total_households",
        ((area.code, str(area.residents), str(area.households)) for area in areas),
    )


def shares(areas: Sequence[Area], values: Iterable[Sequence[float]]) -> bytes:
    """What areas are compared by: percentages of every LSOA."""
    return _plain_csv(
        ",".join(["lsoa21_code", *(measure.name for measure in MEASURES)]),
        ([area.code, *map(str, row)] for area, row in zip(areas, values)),
    )


def _plain_csv(header: str, rows: Iterable[Sequence[str]]) -> bytes:
    return "".join(line + "\n" for line in [header, *(",".join(row) for row in rows)]).encode()
