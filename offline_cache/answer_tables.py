# SPDX-License-Identifier: GPL-2.0-or-later
"""The tables that hold answers of the API (`schema/answers.sql`), and SQL written once for several of them."""

from __future__ import annotations

from collections.abc import Sequence
from string import Template

SPATIAL = ("neighbourhood_station", "neighbourhood_outline", "drawn_crime", "drawn_outcome", "drawn_stop")
"""Rows of an answer, with a geometry that a spatial index knows."""
PLAIN = (
    *("service_month", "service_stop_month", "service_update"),
    *("force_contact", "force_engagement", "officer", "contact"),
    *("neighbourhood", "neighbourhood_detail", "neighbourhood_link", "neighbourhood_event", "neighbourhood_priority"),
    *("drawn_answer", "crime_history", "crime_history_outcome"),
)
"""Rows of an answer without geometry."""
LAYERS = (*SPATIAL, "drawn_area")
"""All tables with a geometry."""


def for_each(tables: Sequence[str], sql: str) -> dict[str, str]:
    """The statement for each table, with `$table` put in. Names are this module's; values are always bound."""
    return {table: Template(sql).substitute(table=table) for table in tables}
