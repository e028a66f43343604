# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes and outcomes of the API, computed from the rows of the newest archive."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Optional

from .asked import Holds, Refusal, area_asked, metres, month_asked, point_asked
from .forces import BTP, real_forces
from .messages import empty
from .rows import Row, Rows, api_name

Record = dict[str, Any]
_REFERENCE = Path(__file__).resolve().parents[2] / "offline_cache" / "reference"
_TYPES = json.loads((_REFERENCE / "crime_types.json").read_text(encoding="utf-8"))["crime_types"]
_OUTCOMES = json.loads((_REFERENCE / "outcome_types.json").read_text(encoding="utf-8"))["outcome_types"]
SLUGS: dict[str, str] = {kind["name"]: kind["slug"] for kind in _TYPES}
CODES: dict[str, str] = {kind["name"]: kind["code"] for kind in _OUTCOMES}
# The API writes one outcome otherwise than the files.
API_OUTCOMES = {"Offender given penalty notice": "Offender given a penalty notice"}
UNDER_INVESTIGATION = "Under investigation"


def categories() -> list[Record]:
    """The 15 categories, whatever the date."""
    current = [{"url": kind["slug"], "name": kind["name"]} for kind in _TYPES if kind["to"] is None]
    return [{"url": "all-crime", "name": "All crime"}, *current]


class Crimes:
    """The routes of crimes and outcomes; above `limit` rows an area is too large (503)."""

    def __init__(self, rows: Rows, limit: int) -> None:
        self._rows, self._limit = rows, limit

    def street(self, category: str, parameters: Mapping[str, str]) -> list[Record]:
        """Crimes in an area; an unknown category means all."""
        holds = area_asked(parameters)
        month = month_asked(parameters, self._rows.release.window)
        found = self._within(self._rows.of(month, "street"), holds)
        return [self._crime(row) for row in _of_category(found, category)]

    def at_location(self, parameters: Mapping[str, str]) -> list[Record]:
        """Crimes at one map point: named, or the one nearest to a point."""
        place = self._place(parameters)
        month = month_asked(parameters, self._rows.release.window)
        return [self._crime(row) for row in self._rows.of(month, "street") if row.place and row.street_id == place]

    def no_location(self, parameters: Mapping[str, str]) -> list[Record]:
        """Crimes of a force without location; 502 for an unknown force."""
        force = parameters.get("force", "")
        if "force" not in parameters or "category" not in parameters:
            raise Refusal(empty(400))
        if force not in real_forces() and all(p.force != force for p in self._rows.release.members.values()):
            raise Refusal(empty(502))
        month = month_asked(parameters, self._rows.release.window)
        rows = [row for row in self._rows.of(month, "street") if row.force == force and row.place is None]
        return [] if force == BTP else [self._crime(row) for row in _of_category(rows, parameters["category"])]

    def outcomes(self, parameters: Mapping[str, str]) -> list[Record]:
        """Outcomes of a month in an area or at a map point, each with its crime."""
        place = self._place(parameters) if "location_id" in parameters else None
        holds = area_asked(parameters) if place is None else None
        month = month_asked(parameters, self._rows.release.window)
        rows = self._rows.of(month, "outcomes")
        if holds is None:
            found = [row for row in rows if row.place and row.street_id == place]
        else:
            found = self._within(rows, holds)
        return [{**_outcome(row.fields["Outcome type"], row.month), "crime": self._crime_of(row)} for row in found]

    def history(self, crime_id: str) -> Record:
        """A crime with its outcomes; null outcomes for Northern Ireland; 404 for an unknown id."""
        rows = self._rows.outcomes_by_id().get(crime_id, [])
        street = self._rows.crimes_by_id().get(crime_id)
        first = street or (rows[0] if rows else None)
        if first is None or not re.fullmatch("[0-9a-f]{64}", crime_id):
            raise Refusal(empty(404))
        crime = _without_status(self._crime(street)) if street else {**self._crime_of(first), "location_subtype": ""}
        if first.force == "northern-ireland":
            return {"crime": crime, "outcomes": None}
        listed = [_outcome(row.fields["Outcome type"], row.month) for row in rows]
        if street and all(outcome["category"]["code"] != "under-investigation" for outcome in listed):
            listed.insert(0, _outcome(UNDER_INVESTIGATION, street.month))
        return {"crime": crime, "outcomes": listed}

    def _within(self, rows: Iterable[Row], holds: Holds) -> list[Row]:
        """The rows in an area, every category counted against the limit."""
        found = [row for row in rows if row.place and holds(*row.place)]
        if len(found) > self._limit:
            raise Refusal(empty(503))
        return found

    def _place(self, parameters: Mapping[str, str]) -> int:
        """Number of the map point asked for; 404 for an unknown one."""
        places = self._rows.places()
        if "location_id" in parameters:
            text = parameters["location_id"]
            if not text.isascii() or not text.isdigit() or int(text) not in places:
                raise Refusal(empty(404))
            return int(text)
        point = point_asked(parameters)
        return min(places, key=lambda number: metres(point, places[number]), default=0)

    def _crime(self, row: Row) -> Record:
        """A row of a street file as a record."""
        btp = row.force == BTP
        return {
            "category": SLUGS.get(row.fields["Crime type"], "other-crime"),
            "location_type": ("BTP" if btp else "Force") if row.place else None,
            "location": location(row, row.fields["Location"]),
            "context": row.fields["Context"],
            "outcome_status": self._status(row),
            "persistent_id": row.crime_id,
            "id": row.number,
            "location_subtype": "STATION" if btp and row.place else "",
            "month": row.month,
        }

    def _status(self, row: Row) -> Optional[Record]:
        """The newest outcome by name, with its month where an outcomes file has it."""
        name = row.fields["Last outcome category"]
        if not name:
            return None
        known = self._rows.outcomes_by_id().get(row.crime_id, [])
        return {"category": name, "date": known[-1].month if known else row.month}

    def _crime_of(self, row: Row) -> Record:
        """The crime of an outcome; one that is in no street file of the archive becomes `other-crime`."""
        street = self._rows.crimes_by_id().get(row.crime_id)
        kind = street.fields["Crime type"] if street else ""
        return {
            "category": SLUGS.get(kind, "other-crime"),
            "location_type": "Force" if row.place else None,
            "location": location(row, row.fields["Location"]),
            "context": "",
            "persistent_id": row.crime_id,
            "id": street.number if street else row.number + 500_000,
            "location_subtype": "ROAD" if row.place else "",
            "month": street.month if street else row.month,
        }


def location(row: Row, name: str) -> Optional[Record]:
    """The place of a record: coordinates as text, street with number and name."""
    if row.place is None:
        return None
    street = {"id": row.street_id, "name": api_name(name)}
    return {"latitude": row.fields["Latitude"], "street": street, "longitude": row.fields["Longitude"]}


def _of_category(rows: Iterable[Row], category: str) -> list[Row]:
    """The rows of a category; of an unknown one all, silently."""
    if category not in SLUGS.values():
        return list(rows)
    return [row for row in rows if SLUGS.get(row.fields["Crime type"]) == category]


def _outcome(name: str, month: str) -> Record:
    category = {"code": CODES.get(name, "status-update-unavailable"), "name": API_OUTCOMES.get(name, name)}
    return {"category": category, "date": month, "person_id": None}


def _without_status(crime: Record) -> Record:
    return {name: value for name, value in crime.items() if name != "outcome_status"}
