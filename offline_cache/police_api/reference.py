# SPDX-License-Identifier: GPL-2.0-or-later
"""What the service says of itself: crime categories, months available, last update."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Month
from .fields import Fields, listed, refuse

if TYPE_CHECKING:
    from .client import Answer, PoliceApi

MONTHS = "/crimes-street-dates"
LAST_UPDATED = "/crime-last-updated"


@dataclass(frozen=True)
class MonthAvailable:
    """A month that the service holds, and the forces (by their ids) whose stops and searches of it are published."""

    month: Month
    stop_forces: tuple[str, ...]


def read_categories(answer: Answer) -> dict[str, str]:
    """Name of each crime category by its word, `all-crime` among them."""
    what = "the list of crime categories"
    return {entry.needed_code("url"): entry.needed("name") for entry in listed(answer, what)}


def read_months(answer: Answer) -> tuple[MonthAvailable, ...]:
    """The months that the service holds, newest first."""
    what = "the list of months"
    months = [
        MonthAvailable(entry.needed_month("date"), tuple(dict.fromkeys(entry.texts("stop-and-search"))))
        for entry in listed(answer, what)
    ]
    if not months or len({entry.month for entry in months}) < len(months):
        refuse(what, "a month stands in it twice" if months else "it is empty")
    return tuple(sorted(months, key=lambda entry: entry.month, reverse=True))


def read_last_update(answer: Answer) -> Month:
    """The month of the last update; its day means nothing."""
    return Fields(answer, "the date of the last update").needed_month("date")


def categories_of_service(api: PoliceApi) -> dict[str, str]:
    """Ask for the crime categories."""
    return read_categories(api.get("/crime-categories"))


def months_available(api: PoliceApi) -> tuple[MonthAvailable, ...]:
    """Ask which months there are."""
    return read_months(api.get(MONTHS))


def last_update(api: PoliceApi) -> Month:
    """Ask for the month of the last update."""
    return read_last_update(api.get(LAST_UPDATED))
