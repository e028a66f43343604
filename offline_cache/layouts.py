# SPDX-License-Identifier: GPL-2.0-or-later
"""The column layouts that the service ever published, and how to tell them by the header (service B.4)."""

from __future__ import annotations

import csv
import enum

from .errors import BadFile, shown
from .model import Dataset, FileKey
from .reference import outcome_groups


class Layout(enum.Enum):
    """The column layouts that were ever published."""

    STREET = "street"
    STREET_2012 = "street, easting and northing"
    OUTCOMES = "outcomes"
    STOPS = "stop-and-search"

    @property
    def dataset(self) -> Dataset:
        """The dataset that files of this layout hold."""
        return {Layout.OUTCOMES: Dataset.OUTCOMES, Layout.STOPS: Dataset.STOPS}.get(self, Dataset.STREET)


_PLACED = ("Longitude", "Latitude", "Location", "LSOA code", "LSOA name")
HEADERS = {
    Layout.STREET: (
        *("Crime ID", "Month", "Reported by", "Falls within", *_PLACED),
        *("Crime type", "Last outcome category", "Context"),
    ),
    Layout.STREET_2012: (
        *("Month", "Reported by", "Falls within", "Easting", "Northing", "Location"),
        *("Crime type", "Context"),
    ),
    Layout.OUTCOMES: ("Crime ID", "Month", "Reported by", "Falls within", *_PLACED, "Outcome type"),
    Layout.STOPS: (
        *("Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude"),
        *("Gender", "Age range", "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation"),
        *("Object of search", "Outcome", "Outcome linked to object of search"),
        "Removal of more than just outer clothing",
    ),
}


def layout_of(header: str, key: FileKey) -> Layout:
    """The layout whose columns the first line of the file `key` names; raises `BadFile` for any other."""
    try:
        columns = tuple(next(csv.reader([header], strict=True)))
    except csv.Error:
        columns = (header,)
    for layout, names in HEADERS.items():
        if names == columns:
            if layout.dataset is key.dataset:
                return layout
            raise BadFile(f"{key} is named {key.dataset.value} but holds {layout.value} columns. Rename the file.")
    expected = HEADERS[{dataset.value: Layout(dataset.value) for dataset in Dataset}[key.dataset.value]]
    missing = [name for name in expected if name not in columns]
    others = [name for name in columns if name not in expected]
    fault = "its columns are not in the published order"
    if missing:
        fault = f"the column '{missing[0]}' is missing"
    elif others:
        fault = f"it has a column {shown(others[0])} besides"
    raise BadFile(f"{key} is not a {key.dataset.value} file as published: {fault}. Download the file again.")


def refuse_cut_line(body: str, layout: Layout, key: FileKey) -> None:
    """A last line without its line end is whole only if its last field cannot be the beginning of another."""
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    last = body.rsplit("\n", 1)[-1]
    fields = last.split(",")
    outcome = fields[-1].strip('"')
    complete = {
        Layout.OUTCOMES: [name for name in outcome_groups() if name.startswith(outcome)] == [outcome],
        Layout.STOPS: fields[-1] in ("True", "False"),
    }.get(layout, fields[-1] == "")
    if len(fields) < len(HEADERS[layout]) or not complete:
        line = body.count("\n") + 2
        raise BadFile(f"{key}, line {line}: the last line is cut off, so the file is incomplete. Download it again.")
