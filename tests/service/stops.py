# SPDX-License-Identifier: GPL-2.0-or-later
"""Stops and searches of the API, computed from the rows of the newest archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from .asked import Refusal, area_asked, month_asked
from .crimes import Record, location
from .messages import empty
from .rows import Row, Rows

OUTCOME_IDS = {
    "": "",
    "A no further action disposal": "bu-no-further-action",
    "Arrest": "bu-arrest",
    "Community resolution": "bu-community-resolution",
    "Summons / charged by post": "bu-summons",
    "Khat or Cannabis warning": "bu-khat-or-cannabis-warning",
    "Caution (simple or conditional)": "bu-caution",
    "Penalty Notice for Disorder": "bu-penalty-notice-for-disorder",
}
# Stop files name no place: the API has one, from the street file of the month or else this.
NO_NAME = "On or near Unnamed Street (invented)"


class Stops:
    """The routes of stops and searches; there is no limit on an area."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def street(self, parameters: Mapping[str, str]) -> list[Record]:
        """Stops in an area."""
        holds = area_asked(parameters)
        month = month_asked(parameters, self._rows.release.window)
        return [self._stop(row) for row in self._rows.of(month, "stop-and-search") if row.place and holds(*row.place)]

    def at_location(self, parameters: Mapping[str, str]) -> list[Record]:
        """Stops at one map point; none at an unknown one."""
        if "location_id" not in parameters:
            raise Refusal(empty(400))
        month = month_asked(parameters, self._rows.release.window)
        rows = self._rows.of(month, "stop-and-search")
        return [self._stop(row) for row in rows if row.place and str(row.street_id) == parameters["location_id"]]

    def no_location(self, parameters: Mapping[str, str]) -> list[Record]:
        """Stops of a force without location."""
        return [self._stop(row) for row in self._of_force(parameters, 404) if row.place is None]

    def force(self, parameters: Mapping[str, str]) -> list[Record]:
        """All stops of a force; none of an unknown one, 502 for a month before the window."""
        return [self._stop(row) for row in self._of_force(parameters, 502)]

    def _of_force(self, parameters: Mapping[str, str], bad: int) -> list[Row]:
        if "force" not in parameters:
            raise Refusal(empty(400))
        month = month_asked(parameters, self._rows.release.window, bad)
        return [row for row in self._rows.of(month, "stop-and-search") if row.force == parameters["force"]]

    def _stop(self, row: Row) -> Record:
        """A row of a stop-and-search file as a record; blank means null but for the outcome."""
        fields = row.fields
        name = self._rows.street_names(row.month).get(row.street_id, NO_NAME) if row.place else ""
        outcome = fields["Outcome"]
        return {
            "age_range": fields["Age range"] or None,
            "outcome": outcome,
            "involved_person": fields["Type"] != "Vehicle search",
            "self_defined_ethnicity": fields["Self-defined ethnicity"] or None,
            "gender": fields["Gender"] or None,
            "legislation": fields["Legislation"] or None,
            "outcome_linked_to_object_of_search": _truth(fields["Outcome linked to object of search"]),
            "datetime": fields["Date"],
            "removal_of_more_than_outer_clothing": _truth(fields["Removal of more than just outer clothing"]),
            "outcome_object": {"id": OUTCOME_IDS.get(outcome, "bu-other"), "name": outcome},
            "location": location(row, name),
            "operation": _truth(fields["Part of a policing operation"]),
            "officer_defined_ethnicity": fields["Officer-defined ethnicity"] or None,
            "type": fields["Type"] or None,
            "operation_name": fields["Policing operation"] or None,
            "object_of_search": fields["Object of search"] or None,
        }


def _truth(text: str) -> Optional[Any]:
    return {"true": True, "false": False}.get(text.lower())
