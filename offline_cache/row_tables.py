# SPDX-License-Identifier: GPL-2.0-or-later
"""The table that holds the rows of each dataset, and SQL written once for all three."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from .model import Dataset


@dataclass(frozen=True)
class RowTable:
    """A table of published rows: its name, the column that tells rows apart, the columns of numbered values."""

    name: str
    ident: str
    values: tuple[str, ...]


ROW_TABLES = {
    Dataset.STREET: RowTable("crime", "crime_id", ("type", "outcome")),
    Dataset.OUTCOMES: RowTable("outcome", "crime_id", ("outcome",)),
    Dataset.STOPS: RowTable(
        "stop",
        "date",
        (
            *("type", "operation", "operation_name", "gender", "age_range", "self_defined_ethnicity"),
            *("officer_defined_ethnicity", "legislation", "object_of_search", "outcome", "outcome_linked"),
            "clothing_removed",
        ),
    ),
}


def for_each_dataset(sql: str) -> dict[Dataset, str]:
    """The statement for each dataset, with `$table`, `$ident`, `$values`, `$marks` and `$dataset` put in.

    `$marks` are the places of id, file, place, ident and values. Names are this module's; values are always bound.
    """
    return {
        dataset: Template(sql).substitute(
            table=table.name,
            ident=table.ident,
            values=", ".join(table.values),
            marks=", ".join("?" * (4 + len(table.values))),
            dataset=dataset.value,
        )
        for dataset, table in ROW_TABLES.items()
    }
