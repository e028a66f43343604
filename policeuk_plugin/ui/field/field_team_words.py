# SPDX-License-Identifier: GPL-2.0-or-later
"""Officers, priorities, events, contacts and stations in a few lines each."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.PyQt.QtCore import QDate, QLocale

from offline_cache.police_api.forces import Contacts, Officer
from offline_cache.police_api.neighbourhoods import Event, Priority, Station

from ...text import tr

Lines = tuple[str, tuple[str, ...]]


def day(moment: str) -> str:
    """The day of a time as sent (YYYY-MM-DDTHH:MM:SS, no zone), such as 12 June 2026; as it is where it is no day."""
    date = QDate.fromString(moment[:10], "yyyy-MM-dd")
    return QLocale().toString(date, "d MMMM yyyy") if date.isValid() else moment


def next_events(events: Iterable[Event], today: str) -> tuple[Event, ...]:
    """Those that are not over on a day (YYYY-MM-DD), the next first; those without a time come last."""
    coming = [event for event in events if (event.ends or event.starts or today)[:10] >= today]
    return tuple(sorted(coming, key=lambda event: event.starts or "9999"))


def priority_lines(priority: Priority) -> Lines:
    """What it is about, since when, and what was done."""
    said = []
    if priority.issued:
        said.append(tr("Set on {day}").format(day=day(priority.issued)))
    if priority.action:
        acted = tr("Done ({day}): {what}").format(day=day(priority.acted), what=priority.action)
        said.append(acted if priority.acted else tr("Done: {what}").format(what=priority.action))
    else:
        said.append(tr("The force says nothing yet of what was done."))
    return priority.issue, tuple(said)


def event_lines(event: Event) -> Lines:
    """When, where, what for."""
    when = _when(event)
    return event.title or event.kind, tuple(filter(None, (when, event.address, event.description)))


def officer_line(officer: Officer) -> Lines:
    """Rank and name; how to get in touch."""
    name = f"{officer.rank} {officer.name}".strip()
    return name, contact_lines(officer.contacts)


def contact_lines(contacts: Contacts) -> tuple[str, ...]:
    """Ways to get in touch, as the force calls them."""
    return tuple(f"{way.replace('_', ' ').capitalize()}: {what}" for way, what in contacts if what)


def station_lines(station: Station) -> Lines:
    """Name, address, what is said of it."""
    address = ", ".join(part for part in (station.address.replace("\n", ", "), station.postcode) if part)
    return station.name or station.kind, tuple(filter(None, (address, station.description)))


def _when(event: Event) -> str:
    if not event.starts:
        return tr("Time not said")
    starts, ends = event.starts[11:16], event.ends[11:16]
    hours = tr("{starts} to {ends}").format(starts=starts, ends=ends) if starts and ends else starts
    return ", ".join(filter(None, (day(event.starts), hours)))
